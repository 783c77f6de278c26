"""The blocks of a report on screen. The report speaks its own language, the few words around it the page's."""

import re
from collections.abc import Sequence

import streamlit as st

from research.pages.charts import draw_chart
from research.pages.escaping import escaped
from research.pages.frame import word
from research.pages.sections import Section, annexes, findings, front
from research.pages.transcript import show_transcript
from research.report import MARK, Block, Chart, Heading, Paragraph, QuoteBlock, Report, Table

OPENED = tuple('“‘「『"')
"""What stands before words that are in quotation marks already."""


def draw_report(report: Report) -> None:
    """Page one, the findings, and the rest folded."""
    _draw_front(report)
    for at, section in enumerate(findings(report)):
        _draw_section(report, section, f"f{at}")
    st.divider()
    for at, section in enumerate(annexes(report)):
        _draw_annex(report, section, f"a{at}")


def _draw_front(report: Report) -> None:
    """The conclusions numbered; who they rest on above them, what to keep in mind below."""
    numbered = 0
    for at, block in enumerate(front(report)):
        if isinstance(block, Paragraph) and block.style == "key":
            numbered += 1
            if numbered == 1:
                st.subheader(word("report.conclusions"), anchor=False)
            st.markdown(f"{numbered}. {shown(report, block.text)}")
        else:
            draw_block(report, block, f"p{at}")


@st.fragment
def _draw_section(report: Report, section: Section, key: str) -> None:
    """A finding. Opening its folded part draws this finding again and nothing else."""
    st.header(shown(report, section.heading.text), anchor=False)
    draw_blocks(report, section.blocks, key)
    if section.more:
        label = word("report.more", quotes=section.quotes) if section.quotes else word("report.more_plain")
        _draw_folded(report, section.more, label, f"{key}more")


@st.fragment
def _draw_annex(report: Report, section: Section, key: str) -> None:
    _draw_folded(report, section.more, shown(report, section.heading.text), key)


def _draw_folded(report: Report, blocks: Sequence[Block], label: str, key: str) -> None:
    """Drawn only when open: a folded appendix costs nothing."""
    folded = st.expander(label, key=f"open-{report.id}-{key}", on_change="rerun")
    if folded.open:
        with folded:
            draw_blocks(report, blocks, key)


def draw_blocks(report: Report, blocks: Sequence[Block], key: str) -> None:
    """Blocks in their order; `key` tells these from the same blocks elsewhere on the page."""
    for at, block in enumerate(blocks):
        draw_block(report, block, f"{key}-{at}")


def draw_block(report: Report, block: Block, key: str) -> None:
    """One block."""
    if isinstance(block, Heading):
        (st.header if block.level < 3 else st.subheader)(shown(report, block.text), anchor=False)
    elif isinstance(block, QuoteBlock):
        _draw_quote(report, block.quote, key)
    elif isinstance(block, Chart):
        _captioned(report, block.caption)
        draw_chart(block, report)
        _note(report, block.note)
    elif isinstance(block, Table):
        _captioned(report, block.caption)
        st.markdown(table_text(report, block))
        _note(report, block.note)
    else:
        _draw_paragraph(report, block)


def shown(report: Report, text: str) -> str:
    """Prose with its marks rendered, safe to be drawn. Quoted words inside a sentence stand in quotation marks."""

    def render(mark: re.Match[str]) -> str:
        words = report.rendered(mark[1], mark[2])
        bare = mark[1].startswith("Q") and text[mark.start() - 1 : mark.start()] not in OPENED
        return f"“{words}”" if bare else words

    return escaped(MARK.sub(render, text))


def _draw_paragraph(report: Report, block: Paragraph) -> None:
    text = shown(report, block.text)
    styles = {"lead": f"**{text}**", "bullet": f"- {text}"}
    if block.style in ("asked", "note", "source", "subtitle"):
        st.caption(text)
    else:
        st.markdown(styles.get(block.style, text))


def _draw_quote(report: Report, quote_id: str, key: str) -> None:
    """The words, the line that says what was asked, when and of whom, and the way into the transcript."""
    quote = report.quotes[quote_id]
    with st.container(key=f"quoted-{key}"):
        words = escaped(f"“{report.quoted[quote_id]}”")
        st.markdown(f"> {words}\n>\n> :small[:gray[{shown(report, quote.source)}]]")
        if st.button(word("report.transcript"), key=f"transcript-{key}-{quote_id}", type="tertiary"):
            show_transcript(quote)


def _captioned(report: Report, caption: str) -> None:
    if caption:
        st.markdown(f"**{shown(report, caption)}**")


def _note(report: Report, note: str) -> None:
    if note:
        st.caption(shown(report, note))


def table_text(report: Report, table: Table) -> str:
    """A table in markdown; `escaped` has taken the bars out of its cells' words."""
    lines = [table.header, tuple("---" for _ in table.header)]
    head = "\n".join(
        f"| {' | '.join(shown(report, cell) if at == 0 else cell for cell in line)} |" for at, line in enumerate(lines)
    )
    body = "\n".join(f"| {' | '.join(shown(report, cell) for cell in row)} |" for row in table.rows)
    return f"{head}\n{body}"
