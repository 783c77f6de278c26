"""One subject: how it is asked, who was asked when, and for curators its name and what it is one with."""

from collections.abc import Callable

import streamlit as st

from corpus.coverage import Coverage
from corpus.errors import QuipuError
from corpus.subjects import Subject
from corpus.viewer import may
from research.pages.escaping import escaped
from research.pages.frame import tell, word
from research.workspace import Workspace

WORDINGS = 6
"""Questions shown as examples of how a subject is asked."""


def draw_subject(subject: Subject, found: Coverage, workspace: Workspace) -> None:
    """What it is, with examples that lead to their transcripts."""
    st.divider()
    st.subheader(escaped(subject.name), anchor=False)
    st.caption(word("coverage.subject", people=found.asked(subject.id), newest=found.newest[subject.id]))
    for interview, text, version, start, end in workspace.subjects.wordings(subject.id, most=WORDINGS):
        link = f"transcripts?interview={interview}&version={version}&start={start}&end={end}"
        st.markdown(f"- {escaped(text)} [:small[{escaped(interview)}]]({link})")
    if may(workspace.viewer, "import"):
        _draw_tools(subject, found, workspace)


def _draw_tools(subject: Subject, found: Coverage, workspace: Workspace) -> None:
    with st.container(horizontal=True, key="subject-tools"):
        with (
            st.popover(word("coverage.rename"), type="tertiary", key="subject-rename"),
            st.form("rename", border=False),
        ):
            name = st.text_input(word("coverage.name"), subject.name, key=f"subject-name-{subject.id}", max_chars=120)
            if st.form_submit_button(word("coverage.save"), key="rename-save") and _did(
                lambda: workspace.subjects.rename(subject.id, name)
            ):
                st.rerun()
        others = {one.id: one.name for one in found.subjects if one.id != subject.id}
        if others:
            with (
                st.popover(word("coverage.merge"), type="tertiary", key="subject-merge"),
                st.form("merge", border=False),
            ):
                into = st.selectbox(
                    word("coverage.into"), list(others), format_func=others.__getitem__, key=f"into-{subject.id}"
                )
                if (
                    st.form_submit_button(word("coverage.merge"), key="merge-save")
                    and into
                    and _did(lambda: workspace.subjects.merge(subject.id, into))
                ):
                    st.query_params["subject"] = str(into)
                    st.rerun()


def _did(act: Callable[[], None]) -> bool:
    """Whether it could be done; a refusal is told."""
    try:
        act()
    except QuipuError as error:
        tell(error)
        return False
    return True
