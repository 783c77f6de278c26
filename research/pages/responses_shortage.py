"""Too few valid responses: what binds, what relaxing each would bring, and the ways on."""

import streamlit as st

from research.pages.escaping import escaped
from research.pages.frame import go, word
from research.pages.responses_loaded import Loaded, binding
from research.shortage import FEWEST


def wanted(loaded: Loaded) -> int:
    """How many responses the study needs: what the brief asks for, at least what any report needs."""
    return max(loaded.study.brief.responses or 0, FEWEST)


def draw_shortage(loaded: Loaded) -> None:
    """Said where fewer are valid than are wanted; nothing where there are enough."""
    valid, needed = len(loaded.judged.valid), wanted(loaded)
    if valid >= needed:
        return
    with st.container(key="shortage", border=True):
        st.markdown(f"**{word('responses.shortage.' + _kind(loaded), valid=valid, wanted=needed, fewest=FEWEST)}**")
        for line in reasons(loaded):
            st.markdown(line)
        _draw_ways(loaded, enough=valid >= FEWEST)


def _kind(loaded: Loaded) -> str:
    if not loaded.matches:
        return "nothing"
    return "too_few" if len(loaded.judged.valid) < FEWEST else "fewer"


def reasons(loaded: Loaded) -> list[str]:
    """What binds, and each relaxation that would bring somebody, as markdown lines. Words of the brief stay text."""
    if not loaded.matches:
        return [f"- {escaped(question.text)}" for question in loaded.outline.core]
    found = binding(loaded)
    lines = []
    if found.question and (found.questions or not found.criteria):  # else the audience binds, not what was asked
        lines.append(word("responses.shortage.rarest", text=escaped(found.question.text), people=found.people))
    lines += [
        "- " + word("responses.shortage.without", said=escaped(criterion.said), gain=gain)
        for criterion, gain in found.criteria
    ]
    lines += [
        "- " + word("responses.shortage.optional", text=escaped(question.text), gain=gain)
        for question, gain in found.questions
    ]
    return lines if found.criteria or found.questions else [*lines, word("responses.shortage.neither")]


def _draw_ways(loaded: Loaded, *, enough: bool) -> None:
    with st.container(horizontal=True, key="shortage-ways"):
        if st.button(word("responses.shortage.outline"), key="to-outline", type="tertiary" if enough else "primary"):
            go("study", study=loaded.study.id, step="outline")
        if st.button(word("responses.shortage.brief"), key="to-brief", type="tertiary"):
            go("study", study=loaded.study.id, step="brief")
