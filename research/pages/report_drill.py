"""The people behind a figure, in a drawer beside the report: who is counted, and the words that made them count."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from corpus.viewer import may
from research.drilling import Drilled, Row, Words, context_of, drill, may_see, shown_figures, words_of
from research.evidence import ReadValue
from research.pages.escaping import escaped
from research.pages.frame import page_language, word
from research.pages.report_reading import Reading
from research.pages.transcript import highlighted

SCRIPT = Path(__file__).with_name("report_links.js").read_text(encoding="utf-8")
ASKED = "figure"
"""What of the address names the figure whose people are shown."""

PAGE = 10
"""People shown at once."""


@st.fragment
def draw_drill(reading: Reading) -> None:
    """Opens the people behind the figure the address names, or the one just clicked in the prose."""
    links = st.components.v2.component("report_links", js=SCRIPT)
    with st.container(key="figure-links"):
        picked = links(key="figures", height=0, on_figure_change=lambda: None).get(ASKED)
    asked = str(picked) if picked else st.query_params.get(ASKED)
    if asked:
        show_people(reading, asked)


def show_people(reading: Reading, figure: str) -> None:
    """Open the drawer for a figure the report shows, and put it into the address; anything else is left alone."""
    if figure not in shown_figures(reading.report):
        return
    st.query_params[ASKED] = figure
    drawer = st.dialog(escaped(reading.report.rendered(figure)), width="medium", position="right", on_dismiss=_forget)
    drawer(_draw)(reading, figure)


def _forget() -> None:
    st.query_params.pop(ASKED, None)


def _draw(reading: Reading, figure: str) -> None:
    report = reading.report
    found = drill(report.figures[figure].spec, reading.opened.evidence, report.language)
    st.caption(escaped(context_of(figure, report)))
    rows = _chosen(found, figure)
    pages = -(-len(rows) // PAGE)
    at = st.session_state.get(f"people-page-{figure}", 1) if pages > 1 else 1
    shown = rows[(min(at, pages) - 1) * PAGE :][:PAGE] if rows else []
    words = words_of(shown, reading.opened.evidence, reading.workspace)
    for row in shown:
        with st.container(key=f"person-{row.number}"):
            _draw_row(reading, row, words.get(row.who, ()))
    if pages > 1:
        st.pagination(pages, key=f"people-page-{figure}")


def _chosen(found: Drilled, figure: str) -> Sequence[Row]:
    """Those counted, or the rest of the base where that is asked for."""
    if not found.others:
        return found.counted
    sides = {"counted": found.counted, "others": found.others}
    side = st.segmented_control(
        word("report.people"), list(sides), default="counted", required=True, key=f"side-{figure}",
        label_visibility="collapsed", format_func=lambda side: word(f"report.{side}", n=len(sides[side])),
    )  # fmt: skip
    return sides[side or "counted"]


def _draw_row(reading: Reading, row: Row, words: Sequence[Words]) -> None:
    """Who, their words with the telling ones marked, and the way into the transcript."""
    staff = may(reading.workspace.viewer, "read_transcripts")
    name = row.who if staff else word("report.respondent", n=row.number)
    value = _value(row.value)
    st.caption(
        escaped(" · ".join(part for part in (name, row.profile) if part))
        + (f" · **{escaped(value)}**" if value else "")
    )
    for one in words:
        st.markdown(highlighted(one.text, (0, len(one.text)), [one.coded]))
    if not words:
        st.caption(word("report.no_words" if may_see(row, reading.workspace.viewer) else "report.not_quotable"))
    if staff and row.interview:
        st.page_link(
            "research/pages/transcripts.py", label=word("report.transcript"),
            query_params={**_place(row, words), "lang": page_language()},
        )  # fmt: skip


def _place(row: Row, words: Sequence[Words]) -> dict[str, str]:
    if not words:
        return {"interview": row.interview or ""}
    place = words[0].place
    start, end = place.span
    return {"interview": place.interview, "version": str(place.version), "start": str(start), "end": str(end)}


def _value(value: ReadValue | None) -> str:
    """What was read from the words: a number, or the order things were put in."""
    if value is None or value.middle is None:
        return " › ".join(value.order) if value else ""
    return f"{value.middle:g}"
