"""The words of one English text, which of them go, and the punctuation that goes with them."""

import re
from functools import cached_property
from itertools import accumulate

from corpus.records import Span

_HALVES = r"(?:n't|'(?:s|re|ve|m|d|ll))\b"
_WORD = re.compile(
    rf"(\w+(?:['-]\w+|[.,:]\d+)*(?: {_HALVES})?|'(?:s|re|ve|m|d|ll|t|cause|em|til)\b)"
)  # treebank's halves (do n't, it 's) are one word
_STRONG = re.compile(r"[?!;:\n]|(?<!\.)\.(?!\.)")
_WEAK = frozenset((" ", ", ", " , "))
_MARK = re.compile(r"[,—–…-]|\.\.")
FEW = 6
"""Words within which saying something again is a slip."""
_ELLIPSIS = re.compile(r"\.{2,}")
_TRAIL = re.compile(r"(?:[\s,—–…]|\.{2,}|-(?![\d$£€¥]))*")
_NUMBERS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million half dozen once twice".split()
)


class Words:
    """Words in order, in lower case under `low`; `drop` marks those that go, `spans` are their offsets;
    `straight` tells of each whether only a blank follows it.

    Places of words count from 0; the gap of a place is what stands between that word and the next.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.shouted = text.isupper()
        self.folded = _folded(text)
        self._pieces = _WORD.split(self.folded)  # gap, word, gap, … gap
        self.low = [word.replace(" ", "") if " " in word else word for word in self._pieces[1::2]]
        self._gaps = self._pieces[2::2]
        self.straight = [gap == " " for gap in self._gaps]
        self._strong = [gap not in _WEAK and _STRONG.search(gap) is not None for gap in self._gaps]
        self.present = frozenset(self.low)
        self.gone: set[int] = set()

    @cached_property
    def at(self) -> list[Span]:
        """The offsets of each word."""
        ends = list(accumulate(map(len, self._pieces)))
        return list(zip(ends[::2], ends[1::2], strict=False))

    @cached_property
    def stems(self) -> list[str]:
        """Each word without what is contracted to it: it's → it."""
        return [word.partition("'")[0] for word in self.low]

    @cached_property
    def near(self) -> list[int]:
        """Places of words that begin like one of the few before them (it, it's)."""
        seen, found = dict[str, int](), list[int]()
        for at, stem in enumerate(self.stems):
            if stem in seen and at - seen[stem] <= FEW:
                found.append(at)
            seen[stem] = at
        return found

    def word(self, place: int) -> str:
        """The word as it is written; in lower case where the whole text is in capitals, which then say nothing."""
        start, end = self.at[place]
        return self.low[place] if self.shouted else self.text[start:end]

    def gap(self, place: int) -> str:
        """What stands after the word; place -1: before the first."""
        return self._gaps[place] if place >= 0 else self._pieces[0]

    def drop(self, start: int, end: int) -> None:
        """Words [start, end) go."""
        self.gone.update(range(start, end))

    def live(self) -> list[int]:
        """Places of the words that stay so far."""
        every = range(len(self.low))
        return [place for place in every if place not in self.gone] if self.gone else list(every)

    def previous(self, place: int) -> int:
        """The place of the next staying word to the left; -1 where none is."""
        place -= 1
        while place in self.gone:
            place -= 1
        return place

    def following(self, place: int) -> int:
        """The place of the next staying word to the right; -1 where none is."""
        place += 1
        while place in self.gone:
            place += 1
        return place if place < len(self.low) else -1

    def strong(self, place: int) -> bool:
        """Whether a sentence ends after the word (not by an ellipsis)."""
        return self._strong[place]

    def starts(self, place: int) -> bool:
        """Whether a sentence starts with the word."""
        return place == 0 or self.strong(place - 1)

    def sentence(self, left: int, right: int) -> bool:
        """Whether a sentence ends between two places."""
        return self._strong[left] if right == left + 1 else True in self._strong[left:right]

    def interrupted(self, left: int, right: int) -> bool:
        """Whether there is a comma, a dash, an ellipsis or a dropped word between two staying words."""
        gap = self._gaps[left]
        return right > left + 1 or (gap != " " and _MARK.search(gap) is not None)

    def dashed(self, left: int, right: int) -> bool:
        """Whether a dash or an ellipsis stands between two places."""
        return any(re.search(r"[—–…]|--|\.\.|-\s|\s-", self.gap(place)) for place in range(left, right))

    def cut(self, place: int) -> bool:
        """Whether the word is broken off: a hyphen and a blank after it, or a dash before a word that completes it."""
        gap = self._gaps[place]
        if gap == " ":
            return False
        if re.match(r"-(?![\w-])", gap):
            return True
        after = self.low[place + 1] if place + 1 < len(self.low) else ""
        return (
            bool(re.match(r"[—–…]|--|\.\.", gap))
            and len(after) > len(self.low[place]) < len(after)
            and (after.startswith(self.low[place]))
        )

    def number(self, place: int) -> bool:
        """Whether the word is a number."""
        word = self.low[place]
        return word[0].isdigit() or word in _NUMBERS or word.split("-")[0] in _NUMBERS

    def spans(self) -> tuple[Span, ...]:
        """Offsets of all that goes, with its punctuation."""
        found, place = list[Span](), 0
        while place < len(self.low):
            end = place
            while end in self.gone:
                end += 1
            if end > place:
                found.append(self._span(place, end))
            place = end + 1
        return tuple(span for span in found if span[0] < span[1])

    def _span(self, first: int, end: int) -> Span:
        """Words [first, end) with the gap after them; with the one before where a sentence ends after them."""
        after = self.gap(end - 1)
        if end == len(self.low) or _STRONG.search(_ELLIPSIS.sub("", after)):
            if first == 0 or self.strong(first - 1):  # a sentence of its own: with its mark
                stop = self.at[end][0] if end < len(self.low) else len(self.text)
                return self.at[first][0], stop
            held = self.gap(first - 1)
            return self.at[first][0] - len(held) + len(held.rstrip(" ,—–…-")), self.at[end - 1][1]
        trail = _TRAIL.match(self.text, self.at[end - 1][1])
        return self.at[first][0], trail.end() if trail else self.at[end - 1][1]


def _folded(text: str) -> str:
    """In lower case with plain apostrophes, every character in its place."""
    text = text.replace("’", "'")
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(small if len(small := each.lower()) == 1 else each for each in text)
