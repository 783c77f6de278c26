"""The workspace and its worker side by side: `python -m research serve`. Whichever way it ends, both are gone with it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from threading import Event
from types import FrameType

from research.settings import PROJECT

FEW_THREADS = {
    "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
}  # fmt: skip
"""What the numeric libraries read once, when they are loaded: the worker leaves the other processor to the pages."""

NICENESS = 10
"""Steps the worker stands behind everybody else when both want the processor."""

SEATED = "QUIPU_SEATED"

LOOK = 0.3
"""Seconds between two looks at the two processes."""
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds before a worker that died is started again; twice as many each time it does not last."""
LASTED = 60.0
"""Seconds after which a worker has lasted, and the pause is the first one again."""
GRACE = 10.0
"""Seconds a process gets to end when it is asked to."""

Process = subprocess.Popen[bytes]


def take_a_back_seat() -> None:
    """Cap this process's threads and let others go first, once. To be called before numpy or torch are loaded."""
    for name, value in FEW_THREADS.items():
        os.environ.setdefault(name, value)
    if hasattr(os, "nice") and os.environ.get(SEATED) != str(os.getpid()):
        os.nice(NICENESS)
    os.environ[SEATED] = str(os.getpid())  # a worker that begins anew is the same process, and stands back already


def serve(arguments: Sequence[str]) -> int:
    """Serve the workspace with a worker beside it until it ends or a signal comes. The exit code is the workspace's.

    arguments   handed on to `streamlit run app.py`
    """
    stop = Event()

    def asked_to_end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, asked_to_end)
    pages = started("streamlit", "run", "app.py", *arguments)
    worker = Kept(lambda: started("research", "work", "--beside", str(os.getpid()), environment=FEW_THREADS))
    try:
        while pages.poll() is None and not stop.is_set():
            worker.look()
            stop.wait(LOOK)
    finally:
        ended(*(each for each in (pages, worker.process) if each))
    return pages.returncode if pages.returncode >= 0 else 128 - pages.returncode


def started(module: str, *arguments: str, environment: Mapping[str, str] | None = None) -> Process:
    """A process of this Python in the project's folder, where Streamlit finds its settings."""
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments], cwd=PROJECT, env={**(environment or {}), **os.environ}
    )


def ended(*processes: Process) -> None:
    """End processes, first politely."""
    for each in processes:
        each.terminate()
    for each in processes:
        try:
            each.wait(GRACE)
        except subprocess.TimeoutExpired:
            each.kill()
            each.wait()


class Kept:
    """A process that is started again when it dies, after a pause that grows while it does not last."""

    def __init__(self, start: Callable[[], Process], clock: Callable[[], float] = time.monotonic) -> None:
        self._start = start
        self._clock = clock
        self._pause = 0.0
        self._began = self._due = clock()
        self.process: Process | None = None

    def look(self) -> None:
        """Start it where it does not run and its pause is over."""
        at = self._clock()
        if self.process is not None and self.process.poll() is not None:
            self._pause = (
                min(max(2 * self._pause, FIRST_PAUSE), LONGEST_PAUSE) if at - self._began < LASTED else FIRST_PAUSE
            )
            self._due, self.process = at + self._pause, None
        if self.process is None and at >= self._due:
            self._began, self.process = at, self._start()
