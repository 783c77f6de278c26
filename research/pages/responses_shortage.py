"""Too few valid responses: what binds, what relaxing each would bring, and the ways on."""

import streamlit as st

from research.pages.escaping import escaped
from research.pages.frame import go, word
from research.pages.responses_loaded import Loaded, alike, binding
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
        st.markdown(f"**{_headed(loaded, valid, needed)}**")
        for line in reasons(loaded):
            st.markdown(line)
        _draw_ways(loaded, enough=valid >= FEWEST)


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


def reasons(loaded: Loaded) -> list[str]:
    """What binds, and each relaxation that would bring somebody, as markdown lines. Words of the brief stay text."""
    if not loaded.matches:
        return [*_nearly(loaded), word("responses.nothing.better")]
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
