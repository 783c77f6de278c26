"""From a subject to what was said of it: its exchanges a page at a time, of a wave or a segment where that is asked."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, and_, func, select
from sqlalchemy.orm import Session, aliased

from corpus.coverage import ANY, Counts, Only, kept
from corpus.coverage_cells import value_of
from corpus.schema import AttributesRow, InterviewRow
from corpus.schema_subjects import ExchangeAboutRow, Source
from corpus.subjects_roots import one_with
from corpus.viewer import Viewer, require


@dataclass(frozen=True)
class About:
    """An exchange that is about a subject, and where that comes from."""

    interview: str
    version: int
    position: int
    wave: str
    source: Source


def about(engine: Engine, viewer: Viewer, subject: int, only: Only = ANY, *, skip: int = 0, most: int) -> list[About]:
    """Exchanges about a subject, newest wave first, then by interview and place."""
    require(viewer, "search")
    row = ExchangeAboutRow
    with Session(engine) as session:
        query = _within(
            select(row.interview_id, row.version, row.position, InterviewRow.wave, func.min(row.source)), only
        ).where(row.subject_id.in_(one_with(session, subject)))
        query = query.group_by(row.interview_id, row.version, row.position, InterviewRow.wave)
        order = (InterviewRow.wave.desc(), row.interview_id, row.position)
        return [About(*found) for found in session.execute(query.order_by(*order).offset(skip).limit(most))]


def count_about(engine: Engine, viewer: Viewer, subject: int, only: Only = ANY) -> tuple[Counts, int]:
    """People and interviews, and how many exchanges, `about` could list."""
    require(viewer, "search")
    row = ExchangeAboutRow
    with Session(engine) as session:
        query = select(row.interview_id, row.position, InterviewRow.respondent_id)
        query = _within(query, only).where(row.subject_id.in_(one_with(session, subject))).distinct()
        told = query.subquery()
        who, where = func.count(told.c.respondent_id.distinct()), func.count(told.c.interview_id.distinct())
        people, interviews, exchanges = session.execute(select(who, where, func.count()).select_from(told)).one()
        return Counts(people, interviews), exchanges


def _within(query: Any, only: Only) -> Any:
    row = ExchangeAboutRow
    query = query.join(InterviewRow, and_(row.interview_id == InterviewRow.id, row.version == InterviewRow.version))
    if only.wave:
        query = query.where(InterviewRow.wave == only.wave)
    if only.segment:
        then, last = aliased(AttributesRow), aliased(AttributesRow)
        query = query.outerjoin(
            then, and_(then.respondent_id == InterviewRow.respondent_id, then.wave == InterviewRow.wave)
        ).outerjoin(last, and_(last.respondent_id == InterviewRow.respondent_id, last.wave == ""))
        value = kept(only.segment, only.value)
        column = value_of(only.segment, InterviewRow.wave, then, last)
        query = query.where(column.is_(None) if value is None else column == value)
    return query
