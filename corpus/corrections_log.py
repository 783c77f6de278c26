"""The log of corrections: who changed what, when, and which text version it made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from corpus.schema import CorrectionRow, InterviewRow
from corpus.viewer import Viewer, require


@dataclass(frozen=True)
class Correction:
    """A line of an interview's log.

    kind, what  as CorrectionRow has them
    last        whether the interview still reads as this correction left it, so that it can be undone
    among       in how many interviews the same act changed something
    """

    act: str
    kind: str
    interview: str
    version: int
    what: dict[str, Any]
    by: str
    at: datetime
    last: bool
    among: int


@dataclass(frozen=True)
class EverywhereAct:
    """A word corrected everywhere: places are counted over all interviews.

    open  in how many interviews it is still the last correction, so that it can be undone there
    """

    act: str
    wrong: str
    right: str
    places: int
    interviews: int
    open: int
    by: str
    at: datetime


def log_of(engine: Engine, viewer: Viewer, interview: str) -> Sequence[Correction]:
    """What was corrected in an interview, newest first."""
    require(viewer, "import")
    with Session(engine) as session:
        mine = select(CorrectionRow, InterviewRow.version).join(InterviewRow)
        newest = mine.where(CorrectionRow.interview_id == interview).order_by(CorrectionRow.version.desc())
        return [_correction(session, row, current) for row, current in session.execute(newest)]


def everywhere_log(engine: Engine, viewer: Viewer, most: int = 10) -> Sequence[EverywhereAct]:
    """The words corrected everywhere, newest first."""
    require(viewer, "import")
    with Session(engine) as session:
        newest = select(CorrectionRow.act).where(CorrectionRow.kind == "everywhere").group_by(CorrectionRow.act)
        acts = list(session.scalars(newest.order_by(func.max(CorrectionRow.id).desc()).limit(most)))
        return [_everywhere(session, act) for act in acts]


def _correction(session: Session, row: CorrectionRow, current: int) -> Correction:
    among = session.scalar(select(func.count()).select_from(CorrectionRow).where(CorrectionRow.act == row.act)) or 0
    return Correction(
        row.act, row.kind, row.interview_id, row.version, dict(row.what), row.made_by, row.made_at,
        row.version == current, among,
    )  # fmt: skip


def _everywhere(session: Session, act: str) -> EverywhereAct:
    query = select(CorrectionRow, InterviewRow.version).join(InterviewRow).where(CorrectionRow.act == act)
    rows = session.execute(query.order_by(CorrectionRow.id)).all()
    first = rows[0][0]
    return EverywhereAct(
        act, first.what["from"], first.what["to"], sum(row.what["places"] for row, _ in rows), len(rows),
        sum(row.version == current for row, current in rows), first.made_by, first.made_at,
    )  # fmt: skip
