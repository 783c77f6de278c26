"""What the corpus holds, counted in the database: no interview's words are read for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from corpus.records import Consent, Language
from corpus.schema import AttributesRow, ExchangeRow, InterviewRow, RespondentRow, SourceFile
from corpus.viewer import Viewer, require

_MANY = 500  # ids bound to one statement


@dataclass(frozen=True)
class Holdings:
    """people, interviews   two numbers, always: the same people come back
    exchanges   questions with their answers, at the current text versions
    by_wave     (wave, language) → interviews, oldest wave first
    consents    consent scope → people with an interview
    newest      when a file last came in, None where none did
    incomplete  people with an interview of whom nothing is known, or whose consent is not on record
    """

    people: int
    interviews: int
    exchanges: int
    by_wave: dict[tuple[str, Language], int]
    consents: dict[Consent, int]
    newest: datetime | None
    incomplete: int


@dataclass(frozen=True)
class Incomplete:
    """A person who was interviewed, in which waves, and what is not known of them."""

    respondent: str
    waves: tuple[str, ...]
    lacks_attributes: bool
    lacks_consent: bool


def holdings_of(engine: Engine, viewer: Viewer) -> Holdings:
    """Count what is there."""
    require(viewer, "search")
    with Session(engine) as session:
        by_wave = _by_wave(session)
        consents = _consents(session)
        return Holdings(
            people=sum(consents.values()),
            interviews=sum(by_wave.values()),
            exchanges=_exchanges(session),
            by_wave=by_wave,
            consents=consents,
            newest=session.scalar(select(func.max(SourceFile.brought_at)).where(SourceFile.status == "in")),
            incomplete=session.scalar(select(func.count()).select_from(RespondentRow).where(*_is_incomplete())) or 0,
        )


def incomplete_people(engine: Engine, viewer: Viewer, *, skip: int = 0, most: int | None = None) -> list[Incomplete]:
    """People with an interview and without attributes or a record of consent, by id, from the `skip`th on."""
    require(viewer, "import")
    with Session(engine) as session:
        known = exists().where(AttributesRow.respondent_id == RespondentRow.id)
        query = select(RespondentRow.id, RespondentRow.consent, known).where(*_is_incomplete())
        rows = list(session.execute(query.order_by(RespondentRow.id).offset(skip).limit(most)))
        waves = _waves(session, [who for who, _, _ in rows])
        return [Incomplete(who, waves.get(who, ()), not has, consent == "none") for who, consent, has in rows]


def _is_incomplete() -> Sequence[ColumnElement[bool]]:
    interviewed = exists().where(InterviewRow.respondent_id == RespondentRow.id)
    described = exists().where(AttributesRow.respondent_id == RespondentRow.id)
    return interviewed, or_(RespondentRow.consent == "none", ~described)


def _by_wave(session: Session) -> dict[tuple[str, Language], int]:
    columns = (InterviewRow.wave, InterviewRow.language)
    rows = session.execute(select(*columns, func.count()).group_by(*columns).order_by(*columns))
    return {(wave, language): count for wave, language, count in rows}


def _consents(session: Session) -> dict[Consent, int]:
    interviewed = exists().where(InterviewRow.respondent_id == RespondentRow.id)
    query = select(RespondentRow.consent, func.count()).where(interviewed).group_by(RespondentRow.consent)
    return {consent: count for consent, count in session.execute(query)}


def _exchanges(session: Session) -> int:
    """All of them less those of versions since corrected: the corrected interviews are few, a join of all is slow."""
    held = session.scalar(select(func.count()).select_from(ExchangeRow)) or 0
    corrected = list(session.scalars(select(InterviewRow.id).where(InterviewRow.version > 1)))
    return held - sum(_older(session, corrected[at : at + _MANY]) for at in range(0, len(corrected), _MANY))


def _older(session: Session, interviews: Sequence[str]) -> int:
    """How many exchanges of these interviews are not of their current text version."""
    current = and_(ExchangeRow.interview_id == InterviewRow.id, ExchangeRow.version != InterviewRow.version)
    query = select(func.count()).select_from(ExchangeRow).join(InterviewRow, current)
    return session.scalar(query.where(InterviewRow.id.in_(interviews))) or 0


def _waves(session: Session, people: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Person → the waves they were interviewed in, oldest first."""
    found: dict[str, tuple[str, ...]] = {}
    query = select(InterviewRow.respondent_id, InterviewRow.wave).distinct()
    for at in range(0, len(people), _MANY):
        some = query.where(InterviewRow.respondent_id.in_(people[at : at + _MANY]))
        for who, wave in session.execute(some.order_by(InterviewRow.wave)):
            found[who] = (*found.get(who, ()), wave)
    return found
