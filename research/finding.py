"""Searching the interviews for words or a question: the exchanges found, with the words that made them found."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.language import language_of
from corpus.records import Exchange, Interview, Language, Span
from corpus.script import simplified
from corpus.store import Corpus
from corpus.viewer import require

if TYPE_CHECKING:
    from index.search import Hit, Searcher

MOST = 60
"""Exchanges a search lists: what comes later is hardly about the words any more."""

NEAR = 10
"""Of those, at most so many near by meaning alone."""

FLOOR = 0.35
"""Cosine from which an exchange is near. On the sample, made-up words reach 0.26, matters nobody spoke of 0.34, and
`sunburn`, which is said there in other words, 0.59."""

_PIECE = re.compile(r"[A-Za-z0-9]+(?:['’][A-Za-z]+)?|[㐀-䶿一-鿿豈-﫿]+")


@dataclass(frozen=True)
class Found:
    """An exchange found. marked: spans of the interview's text, in question and answer, that say what was searched."""

    interview: Interview
    exchange: Exchange
    marked: tuple[Span, ...]

    @property
    def said(self) -> bool:
        """Whether it says a word of what was searched; else it is near by meaning alone."""
        return bool(self.marked)


def find(
    searcher: "Searcher", corpus: Corpus, text: str, *, wave: str | None = None, language: Language | None = None,
    most: int = MOST,
) -> tuple[Found, ...]:  # fmt: skip
    """The exchanges nearest to `text`: those that say a word of it, best first, then at most NEAR by meaning alone.

    What is not near enough is not there: nonsense finds nothing.

    wave, language   only interviews of these, where they are named; `text` is read in its own language

    Raises NotAllowed.
    """
    from index.search import Query  # brings the encoders' libraries

    require(corpus.viewer, "search")
    narrow = bool(wave or language)
    among = corpus.exchange_ids(wave=wave, language=language) if narrow else None
    if not text.strip() or (narrow and not among):
        return ()
    (hits,) = searcher.search([Query(text, language_of(text))], among=among, limit=most)
    found = _opened([hit.exchange for hit in hits], corpus, text)
    # An encoder that learnt from this corpus alone knows only the small words of a search nobody said a word of.
    knows = any(one.said for one in found) or not _is_fitted(searcher, language_of(text))
    close = _near(hits) if knows else frozenset()
    near = [one for one in found if not one.said and one.exchange.id in close]
    return (*(one for one in found if one.said), *near[:NEAR])


def _is_fitted(searcher: "Searcher", language: Language) -> bool:
    from index.encoders import FittedEncoder

    return isinstance(searcher.spaces.encoders[searcher.spaces.of(language)], FittedEncoder)


def _near(hits: "Sequence[Hit]") -> frozenset[int]:
    """Exchanges whose question or answer means much the same as the search."""
    return frozenset(
        hit.exchange
        for hit in hits
        if max((value for name, value in hit.views.items() if name.endswith("_meaning")), default=0.0) >= FLOOR
    )


def _opened(exchanges: Sequence[int], corpus: Corpus, text: str) -> list[Found]:
    """The exchanges with their words, in the same order; one that is gone from the corpus is left out."""
    where = corpus.interviews_of(exchanges)
    interviews = {each.id: each for each in corpus.interviews(where.values())}
    found: list[Found] = []
    for interview, wanted in ((interviews[where[one]], one) for one in exchanges if where.get(one) in interviews):
        exchange = next(each for each in interview.exchanges if each.id == wanted)
        found.append(Found(interview, exchange, marked(interview, exchange, text)))
    return found


def marked(interview: Interview, exchange: Exchange, text: str) -> tuple[Span, ...]:
    """Spans of the exchange's question and answer that share a search word with `text`; in order, disjoint."""
    wanted = _terms(text, interview.language)
    spans: list[Span] = []
    for start, end in (exchange.question, *exchange.answer):
        for piece in _PIECE.finditer(interview.text[start:end]):
            spans += [(start + at, start + to) for at, to in _matching(piece, wanted, interview.language)]
    return merged(spans)


def _terms(text: str, language: Language) -> frozenset[str]:
    """The search words of `text` that carry a topic: pairs in Chinese, stems in English; all of them where none does."""
    from index.cutting import pairs, topics, words

    topical = frozenset[str]().union(*topics(text, language))
    latin = {word for word in words(text, language) if word.isascii()} if language == "zh" else set()
    return (topical | latin) or frozenset([*pairs(text), *words(text, language)])


def _matching(piece: re.Match[str], wanted: frozenset[str], language: Language) -> list[Span]:
    """Where the piece, a Latin word or a run of Chinese characters, holds a wanted word."""
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
