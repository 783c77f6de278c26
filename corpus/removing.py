"""Taking interviews out of the records, with all that hangs on them, and people nothing else holds."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from sqlalchemy import Column, Table, delete, select
from sqlalchemy.orm import Session

from corpus.schema import AttributesRow, Base, InterviewRow, RespondentRow

_MANY = 500  # ids bound to one statement


def remove_interviews(session: Session, interviews: Sequence[str]) -> set[str]:
    """Delete interviews and every row that belongs to one; the people whose they were."""
    people: set[str] = set()
    for at in range(0, len(interviews), _MANY):
        some = interviews[at : at + _MANY]
        people |= set(session.scalars(select(InterviewRow.respondent_id).where(InterviewRow.id.in_(some))))
        for table, column in _hanging_on("interview"):
            session.execute(delete(table).where(column.in_(some)))
        session.execute(delete(InterviewRow).where(InterviewRow.id.in_(some)))
    session.expire_all()
    return people


def remove_people(session: Session, people: Iterable[str], *, brought: Collection[str] = ()) -> int:
    """Delete those of `people` whom nothing holds any more: no interview, no attributes, no consent; how many.

    brought  people made known by what is taken out: with them even a consent on record goes
    """
    gone = [who for who in people if not _is_held(session, who, who in brought)]
    for at in range(0, len(gone), _MANY):
        session.execute(delete(RespondentRow).where(RespondentRow.id.in_(gone[at : at + _MANY])))
    session.expire_all()
    return len(gone)


def drop_blank(session: Session, who: str, wave: str) -> None:
    """Delete a person's attributes in a wave where none is left: an empty row would hide those of other waves."""
    row = session.get(AttributesRow, (who, wave))
    if row is not None and not any(getattr(row, name) not in (None, "") for name in _values()):
        session.delete(row)
        session.flush()


def _values() -> list[str]:
    return [column.key for column in AttributesRow.__table__.columns if not column.primary_key]


def _is_held(session: Session, who: str, brought: bool) -> bool:
    row = session.get(RespondentRow, who)
    if row is None or (row.consent != "none" and not brought):
        return True
    found = (select(column).where(column == who).limit(1) for _, column in _hanging_on("respondent"))
    return any(session.scalar(query) is not None for query in found)


def _hanging_on(name: str) -> Iterator[tuple[Table, Column[object]]]:
    """Tables and their columns that point at a table's rows, but for those the database itself clears."""
    for table in reversed(Base.metadata.sorted_tables):
        for key in table.foreign_keys:
            if key.column.table.name == name and key.ondelete is None:
                yield table, key.parent
