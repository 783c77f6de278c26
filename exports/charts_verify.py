"""Charts of a file held against the report: drawn values, names, workbook cells, number formats, words beside."""

import math
import re
from collections.abc import Iterator

from exports.charts_read import ReadChart
from exports.differences import Difference
from exports.expected import ChartContents, Grid, chart_alt, chart_contents, chart_form, charts_of
from exports.word.marks import safe_name
from research.loose import quantities, quotations
from research.report import Chart, Report


def chart_differences(read: tuple[ReadChart, ...], report: Report) -> Iterator[Difference]:
    """Every chart of the report found once, saying what it should; charts of nobody's are differences."""
    left = list(read)
    for chart in charts_of(report):
        found = _take(left, safe_name("qc_", chart.id))
        if found is None:
            yield Difference(f"chart {chart.id}", chart.caption, "", "chart")
        else:
            yield from _compare(found, chart, report)
    for extra in left:
        yield Difference(extra.part, "", "a chart the report does not have", "chart")


def _take(left: list[ReadChart], mark: str) -> ReadChart | None:
    """The chart inside the bookmark `mark`; else the first that stands in no bookmark at all."""
    found = next((chart for chart in left if chart.mark == mark), None)
    found = found or next((chart for chart in left if not chart.mark), None)
    if found:
        left.remove(found)
    return found


def _compare(found: ReadChart, chart: Chart, report: Report) -> Iterator[Difference]:
    expected, where = chart_contents(report, chart), f"chart {chart.id}"
    if found.cached is None or not _same_contents(found.cached, expected):
        yield Difference(where, repr(expected), repr(found.cached), "chart")
    if found.sheets is None:
        yield Difference(where, "an embedded workbook", "none: lost when another program saved the file", "note")
    elif len(found.sheets) != 1 or not _same_cells(found.sheets[0], expected.grid()):
        yield Difference(f"{where}, workbook", repr(expected.grid()), repr(found.sheets), "chart")
    share = chart_form(report, chart) == "share"
    for code in found.formats:
        if not _is_plain(code, share=share):
            yield Difference(f"{where}, number format", "a plain number format", code, "chart")
    alt = chart_alt(report, chart)
    if found.alt and found.alt != alt and [*quantities(found.alt), *quotations(found.alt)]:
        yield Difference(f"{where}, alt text", alt, found.alt, "chart")


def _same_contents(found: ChartContents, expected: ChartContents) -> bool:
    names = (found.categories, found.names) == (expected.categories, expected.names)
    return names and _same_cells(found.values, expected.values)


def _same_cells(found: Grid, expected: Grid) -> bool:
    return len(found) == len(expected) and all(
        len(left) == len(right) and all(map(_same_cell, left, right))
        for left, right in zip(found, expected, strict=True)
    )


def _same_cell(found: str | float | None, expected: str | float | None) -> bool:
    if isinstance(found, float) and isinstance(expected, float):
        return math.isclose(found, expected, rel_tol=0, abs_tol=1e-9)
    return (found or "") == (expected or "")


def _is_plain(code: str, *, share: bool) -> bool:
    """Whether a number format shows the value and adds nothing; a share may carry its percent sign."""
    return re.fullmatch(r"General|0(\.0+)?" + (r'("%"|\\%)?' if share else ""), code) is not None
