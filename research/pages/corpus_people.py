"""People known by a file's name alone: who is this? Each interview, and a field for the person's id."""

from collections.abc import Sequence

import streamlit as st

from corpus.errors import BadInput
from corpus.unnamed import Unnamed, name_person
from research.pages.acting import act_button, typed
from research.pages.corpus_entry import named
from research.pages.escaping import escaped
from research.pages.frame import word
from research.workspace import Workspace

MOST = 10
"""Interviews listed at a time: those that are named make room for the next."""


def draw_unnamed(found: Sequence[Unnamed], workspace: Workspace) -> None:
    """The interviews whose person was made up; nothing where there are none."""
    if not found:
        return
    with st.container(key="unnamed"):
        st.subheader(word("corpus.whose.heading", n=len(found)), anchor=False)
        st.caption(word("corpus.whose.remedy"))
        for each in found[:MOST]:
            _draw(each, workspace)
        if len(found) > MOST:
            st.caption(word("corpus.whose.more", n=len(found) - MOST))


def _draw(each: Unnamed, workspace: Workspace) -> None:
    with st.container(key=f"entry-needs-{each.interview}"):
        st.markdown(word("corpus.whose.line", file=named(each.file), who=escaped(each.respondent), wave=each.wave))
        folded = st.popover(word("corpus.whose.who"), key=f"who-{each.interview}", type="tertiary", on_change="rerun")
        if folded.open:
            with folded, st.form(f"name-{each.interview}", border=False):
                _draw_field(each, workspace)


def _draw_field(each: Unnamed, workspace: Workspace) -> None:
    """The id; and, where that person has an interview in the wave, whether it really is a second one."""
    asked = st.session_state.get(f"asked-{each.interview}", "")
    st.text_input(
        word("corpus.whose.other"), key=f"name-id-{each.interview}", placeholder=word("corpus.whose.other_example"),
        label_visibility="collapsed",
    )  # fmt: skip
    label = word("corpus.whose.twice", who=escaped(asked), wave=each.wave)
    if asked:
        st.checkbox(label, key=f"twice-{each.interview}")
    act_button(
        word("corpus.whose.give"), lambda: _name(each, asked, workspace), key=f"name-go-{each.interview}",
        then=lambda whose: _ask_whether(each, whose), sends=True,
    )  # fmt: skip


def _name(each: Unnamed, asked: str, workspace: Workspace) -> str:
    """Give the interview to whom was typed. Their id where it first has to be asked whether it is a second one, else ""."""
    whose = str(typed(f"name-id-{each.interview}") or "").strip()
    if not whose:
        return asked
    sure = bool(typed(f"twice-{each.interview}")) and whose == asked
    try:
        name_person(workspace.engine, workspace.viewer, each.interview, whose, twice=sure)
    except BadInput as error:
        if error.key != "interviewed_already":
            raise
        return whose
    return ""


def _ask_whether(each: Unnamed, whose: str) -> None:
    st.session_state[f"asked-{each.interview}"] = whose
