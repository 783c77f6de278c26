"""Which encoder reads which language, and the folder that keeps a fitted one."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus.errors import IndexTrouble
from corpus.records import Language
from index import encoders
from index.encoders import Encoder, FittedEncoder, SentenceEncoder, bundled_encoder
from index.manifest import SHARED, Manifest
from index.ways import KEPT, PRECISIONS, kept_way

MARKS = tuple(f" in {precision}" for precision in PRECISIONS if precision != "float32")
"""Behind the id of an encoder whose vectors were made so; those of float32 bear no mark."""


LOST = ("encoder_not_found", "encoder_unusable", "encoder_mismatch")
"""Troubles of an index whose own encoder is not there any more."""


class Spaces:
    """Space name → encoder. One space per language, or the one space "all" of a multilingual encoder."""

    def __init__(self, encoders: Mapping[str, Encoder], name: str | None) -> None:
        self.encoders = dict(encoders)
        self.name = name

    def of(self, language: Language) -> str:
        """The space `language` is read in."""
        return SHARED if SHARED in self.encoders else language

    @property
    def models(self) -> list[encoders.SentenceEncoder]:
        """The encoders among them that are sentence-transformers models."""
        return [each for each in self.encoders.values() if isinstance(each, encoders.SentenceEncoder)]

    @property
    def ids(self) -> dict[str, str]:
        """Space → encoder id and the precision its vectors are made in, as the manifest keeps it."""
        return {space: encoder.id + _mark(encoder) for space, encoder in self.encoders.items()}


def make_spaces(name: str | None, chinese: Sequence[str]) -> Spaces:
    """New spaces: the encoder called `name` for all, or the bundled one and one fitted on the `chinese` texts."""
    if name:
        return Spaces({SHARED: SentenceEncoder(name)}, name)
    return Spaces({"en": bundled_encoder(), "zh": FittedEncoder.fit(chinese)}, None)


def load_spaces(folder: Path, manifest: Manifest, name: str | None) -> Spaces:
    """The spaces an index was built with, their models reading as was measured here.

    Raises IndexTrouble where `name` is another encoder than the index was built with, where what bears that name is
    another model by now, where it is not there, or where the fitted encoder is not the one that was stored.
    """
    if manifest.encoder != name:
        raise _mismatch(manifest, name)
    spaces = Spaces({SHARED: SentenceEncoder(name)}, name) if name else _defaults(folder)
    for space, encoder in spaces.encoders.items():
        built = _unmarked(manifest.spaces.get(space, ""))  # the space is the same
        if encoder.id != built and isinstance(encoder, FittedEncoder):
            raise IndexTrouble("index_damaged", part=f"encoder-{space}")
        if encoder.id != built:
            raise IndexTrouble("encoder_mismatch", built=built, set=encoder.id)
    read_as_measured(spaces, folder.parent)
    return spaces


def load_own_spaces(folder: Path, manifest: Manifest, name: str | None) -> Spaces:
    """The same, whichever encoder is set: `name` only says, where the index's own is not there any more, what is to be instead."""
    try:
        return load_spaces(folder, manifest, manifest.encoder)
    except IndexTrouble as trouble:
        if manifest.encoder == name or trouble.key not in LOST:
            raise
        raise _mismatch(manifest, name) from trouble


def read_as_measured(spaces: Spaces, root: Path) -> None:
    """Let the models read as was measured on this machine; `root` is the folder of the indexes."""
    for encoder in spaces.models:
        way = kept_way(root, encoder.id) if (root / KEPT).exists() else None
        if way is not None:
            encoder.read_so(way)


def _mismatch(manifest: Manifest, name: str | None) -> IndexTrouble:
    return IndexTrouble("encoder_mismatch", built=manifest.encoder or "default", set=name or "default")


def _unmarked(space: str) -> str:
    return next((space.removesuffix(mark) for mark in MARKS if space.endswith(mark)), space)


def save_spaces(folder: Path, spaces: Spaces) -> None:
    """Keep what cannot be had again: the fitted encoder."""
    for space, encoder in spaces.encoders.items():
        if isinstance(encoder, FittedEncoder):
            encoder.save(folder / f"encoder-{space}")


def _mark(encoder: Encoder) -> str:
    """Whatever stands in for a model, in a test or a benchmark, has no precision."""
    precision = encoder.precision if isinstance(encoder, encoders.SentenceEncoder) else "float32"
    return "" if precision == "float32" else f" in {precision}"


def _defaults(folder: Path) -> Spaces:
    return Spaces({"en": bundled_encoder(), "zh": FittedEncoder.load(folder / "encoder-zh")}, None)
