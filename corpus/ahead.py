"""Files read ahead of the one whose words are being written, by processes beside this one.

Reading, cleaning and looking for identifying words take most of an import's time and need nothing but the file. A reader
that brings its process down costs that file, not the import.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Future
from contextlib import suppress
from functools import cache, partial
from types import TracebackType
from typing import TYPE_CHECKING

from corpus.arrivals import Arrival
from corpus.contents import Contents, Reading, contents_of
from corpus.errors import FileRefused
from corpus.portions import portions

if TYPE_CHECKING:
    from loky import ProcessPoolExecutor

WORTH = 60
"""Files from which starting processes pays: they need about a second to be there."""
IDLE = 10
"""Seconds without work after which a process ends: so it does where the import was killed, too."""
AT_A_TIME = 8
"""Files handed to a process at once, and no more once they are BYTES_AT_A_TIME: handing over costs as much as a short file."""
BYTES_AT_A_TIME = 256 * 1024

Get = Callable[[], Contents]
"""Gives what a file holds, once it is asked for. Raises FileRefused."""
File = tuple[Arrival, bytes]
_Read = Contents | Exception


class Ahead:
    """Reads files in processes of its own, or, for a few files, in this one when they are asked for.

    read  how somebody said that they are to be read; None: as they say themselves
    Of use as a context: on leaving, what was not asked for is dropped.
    """

    def __init__(self, files: int, read: Reading | None = None, processes: int | None = None) -> None:
        cores = len(os.sched_getaffinity(0)) if processes is None else processes
        self._processes = cores if files >= WORTH and cores > 1 else 0
        self._how = read
        self._asked: list[Future[list[_Read]]] = []
        self._alone: ProcessPoolExecutor | None = None

    def __enter__(self) -> "Ahead":
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        for each in self._asked:
            each.cancel()
        if self._alone is not None:
            self._alone.shutdown()

    def read(self, files: Sequence[File]) -> list[Get]:
        """Begin to read files; what each holds is had by calling what this gives for it."""
        if not self._processes:
            return [cache(partial(contents_of, *file, self._how)) for file in files]
        gets: list[Get] = []
        self._asked = [each for each in self._asked if not each.done()]
        for some in portions(files, _size, most=AT_A_TIME, largest=BYTES_AT_A_TIME):
            future = _submitted(some, self._how, self._processes)
            self._asked.append(future)
            gets += [partial(self._given, future, at, file) for at, file in enumerate(some)]
        return gets

    def _given(self, future: Future[list[_Read]], at: int, file: File) -> Contents:
        """What came of a file. Where a process died meanwhile it is read again, with no other: it may be the one that kills."""
        with suppress(BrokenExecutor):
            return _content(future.result()[at])
        from loky import ProcessPoolExecutor

        self._alone = self._alone or ProcessPoolExecutor(1, timeout=IDLE)
        try:
            return _content(self._alone.submit(_read_each, [file], self._how).result()[0])
        except BrokenExecutor as error:
            self._alone = None
            raise FileRefused("unexpected", error=type(error).__name__) from error


def _size(file: File) -> int:
    return len(file[1])


def _submitted(files: list[File], read: Reading | None, processes: int) -> Future[list[_Read]]:
    """Their reading, under way in processes that the next import finds warm; new ones where an earlier file has killed them."""
    from loky import get_reusable_executor  # for many files only

    future: Future[list[_Read]] = get_reusable_executor(processes, timeout=IDLE).submit(_read_each, files, read)
    return future


def _read_each(files: list[File], read: Reading | None) -> list[_Read]:
    """What each holds, or what came of trying."""
    found: list[_Read] = []
    for file in files:
        try:
            found.append(contents_of(*file, read))
        except Exception as error:  # of whatever kind: it is for whoever asks for the file
            found.append(error)
    return found


def _content(found: _Read) -> Contents:
    if isinstance(found, Exception):
        raise found
    return found
