"""A chart read back: what its cached XML says, what its embedded workbook says, what words it adds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from exports.expected import ChartContents, Grid
from exports.package import Package, main_part, refused
from exports.story import LooseText

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_MOST_POINTS = 10_000
_CELL = re.compile(r"([A-Z]{1,2})(\d{1,5})")


@dataclass(frozen=True)
class ReadChart:
    """One chart part.

    mark      the bookmark around it, "" where there is none
    cached    categories, names and values as drawn; None where a value is no number
    sheets    the cells of each sheet of the embedded workbook; None where there is no workbook
    formats   the number formats its labels use
    loose     words in it that are neither name nor category: titles, labels typed by hand
    """

    part: str
    mark: str
    alt: str
    cached: ChartContents | None
    sheets: tuple[Grid, ...] | None
    formats: tuple[str, ...]
    loose: tuple[LooseText, ...]


def read_chart(package: Package, part: str, *, mark: str, alt: str) -> ReadChart:
    """The chart in `part`. BadInput where its parts cannot be read."""
    root = package.xml(part)
    series = list(root.iter(f"{_C}ser"))
    cached = _cached(series)
    formats = [
        element.get("formatCode", "") for labels in root.iter(f"{_C}dLbls") for element in labels.iter(f"{_C}numFmt")
    ]
    formats += [element.text or "" for values in root.iter(f"{_C}val") for element in values.iter(f"{_C}formatCode")]
    loose = tuple(LooseText(part, "chart", text) for text in _words(package, part, root) if text.strip())
    sheets = _embedded(package, part, root)
    return ReadChart(part, mark, alt, cached, sheets, tuple(dict.fromkeys(formats)), loose)


def _words(package: Package, part: str, root: Any) -> Iterator[str]:
    """Titles and labels typed by hand, labels taken from other cells, shapes drawn over the chart."""
    over = [target for kind, target in package.related(part).values() if kind == "chartUserShapes"]
    for holder in (root, *(package.xml(name) for name in over if name in package.names)):
        yield from ("".join(paragraph.itertext(f"{_A}t")) for paragraph in holder.iter(f"{_A}p"))
        yield from (point for cache in holder.iter("{*}dlblRangeCache") for point in cache.itertext(f"{_C}v"))


def _embedded(package: Package, part: str, root: Any) -> tuple[Grid, ...] | None:
    """The workbook the chart names: None where it names none, () where it names one outside the file."""
    data, related = root.find(f"{_C}externalData"), package.related(part)
    if data is None:
        names = [target for kind, target in related.values() if kind == "package"]
    else:
        key = next((value for name, value in data.attrib.items() if name.endswith("}id")), "")
        names = [related[key][1]] if key in related else []
    if not names:
        return None
    inside = [name for name in names if name in package.names]
    return tuple(sheet for name in inside for sheet in read_sheets(package.read(name)))


def _cached(series: list[Any]) -> ChartContents | None:
    try:
        names = tuple(_points(one.find(f"{_C}tx"))[0] for one in series)
        categories = {tuple(_points(one.find(f"{_C}cat"))) for one in series}
        values = tuple(tuple(_number(point) for point in _points(one.find(f"{_C}val"))) for one in series)
    except (ValueError, IndexError):
        return None
    return ChartContents(categories.pop(), names, values) if len(categories) == 1 else None


def _number(text: str) -> float:
    if not re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?", text.strip()):
        raise ValueError(text)
    return float(text)


def _points(holder: Any) -> list[str]:
    """The cached points under `holder` in the order of their index."""
    if holder is None:
        return []
    if (typed := holder.find(f"{_C}v")) is not None:
        return [typed.text or ""]
    points = list(holder.iter(f"{_C}pt"))
    if len(points) > _MOST_POINTS:
        raise refused("too many points in a chart")
    ordered = sorted(points, key=lambda point: int(point.get("idx", "0")))
    if [point.get("idx") for point in ordered] != [str(index) for index in range(len(ordered))]:
        raise ValueError("points missing or twice")
    return [point.findtext(f"{_C}v") or "" for point in ordered]


def read_sheets(data: bytes) -> tuple[Grid, ...]:
    """The cells of every worksheet of a workbook, as wide and long as they are filled."""
    book = Package(data)
    related = list(book.related(main_part(book)).values())
    shared = [text for kind, name in related if kind == "sharedStrings" for text in _shared(book, name)]
    return tuple(_sheet(book.xml(name), shared) for kind, name in related if kind == "worksheet")


def _shared(book: Package, name: str) -> list[str]:
    return ["".join(item.itertext("{*}t")) for item in book.xml(name).iterchildren("{*}si")]


def _sheet(root: Any, shared: list[str]) -> Grid:
    cells: dict[tuple[int, int], str | float | None] = {}
    for cell in root.iter("{*}c"):
        found = _CELL.fullmatch(cell.get("r", ""))
        if not found or len(cells) > _MOST_POINTS:
            raise refused("a worksheet cell without a place, or too many")
        cells[int(found[2]) - 1, _column(found[1])] = _value(cell, shared)
    cells = {place: value for place, value in cells.items() if value is not None}
    rows, columns = (1 + max((place[axis] for place in cells), default=-1) for axis in (0, 1))
    if rows * columns > 10 * _MOST_POINTS:
        raise refused("a worksheet too wide")
    return tuple(tuple(cells.get((row, column)) for column in range(columns)) for row in range(rows))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _value(cell: Any, shared: list[str]) -> str | float | None:
    text = cell.findtext("{*}v")
    if cell.get("t") == "inlineStr":
        return "".join(cell.itertext("{*}t"))
    try:
        if cell.get("t") == "s":
            return shared[int(text or "")]
        return (_number(text) if cell.get("t", "n") == "n" else text) if text is not None else None
    except (ValueError, IndexError) as trouble:
        raise refused("a worksheet cell that cannot be read") from trouble
