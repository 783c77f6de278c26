"""One job under way in the worker: its steps never raise; how it goes and how it ends is written to its row.

Log lines hold ids, counts and the kinds of errors, never words of a brief or a transcript.
"""

import logging
import time
import traceback
from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError, OperationalError

from corpus.disk import check_room, full, is_full
from corpus.errors import Busy, QuipuError
from research.job_rows import Ending, JobRows
from research.settings import Settings
from research.studies import now
from research.warm import WarmIndex
from research.working import Cancelled, Result, Work, work_of
from research.workspace import Workspace

Made = TypeVar("Made")

LOG = logging.getLogger("quipu.worker")

OFTEN = 0.25
"""Seconds between two writings of a job's progress: a page looks every 1.5 s, and each is a write to the records."""
PAUSE = 1.0
"""Seconds until what somebody else holds is asked for again."""


class Crew:
    """What the jobs of one worker share."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self.engine = engine
        self.settings = settings
        self.rows = JobRows(engine)
        self.warm = WarmIndex()


class Task:
    """One job. What it needs is opened when its first step that was not done before is."""

    def __init__(self, job_id: str, crew: Crew) -> None:
        self._id = job_id
        self._crew = crew
        self._progress = Progress(job_id, crew.rows)

    @cached_property
    def _work(self) -> Work:
        job, viewer = self._crew.rows.get(self._id)
        workspace = Workspace(self._crew.engine, viewer, self._crew.settings)
        return work_of(job, workspace, self._progress, self._crew.warm)

    def plan(self) -> list[str]:
        """The pieces; none where the job has ended."""
        return self._guarded(lambda: self._work.plan()) or []

    def do(self, piece: str, at: int, of: int) -> bool:
        """Do a piece and say whether there is more to do; the last one ends the job."""

        def step() -> bool:
            check_room(self._crew.settings.home)
            result: Result | None = self._work.do(piece, at, of)
            if at + 1 == of:
                self._end("done", result=result or {})
            return at + 1 < of

        return bool(self._guarded(step))

    def _guarded(self, made: Callable[[], Made]) -> Made | None:
        """What `made` gives; None where the job has ended, and where this ended it."""
        try:
            return self._patiently(made)
        except Cancelled:
            self._end("cancelled")
        except QuipuError as error:
            self._end("failed", trouble=(error.key, error.values))
        except Exception as error:
            if is_full(error):
                found = full(self._crew.settings.home)
                self._end("failed", trouble=(found.key, found.values))
                return None
            self._end("failed", trouble=("job_broke_off", {"error": type(error).__name__}))
            LOG.error("%s broke off: %s\n%s", self._id, type(error).__name__, _where(error))
        return None

    def _patiently(self, made: Callable[[], Made]) -> Made:
        """Somebody else who imports or indexes is waited for, until the job is not wanted any more."""
        while True:
            if not self._crew.rows.wanted(self._id):
                raise Cancelled
            try:
                return made()
            except Busy:
                time.sleep(PAUSE)
            except OperationalError as error:
                if "locked" not in str(error.orig):
                    raise
                LOG.warning("%s waits for the records", self._id)
                time.sleep(PAUSE)

    def _end(self, how: Ending, **more: Any) -> None:
        """Write down how it ended; where not even that has room, wait until it has."""
        while True:
            try:
                if self._crew.rows.end(self._id, how, **more):
                    LOG.info("%s %s", self._id, how)
                return
            except DatabaseError as error:
                if not is_full(error):  # its message shows what was to be written
                    kind = type(error.orig).__name__
                    raise RuntimeError(f"the end of {self._id} could not be written: {kind}") from None
            LOG.warning("%s waits for room on the disk", self._id)
            time.sleep(PAUSE)


class Progress:
    """Writes how far a job is to its row, seldom enough, and learns there whether to stop."""

    def __init__(self, job_id: str, rows: JobRows, clock: Callable[[], float] = time.monotonic) -> None:
        self._id = job_id
        self._rows = rows
        self._clock = clock
        self._phase, self._written, self._since = "", 0.0, now()

    def __call__(self, phase: str, done: int, of: int) -> None:
        """Raises Cancelled where the job is not wanted any more."""
        at = self._clock()
        if phase == self._phase and at - self._written < OFTEN:
            return
        if phase != self._phase:
            LOG.info("%s %s", self._id, phase)
            self._phase, self._since = phase, now()
        self._written = at
        try:
            wanted = self._rows.at(self._id, phase, done, of, self._since)
        except DatabaseError as error:  # somebody holds the records long: the work goes on, the next look says more
            LOG.warning("%s could not say how far it is: %s", self._id, type(error.orig).__name__)
            return
        if not wanted:
            raise Cancelled


def _where(error: Exception) -> str:
    """The lines of code an error came through, without its message: that may hold anything."""
    return "".join(traceback.format_list(traceback.extract_tb(error.__traceback__)))
