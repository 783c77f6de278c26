"""The rows of a table in a PDF that is not drawn: by lines ruled between them, by the room between, or by who speaks."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.errors import FileRefused
from corpus.readers.pdf_blocks import TOLERANCE, Block
from corpus.readers.pdf_lines import (
    Segment,
    Visual,
    names_speaker,
)
from corpus.readers.pdf_pieces import Rule
from corpus.readers.roles import is_name

Rules = Sequence[Sequence[Rule]]
"""Of each page, its horizontal lines: (height, left, right)."""

_COVERED = 0.8  # of a table's width, by lines that part its rows
_APART = 1.25  # of the usual distance of lines: more is room between rows


def rows_in(block: Block, rules: Rules) -> Iterator[list[Visual]]:
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
    return abs(line[0].left - block.columns[0]) <= TOLERANCE


def _ends_label(above: Segment, segment: Segment) -> bool:
    """Whether a label was cut in its narrow column: 受访 above 者."""
    return not names_speaker(segment.text) and names_speaker(above.text + segment.text)


def _may_speak(segment: Segment) -> bool:
    return names_speaker(segment.text) or is_name(segment.text.strip(" :："))


def _is_centred(block: Block) -> bool:
    """Whether labels stand beside the middle of their words: words above the first, or one between two lines of words."""
    if not _is_first(block, block.lines[0]):
        return True
    wordless = block.columns[-1] - TOLERANCE
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
