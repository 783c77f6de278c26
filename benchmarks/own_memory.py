"""How much memory a process has for itself: what is mapped from files is the system's to take back, and is not counted."""

import re
from pathlib import Path
from threading import Event, Thread
from types import TracebackType

EVERY = 0.02
"""Seconds between two looks."""
_OWN = re.compile(r"^RssAnon:\s+(\d+) kB", re.MULTILINE)


def own_memory() -> int:
    """Bytes of this process that are in memory and of no file. Raises OSError where the system (Linux) does not tell."""
    told = _OWN.search(Path("/proc/self/status").read_text(encoding="ascii"))
    if told is None:
        raise OSError("the system does not tell")
    return 1024 * int(told[1])


class Watched:
    """A context: `most` is the most memory this process had for itself in it, as far as looking every 20 ms can tell."""

    def __init__(self) -> None:
        self.most = own_memory()
        self._left = Event()
        self._thread = Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Watched":
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self._left.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._left.wait(EVERY):
            self.most = max(self.most, own_memory())
