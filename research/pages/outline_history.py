"""The outline's revisions, any of which comes back; and what to do when the brief has moved on beneath it."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import zip_longest

import streamlit as st

from corpus.errors import NotFound
from research.outline import Outline
from research.outline_changes import changes
from research.pages.acting import once
from research.pages.escaping import escaped
from research.pages.frame import day, tell, word
from research.pages.outline_acts import attempt, busy, close, open_form, opened, tell_at
from research.pages.outline_guide import draw_questions
from research.pages.remembered import searcher
from research.revising import Standing, draft_anew, keep_mine, restore_outline, revision_of
from research.revisions import Revision
from research.studies import Study
from research.workspace import Workspace

Settle = Callable[..., Revision]

REVISION = "revision-"
"""How the address names an old revision that is looked at: "revision-3"."""
SHOWN = 15
"""Revisions listed at first."""


def draw_history(study: Study, stands: Standing, workspace: Workspace) -> None:
    """The revisions, newest first, read when the list is opened."""
    popover = st.popover(
        word("outline.history"), type="tertiary", icon=":material/history:", key="history", on_change="rerun", **busy()
    )
    if not popover.open:
        return
    with popover:
        revisions = workspace.revisions.all(study.id)
        if not revisions:
            st.caption(word("outline.no_history"))
        shown = len(revisions) if st.session_state.get("history-all") else SHOWN
        for revision, before in zip_longest(revisions[:shown], revisions[1 : shown + 1]):
            _draw_revision(stands, revision, before)
        if len(revisions) > shown:
            st.button(
                word("outline.history_all", n=len(revisions)), key="history-all-open", type="tertiary",
                on_click=lambda: st.session_state.update({"history-all": True}),
            )  # fmt: skip


def _draw_revision(stands: Standing, revision: Revision, before: Revision | None) -> None:
    who = word("outline.you") if revision.made_by == "local" else escaped(revision.made_by)
    because = f"  \n:small[{word('proposals.because', words=escaped(revision.why))}]" if revision.why else ""
    made = revision.made_at - timedelta(minutes=st.context.timezone_offset or 0)
    with st.container(horizontal=True, vertical_alignment="center", key=f"revision-{revision.number}"):
        st.markdown(
            f"**{revision.number}** {told(revision, before)}{because}  \n:small[:gray[{who} · {day(made)} {made:%H\\:%M}]]",
            width="stretch",
        )
        if revision.number == stands.number:
            st.caption(word("outline.revision_now"), width="content")
        else:
            st.button(
                word("outline.look"), key=f"look-{revision.number}", type="tertiary",
                on_click=open_form, args=(f"{REVISION}{revision.number}",),
            )  # fmt: skip


def told(revision: Revision, before: Revision | None) -> str:
    """What was done in it: what changed against the revision before; how it came to be where that is not an edit."""
    kind = word(f"outline.revision.{revision.kind}")
    said = changes_said(before.outline, revision.outline) if before else ""
    if revision.kind == "edited" and said:
        return said
    return f"{kind} :gray[· {said}]" if said else kind


def changes_said(before: Outline, after: Outline) -> str:
    """The changes in words, with the questions they are about; "" where there is none."""
    found = [word(f"outline.change.{one.what}", ids=list(one.questions)) for one in changes(before, after)]
    said = word("outline.changes", found=found) if found else ""
    return said[:1].upper() + said[1:]


def draw_old(study: Study, stands: Standing, workspace: Workspace) -> None:
    """An old revision as it would come back: what would change against the outline now, and all its questions."""
    asked = opened().removeprefix(REVISION)
    try:
        revision = revision_of(study, workspace, int(asked) if asked.isdecimal() and len(asked) < 9 else 0)
    except NotFound as error:
        tell(error)
    else:
        st.subheader(word("outline.old", number=revision.number), anchor=False)
        said = changes_said(stands.outline, revision.outline) if stands.outline else ""
        st.markdown(word("outline.against", changes=said) if said else word("outline.same"))
        draw_questions(revision.outline)
    tell_at("outline")
    with st.container(horizontal=True):
        st.button(
            word("outline.restore"), key="restore", type="primary",
            on_click=once(partial(_restore, study.id, asked, stands.number)),
        )  # fmt: skip
        st.button(word("outline.cancel"), key="cancel", type="tertiary", on_click=close)


def _restore(study_id: str, number: str, beneath: int) -> None:
    attempt(
        "outline", lambda study, workspace: restore_outline(study, workspace, int(number), beneath=beneath), study_id,
        then=close,
    )  # fmt: skip


def _draft_anew(study: Study, workspace: Workspace, *, beneath: int) -> Revision:
    """In the wordings of the corpus, as the first draft is."""
    return draft_anew(study, workspace, beneath=beneath, opened=lambda: searcher(workspace))


def draw_moved_on(study: Study, stands: Standing) -> None:
    """The brief was changed after this outline was drafted: draft it anew, or keep it as it is."""
    if not stands.moved_on:
        return
    with st.container(border=True, key="moved-on"):
        st.markdown(word("outline.moved_on"))
        with st.container(horizontal=True):
            for name, do in (("draft_anew", _draft_anew), ("keep_mine", keep_mine)):
                st.button(
                    word(f"outline.{name}"), key=name.replace("_", "-"),
                    on_click=once(partial(_settle, study.id, stands.number, do)), **busy(),
                )  # fmt: skip


def _settle(study_id: str, number: int, do: Settle) -> None:
    attempt("outline", lambda study, workspace: do(study, workspace, beneath=number), study_id, then=close)
