"""The words of interviews and their exchanges, read without the records' own objects: an index asks for millions."""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.orm import Session

from corpus.records import Exchange, Interview, Said
from corpus.schema import ExchangeRow, InterviewRow, TextVersion


def spoken_of(session: Session, ids: Sequence[str]) -> list[Interview]:
    """Interviews at their current text version, ordered by id, without turns and without the name of their file."""
    one, words = InterviewRow, TextVersion
    columns = (one.id, one.respondent_id, one.wave, one.date, one.language, one.version, words.text)
    current = and_(words.interview_id == one.id, words.version == one.version)
    query = select(*columns).join(words, current).where(one.id.in_(ids)).order_by(one.id)
    exchanges = _exchanges(session, ids)
    return [Interview(*row, source="", exchanges=tuple(exchanges.get(row[0], ()))) for row in session.execute(query)]


def said_of(session: Session, exchanges: Sequence[int]) -> dict[int, Said]:
    """Exchange id → its original words, an answer's turns joined by line ends; ids of no current text version are missing."""
    rows = session.connection().execute(_said(), {"wanted": exchanges})
    return {
        exchange: Said(text[start:end], "\n".join(text[low:high] for low, high in answer))
        for exchange, start, end, answer, text in rows
    }


@cache
def _said() -> Select[int, int, int, list[list[int]], str]:
    """Put together once: every search asks it for its first hits, and putting it together costs more than the answer."""
    one, words = ExchangeRow, TextVersion
    current = and_(one.interview_id == InterviewRow.id, one.version == InterviewRow.version)
    own = and_(words.interview_id == one.interview_id, words.version == one.version)
    columns = (one.id, one.question_start, one.question_end, one.answer, words.text)
    wanted = one.id.in_(bindparam("wanted", expanding=True))
    return select(*columns).join(InterviewRow, current).join(words, own).where(wanted)


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
