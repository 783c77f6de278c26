"""The words of interviews and their exchanges, read without the records' own objects: an index asks for millions."""

from collections.abc import Sequence

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from corpus.records import Exchange, Interview
from corpus.schema import ExchangeRow, InterviewRow, TextVersion


def spoken_of(session: Session, ids: Sequence[str]) -> list[Interview]:
    """Interviews at their current text version, ordered by id, without turns and without the name of their file."""
    return [
        Interview(
            row.id, row.respondent_id, row.wave, row.date, row.language, row.version, row.text, "",
            exchanges=tuple(exchanges.get(row.id, ())),
        )
        for exchanges in [_exchanges(session, ids)]
        for row in session.execute(_words().where(InterviewRow.id.in_(ids)).order_by(InterviewRow.id))
    ]  # fmt: skip


def _words():  # type: ignore[no-untyped-def]
    row = InterviewRow
    return select(row.id, row.respondent_id, row.wave, row.date, row.language, row.version, TextVersion.text).join(
        TextVersion, and_(TextVersion.interview_id == row.id, TextVersion.version == row.version)
    )


def _exchanges(session: Session, ids: Sequence[str]) -> dict[str, list[Exchange]]:
    one = ExchangeRow
    columns = (one.id, one.interview_id, one.position, one.question_start, one.question_end, one.answer, one.follows)
    current = and_(one.interview_id == InterviewRow.id, one.version == InterviewRow.version)
    query = select(*columns).join(InterviewRow, current).where(InterviewRow.id.in_(ids)).order_by(one.position)
    found: dict[str, list[Exchange]] = {}
    for exchange, interview, position, start, end, answer, follows in session.execute(query):
        spans = tuple((low, high) for low, high in answer)
        found.setdefault(interview, []).append(Exchange(exchange, interview, position, (start, end), spans, follows))
    return found
