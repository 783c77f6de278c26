"""The blocks of a report on screen, and the few words between them; all in the report's language."""

import re
from collections.abc import Callable, Sequence

import streamlit as st

from research.finishing import Keyed
from research.pages.charts import draw_chart
from research.pages.escaping import escaped
from research.pages.report_contents import draw_to_top
from research.pages.report_drill import show_people
from research.pages.report_reading import Reading
from research.pages.report_tools import draw_form, draw_tools, has_form
from research.pages.sections import Section, annexes, findings, front
from research.report import MARK, Block, Chart, Heading, Paragraph, QuoteBlock, Table

OPENED = tuple('“‘「『"')
"""What stands before words that are in quotation marks already."""


def draw_report(reading: Reading) -> None:
    """Page one, the findings, and the rest folded."""
    _draw_front(reading)
    for section in findings(reading.blocks):
        _apart(reading, _draw_section)(reading, section)
    st.divider()
    for section in annexes(reading.blocks):
        _apart(reading, _draw_annex)(reading, section)
    draw_to_top()


def _apart(reading: Reading, draw: Callable[[Reading, Section], None]) -> Callable[[Reading, Section], None]:
    """A part as a fragment: opening its folded half draws it again and nothing else. While one edits, one form at most
    may be open on the page, so all of it is drawn again."""
    return draw if reading.editing else st.fragment(draw)


def _draw_front(reading: Reading) -> None:
    """The conclusions numbered; who they rest on above them, what to keep in mind below."""
    blocks = front(reading.blocks)
    first = next((at for at, (_, block) in enumerate(blocks) if _is_key(block)), len(blocks))
    draw_blocks(reading, blocks[:first])
    if blocks[first:]:
        st.subheader(reading.word("report.conclusions"), anchor=False)
        draw_blocks(reading, blocks[first:])


def _draw_section(reading: Reading, section: Section) -> None:
    with st.container(key=f"part-{section.heading[0]}"):
        draw_blocks(reading, (section.heading, *section.blocks))
        if section.more:
            label = reading.word("report.more" if section.quotes else "report.more_plain", quotes=section.quotes)
            _draw_folded(reading, section, label)


def _draw_annex(reading: Reading, section: Section) -> None:
    key, heading = section.heading
    with st.container(key=f"part-{key}"):
        label = shown(reading, heading.text, linked=False) if isinstance(heading, Heading) else ""
        _draw_folded(reading, section, label)


def _draw_folded(reading: Reading, section: Section, label: str) -> None:
    """Drawn only when open: a folded appendix costs nothing."""
    folded = st.expander(label, key=f"open-{reading.report.study}-{section.heading[0]}", on_change="rerun")
    if folded.open:
        with folded:
            draw_blocks(reading, section.more)


def draw_blocks(reading: Reading, blocks: Sequence[Keyed]) -> None:
    """Blocks in their order. To be read, what follows each other as text is one text: a page of few parts is quick."""
    numbered, told = 0, list[str]()
    for key, block in blocks:
        numbered += _is_key(block)
        text = text_of(reading, block, numbered)
        if reading.editing:
            _draw_editable(reading, key, block, text)
        elif text is not None:
            told.append(text)
        else:
            _draw_text(told)
            _draw(reading, key, block)
            told = []
    _draw_text(told)


def _is_key(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.style == "key"


def _draw_text(told: Sequence[str]) -> None:
    if told:
        st.markdown("\n\n".join(told))


def _draw_editable(reading: Reading, key: str, block: Block, text: str | None) -> None:
    """A block with its tools beside it, or as the form that changes it."""
    if has_form(key, "text"):
        draw_form(reading, key, block)
        return
    with st.container(horizontal=True, wrap=False, key=f"editable-{key}"):
        with st.container(key=f"block-{key}"):
            _draw(reading, key, block) if text is None else st.markdown(text)
        draw_tools(reading, key, block)
    if has_form(key, "swap"):
        draw_form(reading, key, block)


def _draw(reading: Reading, key: str, block: Block) -> None:
    """What is no running text: headings, charts, tables."""
    if isinstance(block, Heading):
        (st.header if block.level < 3 else st.subheader)(shown(reading, block.text, linked=False), anchor=False)
    elif isinstance(block, Chart):
        _draw_chart(reading, block, key)
    elif isinstance(block, Table):
        _draw_text(_captioned(reading, block.caption))
        with st.container(key=f"table-{key}"):  # it scrolls sideways on a phone, and what stands above it does not
            st.markdown(table_text(reading, block))
        _note(reading, block.note)


def text_of(reading: Reading, block: Block, number: int) -> str | None:
    """A paragraph or a quote as markdown, None for other blocks. number: of the conclusion, from 1."""
    if isinstance(block, QuoteBlock):
        return _quote_text(reading, block.quote)
    if not isinstance(block, Paragraph):
        return None
    text = shown(reading, block.text)
    if block.style in ("asked", "note", "source", "subtitle"):
        return f":small[:gray[{text}]]"
    return {"lead": f"**{text}**", "bullet": f"- {text}", "key": f"{number}. {text}"}.get(block.style, text)


def _quote_text(reading: Reading, quote_id: str) -> str:
    """The words, the line that says what was asked, when and of whom, and the way into the transcript."""
    words = escaped(f"“{reading.report.quoted[quote_id]}”")
    source = shown(reading, reading.report.quotes[quote_id].source)
    way = f":small[[{reading.word('report.transcript')}]({reading.address(quote=quote_id)})]"
    return f"> {words}\n>\n> :small[:gray[{source}]]  \n> {way}"


def shown(reading: Reading, text: str, *, linked: bool = True) -> str:
    """Prose with its marks rendered, safe to be drawn; figures lead to the people they count where `linked`.

    Quoted words inside a sentence stand in quotation marks.
    """
    parts: list[str | tuple[str, str]] = []
    at = 0
    for mark in MARK.finditer(text):
        parts.append(text[at : mark.start()])
        parts.append(_mark(reading, mark, text, linked=linked))
        at = mark.end()
    return _joined([*parts, text[at:]])


def _mark(reading: Reading, mark: re.Match[str], text: str, *, linked: bool) -> str | tuple[str, str]:
    words = reading.report.rendered(mark[1], mark[2])
    if mark[1].startswith("Q") and text[mark.start() - 1 : mark.start()] not in OPENED:
        return f"“{words}”"
    address = reading.people(mark[1]) if linked and mark[1].startswith("F") else None
    return (words, address) if address else words


def _joined(parts: Sequence[str | tuple[str, str]]) -> str:
    """Words escaped in one piece between two links: what they become may rest on their neighbours."""
    found, plain = "", ""
    for part in parts:
        if isinstance(part, str):
            plain += part
        else:
            found += f"{_kept(plain)}[{escaped(part[0])}]({part[1]})"
            plain = ""
    return (found + _kept(plain)).strip()


def _kept(text: str) -> str:
    """Escaped, with the blanks that part it from a link beside it."""
    before, after = text[:1].isspace(), text[-1:].isspace() and bool(text.strip())
    return (" " if before else "") + escaped(text) + (" " if after else "")


def _draw_chart(reading: Reading, chart: Chart, key: str) -> None:
    _draw_text(_captioned(reading, chart.caption))
    picked = draw_chart(chart, reading.report, key)
    _note(reading, chart.note)
    if picked:
        show_people(reading, picked)


def _captioned(reading: Reading, caption: str) -> list[str]:
    return [f"**{shown(reading, caption, linked=False)}**"] if caption else []


def _note(reading: Reading, note: str) -> None:
    if note:
        st.caption(shown(reading, note))


def table_text(reading: Reading, table: Table) -> str:
    """A table in markdown; `escaped` has taken the bars out of its cells' words."""
    rows = [[shown(reading, cell) for cell in row] for row in (table.header, *table.rows)]
    lines = [rows[0], ["---" for _ in table.header], *rows[1:]]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
