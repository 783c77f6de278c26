"""Tables as sheets of rows: csv, tsv and xlsx."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from html import unescape
from io import StringIO
from itertools import islice

from corpus.errors import FileRefused
from corpus.readers.encoding import text_of
from corpus.readers.fields import field_of
from corpus.readers.merged import Merges, merges_in
from corpus.readers.packed import refusing, safe_archive

MAX_ROWS = 1_048_576  # what Excel holds
MAX_COLUMNS = 1_000
_SHORT = 24  # characters of a cell that may stand in many rows
_MOST_KNOWN = 1_000
_HEADED = 5  # lines looked at for the heading
_DELIMITERS = ",\t;|，"
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}\d{0,2});")


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not blank; `line` is 1-based in the file or sheet.

    held  columns whose cell is merged with the one above: the value stands there once and holds here too
    """

    line: int
    cells: tuple[str, ...]
    held: frozenset[int] = frozenset()


class Sheet(list[Row]):
    """The rows of a sheet. title: what the workbook calls it, "" for a file that is one sheet."""

    def __init__(self, rows: Iterable[Row] = (), title: str = "") -> None:
        super().__init__(rows)
        self.title = title


def csv_sheets(data: bytes) -> list[Sheet]:
    """The one sheet of a csv or tsv file, its delimiter found from the heading; HTML entities in cells unescaped.

    Raises FileRefused `empty_file`, `unknown_encoding`, `bad_row` (line), `too_many_rows` (limit), `too_many_columns`.
    """
    text = text_of(data)
    skipped = re.match(r"sep=(.)\n", text, re.IGNORECASE)
    delimiter = skipped[1] if skipped else _delimiter(text)
    body = "\n" + text[skipped.end() :] if skipped else text  # keeps the line numbers
    return [_limited(_csv_rows(body, delimiter))]


def _delimiter(text: str) -> str:
    """The delimiter that cuts one of the first lines into most known columns, else the very first into most."""
    firsts = list(islice((line[:10_000] for line in text[:1_000_000].split("\n") if line.strip()), _HEADED))

    def worth(delimiter: str) -> tuple[int, int]:
        rows = [next(csv.reader([line], delimiter=delimiter), []) for line in firsts]
        known = max((sum(field_of(cell) is not None for cell in cells), len(cells)) for cells in rows)
        return known if known[0] > 1 else (known[0], len(rows[0]))

    present = {each for each in _DELIMITERS if any(each in line for line in firsts)}
    absent = [each for each in _DELIMITERS if each not in present][:1]  # those cut nothing: one stands for all
    return max((each for each in _DELIMITERS if each in present or each in absent), key=worth)


def _csv_rows(text: str, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    known: dict[str, str] = {}  # who speaks stands in each row again: it is kept once
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise FileRefused("bad_row", line=line, column="", value="") from error
        yield Row(line, tuple(_once(_unescaped(cell), known) for cell in cells))
        line = reader.line_num + 1


def _once(cell: str, known: dict[str, str]) -> str:
    if len(cell) > _SHORT or len(known) > _MOST_KNOWN:
        return known.get(cell, cell)
    return known.setdefault(cell, cell)


def _unescaped(cell: str) -> str:
    return _ENTITY.sub(lambda found: unescape(found[0]), cell)


def xlsx_sheets(data: bytes) -> list[Sheet]:
    """The sheets of a workbook, each with at least a row; formulas as the values last computed.

    Raises FileRefused `empty_file`, `corrupt_file` (format="xlsx"), `unpacked_too_large`, `too_many_rows`,
    `too_many_columns` (limit).
    """
    from openpyxl import load_workbook  # for workbooks only: it brings numpy

    stream = safe_archive(data, "xlsx")
    with refusing("xlsx"):
        book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        sheets = []
        for sheet in book.worksheets:
            merges = merges_in(sheet)
            sheet.reset_dimensions()  # the stated size may be absurd
            rows = _limited(_xlsx_rows(sheet.iter_rows(values_only=True)))
            sheets.append(Sheet(with_merges(rows, merges), sheet.title))
    if not any(sheets):
        raise FileRefused("no_text")
    return [sheet for sheet in sheets if sheet]


def _xlsx_rows(rows: Iterable[tuple[object, ...]]) -> Iterator[Row]:
    for line, cells in enumerate(rows, 1):
        yield Row(line, tuple(_shown(cell) for cell in cells))


def with_merges(rows: Iterable[Row], merges: Merges) -> Iterator[Row]:
    """The rows, with the value of cells merged over several of them in each."""
    if not merges:
        yield from rows
        return
    for row in rows:
        held = merges.over(row.line, row.cells)
        width = max(len(row.cells), *(at + 1 for at in held)) if held else 0
        cells = [*row.cells, *[""] * (width - len(row.cells))]
        for at, value in held.items():
            cells[at] = value
        yield Row(row.line, tuple(cells), frozenset(held)) if held else row


def _shown(cell: object) -> str:
    """A cell as a person reads it: whole numbers without a point, dates in ISO form."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, str):
        return _unescaped(cell) if "&" in cell else cell
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _limited(rows: Iterator[Row]) -> Sheet:
    """The rows that are not blank. Blank ones are counted too: a file may name row 10**9."""
    kept = Sheet()
    for count, row in enumerate(islice(rows, MAX_ROWS + 1)):
        if count == MAX_ROWS:
            raise FileRefused("too_many_rows", limit=MAX_ROWS)
        if len(row.cells) > MAX_COLUMNS:
            raise FileRefused("too_many_columns", line=row.line, limit=MAX_COLUMNS)
        if any(cell.strip() for cell in row.cells):
            kept.append(row)
    return kept
