"""A study's title, and the pencil beside it."""

from pathlib import Path

import streamlit as st

from corpus.errors import QuipuError
from research.pages.escaping import escaped
from research.pages.frame import tell, word
from research.pages.opening import open_workspace
from research.studies import LONGEST_TITLE, Study

STYLE = Path(__file__).with_name("style_study.css")
TROUBLE = "title-trouble"


def draw_title(study: Study) -> None:
    """The title; its form opens at the pencil."""
    st.html(STYLE)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="study-title"):
        st.title(escaped(study.title), anchor=False, width="stretch")
        with st.popover(
            ":material/edit:", type="tertiary", key=f"title-{study.stamp}", help=word("study.title.edit")
        ), st.form(f"form-title-{study.id}", border=False):  # fmt: skip
            key = f"study-title-{study.id}"
            st.text_input(word("brief.title"), study.title, key=key, max_chars=LONGEST_TITLE)
            st.form_submit_button(word("outline.save"), key="save-title", on_click=_save, args=(study.id, key))
    if trouble := st.session_state.pop(TROUBLE, None):
        tell(trouble)


def _save(study_id: str, key: str) -> None:
    try:
        open_workspace().studies.retitle(study_id, st.session_state[key])
    except QuipuError as error:
        st.session_state[TROUBLE] = error
