"""Whether an outline can be answered from what is there, while it is edited: who answered something like each question.

A question that reads as it did when it was matched is counted exactly; a new wording is estimated (index/alike.py). Neither
hangs on the audience: who is in it is told apart from that, so that changing a criterion searches nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.records import Language
from corpus.refinement import MASK
from corpus.store import Corpus
from research.audience import SAID
from research.matches import Match
from research.outline import Outline
from research.responses import judge_responses
from research.said_of_people import words_of
from research.verdicts import NONE, Verdicts

if TYPE_CHECKING:
    from index.search import Searcher

COUNTED = ("answered", "partly")
"""Grades of a match that count as an answer, as they do in judging responses."""


@dataclass(frozen=True)
class Place:
    """An exchange that answers something like a question. exchange: its position in the interview.

    typical   of an estimate: of several, the highest is shown; of a match its probability
    """

    respondent: str
    interview: str
    wave: str
    exchange: int
    typical: float


@dataclass(frozen=True)
class Nearby:
    """Where something like a question was answered, one place an interview. more: there may be more than these."""

    places: tuple[Place, ...] = ()
    more: bool = False


@dataclass(frozen=True)
class Audience:
    """people      who is in it and in the window, whatever they answered
    interviews  theirs that count
    unheard     criteria in words that nobody has looked for yet: they keep nobody out
    """

    people: frozenset[str]
    interviews: frozenset[str]
    unheard: tuple[str, ...] = ()


@dataclass(frozen=True)
class Feasible:
    """How many of an audience answered a question.

    people    of `of`, the people in the audience
    waves     wave → people, the oldest first; somebody may have answered in several
    exact     whether it is what matching found; else it is about so
    more      whether there may be more, beyond what was looked at
    shown     a typical place where it was asked, None where it was not
    """

    people: int
    of: int
    waves: Mapping[str, int]
    exact: bool
    more: bool = False
    shown: Place | None = None


def audience_of(outline: Outline, *, corpus: Corpus, verdicts: Verdicts = NONE) -> Audience:
    """The people the outline asks for, as they are when responses are judged.

    verdicts   on the criteria in words (said_of_people.kept_verdicts); one that was not looked for yet is left open, for
               nothing can be told of it before a search
    """
    unheard = tuple(words for words in words_of(outline) if not verdicts.get(words))
    asked = tuple(one for one in outline.criteria if one.field != SAID or one.values[0] not in unheard)
    judged = judge_responses(replace(outline, criteria=asked), (), corpus=corpus, verdicts=verdicts)
    inside = [one for one in judged.all if one.reason not in ("language", "window", "audience")]
    return Audience(
        frozenset(one.respondent for one in inside), frozenset(each for one in inside for each in one.interviews),
        unheard,
    )  # fmt: skip


def nearby(texts: Sequence[str], language: Language, *, corpus: Corpus, searcher: "Searcher") -> Mapping[str, Nearby]:
    """Text of a question → where something like it was answered; a refusal is no answer. Nobody's audience yet."""
    from research.matching import refuses, without_options  # loads what learns: pages read the rest of this file

    lines = {one.id: one for one in corpus.lines_for_studies() if one.language == language}
    asked = {text: without_options(text) for text in dict.fromkeys(texts)}
    found: dict[str, Nearby] = {}
    for (text, _), alike in zip(asked.items(), searcher.asked_alike(list(asked.values()), language), strict=True):
        exchanges = alike.exchanges.tolist()
        said, where = corpus.said(exchanges), corpus.places_of(exchanges)
        best: dict[str, Place] = {}
        order = sorted(range(len(exchanges)), key=lambda at: (-alike.chances[at], exchanges[at]))
        for at in order:  # the surest of an interview comes first
            interview, position = where.get(exchanges[at], ("", 0))
            line = lines.get(interview)
            if line is None or interview in best or refuses(said[exchanges[at]].answered, language):
                continue
            best[interview] = Place(line.respondent, interview, line.wave, position, float(alike.central[at]))
        found[text] = Nearby(tuple(best.values()), alike.more)
    return found


def matched_places(matches: Iterable[Match]) -> Nearby:
    """The same of a question's own matches."""
    counted = (one for one in matches if one.grade in COUNTED)
    return Nearby(
        tuple(Place(one.respondent, one.interview, one.wave, one.exchange, one.probability) for one in counted)
    )


def feasible(
    outline: Outline, audience: Audience, *, known: Mapping[str, Nearby], near: Mapping[str, Nearby]
) -> Mapping[str, Feasible]:
    """Core question → how many of the audience answered it; one that is in neither is missing.

    known   by question id, of those that read as they did when they were matched
    near    by text
    """
    found: dict[str, Feasible] = {}
    for question in outline.core:
        exact = question.id in known
        here = known[question.id] if exact else near.get(question.sought)
        if here is not None:
            found[question.id] = _counted(here, audience, exact)
    return found


def _counted(here: Nearby, audience: Audience, exact: bool) -> Feasible:
    inside = [one for one in here.places if one.respondent in audience.people and one.interview in audience.interviews]
    waves: dict[str, set[str]] = {}
    for one in sorted(inside, key=lambda one: one.wave):
        waves.setdefault(one.wave, set()).add(one.respondent)
    return Feasible(
        len({one.respondent for one in inside}),
        len(audience.people),
        {wave: len(people) for wave, people in waves.items()},
        exact,
        here.more,
        _shown(inside, exact),
    )


def _shown(inside: Sequence[Place], exact: bool) -> Place | None:
    """The place that stands for all of them. Of matches the middle of the surer half: what was matched wrongly is among the
    least sure, as many as one in five, and the surest would flatter the rest."""
    order = sorted(inside, key=lambda one: (one.typical, one.interview))
    if not order:
        return None
    return order[(len(order) - 1) * 3 // 4] if exact else order[-1]


def asked_as(place: Place, corpus: Corpus) -> str:
    """What was really asked there, words that identify or may do so masked; "" where it is gone."""
    held = corpus.interviews([place.interview])
    if not held or place.exchange >= len(held[0].exchanges):
        return ""
    start, end = held[0].exchanges[place.exchange].question
    masked = list(held[0].text[start:end])
    for hidden_from, hidden_to in held[0].never_quoted:
        for at in range(max(hidden_from, start), min(hidden_to, end)):
            masked[at - start] = MASK
    return " ".join("".join(masked).split())
