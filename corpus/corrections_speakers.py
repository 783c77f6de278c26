"""Whoever was taken for the interviewer answers, and the other way round: mended in many interviews at one go."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from corpus.changed import corpus_changed
from corpus.corrections_version import Act, claim, keep_version, said_in
from corpus.errors import BadInput
from corpus.records import SpeakerRole
from corpus.schema import InterviewRow
from corpus.viewer import Viewer, require

_OTHER: Mapping[SpeakerRole, SpeakerRole] = {"interviewer": "respondent", "respondent": "interviewer"}


@dataclass(frozen=True)
class Exchanged:
    """What was done at one go, to be taken back as such: act is its id. left: interviews that stay as they are."""

    act: str
    done: int
    left: int


def exchange_roles(engine: Engine, viewer: Viewer, interviews: Sequence[str]) -> Exchanged:
    """Let those who asked answer and those who answered ask: a further text version of each interview.

    One that is gone, or in which nobody would answer anybody any more, is left. Raises NotAllowed.
    """
    require(viewer, "import")
    act = Act(secrets.token_hex(6), "exchange", viewer.person)
    with Session(engine) as session, session.begin():
        done = sum(_exchanged(session, each, act) for each in interviews)
        if done:
            corpus_changed(session)
    return Exchanged(act.id, done, len(interviews) - done)


def _exchanged(session: Session, interview: str, act: Act) -> bool:
    version = session.scalar(select(InterviewRow.version).where(InterviewRow.id == interview))
    if version is None:
        return False
    try:
        with session.begin_nested():
            row = claim(session, interview, version)
            said = [replace(one, role=_OTHER.get(one.role, one.role)) for one in said_in(session, interview, version)]
            keep_version(session, row, said, act, {})
    except BadInput:
        return False
    session.expunge_all()  # thousands of interviews need not be in memory at once
    return True
