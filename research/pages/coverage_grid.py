"""A picture of counts: rows of subjects or of a segment's values, columns of waves or values; a press on a cell opens it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import streamlit as st

from corpus.coverage import FEW, THIN, Counts
from research.attribute_values import told_value
from research.pages.frame import page_language, word

_HERE = Path(__file__)
UNKNOWN = "-"
"""The column of people of whom it is not known, in the address."""
WAVE_PARTS = 2


@dataclass(frozen=True)
class Line:
    """cells   one a column; sum: of all of them, where it is shown
    newest  the newest wave, where it is shown; old: whether it is marked
    """

    id: str
    name: str
    cells: Sequence[Counts]
    sum: Counts | None = None
    newest: str = ""
    old: bool = False
    here: bool = False


def draw_counts(
    lines: Sequence[Line], columns: Sequence[str], opened: Callable[[str, str], None], *, key: str, corner: str = "",
    waves: bool, newest: bool = False,
) -> None:  # fmt: skip
    """Draw it. opened: called with (row, column), the column "" where the row's name or sum was pressed.

    waves  whether the columns are waves: they stand under their years, and the newest is in sight
    """

    def pressed() -> None:
        told = st.session_state[key].get("opened") or {}
        opened(str(told.get("row", "")), str(told.get("column", "")))

    table = st.components.v2.component(
        "coverage_grid", html='<div class="cover"></div><p class="legend"></p>',
        css=_HERE.with_suffix(".css").read_text(encoding="utf-8"), js=_HERE.with_suffix(".js").read_text(encoding="utf-8"),
    )  # fmt: skip
    # In a list: a bare mapping would be looked through for data frames, and pandas loaded for it.
    table(key=key, data=[payload(lines, columns, corner=corner, waves=waves, newest=newest)], on_opened_change=pressed)


def payload(
    lines: Sequence[Line], columns: Sequence[str], *, corner: str, waves: bool, newest: bool
) -> dict[str, Any]:  # fmt: skip
    """What the browser draws; every word in it is set as text there."""
    most = max((cell.people for line in lines for cell in line.cells), default=0)
    named = [told_value(column, page_language()) or word("coverage.unknown") for column in columns]
    parted = waves and all(len(column.split("-")) == WAVE_PARTS for column in columns)
    summed = any(line.sum for line in lines)
    return {
        "label": word("coverage.title"), "corner": corner, "keys": [column or UNKNOWN for column in columns],
        "columns": [column.split("-")[1] for column in columns] if parted else named,
        "groups": _years(columns) if parted else [], "newest_last": waves,
        "tail": [*([word("coverage.all")] if summed else []), *([word("coverage.newest")] if newest else [])],
        "rows": [_row(line, named, most) for line in lines], "legend": _legend(most),
    }  # fmt: skip


def _years(columns: Sequence[str]) -> list[list[Any]]:
    return [[year, len(list(own))] for year, own in groupby(columns, key=lambda column: column.split("-")[0])]


def _row(line: Line, named: Sequence[str], most: int) -> dict[str, Any]:
    cells = [
        [cell.people, _short(cell.people), level(cell.people, most), _told(line.name, column, cell)]
        for column, cell in zip(named, line.cells, strict=True)
    ]
    return {
        "id": line.id, "name": line.name, "cells": cells, "newest": line.newest, "old": line.old, "here": line.here,
        "sum": [_short(line.sum.people), _told(line.name, word("coverage.all"), line.sum)] if line.sum else None,
    }  # fmt: skip


def _told(row: str, column: str, cell: Counts) -> str:
    return word("coverage.cell", row=row, column=column, people=cell.people, interviews=cell.interviews)


def level(people: int, most: int) -> str:
    """How a cell is drawn: nobody, few, thin, and four shades up to the fullest."""
    if not people:
        return "h0"
    # Where all are thin none is dark: dark reads as plenty.
    shade = f"h{min(4, 1 + 4 * (people - 1) // max(most, 2 * THIN))}"
    return "few" if people < FEW else f"{shade} thin" if people < THIN else shade


def _short(people: int) -> str:
    """A number as it fits into a cell."""
    if people < 10_000:
        return f"{people:,}" if people else "·"
    return f"{people / 1000:.0f}k"


def _legend(most: int) -> list[list[str]]:
    told: Mapping[str, str] = {"few": word("coverage.few", n=FEW), "thin": word("coverage.thin_cell", n=THIN)}
    return [[name, words] for name, words in told.items()] + (
        [["h2", word("coverage.enough", n=THIN)]] if most >= THIN else []
    )
