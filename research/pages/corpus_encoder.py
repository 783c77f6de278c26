"""Another encoder is set: that the index there is goes on serving, and how far the other's is."""

import streamlit as st

from corpus.errors import IndexTrouble
from corpus.viewer import may
from research.pages.escaping import escaped
from research.pages.frame import word
from research.pages.watching import begin_button, watch
from research.switching import subject_of
from research.workspace import Workspace


def draw_switch(other: IndexTrouble, workspace: Workspace) -> None:
    """Which encoder searches and which will; what the work on it is doing, or the way to begin it."""
    names = {role: _name(str(other.values[role])) for role in ("built", "set")}
    with st.container(key="switch"):
        st.markdown(word("corpus.encoder.serves", **names))
        if not may(workspace.viewer, "import"):
            return
        subject = subject_of(workspace.settings.encoder)
        job = watch(workspace, "index", subject)
        if job is None or job.status == "done":
            begin_button(word("corpus.encoder.begin"), workspace, "index", subject, key="switch-begin")


def _name(said: str) -> str:
    return word("corpus.encoder.default") if said == "default" else escaped(said)
