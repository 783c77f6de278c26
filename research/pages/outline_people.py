"""Whom to ask: the criteria with the words they were read from, the rule of a valid response, and their form."""

from dataclasses import replace
from functools import partial

import streamlit as st

from research.audience import Criterion, said_once
from research.describing import described, rule_said
from research.messages import say
from research.outline import Outline
from research.outline_edits import with_criteria, with_rule, with_said, with_words, without_unread
from research.pages.acting import once, typed
from research.pages.escaping import escaped
from research.pages.frame import page_language, word
from research.pages.outline_acts import attempt, busy, close, edit_outline, open_form, opened, tell_at
from research.pages.outline_feasible import draw_audience
from research.pages.outline_values import draw_values, typed_values
from research.revising import Edit, revise
from research.studies import Study
from research.workspace import Workspace

LEVELS = ("required", "preferred", "left_out")
PEOPLE = "people"
"""The form's place in the address."""


def draw_people(study: Study, number: int, outline: Outline) -> None:
    """The criteria and the rule, or the form that changes them."""
    with st.container(key="people", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
            st.subheader(word("outline.people"), anchor=False)
            st.button(
                word("outline.edit"), key="edit-people", type="tertiary", icon=":material/edit:",
                on_click=open_form, args=(PEOPLE,), **busy(),
            )  # fmt: skip
        st.markdown(criteria_text(outline.criteria))
        _draw_unread(study, number, outline)
        draw_audience(outline)
        st.caption(escaped(rule_said(outline, page_language())))
    if opened() == PEOPLE:
        _draw_form(study, number, outline)


def criteria_text(criteria: tuple[Criterion, ...], unread: tuple[str, ...] = ()) -> str:
    """A list of the criteria as markdown; what became no criterion is said below."""
    lines = [f"- {_line(criterion)}" for criterion in criteria] or [f"- {word('outline.anyone')}"]
    lines += [f"- :orange[{word('outline.unread', words=[escaped(each) for each in unread])}]"] if unread else []
    return "\n".join(lines)


def _draw_unread(study: Study, number: int, outline: Outline) -> None:
    """What became no criterion, each with the question whether to look for it in what people said."""
    if not outline.unread:
        return
    with st.container(key="unread", gap="xsmall"):
        for at, words in enumerate(outline.unread):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                said = word("outline.unread", words=[escaped(words)])
                st.markdown(f":orange[{said}]", width="content")
                for name, edit in _unread_edits(words).items():
                    st.button(
                        word(f"audience.unread.{name}"), key=f"unread-{name}-{at}", type="tertiary",
                        on_click=edit_outline, args=(PEOPLE, study.id, number, edit), **busy(),
                    )  # fmt: skip
        st.caption(word("audience.unread.about"))
        if opened() != PEOPLE:
            tell_at(PEOPLE)


def _unread_edits(words: str) -> dict[str, Edit]:
    return {
        "require": partial(with_said, words=words, required=True),
        "prefer": partial(with_said, words=words, required=False),
        "leave": partial(without_unread, words=words),
    }


def _line(criterion: Criterion) -> str:
    level = say(page_language(), f"outline.level.{'required' if criterion.required else 'preferred'}")
    said = word("outline.said", words=[escaped(each) for words in said_once([criterion]) for each in words])
    return f"{escaped(described(criterion, page_language()))} :gray[· {level} · {said}]"


def _draw_form(study: Study, number: int, outline: Outline) -> None:
    key, language = f"{study.id}-people", page_language()
    levels = {level: word(f"outline.level.{level}") for level in LEVELS}
    with st.form("form-people"):
        for at, criterion in enumerate(outline.criteria):
            st.segmented_control(
                escaped(described(criterion, language)), LEVELS, default="required" if criterion.required else "preferred",
                key=f"level-{at}-{key}", required=True, format_func=levels.__getitem__,
            )  # fmt: skip
            draw_values(criterion, outline.language, key=f"{at}-{key}")
        st.text_input(
            word("outline.more_people"), key=f"more-{key}", placeholder=word("outline.more_people_example"),
            max_chars=200,
        )  # fmt: skip
        left, right = st.columns(2)
        left.number_input(
            word("outline.enough"), 5, 100, round(outline.enough * 100), step=5, key=f"enough-{key}",
        )  # fmt: skip
        right.number_input(word("outline.window"), 1, 40, outline.window, key=f"window-{key}")
        with st.container(horizontal=True):
            save = once(partial(_save, study.id, number, outline.criteria))
            st.form_submit_button(word("outline.save"), key="save", type="primary", on_click=save)
            st.form_submit_button(word("outline.cancel"), key="cancel", type="tertiary", on_click=close)
    tell_at(PEOPLE)


def _save(study_id: str, number: int, criteria: tuple[Criterion, ...]) -> None:
    key = f"{study_id}-people"
    levels = [typed(f"level-{at}-{key}") or "left_out" for at in range(len(criteria))]
    kept = [
        replace(typed_values(criterion, key=f"{at}-{key}"), required=level == "required")
        for at, (criterion, level) in enumerate(zip(criteria, levels, strict=True))
        if level != "left_out"
    ]
    words = str(typed(f"more-{key}") or "")
    enough, window = typed(f"enough-{key}") / 100, int(typed(f"window-{key}"))

    def do(study: Study, workspace: Workspace) -> None:
        def edit(outline: Outline) -> Outline:
            made = with_rule(with_criteria(outline, kept), enough, window)
            return with_words(made, words, study.brief) if words.strip() else made

        revise(study, workspace, edit, beneath=number)

    attempt(PEOPLE, do, study_id, then=close)
