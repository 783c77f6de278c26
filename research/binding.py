"""What keeps people from being valid, and how many more each relaxation would bring."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from corpus.store import Corpus
from research.audience import Criterion
from research.matches import Match
from research.outline import Outline, OutlineQuestion
from research.responses import Responses, relaxations
from research.rulings import Ruling
from research.verdicts import NONE, Verdicts


@dataclass(frozen=True)
class Binding:
    """question   the must-have question fewest people answered, None where the outline has none
    people     how many did
    criteria   required criteria whose dropping brings somebody, with how many more would be valid; most first
    questions  the same of must-have questions made optional
    """

    question: OutlineQuestion | None
    people: int
    criteria: tuple[tuple[Criterion, int], ...]
    questions: tuple[tuple[OutlineQuestion, int], ...]


def what_binds(
    outline: Outline, matches: Sequence[Match], judged: Responses, *, corpus: Corpus,
    rulings: Mapping[str, Ruling] = MappingProxyType({}), verdicts: Verdicts = NONE,
) -> Binding:  # fmt: skip
    """What binds, over everybody judged. Judges the corpus once for each required criterion, and searches nothing."""
    answered = {
        question.id: {m.respondent for m in matches if m.question == question.id and m.grade in ("answered", "partly")}
        for question in outline.must_haves
    }
    rarest = min(outline.must_haves, key=lambda question: len(answered[question.id]), default=None)
    return Binding(
        rarest, len(answered[rarest.id]) if rarest else 0,
        tuple(relaxations(outline, matches, corpus=corpus, rulings=rulings, verdicts=verdicts)), _optional(outline, judged),
    )  # fmt: skip


def _optional(outline: Outline, judged: Responses) -> tuple[tuple[OutlineQuestion, int], ...]:
    """Told from what was judged already: only those left out for their answers can be gained, or lost."""
    now = _enough(outline, judged)
    gains = []
    for question in outline.must_haves:
        sections = tuple(
            replace(each, questions=tuple(replace(q, must_have=q.must_have and q.id != question.id) for q in each.questions))
            for each in outline.sections
        )  # fmt: skip
        gains.append((question, _enough(replace(outline, sections=sections), judged) - now))
    return tuple(sorted((gain for gain in gains if gain[1] > 0), key=lambda gain: -gain[1]))


def _enough(outline: Outline, judged: Responses) -> int:
    """How many of those who fit the audience answered enough of this outline's must-have questions."""
    wanted = [question.id for question in outline.must_haves]
    fit = [one for one in judged.all if (one.rule or one.reason) in (None, "not_asked", "no_answer")]
    return sum(
        sum(one.statuses.get(question) == "answered" for question in wanted) >= outline.enough * len(wanted)
        for one in fit
    )
