"""The pieces on a page of a PDF as lines, cut where a gap parts columns; lines that were wrapped are joined again."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.readers.docx import bold_label
from corpus.readers.forms import Line, split_label
from corpus.readers.pdf_pieces import Page, Piece
from corpus.readers.roles import is_code, is_name, is_role
from corpus.readers.word_looks import Piece as Look
from corpus.readers.word_looks import common_looks

_WIDE = re.compile(r"[\u3000-\u30ff㐀-䶿一-鿿豈-﫿\uff00-\uffef‘’“”…—]")
_FIRST_WIDE = re.compile(r".[，。！？：；、）”’》」』…]*")
_COUNTED = re.compile(r"\s*(?:[(（]?\d{1,3}[.、)）]\D|[一二三四五六七八九十]{1,3}[、.]|[•·●○■-]\s)")
_BULLET = re.compile(r"[•·●○■□▪▫◆◇➢➤✓*–-]|[\ue000-\uf8ff]")
_GAP = 1.5  # of the size of the words: what parts columns by itself
_NARROW_GAP = 0.4  # what parts them where a column is known to begin
_BLANK = 0.15
_SAME_PLACE = 1.5  # points
_BEGINS_TURN = ("colon", "stamped", "bracket", "point")


@dataclass(frozen=True)
class Segment:
    """Words side by side on a line, no column between them.

    width  of the words, wherever they are counted to begin
    page, number  of the page, and of the line in the file; edge: how far to the right its column goes
    """

    looks: tuple[Look, ...]
    left: float
    right: float
    base: float
    size: float
    order: int
    width: float
    page: int = 0
    number: int = 0
    edge: float = 0.0

    @property
    def text(self) -> str:
        return "".join(each.words for each in self.looks).strip()


Visual = tuple[Segment, ...]
"""What stands on a line of the page, from left to right."""


def visual_lines(page: Page, number: int, columns: Sequence[float] = (), *, narrow: bool = False) -> list[Visual]:
    """The lines of a page from its top. columns: where columns are known to begin; narrow: whether they may anywhere."""
    lines: list[list[Piece]] = []
    for piece in sorted(_unstruck(page), key=lambda each: -each.base):
        if lines and lines[-1][0].base - piece.base < 0.35 * min(piece.size, lines[-1][0].size):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [line for each in lines if (line := _unbulleted(tuple(_segments(each, number, columns, narrow=narrow))))]


def _unbulleted(line: Visual) -> Visual:
    return line[1:] if len(line) > 1 and _BULLET.fullmatch(line[0].text) else line


def _unstruck(page: Page) -> Iterator[Piece]:
    """The pieces, those that a line strikes out as blanks."""
    rules = sorted(page.rules)
    heights = [height for height, _, _ in rules]
    for piece in page.pieces:
        low = bisect_left(heights, piece.base + 0.15 * piece.size)
        high = bisect_left(heights, piece.base + 0.5 * piece.size)
        struck = any(left <= piece.left + 1 and right >= piece.right - 1 for _, left, right in rules[low:high])
        yield replace(piece, words=" ") if struck else piece


def _segments(pieces: list[Piece], page: int, columns: Sequence[float], *, narrow: bool) -> Iterator[Segment]:
    held: list[Piece] = []
    for piece in sorted(pieces, key=lambda each: (each.left, each.order)):
        if held and piece.words.strip() and _is_apart(held[-1], piece, columns, narrow=narrow):
            yield from _segment(held, page)
            held = []
        if held or piece.words.strip():
            held.append(piece)
    yield from _segment(held, page)


def _is_apart(before: Piece, piece: Piece, columns: Sequence[float], *, narrow: bool) -> bool:
    gap = (piece.left - before.right) / max(before.size, piece.size)
    return gap > _GAP or (gap > _NARROW_GAP and (narrow or begins_at(columns, piece.left) is not None))


def begins_at(columns: Sequence[float], left: float) -> int | None:
    """Which column begins there."""
    at = bisect_left(columns, left - _SAME_PLACE)
    return at if at < len(columns) and columns[at] <= left + _SAME_PLACE else None


def _segment(pieces: list[Piece], page: int) -> Iterator[Segment]:
    while pieces and not pieces[-1].words.strip():
        pieces.pop()
    if not pieces:
        return
    looks: list[Look] = []
    for at, piece in enumerate(pieces):
        blank = _blank(pieces[at - 1], piece) if at else ""
        looks.append(Look(blank + piece.words, piece.looks))
    size = max(piece.size for piece in pieces if piece.words.strip())
    order = min(piece.order for piece in pieces)
    left, right = pieces[0].left, pieces[-1].right
    yield Segment(tuple(looks), left, right, pieces[0].base, size, order, right - left, page)


def _blank(before: Piece, piece: Piece) -> str:
    """What stands between two pieces for the gap between them: in Chinese a gap is a blank as wide as a character."""
    apart = (piece.left - before.right) / max(before.size, piece.size)
    if is_wide(before.words.rstrip() or before.words, piece.words.lstrip() or piece.words):
        return "\u3000" if apart > 0.5 else ""
    return " " if apart > _BLANK and not before.words[-1].isspace() and not piece.words[0].isspace() else ""


def is_wide(before: str, after: str) -> bool:
    """Whether no blank stands between two pieces of Chinese."""
    return bool(_WIDE.match(before[-1]) or _WIDE.match(after[0]))


def joined(segments: Iterable[Segment]) -> Iterator[list[Segment]]:
    """The lines of each paragraph. Lines are of one paragraph where the first word of the next had no room on the one above."""
    held: list[Segment] = []
    for segment in segments:
        if held and not _continues(held, segment):
            yield held
            held = []
        held.append(segment)
    if held:
        yield held


def _continues(paragraph: list[Segment], after: Segment) -> bool:
    before = paragraph[-1]
    drop = before.base - after.base
    near = after.page != before.page or 0 < drop < 2.2 * after.size
    alike = abs(after.size - before.size) < 0.1 * before.size and before.looks[-1].looks == after.looks[0].looks
    indented = len(paragraph) > 1 and abs(after.left - before.left) > _SAME_PLACE
    return near and alike and not indented and has_no_room(before, after) and not begins_turn(after)


def has_no_room(before: Segment, after: Segment) -> bool:
    text = after.text
    wide = is_wide(before.text, text)
    first = found[0] if wide and (found := _FIRST_WIDE.match(text)) else text.split(maxsplit=1)[0]
    width = after.width * len(first) / len(text) + (0 if wide else 0.2 * after.size)
    return before.edge - before.right < width + 0.6 * after.size


def begins_turn(segment: Segment) -> bool:
    """Whether a line begins with what may be a speaker, or the number of a question."""
    text = segment.text
    one = split_label(text)
    if one and one.form in _BEGINS_TURN:
        return is_role(one.label) or is_code(one.label) or (is_name(one.label) and not one.label[0].islower())
    return names_speaker(text) or bool(_COUNTED.match(text)) or bold_label(list(segment.looks), text) is not None


def words_of(paragraph: Sequence[Segment]) -> list[Look]:
    """The words of a paragraph, a blank between its lines where the language has one."""
    looks = list(paragraph[0].looks)
    for before, after in pairwise(paragraph):
        cut = before.text.endswith(("-", "\u00ad")) and after.text[0].islower()
        blank = "" if cut or is_wide(before.text, after.text) else " "
        looks[-1] = Look(looks[-1].words.rstrip().removesuffix("\u00ad") + blank, looks[-1].looks)
        looks += [Look(after.looks[0].words.lstrip(), after.looks[0].looks), *after.looks[1:]]
    return looks


def line_of(paragraph: Sequence[Segment], body: float) -> Line:
    """A paragraph as a line of the file. body: the size of most words; larger ones are marked as headings."""
    looks = words_of(paragraph)
    text = "".join(each.words for each in looks).strip()
    marked = bold_label(looks, text)
    if is_heading(paragraph, body):
        return Line(paragraph[0].number, f"## {text}", None, looks=common_looks(looks))
    return Line(paragraph[0].number, text, marked, looks=common_looks(looks))


def names_speaker(text: str) -> bool:
    """Whether a text is nothing but a part in a conversation, or a code for a person."""
    label = text.strip(" :：")
    return is_role(label) or is_code(label)


def names_role(segment: Segment) -> bool:
    """Whether a line begins with a part in a conversation, or a code for a person."""
    one = split_label(segment.text)
    return bool(one and one.form in _BEGINS_TURN and (is_role(one.label) or is_code(one.label)))


def is_heading(paragraph: Sequence[Segment], body: float) -> bool:
    """Whether words are set larger than the others, and no speaker stands before them."""
    return len(paragraph) < 4 and paragraph[0].size > 1.12 * body and not names_role(paragraph[0])


def edge_of(segments: Sequence[Segment], otherwise: float) -> float:
    """How far to the right lines go: the furthest end at which several stop, `otherwise` where none do or it is near."""
    ends = sorted((segment.right for segment in segments), reverse=True)
    size = max((segment.size for segment in segments), default=0.0)
    for at, end in enumerate(ends[: 1 + len(ends) // 20]):
        if len(ends) > at + 1 and end - ends[at + 1] < 1.5 * size and end > 0.6 * otherwise:
            return end
    return otherwise


def with_edges(segments: Iterable[Segment], edge: float) -> Iterator[Segment]:
    """The segments, told how far to the right they might have gone."""
    for segment in segments:
        yield replace(segment, edge=max(edge, segment.right))
