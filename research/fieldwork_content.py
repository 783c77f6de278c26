"""What a fieldwork order asks for: whom to find, how many of whom are missing, and only the questions still unanswered."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.records import Attributes, Language
from research.audience import meant_by
from research.binding import FEWEST
from research.describing import described
from research.messages import say
from research.outline import Outline, OutlineQuestion, Quota
from research.quota_words import cell_said as quota_said
from research.responses import Response, Responses
from research.selection import age_band

Cell = tuple[tuple[str, str], ...]
Profiles = Mapping[tuple[str, str], Attributes]

FRAME = ("warmup", "core", "closing")
"""The parts of an interview that a guide of few questions keeps."""


@dataclass(frozen=True)
class Missing:
    """People of a kind that are lacking.

    cell      as Quota has it, () for anybody who fits
    people    how many there are, of those who answered `question` where it names one
    """

    cell: Cell
    people: int
    wanted: int
    question: str = ""

    @property
    def lacking(self) -> int:
        """How many more are wanted."""
        return max(0, self.wanted - self.people)


@dataclass(frozen=True)
class Content:
    """What the moderator takes along.

    guide   the study's outline with the unanswered questions only
    alone   whether answering them makes a new person's response valid; else people interviewed before are to be asked
    """

    screener: tuple[OutlineQuestion, ...]
    cells: tuple[Missing, ...]
    guide: Outline
    alone: bool = True


def content_of(outline: Outline, judged: Responses, profiles: Profiles, wanted: int, asked: Collection[str]) -> Content:
    """The order that brings a study to `wanted` responses. asked: ids of the questions to be put."""
    guide = guide_of(outline, asked)
    return Content(
        screener_of(outline), missing_cells(outline, judged, profiles, wanted, asked), guide,
        len(guide.must_haves) >= outline.least,
    )  # fmt: skip


def unanswered(outline: Outline, judged: Responses, wanted: int) -> tuple[tuple[OutlineQuestion, int], ...]:
    """Core questions with how many valid people answered them, where that is fewer than are wanted.

    Where there are enough people, those that fewer than FEWEST answered: nothing can be said of these.
    """
    least = wanted if len(judged.valid) < wanted else FEWEST
    people = {one.id: _answered(judged.valid, one.id) for one in outline.core}
    return tuple((one, people[one.id]) for one in outline.core if people[one.id] < least)


def missing_cells(
    outline: Outline, judged: Responses, profiles: Profiles, wanted: int, asked: Collection[str] = ()
) -> tuple[Missing, ...]:
    """The quotas that are not filled; else how many people are lacking at all, or, where there are enough of them, how
    many answers to the one of the `asked` questions that fewest of them answered."""
    cells = (Missing(one.cell, _people(one.cell, judged, profiles), one.wanted) for one in outline.quotas)
    if lacking := tuple(one for one in cells if one.lacking):
        return lacking
    people = {id_: _answered(judged.valid, id_) for id_ in asked}
    if len(judged.valid) < wanted or not people:
        return (Missing((), len(judged.valid), wanted),)
    rarest = min(people, key=lambda id_: people[id_])
    return (Missing((), people[rarest], wanted, rarest),)


def refilled(cells: Iterable[Missing], judged: Responses, profiles: Profiles) -> list[int]:
    """How many people there are by now in each of the cells."""
    return [
        _answered(judged.valid, one.question) if one.question else _people(one.cell, judged, profiles) for one in cells
    ]


def _people(cell: Cell, judged: Responses, profiles: Profiles) -> int:
    return sum(fits(cell, profiles[one.respondent, one.wave]) for one in judged.valid)


def _answered(people: Sequence[Response], question: str) -> int:
    return sum(one.statuses.get(question) == "answered" for one in people)


def fits(cell: Cell, person: Attributes) -> bool:
    """Whether somebody belongs to a cell; nobody of whom that is unknown does."""
    return all(_has(person, field, value) for field, value in cell)


def _has(person: Attributes, field: str, value: str) -> bool:
    if field == "age":
        return _of_age(person, value)
    held = str(getattr(person, field, ""))
    return bool(held) and (held == value or bool(meant_by(field, held) & ({value} | meant_by(field, value))))


def _of_age(person: Attributes, band: str) -> bool:
    """Bands as `age_band` names them, or any others: "25–34", "60+"."""
    ends = [int(each) for each in re.findall(r"\d+", band)]
    if age_band(person) == band or not ends or person.birth_year is None or not person.wave:
        return bool(band) and age_band(person) == band
    age = int(person.wave[:4]) - person.birth_year
    return ends[0] <= age and (len(ends) == 1 or age <= ends[1])


def guide_of(outline: Outline, asked: Collection[str]) -> Outline:
    """The outline with these of its core questions, between its warm-up and its closing."""
    sections = (
        replace(one, questions=tuple(each for each in one.questions if one.name != "core" or each.id in asked))
        for one in outline.sections
        if one.name in FRAME
    )
    return replace(outline, sections=tuple(one for one in sections if one.questions), screener=(), quotas=())


def screener_of(outline: Outline) -> tuple[OutlineQuestion, ...]:
    """The outline's own; where it has none, each required criterion of a person as something to be made sure of."""
    if outline.screener:
        return outline.screener
    language = outline.language
    yes, no = say(language, "fieldwork.holds"), say(language, "fieldwork.fails")
    sure = [one for one in outline.criteria if one.required and one.field not in ("wave", "language")]
    return tuple(
        OutlineQuestion(
            f"S{number}", say(language, "fieldwork.sure", said=described(one, language)), kind="choice",
            options=(yes, no), passes=(yes,),
        )
        for number, one in enumerate(sure, 1)
    )  # fmt: skip


def cell_said(cell: Cell, language: Language) -> str:
    """A cell as people say it: "woman · 30–39", as the quotas of an outline are said."""
    return quota_said(Quota(cell, 0), language) or say(language, "fieldwork.anybody")


def quotas_of_cells(cells: Iterable[Missing]) -> tuple[Quota, ...]:
    """The quotas a moderator fills: how many more of whom."""
    return tuple(Quota(one.cell, one.lacking) for one in cells if one.lacking)
