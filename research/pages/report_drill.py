"""The people behind a figure, in a drawer beside the report: who is counted, and the words that made them count."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from corpus.errors import QuipuError
from corpus.records import Span
from corpus.viewer import may
from research.drilling import Drilled, Row, Words, context_of, drill, may_see, shown_figures, tells_who, words_of
from research.evidence import ReadValue
from research.pages.escaping import escaped
from research.pages.frame import tell, word
from research.pages.report_reading import ASKED, Reading
from research.pages.transcript import draw_excerpt, highlighted
from research.pages.transcripts_address import link_to
from research.report import Quote

SCRIPT = Path(__file__).with_name("report_links.js").read_text(encoding="utf-8")
PAGE = 10
"""People shown at once."""

LONGEST_NAME = 20


@st.fragment
def draw_drill(reading: Reading) -> None:
    """Opens what the address names, or what was just clicked in the text: a figure's people, a quote's transcript."""
    links = st.components.v2.component("report_links", js=SCRIPT)
    with st.container(key="report-links"):
        picked = links(key="links", height=0, on_asked_change=lambda: None).get("asked")
    asked = dict([str(picked).split(" ", 1)]) if picked else dict(st.query_params)
    if "figure" in asked:
        show_people(reading, asked["figure"])
    elif "quote" in asked:
        show_quote(reading, asked["quote"])


def show_people(reading: Reading, figure: str) -> None:
    """Open the drawer for a figure the report shows, and put it into the address; that there is none is said."""
    if figure not in shown_figures(reading.report):
        _tell_nothing(figure)
        return
    st.query_params["figure"] = figure
    drawer = st.dialog(escaped(reading.report.rendered(figure)), width="medium", position="right", on_dismiss=_forget)
    drawer(_draw)(reading, figure)


def show_quote(reading: Reading, quote: str) -> None:
    """Open the transcript at the words of a quote the report shows, and put it into the address."""
    if quote not in reading.report.quotes:
        _tell_nothing(quote)
        return
    st.query_params["quote"] = quote
    drawer = st.dialog(word("transcript.title"), width="medium", position="right", on_dismiss=_forget)
    drawer(_draw_transcript)(reading, reading.report.quotes[quote])


def _tell_nothing(name: str) -> None:
    st.info(escaped(word("report.nothing_to_open", name=name[:LONGEST_NAME])), icon=":material/info:")


def _forget() -> None:
    for name in ASKED:
        st.query_params.pop(name, None)


def _draw(reading: Reading, figure: str) -> None:
    report = reading.report
    if tells_who(report.figures[figure].spec) and not may(reading.workspace.viewer, "read_transcripts"):
        st.caption(escaped(context_of(figure, report)))
        st.markdown(word("report.not_listed"))
        return
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
        st.markdown(highlighted(one.text, (0, len(one.text)), one.coded, masked=one.masked))
    if not words:
        st.caption(word("report.no_words" if may_see(row, reading.workspace.viewer) else "report.not_quotable"))
    if staff and words:
        _draw_around(reading, row, words)
    elif staff and row.interview:
        link_to(row.interview, label=word("report.transcript"))


def _draw_around(reading: Reading, row: Row, words: Sequence[Words]) -> None:
    """The transcript around the words, folded: whoever reads it has not left the report."""
    folded = st.expander(word("report.transcript"), key=f"open-said-{row.number}", on_change="rerun")
    if folded.open:
        place = words[0].place
        spans = [span for one in words if one.place.interview == place.interview for span in one.spans]
        with folded:
            _draw_excerpt(reading, place.interview, place.version, spans)


def _value(value: ReadValue | None) -> str:
    """What was read from the words: a number, or the order things were put in."""
    if value is None or value.middle is None:
        return " › ".join(value.order) if value else ""
    return f"{value.middle:g}"


def _draw_transcript(reading: Reading, quote: Quote) -> None:
    _draw_excerpt(reading, quote.interview, quote.version, quote.spans)


def _draw_excerpt(reading: Reading, name: str, version: int, spans: Sequence[Span]) -> None:
    """An interview around the spans. Which file it came from is for those who bring files in."""
    try:
        interview = reading.workspace.corpus.interview(name, version)
        current = reading.workspace.corpus.interview(name).version
    except QuipuError as error:  # withdrawn since, or not for this reader
        tell(error)
        return
    source = interview.source if may(reading.workspace.viewer, "import") else ""
    st.caption(escaped(" · ".join(part for part in (interview.id, interview.date, source) if part)))
    if interview.version != current:
        st.caption(word("transcripts.corrected_since", version=interview.version))
    draw_excerpt(interview, spans, key=f"drawer-{name}-{spans[0][0]}")
