"""What a file brought, put into the tables: people, interviews, their words, turns and exchanges."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from corpus.cleaning import removable
from corpus.consent import consent_in, keep_wave_consent
from corpus.errors import FileRefused
from corpus.exchanges import pair_turns, roles_of
from corpus.language import language_of
from corpus.naming import id_in, pseudonym, this_quarter, wave_in
from corpus.privacy_layer import as_kept, layer_of
from corpus.records import ATTRIBUTES, Attributes, Language, SpokenTurn, Transcript, Turn
from corpus.schema import (
    AttributesRow,
    ExchangeRow,
    InterviewRow,
    RespondentRow,
    SourceFile,
    TextVersion,
    TurnRow,
)
from corpus.withdrawal import digest_of, has_withdrawn


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


def keep_interview(session: Session, source: SourceFile, read: Transcript, name: str, told: Told) -> str:
    """Add an interview and give its id.

    Raises FileRefused `no_wave`, `future_wave`, `no_speakers`, `no_exchanges`, `second_interview`; SameInterview (also `withdrawn`).
    """
    who, when = _respondent_of(read, name, told), _wave_of(read, name, told.wave)
    text, turns = compose(read)
    if has_withdrawn(session, who, source.sha256, digest_of(text)):
        raise SameInterview("withdrawn", who=who)
    language = language_of(text)
    others = refuse_same(session, who, when, text)
    if who not in told.twice and (known := [each for each, file in others.items() if file != source.id]):
        raise FileRefused("second_interview", who=who, wave=when, id=known[0])
    _respondent(session, who)
    row = InterviewRow(
        id=_free_id(session, f"{who}-{when}"), respondent_id=who, wave=when, date=read.date or "",
        language=language, source_id=source.id, version=1, consent=consent_in(session, who, when),
    )  # fmt: skip
    session.add(row)
    session.flush()
    keep_words(session, row.id, 1, text, turns, language)
    session.flush()
    return row.id


def compose(read: Transcript) -> tuple[str, list[Turn]]:
    """The interview's text (turns joined by line ends) and its turns with their offsets and roles."""
    spoken = [turn for turn in read.turns if turn.text.strip()]
    _check_speakers(spoken)
    roles = roles_of([turn.speaker for turn in spoken], [turn.text for turn in spoken], read.names_interviewer)
    turns, at = [], 0
    for position, one in enumerate(spoken):
        turns.append(Turn(position, roles[one.speaker], one.speaker, at, at + len(one.text)))
        at += len(one.text) + 1
    return "\n".join(one.text for one in spoken), turns


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


def keep_words(
    session: Session, interview: str, version: int, text: str, turns: list[Turn], language: Language
) -> None:
    """Add a text version: its words, who said which, what the cleaned layer drops, the exchanges.

    Raises FileRefused `no_exchanges` where nobody answers anybody.
    """
    pairs = pair_turns(turns, text, language)
    if not pairs:
        raise FileRefused("no_exchanges")
    session.execute(insert(TextVersion), [{"interview_id": interview, "version": version, "text": text}])
    session.execute(insert(TurnRow), [_turn_row(interview, version, turn, text, language) for turn in turns])
    session.execute(insert(ExchangeRow), [
        {"interview_id": interview, "version": version, "position": position, "follows": pair.follows,
         "question_start": turns[pair.question].start, "question_end": turns[pair.question].end,
         "answer": [[turns[at].start, turns[at].end] for at in pair.answers]}
        for position, pair in enumerate(pairs)
    ])  # fmt: skip


def _turn_row(interview: str, version: int, turn: Turn, text: str, language: Language) -> dict[str, Any]:
    removed = removable(text[turn.start : turn.end], language)
    return {
        "interview_id": interview, "version": version, "position": turn.position, "role": turn.role,
        "label": turn.label, "start": turn.start, "end": turn.end,
        "removed": [[turn.start + start, turn.start + end] for start, end in removed],
        "hidden": as_kept(layer_of(text, (turn.start, turn.end), language)),
    }  # fmt: skip


def _check_speakers(spoken: list[SpokenTurn]) -> None:
    if len({turn.speaker for turn in spoken}) < 2:
        raise FileRefused("no_speakers", line=spoken[0].line if spoken else 1)


def _respondent_of(read: Transcript, name: str, told: Told) -> str:
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
