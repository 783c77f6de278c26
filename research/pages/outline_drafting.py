"""The outline while a model drafts it: the worker asks the model, the page waits and says so."""

import streamlit as st

from research.pages.escaping import escaped
from research.pages.frame import word
from research.pages.sending import draw_sending
from research.pages.watching import EVERY, begin_button, watch
from research.revising import standing
from research.studies import Study
from research.workspace import Workspace


def draw_drafting(study: Study, workspace: Workspace) -> None:
    """Ask for a draft, or watch it being made. Matching drafts first and goes on; the draft is shown once it is there."""
    model = workspace.settings.model
    st.subheader(word("outline.drafting.title"), anchor=False)
    st.markdown(word("outline.drafting.about", model=escaped(model.name if model else "")))
    job = watch(workspace, "match", study.id)
    if job is not None and job.live:
        st.fragment(_until_there, run_every=EVERY)(study, workspace)
    elif job is None or job.status == "done":
        draw_sending(workspace)
        begin_button(word("outline.drafting.ask"), workspace, "match", study.id, key="draft", type="primary")


def _until_there(study: Study, workspace: Workspace) -> None:
    if standing(study, workspace).outline is not None:
        st.rerun(scope="app")
