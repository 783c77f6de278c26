"""Tables: a repeated header row, rows that stay whole, thin rules, numbers to the right."""

from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu

from exports.word.inline import Inline
from exports.word.styles import ACCENT, RULE, TINT, style_paragraph
from research.report import MARK, Table

_SHORT = 8
"""Tables of at most so many rows stay on one page."""


def add_table(document: Any, inline: Inline, table: Table, *, width: int) -> None:
    """Append `table`, `width` wide (EMU)."""
    grid = document.add_table(rows=0, cols=len(table.header))
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    add_rules(grid)
    numeric = [_is_numeric(table, column) for column in range(len(table.header))]
    for index, cells in enumerate((table.header, *table.rows)):
        row = grid.add_row()
        _whole(row, header=index == 0)
        for column, (text, cell) in enumerate(zip(cells, row.cells, strict=True)):
            cell.width = Emu(int(width * table.widths[column]))
            _fill(inline, cell, text, head=index == 0, right=numeric[column], stay=_stays(table, index))
    for column, share in zip(grid.columns, table.widths, strict=True):
        column.width = Emu(int(width * share))


def _fill(inline: Inline, cell: Any, text: str, *, head: bool, right: bool, stay: bool) -> None:
    paragraph = style_paragraph(cell.paragraphs[0], "Table head" if head else "Table text")
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else None
    paragraph.paragraph_format.keep_with_next = stay or None
    if head:
        cell._tc.get_or_add_tcPr().append(
            parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{TINT}"/>')
        )
    inline.text(paragraph, text)


def _stays(table: Table, index: int) -> bool:
    """Whether a row keeps with what follows: the header, short tables as a whole, the last row with its note."""
    if index == len(table.rows):
        return bool(table.note)
    return index == 0 or len(table.rows) <= _SHORT


def _is_numeric(table: Table, column: int) -> bool:
    """Whether the column below the header holds figures and nothing else."""
    cells = [row[column] for row in table.rows if row[column].strip()]
    return bool(cells) and all(
        "{F" in cell and not MARK.sub(lambda mark: "" if mark[1][0] == "F" else "x", cell).strip(" –—-")
        for cell in cells
    )


def _whole(row: Any, *, header: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if header:
        properties.append(OxmlElement("w:tblHeader"))


def add_rules(grid: Any) -> None:
    """Thin rules above, below and between the rows, and room in the cells."""
    lines = {"top": (ACCENT, 8), "bottom": (ACCENT, 8), "insideH": (RULE, 4)}
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{colour}"/>'
        for side, (colour, size) in lines.items()
    )
    margins = "".join(
        f'<w:{side} w:w="{twips}" w:type="dxa"/>'
        for side, twips in (("top", 60), ("left", 90), ("bottom", 60), ("right", 90))
    )
    properties = grid._tbl.tblPr
    layout = properties.find(qn("w:tblLayout"))
    layout.addprevious(parse_xml(f"<w:tblBorders {nsdecls('w')}>{borders}</w:tblBorders>"))
    layout.addnext(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>"))
