"""What a file brought, put into the tables: people, interviews, their words, turns and exchanges."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import exists, insert, select
from sqlalchemy.orm import Session

from corpus.consent import keep_wave_consent
from corpus.contents import Interview, Words
from corpus.errors import FileRefused
from corpus.naming import id_in, pseudonym, this_quarter, wave_in
from corpus.records import ATTRIBUTES, Attributes, Consent, Transcript
from corpus.schema import (
    AttributesRow,
    Base,
    ExchangeRow,
    InterviewRow,
    RespondentRow,
    SourceFile,
    TextVersion,
    TurnRow,
    WaveConsent,
)
from corpus.withdrawal import digest_of, has_withdrawn, withdrawn

# Inserted as rows of their tables: many at a time, and none of them is looked at again as an object.
_PEOPLE, _INTERVIEWS, _TEXTS, _TURNS, _EXCHANGES = (
    Base.metadata.tables[each.__tablename__]
    for each in (RespondentRow, InterviewRow, TextVersion, TurnRow, ExchangeRow)
)


@dataclass(frozen=True)
class Told:
    """What somebody said of a file, beside what it says itself.

    wave    for interviews that do not say theirs
    whose   the person as the file has it → who it really is
    twice   people who really were interviewed a second time in the wave
    """

    wave: str | None = None
    whose: Mapping[str, str] = field(default_factory=dict)
    twice: frozenset[str] = frozenset()


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


def keep_interview(session: Session, source: SourceFile, one: Interview, name: str, told: Told) -> str:
    """Add an interview and give its id.

    Raises FileRefused `no_wave`, `future_wave`, `no_speakers`, `no_exchanges`, `second_interview`; SameInterview (also `withdrawn`).
    """
    who, when, words = whose(one.read, name, told), _wave_of(one.read, name, told.wave), one.words
    if isinstance(words, FileRefused):
        raise words
    wanted = f"{who}-{when}"
    held = _held(session, who, when, wanted, (source.sha256, digest_of(words.text)))
    if held.withdrawn:
        raise SameInterview("withdrawn", who=who)
    others = refuse_same(session, who, when, words.text)
    if who not in told.twice and (known := [each for each, file in others.items() if file != source.id]):
        raise FileRefused("second_interview", who=who, wave=when, id=known[0])
    if not held.person:
        session.execute(insert(_PEOPLE), [{"id": who}])
    identity = _free_id(session, wanted) if held.interview else wanted
    session.execute(insert(_INTERVIEWS), [
        {"id": identity, "respondent_id": who, "wave": when, "date": one.read.date or "", "language": words.language,
         "source_id": source.id, "version": 1, "consent": held.consent}
    ])  # fmt: skip
    keep_words(session, identity, 1, words)
    return identity


@dataclass(frozen=True)
class _Held:
    """What the corpus holds of a person: whether they are known, have withdrawn, have an interview of this id; their consent."""

    person: bool
    withdrawn: bool
    interview: bool
    consent: Consent | None


def _held(session: Session, who: str, when: str, interview: str, digests: tuple[str, ...]) -> _Held:
    """All of it in one look: it is asked for each interview of an import."""
    consent = select(WaveConsent.consent).where(WaveConsent.respondent == who, WaveConsent.wave == when)
    columns = (
        exists().where(RespondentRow.id == who), withdrawn(who, digests), exists().where(InterviewRow.id == interview),
        consent.scalar_subquery(),
    )  # fmt: skip
    return _Held(*session.execute(select(*columns)).one())


class SameInterview(FileRefused):
    """It is in already, or its person has withdrawn. What else its file holds is none the worse for it."""


def refuse_same(session: Session, who: str, when: str, text: str) -> dict[str, int]:
    """Raise SameInterview where this person has said these words in this wave, whatever the file was.

    Gives their other interviews of the wave: id → its source.
    """
    held = select(InterviewRow.id, InterviewRow.source_id, TextVersion.text)
    held = held.join(TextVersion, TextVersion.interview_id == InterviewRow.id).order_by(InterviewRow.id)
    mine = session.execute(held.where(InterviewRow.respondent_id == who, InterviewRow.wave == when)).all()
    for known, _, words in mine:
        if _without_blanks(words) == _without_blanks(text):
            raise SameInterview("same_interview", id=known)
    return {known: source for known, source, _ in mine}


def _without_blanks(text: str) -> str:
    return "".join(text.split())


def _respondent(session: Session, who: str) -> RespondentRow:
    row = session.get(RespondentRow, who) or RespondentRow(id=who, consent="none")
    session.add(row)
    session.flush()
    return row


def keep_words(session: Session, interview: str, version: int, words: Words) -> None:
    """Add a text version: its words, who said which, what the cleaned layer drops, the exchanges."""
    this = {"interview_id": interview, "version": version}
    session.execute(insert(_TEXTS), [{**this, "text": words.text}])
    session.execute(insert(_TURNS), [this | turn for turn in words.turns])
    session.execute(insert(_EXCHANGES), [this | exchange for exchange in words.exchanges])


def whose(read: Transcript, name: str, told: Told) -> str:
    """The id the file gives, else the one its name begins with, else a pseudonym that tells nothing; if told, another."""
    who = read.respondent or id_in(name) or pseudonym(name)
    return told.whose.get(who, who)


def _wave_of(read: Transcript, name: str, given: str | None) -> str:
    """The wave the file says, else the one given. One that lies ahead is a slip: then the given one counts."""
    said = (read.wave, Path(name).stem, _quarter(read.date), given, str(Path(name).parent))
    found = [wave for each in said if each and (wave := wave_in(each))]
    if not found:
        raise FileRefused("no_wave")
    if found[0] <= this_quarter():
        return found[0]
    if given and given <= this_quarter():
        return given
    raise FileRefused("future_wave", wave=found[0])


def _quarter(date: str | None) -> str | None:
    found = re.match(r"(20\d\d)-(\d\d)", date or "")
    return f"{found[1]}-Q{(int(found[2]) + 2) // 3}" if found else None


def _free_id(session: Session, wanted: str) -> str:
    candidate, n = wanted, 2
    while session.get(InterviewRow, candidate) is not None:
        candidate, n = f"{wanted}-{n}", n + 1
    return candidate
