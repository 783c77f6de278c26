"""Subjects that staff add: one by its name and the words it is known by, or one for each question of a guide."""

from collections.abc import Sequence

import streamlit as st

from corpus.records import Language
from corpus.subjects import Subject
from corpus.subjects_exchanges import count_about
from corpus.viewer import may
from research.pages.acting import act_button, typed
from research.pages.escaping import escaped
from research.pages.frame import word
from research.pages.transcripts_address import put
from research.subject_words import bring_named_up
from research.workspace import Workspace

ROUND, FOUND = "guide-round", "guide-found-subjects"
"""In the session: how many guides were brought in, and the subjects of the last one."""


def draw_add(language: Language, workspace: Workspace) -> None:
    """The form, for curators."""
    if not may(workspace.viewer, "import"):
        return
    folded = st.popover(word("coverage.add"), type="tertiary", icon=":material/add:", key="subject-add")
    with folded, st.form("add-subject", border=False):
        st.text_input(word("coverage.name"), key="add-name", max_chars=120)
        st.text_input(word("coverage.words"), key="add-words", max_chars=200, help=word("coverage.words_help"))
        act_button(
            word("coverage.add_save"), lambda: _add(language, workspace), key="add-save", then=_show, sends=True,
            saying=word("coverage.seeking"), type="primary",
        )  # fmt: skip
    _draw_guide(language, workspace)


def _draw_guide(language: Language, workspace: Workspace) -> None:
    """The form, closed and emptied once its guide is in; then what each question found."""
    round_ = st.session_state.get(ROUND, 0)
    folded = st.popover(
        word("coverage.guide"), type="tertiary", icon=":material/list_alt:", key=f"subject-guide-{round_}"
    )
    with folded, st.form("guide-subjects", border=False):
        st.text_area(
            word("coverage.guide_lines"), key=f"guide-lines-{round_}", max_chars=8000, height=220,
            help=word("coverage.guide_help"),
        )  # fmt: skip
        act_button(
            word("coverage.guide_save"), lambda: _bring_guide_in(round_, language, workspace), key="guide-save",
            then=_show_found, sends=True, saying=word("coverage.seeking"), type="primary",
        )  # fmt: skip
    _draw_found(language, workspace)


def _bring_guide_in(round_: int, language: Language, workspace: Workspace) -> tuple[int, Sequence[int]]:
    """The next round, and the subjects of the guide."""
    from research.subject_guide import bring_guide_in  # loads what compares questions

    lines = str(typed(f"guide-lines-{round_}") or "")
    return round_ + 1, bring_guide_in(lines.splitlines(), language, workspace)


def _show_found(brought: tuple[int, Sequence[int]]) -> None:
    st.session_state[ROUND], st.session_state[FOUND] = brought


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
            act_button(
                word("coverage.guide_undo"), lambda: _take_back([one.id for one in added], workspace),
                key="guide-undo", then=lambda _: _forget_found(), type="tertiary",
            )  # fmt: skip


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


def _add(language: Language, workspace: Workspace) -> int:
    """The new subject, with what was found of it."""
    new = workspace.subjects.add(language, str(typed("add-name") or ""), str(typed("add-words") or ""))
    bring_named_up(workspace, next(one for one in workspace.subjects.all(language) if one.id == new))
    return new


def _show(subject: int) -> None:
    put(subject=str(subject), column=None, page=None)
