"""Tables with lines ruled around their cells: rows and columns as they are drawn, cells merged or not."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.readers.pdf_lines import Segment, edge_of, visual_lines, with_edges
from corpus.readers.pdf_pieces import Page, Piece, Rule

_NEAR = 3.0  # points between lines that are one
_LEAST = 6.0  # points: a shorter upright parts no cells
_MARGIN = 4.0  # points between words and the line around their cell
_MOST_LINES = 2_000  # of a page; more are a drawing
_FRAME = 0.95  # of the page's height: what is higher is its frame


@dataclass(frozen=True)
class GridRow:
    """A row of a table: the segments of each cell, "" cells empty. bounds: where its table's columns begin and end."""

    cells: tuple[tuple[Segment, ...], ...]
    bounds: tuple[float, ...]
    top: float
    page: int
    number: int = 0

    @property
    def text(self) -> str:
        return "\t".join("".join(segment.text for segment in cell) for cell in self.cells).strip()

    @property
    def height(self) -> int:
        """Lines in its highest cell."""
        return max(len({segment.base for segment in cell}) for cell in self.cells)

    def is_beside(self, other: "GridRow") -> bool:
        """Whether two rows have the same columns."""
        same = len(self.bounds) == len(other.bounds)
        return same and all(abs(one - two) <= _NEAR for one, two in zip(self.bounds, other.bounds, strict=True))


@dataclass(frozen=True)
class _Grid:
    """heights: of its rules, from the top; bounds: of its columns, from the left."""

    heights: tuple[float, ...]
    bounds: tuple[float, ...]
    rules: tuple[Rule, ...]
    uprights: tuple[Rule, ...]

    def holds(self, piece: Piece) -> bool:
        inside = self.heights[-1] < piece.base + 0.3 * piece.size < self.heights[0]
        return inside and self.bounds[0] - _NEAR < piece.left < self.bounds[-1]

    def cell_of(self, piece: Piece) -> tuple[int, int]:
        """(row, column) that a piece stands in: the first of those that are merged."""
        middle = piece.base + 0.3 * piece.size
        row = next(at for at, height in enumerate(self.heights[1:]) if height <= middle)
        bounds = self._bounds(row)
        left = max(bisect_right(bounds, piece.left + 1) - 1, 0)
        right = bounds[left + 1] if left + 1 < len(bounds) else self.bounds[-1]
        while row and not self._is_ruled(self.heights[row], (bounds[left] + right) / 2):
            row -= 1
        return row, self.bounds.index(bounds[left])

    def _bounds(self, row: int) -> list[float]:
        """The bounds that are drawn at a row."""
        middle = (self.heights[row] + self.heights[row + 1]) / 2
        drawn = [at for at, low, high in self.uprights if low < middle < high]
        inner = [bound for bound in self.bounds[1:-1] if any(abs(at - bound) <= _NEAR for at in drawn)]
        return [self.bounds[0], *inner]

    def _is_ruled(self, height: float, across: float) -> bool:
        return any(abs(at - height) <= _NEAR and left < across < right for at, left, right in self.rules)


def rows_of(page: Page, number: int) -> tuple[list[GridRow], Page]:
    """The rows of the tables that are drawn on a page, from its top, and the page without them."""
    grids = list(_grids(page))
    rows: list[GridRow] = []
    left = list(page.pieces)
    for grid in grids:
        inside = [piece for piece in left if grid.holds(piece)]
        left = [piece for piece in left if not grid.holds(piece)]
        rows += _rows(grid, inside, page, number)
    return rows, replace(page, pieces=left)


def _grids(page: Page) -> Iterator[_Grid]:
    """A grid for each height of the page at which uprights stand without a break."""
    if not 0 < len(page.uprights) <= _MOST_LINES or len(page.rules) > _MOST_LINES:
        return
    uprights = [one for one in page.uprights if _LEAST < one[2] - one[1] < _FRAME * page.height]
    for low, high in _bands((bottom, top) for _, bottom, top in uprights):
        inside = tuple(one for one in uprights if low - _NEAR <= one[1] and one[2] <= high + _NEAR)
        rules = tuple(one for one in page.rules if low - _NEAR <= one[0] <= high + _NEAR)
        heights = _distinct([low, high, *(height for height, _, _ in rules)])  # a row cut by the page has no rule there
        bounds = _distinct([*(at for at, _, _ in inside), *(end for _, left, right in rules for end in (left, right))])
        if len(heights) > 1 and len(bounds) > 2:
            yield _Grid(tuple(reversed(heights)), tuple(bounds), rules, inside)


def _bands(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """The spans, those that touch as one, from the top of the page."""
    bands: list[tuple[float, float]] = []
    for low, high in sorted(spans):
        if bands and low <= bands[-1][1] + _NEAR:
            bands[-1] = (bands[-1][0], max(high, bands[-1][1]))
        else:
            bands.append((low, high))
    return bands[::-1]


def _distinct(places: Iterable[float]) -> list[float]:
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > _NEAR:
            kept.append(place)
    return kept


def _rows(grid: _Grid, pieces: Sequence[Piece], page: Page, number: int) -> Iterator[GridRow]:
    cells: dict[tuple[int, int], list[Piece]] = {}
    for piece in pieces:
        if piece.words.strip() or cells:
            cells.setdefault(grid.cell_of(piece), []).append(piece)
    found = {
        at: [segment for line in visual_lines(replace(page, pieces=held), number) for segment in line]
        for at, held in cells.items()
    }
    widths = list(pairwise(grid.bounds))
    edges = [
        edge_of([one for at, held in found.items() if at[1] == column for one in held if one.right < right], right - _MARGIN)
        for column, (_, right) in enumerate(widths)
    ]  # fmt: skip
    for row, top in enumerate(grid.heights[:-1]):
        filled = [tuple(with_edges(found.get((row, column), ()), edges[column])) for column in range(len(widths))]
        if any(filled):
            yield GridRow(tuple(filled), grid.bounds, top, number)
