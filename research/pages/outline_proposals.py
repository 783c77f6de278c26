"""What is proposed for the comments on an outline: each change beside the comment it is for, and which comments stay open."""

from collections.abc import Sequence

import streamlit as st

from research.outline import Outline
from research.pages.escaping import escaped
from research.pages.frame import day, word
from research.pages.outline_acts import attempt, busy, tell_at, threads_opened
from research.pages.outline_comments import WHOLE, Threads
from research.pages.outline_proposal import draw_proposal, left_said, trouble_said
from research.pages.watching import watch
from research.proposing import MOST, Proposed, waiting_for_model
from research.revising import Standing
from research.studies import Study
from research.workspace import Workspace

PLACE = "proposals"


def draw_proposals(study: Study, stands: Standing, threads: Threads, workspace: Workspace) -> None:
    """Those whose thread is not open: in an open one they stand beneath their comment."""
    if stands.outline is None:
        return
    told = [one for one in threads.proposed if _place(one, stands.outline) not in threads_opened()]
    changes = [one for one in told if one.open]
    stay = [one for one in told if one.settled is None and not one.acts]
    if not (changes or stay):
        return
    with st.container(key=PLACE, gap="small"):
        if changes:
            st.markdown(f"**{word('proposals.title', n=len(changes))}**")
        for one in changes:
            _draw_comment(one, stands.outline)
            draw_proposal(study, stands.outline, one)
        if stay:
            _draw_stay(stay, stands.outline)
        _draw_model(study, stands.outline, stands.number, workspace)
    tell_at(PLACE)


def _draw_model(study: Study, outline: Outline, number: int, workspace: Workspace) -> None:
    """Where a model is on: the way to ask it about what no rule reads, and what leaves this machine by it."""
    model = workspace.settings.model
    if model is None:
        return
    job = watch(workspace, "revise", study.id)
    waiting = waiting_for_model(study, outline, number, workspace)
    if not waiting or (job is not None and job.live):
        return
    st.caption(word("proposals.leaves", model=escaped(model.name), address=escaped(model.base_url)))
    st.button(
        word("proposals.ask_model", n=len(waiting[:MOST])), key="ask-model", type="tertiary", icon=":material/edit_note:",
        on_click=_ask, args=(study.id,), **busy(),
    )  # fmt: skip


def _ask(study_id: str) -> None:
    attempt(PLACE, lambda study, workspace: workspace.jobs.ask("revise", study.id), study_id, then=lambda: None)


def _place(one: Proposed, outline: Outline) -> str:
    """The name of the thread that the comment stands in."""
    return one.comment.question if one.comment.question in {each.id for each in outline.questions} else WHOLE


def _draw_comment(one: Proposed, outline: Outline) -> None:
    st.markdown(f"{word('proposals.quoted', words=escaped(one.comment.text))}  \n:small[:gray[{_about(one, outline)}]]")


def _about(one: Proposed, outline: Outline) -> str:
    """Who said it, when, and of what."""
    author = word("outline.you") if one.comment.made_by == "local" else escaped(one.comment.made_by)
    place = _place(one, outline)
    return f"{author} · {day(one.comment.made_at)} · {word('proposals.whole') if place == WHOLE else place}"


def _draw_stay(stay: Sequence[Proposed], outline: Outline) -> None:
    """The comments that nothing is proposed for, each with the reason."""
    st.markdown(f":gray[{word('proposals.stay', n=len(stay))}]")
    lines = []
    for one in stay:
        why = " ".join(dict.fromkeys(left_said(left, whole=len(one.left) == 1) for left in one.left))
        why = f"{trouble_said(one.trouble)} {why}" if one.trouble else why
        quoted = word("proposals.quoted", words=escaped(one.comment.text))
        lines.append(f"- {quoted} :small[:gray[{_about(one, outline)}]]  \n  :small[{why}]")
    st.markdown("\n".join(lines))
