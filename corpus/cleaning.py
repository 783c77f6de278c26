"""The cleaned layer: spans of an original text that carry no meaning of their own.

Fillers, repetitions, words broken off and restarts go; the layer only ever removes, so every cleaned character knows
where it came from. Negations, hedges and numbers go only where what is said instead has them too; where a rule is not
sure it does nothing.
"""

import re
from collections.abc import Callable

from corpus.cleaning_chinese import chinese_spans
from corpus.cleaning_english import english_spans
from corpus.records import Language, Span
from corpus.script import simplified

_WORD = re.compile(r"[^\W_]")
_ONE_SOUND = (("她", "他"), ("它", "他"), ("妳", "你"))
"""Spoken alike, written at the typist's choice: 她，他们家 is one start."""
_BETWEEN = re.compile(r"[㐀-鿿，。、？！…] (?=[㐀-鿿，。、？！…])")


def removable(text: str, language: Language) -> tuple[Span, ...]:
    """Spans of `text` the cleaned layer drops, in order and disjoint. Empty where cleaning would leave nothing.

    The rules run until they find nothing more, so a cleaned text is clean: nothing is removable from it.
    """
    if language == "zh":
        text = simplified(text)
        for one, other in _ONE_SOUND:
            text = text.replace(one, other)
        if places := _apart(text):
            closed = _removable("".join(text[at] for at in places), chinese_spans)
            return tuple((places[start], _reach(text, places, end)) for start, end in closed)
        return _removable(text, chinese_spans)
    return _removable(text, english_spans)


def _removable(text: str, find: Callable[[str], tuple[Span, ...]]) -> tuple[Span, ...]:
    left, removed = text, tuple[Span, ...]()
    while spans := find(left):
        shorter = apply_cleaning(left, spans)
        if not _WORD.search(shorter):
            break
        removed = spans if left is text else _within(removed, spans)
        left = shorter
    return removed


def _apart(text: str) -> list[int]:
    """Places of the characters that stay when Chinese written word by word (嗯 我 觉得) is closed up; none where it is not."""
    if text.count(" ") * 4 < len(text):
        return []
    blanks = {found.start() + 1 for found in _BETWEEN.finditer(text)}
    if len(blanks) * 5 < len(text):
        return []
    return [at for at in range(len(text)) if at not in blanks]


def _reach(text: str, places: list[int], end: int) -> int:
    """Where a removed span ends in the text with its blanks: the blank after it goes too."""
    return places[end] if end < len(places) else len(text)


def apply_cleaning(text: str, removed: tuple[Span, ...]) -> str:
    """`text` without the removed spans (offsets into `text`)."""
    kept, at = [], 0
    for start, end in removed:
        kept.append(text[at:start])
        at = end
    return "".join([*kept, text[at:]])


def _within(removed: tuple[Span, ...], further: tuple[Span, ...]) -> tuple[Span, ...]:
    """`removed` together with spans found in the text that was left by it, all as offsets into the original."""
    moved = [(_origin(removed, start, False), _origin(removed, end, True)) for start, end in further]
    merged: list[Span] = []
    for start, end in sorted([*removed, *moved]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _origin(removed: tuple[Span, ...], at: int, before: bool) -> int:
    """Where offset `at` of the text left by `removed` lies in the original; `before`: not behind a span that ends there."""
    for start, end in removed:
        if at < start or (before and at == start):
            break
        at += end - start
    return at
