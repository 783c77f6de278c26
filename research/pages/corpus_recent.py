"""The imports there were: the newest, or all of them, each the way to what became of its files."""

import streamlit as st

from corpus.batch_rows import Batch
from research.pages.corpus_batch import moment
from research.pages.corpus_import import batches
from research.pages.escaping import escaped
from research.pages.frame import go, word
from research.workspace import Workspace

RECENT = 5
"""Imports shown before all are asked for."""
MORE = 50
"""Imports a further click brings."""


def draw_recent(workspace: Workspace) -> None:
    """The newest imports; ?imports= of them, where the address says so."""
    most = _most()
    found = batches(workspace).all(most=most + 1)
    if not found:
        return
    live = {job.subject for job in workspace.jobs.live() if job.kind == "import"}
    st.header(word("corpus.recent"), anchor=False)
    with st.container(gap=None, key="recent"):
        for batch in found[:most]:
            if st.button(_line(batch, batch.id in live), key=f"batch-{batch.id}", type="tertiary"):
                go("corpus", batch=batch.id)
    if len(found) > most:
        st.button(word("corpus.all_imports"), key="all-imports", type="tertiary", on_click=_more, args=(most,))


def _line(batch: Batch, live: bool) -> str:
    """When, how many files, how many of them are in; while it runs, that is not counted."""
    counts = {status: n for status, n in batch.counts.items() if status != "dismissed"}
    at, n, origin = moment(batch.made_at), sum(counts.values()), escaped(batch.origin)
    if live:
        return word("corpus.running_line", at=at, origin=origin, n=n)
    return word(
        "corpus.recent_line", at=at, origin=origin, n=n, held=(counts.get("in", 0) + counts.get("known", 0)) or None
    )


def _most() -> int:
    asked = st.query_params.get("imports", "")
    return max(RECENT, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else RECENT


def _more(most: int) -> None:
    st.query_params["imports"] = str(most - most % MORE + MORE)
