"""The table of contents: a real field, already filled with links, so that it reads right before Word updates it."""

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from exports.word.inline import run
from exports.word.links import internal
from exports.word.marks import safe_name
from exports.word.styles import style_paragraph
from exports.wording import word
from research.report import Heading, Report

FIELD = 'TOC \\o "1-2" \\h \\n \\z \\u'


def add_contents(document: Any, report: Report) -> None:
    """Append the contents of `report` on a new page; nothing where it has no headings."""
    headings = [block for block in report.blocks if isinstance(block, Heading) and block.level <= 2]
    if not headings:
        return
    title = style_paragraph(document.add_paragraph(), "TOC Heading")
    title.paragraph_format.page_break_before = True
    title._p.append(run(word("contents", report.language)))
    entries = [_entry(document, report, heading) for heading in headings]
    for position, element in enumerate((*field_start(FIELD),)):
        entries[0]._p.insert(1 + position, element)
    entries[-1]._p.append(field_character("end"))


def _entry(document: Any, report: Report, heading: Heading) -> Any:
    paragraph = style_paragraph(document.add_paragraph(), f"toc {heading.level}")
    paragraph._p.append(internal(anchor_name(heading), run(report.plain(heading.text))))
    return paragraph


def anchor_name(heading: Heading) -> str:
    """The bookmark of a heading."""
    return safe_name("qa_", heading.anchor)


def field_start(instruction: str) -> tuple[Any, Any, Any]:
    """The runs before a field's result; after the result comes `field_character("end")`."""
    code, words = OxmlElement("w:r"), OxmlElement("w:instrText")
    words.text = f" {instruction} "
    words.set(qn("xml:space"), "preserve")
    code.append(words)
    return field_character("begin"), code, field_character("separate")


def field_character(kind: str) -> Any:
    """A run holding the begin, the separator or the end of a field."""
    holder, character = OxmlElement("w:r"), OxmlElement("w:fldChar")
    character.set(qn("w:fldCharType"), kind)
    holder.append(character)
    return holder
