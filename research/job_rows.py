"""The jobs as the worker sees them: whoever asked, it takes them up, says how far they are and how they ended.

Every change says in its statement which state it starts from, so that a page that cancels and a worker that goes on
never undo each other.
"""

import os
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, cast

from sqlalchemy import CursorResult, Engine, Update, delete, select, update
from sqlalchemy.orm import Session

from corpus.viewer import Viewer
from research.jobs import Job, Status, job_of
from research.studies import now
from research.tables import JobRow, WorkerRow

Ending = Literal["done", "failed", "cancelled"]


class JobRows:
    """All jobs of a workspace."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def waiting(self) -> Sequence[Job]:
        """Those nobody has taken up yet, oldest first."""
        return self._all("waiting")

    def running(self) -> Sequence[Job]:
        """Those a worker took up and has not ended, oldest first; perhaps a worker that is dead by now."""
        return self._all("running")

    def take(self, job_id: str) -> bool:
        """Take a waiting job up; False where it was cancelled meanwhile."""
        query = update(JobRow).where(JobRow.id == job_id, JobRow.status == "waiting")
        return self._changed(query.values(status="running", started_at=now()))

    def get(self, job_id: str) -> tuple[Job, Viewer]:
        """A job, and in whose name it is done."""
        with Session(self._engine) as session:
            row = session.get_one(JobRow, job_id)
            # The row keeps no role: what the job needs was checked when it was asked for (Jobs.ask), and the owner's
            # role includes all of it. The client still bounds which studies exist for it.
            return job_of(row), Viewer(row.asked_by, "owner", row.client)

    def wanted(self, job_id: str) -> bool:
        """Whether the job is under way and nobody has cancelled it."""
        with Session(self._engine) as session:
            query = select(JobRow.id).where(JobRow.id == job_id, JobRow.status == "running", JobRow.cancel.is_(False))
            return session.scalar(query) is not None

    def at(self, job_id: str, phase: str, done: int, of: int, since: datetime) -> bool:
        """Say how far a job is and since when it is in its phase; False where it is not wanted any more."""
        query = update(JobRow).where(JobRow.id == job_id, JobRow.status == "running", JobRow.cancel.is_(False))
        return self._changed(query.values(phase=phase, done=done, of=of, phase_at=since))

    def end(
        self, job_id: str, how: Ending, *, result: dict[str, Any] | None = None,
        trouble: tuple[str, dict[str, Any]] | None = None,
    ) -> bool:  # fmt: skip
        """Say how a job ended; False where it had ended before: said twice, as after a kill, the first counts."""
        key, values = trouble or (None, None)
        query = update(JobRow).where(JobRow.id == job_id, JobRow.live.is_not(None))
        return self._changed(
            query.values(status=how, live=None, ended_at=now(), result=result, trouble_key=key, trouble_values=values)
        )

    def alive(self, name: str, started: datetime) -> None:
        """Say that the worker of this name is alive."""
        with Session(self._engine) as session, session.begin():
            row = session.get(WorkerRow, name) or WorkerRow(name=name)
            row.process, row.started_at, row.seen_at = os.getpid(), started, now()
            session.add(row)

    def gone(self, name: str) -> None:
        """Say that it is not any more, so that pages need not wait until it is missed."""
        with Session(self._engine) as session, session.begin():
            session.execute(delete(WorkerRow).where(WorkerRow.name == name))

    def _all(self, status: Status) -> Sequence[Job]:
        with Session(self._engine) as session:
            query = select(JobRow).where(JobRow.status == status).order_by(JobRow.asked_at, JobRow.id)
            return [job_of(row) for row in session.scalars(query)]

    def _changed(self, query: Update) -> bool:
        with Session(self._engine) as session, session.begin():
            found = cast("CursorResult[Any]", session.execute(query))
            return found.rowcount == 1
