"""Transcripts a client's people may read without the right to read them all: those an order of theirs came with.

What was granted is kept with the interview, so that it goes when the interview goes. Whether it may be shown is looked at
when it is opened: words whose people agreed to no quoting stay shut, and open once a curator records that they do.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from corpus.consent import consents_of
from corpus.records import QUOTABLE, Language
from corpus.schema import InterviewRow, TranscriptGrant
from corpus.viewer import Viewer, may, require


@dataclass(frozen=True)
class GrantedLine:
    """An interview in the list of those granted. `order` is the one it came with first by its id."""

    id: str
    respondent: str
    wave: str
    language: Language
    order: str


def grant(session: Session, client: str, order: str, interviews: Iterable[str]) -> None:
    """Let the client's people read these interviews, within a transaction. What they were granted before stays."""
    for interview in sorted(set(interviews)):
        session.merge(TranscriptGrant(client=client, interview_id=interview, order_id=order))


def may_read(engine: Engine, viewer: Viewer, interview: str) -> bool:
    """Whether the viewer may open this transcript: by their role, or because it was granted to their client."""
    if may(viewer, "read_transcripts"):
        return True
    with Session(engine) as session:
        return bool(_open(session, viewer, [interview]))


def require_reading(engine: Engine, viewer: Viewer, interview: str) -> None:
    """Raise NotAllowed unless the viewer may open this transcript; an unknown one is told apart nowhere."""
    if not may_read(engine, viewer, interview):
        require(viewer, "read_transcripts")


def granted(engine: Engine, viewer: Viewer) -> Sequence[GrantedLine]:
    """The transcripts granted to the viewer's client that may be shown, newest wave first."""
    require(viewer, "read_reports")
    with Session(engine) as session:
        query = select(TranscriptGrant).where(TranscriptGrant.client == viewer.client)
        order = {
            row.interview_id: row.order_id for row in session.scalars(query.order_by(TranscriptGrant.order_id.desc()))
        }
        shown = _open(session, viewer, list(order))
        rows = (row for each in shown if (row := session.get(InterviewRow, each)) is not None)
        lines = [GrantedLine(row.id, row.respondent_id, row.wave, row.language, order[row.id]) for row in rows]
    return sorted(sorted(lines, key=lambda one: one.id), key=lambda one: one.wave, reverse=True)


def _open(session: Session, viewer: Viewer, interviews: Sequence[str]) -> list[str]:
    """Those of these interviews that were granted to the viewer's client and that may be shown outside."""
    query = select(TranscriptGrant.interview_id).where(TranscriptGrant.client == viewer.client).distinct()
    mine = set(session.scalars(query)) & set(interviews)
    return [each for each, scope in consents_of(session, mine).items() if scope in QUOTABLE]
