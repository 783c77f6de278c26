"""Files read ahead of the one whose words are being written, by processes beside this one.

Reading, cleaning and looking for identifying words take most of an import's time and need nothing but the file. A reader
that brings its process down costs that file, not the import.
"""

import os
import signal
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import suppress
from functools import cache, partial
from multiprocessing import connection, get_context, parent_process
from threading import Thread
from types import TracebackType

from corpus.arrivals import Arrival
from corpus.contents import Contents, Reading, contents_of
from corpus.errors import FileRefused

WORTH = 60
"""Files from which starting processes pays: they need about half a second to be there."""

Get = Callable[[], Contents]
"""Gives what a file holds, once it is asked for. Raises FileRefused."""


class Ahead:
    """Reads files in processes of its own, or, for a few files, in this one when they are asked for.

    Of use as a context: on leaving, what was not asked for is dropped.
    """

    def __init__(self, files: int, processes: int | None = None) -> None:
        cores = len(os.sched_getaffinity(0)) if processes is None else processes
        self._processes = cores if files >= WORTH and cores > 1 else 0
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> "Ahead":
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self._close()

    def read(self, arrival: Arrival, data: bytes, read: Reading | None) -> Get:
        """Begin to read a file; what it holds is had by calling what this gives."""
        job = partial(contents_of, arrival, data, read)
        if not self._processes:
            return cache(job)
        try:
            return partial(_given, self._started().submit(job), job)
        except BrokenExecutor:  # by an earlier file, whose turn will come
            self._close()
            return partial(_given, self._started().submit(job), job)

    def _started(self) -> ProcessPoolExecutor:
        self._pool = self._pool or _processes(self._processes)
        return self._pool

    def _close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


def _given(future: Future[Contents], job: Get) -> Contents:
    """What came of a file. Where a process died under it, it is read again with no other beside: it may be the one that kills."""
    with suppress(BrokenExecutor):
        return future.result()
    try:
        with _processes(1) as alone:
            return alone.submit(job).result()
    except BrokenExecutor as error:
        raise FileRefused("unexpected", error=type(error).__name__) from error


def _processes(number: int) -> ProcessPoolExecutor:
    # Not forked from this process: it may have threads (the worker does), and a fork inherits their locks.
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return ProcessPoolExecutor(number, mp_context=context, initializer=_stand_beside)


def _stand_beside() -> None:
    """Leave an interrupt to the process that imports, and end with it, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent = parent_process()
    if parent is not None:
        Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)
