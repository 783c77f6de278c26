"""What the corpus can answer: people who were asked about a subject, by wave or by segment, counted in the database."""

from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Engine, Integer, and_, case, cast, func, select
from sqlalchemy.orm import Session, aliased

from corpus.records import Language
from corpus.schema import AttributesRow, ExchangeSubjectRow, InterviewRow
from corpus.subjects import Subject, Subjects
from corpus.viewer import Viewer, require

Segment = Literal["wave", "gender", "age", "city_tier", "region"]
SEGMENTS: tuple[Segment, ...] = get_args(Segment)
YOUNG = (18, 30)
"""Of age bands the first goes from eighteen to twenty-nine; the others are decades."""
THIN = 10
"""People below whom a cell is thin: too few to say anything of a segment."""


@dataclass(frozen=True)
class Coverage:
    """subjects   those with an exchange in the language, the most people first
    columns    the waves or the segment's values, in order; "" for people of whom it is not known
    people     (subject, column) → people asked; subject 0: all who were interviewed
    newest     subject → the newest wave it was asked in
    """

    subjects: tuple[Subject, ...]
    columns: tuple[str, ...]
    people: dict[tuple[int, str], int]
    newest: dict[int, str]

    def asked(self, subject: int) -> int:
        """People asked about a subject, in any column."""
        return self.people.get((subject, "*"), 0)


def coverage_of(engine: Engine, viewer: Viewer, language: Language, segment: Segment) -> Coverage:
    """Count people over waves, or over the values of an attribute as it was in the wave they were asked in.

    Somebody asked twice counts once in a column; who changed column between two waves counts in both.
    """
    require(viewer, "search")
    with Session(engine) as session:
        people = _counted(session, language, segment)
        newest = _newest(session, language)
    columns = {column for _, column in people if column != "*"}
    held = [one for one in Subjects(engine, viewer).all() if (one.id, "*") in people]
    held.sort(key=lambda one: (-people[one.id, "*"], one.id))
    return Coverage(tuple(held), tuple(sorted(columns, key=lambda one: (not one, one))), people, newest)


def _counted(session: Session, language: Language, segment: Segment) -> dict[tuple[int, str], int]:
    then, last = aliased(AttributesRow), aliased(AttributesRow)
    column = InterviewRow.wave if segment == "wave" else _value(segment, then, last)
    who = func.count(func.distinct(InterviewRow.respondent_id))
    about = ExchangeSubjectRow.subject_id
    told = and_(ExchangeSubjectRow.interview_id == InterviewRow.id, ExchangeSubjectRow.version == InterviewRow.version)
    found: dict[tuple[int, str], int] = {}
    for subject, joined in ((about, True), (None, False)):
        for by_column in (True, False):
            keys = [*([subject] if subject is not None else []), *([column] if by_column else [])]
            query: Any = select(*keys, who).select_from(InterviewRow).where(InterviewRow.language == language)
            query = query.join(ExchangeSubjectRow, told).where(about.is_not(None)) if joined else query
            query = query.outerjoin(
                then, and_(then.respondent_id == InterviewRow.respondent_id, then.wave == InterviewRow.wave)
            )
            query = query.outerjoin(last, and_(last.respondent_id == InterviewRow.respondent_id, last.wave == ""))
            for row in session.execute(query.group_by(*keys)):
                *key, count = row
                found[int(key[0]) if joined else 0, _column(segment, key[-1]) if by_column else "*"] = count
    return found


def _value(segment: Segment, then: Any, last: Any) -> ColumnElement[Any]:
    if segment != "age":
        field: ColumnElement[Any] = func.coalesce(func.nullif(getattr(then, segment), ""), getattr(last, segment), "")
        return field
    years = cast(func.substr(InterviewRow.wave, 1, 4), Integer) - func.coalesce(then.birth_year, last.birth_year)
    return case((years < YOUNG[0], 0), (years < YOUNG[1], YOUNG[0]), else_=years - years % 10)


def _column(segment: Segment, value: Any) -> str:
    """A value of the database as it is shown: ages in bands, "" where it is not known."""
    if segment != "age" or value is None:
        return str(value or "")
    low = int(value)
    return f"{low}–{YOUNG[1] - 1 if low == YOUNG[0] else low + 9}" if low else f"0–{YOUNG[0] - 1}"


def _newest(session: Session, language: Language) -> dict[int, str]:
    told = and_(ExchangeSubjectRow.interview_id == InterviewRow.id, ExchangeSubjectRow.version == InterviewRow.version)
    query = select(ExchangeSubjectRow.subject_id, func.max(InterviewRow.wave)).join(InterviewRow, told)
    query = query.where(InterviewRow.language == language, ExchangeSubjectRow.subject_id.is_not(None))
    return {int(subject or 0): wave for subject, wave in session.execute(query.group_by(ExchangeSubjectRow.subject_id))}
