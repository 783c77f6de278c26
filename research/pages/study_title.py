"""A study's title, and the pencil beside it."""

from pathlib import Path

import streamlit as st

from research.pages.acting import doing, tell_trouble, typed
from research.pages.escaping import escaped
from research.pages.frame import word
from research.studies import LONGEST_TITLE, Study
from research.workspace import Workspace

STYLE = Path(__file__).with_name("style_study.css")


def draw_title(study: Study, workspace: Workspace) -> None:
    """The title; its form opens at the pencil."""
    st.html(STYLE)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="study-title"):
        st.title(escaped(study.title), anchor=False, width="stretch")
        with st.popover(
            ":material/edit:", type="tertiary", key=f"title-{study.stamp}", help=word("study.title.edit")
        ), st.form(f"form-title-{study.id}", border=False):  # fmt: skip
            key = f"study-title-{study.id}"
            st.text_input(word("brief.title"), study.title, key=key, max_chars=LONGEST_TITLE)
            save = doing(lambda: workspace.studies.retitle(study.id, typed(key)), at="save-title")
            st.form_submit_button(word("outline.save"), key="save-title", on_click=save)
    tell_trouble("save-title")  # not in the popover, which is closed by then
