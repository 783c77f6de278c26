"""How far the words of an import's interviews may go: one scope for all of them, once a curator has looked it up."""

from collections.abc import Sequence

import streamlit as st

from corpus.consent import set_consent
from corpus.records import SCOPES
from research.pages.acting import act_button, typed
from research.pages.frame import word
from research.workspace import Workspace

DONE = "scope-done"
"""In the session: the scope that was set just now."""


def draw_scope(interviews: Sequence[str], workspace: Workspace) -> None:
    """Set one scope for these interviews, or let what each person agreed to count again; nothing where there are none."""
    if not interviews:
        return
    folded = st.popover(
        word("batches.scope.open"), key="scope", type="tertiary", icon=":material/format_quote:", on_change="rerun"
    )
    if not folded.open:
        return
    with folded, st.form("scope-form", border=False):
        st.markdown(word("batches.scope.which", n=len(interviews)))
        names = {each: word(f"batches.scope.{each}") for each in ("own", *SCOPES)}
        st.radio(
            word("batches.scope.label"), list(names), key="scope-chosen", format_func=names.__getitem__, index=None,
            label_visibility="collapsed",
        )  # fmt: skip
        act_button(
            word("batches.scope.go", n=len(interviews)), lambda: _set(interviews, workspace), key="scope-go",
            then=_remember_set, sends=True,
        )  # fmt: skip
        if done := st.session_state.pop(DONE, ""):
            st.success(word("batches.scope.done", n=len(interviews), scope=names[done]))


def _set(interviews: Sequence[str], workspace: Workspace) -> str:
    """What was chosen and holds now, "" where nothing was."""
    chosen = str(typed("scope-chosen") or "")
    if chosen:
        scope = next((each for each in SCOPES if each == chosen), None)
        set_consent(workspace.engine, workspace.viewer, interviews, scope)
    return chosen


def _remember_set(chosen: str) -> None:
    st.session_state[DONE] = chosen
