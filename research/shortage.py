"""When the corpus cannot answer: which criterion or question binds, and what relaxing it would bring."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from corpus.errors import Shortage
from corpus.store import Corpus
from research.matches import Match
from research.messages import say
from research.outline import Outline
from research.responses import Responses, relaxations
from research.rulings import Ruling
from research.verdicts import NONE, Verdicts

FEWEST = 5
"""Valid responses a report needs at least: with fewer people nothing may be said without pointing at them."""


def check_answerable(
    outline: Outline, matches: Sequence[Match], judged: Responses, *, corpus: Corpus,
    rulings: Mapping[str, Ruling] = MappingProxyType({}), verdicts: Verdicts = NONE,
) -> None:  # fmt: skip
    """Raise Shortage where the corpus touches nothing of the brief, or too few people are valid for any report."""
    touched = {match.question for match in matches}
    if not touched:
        raise Shortage("shortage_nothing_found", questions=[question.text for question in outline.core])
    if len(judged.valid) < FEWEST:
        wanted = Shortage("shortage_too_few", valid=len(judged.valid), wanted=FEWEST, binds="", relax=[])
        raise shortage_of(wanted, outline, matches, corpus=corpus, rulings=rulings, verdicts=verdicts)


def shortage_of(
    shortage: Shortage, outline: Outline, matches: Sequence[Match], *, corpus: Corpus,
    rulings: Mapping[str, Ruling] = MappingProxyType({}), verdicts: Verdicts = NONE,
) -> Shortage:  # fmt: skip
    """The shortage with what binds, in words, and what each relaxation would bring."""
    language = outline.language
    gains = [
        say(language, "report.shortage.criterion", said=criterion.said, gain=gain)
        for criterion, gain in relaxations(outline, matches, corpus=corpus, rulings=rulings, verdicts=verdicts)
    ]
    return Shortage(shortage.key, **{**shortage.values, "binds": _binds(outline, matches), "relax": gains})


def _binds(outline: Outline, matches: Sequence[Match]) -> str:
    """The must-have question the fewest people answered."""
    people = {question.id: set[str]() for question in outline.must_haves}
    for match in matches:
        if match.question in people and match.grade in ("answered", "partly"):
            people[match.question].add(match.respondent)
    rarest = min(outline.must_haves, key=lambda question: len(people[question.id]))
    return say(outline.language, "report.shortage.question", text=rarest.text, people=len(people[rarest.id]))
