"""Counting who answered something like a question, beside the page: the first time libraries load, and nobody waits for that."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Lock

import streamlit as st

from corpus.errors import IndexTrouble
from corpus.records import Language
from index.manifest import current
from research.feasibility import Nearby, nearby
from research.pages.remembered import searcher
from research.workspace import Workspace

PATIENCE = 0.8
"""Seconds a page waits for numbers before it shows itself without them. A test may wait longer."""
KEPT = 400
"""Wordings whose places are remembered."""


class Counting:
    """What was counted for one state of the corpus and its index, each wording once, in a thread of its own."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lock = Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="counting")
        self._asked: OrderedDict[tuple[Language, str], Future[Nearby | None]] = OrderedDict()

    def near(self, texts: Sequence[str], language: Language, *, patience: float = 0.0) -> Mapping[str, Nearby | None]:
        """Text → where something like it was answered, of those that are counted by now; None where the index cannot say.

        Those that nobody has asked about yet are begun; `patience` is how long to wait for the first of them, in seconds.
        """
        with self._lock:
            for text in texts:
                if (language, text) not in self._asked:
                    self._asked[language, text] = self._thread.submit(self._count, text, language)
                self._asked.move_to_end((language, text))
            while len(self._asked) > KEPT:
                self._asked.popitem(last=False)[1].cancel()
            asked = {text: self._asked[language, text] for text in texts if (language, text) in self._asked}
        wait(asked.values(), timeout=patience)
        return {text: each.result() for text, each in asked.items() if each.done() and not each.cancelled()}

    def _count(self, text: str, language: Language) -> Nearby | None:
        try:
            opened = searcher(self._workspace)
            return nearby([text], language, corpus=self._workspace.corpus, searcher=opened)[text]
        except IndexTrouble:  # steps that need the index say what is wrong with it
            return None


def counting(workspace: Workspace) -> Counting | None:
    """The counting for the corpus and index as they are now; None where there is no index to count by."""
    folder = current(workspace.settings.index)
    if folder is None:
        return None
    return _counting(workspace.settings.database, str(folder), workspace.corpus.stamp(), _workspace=workspace)


@st.cache_resource(max_entries=2, show_spinner=False)
def _counting(database: str, index: str, corpus: int, *, _workspace: Workspace) -> Counting:
    return Counting(_workspace)
