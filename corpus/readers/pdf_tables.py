"""Tables in a PDF: nothing but words that begin below each other, and lines ruled between the rows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from corpus.readers.cells import facts_as_lines, holds_talk, lines_of
from corpus.readers.fields import field_of
from corpus.readers.forms import Line
from corpus.readers.pdf_blocks import TOLERANCE, Block
from corpus.readers.pdf_grids import GridRow
from corpus.readers.pdf_lines import (
    Segment,
    Visual,
    begins_at,
    edge_of,
    joined,
    line_of,
    with_edges,
    words_of,
)
from corpus.readers.pdf_rows import Rules, rows_in
from corpus.readers.word_looks import Piece as Look


def lines_in(block: Block, rules: Rules, right: float, body: float) -> Iterator[Line]:
    """A block as lines: turns where it is a table of talk or of facts; else what stands in it, as the file has it."""
    rows = list(rows_in(block, rules)) if block.columns else []
    cells = [_cells(row, block, right) for row in rows]
    if rows and holds_talk(cells):
        yield from lines_of(cells, [row[0][0].number for row in rows])
        return
    for paragraph in joined(_in_order(block, right)):
        yield line_of(paragraph, body)


def lines_of_grid(drawn: Sequence[GridRow], body: float) -> Iterator[Line]:
    """The rows of a table that is drawn: turns or facts where it holds such, else the paragraphs in its cells."""
    rows = list(_whole(drawn))
    cells = [[_cell(list(cell)) for cell in row.cells] for row in rows]
    if rows and holds_talk(cells):
        yield from lines_of(cells, [row.number for row in rows])
        return
    for row, texts in zip(rows, cells, strict=True):
        facts = facts_as_lines(texts)
        if len(facts) < sum(bool(text) for text in texts):
            yield from (Line(row.number, fact) for fact in facts)
        else:
            yield from (line_of(one, body) for cell in row.cells for one in joined(cell))


def _whole(rows: Sequence[GridRow]) -> Iterator[GridRow]:
    """The rows, one that goes on behind the end of a page as one."""
    held: GridRow | None = None
    for row in rows:
        if held and row.page != held.page and not row.cells[0] and any(held.cells):
            held = replace(
                held, cells=tuple((*above, *below) for above, below in zip(held.cells, row.cells, strict=True))
            )
            continue
        if held:
            yield held
        held = row
    if held:
        yield held


def _in_order(block: Block, right: float) -> Iterator[Segment]:
    """The segments; those behind each other on a line as one, a tab between them. In columns, as the file shows them."""
    segments = [segment for line in block.lines for segment in line]
    if block.columns:
        segments.sort(key=lambda each: (each.page, each.order))
    held: Segment | None = None
    for segment in segments:
        if held and held.number == segment.number and held.page == segment.page:
            held = _beside(held, segment)
            continue
        if held:
            yield from with_edges([held], _edge(block, held, right))
        held = segment
    if held:
        yield from with_edges([held], _edge(block, held, right))


def _beside(one: Segment, other: Segment) -> Segment:
    joint = "：" if field_of(one.text) else "\t"
    looks = (*one.looks, Look(joint, one.looks[-1].looks & other.looks[0].looks), *other.looks)
    return replace(one, looks=looks, right=other.right)


def _edge(block: Block, segment: Segment, right: float) -> float:
    """Where the column ends in which a segment ends."""
    return next((start - segment.size / 2 for start in block.columns if start >= segment.right), right)


def _cells(row: list[Visual], block: Block, right: float) -> list[str]:
    cells: list[list[Segment]] = [[] for _ in block.columns]
    for segment in (segment for line in row for segment in line):
        column = max((at for at, start in enumerate(block.columns) if start <= segment.left + TOLERANCE), default=0)
        cells[column].append(segment)
    return [_cell(with_edges(segments, _column_edge(block, at, right))) for at, segments in enumerate(cells)]


def _column_edge(block: Block, column: int, right: float) -> float:
    """How far to the right the words of a column go: where several lines of it end, else just before the next."""
    last = column + 1 == len(block.columns)
    until = right + 1 if last else block.columns[column + 1]
    inside = [
        segment for line in block.lines for segment in line
        if begins_at([block.columns[column]], segment.left) is not None and segment.right < until
    ]  # fmt: skip
    return edge_of(inside, right if last else until - max((each.size for each in inside), default=0.0))


def _cell(segments: Iterable[Segment]) -> str:
    return "\n".join("".join(each.words for each in words_of(one)).strip() for one in joined(segments))
