"""The worker: the one process that does the long work. Kill it when you like; the next one goes on where it stopped.

Rows say what is to be done (research/jobs.py), DBOS keeps which pieces of it are done, in a file of its own. Only ids,
numbers and the names of pieces travel through it.
"""

import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from dbos import DBOS, DBOSConfig, SetWorkflowID, StepOptions
from filelock import FileLock, Timeout
from sqlalchemy.exc import DatabaseError

from corpus.database import open_database
from corpus.disk import free_at, is_full
from corpus.errors import BadInput, Busy
from corpus.viewer import LOCAL
from research.job_rows import JobRows
from research.relay import Fate, Relay
from research.settings import Settings
from research.studies import now
from research.switching import ask_switch
from research.task import Crew, Task
from research.withdrawing import ask_unfinished
from research.workspace import Workspace

LOG = logging.getLogger("quipu.worker")

LOOK = 0.3
"""Seconds between two looks at the rows."""
MEND = 3.0
"""Seconds between two looks for what was lost on the way."""
BEAT = 2.0
"""Seconds between two signs of life; Jobs.worker_alive misses them after 15."""
LEAST = 1024 * 1024
"""Bytes that must be free for a worker to begin."""
ATTEMPTS = 10
"""Times a job is taken up again after its worker died in the middle of it; then the job itself is what kills workers."""

QUEUE = "jobs"
EXECUTOR, VERSION = "worker", "1"
"""Never changed: with another id or version DBOS would leave what a killed worker had begun lying for good."""


def run_worker(settings: Settings, *, beside: int | None = None) -> None:
    """Work until SIGTERM or SIGINT, or until the process `beside` has died. Must be called in the main thread.

    Raises Busy `worker_running` where this workspace has a worker already, BadInput where its files cannot be used.
    """
    stop, lost = Event(), Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with _only_one(settings):
        _until_room(settings, stop)
        engine = open_database(settings.database)
        rows = JobRows(engine)
        with _heartbeat(rows), _launched(Crew(engine, settings), lost) as queue:
            LOG.info("worker %d is up", os.getpid())
            _ask_unfinished(Workspace(engine, LOCAL, settings))
            _look_after(Relay(rows, queue), (stop, lost), beside)
            if lost.is_set() and not stop.is_set():
                begin_anew()  # from here: leaving DBOS waits for the job that waits
        LOG.info("worker %d stops", os.getpid())


def begin_anew() -> None:
    """This process as another run of itself, with its id: what its threads were at is taken up again from the records.

    Its locks go with the files it has open.
    """
    logging.shutdown()
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def _until_room(settings: Settings, stop: Event) -> None:
    """Wait while the disk has not even room for saying that one is there."""
    said = False
    while not stop.is_set() and free_at(settings.home) < LEAST:
        if not said:
            LOG.warning("the disk is full: waiting for room in %s", settings.home)
        said = True
        stop.wait(BEAT)


def _look_after(relay: Relay, ends: tuple[Event, ...], beside: int | None) -> None:
    mended = 0.0
    while not any(each.is_set() for each in ends) and (beside is None or os.getppid() == beside):
        try:
            if time.monotonic() - mended > MEND:
                relay.mend()
                mended = time.monotonic()
            relay.start_waiting()
        except DatabaseError as error:  # somebody held the records too long, or the disk is full: looked at again
            LOG.warning("the records cannot be read or written: %s", type(error.orig).__name__)
        ends[0].wait(LOOK)


def _ask_unfinished(workspace: Workspace) -> None:
    """A withdrawal that broke off, or was begun by a command that was killed, is not left lying; nor is another encoder."""
    try:
        ask_unfinished(workspace)
        ask_switch(workspace)
    except DatabaseError as error:
        LOG.warning("what is unfinished cannot be read or asked for: %s", type(error.orig).__name__)


@contextmanager
def _only_one(settings: Settings) -> Iterator[None]:
    """Hold the workspace's lock; the system lets go of it when the process dies, however it dies."""
    try:
        with FileLock(settings.home / "worker.lock", timeout=0):
            yield
    except Timeout as error:
        raise Busy("worker_running", home=str(settings.home)) from error


@contextmanager
def _heartbeat(rows: JobRows) -> Iterator[None]:
    name, started, stop = socket.gethostname()[:80], now(), Event()

    def beat() -> None:
        while not stop.is_set():
            try:
                rows.alive(name, started)
            except DatabaseError as error:
                LOG.warning("no sign of life could be written: %s", type(error.orig).__name__)
            stop.wait(BEAT)

    thread = Thread(target=beat, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(BEAT)
        rows.gone(name)


@contextmanager
def _launched(crew: Crew, lost: Event) -> Iterator["DurableQueue"]:
    """DBOS running in this process. On leaving, what is under way is left as it is, as if the process had been killed.

    lost   set where what a job has done finds no room in DBOS's records: it is then neither done nor failed there, and goes
           on from its last piece in the next run
    """
    settings = crew.settings
    address = f"sqlite:///{settings.jobs}"
    DBOS(config=DBOSConfig(
        name="quipu", system_database_url=address, executor_id=EXECUTOR, application_version=VERSION, log_level="ERROR",
    ))  # fmt: skip

    @DBOS.workflow(name="job", max_recovery_attempts=ATTEMPTS)
    def job(job_id: str) -> str:
        try:
            _carry_out(Task(job_id, crew))
        except DatabaseError as error:
            if not is_full(error):
                raise
            LOG.warning("%s: no room to write down what is done", job_id)
            lost.set()
            Event().wait()  # or DBOS would write that it failed, once there is room
        return job_id

    logging.getLogger("dbos").setLevel(logging.CRITICAL)  # a launch that fails is told by us, in one line
    try:
        DBOS.launch()
    except DatabaseError as error:
        DBOS.destroy()
        raise BadInput("jobs_unreadable", path=str(settings.jobs)) from error
    logging.getLogger("dbos").setLevel(logging.ERROR)
    try:
        DBOS.register_queue(QUEUE, polling_interval_sec=LOOK, on_conflict="always_update")
        _forget_ended()
        yield DurableQueue(job)
    finally:
        DBOS.destroy()


def _carry_out(task: Task) -> None:
    """A job as a workflow: its plan is a step and so is each piece. What is done is not done again after a kill."""
    pieces = DBOS.run_step(StepOptions(name="plan"), task.plan)
    for at, piece in enumerate(pieces):
        if not DBOS.run_step(StepOptions(name=piece), task.do, piece, at, len(pieces)):
            break


def _forget_ended() -> None:
    """What has ended is in the rows; kept here too it would only grow."""
    ended = DBOS.list_workflows(
        status=["SUCCESS", "ERROR", "CANCELLED"], load_input=False, load_output=False, limit=10_000
    )
    DBOS.delete_workflows([each.workflow_id for each in ended])


class DurableQueue:
    """The queue DBOS keeps: a workflow's id is its job's, and the same id runs once."""

    def __init__(self, job: Callable[[str], str]) -> None:
        self._job = job

    def hand_over(self, job_id: str) -> None:
        """Take a job; does nothing where it has it already."""
        with SetWorkflowID(job_id):
            DBOS.enqueue_workflow(QUEUE, self._job, job_id)

    def fate(self, job_id: str) -> Fate:
        """What has become of a job."""
        found = DBOS.get_workflow_status(job_id)
        if found is None:
            return "unknown"
        return "live" if found.status in ("PENDING", "ENQUEUED", "DELAYED") else "ended"
