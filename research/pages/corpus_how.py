"""How an import's files were read: a line a way of reading, and first where the interviewer is only a guess."""

from collections.abc import Sequence

import streamlit as st

from corpus.how_read import Group, how_read
from research.pages.escaping import escaped
from research.pages.frame import go, word
from research.workspace import Workspace

MOST = 8
"""Ways of reading listed."""
LABELS = 3
"""Labels of a role named before the rest is left out."""


def draw_how(interviews: Sequence[str], workspace: Workspace) -> None:
    """The ways these interviews were read; open from the start where one is a guess, nothing where there are none."""
    groups = _groups(tuple(interviews), workspace.corpus.stamp(), workspace.settings.database, _workspace=workspace)
    if not groups:
        return
    guessed = sum(len(group.interviews) for group in groups if group.guessed)
    label = word("batches.how.guesses", n=guessed) if guessed else word("batches.how.sure", n=len(interviews))
    folded = st.expander(label, key="how", on_change="rerun")
    if folded.open:
        with folded:
            for group in groups[:MOST]:
                with st.container(key=f"entry-how-{group.sample}"):
                    _draw(group)
            if len(groups) > MOST:
                st.caption(word("batches.how.more", n=len(groups) - MOST))


@st.cache_data(max_entries=20, show_spinner=False)
def _groups(interviews: tuple[str, ...], stamp: int, database: str, *, _workspace: Workspace) -> list[Group]:
    return how_read(_workspace.engine, _workspace.viewer, interviews)


def _draw(group: Group) -> None:
    asks, answers = (_labels(group, role) for role in ("interviewer", "respondent"))
    st.markdown(word("batches.how.line", asks=asks, answers=answers, n=len(group.interviews)))
    if group.guessed:
        st.caption(word("batches.how.guess"))
    with st.container(horizontal=True, vertical_alignment="center", key=f"do-how-{group.sample}"):
        st.caption(word("batches.sample", name=escaped(group.file)), width="content")
        if st.button(word("corpus.read"), key=f"how-{group.sample}", type="tertiary"):
            go("transcripts", interview=group.sample)


def _labels(group: Group, role: str) -> str:
    named = [escaped(label) for label, each in group.roles.items() if each == role]
    return " / ".join(named[:LABELS]) + (" …" if len(named) > LABELS else "") or "–"
