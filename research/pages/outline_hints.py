"""What a moderator would remark on a question, below its row, with the one press that attends to it where a rule can."""

from functools import partial

import streamlit as st

from research.hint_fixes import FIXED, fixed
from research.hints import Hint, behind_category, hints_of
from research.outline import Outline, OutlineQuestion
from research.outline_edits import question_of
from research.pages.escaping import escaped
from research.pages.frame import word
from research.pages.outline_acts import attempt, busy, close
from research.revising import revise, used_ids
from research.studies import Study
from research.workspace import Workspace

MOST = 2
"""Hints a question shows: more of them and none is read."""


def draw_hints(study: Study, number: int, outline: Outline, question: OutlineQuestion) -> None:
    """The hints of a question below its row, the gravest first."""
    own = [one for one in hints_of(outline, study.brief) if one.question == question.id]
    for hint in own[:MOST]:
        with st.container(
            horizontal=True, vertical_alignment="center", gap="small", key=f"hint-{hint.kind}-{question.id}"
        ):
            st.markdown(f":small[:orange[{_said(hint, outline)}]]", width="content")
            _draw_fix(study, number, outline, hint)


def draw_unasked(study: Study, number: int, outline: Outline) -> None:
    """The questions of the brief that nobody asks, each with the press that adds one."""
    missing = [one for one in hints_of(outline, study.brief) if one.kind == "unasked"]
    if not missing:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="hint-unasked"):
        st.caption(f":orange[{word('outline.lost', n=[one.objective for one in missing])}]", width="content")
        for hint in missing:
            _draw_fix(study, number, outline, hint)


def _said(hint: Hint, outline: Outline) -> str:
    key = "too_long_words" if hint.kind == "too_long" and outline.language == "en" else hint.kind
    return word(f"hints.{key}", words=escaped(hint.words))


def _draw_fix(study: Study, number: int, outline: Outline, hint: Hint) -> None:
    if hint.kind not in FIXED:
        return
    behind = behind_category(outline, question_of(outline, hint.question)) if hint.kind == "brand_early" else None
    st.button(
        word(f"hints.fix.{hint.kind}", id=behind.id if behind else "", number=hint.objective or 0),
        key=f"fix-{hint.kind}-{hint.question or hint.objective}", type="tertiary",
        on_click=_fix, args=(study.id, number, hint), **busy(),
    )  # fmt: skip


def _fix(study_id: str, number: int, hint: Hint) -> None:
    """Attend to the hint in the outline as it was drawn, number `number`."""

    def do(study: Study, workspace: Workspace) -> None:
        used = used_ids(study, workspace)
        revise(study, workspace, partial(fixed, hint=hint, brief=study.brief, used=used), beneath=number)

    attempt(hint.question or "outline", do, study_id, then=close)
