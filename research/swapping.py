"""Other words for a quote block: other quotable people's, on the same view or to the same question, never shown twice."""

import re
from dataclasses import dataclass
from statistics import median

from research.block_keys import section_of
from research.evidence import Answer, CodedTheme, Evidence, Place, QuestionEvidence, ReadValue
from research.opened import OpenedReport, Quoted
from research.parts import answer_at
from research.report import Quote
from research.workspace import Workspace
from research.writing.draft import Draft

MOST = 12
"""Candidates offered at most: the most telling words stand first."""

_SECTION = re.compile(r"finding-([^-]+)(?:-.+)?")


@dataclass(frozen=True)
class Candidate:
    """Words that may stand in a quote block's place, whose they are, and when they were said."""

    quote: Quote
    words: str
    profile: str
    wave: str


def candidates(key: str, current: Quote, opened: OpenedReport, workspace: Workspace) -> list[Candidate]:
    """What may stand instead of `current` in the block `key`; at most MOST, fewer where few people can be quoted."""
    interviews = Quoted(workspace, opened.evidence)
    found = [one for one in _places(key, current, opened.evidence) if interviews.may_quote(one[1].respondent)]
    interviews.fetch({place.interview for place, _ in found[: 2 * MOST]})
    draft = Draft.of(opened.report, opened.evidence, interviews)
    made: dict[str, Candidate] = {}
    for place, answer in found:
        if not draft.may_show(place, answer):
            continue
        id_ = draft.quote(place, answer)
        if id_ not in opened.report.quotes:
            profile = draft.profile(answer.respondent)
            made.setdefault(id_, Candidate(draft.quotes[id_], draft.quoted[id_], profile, answer.wave))
        if len(made) == MOST:
            break
    return list(made.values())


def _places(key: str, current: Quote, evidence: Evidence) -> list[tuple[Place, Answer]]:
    asked = _asked(key, current, evidence)
    if asked is None:
        return []
    found = _same_point(asked, key, current)
    return [
        (place, asked.answers[who])
        for who, place in found
        if who != current.respondent and who in asked.answers and asked.answers[who].quotable
    ]


def _asked(key: str, current: Quote, evidence: Evidence) -> QuestionEvidence | None:
    """The question a block speaks of: as its section says, else by where its words stand."""
    section = _SECTION.fullmatch(section_of(key))
    if section and section[1] in evidence.questions:
        return evidence.questions[section[1]]
    answer = answer_at(_place(current), evidence)
    return next((one for one in evidence.questions.values() if answer in one.answers.values()), None)


def _same_point(asked: QuestionEvidence, key: str, current: Quote) -> list[tuple[str, Place]]:
    """Who makes the same point, and where: the theme the words are coded with, the answer they are read as, or none."""
    section = section_of(key)
    value = asked.values.get(current.respondent)
    if section == f"finding-{asked.id}" and value is not None:
        return _same_answer(asked, value)
    themes = [theme for theme in asked.themes if _coded(theme, current)]
    named = [theme for theme in themes if section.endswith(f"-{'+'.join(theme.words)}")]
    for theme in named or themes:
        return [(who, places[0]) for who, places in theme.places.items()]
    coded = {who for theme in asked.themes for who in theme.people}
    return [(who, _opening(answer)) for who, answer in asked.answers.items() if who not in coded]


def _coded(theme: CodedTheme, quote: Quote) -> bool:
    start, end = quote.spans[0]
    places = theme.places.get(quote.respondent, ())
    return any(one.interview == quote.interview and one.span[0] < end and start < one.span[1] for one in places)


def _same_answer(asked: QuestionEvidence, own: ReadValue) -> list[tuple[str, Place]]:
    """Whose answer was read as the same: option, or first of the order; of numbers those on the same side, nearest first."""
    alike = {
        who: one for who, one in asked.values.items() if (one.option, one.order[:1]) == (own.option, own.order[:1])
    }
    if own.middle is None:
        return [(who, one.place) for who, one in alike.items()]
    middles = {who: one.middle for who, one in alike.items() if one.middle is not None}
    centre, at = median(middles.values()), own.middle
    side = {who: middle for who, middle in middles.items() if (middle >= centre) == (at >= centre)}
    return [(who, alike[who].place) for who in sorted(side, key=lambda who: (abs(side[who] - at), who))]


def _place(quote: Quote) -> Place:
    return Place(quote.interview, quote.version, quote.spans[0])


def _opening(answer: Answer) -> Place:
    start = answer.spans[0][0]
    return Place(answer.interview, answer.version, (start, start + 1))
