"""Tables in a PDF: nothing but words that begin below each other, and lines ruled between the rows."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from corpus.errors import FileRefused
from corpus.readers.cells import facts_as_lines, holds_talk, lines_of
from corpus.readers.fields import field_of
from corpus.readers.forms import Line
from corpus.readers.pdf_grids import GridRow
from corpus.readers.pdf_lines import (
    Segment,
    Visual,
    begins_at,
    edge_of,
    has_no_room,
    joined,
    line_of,
    names_role,
    names_speaker,
    with_edges,
    words_of,
)
from corpus.readers.pdf_pieces import Rule
from corpus.readers.roles import is_name
from corpus.readers.word_looks import Piece as Look

Rules = Sequence[Sequence[Rule]]
"""Of each page, its horizontal lines: (height, left, right)."""

_TOLERANCE = 3  # points
_AHEAD = 4  # lines in which a table goes on
_SENTENCE = re.compile(r"[，,。！？!?；;]|\.\s*$")
_COVERED = 0.8
_APART = 1.25


def column_starts(lines: Sequence[Visual], narrow: Sequence[Visual]) -> list[float]:
    """Where columns begin: the places at which words behind a gap begin on two lines or more.

    narrow  the lines cut at narrow gaps too: behind such it takes a fifth of all lines
    """
    wide = _often((segment.left for line in lines for segment in line[1:]), 2)
    close = _often((segment.left for line in narrow for segment in line[1:]), max(3, len(narrow) // 5))
    return sorted([*wide, *(start for start in close if begins_at(wide, start) is None)])


def _often(places: Iterable[float], least: int) -> list[float]:
    groups: list[list[float]] = []
    for place in sorted(places):
        if groups and place - groups[-1][-1] <= _TOLERANCE:
            groups[-1].append(place)
        else:
            groups.append([place])
    return [sum(group) / len(group) for group in groups if len(group) >= least]


@dataclass
class Block:
    """Lines of a page or several that stand in columns, or (no columns) that do not."""

    lines: list[Visual] = field(default_factory=list)
    columns: list[float] = field(default_factory=list)


def blocks_of(lines: Sequence[Visual], columns: Sequence[float], right: float) -> Iterator[Block]:
    """The lines, cut into those in columns and those between."""
    held = Block()
    lines = _unglued(lines, columns)
    for at, line in enumerate(lines):
        if held.columns and _runs_on(line, held, right):
            held.lines.append((replace(line[0], left=held.lines[-1][-1].left),))
            continue
        inside = _is_tabular(line, columns) or (bool(held.columns) and _goes_on(lines, at, held, columns))
        if inside != bool(held.columns):
            above = _words_above(held, line, columns) if inside else []
            if held.lines:
                yield held
            held = Block(above, _merged([each[0].left for each in above]))
        held.lines.append(line)
        if inside:
            held.columns = _merged([*held.columns, *(segment.left for segment in line)])
    if held.lines:
        yield held


def _unglued(lines: Sequence[Visual], columns: Sequence[float]) -> list[Visual]:
    """The lines; one that begins with a speaker as others do, but so close to its words that no gap shows, is cut there."""
    lefts = [line[0].left for line in lines if _is_tabular(line, columns) and names_speaker(line[0].text)]
    return [_cut(line, lefts[0], columns) if lefts and len(line) == 1 else line for line in lines]


def _cut(line: Visual, left: float, columns: Sequence[float]) -> Visual:
    (segment,) = line
    label, _, rest = segment.text.partition(" ")
    end = segment.left + (segment.right - segment.left) * len(label) / len(segment.text)
    start = next((start for start in columns if abs(start - end) < 2.5 * segment.size), None)
    if start is None or not rest or not names_speaker(label) or abs(segment.left - left) > _TOLERANCE:
        return line
    words = Look(rest.strip(), segment.looks[-1].looks)
    before = replace(segment, looks=(Look(label, segment.looks[0].looks),), right=start)
    return before, replace(segment, looks=(words,), left=start, width=segment.right - start)


def _is_tabular(line: Visual, columns: Sequence[float]) -> bool:
    return len(line) > 1 and all(begins_at(columns, segment.left) is not None for segment in line[1:])


def _goes_on(lines: Sequence[Visual], at: int, block: Block, columns: Sequence[float]) -> bool:
    """Whether a line of one segment belongs to the table above it: in a column, or a title between its rows."""
    if len(lines[at]) > 1:
        return False
    (segment,) = lines[at]
    column = begins_at(block.columns, segment.left)
    if column is None or names_role(segment):
        return False
    title = segment.right < block.columns[1] and not _SENTENCE.search(segment.text)
    return (
        column > 0
        or names_speaker(segment.text)
        or (title and any(_is_tabular(line, columns) for line in lines[at + 1 : at + _AHEAD]))
    )


def _words_above(before: Block, line: Visual, columns: Sequence[float]) -> list[Visual]:
    """Takes from a block the last lines that stand in a column of the table below: words above a centred label."""
    taken: list[Visual] = []
    while before.lines and len(before.lines[-1]) == 1:
        (segment,) = before.lines[-1]
        known = begins_at(columns, segment.left) is not None or names_speaker(segment.text)
        if not known or segment.page != line[0].page:
            break
        taken.append(before.lines.pop())
    return taken[::-1]


def _runs_on(line: Visual, block: Block, right: float) -> bool:
    """Whether a line at the left goes on with the words above, as behind a label that a tab sets off."""
    segment, above = line[0], block.lines[-1][-1]
    if len(line) > 1 or names_role(segment) or begins_at([block.columns[0]], segment.left) is None:
        return False
    near = above.page != segment.page or 0.9 < (above.base - segment.base) / segment.size < 2
    return near and has_no_room(replace(above, edge=right), segment)


def _merged(starts: list[float]) -> list[float]:
    kept: list[float] = []
    for start in sorted(starts):
        if not kept or start - kept[-1] > _TOLERANCE:
            kept.append(start)
    return kept


def lines_in(block: Block, rules: Rules, right: float, body: float) -> Iterator[Line]:
    """A block as lines: turns where it is a table of talk or of facts; else what stands in it, as the file has it."""
    rows = list(_rows(block, rules)) if block.columns else []
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


def _rows(block: Block, rules: Rules) -> Iterator[list[Visual]]:
    """The rows of a block. Raises FileRefused `pdf_table` (line) where labels are centred and rows cannot be told apart."""
    ruled = [_is_ruled(above, below, block, rules) for above, below in pairwise(block.lines)]
    if sum(ruled) < 2 and _is_centred(block):
        yield from _mirrored(block)
        return
    begins = _beginnings(block, ruled if sum(ruled) > 1 else None)
    held = [block.lines[0]]
    for at, line in enumerate(block.lines[1:]):
        if begins[at]:
            yield held
            held = []
        held.append(line)
    yield held


def _beginnings(block: Block, ruled: Sequence[bool] | None) -> list[bool]:
    """Whether a row begins at each line but the first. ruled: whether a line is drawn above it, where such are drawn."""
    drops = [above[0].base - below[0].base for above, below in pairwise(block.lines)]
    pitch = min((drop for drop in drops if drop > 0.9 * block.lines[0][0].size), default=0.0)
    spaced = any(drop > _APART * pitch for drop in drops)
    found = []
    for at, (above, line) in enumerate(pairwise(block.lines)):
        first = _is_first(block, line) and not _ends_label(above[0], line[0])
        if not _on_page(above, line):
            found.append(first)
        elif ruled is not None:
            found.append(ruled[at])
        elif spaced:
            found.append(drops[at] > _APART * pitch or (first and _may_speak(line[0])))
        else:
            found.append(first)
    return found


def _is_first(block: Block, line: Visual) -> bool:
    return abs(line[0].left - block.columns[0]) <= _TOLERANCE


def _ends_label(above: Segment, segment: Segment) -> bool:
    """Whether a label was cut in its narrow column: 受访 above 者."""
    return not names_speaker(segment.text) and names_speaker(above.text + segment.text)


def _may_speak(segment: Segment) -> bool:
    return names_speaker(segment.text) or is_name(segment.text.strip(" :："))


def _is_centred(block: Block) -> bool:
    """Whether labels stand beside the middle of their words: words above the first, or one between two lines of words."""
    if not _is_first(block, block.lines[0]):
        return True
    wordless = block.columns[-1] - _TOLERANCE
    alone = [_is_first(block, line) and line[-1].left < wordless for line in block.lines]
    near = [
        _on_page(above, below) and above[0].base - below[0].base < above[0].size
        for above, below in pairwise(block.lines)
    ]
    return any(alone[at] and near[at - 1] and near[at] for at in range(1, len(block.lines) - 1))


def _mirrored(block: Block) -> Iterator[list[Visual]]:
    """Rows whose first column is centred: as far as a row goes above its label it goes below it."""
    lines = list(block.lines)
    while lines:
        label = next((line for line in lines if _is_first(block, line)), None)
        top = lines[0]
        if label is None or not _on_page(label, top):
            raise FileRefused("pdf_table", line=top[0].number)
        low = 2 * label[0].base - top[0].base - 0.3 * label[0].size
        row = [line for line in lines if _on_page(line, top) and line[0].base >= low]
        cut = any(_ends_label(above[0], line[0]) for above, line in pairwise(lines[: len(row) + 1]))
        if cut or sum(_is_first(block, line) for line in row) != 1 or abs(row[-1][0].base - low) > label[0].size:
            raise FileRefused("pdf_table", line=top[0].number)
        yield row
        lines = lines[len(row) :]


def _on_page(above: Visual, below: Visual) -> bool:
    return above[0].page == below[0].page


def _is_ruled(above: Visual, below: Visual, block: Block, rules: Rules) -> bool:
    """Whether lines drawn between two lines of words go over nearly all of the table."""
    if not _on_page(above, below):
        return False
    left, right = block.columns[0], max(segment.right for line in block.lines for segment in line)
    between = sorted(
        (max(left, start), min(right, end))
        for height, start, end in rules[above[0].page]
        if below[0].base < height < above[0].base
    )
    covered, reached = 0.0, left
    for start, end in between:
        covered += max(0.0, end - max(start, reached))
        reached = max(reached, end)
    return covered > _COVERED * (right - left)


def _cells(row: list[Visual], block: Block, right: float) -> list[str]:
    cells: list[list[Segment]] = [[] for _ in block.columns]
    for segment in (segment for line in row for segment in line):
        column = max((at for at, start in enumerate(block.columns) if start <= segment.left + _TOLERANCE), default=0)
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
