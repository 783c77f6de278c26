"""Too few valid responses: what binds, each way of asking for less at one press, and the other ways on."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from research.binding import hardly_answered
from research.fieldwork_content import cell_said, missing_cells
from research.outline import OutlineQuestion
from research.pages.acting import once
from research.pages.escaping import escaped
from research.pages.frame import go, page_language, word
from research.pages.outline_acts import attempt, tell_at
from research.pages.remembered import progress
from research.pages.responses_fieldwork import draw_order, draw_orders_placed
from research.pages.responses_loaded import Loaded, alike, binding
from research.rejudging import judge_again
from research.relaxing import Relaxation
from research.revising import current_outline, restore_outline, revise
from research.shortage import FEWEST, binds_said, relaxed_said, wanted_by
from research.studies import Study
from research.workspace import Workspace

RELAXED = "relaxed"
PLACE = "shortage"
CELLS = 12
"""Cells named before the rest is a number."""


@dataclass(frozen=True)
class _Done:
    """What was pressed last in this tab: of which study, the revision it made, what it was, valid before and after."""

    study: str
    revision: int
    way: Relaxation
    before: int
    after: int


def draw_shortage(loaded: Loaded) -> None:
    """What is lacking and the ways on; where enough are valid, questions hardly anybody answered. Orders placed below."""
    valid, needed = len(loaded.judged.valid), wanted_by(loaded.study.brief)
    _draw_done(loaded)
    tell_at(PLACE)
    if valid < needed:
        with st.container(key="shortage", border=True):
            st.markdown(f"**{_headed(loaded, valid, needed)}**")
            for line in _binds(loaded):
                st.markdown(line)
            if loaded.matches:
                _draw_relaxations(loaded)
                _draw_cells(loaded, needed)
                if not binding(loaded).questions:  # else they are what binds
                    _draw_rare(hardly_answered(loaded.outline, loaded.matches))
            _draw_ways(loaded, needed)
    elif rare := hardly_answered(loaded.outline, loaded.matches):
        with st.container(key="shortage", border=True):
            _draw_rare(rare)
            draw_order(loaded, needed)
    draw_orders_placed(loaded)


def _draw_rare(rare: Sequence[tuple[OutlineQuestion, int]]) -> None:
    """The questions hardly anybody answered; nothing where there are none."""
    if rare:
        told = [f"- {escaped(one.text)} :gray[· {word('fieldwork.people', n=people)}]" for one, people in rare]
        st.markdown(f"**{word('fieldwork.rare', n=len(rare), fewest=FEWEST)}**\n" + "\n".join(told))


def _nearly(loaded: Loaded) -> list[str]:
    """Each question with how many people were asked something like it; without, where the index cannot tell."""
    with st.spinner(word("responses.nothing.looking")):
        people = alike(loaded)
    said = {
        question.id: word("responses.nothing.people", n=people.get(question.id, 0)) for question in loaded.outline.core
    }
    return [
        f"- {escaped(question.text)}" + (f" :gray[· {said[question.id]}]" if people else "")
        for question in loaded.outline.core
    ]


def _headed(loaded: Loaded, valid: int, needed: int) -> str:
    if not loaded.matches:
        return word("responses.nothing.title")
    kind = "too_few" if valid < FEWEST else "fewer"
    return word(f"responses.shortage.{kind}", valid=valid, wanted=needed, fewest=FEWEST)


def _binds(loaded: Loaded) -> list[str]:
    """What binds, as markdown lines. Words of the brief stay text."""
    if not loaded.matches:
        return [*_nearly(loaded), word("responses.nothing.better")]
    found = binding(loaded)
    lines = [word("fieldwork.binds", binds=escaped(binds_said(found, page_language())))]
    if not found.relaxations:
        lines.append(word("fieldwork.neither"))
    return lines


def _draw_relaxations(loaded: Loaded) -> None:
    """Each way of asking for less, with what it brings, at one press. Off while what is shown is an earlier result."""
    found = binding(loaded).relaxations
    outline, number = current_outline(loaded.study, loaded.workspace)
    off = outline != loaded.outline or progress(loaded.study, loaded.workspace).first_stale in _BENEATH
    eased = {one.criteria: one for one in found if one.kind == "prefer"}
    with st.container(key="relaxations", gap=None):
        for one in found:
            if one.kind != "prefer":
                ways = [one, *([eased[one.criteria]] if one.kind == "without" and one.criteria in eased else [])]
                _draw_relaxation(loaded, ways, number, off=off)


_BENEATH = ("outline", "matches", "responses")


def _draw_relaxation(loaded: Loaded, ways: Sequence[Relaxation], number: int, *, off: bool) -> None:
    said = relaxed_said(ways[0], page_language())
    with st.container(horizontal=True, vertical_alignment="center", key=f"way-{ways[0].name}"):
        st.markdown(escaped(said[0].upper() + said[1:]), width="stretch")
        for one in ways:
            st.button(
                word(f"fieldwork.press.{one.kind}"), key=f"relax-{one.name}", type="tertiary", disabled=off,
                on_click=once(partial(_relax, loaded.study.id, number, one, len(loaded.judged.valid))),
            )  # fmt: skip


def _relax(study_id: str, number: int, one: Relaxation, before: int) -> None:
    """Change the outline as it was counted, judge everybody again, and keep what was done for the undo."""

    made: list[_Done] = []

    def do(study: Study, workspace: Workspace) -> None:
        revise(study, workspace, one.edit, beneath=number)
        judged = judge_again(workspace.studies.get(study_id), workspace)
        _, revision = current_outline(workspace.studies.get(study_id), workspace)
        after = len(judged.valid) if judged else before
        made.append(_Done(study_id, revision, one, before, after))

    attempt(PLACE, do, study_id, then=lambda: st.session_state.update({RELAXED: made[0]}))


def _draw_done(loaded: Loaded) -> None:
    """What was pressed last, with the way to take it back, as long as the outline is still the one it made."""
    done: _Done | None = st.session_state.get(RELAXED)
    if done is None or done.study != loaded.study.id:
        return
    if current_outline(loaded.study, loaded.workspace)[1] != done.revision:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="relaxed"):
        told = word(
            "fieldwork.relaxed",
            said=escaped(relaxed_said(done.way, page_language())),
            before=done.before,
            after=done.after,
        )
        st.markdown(f":material/check: {told}", width="content")
        if done.revision > 1:
            st.button(
                word("fieldwork.undo"), key="relax-undo", type="tertiary", icon=":material/undo:",
                on_click=once(partial(_undo, done)),
            )  # fmt: skip


def _undo(done: _Done) -> None:
    def do(study: Study, workspace: Workspace) -> None:
        restore_outline(study, workspace, done.revision - 1, beneath=done.revision)
        judge_again(workspace.studies.get(done.study), workspace)

    attempt(PLACE, do, done.study, then=lambda: st.session_state.pop(RELAXED, None))


def _draw_cells(loaded: Loaded, needed: int) -> None:
    """The quotas that are not filled; nothing where the outline has none."""
    cells = [
        one
        for one in missing_cells(loaded.outline, loaded.judged, loaded.attributes, needed)
        if one.cell and one.lacking
    ]
    if not cells:
        return
    said = [
        word("fieldwork.cell", who=escaped(cell_said(one.cell, page_language())), people=one.people, wanted=one.wanted)
        for one in cells[:CELLS]
    ]
    if len(cells) > CELLS:
        said.append(word("fieldwork.more_cells", n=len(cells) - CELLS))
    st.markdown(f"{word('fieldwork.cells')}  \n" + "  \n".join(said))


def _draw_ways(loaded: Loaded, needed: int) -> None:
    enough = len(loaded.judged.valid) >= FEWEST
    if enough:
        st.markdown(word("fieldwork.go_on", valid=len(loaded.judged.valid), wanted=needed))
    draw_order(loaded, needed)
    with st.container(horizontal=True, key="shortage-ways"):
        if st.button(
            word("responses.shortage.outline"),
            key="to-outline",
            type="tertiary" if enough or loaded.matches else "primary",
        ):
            go("study", study=loaded.study.id, step="outline")
        if st.button(word("responses.shortage.brief"), key="to-brief", type="tertiary"):
            go("study", study=loaded.study.id, step="brief")
