"""Subjects that staff add: one by its name and the words it is known by, or one for each question of a guide."""

import streamlit as st

from corpus.records import Language
from corpus.viewer import may
from research.pages.frame import word
from research.pages.telling_done import did
from research.pages.transcripts_address import put
from research.subject_words import bring_named_up
from research.workspace import Workspace


def draw_add(language: Language, workspace: Workspace) -> None:
    """The form, for curators."""
    if not may(workspace.viewer, "import"):
        return
    with st.popover(word("coverage.add"), type="tertiary", icon=":material/add:", key="subject-add"):
        with st.form("add-subject", border=False):
            name = st.text_input(word("coverage.name"), key="add-name", max_chars=120)
            words = st.text_input(
                word("coverage.words"), key="add-words", max_chars=200, help=word("coverage.words_help")
            )
            sent = st.form_submit_button(word("coverage.add_save"), key="add-save", type="primary")
        if sent and did(lambda: _add(language, name, words, workspace)):
            st.rerun()
    _draw_guide(language, workspace)


def _draw_guide(language: Language, workspace: Workspace) -> None:
    with st.popover(word("coverage.guide"), type="tertiary", icon=":material/list_alt:", key="subject-guide"):
        with st.form("guide-subjects", border=False):
            lines = st.text_area(
                word("coverage.guide_lines"), key="guide-lines", max_chars=8000, help=word("coverage.guide_help")
            )
            sent = st.form_submit_button(word("coverage.guide_save"), key="guide-save", type="primary")
        if sent and did(lambda: _bring_guide_in(lines, language, workspace)):
            st.rerun()


def _bring_guide_in(lines: str, language: Language, workspace: Workspace) -> None:
    from research.subject_guide import bring_guide_in  # loads what compares questions

    with st.spinner(word("coverage.seeking")):
        bring_guide_in(lines.splitlines(), language, workspace)


def _add(language: Language, name: str, words: str, workspace: Workspace) -> None:
    new = workspace.subjects.add(language, name, words)
    subject = next(one for one in workspace.subjects.all(language) if one.id == new)
    with st.spinner(word("coverage.seeking")):
        bring_named_up(workspace, subject)
    put(subject=str(new), column=None, page=None)
