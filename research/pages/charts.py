"""The report's charts on screen, drawn from its figures; each bar leads to the people it counts."""

from pathlib import Path
from typing import Any

import streamlit as st

from research.drilling import is_drillable
from research.messages import say
from research.pages.escaping import escaped
from research.report import Chart, Report
from research.statistics import percent

INK, GREY = "#1F2A2A", "#5C6B69"
SERIES = ("#0F5E5A", "#C2803A", "#6C8EAD", "#8A6FA3", "#7A8B4F", "#A65D57")
SCRIPT, STYLE = (
    Path(__file__).with_name(name).read_text(encoding="utf-8") for name in ("report_bars.js", "report_bars.css")
)

Row = dict[str, Any]


def draw_chart(chart: Chart, report: Report, key: str) -> str | None:
    """Draw the chart; gives the figure of a bar or point that was just clicked, None otherwise."""
    found = rows_of(chart, report)
    names = list(dict.fromkeys(row["series"] for row in found))
    if len(names) > 1:
        st.markdown(legend(names))
    if chart.kind == "bar":
        return _draw_bars(chart, found, report, key)
    return _draw_vega(chart, found, report, key)


def rows_of(chart: Chart, report: Report) -> list[Row]:
    """One row a category and series. Fixed names of columns: labels are others' words."""
    categories = [report.plain(category) for category in chart.categories]
    return [
        {"at": at, "category": category, "series": report.plain(name), "colour": SERIES[number % len(SERIES)],
         **_value(figure, chart.form, report)}
        for number, (name, figures) in enumerate(chart.series)
        for at, (category, figure) in enumerate(zip(categories, figures, strict=True))
    ]  # fmt: skip


def _value(figure_id: str, form: str, report: Report) -> Row:
    figure = report.figures[figure_id]
    share = form == "share" and figure.base
    value = percent(figure.n, figure.base) if share and figure.base else figure.n
    shown = figure.shown("share" if share else "n", report.language)
    return {"value": value, "shown": shown, "figure": figure_id if is_drillable(figure.spec) else ""}


def _draw_bars(chart: Chart, found: list[Row], report: Report, key: str) -> str | None:
    """Bars as rows of text, whose labels break on a phone as prose does. Of a share the whole track is 100 %."""
    top = 100 if chart.form == "share" else max(1, *(row["value"] for row in found))
    rows = [
        {name: row[name] for name in ("value", "shown", "figure", "colour")} | {"label": _label(row, found)}
        for row in sorted(found, key=lambda row: row["at"])
    ]
    bars = st.components.v2.component("report_bars", js=SCRIPT, css=STYLE)
    hint = say(report.language, "page.report.who")
    data = {"rows": rows, "top": top, "caption": report.plain(chart.caption), "hint": hint}
    picked = bars(key=f"chart-{key}", data=data, on_figure_change=lambda: None).get("figure")
    return str(picked) if picked else None


def _label(row: Row, found: list[Row]) -> str:
    """The category, once where several series share it."""
    first = next(one for one in found if one["at"] == row["at"])
    return str(row["category"]) if first is row else ""


def _draw_vega(chart: Chart, found: list[Row], report: Report, key: str) -> str | None:
    spec = _columns(found) if chart.kind == "column" else _lines(found)
    again = st.session_state.get(f"picked-{key}", 0)  # a new widget once a pick was followed: else it stays picked
    picked = st.vega_lite_chart(
        spec=spec, width="stretch", alt=report.plain(chart.caption), key=f"chart-{key}-{again}", on_select="rerun"
    )
    points = picked["selection"].get("pick") or []
    if not points:
        return None
    st.session_state[f"picked-{key}"] = again + 1
    return str(points[0].get("figure") or "") or None


def _columns(found: list[Row]) -> Row:
    offset = {"xOffset": {"field": "series", "sort": None}} if len({row["series"] for row in found}) > 1 else {}
    encoding = {"x": _x(), "y": {"field": "value", "type": "quantitative", "axis": None}, **offset}
    bars = {
        "mark": {"type": "bar", "cornerRadiusEnd": 2, "width": {"band": 0.7}, "cursor": "pointer"},
        "encoding": {"color": _colour(found), "opacity": {"value": 1}}, "params": [_pick()],
    }  # fmt: skip
    ends = {
        "mark": {"type": "text", "dy": -8, "fontSize": 13, "color": INK},
        "encoding": {"text": {"field": "shown", "type": "nominal"}},
    }
    return _quiet({"layer": [bars, ends], "encoding": encoding, "height": 220}, found)


def _lines(found: list[Row]) -> Row:
    y = {"field": "value", "type": "quantitative", "title": None, "scale": {"zero": True},
         "axis": {"tickCount": 4, "format": "d", "domain": False, "ticks": False}}  # fmt: skip
    line = {"mark": {"type": "line", "strokeWidth": 2.5}}
    points = {
        "mark": {"type": "point", "filled": True, "size": 90, "cursor": "pointer"},
        "encoding": {"opacity": {"value": 1}}, "params": [_pick()],
    }  # fmt: skip
    encoding = {"x": _x(), "y": y, "color": _colour(found)}
    return _quiet({"layer": [line, points], "encoding": encoding, "height": 260}, found)


def _x() -> Row:
    axis = {"labelAngle": 0, "ticks": False, "domainColor": "#C9D3D1"}
    return {"field": "category", "type": "nominal", "sort": None, "title": None, "axis": axis}


def _pick() -> Row:
    return {"name": "pick", "select": {"type": "point", "fields": ["figure"]}}


def _colour(found: list[Row]) -> Row:
    names = list(dict.fromkeys(row["series"] for row in found))
    scale = {"domain": names, "range": list(SERIES[: len(names)])}
    return {"field": "series", "type": "nominal", "scale": scale, "legend": None}


def legend(series: list[str]) -> str:
    """The series' colours and names as markdown: unlike a legend in the picture its lines break on a phone."""
    dots = (f':color[●]{{foreground="{colour}"}}' for colour in SERIES)
    return "  \n".join(f"{dot} {escaped(name)}" for dot, name in zip(dots, series, strict=False))


def _quiet(spec: Row, found: list[Row]) -> Row:
    axis = {"labelFontSize": 13, "labelColor": GREY, "gridColor": "#E9EEED"}
    return spec | {"data": {"values": found}, "config": {"view": {"strokeWidth": 0}, "axis": axis}}
