"""The report's charts on screen, drawn from its figures: label above bar, so that they read on a phone too."""

from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from research.pages.escaping import escaped
from research.report import Chart, Report
from research.statistics import percent

TEAL, INK, GREY = "#0F5E5A", "#1F2A2A", "#6B7A78"
SERIES = (TEAL, "#C2803A", "#6C8EAD", "#8A6FA3", "#7A8B4F", "#A65D57")
ROW, BAR = 44, 12
"""Pixels of a category's row and of its bar."""


def draw_chart(chart: Chart, report: Report) -> None:
    """The chart as its kind asks; the caption is its heading and its text for those who cannot see it."""
    table = table_of(chart, report)
    drawn = {"bar": _bars, "column": _columns, "line": _lines}[chart.kind](table, chart.form == "share")
    series = list(dict.fromkeys(table["series"]))
    if len(series) > 1:
        st.markdown(legend(series))
    st.altair_chart(drawn, width="stretch", alt=report.plain(chart.caption))


def table_of(chart: Chart, report: Report) -> pd.DataFrame:
    """One row a category and series: category, series, value, shown. Fixed column names: labels are others' words."""
    categories = [report.plain(category) for category in chart.categories]
    return pd.DataFrame([
        {"at": at, "category": category, "series": report.plain(name), **_value(figure, chart.form, report)}
        for name, figures in chart.series
        for at, (category, figure) in enumerate(zip(categories, figures, strict=True))
    ])  # fmt: skip


def _value(figure_id: str, form: str, report: Report) -> dict[str, Any]:
    figure = report.figures[figure_id]
    share = form == "share" and figure.base
    value = percent(figure.n, figure.base) if share and figure.base else figure.n
    return {"value": value, "shown": figure.shown("share" if share else "n", report.language)}


def _bars(table: pd.DataFrame, share: bool) -> alt.LayerChart:
    """Thin bars under their labels, the number at the end of each. Several series share a row by their colour."""
    series = list(dict.fromkeys(table["series"]))
    row = ROW + (len(series) - 1) * (BAR + 6)
    top = 100 if share else max(1, int(table["value"].max()))
    y = alt.Y("at:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    base = alt.Chart(table).encode(y=y, x=alt.X("value:Q", axis=None, scale=alt.Scale(domain=[0, top * 1.12])))
    if len(series) > 1:
        base = base.encode(yOffset=alt.YOffset("series:N", sort=series))
    bars = base.mark_bar(size=BAR, cornerRadiusEnd=2, yOffset=9).encode(color=_colour(series))
    ends = base.mark_text(align="left", dx=6, dy=9, fontSize=13, color=INK).encode(text="shown:N")
    labels = (
        alt.Chart(table[table["series"] == series[0]])
        .mark_text(align="left", baseline="bottom", dy=-2, fontSize=13, color=INK, limit=640)
        .encode(y=y, x=alt.value(0), text="category:N")
    )
    return _quiet(alt.layer(bars, ends, labels).properties(height=row * table["at"].nunique()))


def _columns(table: pd.DataFrame, share: bool) -> alt.LayerChart:
    series = list(dict.fromkeys(table["series"]))
    x = alt.X("category:N", sort=None, title=None, axis=alt.Axis(labelAngle=0, ticks=False, domainColor="#C9D3D1"))
    base = alt.Chart(table).encode(x=x, y=alt.Y("value:Q", axis=None))
    if len(series) > 1:
        base = base.encode(xOffset=alt.XOffset("series:N", sort=series))
    bars = base.mark_bar(cornerRadiusEnd=2, width={"band": 0.7}).encode(color=_colour(series))
    return _quiet(
        alt.layer(bars, base.mark_text(dy=-8, fontSize=13, color=INK).encode(text="shown:N")).properties(height=220)
    )


def _lines(table: pd.DataFrame, share: bool) -> alt.LayerChart:
    series = list(dict.fromkeys(table["series"]))
    x = alt.X("category:N", sort=None, title=None, axis=alt.Axis(labelAngle=0, ticks=False, domainColor="#C9D3D1"))
    y = alt.Y(
        "value:Q",
        title=None,
        scale=alt.Scale(zero=True),
        axis=alt.Axis(tickCount=4, format="d", domain=False, ticks=False),
    )
    base = alt.Chart(table).encode(x=x, y=y, color=_colour(series))
    return _quiet(
        alt.layer(base.mark_line(strokeWidth=2.5), base.mark_point(filled=True, size=60, opacity=1)).properties(
            height=260
        )
    )


def _colour(series: list[str]) -> alt.Color:
    return alt.Color("series:N", scale=alt.Scale(domain=series, range=list(SERIES[: len(series)])), legend=None)


def legend(series: list[str]) -> str:
    """The series' colours and names as markdown: unlike a legend in the picture its lines break on a phone."""
    dots = (f':color[●]{{foreground="{colour}"}}' for colour in SERIES)
    return "  \n".join(f"{dot} {escaped(name)}" for dot, name in zip(dots, series, strict=False))


def _quiet(chart: Any) -> alt.LayerChart:
    quiet: alt.LayerChart = chart.configure_view(strokeWidth=0).configure_axis(
        labelFontSize=13, labelColor=GREY, gridColor="#E9EEED"
    )
    return quiet
