"""What files brought, put into the tables: what is known of people, interviews, their words, turns and exchanges."""

from collections.abc import Iterable, Sequence

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from corpus.consent import keep_wave_consent
from corpus.contents import Words
from corpus.placing import Placed, SameInterview
from corpus.records import ATTRIBUTES, Attributes
from corpus.schema import (
    AttributesRow,
    Base,
    ExchangeRow,
    InterviewRow,
    RespondentRow,
    TextVersion,
    TurnRow,
)
from corpus.withdrawal import digest_of, has_withdrawn

# Inserted as rows of their tables: many at a time, and none of them is looked at again as an object.
_PEOPLE, _INTERVIEWS, _TEXTS, _TURNS, _EXCHANGES = (
    Base.metadata.tables[each.__tablename__]
    for each in (RespondentRow, InterviewRow, TextVersion, TurnRow, ExchangeRow)
)


def keep_attributes(session: Session, person: Attributes) -> bool:
    """Add what is known of a person in a wave, and say whether it is anything; what is blank stays as it was.

    Of somebody who has withdrawn nothing is kept.
    """
    if has_withdrawn(session, person.respondent):
        return False
    respondent = _respondent(session, person.respondent)
    if person.consent is not None:
        respondent.consent = person.consent
        if person.wave:
            keep_wave_consent(session, person.respondent, person.wave, person.consent)
    said = {name: getattr(person, name) for name in ATTRIBUTES if getattr(person, name) not in (None, "")}
    if not said:  # an empty row would hide what is known of them in other waves
        return person.consent is not None
    key = (person.respondent, person.wave or "")
    row = session.get(AttributesRow, key) or AttributesRow(respondent_id=key[0], wave=key[1])
    for name, value in said.items():
        setattr(row, name, value)
    session.add(row)
    return True


def _respondent(session: Session, who: str) -> RespondentRow:
    row = session.get(RespondentRow, who) or RespondentRow(id=who, consent="none")
    session.add(row)
    session.flush()
    return row


def keep_interviews(session: Session, placed: Sequence[tuple[Placed, int]]) -> None:
    """Add interviews with their words and, where they are new, their people; each with the id of its source file."""
    if not placed:
        return
    rows = [
        {"id": one.id, "respondent_id": one.respondent, "wave": one.wave, "date": one.date, "language": one.words.language,
         "source_id": source, "version": 1, "consent": one.consent}
        for one, source in placed
    ]  # fmt: skip
    if people := {one.respondent: None for one, _ in placed if one.newcomer}:
        session.execute(insert(_PEOPLE), [{"id": who} for who in people])
    session.execute(insert(_INTERVIEWS), rows)
    keep_words(session, [(one.id, 1, one.words) for one, _ in placed])


def keep_words(session: Session, said: Iterable[tuple[str, int, Words]]) -> None:
    """Add text versions of interviews: the words, who said which, what the cleaned layer drops, the exchanges."""
    those = [({"interview_id": interview, "version": version}, words) for interview, version, words in said]
    session.execute(insert(_TEXTS), [{**this, "text": words.text} for this, words in those])
    session.execute(insert(_TURNS), [this | turn for this, words in those for turn in words.turns])
    session.execute(insert(_EXCHANGES), [this | exchange for this, words in those for exchange in words.exchanges])


def refuse_same(session: Session, who: str, wave: str, text: str) -> list[str]:
    """Raise SameInterview where this person has said these words in this wave, whatever the file was.

    Gives the ids of their other interviews of the wave.
    """
    held = select(InterviewRow.id, TextVersion.text).join(TextVersion, TextVersion.interview_id == InterviewRow.id)
    mine = held.where(InterviewRow.respondent_id == who, InterviewRow.wave == wave).order_by(InterviewRow.id)
    digest, others = digest_of(text), list[str]()
    for known, words in session.execute(mine):
        if digest_of(words) == digest:
            raise SameInterview("same_interview", id=known)
        others.append(known)
    return others
