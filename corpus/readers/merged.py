"""Merged cells of a workbook: openpyxl, reading row by row, does not tell them."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]{0,100}?ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
_MOST = 64
"""Columns merged at once: a table of people and words has not as many."""
Merged = tuple[int, int, int]
"""Column from 0, first row, last row from 1."""


class Merges:
    """The cells of a sheet that are merged over several rows. Asked row by row, in order; the first column counts."""

    def __init__(self, merged: Iterable[Merged]) -> None:
        self._begin: dict[int, list[tuple[int, int]]] = {}
        self._open: dict[int, tuple[int, str]] = {}
        for column, first, last in merged:
            self._begin.setdefault(first, []).append((column, last))
        self._starts = sorted(self._begin, reverse=True)

    def __bool__(self) -> bool:
        return bool(self._begin)

    def over(self, line: int, cells: Sequence[str]) -> dict[int, str]:
        """Column → value, of cells that a merge from above covers in this row."""
        self._open = {column: held for column, held in self._open.items() if held[0] >= line}
        held = {column: value for column, (_, value) in self._open.items() if value.strip()}
        while self._starts and self._starts[-1] <= line:
            start = self._starts.pop()
            for column, last in self._begin[start] if start == line else ():
                if len(self._open) < _MOST:
                    self._open[column] = (last, cells[column] if column < len(cells) else "")
        return held


def merges_in(sheet: Any) -> Merges:
    """The merges of a sheet that openpyxl has opened for reading. Raises what its archive raises."""
    with sheet.parent._archive.open(sheet._worksheet_path) as part:
        content: bytes = part.read()
    tail = content[max(0, content.rfind(b"sheetData>")) :]
    found = ((_column(name), int(first), int(last)) for name, first, last in _MERGE.findall(tail))
    return Merges(each for each in found if each[1] < each[2])


def _column(name: bytes) -> int:
    """A is 0, Z 25, AA 26."""
    at = 0
    for letter in name:
        at = at * 26 + letter - 64
    return at - 1
