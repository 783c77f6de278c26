"""What leaves this machine for a language model when matching begins: said beside every button that begins it."""

import streamlit as st

from research.outline import Outline
from research.pages.escaping import escaped
from research.pages.frame import word
from research.said_of_people import words_of
from research.workspace import Workspace


def draw_sending(workspace: Workspace, outline: Outline | None = None) -> None:
    """Which answers go where, and how many at most; nothing where no model is on or its budget is nothing.

    outline   the one that is to be matched, where there is one: it may ask for people by what they said
    """
    model, most = workspace.settings.model, workspace.settings.graded_at_most
    if model is not None and most:
        st.caption(
            word("responses.graded.leaves", model=escaped(model.name), address=escaped(model.base_url), most=most)
        )
        if outline is not None and (words := words_of(outline)):
            st.caption(word("audience.asked.leaves", words=[escaped(each) for each in words], most=most))
