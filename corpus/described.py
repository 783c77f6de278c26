"""What a batch changed of people: noted while its files come in, put back when it is undone."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from corpus.records import ATTRIBUTES
from corpus.removing import drop_blank
from corpus.schema import AttributesRow, DescribedRow, InterviewRow, RespondentRow

Known = dict[tuple[str, str, str], Any]
"""(respondent, wave, field) → value. Field "" is for being known at all, `consent` the person's, `scope` that of a wave."""

_MANY = 500  # ids bound to one statement


def known(session: Session, people: Collection[str]) -> Known:
    """All that is known of these people, but for what is blank."""
    found: Known = {}
    wanted = sorted(people)
    for at in range(0, len(wanted), _MANY):
        found |= _known(session, wanted[at : at + _MANY])
    return found


def _known(session: Session, people: list[str]) -> Known:
    found: Known = {}
    persons = select(RespondentRow.id, RespondentRow.consent).where(RespondentRow.id.in_(people))
    for who, consent in session.execute(persons):
        found[who, "", ""] = True
        found[who, "", "consent"] = consent
    scopes = select(InterviewRow.respondent_id, InterviewRow.wave, InterviewRow.consent)
    scopes = scopes.where(InterviewRow.respondent_id.in_(people), InterviewRow.consent.is_not(None))
    for who, wave, scope in session.execute(scopes):
        found[who, wave, "scope"] = scope
    for row in session.scalars(select(AttributesRow).where(AttributesRow.respondent_id.in_(people))):
        said = {name: getattr(row, name) for name in ATTRIBUTES}
        found |= {(row.respondent_id, row.wave, name): value for name, value in said.items() if value not in (None, "")}
    return found


def note_changes(session: Session, batch: str, number: int, *, people: Collection[str], before: Known) -> None:
    """Write down what a file of a batch changed of its people, in the transaction that changed it."""
    session.flush()
    for (who, wave, field), value in known(session, people).items():
        was = before.get((who, wave, field))
        if value != was:
            session.add(DescribedRow(
                batch_id=batch, number=number, respondent_id=who, wave=wave, field=field, before=was, after=value,
            ))  # fmt: skip


def changes_of(session: Session, batch: str, numbers: Collection[int]) -> list[DescribedRow]:
    """What these files of a batch changed, newest first."""
    query = select(DescribedRow).where(DescribedRow.batch_id == batch).order_by(DescribedRow.id.desc())
    return [row for row in session.scalars(query) if row.number in numbers]


def put_back(session: Session, rows: Sequence[DescribedRow]) -> None:
    """Undo changes, newest first. What somebody changed again since stays, and will go back to what stood before these."""
    for row in rows:
        later = select(DescribedRow).where(
            DescribedRow.respondent_id == row.respondent_id, DescribedRow.wave == row.wave,
            DescribedRow.field == row.field, DescribedRow.id > row.id,
        )  # fmt: skip
        next_one = session.scalar(later.order_by(DescribedRow.id).limit(1))
        if next_one is not None:
            next_one.before = row.before
        elif row.field:
            _restore(session, row)
        session.execute(delete(DescribedRow).where(DescribedRow.id == row.id))
        session.flush()


def _restore(session: Session, row: DescribedRow) -> None:
    """Put one value back, unless it is another by now."""
    if row.field == "consent":
        person = session.get(RespondentRow, row.respondent_id)
        if person is not None and person.consent == row.after:
            person.consent = row.before or "none"
        return
    if row.field == "scope":
        mine = (InterviewRow.respondent_id == row.respondent_id, InterviewRow.wave == row.wave)
        session.execute(update(InterviewRow).where(*mine, InterviewRow.consent == row.after).values(consent=row.before))
        return
    attributes = session.get(AttributesRow, (row.respondent_id, row.wave))
    if attributes is not None and getattr(attributes, row.field) == row.after:
        blank = None if row.field == "birth_year" else ""
        setattr(attributes, row.field, blank if row.before is None else row.before)
        session.flush()
        drop_blank(session, row.respondent_id, row.wave)
