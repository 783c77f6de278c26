"""Word: speakers as a prefix of the paragraph, as a bold run at its start, or in a column of a table."""

import re
from collections.abc import Iterator
from itertools import count

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.pkgreader import PackageReader
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from lxml.etree import _Element as Element

from corpus.errors import FileRefused
from corpus.readers.cells import lines_of
from corpus.readers.forms import Labelled, Line, split_label
from corpus.readers.given import NOTHING, Given
from corpus.readers.labels import transcript_of
from corpus.readers.packed import refusing, safe_archive
from corpus.readers.roles import is_code, is_name, is_role
from corpus.records import Transcript

# Holders whose content stands in the document as if they were not there.
_CLEAR = {qn(f"w:{name}") for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")}
# Not part of the text as it stands: deleted or moved words, text boxes (kept twice), properties.
_SKIPPED = {
    qn(f"w:{name}") for name in ("del", "moveFrom", "txbxContent", "pPr", "rPr", "sdtPr", "instrText", "delText")
}
_BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_P, _TBL, _R, _T = qn("w:p"), qn("w:tbl"), qn("w:r"), qn("w:t")
_HEADING = re.compile(r"heading|title|subtitle|标题|副标题", re.IGNORECASE)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_FEW = 24


def read_docx(data: bytes, given: Given = NOTHING) -> list[Transcript]:
    """The interview in a .docx file; `line` counts paragraphs and table rows in document order.

    Raises FileRefused `empty_file`, `corrupt_file` (format="docx"), `unpacked_too_large`, `no_text`, `no_speakers`.
    """
    body, headings = _opened(data)
    if body is None:
        raise FileRefused("corrupt_file", format="docx")
    return [transcript_of(list(_lines(body, headings)), given.interviewer)]


def _opened(data: bytes) -> tuple[Element | None, frozenset[str]]:
    """The document's body, and the ids of its styles of headings.

    Only the two parts that are read are parsed. A whole `docx.Document` costs much more, and holds itself in a
    circle that keeps megabytes until the collector of garbage comes by.
    """
    stream = safe_archive(data, "docx")
    with refusing("docx"):
        parts = list(PackageReader.from_file(stream).iter_sparts())  # type: ignore[no-untyped-call]  # python-docx types its front alone
        document = next(blob for _, kind, _, blob in parts if kind == CONTENT_TYPE.WML_DOCUMENT_MAIN)
        styles = [parse_xml(blob) for _, _, relation, blob in parts if relation == RELATIONSHIP_TYPE.STYLES]
        return parse_xml(document).find(qn("w:body")), frozenset(_headings(styles))


def _headings(styles: list[Element]) -> Iterator[str]:
    for style in (style for part in styles for style in part.iter(qn("w:style"))):
        name = style.find(qn("w:name"))
        if name is not None and _HEADING.match(name.get(qn("w:val"), "")):
            yield style.get(qn("w:styleId"), "")


def _lines(body: Element, headings: frozenset[str]) -> Iterator[Line]:
    numbers = count(1)
    for block in _children(body):
        if block.tag == _P:
            yield from _paragraph(block, next(numbers), headings)
        elif block.tag == _TBL:
            yield from _table(block, numbers)


def _children(parent: Element) -> Iterator[Element]:
    """The children of an element, those of clear holders in their place."""
    for child in parent:
        if child.tag in _CLEAR:
            yield from _children(child)
        elif child.tag not in _SKIPPED:
            yield child


def _text(element: Element) -> str:
    """The words under an element, inside links, fields and controls too; paragraphs in it end lines."""
    if element.tag == _T:
        return element.text or ""
    if element.tag in _BREAKS:
        return _BREAKS[element.tag]
    if element.tag == _FALLBACK or element.tag in _SKIPPED:
        return ""
    joint = "\n" if any(child.tag == _P for child in element) else ""
    return joint.join(_text(child) for child in element)


def _paragraph(paragraph: Element, number: int, headings: frozenset[str]) -> Iterator[Line]:
    """The lines of a paragraph; a heading is marked as in Markdown, so that it is not taken for words."""
    text = _text(paragraph)
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    if style is not None and style.get(qn("w:val")) in headings and text.strip():
        text = "# " + text
    first, *rest = text.split("\n")
    yield Line(number, first, _bold_label(paragraph, first), strong=not rest and _is_strong(paragraph))
    yield from (Line(number, line) for line in rest)


def _bold_label(paragraph: Element, line: str) -> Labelled | None:
    """The bold start of a paragraph, if short: before other words, or by itself where it can be a speaker."""
    bold = ""
    for run in _runs(paragraph):
        if not _is_bold(run) and _text(run).strip():
            break
        bold += _text(run)
    label = bold.strip(" \t:：\n")
    if not label or len(label) > _FEW or not line.startswith(bold) or re.search(r"[:：]", label):
        return None
    given = split_label(line)
    if given and given.form == "colon":
        return None
    rest = line[len(bold) :].lstrip(" \t:：\u3000")
    return Labelled(label, rest, "bold") if rest or is_role(label) or is_code(label) or is_name(label) else None


def _is_strong(paragraph: Element) -> bool:
    """Whether all words of a paragraph are bold."""
    spoken = [run for run in _runs(paragraph) if _text(run).strip()]
    return bool(spoken) and all(_is_bold(run) for run in spoken)


def _runs(element: Element) -> Iterator[Element]:
    for child in _children(element):
        if child.tag == _R:
            yield child
        else:
            yield from _runs(child)


def _is_bold(run: Element) -> bool:
    mark = run.find(f"{qn('w:rPr')}/{qn('w:b')}")
    return mark is not None and mark.get(qn("w:val"), "1") not in ("0", "false", "off")


def _table(table: Element, numbers: Iterator[int]) -> Iterator[Line]:
    rows = [_cells(row) for row in _children(table) if row.tag == qn("w:tr")]
    return lines_of(rows, [number for _, number in zip(rows, numbers, strict=False)])


def _cells(row: Element) -> list[str]:
    return [_text(cell).strip() for cell in _children(row) if cell.tag == qn("w:tc")]
