"""Labels told by standing everywhere: nearly every line begins with one of a few, and with one mark behind it.

"Dana >> Where do you buy tea?" is no form anybody agreed upon, and a sentence may hold a dash; but where the same few
names begin all lines in turn, they are who speaks.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from corpus.readers.forms import Labelled, Line, is_short

_LABEL = r"([^\t\n]{1,40}?)"
_MARKS = tuple(
    re.compile(rf"\s*{_LABEL}{mark}(.+)$")
    for mark in (
        r"[ ]*\t+\s*",
        r"\s*(?:>>|->|=>|→|»|》)\s*",
        r"\s+[-–—]\s+",
        r"\s?—{1,2}\s?",
        r"\s*[>|]\s*",
        r"\s+[/=~]\s+",
    )
)
_LEAST = 4  # lines
_MOST_SPEAKERS = 8
_NEARLY_ALL = 0.9
_LOOKED_AT = 50  # lines, before all are
_IN_TURN = 0.6
"""Share of lines after which somebody else speaks: fewer, and it is a list with headings."""


def regular_labels(lines: Sequence[Line]) -> list[Labelled | None] | None:
    """The label of each line, by the mark that begins nearly all of them; None where none does."""
    said = [line.text for line in lines if line.text.strip()]
    if len(said) < _LEAST:
        return None
    for mark in _MARKS:
        if sum(_label(mark, text) is not None for text in said[:_LOOKED_AT]) < _NEARLY_ALL * len(said[:_LOOKED_AT]):
            continue
        labels = [_label(mark, text) for text in said]
        if _is_talk([one.key for one in labels if one], len(said)):
            return [_label(mark, line.text) for line in lines]
    return None


def _label(mark: re.Pattern[str], text: str) -> Labelled | None:
    found = mark.match(text)
    label = found[1].strip() if found else ""
    return Labelled(label, found[2].strip(), "regular") if found and is_short(label) else None


def _is_talk(keys: list[str], lines: int) -> bool:
    counts = Counter(keys)
    if len(keys) < _NEARLY_ALL * lines or not 2 <= len(counts) <= _MOST_SPEAKERS or min(counts.values()) < 2:
        return False
    return sum(one != other for one, other in pairwise(keys)) >= _IN_TURN * (len(keys) - 1)
