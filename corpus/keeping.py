"""What a file brought, put into the tables: people, interviews, their words, turns and exchanges."""

import hashlib
import re
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from corpus.cleaning import removable
from corpus.errors import BadInput, FileRefused
from corpus.exchanges import pair_turns, roles_of
from corpus.language import language_of
from corpus.records import ATTRIBUTES, Attributes, Language, SpokenTurn, Transcript, Turn
from corpus.schema import (
    AttributesRow,
    CorpusState,
    ExchangeRow,
    InterviewRow,
    RespondentRow,
    SourceFile,
    TextVersion,
    TurnRow,
)

WAVE = re.compile(r"(?<!\d)(20\d\d)[-_ ]?Q([1-4])(?!\d)", re.I)
_RESPONDENT = re.compile(r"^(?:R-)?([A-Za-z]{1,4}[-_]?\d{1,8})(?![A-Za-z0-9])")


def wave_of(said: str) -> str:
    """A wave as it is kept: `2026-Q1`. Raises BadInput `bad_wave`."""
    found = WAVE.fullmatch(said.strip())
    if not found:
        raise BadInput("bad_wave", value=said[:40])
    return f"{found[1]}-Q{found[2]}"


def corpus_changed(session: Session) -> None:
    """Let whatever is remembered of the corpus be read again once this transaction is through."""
    session.execute(update(CorpusState).values(stamp=CorpusState.stamp + 1))


def keep_attributes(session: Session, person: Attributes) -> None:
    """Add what is known of a person in a wave; what the file leaves blank stays as it was."""
    respondent = _respondent(session, person.respondent)
    if person.consent is not None:
        respondent.consent = person.consent
    said = {field: getattr(person, field) for field in ATTRIBUTES if getattr(person, field) not in (None, "")}
    if not said:  # an empty row would hide what is known of them in other waves
        return
    key = (person.respondent, person.wave or "")
    row = session.get(AttributesRow, key) or AttributesRow(respondent_id=key[0], wave=key[1])
    for field, value in said.items():
        setattr(row, field, value)
    session.add(row)


def keep_interview(session: Session, source: SourceFile, read: Transcript, name: str, wave: str | None) -> str:
    """Add an interview and give its id. Raises FileRefused `no_wave`, `no_speakers`, `no_exchanges`, SameInterview."""
    who, when = _respondent_of(read, name), _wave_of(read, name, wave)
    text, turns = compose(read)
    language = language_of(text)
    _refuse_same(session, who, when, text)
    _respondent(session, who)
    row = InterviewRow(
        id=_free_id(session, f"{who}-{when}"), respondent_id=who, wave=when, date=read.date or "",
        language=language, source_id=source.id, version=1,
    )  # fmt: skip
    session.add(row)
    session.flush()
    _keep_words(session, row.id, text, turns, language)
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
    """The interview is in already. What else its file holds is none the worse for it."""


def _refuse_same(session: Session, who: str, when: str, text: str) -> None:
    """Raise SameInterview where this person has said these words in this wave, whatever the file was."""
    held = select(InterviewRow.id, TextVersion.text).join(TextVersion, TextVersion.interview_id == InterviewRow.id)
    mine = held.where(InterviewRow.respondent_id == who, InterviewRow.wave == when).order_by(InterviewRow.id)
    for known, words in session.execute(mine):
        if _without_blanks(words) == _without_blanks(text):
            raise SameInterview("same_interview", id=known)


def _without_blanks(text: str) -> str:
    return "".join(text.split())


def _respondent(session: Session, who: str) -> RespondentRow:
    row = session.get(RespondentRow, who) or RespondentRow(id=who, consent="none")
    session.add(row)
    session.flush()
    return row


def _keep_words(session: Session, interview: str, text: str, turns: list[Turn], language: Language) -> None:
    session.add(TextVersion(interview_id=interview, version=1, text=text))
    for turn in (_cleaned(turn, text, language) for turn in turns):
        session.add(TurnRow(
            interview_id=interview, version=1, position=turn.position, role=turn.role, label=turn.label,
            start=turn.start, end=turn.end, removed=[list(span) for span in turn.removed],
        ))  # fmt: skip
    pairs = pair_turns(turns, text, language)
    if not pairs:
        raise FileRefused("no_exchanges")
    for position, pair in enumerate(pairs):
        asked = turns[pair.question]
        session.add(ExchangeRow(
            interview_id=interview, version=1, position=position, question_start=asked.start, question_end=asked.end,
            answer=[[turns[at].start, turns[at].end] for at in pair.answers], follows=pair.follows,
        ))  # fmt: skip


def _cleaned(turn: Turn, text: str, language: Language) -> Turn:
    spans = removable(text[turn.start : turn.end], language)
    return replace(turn, removed=tuple((turn.start + start, turn.start + end) for start, end in spans))


def _check_speakers(spoken: list[SpokenTurn]) -> None:
    if len({turn.speaker for turn in spoken}) < 2:
        raise FileRefused("no_speakers", line=spoken[0].line if spoken else 1)


def _respondent_of(read: Transcript, name: str) -> str:
    """The id the file gives, else the one its name begins with, else a pseudonym that tells nothing."""
    if read.respondent:
        return read.respondent
    found = _RESPONDENT.match(Path(name).stem)
    return found[1] if found else "R-" + hashlib.sha256(Path(name).stem.encode()).hexdigest()[:8]


def _wave_of(read: Transcript, name: str, given: str | None) -> str:
    for said in (read.wave, Path(name).stem, _quarter(read.date), given, str(Path(name).parent)):
        if said and (found := WAVE.search(said)):
            return f"{found[1]}-Q{found[2]}"
    raise FileRefused("no_wave")


def _quarter(date: str | None) -> str | None:
    found = re.match(r"(20\d\d)-(\d\d)", date or "")
    return f"{found[1]}-Q{(int(found[2]) + 2) // 3}" if found else None


def _free_id(session: Session, wanted: str) -> str:
    candidate, n = wanted, 2
    while session.get(InterviewRow, candidate) is not None:
        candidate, n = f"{wanted}-{n}", n + 1
    return candidate
