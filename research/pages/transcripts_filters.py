"""What a search is narrowed to: chosen from lists, kept in the address, and how much lies within."""

from collections.abc import Iterator, Mapping
from typing import cast

import streamlit as st

from corpus.records import Language
from corpus.viewer import Viewer
from research.filters import (
    NAMES,
    SCOPES_ASKED,
    SEGMENTS,
    Filter,
    Filters,
    Name,
    Segment,
    chosen,
    filter_of,
    value_said,
    values_in,
)
from research.narrowing import Within, within
from research.pages.escaping import escaped
from research.pages.frame import page_language, word
from research.pages.transcripts_address import put
from research.pages.who import attributes
from research.workspace import Workspace

LANGUAGES: tuple[Language, ...] = ("zh", "en")
LONGEST = 200
"""Characters of words about people."""


def filters_asked(workspace: Workspace) -> Filters:
    """The filters the address names, of those there can be."""
    return tuple(one for one in _named(workspace) if one.name != "people" or one.criteria)


def _named(workspace: Workspace) -> Iterator[Filter]:
    for name in NAMES:
        value = st.query_params.get(name, "").strip()[:LONGEST]
        if value and (name == "people" or value in offered(name, workspace)):
            yield filter_of(name, value)


def offered(name: Name, workspace: Workspace) -> Mapping[str, str]:
    """The values a filter can have, with what they are called on the page. None of `people`, who are asked for in words."""
    database, stamp = workspace.settings.database, workspace.corpus.stamp()
    return _offered(name, page_language(), database, stamp, workspace.viewer, _workspace=workspace)


@st.cache_data(max_entries=60, show_spinner=False)
def _offered(
    name: Name, language: Language, database: str, stamp: int, viewer: Viewer, *, _workspace: Workspace
) -> dict[str, str]:
    corpus = _workspace.corpus
    if name == "wave":
        return {wave: wave for wave in corpus.waves()[::-1]}
    if name == "spoken":
        held = [each for each in LANGUAGES if corpus.count_lines(language=each)]
        return {each: word(f"transcripts.spoken.{each}") for each in held}
    if name == "subject":
        subjects = sorted(_workspace.subjects.all(), key=lambda one: (one.language != language, one.id))
        return {str(one.id): one.name for one in subjects}
    if name == "consent":
        return {scope: word(f"transcripts.scope.{scope}") for scope in SCOPES_ASKED}
    segment = cast("Segment", name)
    return _told_apart(segment, _values(_workspace)[segment], language) if name in SEGMENTS else {}


def _told_apart(segment: Segment, values: tuple[str, ...], language: Language) -> dict[str, str]:
    """What values are called; where two are called alike (东部, East), each with what it is called in the other language."""
    named = {value: value_said(segment, value, language) for value in values}
    called = list(named.values())
    for value, name in named.items():
        others = {value_said(segment, value, each) for each in LANGUAGES} - {name}
        if called.count(name) > 1 and others:
            named[value] = f"{name} ({others.pop()})"
    return named


def draw_filters(filters: Filters, workspace: Workspace) -> None:
    """The lists, folded; the filters that hold, each to be dropped by a press; and how much is within them."""
    with st.expander(word("transcripts.filters"), icon=":material/tune:", key="filters"):
        with st.container(horizontal=True, key="narrow"):
            for name in NAMES:
                if name != "people":
                    _draw_list(name, chosen(filters, name), _offered_beside(name, filters, workspace))
        _draw_people()
    _draw_unknown(workspace)
    if filters:
        _draw_held(filters, workspace)


def _offered_beside(name: Name, filters: Filters, workspace: Workspace) -> Mapping[str, str]:
    """Of subjects, those of the language that is filtered by, and the one that is chosen."""
    values = offered(name, workspace)
    spoken = chosen(filters, "spoken")
    if name != "subject" or not spoken:
        return values
    own = {str(one.id) for one in workspace.subjects.all(cast("Language", spoken))} | {chosen(filters, "subject")}
    return {value: called for value, called in values.items() if value in own}


def _draw_list(name: Name, value: str, values: Mapping[str, str]) -> None:
    """A choice among values; nothing where there is but one."""
    if len(values) < 2:
        return
    key = f"narrow-{name}"
    st.session_state[key] = value

    def change() -> None:
        put(**{name: st.session_state[key], "page": None})

    named = {"": word("transcripts.all_values"), **values}
    st.selectbox(
        word(f"transcripts.by.{name}"), list(named), key=key, format_func=named.__getitem__, on_change=change,
    )  # fmt: skip


def _draw_people() -> None:
    """Whom a brief with these words would ask; what of them was not understood is said."""
    said = st.query_params.get("people", "").strip()[:LONGEST]
    st.session_state["narrow-people"] = said

    def change() -> None:
        put(people=st.session_state["narrow-people"].strip(), page=None)

    st.text_input(
        word("transcripts.by.people"), key="narrow-people", max_chars=LONGEST, on_change=change,
        placeholder=word("transcripts.people_example"), help=word("transcripts.people_help"),
    )  # fmt: skip
    if said and (unread := filter_of("people", said).unread):
        st.caption(f":orange[{word('transcripts.people_unread', words=[escaped(each) for each in unread])}]")


def _draw_unknown(workspace: Workspace) -> None:
    """What else the address asks for: a filter that falls away in silence would be taken for one that holds."""
    asked = {name: st.query_params.get(name, "").strip()[:LONGEST] for name in NAMES if name != "people"}
    lost = [escaped(value) for name, value in asked.items() if value and value not in offered(name, workspace)]
    if lost:
        st.caption(f":orange[{word('transcripts.unknown', values=lost)}]")


def _draw_held(filters: Filters, workspace: Workspace) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="held"):
        for one in filters:
            st.button(
                escaped(filter_said(one, workspace)), key=f"drop-{one.name}", icon=":material/close:",
                icon_position="right", on_click=drop, args=(one.name,), help=word("transcripts.drop"),
            )  # fmt: skip
        if len(filters) > 1:
            st.button(word("transcripts.clear"), key="clear", type="tertiary", on_click=drop, args=NAMES)
    found = within_asked(filters, workspace)
    counts = {"people": found.people, "interviews": len(found.lines), "exchanges": found.exchanges}
    if found.exchanges:
        st.caption(word("transcripts.within", **counts))


def drop(*names: Name) -> None:
    """Take filters out of the address."""
    put(**dict.fromkeys(names, None), page=None)


def filter_said(one: Filter, workspace: Workspace) -> str:
    """A filter as it is called on the page."""
    return one.value if one.name == "people" else offered(one.name, workspace).get(one.value, one.value)


def within_asked(filters: Filters, workspace: Workspace) -> Within:
    """What lies within the filters, remembered until the corpus changes."""
    stamp, database = workspace.corpus.stamp(), workspace.settings.database
    return _within(database, stamp, workspace.viewer, filters, _workspace=workspace)


@st.cache_resource(max_entries=8, show_spinner=False)
def _within(database: str, stamp: int, viewer: Viewer, filters: Filters, *, _workspace: Workspace) -> Within:
    people = attributes(_workspace) if any(one.criteria for one in filters) else None
    return within(filters, _workspace, people)


def _values(workspace: Workspace) -> Mapping[Segment, tuple[str, ...]]:
    return _values_of(workspace.settings.database, workspace.corpus.stamp(), _workspace=workspace)


@st.cache_resource(max_entries=2, show_spinner=False)
def _values_of(database: str, stamp: int, *, _workspace: Workspace) -> Mapping[Segment, tuple[str, ...]]:
    return values_in(attributes(_workspace).values())
