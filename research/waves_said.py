"""The waves a client's words name: quarters, halves, whole years, and from one to another."""

import re
from collections.abc import Iterator, Sequence

from corpus.script import simplified

_MARKS = re.compile(r"\s*(?:[,，、；;/\n]|和|及|\band\b|&)\s*")
_TO = re.compile(r"\s*(?:到|至|—{1,2}|–|~|～|(?<=\d)\s*-\s*(?=20\d\d)|\bto\b|\buntil\b|\bthrough\b)\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween (.{1,40}?) and (.{1,40})", re.IGNORECASE)
_LEAD = re.compile(r"^(?:从|自|from)\s*", re.IGNORECASE)
_YEAR = r"(20\d\d)\s*(?:年度?)?"
_HALF = re.compile(
    rf"^{_YEAR}\s*(?:(?P<first>上半年|前半年|H1)|(?P<last>下半年|后半年|H2))$"
    rf"|^(?:(?P<first_of>(?:the )?first half(?: of)?|H1)|(?P<last_of>(?:the )?(?:second|last) half(?: of)?|H2))\s*{_YEAR}$",
    re.IGNORECASE,
)
_WHOLE = re.compile(rf"^(?:all of |the whole of )?{_YEAR}(?:全年|整年)?$", re.IGNORECASE)
_MOST = 80
"""Quarters from one to another; more are no wave that anybody means."""


def waves_said(said: str | Sequence[str]) -> tuple[str, ...]:
    """The waves a field names, in the form "2026-Q1", each once, in order; words that name none as they are."""
    texts = [said] if isinstance(said, str) else said
    parts = [part for text in texts for part in _MARKS.split(_BETWEEN.sub(r"\1 to \2", text))]
    return tuple(dict.fromkeys(wave for part in parts if part.strip() for wave in _of(part.strip())))


def _of(part: str) -> tuple[str, ...]:
    ends = [each for each in _TO.split(_LEAD.sub("", part)) if each]
    if len(ends) == 2:
        first, last = (_quarters(each) for each in ends)
        if first and last and (span := tuple(_from(first[0], last[-1]))):
            return span
    return _quarters(part) or (part,)


def _quarters(words: str) -> tuple[str, ...]:
    """The quarters of one time, in order; none where the words name none."""
    plain = " ".join(simplified(words).split())
    if half := _HALF.match(plain):
        year = half[1] or half[half.lastindex or 0]
        first = half["first"] or half["first_of"]
        return tuple(f"{year}-Q{at}" for at in ((1, 2) if first else (3, 4)))
    if whole := _WHOLE.match(plain):
        return tuple(f"{whole[1]}-Q{at}" for at in (1, 2, 3, 4))
    from corpus.naming import wave_in  # loads what reads every kind of file: pages do not wait for that

    wave = wave_in(plain)
    return (wave,) if wave else ()


def _from(first: str, last: str) -> Iterator[str]:
    """Every quarter from one to another, whichever is said first; none where they lie far apart."""
    start, end = sorted(int(wave[:4]) * 4 + int(wave[-1]) - 1 for wave in (first, last))
    if end < start + _MOST:
        yield from (f"{at // 4}-Q{at % 4 + 1}" for at in range(start, end + 1))
