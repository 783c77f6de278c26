"""A report as a Word file: title and conclusions on page one, then contents, findings and the quote register."""

import io
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from exports.expected import register_of, with_register
from exports.word.charts import chart_run
from exports.word.contents import add_contents, anchor_name, field_character, field_start
from exports.word.frame import add_frame, set_properties
from exports.word.inline import Inline, run
from exports.word.links import Links
from exports.word.lists import add_lists
from exports.word.marks import number_name, report_name, safe_name
from exports.word.repack import repack
from exports.word.styles import apply_styles, style_paragraph, text_width
from exports.word.tables import add_table
from exports.wording import word
from research.report import Block, Chart, Heading, Paragraph, QuoteBlock, Report, Table

_STYLES = {
    "body": "Body",
    "lead": "Lead",
    "key": "Key finding",
    "bullet": "Bullet",
    "note": "Note",
    "asked": "Asked",
    "source": "Quote source",
    "subtitle": "Subtitle",
}


def write_word(report: Report, *, links: Links) -> bytes:
    """The Word file of `report`. The same report gives the same bytes.

    A quote register is added where the report has none. Raises KeyError where a mark has no record and
    BadInput where the report's id does not fit into a bookmark.
    """
    report = with_register(report)
    document = Document()
    apply_styles(document)
    add_lists(document)
    writer = Writer(document, report, Inline(report, links, document.part))
    writer.title()
    contents_at = contents_position(report.blocks)
    for position, block in enumerate(report.blocks):
        if position == contents_at:
            add_contents(document, report)
        writer.block(block)
    add_frame(document, report)
    set_properties(document, report)
    stream = io.BytesIO()
    document.save(stream)
    return repack(stream.getvalue())


def contents_position(blocks: tuple[Block, ...]) -> int:
    """Where the contents go: before the first heading that comes after the conclusions."""
    keys = [i for i, block in enumerate(blocks) if isinstance(block, Paragraph) and block.style == "key"]
    after = keys[-1] if keys else -1
    return next((i for i, block in enumerate(blocks) if i > after and isinstance(block, Heading)), -1)


class Writer:
    """Appends one block after the other to a document."""

    def __init__(self, document: Any, report: Report, inline: Inline) -> None:
        self.document, self.report, self.inline = document, report, inline
        self.numbers = {"figure": 0, "table": 0}
        self.register = register_of(report)

    def title(self) -> None:
        """The title, enclosed in the report's id."""
        paragraph = self._new("Title")
        inner = self.document.add_paragraph()
        self.inline.text(inner, self.report.title)
        runs = [child for child in inner._p if child.tag != qn("w:pPr")]
        self.inline.marked(paragraph, report_name(self.report.id), *runs)
        inner._p.getparent().remove(inner._p)

    def _new(self, style: str) -> Any:
        return style_paragraph(self.document.add_paragraph(), style)

    def block(self, block: Block) -> None:
        """Append `block` in its own way."""
        if isinstance(block, Heading):
            self._heading(block)
        elif isinstance(block, Paragraph):
            self._paragraph(block)
        elif isinstance(block, QuoteBlock):
            self._quote(block)
        elif isinstance(block, Chart):
            self._chart(block)
        else:
            self._table(block)

    def _heading(self, heading: Heading) -> None:
        paragraph = self._new(f"Heading {heading.level}")
        paragraph.paragraph_format.page_break_before = heading.level == 1
        self.inline.marked(paragraph, anchor_name(heading))
        self.inline.text(paragraph, heading.text)

    def _paragraph(self, block: Paragraph) -> None:
        paragraph = self._new(_STYLES[block.style])
        self.inline.text(paragraph, block.text, bold_first=block.style == "key")

    def _quote(self, block: QuoteBlock) -> None:
        paragraph = self._new("Quote")
        self.inline.text(paragraph, f"{{{block.quote}}}")
        source = self._new("Quote source")
        self.inline.text(source, self.report.quotes[block.quote].source)
        self.inline.to_register(source, block.quote)

    def _chart(self, chart: Chart) -> None:
        number = self._caption("figure", chart.caption)
        paragraph = self._new("Normal")
        paragraph.paragraph_format.keep_with_next = bool(chart.note)
        drawing = chart_run(self.document, self.report, chart, number=number, width=text_width(self.document))
        self.inline.marked(paragraph, safe_name("qc_", chart.id), drawing)
        self._note(chart.note)

    def _table(self, table: Table) -> None:
        self._caption("table", table.caption)
        self.inline.in_register = table is self.register
        add_table(self.document, self.inline, table, width=text_width(self.document))
        self.inline.in_register = False
        self._note(table.note, always=True)

    def _note(self, text: str, *, always: bool = False) -> None:
        if text or always:
            self.inline.text(self._new("Note"), text)

    def _caption(self, sequence: str, text: str) -> int:
        self.numbers[sequence] += 1
        number = self.numbers[sequence]
        label = word(sequence, self.report.language)
        paragraph = self._new("Caption")
        self.inline.words(paragraph, f"{label} ")
        field = (*field_start(f"SEQ {label} \\* ARABIC"), run(str(number)), field_character("end"))
        self.inline.marked(paragraph, number_name(sequence, number), *field)
        self.inline.words(paragraph, "\u2002")
        self.inline.text(paragraph, text)
        return number
