"""Word: speakers as a prefix of the paragraph, as a bold run at its start, in a column of a table, or told by the look."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from corpus.errors import FileRefused
from corpus.readers.cells import lines_of
from corpus.readers.forms import STAMP, Labelled, Line, split_label
from corpus.readers.given import NOTHING, Given
from corpus.readers.head import facts_in, with_facts
from corpus.readers.labels import transcript_of
from corpus.readers.roles import is_code, is_name, is_role
from corpus.readers.word_lists import Lists, lists_of
from corpus.readers.word_looks import (
    PLAIN,
    Looks,
    Piece,
    boxes,
    children,
    common_looks,
    lines_of_paragraph,
    text_of_element,
)
from corpus.readers.word_parts import Parts, word_parts
from corpus.readers.word_styles import Styles, styles_of
from corpus.records import Transcript

_P, _TBL, _TR, _TC = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_PPR, _STYLE, _BOX, _VAL = qn("w:pPr"), qn("w:pStyle"), qn("w:txbxContent"), qn("w:val")
_SPAN = f"{qn('w:tcPr')}/{qn('w:gridSpan')}"
_STAMP_FIRST = re.compile(rf"^\s*(?:{STAMP}\s*$|[\[(（]\d{{1,3}}:\d{{2}}(?::\d{{2}})?(?:[.,]\d{{1,3}})?[\])）]\s*)")
_FEW = 24
_WIDEST = 63  # columns, as Word has them


@dataclass(frozen=True)
class _Form:
    """What is to be known of a document to read its paragraphs. boxed: whether there is a text box."""

    styles: Styles
    lists: Lists
    boxed: bool


def read_docx(data: bytes, given: Given = NOTHING) -> list[Transcript]:
    """The interview in a .docx file; `line` counts paragraphs and table rows in document order.

    Raises FileRefused `empty_file`, `corrupt_file` (format="docx"), `unpacked_too_large`, `no_text`, `no_speakers`.
    """
    parts = word_parts(data)
    body = parts.document.find(qn("w:body"))
    if body is None:
        raise FileRefused("corrupt_file", format="docx")
    read = transcript_of(list(_lines(body, _form_of(parts))), given.interviewer)
    facts = _page_heads(parts)
    return [with_facts(read, facts)]


def _form_of(parts: Parts) -> _Form:
    styles = styles_of(parts.styles)
    return _Form(styles, lists_of(parts.numbering, styles.numbered), next(parts.document.iter(_BOX), None) is not None)


def _page_heads(parts: Parts) -> dict[str, str]:
    """What stands at the top of every page: it counts where the first page does not say it."""
    lines = [text_of_element(each) for head in parts.page_heads for each in head.iter(_P)]
    return dict(fact for line in reversed(lines) for fact in facts_in(line))


def _lines(body: Element, form: _Form) -> Iterator[Line]:
    numbers = count(1)
    for block in children(body):
        if block.tag == _P:
            number = next(numbers)
            if form.boxed:
                yield from _boxed(block, number, form)
            yield from _paragraph(block, number, form)
        elif block.tag == _TBL:
            yield from _table(block, numbers)


def _boxed(paragraph: Element, number: int, form: _Form) -> Iterator[Line]:
    """The lines of text boxes that say who speaks or whose interview it is: any other is a note beside the talk."""
    for box in boxes(paragraph):
        lines = [replace(line, number=number) for line in _lines(box, replace(form, boxed=False))]
        if any(_says_who(line) for line in lines):
            yield from lines


def _says_who(line: Line) -> bool:
    one = line.marked or split_label(line.text)
    return bool(one and is_role(one.label)) or any(facts_in(line.text))


def _paragraph(paragraph: Element, number: int, form: _Form) -> Iterator[Line]:
    """The lines of a paragraph; a heading is marked as in Markdown, so that it is not taken for words."""
    properties = paragraph.find(_PPR)
    named = properties.find(_STYLE) if properties is not None else None
    style = named.get(_VAL, "") if named is not None else ""
    counted = form.lists.number_of(properties, style)
    for at, pieces in enumerate(lines_of_paragraph(paragraph, form.styles.looks)):
        text = "".join(piece.words for piece in pieces)
        marked = bold_label(pieces, text)
        if at == 0 and style in form.styles.headings and text.strip():
            text = f"{form.styles.headings[style]} {text}"
        elif at == 0 and counted and marked is None:
            text = _counted(text, counted)
        yield Line(number, text, marked, looks=_line_looks(pieces, style, form))


def _counted(text: str, number: str) -> str:
    """The line with the number Word shows before it; one that begins with a label is as good without."""
    one = split_label(text)
    return text if not text.strip() or (one and one.form == "colon") else f"{number} {text}"


def _line_looks(pieces: list[Piece], style: str, form: _Form) -> Looks:
    looks = common_looks(pieces) | form.styles.looks.get(style, PLAIN)
    return looks | {f"style {style}"} if style and style not in form.styles.headings else looks


def bold_label(pieces: list[Piece], line: str) -> Labelled | None:
    """The bold start of a line, if short: before other words, or by itself where it can be a speaker."""
    bold = ""
    for piece in pieces:
        if "bold" not in piece.looks and piece.words.strip():
            break
        bold += piece.words
        if len(bold) > _FEW * 2:
            return None
    label = bold.strip(" \t:：\n")
    if not label or len(label) > _FEW or re.search(r"[:：]", label):
        return None
    given = split_label(line)
    if given and given.form == "colon":
        return None
    rest = _STAMP_FIRST.sub("", line[len(bold) :].lstrip(" \t:：\u3000"))
    return Labelled(label, rest, "bold") if rest or is_role(label) or is_code(label) or is_name(label) else None


def _table(table: Element, numbers: Iterator[int]) -> Iterator[Line]:
    rows = [_cells(row) for row in children(table) if row.tag == _TR]
    return lines_of(rows, [number for _, number in zip(rows, numbers, strict=False)])


def _cells(row: Element) -> list[str]:
    """The cells of a row, as many as the columns it spans: one merged over several is the first of them."""
    cells: list[str] = []
    for cell in children(row):
        if cell.tag == _TC:
            spanned = cell.find(_SPAN)
            span = spanned.get(_VAL, "1") if spanned is not None else "1"
            more = min(int(span), _WIDEST) - 1 if re.fullmatch(r"[0-9]{1,3}", span) else 0
            cells += [text_of_element(cell).strip(), *[""] * more]
    return cells
