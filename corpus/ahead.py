"""Files read ahead of the one whose words are being written, by processes beside this one.

Reading, cleaning and looking for identifying words take most of an import's time and need nothing but the file. A reader
that brings its process down costs that file, not the import.
"""

import os
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future
from contextlib import suppress
from functools import cache, partial
from types import TracebackType

from corpus.arrivals import Arrival
from corpus.contents import Contents, Reading, contents_of
from corpus.errors import FileRefused

WORTH = 60
"""Files from which starting processes pays: they need about a second to be there."""
IDLE = 10
"""Seconds without work after which a process ends: so it does where the import was killed, too."""

Get = Callable[[], Contents]
"""Gives what a file holds, once it is asked for. Raises FileRefused."""


class Ahead:
    """Reads files in processes of its own, or, for a few files, in this one when they are asked for.

    Of use as a context: on leaving, what was not asked for is dropped.
    """

    def __init__(self, files: int, processes: int | None = None) -> None:
        cores = len(os.sched_getaffinity(0)) if processes is None else processes
        self._processes = cores if files >= WORTH and cores > 1 else 0
        self._asked: list[Future[Contents]] = []

    def __enter__(self) -> "Ahead":
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        for each in self._asked:
            each.cancel()

    def read(self, arrival: Arrival, data: bytes, read: Reading | None) -> Get:
        """Begin to read a file; what it holds is had by calling what this gives."""
        job = partial(contents_of, arrival, data, read)
        if not self._processes:
            return cache(job)
        future = _submitted(job, self._processes)
        self._asked = [*(each for each in self._asked if not each.done()), future]
        return partial(_given, future, job)


def _submitted(job: Get, processes: int) -> Future[Contents]:
    """The job, under way in processes that the next import finds warm; new ones where an earlier file has killed them."""
    from loky import get_reusable_executor  # for many files only

    future: Future[Contents] = get_reusable_executor(processes, timeout=IDLE).submit(job)
    return future


def _given(future: Future[Contents], job: Get) -> Contents:
    """What came of a file. Where a process died under it, it is read again with no other beside: it may be the one that kills."""
    from loky import ProcessPoolExecutor

    with suppress(BrokenExecutor):
        return future.result()
    try:
        with ProcessPoolExecutor(1, timeout=IDLE) as alone:
            found: Contents = alone.submit(job).result()
            return found
    except BrokenExecutor as error:
        raise FileRefused("unexpected", error=type(error).__name__) from error
