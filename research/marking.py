"""Where an exchange says the words of a search."""

import re
from collections.abc import Iterable, Sequence

from corpus.records import Exchange, Interview, Language, Span
from corpus.script import simplified
from research.subject_plain import is_plain

PIECE = re.compile(r"[A-Za-z0-9]+(?:['’][A-Za-z]+)?|[㐀-䶿一-鿿豈-﫿]+")
"""A Latin word, or a run of Chinese characters."""
_ASKING = frozenset(("怎么", "怎样", "什么", "如何"))


def marked(interview: Interview, exchange: Exchange, text: str, *, loose: bool = False) -> tuple[Span, ...]:
    """Spans of the exchange's question and answer that share a search word with `text`; in order, disjoint.

    loose  by every word of a Chinese text that tells something (晚上), not by what it is about alone

    Words that its reader is not to see say nothing to them: else a search for a name would tell where it stands.
    """
    wanted = _telling(text) if loose and interview.language == "zh" else _terms(text, interview.language)
    spans: list[Span] = []
    for start, end in (exchange.question, *exchange.answer):
        for piece in PIECE.finditer(interview.text[start:end]):
            spans += [(start + at, start + to) for at, to in _matching(piece, wanted, interview.language)]
    return merged(seen(spans, interview))


def seen(spans: Iterable[Span], interview: Interview) -> tuple[Span, ...]:
    """Those of the spans that no word hidden from the reader has a part in."""
    return tuple(
        (start, end) for start, end in spans if not any(one.start < end and start < one.end for one in interview.masked)
    )


def unsaid(text: str, said: Sequence[str], language: Language) -> tuple[str, ...]:
    """The words of a search that carry a topic and that none of `said` says, as they were typed."""
    held = frozenset[str]().union(*(_cut(each, language) for each in said))
    return tuple(_typed(topic, text, language) for topic in _topics(text, language) if not topic & held)


def _telling(text: str) -> frozenset[str]:
    """The pairs of every Chinese word that tells something."""
    from index.cutting import pairs, words

    told = [pairs(word) for word in words(text, "zh") if len(word) > 1 and not is_plain(word, "zh")]
    return frozenset(pair for each in told for pair in each if not _ASKING.intersection(each))


def _topics(text: str, language: Language) -> list[frozenset[str]]:
    """What a search is about; how one asks (怎么办) is none of it."""
    from index.cutting import topics

    return [topic for topic in topics(text, language) if not topic & _ASKING]


def _typed(topic: frozenset[str], text: str, language: Language) -> str:
    """A topic as it stands in the text."""
    found = merged((at, to) for piece in PIECE.finditer(text) for at, to in _matching(piece, topic, language))
    return max((text[start:end] for start, end in found), key=len, default="")


def _cut(text: str, language: Language) -> frozenset[str]:
    from index.cutting import pairs, words

    return frozenset(pairs(text) if language == "zh" else words(text, language))


def _terms(text: str, language: Language) -> frozenset[str]:
    """The search words of `text` that carry a topic: pairs in Chinese, stems in English; all of them where none does."""
    from index.cutting import pairs, words

    topical = frozenset[str]().union(*_topics(text, language))
    latin = {word for word in words(text, language) if word.isascii()} if language == "zh" else set()
    return (topical | latin) or frozenset([*pairs(text), *words(text, language)])


def _matching(piece: re.Match[str], wanted: frozenset[str], language: Language) -> list[Span]:
    """Where the piece, a Latin word or a run of Chinese characters, holds a wanted word; offsets into its string."""
    from index.cutting import words

    run = simplified(piece[0])
    if run.isascii() or "’" in run:
        return [piece.span()] if set(words(run.replace("’", "'"), language)) & wanted else []
    at = piece.start()
    return [
        (at + found, at + found + len(term))
        for term in wanted
        if not term.isascii()
        for found in range(len(run) - len(term) + 1)
        if run.startswith(term, found)
    ]


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, those that touch as one."""
    one: list[Span] = []
    for start, end in sorted(spans):
        if one and start <= one[-1][1]:
            one[-1] = (one[-1][0], max(end, one[-1][1]))
        else:
            one.append((start, end))
    return tuple(one)
