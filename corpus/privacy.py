"""Words that could tell who somebody is: found, kept beside a turn as a layer, never cut out of what was said."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from corpus.privacy_announced import announced
from corpus.privacy_numbers import numbers_found
from corpus.privacy_words import words_found
from corpus.records import Identifying, Language, Span

KINDS: tuple[Identifying, ...] = get_args(Identifying)


@dataclass(frozen=True)
class Found:
    """Characters [start, end) that may identify. sure: hidden at once; else a curator is asked."""

    start: int
    end: int
    kind: Identifying
    sure: bool


def identifying(text: str, language: Language) -> tuple[Found, ...]:
    """What may identify somebody in `text`, in order and disjoint; where two overlap the surer, then the longer, counts."""
    raw = [*numbers_found(text), *announced(text, chinese=language == "zh"), *words_found(text, language)]
    if not raw:
        return ()
    return disjoint(Found(start, end, kind, sure) for (start, end), kind, sure in raw)


def disjoint(found: Iterable[Found]) -> tuple[Found, ...]:
    """Those that do not overlap a surer or a longer one, in order."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda each: (not each.sure, each.start - each.end, each.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda each: each.start))


def outside(span: Span, hidden: Iterable[Span]) -> list[Span]:
    """What is left of a span without the hidden ones, in order; the span itself where none lies in it."""
    left, at = list[Span](), span[0]
    for start, end in sorted(hidden):
        if max(start, at) < min(end, span[1]):
            left.append((at, max(at, start)))
            at = end
    return [(start, end) for start, end in (*left, (at, span[1])) if start < end]


def overlaps(span: Span, hidden: Iterable[Span]) -> bool:
    """Whether a span has a character of a hidden one."""
    return any(max(span[0], start) < min(span[1], end) for start, end in hidden)
