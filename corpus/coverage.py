"""What the corpus can answer: people asked about subjects, over waves and segments, and where they are few or long ago."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Engine, func, select
from sqlalchemy.orm import Session

from corpus.coverage_cells import YOUNG, bring_cells_up
from corpus.records import Language
from corpus.schema_subjects import CoverageCell
from corpus.subjects import Subject, Subjects
from corpus.viewer import Viewer, require

Segment = Literal["gender", "age", "city_tier", "region"]
Across = Literal["wave", "gender", "age", "city_tier", "region"]
SEGMENTS: tuple[Segment, ...] = get_args(Segment)
ACROSS: tuple[Across, ...] = get_args(Across)
THIN = 30
"""People below whom nothing is said in shares: a cell with fewer is thin."""
FEW = 5
"""People below whom nothing is said at all."""
WAITED_FOR = 20_000
"""Interviews whose counts are brought up while somebody looks."""
ALL = "*"
"""All columns together."""


@dataclass(frozen=True)
class Counts:
    """people: different ones, each once; interviews: how many of theirs."""

    people: int
    interviews: int


NONE = Counts(0, 0)


@dataclass(frozen=True)
class Only:
    """What is counted alone: a wave, and a segment's value (as the columns have it). None: all."""

    wave: str | None = None
    segment: Segment | None = None
    value: str = ""


ANY = Only()


@dataclass(frozen=True)
class Coverage:
    """subjects   those with an exchange in the language, the most people first, then what staff added and nobody spoke of
    columns    the waves or the segment's values, in order; "" for people of whom it is not known
    counts     (subject, column) → people and interviews; subject 0: all who were interviewed; column ALL: all of them
    newest     subject → the newest wave it was asked in; 0: the newest there is
    """

    subjects: tuple[Subject, ...]
    columns: tuple[str, ...]
    counts: Mapping[tuple[int, str], Counts]
    newest: Mapping[int, str]

    def of(self, subject: int, column: str = ALL) -> Counts:
        """People and interviews of a cell; none where there is none."""
        return self.counts.get((subject, column), NONE)


def coverage_of(
    engine: Engine, viewer: Viewer, language: Language, across: Across, only: Only = ANY, *, subject: int | None = None
) -> Coverage:  # fmt: skip
    """Count people over waves, or over the values of an attribute as it was in the wave they were asked in.

    Somebody asked in several waves counts in each; over all waves once, as they were when they were last asked.
    subject  of this one alone

    Where the corpus has changed since, its counts are brought up first; a large one's when it is next indexed.
    """
    require(viewer, "search")
    bring_cells_up(engine, most=WAITED_FOR)
    with Session(engine) as session:
        counts, newest = _counts(session, language, across, only, subject), _newest(session, language)
    held = [one for one in Subjects(engine, viewer).all(language) if subject in (None, one.id)]
    held.sort(key=lambda one: (-counts.get((one.id, ALL), NONE).people, one.id))
    columns = sorted({column for _, column in counts if column != ALL}, key=lambda one: (not one, _order(one)))
    return Coverage(tuple(held), tuple(columns), counts, newest)


def _counts(
    session: Session, language: Language, across: Across, only: Only, subject: int | None
) -> dict[tuple[int, str], Counts]:  # fmt: skip
    """Of one wave its people; over all waves each person in the newest: then the cells of a subject add up to it."""
    cell = CoverageCell
    once = func.sum(cell.people if only.wave else cell.newest)
    here = [cell.language == language]
    here += [cell.wave == only.wave] if only.wave else []
    here += [_is(getattr(cell, only.segment), kept(only.segment, only.value))] if only.segment else []
    here += [cell.subject_id.in_((0, subject))] if subject is not None else []
    found: dict[tuple[int, str], Counts] = {}
    for one, people, interviews in session.execute(
        select(cell.subject_id, once, func.sum(cell.interviews)).where(*here).group_by(cell.subject_id)
    ):
        found[one, ALL] = Counts(people, interviews)
    column = getattr(cell, across)
    who = func.sum(cell.people) if across == "wave" else once
    query = select(cell.subject_id, column, who, func.sum(cell.interviews)).where(*here)
    for one, value, people, interviews in session.execute(query.group_by(cell.subject_id, column)):
        found[one, shown(across, value)] = Counts(people, interviews)
    return found


def _is(column: Any, value: Any) -> ColumnElement[bool]:
    found: ColumnElement[bool] = column.is_(None) if value is None else column == value
    return found


def values_of(engine: Engine, viewer: Viewer, language: Language, across: Across) -> list[str]:
    """The waves or the values of a segment that people of the language have, in order."""
    require(viewer, "search")
    column = getattr(CoverageCell, across)
    query = select(column).where(CoverageCell.language == language, CoverageCell.subject_id == 0).distinct()
    with Session(engine) as session:
        return sorted(
            (shown(across, value) for value in session.scalars(query)), key=lambda one: (not one, _order(one))
        )


def shown(across: Across, value: Any) -> str:
    """A value of the database as it is shown: ages in bands, "" where it is not known."""
    if across != "age" or value is None:
        return str(value or "")
    low = int(value)
    return f"{low}–{YOUNG[1] - 1 if low == YOUNG[0] else low + 9}" if low else f"0–{YOUNG[0] - 1}"


def kept(segment: Segment, value: str) -> Any:
    """The other way round: a column as the database has it."""
    if segment != "age":
        return value
    low = value.split("–")[0]
    return int(low) if low.isdigit() else None


def _order(value: str) -> tuple[int, str]:
    low = value.split("–")[0]
    return (int(low), "") if low.isdigit() else (0, value)


def _newest(session: Session, language: Language) -> dict[int, str]:
    cell = CoverageCell
    query = select(cell.subject_id, func.max(cell.wave)).where(cell.language == language).group_by(cell.subject_id)
    return {subject: wave for subject, wave in session.execute(query)}
