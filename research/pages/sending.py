"""What leaves this machine for a language model when matching begins: said beside every button that begins it."""

import streamlit as st

from research.pages.escaping import escaped
from research.pages.frame import word
from research.workspace import Workspace


def draw_sending(workspace: Workspace) -> None:
    """Which answers go where, and how many at most; nothing where no model is on or its budget is nothing."""
    model, most = workspace.settings.model, workspace.settings.graded_at_most
    if model is not None and most:
        st.caption(
            word("responses.graded.leaves", model=escaped(model.name), address=escaped(model.base_url), most=most)
        )
