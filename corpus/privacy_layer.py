"""The layer over a turn that hides what identifies: made when words come in, kept as spans."""

from collections.abc import Iterable
from typing import Any

from corpus.privacy import identifying
from corpus.records import Hidden, Language, Span


def layer_of(text: str, turn: Span, language: Language) -> tuple[Hidden, ...]:
    """What identifies in a turn: hidden where it is sure, for a curator to decide where not."""
    found = identifying(text[slice(*turn)], language)
    return tuple(
        Hidden(turn[0] + one.start, turn[0] + one.end, one.kind, "sure" if one.sure else "asked") for one in found
    )


def as_kept(layer: Iterable[Hidden]) -> list[list[Any]]:
    """The layer as a turn's row keeps it."""
    return [[one.start, one.end, one.kind, one.state] for one in layer]


def hidden_of(kept: Iterable[Iterable[Any]]) -> tuple[Hidden, ...]:
    """The layer a turn's row keeps."""
    return tuple(Hidden(*one) for one in kept)
