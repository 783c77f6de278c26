"""Lines of a PDF that stand in columns, parted from those that do not: words that begin below each other, and no more."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.readers.pdf_lines import (
    Visual,
    begins_at,
    has_no_room,
    names_role,
    names_speaker,
)
from corpus.readers.word_looks import Piece as Look

TOLERANCE = 3  # points
_AHEAD = 4  # lines in which a table goes on
_SENTENCE = re.compile(r"[，,。！？!?；;]|\.\s*$")


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
        if groups and place - groups[-1][-1] <= TOLERANCE:
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
    if start is None or not rest or not names_speaker(label) or abs(segment.left - left) > TOLERANCE:
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
        if not kept or start - kept[-1] > TOLERANCE:
            kept.append(start)
    return kept
