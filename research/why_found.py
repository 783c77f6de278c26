"""Why an exchange was found, to be read by people: which words it shares with the search, and which clause means most alike."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import rjieba

from corpus.records import Exchange, Interview, Language, Span
from corpus.script import simplified
from research.finding import Found
from research.marking import PIECE, seen
from research.units import is_telling, split_units

if TYPE_CHECKING:
    from index.encoders import Vectors

NEAREST = 0.35
"""Cosine from which a clause is told to be near: below it, on the sample, what is nearest is only the least far."""
ALSO = 3
"""Words told of those the search did not have: the weightiest."""
RELATED: dict[Language, float] = {"zh": 0.15, "en": 0.25}
"""Cosine to the search from which such a word is told. On the sample: 无糖 to 少糖 .24, 儿子 −.05; "daily" to "every day" .42,
"eyebrow" .15. The fitted Chinese space knows a single word less well."""
WORDS = 6
"""Words told of those it had."""

Encode = Callable[[Sequence[str], Language], "Vectors"]
By = Literal["words", "meaning", "both"]


@dataclass(frozen=True)
class Why:
    """by       words of the search, a meaning much like it, or both
    words    what it says of the search, as it is said there, each once
    also     spans of the answer with words the search did not have: the closest answers say them, and so they were looked for
    nearest  the clause of the answer nearest to the search in meaning; None where none is near
    """

    by: By
    words: tuple[str, ...]
    also: tuple[Span, ...]
    nearest: Span | None


def why_found(found: Sequence[Found], text: str, encode: Encode, *, others: Iterable[Found] = ()) -> tuple[Why, ...]:
    """Of each of `found`, why a search for `text` found it. All clauses are encoded at one go.

    others  what else was found: an added word is told where two of all say it
    """
    by_language = {one.interview.language for one in found}
    related = {each: _related([*found, *others], text, each, encode) for each in by_language}
    return tuple(
        Why(_by(one, clause), _words(one), _also(one, related[one.interview.language]), clause)
        for one, clause in zip(found, _nearest(found, text, encode), strict=True)
    )


def _by(found: Found, clause: Span | None) -> By:
    if not found.said:
        return "meaning"
    return "both" if found.near or clause else "words"


def _words(found: Found) -> tuple[str, ...]:
    once: dict[str, str] = {}
    for span in found.marked:
        word = " ".join(found.interview.words(span).split())
        once.setdefault(simplified(word).casefold(), word)
    return tuple(once.values())[:WORDS]


def _nearest(found: Sequence[Found], text: str, encode: Encode) -> list[Span | None]:
    """The clause of each answer that is nearest to `text`."""
    clauses = [clauses_of(one.interview, one.exchange) for one in found]
    best: list[Span | None] = [None] * len(found)
    for language in {one.interview.language for one in found}:
        own = [at for at, one in enumerate(found) if one.interview.language == language]
        left = _likeness(
            text, [found[at].interview.words(span) for at in own for span in clauses[at]], language, encode
        )
        for at in own:
            scores, left = left[: len(clauses[at])], left[len(clauses[at]) :]
            if max(scores, default=0.0) >= NEAREST:
                best[at] = clauses[at][scores.index(max(scores))]
    return best


def _likeness(text: str, others: Sequence[str], language: Language, encode: Encode) -> list[float]:
    """Cosine of each of `others` to `text`."""
    if not others:
        return []
    vectors = encode([text, *others], language)
    found: list[float] = (vectors[1:] @ vectors[0]).tolist()
    return found


def clauses_of(interview: Interview, exchange: Exchange) -> list[Span]:
    """The clauses of an answer, as spans of the interview's text; none with words its reader is not to see."""
    spans = [
        (start + low, start + high)
        for start, end in exchange.answer
        for low, high in split_units(interview.text[start:end], interview.language)
    ]
    return list(seen(spans, interview))


def _related(found: Sequence[Found], text: str, language: Language, encode: Encode) -> frozenset[str]:
    """Added search words that at least two of the exchanges say and that mean something like the search."""
    holders, written = Counter[str](), dict[str, str]()
    for one in found:
        said = {term: one.interview.words(span) for term, span in _added(one) if one.interview.language == language}
        holders.update(said.keys())
        written = said | written
    shared = [term for term, times in holders.items() if times > 1]
    near = _likeness(text, [written[term].lower() for term in shared], language, encode)
    return frozenset(term for term, each in zip(shared, near, strict=True) if each >= RELATED[language])


def _also(found: Found, related: frozenset[str]) -> tuple[Span, ...]:
    """The first place of each of the weightiest related words."""
    first: dict[str, Span] = {}
    for term, span in _added(found):
        if term in related:
            first.setdefault(term, span)
    heaviest = sorted(first, key=lambda term: (-found.added[term], term))[:ALSO]
    return tuple(sorted(first[term] for term in heaviest))


def _added(found: Found) -> Iterator[tuple[str, Span]]:
    """(search word, where it stands) of the answer's words that were added to the search and tell something."""
    interview = found.interview
    spans = [
        (term, (start + at, start + to))
        for start, end in found.exchange.answer
        for term, (at, to) in _tokens(interview.text[start:end], interview.language)
        if term in found.added
    ]
    kept = set(seen([span for _, span in spans], interview))
    for term, span in spans:
        if span in kept and not any(low < span[1] and span[0] < high for low, high in found.marked):
            yield term, span


def _tokens(text: str, language: Language) -> Iterator[tuple[str, Span]]:
    """(search word, span) of each word that may tell something."""
    from index.cutting import words

    if language == "zh":
        at = 0
        for token in rjieba.cut(simplified(text)):
            if len(token) > 1 and is_telling(token, "zh"):
                yield token, (at, at + len(token))
            at += len(token)
        return
    for piece in PIECE.finditer(text):
        if is_telling(piece[0].lower().replace("’", "'"), "en"):
            yield from ((term, piece.span()) for term in words(piece[0].replace("’", "'"), "en")[:1])
