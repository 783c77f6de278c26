"""Correcting an interview: mis-heard words, who speaks, where a turn ends; and taking a correction back.

Each correction is a further text version in one transaction. The versions before stay as they were, with all that
cites them. Whoever corrects names the version they looked at: where it is not the newest any more, nothing is done.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from corpus.changed import corpus_changed
from corpus.corrections_version import Act, Said, claim, difference, keep_version, said_in
from corpus.errors import BadInput, NotFound
from corpus.records import SpeakerRole
from corpus.schema import CorrectionRow, InterviewRow
from corpus.viewer import Viewer, require


@dataclass(frozen=True)
class Mended:
    """How a turn is to read: its words in as many parts as it is to become turns, and who speaks.

    whole  whether all turns with the same label in the interview get this role
    """

    parts: tuple[str, ...]
    role: SpeakerRole
    whole: bool = False


@dataclass(frozen=True)
class Undone:
    """In how many interviews an act was taken back, and how many were left as somebody corrected them since."""

    done: int
    left: int


class Corrections:
    """The corrections of one workspace; all of it needs the right to import."""

    def __init__(self, engine: Engine, viewer: Viewer) -> None:
        self._engine = engine
        self._viewer = viewer

    def correct(self, interview: str, version: int, start: int, end: int, words: str) -> int:
        """Put `words` in the place of text[start:end], which lies within one turn; gives the new text version.

        Raises NotFound; BadInput `no_such_turn`, `no_words_left`, `nothing_changed`, `corrected_meanwhile`.
        """
        with self._changing() as session, session.begin():
            row = claim(session, interview, version)
            said = said_in(session, interview, version)
            at, offset = _turn_at(said, start, end)
            before = said[at].text
            after = before[: start - offset] + _tidy(words) + before[end - offset :]
            new, what = _mended(said, at, Mended((after,), said[at].role))
            return self._keep(session, row, new, "turn", what)

    def mend(self, interview: str, version: int, turn: int, mended: Mended) -> int:
        """Let a turn (its position) read as `mended`; gives the new text version. Raises as `correct` does."""
        with self._changing() as session, session.begin():
            row = claim(session, interview, version)
            said = said_in(session, interview, version)
            if not 0 <= turn < len(said):
                raise BadInput("no_such_turn", id=interview)
            tidy = replace(mended, parts=tuple(_tidy(part) for part in mended.parts))
            new, what = _mended(said, turn, tidy)
            return self._keep(session, row, new, "turn", what)

    def join(self, interview: str, version: int, turn: int) -> int:
        """Make one turn of the turn at a position and the next; it is by who speaks first. Raises as `correct` does."""
        with self._changing() as session, session.begin():
            row = claim(session, interview, version)
            said = said_in(session, interview, version)
            if not 0 <= turn < len(said) - 1:
                raise BadInput("no_such_turn", id=interview)
            one, other = said[turn : turn + 2]
            between = "" if max(one.text[-1:], other.text[:1]) > "\u2e80" else " "
            joined = replace(one, text=one.text + between + other.text)
            return self._keep(session, row, [*said[:turn], joined, *said[turn + 2 :]], "join", {"turn": turn})

    def undo(self, act: str, interview: str | None = None) -> Undone:
        """Take an act back, in one interview or in all it changed, wherever it is still the last correction.

        Raises NotFound `no_correction`; BadInput `corrected_since` where it is the last one nowhere.
        """
        with self._changing() as session, session.begin():
            query = select(CorrectionRow).where(CorrectionRow.act == act).order_by(CorrectionRow.interview_id)
            rows = list(session.scalars(query.where(CorrectionRow.interview_id == interview) if interview else query))
            if not rows:
                raise NotFound("no_correction")
            taken = Act(secrets.token_hex(6), "undo", self._viewer.person)
            done = sum(_taken_back(session, row, taken) for row in rows)
            if not done:
                raise BadInput("corrected_since")
            corpus_changed(session)
            return Undone(done, len(rows) - done)

    def _changing(self) -> Session:
        require(self._viewer, "import")
        return Session(self._engine)

    def _keep(
        self, session: Session, row: InterviewRow, said: Sequence[Said], kind: str, what: dict[str, Any]
    ) -> int:  # fmt: skip
        keep_version(session, row, said, Act(secrets.token_hex(6), kind, self._viewer.person), what)
        corpus_changed(session)
        return row.version


def _tidy(words: str) -> str:
    return words.replace("\r\n", "\n").replace("\x00", "").strip()


def _turn_at(said: Sequence[Said], start: int, end: int) -> tuple[int, int]:
    """(position, where it begins) of the turn that holds [start, end). Raises BadInput `no_such_turn`."""
    begins = 0
    for at, one in enumerate(said):
        if begins <= start <= end <= begins + len(one.text):
            return at, begins
        begins += len(one.text) + 1
    raise BadInput("no_such_turn")


def _mended(said: Sequence[Said], at: int, mended: Mended) -> tuple[list[Said], dict[str, Any]]:
    """The turns with the one at `at` mended, and what that changed. Raises BadInput `nothing_changed`."""
    old = said[at]
    what: dict[str, Any] = {}
    if len(mended.parts) > 1:
        what["parts"] = len(mended.parts)
    if (words := "\n".join(mended.parts)) != old.text.strip() and len(mended.parts) == 1:
        what["from"], what["to"] = difference(old.text, words)
    if mended.role != old.role or (mended.whole and any(_is(each, old) for each in said if each.role != mended.role)):
        what["speaker"] = [old.role, mended.role]
        what["whole"] = mended.whole
    if not what:
        raise BadInput("nothing_changed")
    parts = [Said(mended.role, old.label, part) for part in mended.parts]
    if "from" not in what and len(parts) == 1:
        parts = [replace(old, role=mended.role)]  # the blanks around it stay where only the speaker is mended
    rest = [replace(each, role=mended.role) if mended.whole and _is(each, old) else each for each in said]
    return [*rest[:at], *parts, *rest[at + 1 :]], {"turn": at, **what}


def _is(one: Said, other: Said) -> bool:
    """Whether two turns are by the same speaker, as far as the file says."""
    return one.label == other.label


def _taken_back(session: Session, row: CorrectionRow, act: Act) -> bool:
    """Whether the interview was still as the correction left it, and now reads as before."""
    try:
        interview = claim(session, row.interview_id, row.version)
    except BadInput:
        return False
    back = row.version - 1
    keep_version(session, interview, said_in(session, row.interview_id, back), act, {"back": back})
    return True
