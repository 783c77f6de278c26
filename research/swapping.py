"""Other words for a quote block: other quotable people's, on the same view or to the same question, never shown twice."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from research.block_keys import section_of
from research.evidence import Answer, CodedTheme, Evidence, Place, QuestionEvidence, ReadValue
from research.opened import OpenedReport, Quoted
from research.parts import answer_at
from research.report import Quote
from research.workspace import Workspace
from research.writing.draft import Draft

MOST = 12
"""Candidates offered at most: the most telling words stand first."""

_SECTION = re.compile(r"finding-([^-]+)(?:-(.+))?")


@dataclass(frozen=True)
class Candidate:
    """Words that may stand in a quote block's place, whose they are, and when they were said."""

    quote: Quote
    words: str
    profile: str
    wave: str


def candidates(key: str, current: Quote, opened: OpenedReport, workspace: Workspace) -> list[Candidate]:
    """What may stand instead of `current` in the block `key`; at most MOST, fewer where few people can be quoted."""
    found = _places(key, current, opened.evidence)
    interviews = Quoted(workspace, opened.evidence)
    interviews.fetch({place.interview for place, _ in found[: 2 * MOST]})
    draft = Draft.of(opened.report, opened.evidence, interviews)
    made: dict[str, Candidate] = {}
    for place, answer in found:
        id_ = draft.quote(place, answer)
        if id_ not in opened.report.quotes:
            profile = draft.profile(answer.respondent)
            made.setdefault(id_, Candidate(draft.quotes[id_], draft.quoted[id_], profile, answer.wave))
        if len(made) == MOST:
            break
    return list(made.values())


def _places(key: str, current: Quote, evidence: Evidence) -> list[tuple[Place, Answer]]:
    asked, theme = _about(key, current, evidence)
    if asked is None:
        return []
    found = theme.places.items() if theme else _same_answer(asked, current.respondent)
    return [
        (places[0], asked.answers[who])
        for who, places in found
        if who != current.respondent and who in asked.answers and asked.answers[who].quotable
    ]


def _about(key: str, current: Quote, evidence: Evidence) -> tuple[QuestionEvidence | None, CodedTheme | None]:
    """The question and the theme a block speaks of: as its section says, else by where its words stand."""
    section = _SECTION.fullmatch(section_of(key))
    if section and section[1] in evidence.questions:
        asked = evidence.questions[section[1]]
        return asked, next((one for one in asked.themes if "+".join(one.words) == section[2]), None)
    answer = answer_at(Place(current.interview, current.version, current.spans[0]), evidence)
    return next((one for one in evidence.questions.values() if answer in one.answers.values()), None), None


def _same_answer(asked: QuestionEvidence, who: str) -> Iterator[tuple[str, Sequence[Place]]]:
    """Those whose answer was read as the same: option, first of the order, any number; everybody where nothing was."""
    own = asked.values.get(who)
    for other, answer in asked.answers.items():
        value = asked.values.get(other)
        if own is None:
            yield other, [Place(answer.interview, answer.version, (answer.spans[0][0], answer.spans[0][0] + 1))]
        elif value is not None and _alike(own, value):
            yield other, [value.place]


def _alike(one: ReadValue, other: ReadValue) -> bool:
    return (one.option, one.order[:1]) == (other.option, other.order[:1])
