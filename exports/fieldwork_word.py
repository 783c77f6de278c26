"""A fieldwork order in Word: whom to find, the screener, a guide with the unanswered questions only, what to deliver."""

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Emu

from exports.outline_word import write_guide_parts
from exports.visible import visible
from exports.word.contents import field_character, field_start
from exports.word.inline import run
from exports.word.lists import add_lists
from exports.word.repack import repack
from exports.word.styles import TINT, apply_styles, style_paragraph, text_width
from exports.word.tables import add_rules
from research.describing import described
from research.fieldwork import Fieldwork
from research.fieldwork_content import cell_said
from research.fieldwork_said import facts_said
from research.messages import say
from research.outline import Outline
from research.timing import minutes_in

WIDTHS = (0.49, 0.17, 0.17, 0.17)
"""Of the columns of the quota table, as shares of the text width."""


def write_fieldwork(order: Fieldwork) -> bytes:
    """The Word file of an order, in its study's language. The same order gives the same bytes. No client is named."""
    document = Document()
    apply_styles(document)
    add_lists(document)
    sheet = _Sheet(document, order)
    sheet.front()
    sheet.quotas()
    sheet.screener()
    sheet.guide()
    sheet.delivery()
    _finish(document, order)
    stream = io.BytesIO()
    document.save(stream)
    return repack(stream.getvalue())


class _Sheet:
    """Writes the order, one part after the other."""

    def __init__(self, document: Any, order: Fieldwork) -> None:
        self.document, self.order, self.language = document, order, order.language

    def say(self, key: str, **values: object) -> str:
        """Words of the order, in its language."""
        return say(self.language, f"fieldwork.{key}", **values)

    def paragraph(self, style: str, text: str) -> Any:
        """A paragraph of plain words."""
        paragraph = style_paragraph(self.document.add_paragraph(), style)
        paragraph.add_run(visible(text))
        return paragraph

    def front(self) -> None:
        """Title and terms."""
        self.paragraph("Title", self.order.title)
        facts = [self.say("name"), self.order.id, *facts_said(self.order, self.language)]
        self.paragraph("Subtitle", " · ".join(facts))

    def screener(self) -> None:
        """What is asked before anybody is invited, each answer with what it leads to."""
        if self.order.content.screener:
            bare = replace(self.order.content.guide, sections=(), screener=self.order.content.screener)
            write_guide_parts(self.document, bare)
        else:
            self.paragraph("Heading 2", self.say("screener"))
            self.paragraph("Note", self.say("no_screener"))

    def quotas(self) -> None:
        """How many of whom are still to be found, in a table; whom the study asks for at all below it."""
        self.paragraph("Heading 2", self.say("quotas"))
        if not self.order.content.alone:
            self.paragraph("Body", self.say("again"))
        head = [self.say(f"quota.{name}") for name in ("who", "people", "wanted", "lacking")]
        rows = [
            [cell_said(one.cell, self.language), str(one.people), str(one.wanted), str(one.lacking)]
            for one in self.order.content.cells
        ]
        self._table([head, *rows])
        if self.order.content.guide.criteria:
            self.paragraph("Note", self.say("everybody")).paragraph_format.keep_with_next = True
        for one in self.order.content.guide.criteria:
            level = say(self.language, f"outline.level.{'required' if one.required else 'preferred'}")
            self.paragraph("Bullet", f"{described(one, self.language)} · {level}")

    def _table(self, rows: Sequence[Sequence[str]]) -> None:
        grid = self.document.add_table(rows=0, cols=len(WIDTHS))
        grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.LEFT, False
        add_rules(grid)
        width = text_width(self.document)
        for number, texts in enumerate(rows):
            for at, (text, cell) in enumerate(zip(texts, grid.add_row().cells, strict=True)):
                style = "Table text" if number else "Table head"
                cell.width = Emu(int(width * WIDTHS[at]))
                paragraph = style_paragraph(cell.paragraphs[0], style)
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if at else None
                paragraph.add_run(visible(text))
                if not number:
                    shade = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{TINT}"/>'
                    cell._tc.get_or_add_tcPr().append(parse_xml(shade))
        for column, share in zip(grid.columns, WIDTHS, strict=True):
            column.width = Emu(int(width * share))
        self.paragraph("Note", "")

    def guide(self) -> None:
        """The parts of the interview with the questions to be asked. Of the client's brief nothing is said."""
        self.paragraph("Heading 2", self.say("guide"))
        minutes = say(self.language, "guide.whole_minutes", n=minutes_in(self.order.content.guide))
        self.paragraph("Note", self.say("guide_about", minutes=minutes))
        write_guide_parts(self.document, _untied(self.order.content.guide), level=3)

    def delivery(self) -> None:
        """How the transcripts are to be named, and what has to come with them."""
        self.paragraph("Heading 2", self.say("delivery"))
        self.paragraph("Body", self.say("naming", id=self.order.id))


def _untied(guide: Outline) -> Outline:
    """The guide without what only its client can read: which question of the brief is answered, which ones must be."""
    sections = (
        replace(one, questions=tuple(replace(each, brief_question=None, must_have=False) for each in one.questions))
        for one in guide.sections
    )
    return replace(guide, sections=tuple(sections))


def _finish(document: Any, order: Fieldwork) -> None:
    """Page numbers, title and language; the template's own author, dates and remarks are removed."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.style, paragraph.alignment = document.styles["Footer"], WD_ALIGN_PARAGRAPH.RIGHT
    paragraph._p.extend([*field_start("PAGE"), run("1"), field_character("end")])
    core = document.core_properties
    for child in list(core._element):
        core._element.remove(child)
    core.title, core.author = visible(order.title)[:255], "Quipu"
    core.language = "zh-CN" if order.language == "zh" else "en-US"
