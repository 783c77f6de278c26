"""The index as a long-lived process keeps it: opened once for each state, its encoders loaded once altogether."""

from threading import Lock
from typing import TYPE_CHECKING

from index.manifest import current
from research.workspace import Workspace

if TYPE_CHECKING:
    from index.search import Searcher


class WarmIndex:
    """One opened index, shared by the jobs of a process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._state: tuple[str, int] | None = None
        self._searcher: Searcher | None = None

    def open(self, workspace: Workspace) -> "Searcher":
        """The index as it stands now. Raises IndexTrouble as `Workspace.searcher` does."""
        with self._lock:
            state = (str(current(workspace.settings.index)), workspace.corpus.stamp())
            if self._searcher is None or state != self._state:
                self._searcher = _with_encoders_of(self._searcher, Workspace.searcher(workspace))
                self._state = state
            return self._searcher

    def forget(self) -> None:
        """Let go of the index: it may hold words of somebody who has withdrawn."""
        with self._lock:
            self._state = self._searcher = None


def _with_encoders_of(before: "Searcher | None", opened: "Searcher") -> "Searcher":
    """The opened index, reading with the encoders that are loaded already: an encoder of the same id is the same."""
    known = {encoder.id: encoder for encoder in before.spaces.encoders.values()} if before else {}
    for space, encoder in opened.spaces.encoders.items():
        opened.spaces.encoders[space] = known.get(encoder.id, encoder)
    return opened
