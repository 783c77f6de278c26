"""A further text version of an interview: who says what, changed, and everything that is made of it made anew.

Offsets are never moved by hand: text, cleaned layer and exchanges come from the functions that made them at import.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from corpus.contents import words_of
from corpus.corrections_hidden import carry_decisions
from corpus.errors import BadInput, FileRefused, NotFound
from corpus.keeping import keep_words
from corpus.records import SpeakerRole, Turn
from corpus.schema import CorrectionRow, InterviewRow, TextVersion, TurnRow


@dataclass(frozen=True)
class Said:
    """A turn without its place: who it is by (role, and the file's label) and what is said."""

    role: SpeakerRole
    label: str
    text: str


@dataclass(frozen=True)
class Act:
    """Something done at one go: what stands in the log beside each text version it makes."""

    id: str
    kind: str
    person: str


def claim(session: Session, interview: str, version: int) -> InterviewRow:
    """Move the interview on from `version`, so that nobody else can: the first statement of a correction.

    Raises NotFound `no_interview`, BadInput `corrected_meanwhile` where it has moved on already.
    """
    here = (InterviewRow.id == interview, InterviewRow.version == version)
    moved = session.execute(update(InterviewRow).where(*here).values(version=version + 1))
    row = session.get(InterviewRow, interview, populate_existing=True)
    if row is None:
        raise NotFound("no_interview", id=interview)
    if not isinstance(moved, CursorResult) or moved.rowcount != 1:
        raise BadInput("corrected_meanwhile", id=interview, version=row.version)
    return row


def said_in(session: Session, interview: str, version: int) -> list[Said]:
    """The turns of a text version, in order."""
    text = session.get_one(TextVersion, (interview, version)).text
    query = select(TurnRow).where(TurnRow.interview_id == interview, TurnRow.version == version)
    rows = session.scalars(query.order_by(TurnRow.position))
    return [Said(row.role, row.label, text[row.start : row.end]) for row in rows]


def keep_version(session: Session, row: InterviewRow, said: Sequence[Said], act: Act, what: dict[str, Any]) -> None:
    """Write the version that `claim` has made room for, and its line in the log.

    Raises BadInput `no_words_left` for a turn without words, `no_exchange_left` where nobody answers anybody any more.
    """
    if any(not each.text.strip() for each in said):
        raise BadInput("no_words_left")
    try:
        text = "\n".join(each.text for each in said)
        keep_words(session, [(row.id, row.version, words_of(text, list(_placed(said)), row.language))])
        session.flush()
        carry_decisions(session, row.id, row.version)
    except FileRefused as refusal:
        raise BadInput("no_exchange_left", id=row.id) from refusal
    session.add(CorrectionRow(
        act=act.id, kind=act.kind, interview_id=row.id, version=row.version, what=what, made_by=act.person,
        made_at=datetime.now(UTC).replace(tzinfo=None),
    ))  # fmt: skip
    session.flush()


def _placed(said: Sequence[Said]) -> Iterator[Turn]:
    at = 0
    for position, one in enumerate(said):
        yield Turn(position, one.role, one.label, at, at + len(one.text))
        at += len(one.text) + 1


def difference(before: str, after: str) -> tuple[str, str]:
    """What of `before` became what of `after`: without what both begin and end with, cut at whole words."""
    shorter = min(len(before), len(after))
    start = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    most = shorter - start
    end = next((at for at in range(most) if before[-1 - at] != after[-1 - at]), most)
    while start and _in_word(before[start - 1]) and any(_in_word(each[start : start + 1]) for each in (before, after)):
        start -= 1
    while end and _in_word(before[-end]) and any(_in_word(each[-end - 1 : -end]) for each in (before, after)):
        end -= 1
    return before[start : len(before) - end], after[start : len(after) - end]


def _in_word(character: str) -> bool:
    return character.isalnum() and character < "\u3000"
