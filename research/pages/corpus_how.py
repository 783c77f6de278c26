"""How an import's files were read: a line a way of reading, and first where the interviewer is only a guess."""

from collections.abc import Sequence

import streamlit as st

from corpus.how_read import Group, how_read, leave_so, turn_round
from corpus.mappings import Mappings
from research.correcting import ask_bring_up
from research.pages.acting import act_button
from research.pages.corpus_entry import named
from research.pages.escaping import escaped
from research.pages.frame import go, word
from research.pages.transcript import draw_turns
from research.workspace import Workspace

MOST = 8
"""Ways of reading listed."""
TURNS = 4
"""Turns of an interview shown where who asks is a guess."""
LABELS = 3
"""Labels of a role named before the rest is left out."""


def draw_how(interviews: Sequence[str], workspace: Workspace) -> None:
    """The ways these interviews were read; open from the start where one is a guess, nothing where there are none."""
    told = tuple(each.correction.mapping for each in Mappings(workspace.engine, workspace.viewer).all())
    known = (workspace.corpus.stamp(), told, workspace.settings.database)
    groups = _groups(tuple(interviews), *known, _workspace=workspace)
    if not groups:
        return
    guessed = sum(len(group.interviews) for group in groups if group.guessed)
    label = word("batches.how.guesses", n=guessed) if guessed else word("batches.how.sure", n=len(interviews))
    folded = st.expander(label, key="how", on_change="rerun")
    if folded.open:
        with folded:
            for group in groups[:MOST]:
                with st.container(key=f"entry-how-{group.sample}"):
                    _draw(group, workspace)
            if len(groups) > MOST:
                st.caption(word("batches.how.more", n=len(groups) - MOST))


@st.cache_data(max_entries=20, show_spinner=False)
def _groups(
    interviews: tuple[str, ...], stamp: int, told: tuple[int, ...], database: str, *, _workspace: Workspace
) -> list[Group]:  # fmt: skip
    return how_read(_workspace.engine, _workspace.viewer, interviews)


def _draw(group: Group, workspace: Workspace) -> None:
    asks, answers = (_labels(group, role) for role in ("interviewer", "respondent"))
    st.markdown(word("batches.how.line", asks=asks, answers=answers, n=len(group.interviews)))
    st.caption(word("batches.sample", name=named(group.file)))
    if group.guessed:
        st.caption(word("batches.how.guess"))
        sample = workspace.corpus.interview(group.sample)
        with st.container(key=f"guess-{group.sample}"):
            draw_turns(sample, sample.turns[:TURNS], (), key=f"how-{group.sample}")
    with st.container(horizontal=True, gap="medium", key=f"do-how-{group.sample}"):
        if group.guessed:
            _draw_saying(group, workspace)
        if st.button(word("corpus.read"), key=f"how-{group.sample}", type="tertiary"):
            go("transcripts", interview=group.sample)


def _draw_saying(group: Group, workspace: Workspace) -> None:
    """That it is right, or the other way round: said once for all interviews of the group."""
    n = len(group.interviews)
    act_button(
        word("batches.how.right", n=n), lambda: leave_so(workspace.engine, workspace.viewer, group),
        key=f"how-right-{group.sample}", type="tertiary",
    )  # fmt: skip
    act_button(
        word("batches.how.round", n=n), lambda: _turn_round(group, workspace), key=f"how-round-{group.sample}",
        type="tertiary",
    )  # fmt: skip


def _turn_round(group: Group, workspace: Workspace) -> None:
    turn_round(workspace.engine, workspace.viewer, group)
    ask_bring_up(workspace)


def _labels(group: Group, role: str) -> str:
    named = [escaped(label) for label, each in group.roles.items() if each == role]
    return " / ".join(named[:LABELS]) + (" …" if len(named) > LABELS else "") or "–"
