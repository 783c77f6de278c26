"""From the rows to the durable queue: which jobs may run now, and what was lost on the way is handed over again."""

from collections.abc import Sequence
from typing import Literal, Protocol

from research.job_rows import JobRows
from research.jobs import STUDYING, Job

AT_ONCE = 2
"""Jobs under way together, beside one that makes the index anew: one may import while somebody's study goes on; more would only slow each other down."""

Fate = Literal["unknown", "live", "ended"]


class Queue(Protocol):
    """Runs each id it is handed to its end, and only once however often it is handed over."""

    def hand_over(self, job_id: str) -> None:
        """Take a job; does nothing where it has it already."""

    def fate(self, job_id: str) -> Fate:
        """What has become of a job."""


class Relay:
    """Looks at the rows and hands jobs over. It remembers nothing: whatever dies, the next look mends it."""

    def __init__(self, rows: JobRows, queue: Queue) -> None:
        self._rows = rows
        self._queue = queue

    def start_waiting(self) -> None:
        """Hand over the waiting jobs there is room for, oldest first; no study begins while somebody withdraws."""
        running = list(self._rows.running())
        waiting = self._rows.waiting()
        leaves = any(job.kind == "withdraw" for job in [*running, *waiting])
        for job in waiting:
            if leaves and job.kind in STUDYING:
                continue
            if has_room(running, job) and self._rows.take(job.id):
                running.append(job)
                self._queue.hand_over(job.id)

    def mend(self) -> None:
        """Hand over again what a row says is running and the queue knows nothing of; end what the queue gave up."""
        for job in self._rows.running():
            fate = self._queue.fate(job.id)
            if fate == "unknown":
                self._queue.hand_over(job.id)
            elif fate == "ended":  # a job that ended well has ended its row itself before, and this changes nothing
                self._rows.end(job.id, "failed", trouble=("job_given_up", {}))


def has_room(running: Sequence[Job], job: Job) -> bool:
    """Whether `job` may run beside those: few at once, one import at a time, one job at a time on a study.

    A withdrawal waits until no study is at work: what was read before it was asked for may be written down until then.
    Making the index with another encoder takes hours and nobody waits for it: it keeps nobody else out.
    """
    running = [each for each in running if each.kind != "index"]
    if job.kind == "index":
        return True
    if len(running) >= AT_ONCE or job.subject in {each.subject for each in running}:
        return False
    if job.kind == "withdraw":
        return all(each.kind == "import" for each in running)
    return job.kind != "import" or all(each.kind != "import" for each in running)
