"""How a question was asked before: the best wordings that interviewers really used for it, and how often."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from corpus.language import CJK
from corpus.records import Exchange, Interview, Language
from corpus.store import Corpus
from index.cutting import pairs, topics, words
from research.asked_wording import Wording
from research.hints import HintKind, wording_of
from research.matching import refuses
from research.outline import asked_as
from research.outline_edits import LONGEST, pieces
from research.speaking import addressed, apart, spoken, without_lead_in
from research.speaking_words import guide_words

if TYPE_CHECKING:
    from index.search import Hit, Searcher

VIEWS = frozenset({"asked_meaning", "asked_words"})
DEPTH = 60
"""Exchanges looked at for one question."""
ALIKE = 0.45
"""Cosine from which two questions ask for something alike."""
FEWEST = 8
"""People who must have been asked something alike: how fewer understood a wording tells little about it."""
SUPPORTED = 0.5
"""Share of what a question is about that those who were asked alike must speak of: how often one stays in hotels is asked in
words much like how often one snacks."""
_SHORTEST: dict[bool, int] = {True: 7, False: 4}
_LONGEST: dict[bool, int] = {True: 40, False: 22}
"""Characters of a Chinese question, words of another, that one can say in one breath."""
FAULTS: frozenset[HintKind] = frozenset({"leading", "double"})
"""Hints with which no wording is taken up, however often it was asked: a guide would be remarked on for it."""


@dataclass(frozen=True)
class _Asked:
    interview: Interview
    exchange: Exchange
    text: str
    alike: float


def asked_before(
    texts: Sequence[str], language: Language, *, searcher: "Searcher", corpus: Corpus, most: int = 5,
    fewest: int = FEWEST, industry: str = "",
) -> tuple[tuple[Wording, ...], ...]:  # fmt: skip
    """For each question the wordings it was asked in before, best first; none where fewer than `fewest` were asked, or they
    spoke of something else. industry: what the questions are about, in words.

    Left out: words that may identify anybody, probes, what only makes sense in its own conversation, what leads.
    """
    from index.relevance import subject_of  # these load what searching needs: only where something is looked up
    from index.search import Query

    found = searcher.search([Query(text, language) for text in texts], views=VIEWS, limit=DEPTH)
    places = _places(sorted({hit.exchange for hits in found for hit in hits}), language, corpus)
    subject = subject_of(texts, industry, language)
    near = [_alike(hits, places) for hits in found]
    return tuple(
        _best(text, alike, language, searcher, most, fewest) if _on_subject(text, subject, alike, language) else ()
        for text, alike in zip(texts, near, strict=True)
    )


def _places(exchanges: Sequence[int], language: Language, corpus: Corpus) -> Mapping[int, tuple[Interview, Exchange]]:
    """Exchange id → where it stands, of interviews in the language whose people agree to their being used."""
    wanted = set(exchanges)
    interviews = corpus.interviews(set(corpus.interviews_of(exchanges).values()))
    consents = corpus.consents([each.id for each in interviews])
    return {
        one.id: (each, one)
        for each in interviews
        if each.language == language and consents.get(each.id) != "closed"
        for one in each.exchanges
        if one.id in wanted
    }


def _alike(hits: "Sequence[Hit]", places: Mapping[int, tuple[Interview, Exchange]]) -> list[_Asked]:
    near = [(hit, hit.views.get("asked_meaning", 0.0)) for hit in hits if hit.exchange in places]
    return [
        _Asked(*places[hit.exchange], places[hit.exchange][0].asked(places[hit.exchange][1]), alike)
        for hit, alike in near
        if alike >= ALIKE
    ]


def _on_subject(text: str, subject: Sequence[frozenset[str]], alike: Sequence[_Asked], language: Language) -> bool:
    """Whether what was asked alike, or what was answered, is about the same things."""
    cut = pairs if language == "zh" else lambda said: words(said, language)
    said = [frozenset(cut(f"{one.text} {one.interview.answered(one.exchange)}")) for one in alike]
    about = [_spoken_of(topic, said) for topic in topics(text, language)]
    on_subject = not subject or any(_spoken_of(topic, said) for topic in subject)
    return on_subject and sum(about) >= SUPPORTED * len(about)


def _spoken_of(topic: frozenset[str], said: Sequence[frozenset[str]]) -> bool:
    """Whether at least two of them use a word of the topic."""
    return sum(not topic.isdisjoint(each) for each in said) >= 2


def _best(
    text: str, alike: Sequence[_Asked], language: Language, searcher: "Searcher", most: int, fewest: int
) -> tuple[Wording, ...]:
    people = {one.interview.respondent for one in alike}
    if len(people) < fewest:
        return ()
    waves = len({one.interview.wave for one in alike})
    answered = sum(not refuses(one.interview.answered(one.exchange), language) for one in alike) / len(alike)
    middle = _middle([one.exchange.id for one in alike], language, searcher)
    made: dict[str, Wording] = {}
    wanted = spoken(text, language)[0]
    for one, centre in zip(alike, middle, strict=True):
        said = sayable(one.text, language)
        if said and one.exchange.follows is None and not _may_identify(one):
            suits = one.alike + 0.3 * centre + _to_the_point(said, wanted)
            made.setdefault(said, Wording(said, len(people), waves, round(answered, 4), round(suits, 4)))
    return tuple(sorted(made.values(), key=lambda wording: -wording.suits)[:most])


def _middle(exchanges: Sequence[int], language: Language, searcher: "Searcher") -> Sequence[float]:
    """How near each question stands to all of them, cosine on average: what is odd stands apart. Shape (n,)."""
    vectors = np.asarray(searcher.vectors(exchanges, language)[0], np.float64)
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    near: Sequence[float] = (unit @ unit.mean(axis=0)).tolist()
    return near


def _to_the_point(said: str, text: str) -> float:
    """How much of a wording is about what is asked, and how much of that it says: the F measure of their words."""
    own, wanted = pieces(said), pieces(text)
    shared = len(own & wanted)
    return 2 * shared / (len(own) + len(wanted)) if shared else 0.0


def _may_identify(one: _Asked) -> bool:
    start, end = one.exchange.question
    return any(low < end and start < high for low, high in one.interview.never_quoted)


def sayable(asked: str, language: Language) -> str:
    """A question as it can be asked of anybody; "" where it cannot: of its own conversation, too long, never ending, leading.

    Of two questions in one the first is taken; where they cannot be told apart, none.
    """
    said = without_lead_in(" ".join(asked.split()), language)
    if asked_as(said, language)[0] != "ranking":
        said, _ = apart(said, language)
    said = addressed(said, language)
    length = len(said) if CJK.search(said) else len(said.split())
    fits = _SHORTEST[bool(CJK.search(said))] <= length <= _LONGEST[bool(CJK.search(said))] and len(said) <= LONGEST
    single = len(re.findall(r"[?？]", said)) == 1 and said[-1:] in "?？" and not re.search(r"[.。!！:：](?=\s|.)", said)
    own = re.search(guide_words(language)["own_talk"], asked, re.IGNORECASE)
    return said if fits and single and not own and not FAULTS & wording_of(said, language).keys() else ""
