"""The grid question × person: who answered what, a page at a time. A sign opens the words behind it."""

from pathlib import Path
from typing import Any, cast

import streamlit as st

from research.attribute_values import told_value
from research.grid import Row, Shown, answered_of, chosen, counts, rows
from research.pages.escaping import escaped
from research.pages.frame import page_language, word
from research.pages.responses_loaded import Loaded
from research.pages.transcripts_address import one_of, paged, put
from research.pages.who import profile_for
from research.responses import Response

SIZE = 25
"""People on a page."""

STATES = ("answered", "partly", "no_answer", "off_topic", "not_asked")
_HERE = Path(__file__)


def draw_grid(loaded: Loaded) -> None:
    """Whom to show, the signs' legend, the grid and its pages."""
    st.subheader(word("responses.grid.title"), anchor=False)
    show = _draw_choice(loaded)
    people = chosen(loaded.judged, show)
    if not people:
        st.caption(word("responses.grid.nobody"))
        return
    place = st.container(key="grid")
    part = people[paged(len(people), size=SIZE, key="people-pages", name="people")]
    with place:
        _mount(payload(loaded, part))
    _draw_questions(loaded)


def _draw_choice(loaded: Loaded) -> Shown:
    """The choice among valid people, those left out by reason, and all; it stands in the address."""
    found = counts(loaded.judged)
    show = cast("Shown", one_of("show", list(found)) or "valid")
    st.session_state["show"] = show

    def change() -> None:
        put(show=st.session_state["show"], people=None)

    shown: dict[str, str] = {name: f"{word(f'responses.reason.{name}')} {count}" for name, count in found.items()}
    st.pills(
        word("responses.grid.show"), list(found), key="show", required=True, on_change=change,
        format_func=shown.__getitem__, label_visibility="collapsed",
    )  # fmt: skip
    return show


def payload(loaded: Loaded, people: tuple[Response, ...]) -> dict[str, Any]:
    """What the browser draws the grid from; every word in it is set as text there."""
    drawn = rows(
        people, loaded.outline, loaded.matches, waves=loaded.judged.waves,
        profile=lambda who, wave: profile_for(who, wave, loaded.workspace),
    )  # fmt: skip
    return {
        "label": word("responses.grid.title"), "who": word("responses.grid.who"), "open": word("responses.grid.open"),
        "questions": [{"id": each.id, "text": each.text, "must": each.must_have} for each in loaded.outline.core],
        "states": {state: word(f"responses.state.{state}") for state in STATES},
        "rows": [_row(row, loaded) for row in drawn],
    }  # fmt: skip


def _row(row: Row, loaded: Loaded) -> dict[str, Any]:
    told = (told_value(row.profile[name], page_language()) for name in ("gender", "age", "city_tier"))
    about = (*told, row.response.wave)
    return {
        "person": row.response.respondent, "about": [part for part in about if part],
        "note": note(row.response, loaded), "cells": [row.cells[question.id] for question in loaded.outline.core],
    }  # fmt: skip


def note(response: Response, loaded: Loaded) -> str:
    """Why somebody is left out, or was taken in by hand; "" where the rule took them. Not escaped."""
    if response.rule:
        return word("responses.why.taken_in", reason=response.by_hand)
    if response.reason is None:
        return ""
    answered, of = answered_of(response, loaded.outline)
    return word(
        f"responses.why.{response.reason}", said=word("responses.or").join(response.detail.split("; ")), answered=answered, of=of, reason=response.by_hand,
        spoken=word(f"responses.spoken.{loaded.outline.language}"),
    )  # fmt: skip


def _mount(data: dict[str, Any]) -> None:
    """The grid itself. A press puts the person, and the question where a sign was pressed, into the address."""

    def opened() -> None:
        pressed = st.session_state["grid-table"].get("opened") or {}
        put(person=pressed.get("person"), asked=pressed.get("question"))

    table = st.components.v2.component(
        "responses_grid", html='<div class="grid"></div>',
        css=_HERE.with_suffix(".css").read_text(encoding="utf-8"), js=_HERE.with_suffix(".js").read_text(encoding="utf-8"),
    )  # fmt: skip
    # In a list: a bare mapping would be looked through for data frames, and pandas loaded for it.
    table(key="grid-table", data=[data], on_opened_change=opened)


def _draw_questions(loaded: Loaded) -> None:
    """What the signs mean, and the questions in words with how many valid people answered each."""
    valid = loaded.judged.valid
    with st.expander(word("responses.grid.questions")):
        lines = []
        for each in loaded.outline.core:
            answered = sum(one.statuses.get(each.id) == "answered" for one in valid)
            told = word("responses.grid.answered_by", people=answered, of=len(valid))
            must = "" if each.must_have else f" · {word('responses.grid.optional')}"
            lines.append(f"**{escaped(each.id)}** {escaped(each.text)}  \n:small[:gray[{told}{must}]]")
        st.markdown("\n\n".join(lines))
