"""What differs between two wordings, word by word; and between two outlines, question by question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

import rjieba

from corpus.language import CJK
from research.outline import Outline

Fate = Literal["same", "gone", "new"]
ALIKE = 0.35
"""Share of their words that two wordings must have in common to be shown mixed; else one stands after the other."""


@dataclass(frozen=True)
class Piece:
    """A stretch of words, and whether it stays, goes or comes."""

    text: str
    fate: Fate


@dataclass(frozen=True)
class Line:
    """A question that differs; before or after is empty where there was none, or is none any more."""

    question: str
    pieces: tuple[Piece, ...]


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """How `before` becomes `after`: read without what is gone it is `after`, without what is new it is `before`."""
    if not before or not after:
        return tuple(Piece(text, fate) for text, fate in _ends(before, after) if text)
    old, new = _cut(before), _cut(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < ALIKE:
        return (Piece(before, "gone"), Piece(after, "new"))
    found: list[Piece] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        told = [("same", old[a:b])] if tag == "equal" else [("gone", old[a:b]), ("new", new[c:d])]
        found += [Piece("".join(words), _fate(fate)) for fate, words in told if words]
    return tuple(found)


def diff(before: Outline, after: Outline) -> tuple[Line, ...]:
    """The questions whose words differ, in the order of `after`, those that are gone behind them."""
    old = {one.id: one.text for one in before.questions}
    new = {one.id: one.text for one in after.questions}
    changed = [(id_, old.get(id_, ""), text) for id_, text in new.items() if old.get(id_) != text]
    gone = [(id_, text, "") for id_, text in old.items() if id_ not in new]
    return tuple(Line(id_, pieces(was, becomes)) for id_, was, becomes in (*changed, *gone))


def _fate(said: str) -> Fate:
    return "gone" if said == "gone" else "new" if said == "new" else "same"


def _ends(before: str, after: str) -> Sequence[tuple[str, Fate]]:
    return ((before, "gone"), (after, "new"))


def _cut(text: str) -> list[str]:
    """Its words, blanks and signs; Chinese as a dictionary cuts it."""
    return list(rjieba.cut(text)) if CJK.search(text) else re.findall(r"\s+|\w+|[^\w\s]", text)
