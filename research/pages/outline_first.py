"""The first look at an outline: drafted with the wordings of the corpus; and why a model's draft was not taken."""

from functools import partial

import streamlit as st

from research.model_told import reason
from research.outline import Outline
from research.pages.escaping import escaped
from research.pages.frame import page_language, word
from research.pages.remembered import searcher
from research.revising import draft_first, lacks_draft
from research.studies import Study
from research.workspace import Workspace


def draw_first(study: Study, workspace: Workspace) -> None:
    """Draft the outline where there is none: looking up how its questions were asked before takes a moment, once.

    Then the page is drawn anew: the steps above are done.
    """
    if lacks_draft(study, workspace):
        with st.spinner(word("guide.looking")):
            draft_first(study, workspace, partial(searcher, workspace))
        st.rerun()


def not_taken(outline: Outline, workspace: Workspace) -> str:
    """Why the outline is the rule's although a model was asked; "" where it was not, or its draft was taken."""
    if not outline.draft_trouble:
        return ""
    why = reason(outline.draft_trouble, page_language())
    model = workspace.settings.model
    return word("guide.not_taken", model=escaped(model.name) if model else word("guide.model"), why=why)
