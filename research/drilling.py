"""From a figure to the people it counts, and from each of them to the words that made them count."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpus.errors import NotFound
from corpus.records import Hidden, Interview, Language, Span
from corpus.viewer import Viewer, may
from research.evidence import Answer, Evidence, Place, ReadValue
from research.marking import merged
from research.opened import Quoted
from research.people import Condition, people
from research.profiles import line_of
from research.report import MARK, Block, Chart, Heading, Paragraph, QuoteBlock, Report, Table
from research.workspace import Workspace
from research.writing.passages import sentence_around


@dataclass(frozen=True)
class Row:
    """Somebody a figure counts, or counts over. places: the words that made them count, () where none were needed.

    number     their place in the selection, from 1: what they are called where the pseudonym is not shown
    interview  the one the words stand in, else their newest, None where the window holds none
    value      what was read from their words, None where nothing was
    """

    who: str
    number: int
    profile: str
    quotable: bool
    places: tuple[Place, ...]
    interview: str | None
    value: ReadValue | None = None


@dataclass(frozen=True)
class Drilled:
    """counted: those the figure counts; others: the rest of its base, () for a plain count."""

    counted: tuple[Row, ...]
    others: tuple[Row, ...]


@dataclass(frozen=True)
class Words:
    """What somebody said: the sentences around coded words, where they stand, and those words (offsets in `text`).

    masked   words the reader is not to see (offsets in `text`)
    """

    place: Place
    text: str
    coded: tuple[Span, ...]
    masked: tuple[Hidden, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        """The coded words in the interview's text."""
        return tuple((self.place.span[0] + start, self.place.span[0] + end) for start, end in self.coded)


def is_drillable(spec: Mapping[str, Any]) -> bool:
    """Whether a figure counts people of the selection: steps of the funnel and sizes of the corpus do not."""
    return "of" in spec or "statistic" in spec


def tells_who(spec: Mapping[str, Any]) -> bool:
    """Whether a figure counts people by who they are: a list of them says of each what the line beside them may not."""
    return any("profile" in condition for condition in (*spec.get("of", ()), *spec.get("among", ())))


def drill(spec: Mapping[str, Any], evidence: Evidence, language: Language) -> Drilled:
    """The people behind a figure, in the order of the selection. Raises KeyError where it is not drillable."""
    if "statistic" in spec:
        return Drilled(_rows([{"question": spec["question"], "read": True}], [], evidence, language), ())
    conditions, base = list(spec["of"]), list(spec.get("among", ()))
    counted = _rows(conditions, base, evidence, language)
    ids = {row.who for row in counted}
    others = [row for row in _rows([], base, evidence, language) if row.who not in ids] if "among" in spec else []
    return Drilled(counted, tuple(others))


def figures_behind(text: str, report: Report) -> list[str]:
    """The drillable figures a text shows, each once, in its order."""
    found = dict.fromkeys(mark[1] for mark in MARK.finditer(text) if mark[1] in report.figures)
    return [id_ for id_ in found if is_drillable(report.figures[id_].spec)]


def shown_figures(report: Report) -> set[str]:
    """Every figure the report shows: only those may be asked for by an address."""
    found: set[str] = set()
    for block in report.blocks:
        if isinstance(block, Chart):
            found |= {id_ for _, ids in block.series for id_ in ids}
            texts = [block.caption, block.note]
        elif isinstance(block, Table):
            texts = [block.note, *(cell for row in block.rows for cell in row)]
        else:
            texts = [] if isinstance(block, QuoteBlock) else [block.text]
        found |= {id_ for text in texts for id_ in figures_behind(text, report)}
    return {id_ for id_ in found if id_ in report.figures and is_drillable(report.figures[id_].spec)}


_SENTENCE = re.compile(r"(?:\{[^{}]*\}|[^{}])*?(?:[。！？；]|[.!?;](?= )|$)")


def context_of(figure: str, report: Report) -> str:
    """What the report says with a figure, in plain words: the first sentence, bar or row that shows it; "" for none."""
    return report.plain(next((said for block in report.blocks if (said := _said_with(figure, block))), ""))


def _said_with(figure: str, block: Block) -> str:
    if isinstance(block, Heading | Paragraph):
        sentences = (found[0].strip() for found in _SENTENCE.finditer(block.text))
        return next((one for one in sentences if _shows(one, figure)), "")
    if isinstance(block, Chart):
        at = next((ids.index(figure) for _, ids in block.series if figure in ids), None)
        return "" if at is None else f"{block.caption} · {block.categories[at]}"
    if isinstance(block, Table):
        row = next((row for row in block.rows if any(_shows(cell, figure) for cell in row)), None)
        return f"{block.caption} · {row[0]}" if row else ""
    return ""


def _shows(text: str, figure: str) -> bool:
    return any(mark[1] == figure for mark in MARK.finditer(text))


def _rows(
    of: Sequence[Condition], among: Sequence[Condition], evidence: Evidence, language: Language
) -> tuple[Row, ...]:
    held = people([*of, *among], evidence)
    return tuple(
        _row(who, at, [*of, *among], evidence, language)
        for at, who in enumerate(evidence.respondents, start=1)
        if who in held
    )


def _row(who: str, number: int, conditions: Sequence[Condition], evidence: Evidence, language: Language) -> Row:
    """The words of the first conditions that have any: those of the figure itself stand before those of its base."""
    by_condition = (_places(one, who, evidence) for one in conditions)
    found = tuple(dict.fromkeys(place for places in _own(by_condition, conditions) for place in places))
    held = evidence.interviews.get(who, ())
    interview = found[0].interview if found else held[-1] if held else None
    value = next((one for one in (_value(each, who, evidence) for each in conditions) if one), None)
    profile = line_of(who, evidence, language)
    return Row(who, number, profile, _quotable(who, interview, evidence), found, interview, value)


def _own(places: Iterable[tuple[Place, ...]], conditions: Sequence[Condition]) -> list[tuple[Place, ...]]:
    """Coded or read words before whole answers: "29 of 46 say so" is shown by what they said, not by all they said."""
    found = list(zip(conditions, places, strict=True))
    telling = [words for condition, words in found if words and "status" not in condition]
    return telling or [words for _, words in found if words][:1]


def _places(condition: Condition, who: str, evidence: Evidence) -> tuple[Place, ...]:
    """The words that made `condition` hold for somebody; () where it rests on no words, or they are not kept."""
    asked = evidence.questions.get(condition.get("question", ""))
    if asked is None:
        return ()
    answer = asked.answers.get(who)
    wave = condition.get("wave")
    if "theme" in condition:
        theme = next(one for one in asked.themes if one.id == condition["theme"])
        return theme.places.get(who, ()) if wave is None or (answer and answer.wave == wave) else ()
    value = _value(condition, who, evidence)
    if value is not None:
        return (value.place,)
    if answer is None or (wave or condition.get("answered_in") or answer.wave) != answer.wave:
        return ()
    return _whole(answer)


def _value(condition: Condition, who: str, evidence: Evidence) -> ReadValue | None:
    """The value somebody's answer was read as, where the condition is about values."""
    if not {"option", "from", "read", "aside"} & condition.keys():
        return None
    asked = evidence.questions[condition["question"]]
    if "aside" in condition:
        return asked.aside.get(who)
    values = asked.values_by_wave.get(condition["wave"], {}) if "wave" in condition else asked.values
    return values.get(who)


def _whole(answer: Answer) -> tuple[Place, ...]:
    return tuple(Place(answer.interview, answer.version, span) for span in answer.spans)


def _quotable(who: str, interview: str | None, evidence: Evidence) -> bool:
    """Whether the person's words may be quoted: as their consent was when the evidence was gathered."""
    answers = [asked.answers[who] for asked in evidence.questions.values() if who in asked.answers]
    own = [answer for answer in answers if answer.interview == interview] or answers
    return bool(own) and all(answer.quotable for answer in own)


def may_see(row: Row, viewer: Viewer) -> bool:
    """Whether the viewer may read the row's words: quotable ones anybody who reads the report, others staff only."""
    return row.quotable or may(viewer, "read_transcripts")


def words_of(rows: Sequence[Row], evidence: Evidence, workspace: Workspace) -> dict[str, tuple[Words, ...]]:
    """Respondent → their words, for those rows the viewer may see; each place once. Withdrawn interviews have none."""
    interviews = Quoted(workspace, evidence)
    seen = [row for row in rows if may_see(row, workspace.viewer)]
    if not may(workspace.viewer, "read_transcripts"):
        agreed = interviews.quotable()  # consent as it is now: what was agreed to then may have been taken back
        seen = [row for row in seen if row.who in agreed]
    interviews.fetch({place.interview for row in seen for place in row.places})
    return {row.who: _words(row.places, interviews) for row in seen}


def _words(places: Sequence[Place], interviews: Mapping[str, Interview]) -> tuple[Words, ...]:
    """The sentences around the places, those that share a word as one; what was said alike twice stands once."""
    read = [one for place in places if (one := _sentences(place, interviews))]
    found: dict[str, Words] = {}
    for place in dict.fromkeys(place for place, _ in read):
        for span in merged(around.span for one, around in read if one == place):
            coded = merged(each for each in _coded(places, place) if span[0] < each[1] and each[0] < span[1])
            inside = tuple((max(start, span[0]) - span[0], min(end, span[1]) - span[0]) for start, end in coded)
            text = interviews[place.interview].text[slice(*span)]
            masked = tuple(
                replace(one, start=one.start - span[0], end=one.end - span[0])
                for one in interviews[place.interview].hidden if one.start < span[1] and span[0] < one.end
            )  # fmt: skip
            found.setdefault(text, Words(Place(place.interview, place.version, span), text, inside, masked))
    return tuple(found.values())


def _coded(places: Sequence[Place], turn: Place) -> list[Span]:
    return [each.span for each in places if (each.interview, each.version) == (turn.interview, turn.version)]


def _sentences(place: Place, interviews: Mapping[str, Interview]) -> tuple[Place, Place] | None:
    """(the turn a place stands in, the sentences around it); None where the interview was withdrawn."""
    try:
        interview = interviews[place.interview]
    except NotFound:
        return None
    turn = next((one for one in interview.turns if one.start <= place.span[0] < one.end), None)
    if turn is None:
        return None
    own = (turn.start, turn.end)
    around = sentence_around(interview.text, place.span, own, interview.language)
    return Place(place.interview, place.version, own), Place(place.interview, place.version, around)
