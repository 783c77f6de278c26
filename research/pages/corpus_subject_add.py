"""Subjects that staff add: one by its name and the words it is known by, or one for each question of a guide."""

import streamlit as st

from corpus.records import Language
from corpus.subjects import Subject
from corpus.subjects_exchanges import count_about
from corpus.viewer import may
from research.pages.escaping import escaped
from research.pages.frame import word
from research.pages.telling_done import did
from research.pages.transcripts_address import put
from research.subject_words import bring_named_up
from research.workspace import Workspace

ROUND, FOUND = "guide-round", "guide-found-subjects"
"""In the session: how many guides were brought in, and the subjects of the last one."""


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
    """The form, closed and emptied once its guide is in; then what each question found."""
    round_ = st.session_state.get(ROUND, 0)
    with st.popover(word("coverage.guide"), type="tertiary", icon=":material/list_alt:", key=f"subject-guide-{round_}"):
        with st.form("guide-subjects", border=False):
            lines = st.text_area(
                word("coverage.guide_lines"), key=f"guide-lines-{round_}", max_chars=8000, height=220,
                help=word("coverage.guide_help"),
            )  # fmt: skip
            sent = st.form_submit_button(word("coverage.guide_save"), key="guide-save", type="primary")
        if sent and did(lambda: _bring_guide_in(lines, language, workspace)):
            st.session_state[ROUND] = round_ + 1
            st.rerun()
    _draw_found(language, workspace)


def _bring_guide_in(lines: str, language: Language, workspace: Workspace) -> None:
    from research.subject_guide import bring_guide_in  # loads what compares questions

    with st.spinner(word("coverage.seeking")):
        st.session_state[FOUND] = bring_guide_in(lines.splitlines(), language, workspace)


def _draw_found(language: Language, workspace: Workspace) -> None:
    """What the guide just brought in found, question by question, and the way back."""
    subjects = {one.id: one for one in workspace.subjects.all(language) if one.guide}
    added = [subjects[each] for each in st.session_state.get(FOUND, ()) if each in subjects]
    if not added:
        return
    with st.container(border=True, key="guide-found"):
        st.markdown(f"**{word('coverage.guide_found', n=len(added))}**")
        st.markdown("\n".join(f"- {_found(one, workspace)}" for one in added))
        with st.container(horizontal=True):
            st.button(word("coverage.guide_close"), key="guide-close", on_click=_forget_found)
            if st.button(word("coverage.guide_undo"), key="guide-undo", type="tertiary") and did(
                lambda: _take_back([one.id for one in added], workspace)
            ):
                _forget_found()
                st.rerun()


def _found(subject: Subject, workspace: Workspace) -> str:
    counts, _ = count_about(workspace.engine, workspace.viewer, subject.id)
    told = word("coverage.guide_row" if counts.people else "coverage.guide_row_none", people=counts.people)
    return f":gray[{escaped(subject.guide)}]  \n**{escaped(subject.name)}** · {told}"


def _take_back(subjects: list[int], workspace: Workspace) -> None:
    for subject in subjects:
        for act in workspace.subjects.acts(subject):
            if act.kind == "new" and act.subject == subject and not act.undone_by:
                workspace.subjects.undo(act.id)


def _forget_found() -> None:
    st.session_state.pop(FOUND, None)


def _add(language: Language, name: str, words: str, workspace: Workspace) -> None:
    new = workspace.subjects.add(language, name, words)
    subject = next(one for one in workspace.subjects.all(language) if one.id == new)
    with st.spinner(word("coverage.seeking")):
        bring_named_up(workspace, subject)
    put(subject=str(new), column=None, page=None)
