"""What the corpus can answer, as a picture: subjects down, waves or segments across, and how many people in each cell."""

from typing import Any, cast

import streamlit as st

from corpus.coverage import SEGMENTS, THIN, Coverage, Segment, coverage_of
from corpus.records import Language
from corpus.subjects import Subject
from corpus.viewer import may
from research.pages.corpus_subject import draw_subject
from research.pages.escaping import escaped
from research.pages.frame import page_language, word
from research.workspace import Workspace

LANGUAGES: tuple[Language, ...] = ("zh", "en")
INK, GREY, GROUND = "#1F2A2A", "#5C6B69", "#F3F6F5"
HEAT = ("#DCE9E7", "#9CC4C0", "#4F928D", "#0F5E5A")
ROW = 30
"""Pixels of a row."""
WIDE = 5
"""Columns above which their names stand aslant."""
DARK = 0.7
"""Share of the fullest cell above which a cell is dark and its number light."""
LONGEST = 26
"""Characters of a subject's name beside its row."""


def draw_coverage(workspace: Workspace) -> None:
    """The picture for the language and the segments the address names, and the subject it names below it."""
    st.button(f"← {word('corpus.title')}", key="back", type="tertiary", on_click=_close)
    st.title(word("coverage.title"), anchor=False)
    language = cast("Language", _one_of("spoken", LANGUAGES, page_language()))
    segment = cast("Segment", _one_of("by", SEGMENTS, "wave"))
    with st.container(horizontal=True, vertical_alignment="bottom", key="coverage-choices"):
        _choose("spoken", LANGUAGES, language)
        _choose("by", SEGMENTS, segment)
    found = _coverage(workspace.corpus.stamp(), workspace.settings.database, language, segment, _workspace=workspace)
    if not found.subjects:
        st.markdown(word("coverage.none"))
        return
    st.caption(word("coverage.about", thin=THIN))
    _draw_picture(found)
    _draw_thin(found)
    subjects = {one.id: one for one in found.subjects}
    asked = st.query_params.get("subject", "")
    if asked.isdigit() and int(asked) in subjects:
        draw_subject(subjects[int(asked)], found, workspace)


@st.cache_data(max_entries=20, show_spinner=False)
def _coverage(stamp: int, database: str, language: Language, segment: Segment, *, _workspace: Workspace) -> Coverage:
    return coverage_of(_workspace.engine, _workspace.viewer, language, segment)


def _one_of(name: str, values: tuple[str, ...], otherwise: str) -> str:
    asked = st.query_params.get(name, "")
    return asked if asked in values else otherwise


def _choose(name: str, values: tuple[str, ...], chosen: str) -> None:
    def change() -> None:
        st.query_params[name] = st.session_state[f"coverage-{name}"]
        st.query_params.pop("subject", None)

    st.session_state[f"coverage-{name}"] = chosen
    labels = {value: word(f"coverage.{name}.{value}") for value in values}
    st.segmented_control(
        word(f"coverage.{name}.label"), values, key=f"coverage-{name}", required=True, label_visibility="collapsed",
        format_func=labels.__getitem__, on_change=change,
    )  # fmt: skip


def _close() -> None:
    for name in ("view", "spoken", "by", "subject"):
        st.query_params.pop(name, None)


def _draw_picture(found: Coverage) -> None:
    """A cell a subject and column, the fuller the darker; a click on it opens the subject."""
    rows = [
        {"subject": one.id, "name": _short(one), "column": column or word("coverage.unknown"),
         "people": found.people.get((one.id, column), 0)}
        for one in found.subjects for column in found.columns
    ]  # fmt: skip
    again = st.session_state.get("coverage-picked", 0)
    picked = st.vega_lite_chart(
        spec=_spec(rows), width="stretch", key=f"coverage-{again}", on_select="rerun", alt=word("coverage.title")
    )
    points = picked["selection"].get("pick") or []
    if points:
        st.session_state["coverage-picked"] = again + 1  # a new widget: else the same cell stays picked for ever
        st.query_params["subject"] = str(points[0]["subject"])
        st.rerun()


def _spec(rows: list[dict[str, Any]]) -> dict[str, Any]:
    columns = len({row["column"] for row in rows})
    axis = {
        "title": None,
        "ticks": False,
        "domain": False,
        "labelColor": INK,
        "labelFontSize": 13,
        "labelLimit": 260,
        "labelFlush": False,
        "labelOverlap": False,
    }
    x = {
        "field": "column",
        "type": "ordinal",
        "sort": None,
        "axis": {**axis, "orient": "top", "labelAngle": -35 if columns > WIDE else 0},
    }
    y = {"field": "name", "type": "nominal", "sort": None, "axis": axis}
    most = max(row["people"] for row in rows)
    shade = {
        "field": "people",
        "type": "quantitative",
        "legend": None,
        "scale": {"domain": [0, most], "range": [GROUND, *HEAT]},
    }
    pick = {"name": "pick", "select": {"type": "point", "fields": ["subject"]}}
    cells = {
        "mark": {"type": "rect", "stroke": "#FFFFFF", "strokeWidth": 3, "cornerRadius": 4, "cursor": "pointer"},
        "encoding": {"color": shade}, "params": [pick],
    }  # fmt: skip
    light = {"condition": {"test": f"datum.people > {most * DARK}", "value": "#FFFFFF"}, "value": INK}
    counts = {"mark": {"type": "text", "fontSize": 13}, "encoding": {"text": {"field": "people"}, "color": light}}
    return {
        "data": {"values": rows}, "encoding": {"x": x, "y": y}, "layer": [cells, counts],
        "height": {"step": ROW}, "config": {"view": {"strokeWidth": 0}},
    }  # fmt: skip


def _short(subject: Subject) -> str:
    return subject.name if len(subject.name) <= LONGEST else f"{subject.name[: LONGEST - 1]}…"


def _draw_thin(found: Coverage) -> None:
    """What is thin and what is old, in words: the picture alone does not say what to do."""
    last = max(found.newest.values())
    old = [f"{one.name} ({found.newest[one.id]})" for one in found.subjects if found.newest[one.id] < last]
    thin = [
        f"{one.name} × {column}" for one in found.subjects for column in found.columns
        if column and 0 < found.people.get((0, column), 0) >= THIN > found.people.get((one.id, column), 0)
    ]  # fmt: skip
    for key, cells in (("old", old), ("thin", thin)):
        if cells:
            with st.expander(word(f"coverage.{key}", n=len(cells)), key=f"coverage-{key}"):
                st.markdown("\n".join(f"- {escaped(cell)}" for cell in cells))


def draw_way(workspace: Workspace) -> None:
    """The way to the picture, where there is something to see."""
    if may(workspace.viewer, "search") and workspace.subjects.all():
        st.button(word("coverage.open"), key="coverage", type="tertiary", icon=":material/grid_view:", on_click=_open)


def _open() -> None:
    st.query_params["view"] = "coverage"
