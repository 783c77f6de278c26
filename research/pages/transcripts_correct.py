"""Correcting an interview: the way in, the three views of it, and the way out. All of it stands in the address."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from corpus.records import Interview
from corpus.viewer import may
from research.correcting import ask_bring_up
from research.pages.acting import doing
from research.pages.frame import word
from research.pages.transcripts_address import one_of, put
from research.pages.transcripts_correct_everywhere import draw_everywhere
from research.pages.transcripts_correct_history import draw_history
from research.pages.transcripts_correct_words import draw_words
from research.pages.transcripts_person_link import draw_person_link
from research.workspace import Workspace

STYLE = Path(__file__).with_name("style_correct.css")
VIEWS: dict[str, Callable[[Interview, Workspace], None]] = {
    "words": draw_words, "everywhere": draw_everywhere, "history": draw_history,
}  # fmt: skip


def draw_correcting(interview: Interview, workspace: Workspace) -> bool:
    """What leads on from an interview, or the correcting of it; whether that takes the place of reading it."""
    st.html(STYLE)
    view = one_of("correct", tuple(VIEWS)) if may(workspace.viewer, "import") else None
    if view is None:
        _draw_ways(interview, workspace)
        return False
    _draw_head(view, workspace)
    VIEWS[view](interview, workspace)
    return True


def _draw_ways(interview: Interview, workspace: Workspace) -> None:
    with st.container(horizontal=True, gap="medium", key="interview-ways"):
        draw_person_link(interview)
        if may(workspace.viewer, "import"):
            st.button(
                word("correct.open"), key="correct", type="tertiary", icon=":material/edit:", on_click=put,
                kwargs={"correct": "words", "part": None},
            )  # fmt: skip


def _draw_head(view: str, workspace: Workspace) -> None:
    st.session_state["correct-view"] = view

    names = {each: word(f"correct.view.{each}") for each in VIEWS}

    def change() -> None:
        put(correct=st.session_state["correct-view"], part=None, turn=None)

    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="correct-head"
    ):
        st.segmented_control(
            word("correct.views"), list(VIEWS), key="correct-view", required=True, label_visibility="collapsed",
            format_func=names.__getitem__, on_change=change,
        )  # fmt: skip
        done = doing(lambda: ask_bring_up(workspace), at="correct-done", then=_close)
        st.button(word("correct.done"), key="correct-done", on_click=done)
    st.caption(word("correct.how"))


def _close(_: object) -> None:
    put(correct=None, turn=None, part=None, wrong=None, right=None, where=None, loose=None, version=None)
