"""Long work somebody asked for: imports, matching, writing. Pages ask, watch and cancel; a worker does it.

A job is a row beside the records, so that asking is one transaction with whatever it is about, and a page needs no
queue to be up. The worker (research/worker.py) hands waiting rows to its durable queue; only ids travel through it.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from sqlalchemy import Engine, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from corpus.errors import NotFound
from corpus.viewer import Action, Viewer, may, require
from research.studies import now, own_study
from research.tables import JobRow, WorkerRow

Kind = Literal["import", "match", "write", "clean", "withdraw", "index", "revise"]
Status = Literal["waiting", "running", "done", "failed", "cancelled"]

NEEDS: dict[Kind, Action] = {
    "import": "import", "match": "study", "write": "study", "clean": "import", "withdraw": "import",
    "index": "import", "revise": "study",
}  # fmt: skip
PHASES: dict[Kind, tuple[str, ...]] = {
    "import": ("files", "index"),
    "clean": ("cleaning",),
    "match": ("outline", "matches", "responses"),
    "write": ("outline", "matches", "responses", "selection", "evidence", "report"),
    "withdraw": ("records", "index", "files", "erase"),
    "index": ("index",),
    "revise": ("proposals",),
}
"""What each kind does, in order. Matching and writing do `index` first where the corpus has grown beneath them."""

STUDYING: tuple[Kind, ...] = ("match", "write", "revise")
"""Those on a study, which its client's people see; whoever may import sees the others."""

NEVER_STOPPED: tuple[Kind, ...] = ("withdraw",)
"""Those nobody cancels: somebody has been promised that they come to their end."""

LIVE: tuple[Status, ...] = ("waiting", "running")

SILENT = timedelta(seconds=15)
"""A worker that has not been seen for so long is taken for dead; it says that it is alive every two seconds."""


@dataclass(frozen=True)
class Job:
    """phase       what it is doing (`outline`, `matches`, `files`, `index`, …), "" before it started
    done, of    how far the phase is; of = 0 where that cannot be told
    trouble     (key, values) of the error it ended with
    result      what came of it: ids and counts. match: {people, valid} or {shortage, values}; write: {report};
                import: {in, known, refused, interviews}, the last being those that can be searched now;
                clean: {interviews, taken, refused, tokens}; revise: {replies, tokens}; index: {interviews, exchanges}; withdraw: {}
    stopping    it was cancelled and has not stopped yet
    """

    id: str
    kind: Kind
    subject: str
    status: Status
    phase: str
    done: int
    of: int
    trouble: tuple[str, dict[str, Any]] | None
    result: dict[str, Any]
    asked_by: str
    asked_at: datetime
    phase_at: datetime | None
    ended_at: datetime | None
    stopping: bool = False

    @property
    def live(self) -> bool:
        """Whether it waits or runs."""
        return self.status in LIVE

    def left(self, at: datetime) -> timedelta | None:
        """How long the phase will take from `at` on, as fast as it went so far; None where nothing can be said yet."""
        if not self.live or self.phase_at is None or not 0 < self.done <= self.of or at <= self.phase_at:
            return None
        return (at - self.phase_at) / self.done * (self.of - self.done)


class Jobs:
    """The jobs `viewer` may see: those of their own client's studies, and imports where they may import."""

    def __init__(self, engine: Engine, viewer: Viewer) -> None:
        self._engine = engine
        self.viewer = viewer

    def ask(self, kind: Kind, subject: str) -> Job:
        """Ask for work on a study, a batch of files, an ask for refinements or an encoder. What waits or runs already is not asked for twice: its job is given.

        Raises NotAllowed, NotFound for a study that is not the viewer's.
        """
        require(self.viewer, NEEDS[kind])
        job = None
        while job is None:  # whose row was in the way has ended by the time it is looked for: asked once more
            job = self._asked(kind, subject) or self._live(kind, subject)
        return job

    def _asked(self, kind: Kind, subject: str) -> Job | None:
        """A new job; None where one waits or runs already, which the database itself tells."""
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            if kind in STUDYING:
                own_study(session, subject, self.viewer)
            row = add_job(session, kind, subject, self.viewer)
            return job_of(row) if row else None

    def _live(self, kind: Kind, subject: str) -> Job | None:
        with Session(self._engine) as session:
            row = session.scalar(select(JobRow).where(JobRow.live == f"{kind} {subject}"))
            return job_of(row) if row else None

    def get(self, job_id: str) -> Job:
        """A job by id. Raises NotFound `no_job` where there is none for this viewer."""
        with Session(self._engine) as session:
            row = session.get(JobRow, job_id)
            if row is None or not self._sees(row):
                raise NotFound("no_job", id=job_id)
            return job_of(row)

    def of(self, kind: Kind, subject: str) -> Job | None:
        """The newest job of this kind on this subject, None where there was none."""
        return next(iter(self._find(JobRow.kind == kind, JobRow.subject == subject, most=1)), None)

    def live(self) -> Sequence[Job]:
        """All jobs that wait or run, oldest first."""
        return self._find(JobRow.live.is_not(None))[::-1]

    def recent(self, kind: Kind | None = None, *, most: int = 20) -> Sequence[Job]:
        """The newest jobs, newest first."""
        return self._find(*([JobRow.kind == kind] if kind else []), most=most)

    def cancel(self, job_id: str) -> None:
        """Ask that a job stop. It stops where nothing is half done; what it has finished stays. Raises NotFound.

        One of NEVER_STOPPED goes on."""
        with Session(self._engine) as session, session.begin():
            row = session.get(JobRow, job_id)
            if row is None or not self._sees(row):
                raise NotFound("no_job", id=job_id)
            require(self.viewer, NEEDS[cast(Kind, row.kind)])
            if row.kind in NEVER_STOPPED:
                return
            # Said in the statement itself: a worker may take the job between reading it and this.
            waits = update(JobRow).where(JobRow.id == job_id, JobRow.status == "waiting")
            session.execute(waits.values(status="cancelled", live=None, cancel=True, ended_at=now()))
            session.execute(update(JobRow).where(JobRow.id == job_id, JobRow.live.is_not(None)).values(cancel=True))

    def worker_alive(self) -> bool:
        """Whether a worker has been seen within SILENT."""
        with Session(self._engine) as session:
            seen = session.scalar(select(WorkerRow.seen_at).order_by(WorkerRow.seen_at.desc()).limit(1))
            return seen is not None and now() - seen < SILENT

    def _find(self, *where: Any, most: int = 200) -> Sequence[Job]:
        with Session(self._engine) as session:
            mine = or_(JobRow.kind.not_in(STUDYING), JobRow.client == self.viewer.client)
            kinds = JobRow.kind.in_([kind for kind, action in NEEDS.items() if may(self.viewer, action)])
            query = select(JobRow).where(*where, mine, kinds).order_by(JobRow.asked_at.desc(), JobRow.id)
            return [job_of(row) for row in session.scalars(query.limit(most))]

    def _sees(self, row: JobRow) -> bool:
        """Its client's people see a study's job, whoever may import sees the others."""
        allowed = may(self.viewer, NEEDS[cast(Kind, row.kind)])
        return allowed and (row.kind not in STUDYING or row.client == self.viewer.client)


def add_job(session: Session, kind: Kind, subject: str, viewer: Viewer) -> JobRow | None:
    """Ask for work within a transaction; None where the same waits or runs already."""
    row = JobRow(
        id="j-" + secrets.token_hex(8), kind=kind, subject=subject, client=viewer.client,
        live=f"{kind} {subject}", status="waiting", asked_by=viewer.person, asked_at=now(),
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return None
    return row


def job_of(row: JobRow) -> Job:
    """The row as a record."""
    trouble = (row.trouble_key, dict(row.trouble_values or {})) if row.trouble_key else None
    return Job(
        row.id, cast(Kind, row.kind), row.subject, cast(Status, row.status), row.phase or "", row.done or 0, row.of or 0,
        trouble, dict(row.result or {}), row.asked_by, row.asked_at, row.phase_at, row.ended_at,
        bool(row.cancel) and row.status in LIVE,
    )  # fmt: skip
