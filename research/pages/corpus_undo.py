"""Undoing an import: one button, and before it what would go and what would stay, in numbers."""

from collections.abc import Sequence

import streamlit as st

from corpus.batch_rows import Batch
from corpus.undoing import Undoing, undo, what_goes
from research.cited import Citing, cited_by, reports_citing
from research.pages.acting import act_button
from research.pages.corpus_import import show_import, start
from research.pages.escaping import escaped
from research.pages.frame import word
from research.workspace import Workspace

NAMED = 4
"""Reports named before the rest is a number."""


def draw_undo(batch: Batch, workspace: Workspace) -> None:
    """The way to undo an import that brought something; what it would do is looked at only where it is asked."""
    if not batch.counts.get("in"):
        return
    folded = st.popover(
        word("batches.undo.open"), key="undo", type="tertiary", icon=":material/undo:", on_change="rerun"
    )
    if folded.open:
        with folded:
            _draw(batch, workspace)


def _draw(batch: Batch, workspace: Workspace) -> None:
    reports = reports_citing(workspace.engine, workspace.viewer)
    told = what_goes(workspace.engine, workspace.viewer, batch.id, cited_by(reports))
    st.markdown(_going(told))
    if told.handed_on:
        st.caption(word("batches.undo.handed", n=told.handed_on))
    if told.kept:
        st.caption(word("batches.undo.kept", n=len(told.kept), reports=_named(told, reports)))
    if not told.anything:
        return
    st.caption(word("batches.undo.redo"))
    act_button(
        word("batches.undo.go"), lambda: _undo(batch, workspace), key="undo-go", then=show_import,
        saying=word("batches.undo.going"), type="primary",
    )  # fmt: skip


def _going(told: Undoing) -> str:
    if not told.files:
        return word("batches.undo.nothing")
    parts = []
    if told.interviews:
        parts.append(word("batches.undo.interviews", n=len(told.interviews), people=told.people))
    if told.described:
        parts.append(word("batches.undo.described", n=told.described))
    return "  \n".join(parts) or word("batches.undo.files", n=told.files)


def _named(told: Undoing, reports: Sequence[Citing]) -> list[str]:
    """The reports because of which interviews stay; another client's is counted and not named."""
    found = [each for each in reports if each.interviews & set(told.kept)]
    titles = list(dict.fromkeys(each.title for each in found if each.title))
    names = [word("batches.undo.report", title=escaped(title)) for title in titles[:NAMED]]
    more = len(titles) - len(names) + len({each.study for each in found if each.title is None})
    return [*names, word("batches.undo.others", n=more)] if more else names


def _undo(batch: Batch, workspace: Workspace) -> str:
    """Reports are looked at once more: one may have been written since the numbers were shown."""
    cited = cited_by(reports_citing(workspace.engine, workspace.viewer))
    undo(workspace.engine, workspace.viewer, batch.id, cited, lock=workspace.settings.import_lock)
    return start(batch.id, workspace)
