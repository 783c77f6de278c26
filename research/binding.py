"""What keeps people from being valid: one answer, wherever it is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial, reduce
from itertools import combinations
from types import MappingProxyType
from typing import Literal

from corpus.store import Corpus
from research.audience import Criterion
from research.matches import Match
from research.outline import Outline, OutlineQuestion
from research.outline_edits import with_rule
from research.relaxing import Edit, Judging, Relaxation, counted_as, optional, relaxations, without
from research.responses import Responses
from research.rulings import Ruling
from research.verdicts import NONE, Verdicts

FEWEST = 5
"""Valid responses a report needs at least: with fewer people nothing may be said without pointing at them."""
TOGETHER = 3
"""Limits that are tried together; where as many do not help, all of them are."""

Kind = Literal["", "language", "subject", "question", "audience", "wave", "rule", "number"]


@dataclass(frozen=True)
class Binding:
    """kind   language   hardly anybody was interviewed in the study's language
           subject    hardly anybody answered any of the questions
           question   `questions` of the outline are answered by hardly anybody
           audience, wave   required `criteria` keep people out; a wave without one: the window does
           rule       who fits answered too few of the questions
           number     so many as are wanted are not there, whatever is relaxed
           ""         nothing does: as many are valid as are wanted

    questions    hardly answered ones, with how many people answered them; those of a `subject` are all
    reach        how many would be valid without what binds; most: without any criterion and hardly answered question
    relaxations  single ways of asking for less that bring somebody, most first; before them all that binds at once where
                 that is more than one thing
    """

    kind: Kind
    valid: int
    wanted: int
    questions: tuple[tuple[OutlineQuestion, int], ...] = ()
    criteria: tuple[Criterion, ...] = ()
    reach: int = 0
    most: int = 0
    spoken: int = 0
    relaxations: tuple[Relaxation, ...] = ()


@dataclass(frozen=True)
class _Limit:
    kind: Kind
    edit: Edit
    criterion: Criterion | None = None


def what_binds(
    outline: Outline, matches: Sequence[Match], judged: Responses, *, corpus: Corpus,
    rulings: Mapping[str, Ruling] = MappingProxyType({}), verdicts: Verdicts = NONE, wanted: int = FEWEST,
) -> Binding:  # fmt: skip
    """What binds, over everybody judged. Judges the people again and again, and searches nothing.

    A question nobody answered binds before the audience only where relaxing either alone would do.
    """
    judging = Judging(matches, corpus=corpus, rulings=rulings, verdicts=verdicts)
    spoken, valid = judged.funnel["language"][0], len(judged.valid)
    rare = hardly_answered(outline, matches)
    found = Binding("", valid, wanted, rare, (), valid, valid, spoken)
    if spoken < FEWEST:
        return replace(found, kind="language", questions=())
    if len(rare) == len(outline.core):
        return replace(found, kind="subject")
    found = replace(found, relaxations=relaxations(outline, matches, corpus=corpus, judging=judging))
    if valid >= wanted:
        return replace(found, kind="question" if rare else "")
    return _told(found, outline, judging)


def hardly_answered(outline: Outline, matches: Sequence[Match]) -> tuple[tuple[OutlineQuestion, int], ...]:
    """The core questions that fewer than FEWEST people answered, whoever they are, with how many did; fewest first."""
    people = answered_by(outline, matches)
    rare = [(question, people[question.id]) for question in outline.core if people[question.id] < FEWEST]
    return tuple(sorted(rare, key=lambda one: one[1]))


def answered_by(outline: Outline, matches: Sequence[Match]) -> dict[str, int]:
    """Core question → how many people answered it, in whatever wave."""
    people: dict[str, set[str]] = {question.id: set() for question in outline.core}
    for match in matches:
        if match.question in people and match.grade in ("answered", "partly"):
            people[match.question].add(match.respondent)
    return {question: len(who) for question, who in people.items()}


def _told(found: Binding, outline: Outline, judging: Judging) -> Binding:
    """Which limits bind where too few are valid."""
    limits = _limits(outline, found, judging)
    most = max(found.valid, judging.valid(_eased(outline, limits)))
    found = replace(found, most=most)
    if most == found.valid:
        return _rule_or_number(found, outline, judging)
    if found.valid >= FEWEST and found.wanted - most > most - found.valid:
        return replace(found, kind="number", reach=most)
    least = found.wanted if most >= found.wanted else found.valid + -(-(most - found.valid) // 2)
    if found.valid < FEWEST <= most:
        least = max(least, FEWEST)
    chosen = _smallest(outline, limits, least, judging)
    binds = replace(
        found, kind=_kind(chosen), reach=judging.valid(_eased(outline, chosen)),
        criteria=tuple(one.criterion for one in chosen if one.criterion),
        questions=found.questions if any(one.kind == "question" for one in chosen) else (),
    )  # fmt: skip
    return replace(binds, relaxations=(*_together(chosen, outline, judging), *found.relaxations))


def _limits(outline: Outline, found: Binding, judging: Judging) -> list[_Limit]:
    """What may bind: hardly answered questions that decide (as one), each required criterion, the window."""
    limits = []
    ids = tuple(one.id for one, _ in found.questions if one.must_have)
    if ids and len(ids) < len(outline.must_haves):
        limits.append(_Limit("question", partial(optional, ids=ids)))
    for one in outline.criteria:
        if one.required:
            kind: Kind = "wave" if one.field == "wave" else "language" if one.field == "language" else "audience"
            limits.append(_Limit(kind, partial(without, criteria=(one,)), one))
    if len(judging.waves) > outline.window and not any(one.kind == "wave" for one in limits):
        limits.append(_Limit("wave", partial(with_rule, enough=outline.enough, window=len(judging.waves))))
    return limits


def _eased(outline: Outline, limits: Sequence[_Limit]) -> Outline:
    return reduce(lambda eased, one: one.edit(eased), limits, outline)


def _smallest(outline: Outline, limits: Sequence[_Limit], least: int, judging: Judging) -> tuple[_Limit, ...]:
    """As few limits as can be without which `least` are valid; of as many, those without which most are."""
    for size in range(1, min(TOGETHER, len(limits)) + 1):
        sets = list(combinations(limits, size))
        best = max(sets, key=lambda one: judging.valid(_eased(outline, one)))
        if judging.valid(_eased(outline, best)) >= least:
            return best
    return tuple(limits)


def _kind(chosen: Sequence[_Limit]) -> Kind:
    """That of the limits where they are of one kind; people and waves together are the audience."""
    kinds = {one.kind for one in chosen}
    return kinds.pop() if len(kinds) == 1 else "question" if "question" in kinds else "audience"


def _rule_or_number(found: Binding, outline: Outline, judging: Judging) -> Binding:
    """Nothing that may bind does: else people answered too little, or there are no more."""
    any_answer = with_rule(outline, 1 / max(1, len(outline.must_haves)), max(1, len(judging.waves)))
    reach = judging.valid(any_answer)
    helps = reach >= found.wanted or reach - found.valid >= found.wanted - reach or found.valid < FEWEST <= reach
    if reach > found.valid and helps:
        return replace(found, kind="rule", reach=reach, questions=())
    return replace(found, kind="number", questions=())


def _together(chosen: Sequence[_Limit], outline: Outline, judging: Judging) -> list[Relaxation]:
    """Everything that binds relaxed at once, where it is more than one thing."""
    criteria = tuple(one.criterion for one in chosen if one.criterion)
    if len(chosen) < 2 or len(criteria) < len(chosen):
        return []
    words = {"said": [one.said for one in criteria]}
    way = Relaxation("together", "together", 0, 0, partial(without, criteria=criteria), criteria, None, words)
    return [counted_as(way, outline, judging)]
