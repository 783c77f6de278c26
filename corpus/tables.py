"""Tables with people and their words side by side: each part is read as if the other were not there.

The readers take a table for one thing. Research staff also keep who somebody is and what they said in one sheet, or
in two sheets of one workbook, and neither may be lost.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath

from corpus.errors import FileRefused
from corpus.readers.columns import Table, table_of
from corpus.readers.respondents import People, attributes_in
from corpus.readers.sheets import Row, Sheet, csv_sheets, xlsx_sheets
from corpus.readers.tables import interviews_in
from corpus.records import ATTRIBUTES, CONSENTS, Attributes, Transcript

TABLES: dict[str, Callable[[bytes], list[Sheet]]] = {".csv": csv_sheets, ".tsv": csv_sheets, ".xlsx": xlsx_sheets}
"""Suffix → its reader."""

Read = tuple[list[Attributes], list[Transcript], FileRefused | None]
"""The people and the interviews in a file, and what a curator is told of rows that were left out."""

_ABOUT = frozenset(ATTRIBUTES) | CONSENTS
_SPOKEN = ("turns", "pairs", "questions", "across")
# Not words, and impossible in XML: they would break every export. Tabs and line ends stay.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def read_table(name: str, data: bytes) -> Read:
    """The people and the interviews of a csv, tsv or xlsx file, at least one of either.

    Raises FileRefused as `attributes_in` and `interviews_in` do; rows about people that are not understood are left
    out where others are.
    """
    sheets = _sheets(name, data)
    people, spoken = _people(sheets), [words for sheet in sheets if (words := _words_of(sheet))]
    if people.rows and not spoken:
        return list(people.rows), [], people.left_out()
    if not spoken:
        attributes_in(sheets)  # a heading without rows is refused as such
    found = [one for one in interviews_in(spoken or sheets) if one.turns]
    if not found and not people.rows:
        raise FileRefused("no_text")
    return list(people.rows), found, people.left_out()


def people_in(name: str, data: bytes) -> list[Attributes]:
    """The people of a csv, tsv or xlsx file alone; none where it says of nobody who they are."""
    return list(_people(_sheets(name, data)).rows)


def _sheets(name: str, data: bytes) -> list[Sheet]:
    sheets = TABLES[PurePath(name).suffix.lower()](data)
    return [Sheet((_clear(row) for row in each), each.title) for each in sheets]


def _clear(row: Row) -> Row:
    return replace(row, cells=tuple(_CONTROLS.sub("", cell) for cell in row.cells))


def _people(sheets: list[Sheet]) -> People:
    """Each person in each wave once a row that differs, oldest wave first, so that the newest consent stands."""
    about = [people for sheet in sheets if len(people := _people_of(sheet)) > 1]
    found = (attributes_in(about) if about else None) or People(())
    return replace(found, rows=tuple(sorted(dict.fromkeys(found.rows), key=lambda one: one.wave or "")))


def _people_of(sheet: Sheet) -> Sheet:
    """The columns that say who somebody is, under their heading; empty where there are none."""
    table = table_of(sheet) if sheet else None
    if table is None or "respondent" not in table.columns or not table.columns.keys() & _ABOUT:
        return Sheet()
    rows = table.rows
    if _is_spoken(table):  # a row a turn: a person stands on the first row, and blank cells continue it
        rows = tuple(row for row in rows if table.cell(row, "respondent") and _says_something(table, row))
    kept = {at for field, at in table.columns.items() if field in _ABOUT | {"respondent", "wave"}}
    return Sheet(_only(row, kept) for row in (table.heading, *rows))


def _words_of(sheet: Sheet) -> Sheet:
    """The sheet without the columns that say who somebody is; empty where nobody speaks in it."""
    table = table_of(sheet) if sheet else None
    if table is None or not _is_spoken(table):
        return Sheet()
    dropped = {at for field, at in table.columns.items() if field in _ABOUT}
    kept = set(range(max(len(row.cells) for row in sheet))) - dropped
    rows = (*table.above, *([table.heading] if table.heading.cells else []), *table.rows)
    return Sheet((_only(row, kept) for row in rows), table.title)


def _is_spoken(table: Table) -> bool:
    """Whether somebody speaks in a table.

    One with consents is taken for people alone whatever else it asks; with another attribute in the consents' place
    its kind says whether some of its headings are questions.
    """
    consents = table.columns.get("consent")
    if table.kind != "respondents" or consents is None:
        return table.kind in _SPOKEN
    cells = ["gender" if at == consents else cell for at, cell in enumerate(table.heading.cells)]
    return table_of(Sheet([replace(table.heading, cells=tuple(cells))])).kind in _SPOKEN


def _says_something(table: Table, row: Row) -> bool:
    return any(table.cell(row, field) for field in table.columns.keys() & _ABOUT)


def _only(row: Row, kept: set[int]) -> Row:
    """The row with the cells that are not `kept` emptied: columns stay where they are."""
    return replace(row, cells=tuple(cell if at in kept else "" for at, cell in enumerate(row.cells)))
