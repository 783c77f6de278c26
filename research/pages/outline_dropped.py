"""Dropping a question of the outline: said where it stood, with the way back beside it."""

from dataclasses import dataclass
from functools import partial

import streamlit as st

from research.outline_changes import unanswered
from research.outline_edits import dropped, place_of
from research.pages.acting import once
from research.pages.frame import word
from research.pages.outline_acts import attempt, busy, close
from research.revising import Standing, restore_outline, revise, revision_of
from research.revisions import Revision
from research.studies import Study
from research.workspace import Workspace

DROPPED = "dropped"
"""The question dropped last and the revision it is missing from first, in the address: "Q4.7"."""


@dataclass(frozen=True)
class Dropped:
    """section, at   where the question stood
    before        the revision that still has it
    """

    id: str
    section: int
    at: int
    before: int
    unanswered: tuple[int, ...]


def drop(study_id: str, number: int, id_: str) -> None:
    """Drop a question from the outline as it was drawn, number `number`."""

    def do(study: Study, workspace: Workspace) -> None:
        revise(study, workspace, partial(dropped, id_=id_), beneath=number)
        newest = workspace.revisions.newest(study.id)
        st.query_params[DROPPED] = f"{id_}.{newest.number if newest else 0}"

    attempt(id_, do, study_id, then=close)


def just_dropped(study: Study, stands: Standing, workspace: Workspace) -> Dropped | None:
    """What the newest revision dropped, where the address says so; None once anything else was done to the outline."""
    id_, _, number = st.query_params.get(DROPPED, "").partition(".")
    if stands.outline is None or not number.isdecimal() or int(number[:9]) != stands.number or stands.number < 2:
        return None
    before: Revision = revision_of(study, workspace, stands.number - 1)
    if id_ not in {question.id for question in before.outline.questions}:
        return None
    of = len(study.brief.questions)
    lost = set(unanswered(stands.outline, of)) - set(unanswered(before.outline, of))
    return Dropped(id_, *place_of(before.outline, id_), before.number, tuple(sorted(lost)))


def draw_dropped(study: Study, number: int, gone: Dropped | None, section: int, at: int) -> None:
    """The note, at the place where the question stood; nothing elsewhere."""
    if gone is None or (gone.section, gone.at) != (section, at):
        return
    lost = f" :orange[{word('outline.lost', n=list(gone.unanswered))}]" if gone.unanswered else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="dropped"):
        st.markdown(f":gray[{word('outline.dropped', id=gone.id)}]{lost}", width="content")
        st.button(
            word("home.undo"), key="undo-drop", type="tertiary", icon=":material/undo:",
            on_click=once(partial(_undo, study.id, gone.before, number)), **busy(),
        )  # fmt: skip


def _undo(study_id: str, before: int, number: int) -> None:
    attempt(
        "outline", lambda study, workspace: restore_outline(study, workspace, before, beneath=number), study_id,
        then=close,
    )  # fmt: skip
