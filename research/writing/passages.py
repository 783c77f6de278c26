"""How much of an answer a quote shows: the sentence around the coded words, not too short and not too long."""

import re

from corpus.records import Language, Span

SHORTEST: dict[Language, int] = {"zh": 14, "en": 45}
LONGEST: dict[Language, int] = {"zh": 90, "en": 260}
"""Characters of a quote. Shorter ones are widened by the neighbouring sentence, longer ones cut at a clause."""

_END: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(r"[。！？!?]+[”’）)]*|\n"),
    "en": re.compile(r"(?:[!?]+|(?<![.\s])\.(?!\.))[\"')\]]*(?=\s|$)|\n"),
}
# Three dots are a pause in a sentence, not its end.
_CLAUSE = re.compile(r"[，；、,;:：—–]")


def sentence_around(text: str, span: Span, turn: Span, language: Language) -> Span:
    """The sentences of `turn` that hold `span`, widened to SHORTEST and held to LONGEST; trimmed of white space."""
    starts = _starts(text, turn, language)
    bounds = list(zip(starts, [*starts[1:], turn[1]], strict=True))
    first = max(at for at, (start, _) in enumerate(bounds) if start <= span[0])
    last = next((at for at, (_, end) in enumerate(bounds) if end >= min(span[1], turn[1])), len(bounds) - 1)
    while bounds[last][1] - bounds[first][0] < SHORTEST[language] and (first > 0 or last < len(bounds) - 1):
        first, last = (first, last + 1) if last < len(bounds) - 1 else (first - 1, last)
    return _held(text, (bounds[first][0], bounds[last][1]), span, language)


def _starts(text: str, turn: Span, language: Language) -> list[int]:
    ends = [found.end() for found in _END[language].finditer(text, turn[0], turn[1]) if found.end() < turn[1]]
    return [turn[0], *ends]


def _held(text: str, found: Span, span: Span, language: Language) -> Span:
    """A sentence that is too long is cut at clause ends around the coded words."""
    start, end = found
    if end - start > LONGEST[language]:
        spare = (LONGEST[language] - (span[1] - span[0])) // 2
        before = [cut.end() for cut in _CLAUSE.finditer(text, max(start, span[0] - spare), span[0])]
        after = [cut.start() for cut in _CLAUSE.finditer(text, span[1], min(end, span[1] + spare))]
        start, end = (before[0] if before else start), (after[-1] if after else end)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
