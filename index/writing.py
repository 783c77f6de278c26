"""Writing the words of blocks: in this process, or for many of them in others, while this one writes their vectors."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from index.blocks import write_words
from index.words import Segment, WordDocument

if TYPE_CHECKING:
    from loky import ProcessPoolExecutor

WORTH = 30_000
"""Exchanges from which starting processes pays: they need a second or two to be there."""
IDLE = 60
"""Seconds without work after which a process ends: so it does where the building was killed, too."""


class Words:
    """Writes the words of blocks. Of use as a context: on leaving, all of them are written."""

    def __init__(self, exchanges: int, processes: int | None = None) -> None:
        cores = len(os.sched_getaffinity(0)) if processes is None else processes
        self._processes = cores if exchanges >= WORTH and cores > 1 else 0
        self._pool: ProcessPoolExecutor | None = None
        self._waiting: list[Callable[[], None]] = []

    def __enter__(self) -> "Words":
        if self._processes:
            from loky import ProcessPoolExecutor  # for many exchanges only

            self._pool = ProcessPoolExecutor(self._processes, timeout=IDLE)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        try:
            while kind is None and self._waiting:
                self._waiting.pop(0)()
        finally:
            if self._pool is not None:
                self._pool.shutdown(kill_workers=kind is not None)

    def write(self, folder: Path, block: str, documents: Sequence[WordDocument]) -> Callable[[], list[Segment]]:
        """Begin to write the words of a block; gives what waits for its segments."""
        if self._pool is None:
            segments = write_words(folder, block, documents)
            return lambda: segments
        future: Future[list[Segment]] = self._pool.submit(write_words, folder, block, documents)
        return future.result

    def then(self, finish: Callable[[], None]) -> None:
        """What is to be done once the words of the block written last are there; no more than two blocks wait in memory."""
        self._waiting.append(finish)
        while len(self._waiting) > self._processes:
            self._waiting.pop(0)()
