"""Searching the interviews for words or a question: the exchanges found, and what of them made them found."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, get_args

from corpus.language import language_of
from corpus.records import Exchange, Interview, Language, Span
from corpus.store import Corpus
from corpus.viewer import require
from research.marking import marked

if TYPE_CHECKING:
    from index.scored import Exchanges
    from index.search import Hit, Searcher

MOST = 60
"""Exchanges a search lists: what comes later is hardly about the words any more."""

NEAR = 10
"""Of those, at most so many near by meaning alone."""

FLOOR = 0.35
"""Cosine from which an exchange is near. On the sample, made-up words reach 0.26, matters nobody spoke of 0.34, and
`sunburn`, which is said there in other words, 0.59."""

Part = Literal["asked", "answer"]
PARTS: tuple[Part, ...] = get_args(Part)


@dataclass(frozen=True)
class Found:
    """An exchange found.

    marked  spans of the interview's text, in question and answer, that say what was searched
    near    what of it means much the same as the search: what was asked, the answer, both or nothing
    added   search words that the closest answers added to the search, with their weights
    """

    interview: Interview
    exchange: Exchange
    marked: tuple[Span, ...]
    near: tuple[Part, ...] = ()
    added: Mapping[str, float] = field(default_factory=dict, repr=False)

    @property
    def said(self) -> bool:
        """Whether it says a word of what was searched; else it is near by meaning alone."""
        return bool(self.marked)


def find(
    searcher: "Searcher",
    corpus: Corpus,
    text: str,
    *,
    among: "Sequence[int] | Exchanges | None" = None,
    most: int = MOST,
) -> tuple[Found, ...]:
    """The exchanges nearest to `text`: those that say a word of it, best first, then at most NEAR by meaning alone.

    What is not near enough is not there: nonsense finds nothing.

    among   ids of the exchanges that are searched, None for all; `text` is read in its own language

    Raises NotAllowed.
    """
    from index.search import Query  # brings the encoders' libraries

    require(corpus.viewer, "search")
    if not text.strip() or (among is not None and not len(among)):
        return ()
    (hits,) = searcher.search([Query(text, language_of(text))], among=among, limit=most)
    found = list(_opened(hits, corpus, text))
    if not any(one.said for one in found):  # of what it is about nobody speaks: perhaps of something else it says
        found = [replace(one, marked=marked(one.interview, one.exchange, text, loose=True)) for one in found]
    # An encoder that learnt from this corpus alone knows only the small words of a search nobody said a word of.
    knows = any(one.said for one in found) or not _is_fitted(searcher, language_of(text))
    near = [one for one in found if not one.said and one.near] if knows else []
    return (*(one for one in found if one.said), *near[:NEAR])


def chances(searcher: "Searcher", found: Sequence[Found], text: str) -> tuple[float | None, ...]:
    """P that each one's answer answers `text`, by its own words; None where another language is spoken or nothing is asked."""
    from index.own_pairs import asks

    language = language_of(text)
    own = [at for at, one in enumerate(found) if one.interview.language == language]
    told: list[float | None] = [None] * len(found)
    if own and asks(text, language):
        judged = searcher.answered([text], [found[at].exchange.id for at in own], language)[0].tolist()
        for at, chance in zip(own, judged, strict=True):
            told[at] = chance
    return tuple(told)


def speaks_language(searcher: "Searcher", text: str, language: Language) -> bool:
    """Whether a search for `text` reads interviews of the language: each language has its own space unless one is set for all."""
    return searcher.spaces.of(language_of(text)) == searcher.spaces.of(language)


def _is_fitted(searcher: "Searcher", language: Language) -> bool:
    from index.encoders import FittedEncoder

    return isinstance(searcher.spaces.encoders[searcher.spaces.of(language)], FittedEncoder)


def near_of(hit: "Hit") -> tuple[Part, ...]:
    """What of an exchange means much the same as the search."""
    return tuple(part for part in PARTS if hit.views.get(f"{part}_meaning", 0.0) >= FLOOR)


def _opened(hits: "Sequence[Hit]", corpus: Corpus, text: str) -> Iterator[Found]:
    """The exchanges with their words, in the same order; one that is gone from the corpus is left out."""
    where = corpus.interviews_of([hit.exchange for hit in hits])
    interviews = {each.id: each for each in corpus.interviews(where.values())}
    for hit in hits:
        interview = interviews.get(where.get(hit.exchange, ""))
        exchange = next((each for each in interview.exchanges if each.id == hit.exchange), None) if interview else None
        if interview and exchange:
            yield Found(interview, exchange, marked(interview, exchange, text), near_of(hit), hit.added)
