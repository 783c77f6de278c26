"""Which encoder reads which language, and the folder that keeps a fitted one."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus.errors import IndexTrouble
from corpus.records import Language
from index.encoders import Encoder, FittedEncoder, SentenceEncoder, bundled_encoder
from index.manifest import SHARED, Manifest

IN_BFLOAT16 = " in bfloat16"
"""Behind the id of an encoder whose vectors were made so; those of float32 bear no mark."""


class Spaces:
    """Space name → encoder. One space per language, or the one space "all" of a multilingual encoder."""

    def __init__(self, encoders: Mapping[str, Encoder], name: str | None) -> None:
        self.encoders = dict(encoders)
        self.name = name

    def of(self, language: Language) -> str:
        """The space `language` is read in."""
        return SHARED if SHARED in self.encoders else language

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
    """The spaces an index was built with.

    Raises IndexTrouble where the setting now names another encoder than the index was built with, or where the
    fitted encoder is not the one that was stored.
    """
    if manifest.encoder != name:
        raise IndexTrouble("encoder_mismatch", built=manifest.encoder or "default", set=name or "default")
    spaces = Spaces({SHARED: SentenceEncoder(name)}, name) if name else _defaults(folder)
    for space, encoder in spaces.encoders.items():
        built = manifest.spaces.get(space, "").removesuffix(IN_BFLOAT16)  # the space is the same
        if encoder.id != built and isinstance(encoder, FittedEncoder):
            raise IndexTrouble("index_damaged", part=f"encoder-{space}")
        if encoder.id != built:
            raise IndexTrouble("encoder_mismatch", built=built, set=encoder.id)
    return spaces


def save_spaces(folder: Path, spaces: Spaces) -> None:
    """Keep what cannot be had again: the fitted encoder."""
    for space, encoder in spaces.encoders.items():
        if isinstance(encoder, FittedEncoder):
            encoder.save(folder / f"encoder-{space}")


def _mark(encoder: Encoder) -> str:
    return IN_BFLOAT16 if isinstance(encoder, SentenceEncoder) and encoder.precision == "bfloat16" else ""


def _defaults(folder: Path) -> Spaces:
    return Spaces({"en": bundled_encoder(), "zh": FittedEncoder.load(folder / "encoder-zh")}, None)
