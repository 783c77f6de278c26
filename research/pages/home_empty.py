"""Home before there are interviews: the way to bring them in."""

import streamlit as st

from research.pages.frame import go, word
from research.pages.opening import command
from research.workspace import Workspace


def draw_no_corpus(workspace: Workspace) -> None:
    """One button to the corpus, which brings in the sample too; the command that does it is folded away."""
    st.markdown(word("home.empty.about"))
    if st.button(word("home.empty.bring_in"), key="bring-in", type="primary"):
        go("corpus")
    st.caption(word("home.empty.sample_too"))
    with st.expander(word("home.empty.by_command"), key="by-command"):
        st.caption(word("home.empty.sample"))
        st.code(command(workspace.settings, "demo"), language=None, wrap_lines=True)
