"""The outline's revisions, any of which comes back; and what to do when the brief has moved on beneath it."""

from collections.abc import Callable
from datetime import timedelta

import streamlit as st

from research.pages.escaping import escaped
from research.pages.frame import day, word
from research.pages.outline_acts import attempt, close
from research.revising import Standing, draft_anew, keep_mine, restore_outline
from research.revisions import Revision
from research.studies import Study
from research.workspace import Workspace

Settle = Callable[..., Revision]

SHOWN = 15
"""Revisions listed at first."""


def draw_history(study: Study, stands: Standing, workspace: Workspace) -> None:
    """The revisions, newest first, read when the list is opened."""
    popover = st.popover(
        word("outline.history"), type="tertiary", icon=":material/history:", key="history", on_change="rerun"
    )
    if not popover.open:
        return
    with popover:
        revisions = workspace.revisions.all(study.id)
        if not revisions:
            st.caption(word("outline.no_history"))
        shown = len(revisions) if st.session_state.get("history-all") else SHOWN
        for revision in revisions[:shown]:
            _draw_revision(study, stands, revision)
        if len(revisions) > shown:
            st.button(
                word("outline.history_all", n=len(revisions)), key="history-all-open", type="tertiary",
                on_click=lambda: st.session_state.update({"history-all": True}),
            )  # fmt: skip


def _draw_revision(study: Study, stands: Standing, revision: Revision) -> None:
    who = word("outline.you") if revision.made_by == "local" else escaped(revision.made_by)
    made = revision.made_at - timedelta(minutes=st.context.timezone_offset or 0)
    with st.container(horizontal=True, vertical_alignment="center", key=f"revision-{revision.number}"):
        kind = word(f"outline.revision.{revision.kind}")
        st.markdown(
            f"**{revision.number}** {kind}  \n:small[:gray[{who} · {day(made)} {made:%H\\:%M}]]", width="stretch"
        )
        if revision.number == stands.number:
            st.caption(word("outline.revision_now"), width="content")
        else:
            st.button(
                word("outline.restore"), key=f"restore-{revision.number}", type="tertiary",
                on_click=_restore, args=(study.id, revision.number),
            )  # fmt: skip


def _restore(study_id: str, number: int) -> None:
    attempt("outline", lambda study, workspace: restore_outline(study, workspace, number), study_id, then=close)


def draw_moved_on(study: Study, stands: Standing) -> None:
    """The brief was changed after this outline was drafted: draft it anew, or keep it as it is."""
    if not stands.moved_on:
        return
    with st.container(border=True, key="moved-on"):
        st.markdown(word("outline.moved_on"))
        with st.container(horizontal=True):
            for name, do in (("draft_anew", draft_anew), ("keep_mine", keep_mine)):
                st.button(
                    word(f"outline.{name}"), key=name.replace("_", "-"), on_click=_settle,
                    args=(study.id, stands.number, do),
                )  # fmt: skip


def _settle(study_id: str, number: int, do: Settle) -> None:
    attempt("outline", lambda study, workspace: do(study, workspace, beneath=number), study_id, then=close)
