"""What is recorded of a person, apart from what they said: consent, and attributes by wave."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from corpus.records import ATTRIBUTES
from corpus.respondents_consent import drop_consents
from corpus.schema import AttributesRow, RespondentRow

Values = dict[str, Any]
"""Attribute → value in one wave; unknown ones are missing."""


@dataclass(frozen=True)
class Conflict:
    """An attribute that both have in a wave, and not alike; the person who stays keeps theirs."""

    wave: str
    attribute: str
    kept: str
    dropped: str


def attributes_of(session: Session, respondent: str) -> dict[str, Values]:
    """Wave → what is recorded of the person in it."""
    rows = session.scalars(select(AttributesRow).where(AttributesRow.respondent_id == respondent))
    return {row.wave: _said(row) for row in rows}


def state_of(session: Session, respondent: str) -> Values:
    """Consent and attributes, as plain values that can be logged."""
    consent = session.get_one(RespondentRow, respondent).consent
    return {"consent": consent, "attributes": attributes_of(session, respondent)}


def conflicts_of(kept: Mapping[str, Values], gone: Mapping[str, Values]) -> list[Conflict]:
    """Where two people differ, wave by wave."""
    both = [(wave, name) for wave in sorted(kept.keys() & gone.keys()) for name in ATTRIBUTES]
    pairs = [(wave, name, kept[wave].get(name), gone[wave].get(name)) for wave, name in both]
    return [
        Conflict(wave, name, str(one), str(other)) for wave, name, one, other in pairs if one and other and one != other
    ]


def put_attributes(session: Session, respondent: str, known: Mapping[str, Values]) -> None:
    """Let this be all that is recorded of the person."""
    _clear(session, respondent)
    for wave, values in known.items():
        session.add(AttributesRow(respondent_id=respondent, wave=wave, **values))
    session.flush()


def put_away(session: Session, respondent: str) -> None:
    """Take a person without interviews out of the records."""
    _clear(session, respondent)
    drop_consents(session, respondent)
    session.execute(delete(RespondentRow).where(RespondentRow.id == respondent))
    session.flush()


def _clear(session: Session, respondent: str) -> None:
    session.flush()
    session.execute(delete(AttributesRow).where(AttributesRow.respondent_id == respondent))


def _said(row: AttributesRow) -> Values:
    said = {name: getattr(row, name) for name in ATTRIBUTES}
    return {name: value for name, value in said.items() if value not in (None, "")}
