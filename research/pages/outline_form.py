"""The form of one question of the outline, new or there already."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import get_args

import streamlit as st

from research.describing import option_meant, option_said
from research.messages import say
from research.outline import Aspect, Outline, OutlineQuestion, asked_as, aspect_of
from research.outline_edits import LONGEST, added, changed, fresh_id, tied
from research.pages.acting import once, typed
from research.pages.frame import page_language, word
from research.pages.outline_acts import attempt, close, edit_outline, tell_at
from research.pages.outline_wordings import draw_wordings
from research.revising import revise, used_ids
from research.studies import Study
from research.values import Kind
from research.workspace import Workspace

KINDS: tuple[Kind, ...] = get_args(Kind)
ASPECTS: tuple[Aspect, ...] = get_args(Aspect)


def draw_form(study: Study, number: int, outline: Outline, question: OutlineQuestion, core: bool) -> None:
    """Every field of a question; nothing is saved before the button."""
    key = f"{study.id}-{question.id}"
    if core:
        draw_wordings(study, number, outline, question)
    with st.form(f"form-{question.id}"):
        _text(key, question.text)
        if core:
            _core_fields(key, study, outline, question)
        st.text_area(
            word("outline.probes"), "\n".join(question.probes), key=f"probes-{key}", height=100,
            help=word("outline.one_a_line"),
        )  # fmt: skip
        _purpose(key, question)
        _buttons("save", partial(_save, study.id, number, question, core))


def draw_new(study: Study, number: int, outline: Outline, section: int) -> None:
    """The form of a new question, to stand at the end of a section. Only its words are asked for."""
    key = f"{study.id}-new-{section}"
    with st.form(f"form-new-{section}"):
        _text(key, "")
        st.text_area(word("outline.probes"), "", key=f"probes-{key}", height=80, help=word("outline.one_a_line"))
        if outline.sections[section].name == "core":
            st.checkbox(word("outline.must"), False, key=f"must-{key}")
        st.caption(word("outline.read_from_words"))
        _buttons("save", partial(_add, study.id, number, section))
    tell_at(f"new-{section}")


def _text(key: str, text: str) -> None:
    st.text_area(word("outline.text"), text, key=f"text-{key}", height=80, max_chars=LONGEST)


def _purpose(key: str, question: OutlineQuestion) -> None:
    """What the question is for and how long it takes: notes to whoever asks it."""
    left, right = st.columns([3, 1])
    left.text_input(
        word("guide.purpose"), question.purpose, key=f"purpose-{key}", max_chars=200, help=word("guide.purpose_help")
    )
    right.number_input(
        word("guide.minutes_label"), 0.0, 120.0, question.minutes, step=0.5, format="%g", key=f"minutes-{key}",
        help=word("guide.minutes_help"),
    )  # fmt: skip


def _core_fields(key: str, study: Study, outline: Outline, question: OutlineQuestion) -> None:
    language = page_language()
    left, right = st.columns(2)
    left.selectbox(
        word("outline.kind"), KINDS, KINDS.index(question.kind), key=f"kind-{key}",
        format_func=lambda kind: say(language, f"report.kind.{kind}"),
    )  # fmt: skip
    right.selectbox(
        word("outline.aspect"), ASPECTS, ASPECTS.index(question.aspect), key=f"aspect-{key}",
        format_func=lambda aspect: say(language, f"outline.aspect.{aspect}"),
    )  # fmt: skip
    st.text_area(
        word("outline.options"), "\n".join(_option(one, outline) for one in question.options), key=f"options-{key}",
        height=80, help=word("outline.options_help"),
    )  # fmt: skip
    asked = {0: word("outline.for_none")} | {at: f"{at}. {one}" for at, one in enumerate(study.brief.questions, 1)}
    st.selectbox(
        word("outline.for"), tuple(asked), _at(question, asked), key=f"for-{key}",
        format_func=asked.__getitem__,
    )  # fmt: skip
    st.checkbox(word("outline.must"), question.must_have, key=f"must-{key}", help=word("outline.must_help"))


def _at(question: OutlineQuestion, asked: Mapping[int, str]) -> int:
    """Where the brief's question it answers stands in the choice; a brief that moved on may have fewer."""
    number = question.brief_question or 0
    return number if number in asked else 0


def _option(option: str, outline: Outline) -> str:
    """An option to be edited: its name in the outline's language, other ways of saying it behind bars."""
    own, *others = option.split("|")
    return " | ".join([option_said(own, outline.language), *(other.strip() for other in others)])


def _buttons(name: str, save: Callable[[], None]) -> None:
    with st.container(horizontal=True):
        st.form_submit_button(word("outline.save"), key=name, type="primary", on_click=once(save))
        st.form_submit_button(word("outline.cancel"), key="cancel", type="tertiary", on_click=close)


def _typed(name: str, key: str) -> str:
    """What stands in a field of the form."""
    return str(typed(f"{name}-{key}") or "")


def _lines(name: str, key: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in _typed(name, key).splitlines() if line.strip())


def _save(study_id: str, number: int, question: OutlineQuestion, core: bool) -> None:
    key = f"{study_id}-{question.id}"
    wanted = replace(
        question, text=_typed("text", key), probes=_lines("probes", key), purpose=_typed("purpose", key),
        minutes=float(st.session_state.get(f"minutes-{key}") or 0),
    )  # fmt: skip
    if core:
        wanted = replace(
            wanted, kind=typed(f"kind-{key}"), aspect=typed(f"aspect-{key}"),
            brief_question=typed(f"for-{key}") or None, must_have=bool(typed(f"must-{key}")),
        )  # fmt: skip
    lines = _lines("options", key)

    def edit(outline: Outline) -> Outline:
        if not core or lines == tuple(_option(one, outline) for one in question.options):
            return changed(outline, wanted)
        return changed(outline, replace(wanted, options=tuple(_meant(line, outline) for line in lines)))

    edit_outline(question.id, study_id, number, edit)


def _meant(line: str, outline: Outline) -> str:
    own, *others = [part.strip() for part in line.split("|")]
    return "|".join([option_meant(own, outline.language), *others])


def _add(study_id: str, number: int, section: int) -> None:
    key = f"{study_id}-new-{section}"
    must = bool(typed(f"must-{key}"))

    def add(study: Study, workspace: Workspace) -> None:
        new = fresh_id(used_ids(study, workspace))

        def edit(outline: Outline) -> Outline:
            core, text = outline.sections[section].name == "core", " ".join(_typed("text", key).split())
            kind, options = asked_as(text, outline.language)
            answers = tied(text, study.brief) if core else None
            aspect = aspect_of(text, outline.language)
            wanted = OutlineQuestion(new, text, answers, kind, options, aspect, must, _lines("probes", key))
            return added(outline, wanted, section=section)

        revise(study, workspace, edit, beneath=number)

    attempt(f"new-{section}", add, study_id, then=close)
