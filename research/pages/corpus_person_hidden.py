"""What may identify somebody in an interview: a curator sees it listed, hides it or lets it stand."""

import streamlit as st

from corpus.privacy_decided import decide_hidden
from corpus.records import Hidden, Interview
from corpus.viewer import may
from research.pages.acting import act_button
from research.pages.escaping import escaped
from research.pages.frame import go, word
from research.workspace import Workspace

AROUND = 14
"""Characters shown before and after the words."""
MOST = 40


def draw_hidden(interview: Interview, workspace: Workspace) -> None:
    """The places of the current text with a switch each; curators only, and nothing where there are none."""
    if not may(workspace.viewer, "import") or interview.version != workspace.corpus.versions().get(interview.id):
        return
    found = [one for turn in interview.turns for one in turn.hidden]
    if found:
        waiting = any(one.state == "asked" for one in found)
        with st.expander(word("privacy.layer.title", n=len(found)), key="hidden-fold", expanded=waiting):
            for one in sorted(found, key=lambda each: (each.state != "asked", each.start))[:MOST]:
                _draw(one, interview, workspace)


def draw_way_out(interview: Interview, workspace: Workspace) -> None:
    """The way to the person's withdrawal; curators only."""
    if not may(workspace.viewer, "import"):
        return
    label = word("privacy.withdraw.this", who=escaped(interview.respondent))
    if st.button(label, key="to-withdrawal", type="tertiary"):
        go("corpus", withdraw=interview.respondent)


def _draw(one: Hidden, interview: Interview, workspace: Workspace) -> None:
    before, after = interview.text[max(0, one.start - AROUND) : one.start], interview.text[one.end : one.end + AROUND]
    words = f"{escaped(_line(before))}:primary-background[{escaped(_line(interview.text[one.start : one.end]))}]"
    told = "hidden_now" if one.applied else "asked" if one.state == "asked" else "left"
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"hidden-{one.start}"):
        st.markdown(
            f"{words}{escaped(_line(after))}  \n:small[:gray[{escaped(word(f'privacy.hidden.{one.kind}'))} "
            f"{word(f'privacy.layer.{told}')}]]",
            width="stretch",
        )
        if not one.applied:
            _draw_switch(one, interview, workspace, hide=True)
        if one.state != "dismissed":
            _draw_switch(one, interview, workspace, hide=False)


def _draw_switch(one: Hidden, interview: Interview, workspace: Workspace, *, hide: bool) -> None:
    what, span = "hide" if hide else "show", (one.start, one.end)
    act_button(
        word(f"privacy.layer.{what}"),
        lambda: decide_hidden(workspace.engine, workspace.viewer, interview.id, span, "accepted" if hide else "dismissed"),
        key=f"{what}-{one.start}", type="tertiary",
    )  # fmt: skip


def _line(words: str) -> str:
    return words.replace("\n", " ")
