"""The drawing steps of a PDF's pages, followed: what stands where, and in what look (docs/why-pdf-pages-are-drawn.md)."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, StreamObject

from corpus.errors import FileRefused
from corpus.readers.pdf_fonts import Font, decoded, dictionary, font_of, number
from corpus.readers.pdf_pieces import Page, Piece

MAX_STEPS = 2_000_000  # drawing steps of all pages: a small file can ask for any number of them
_DEEPEST = 12  # forms within forms
_MOST_SAVED = 500  # states of the pen
_SHOWS_NOTHING = (3, 7)  # ways of showing text: below a scanned page lies what a machine has read on it
_THIN = 3  # points: what is lower is a line and no box
_DARK = 0.2

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
_UPRIGHT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass
class _Pen:
    """The graphics state that matters to text, and what `q` saves."""

    matrix: Matrix = _UPRIGHT
    font: Font | None = None
    looks: frozenset[str] = frozenset()
    unit: float = 0.001
    size: float = 12.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0
    colour: str = ""


def pages_of(reader: PdfReader) -> Iterator[Page]:
    """What each page shows. Raises FileRefused `pdf_too_complex`, and what pypdf raises on a damaged file."""
    drawing = _Drawing(reader)
    for page in reader.pages:
        yield drawing.page(page)


class _Drawing:
    """Follows the drawing steps of pages. Fonts are read once a file, steps are counted over all of it."""

    def __init__(self, reader: PdfReader) -> None:
        self._reader = reader
        self._fonts: dict[int, tuple[Font, frozenset[str], float]] = {}
        self._steps = 0
        self._page = Page()
        self._pen = _Pen()
        self._line = self._text = _UPRIGHT  # of the line's start, of the pen within it
        self._path: list[tuple[Point, Point]] = []  # lines of what is being drawn
        self._at: Point | None = None

    def page(self, page: PageObject) -> Page:
        """What a page shows, turned until most of its words stand upright."""
        found = self._turned(page, page.rotation % 360)
        for turn in (90, 180, 270):
            if found.tilted > sum(len(piece.words.strip()) for piece in found.pieces):
                found = self._turned(page, (page.rotation + turn) % 360)
        return found

    def _turned(self, page: PageObject, turn: int) -> Page:
        box = page.mediabox
        width, height = float(box.width), float(box.height)
        self._page = Page(height, width) if turn in (90, 270) else Page(width, height)
        pen = _Pen(
            _times(
                (1.0, 0.0, 0.0, 1.0, -float(box.left), -float(box.bottom)), _turns(width, height).get(turn, _UPRIGHT)
            )
        )
        if "/Contents" in page:
            self._follow(page["/Contents"].get_object(), dictionary(page.get("/Resources")), pen, 0)
        if not any(piece.words.strip() for piece in self._page.pieces):  # a picture, and under it what it says
            self._page.pieces, self._page.unseen = self._page.unseen, []
        return self._page

    def _follow(self, content: Any, resources: DictionaryObject, pen: _Pen, depth: int) -> None:
        """Draw a page or a form. Raises FileRefused `pdf_too_complex`."""
        saved: list[_Pen] = []
        self._pen = pen
        for operands, name in ContentStream(content, self._reader, "bytes").operations:
            self._count()
            if name == b"q" and len(saved) < _MOST_SAVED:
                saved.append(_Pen(**vars(self._pen)))
            elif name == b"Q" and saved:
                self._pen = saved.pop()
            elif name == b"Do" and depth < _DEEPEST:
                self._form(operands, resources, depth)
            elif name == b"Tf" and len(operands) > 1:
                self._choose(resources, operands)
            else:
                self._step(name, operands)

    def _count(self) -> None:
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise FileRefused("pdf_too_complex")

    def _form(self, operands: list[Any], resources: DictionaryObject, depth: int) -> None:
        form = dictionary(dictionary(resources.get("/XObject")).get(operands[0] if operands else ""))
        if not isinstance(form, StreamObject) or form.get("/Subtype") != "/Form":
            return
        outer, line, text = self._pen, self._line, self._text
        inner = _Pen(**vars(outer))
        given = [float(each) for each in form.get("/Matrix", [])]
        inner.matrix = _times(_matrix(given), outer.matrix) if len(given) == 6 else outer.matrix
        self._follow(form, dictionary(form.get("/Resources")) or resources, inner, depth + 1)
        self._pen, self._line, self._text = outer, line, text

    def _choose(self, resources: DictionaryObject, operands: list[Any]) -> None:
        resource = dictionary(dictionary(resources.get("/Font")).get(operands[0]))
        self._pen.size = number(operands, 1, self._pen.size)
        if id(resource) not in self._fonts:
            self._fonts[id(resource)] = font_of(resource)
        self._pen.font, self._pen.looks, self._pen.unit = self._fonts[id(resource)]

    def _step(self, name: bytes, operands: list[Any]) -> None:
        pen = self._pen
        if name in _SHOWING:
            self._show(name, operands)
        elif name in _MOVING:
            self._move(name, operands)
        elif name == b"cm" and len(operands) == 6:
            pen.matrix = _times(_matrix(operands), pen.matrix)
        elif name in _SETTING:
            setattr(pen, _SETTING[name], number(operands, 0, 0.0))
        elif name == b"Tz":
            pen.stretch = number(operands, 0, 100.0) / 100
        elif name == b"Tr":
            pen.mode = int(number(operands, 0, 0.0))
        elif name in (b"g", b"rg", b"k", b"sc", b"scn"):
            pen.colour = _colour([each for each in operands if isinstance(each, int | float)])
        elif name in _DRAWING:
            self._draw(name, operands)

    def _move(self, name: bytes, operands: list[Any]) -> None:
        if name == b"BT":
            self._line = _UPRIGHT
        elif name == b"Tm":
            self._line = _matrix(operands) if len(operands) == 6 else _UPRIGHT
        else:
            across, up = (0.0, -self._pen.leading) if name == b"T*" else (number(operands, 0), number(operands, 1))
            if name == b"TD":
                self._pen.leading = -up
            self._line = _times((1.0, 0.0, 0.0, 1.0, across, up), self._line)
        self._text = self._line

    def _show(self, name: bytes, operands: list[Any]) -> None:
        if name == b'"' and len(operands) > 2:
            self._pen.word_spacing, self._pen.spacing = number(operands, 0), number(operands, 1)
        if name in (b"'", b'"'):
            self._move(b"T*", [])
        shown = operands[-1] if operands else None
        for each in shown if isinstance(shown, ArrayObject) else [shown]:
            if isinstance(each, bytes | str):
                self._write(each)
            elif isinstance(each, int | float):
                self._advance(-float(each) / 1000 * self._pen.size * self._pen.stretch)

    def _advance(self, across: float) -> None:
        self._text = _times((1.0, 0.0, 0.0, 1.0, across, 0.0), self._text)

    def _write(self, shown: bytes | str) -> None:
        self._count()
        pen = self._pen
        if pen.font is None:
            return
        words, signs, width = decoded(pen.font, shown)
        matrix = _times(self._text, pen.matrix)
        moved = width * pen.unit * pen.size + len(signs) * pen.spacing + signs.count(" ") * pen.word_spacing
        self._advance(moved * pen.stretch)
        right = _times(self._text, pen.matrix)[4]
        size = pen.size * math.hypot(matrix[2], matrix[3])
        if matrix[0] <= 0 or abs(matrix[1]) > 0.1 * matrix[0]:
            self._page.tilted += len(words.strip())
        elif words:
            looks = pen.looks | ({"bold"} if pen.mode == 2 else set()) | ({pen.colour} if pen.colour else set())
            base = matrix[5] + pen.rise * matrix[3]
            pieces = self._page.unseen if pen.mode in _SHOWS_NOTHING else self._page.pieces
            pieces.append(Piece(words, matrix[4], right, base, size, looks, len(pieces)))

    def _draw(self, name: bytes, operands: list[Any]) -> None:
        """Keep the lines of a path until it is painted; what only cuts off the rest is not seen."""
        if name == b"re" and len(operands) == 4:
            left, low, width, height = (number(operands, at) for at in range(4))
            self._box(self._placed(left, low), self._placed(left + width, low + height))
        elif name in (b"m", b"l") and len(operands) == 2:
            end = self._placed(number(operands, 0), number(operands, 1))
            if name == b"l" and self._at is not None:
                self._path.append((self._at, end))
            self._at = end
        elif name in _PAINTING:
            for one, other in self._path:
                self._rule(one, other)
        if name in (*_PAINTING, b"n"):
            self._path.clear()

    def _box(self, one: Point, other: Point) -> None:
        """A box too thin to be one is a line, through its middle."""
        (left, low), (right, high) = one, other
        if abs(high - low) < _THIN:
            low = high = (low + high) / 2
        if abs(right - left) < _THIN:
            left = right = (left + right) / 2
        corners = [(left, low), (right, low), (right, high), (left, high)]
        self._path += zip(corners, [*corners[1:], corners[0]], strict=True)

    def _placed(self, across: float, up: float) -> Point:
        return _times((1.0, 0.0, 0.0, 1.0, across, up), self._pen.matrix)[4:]

    def _rule(self, one: Point, other: Point) -> None:
        (left, low), (right, high) = one, other
        if abs(high - low) < 1 and abs(right - left) > _THIN:
            self._page.rules.append((low, min(left, right), max(left, right)))
        elif abs(right - left) < 1 and abs(high - low) > _THIN:
            self._page.uprights.append((left, min(low, high), max(low, high)))


_SHOWING = (b"Tj", b"TJ", b"'", b'"')
_MOVING = (b"BT", b"Td", b"TD", b"Tm", b"T*")
_SETTING = {b"Tc": "spacing", b"Tw": "word_spacing", b"TL": "leading", b"Ts": "rise"}
_PAINTING = (b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*")
_DRAWING = (b"re", b"m", b"l", b"n", *_PAINTING)


def _turns(width: float, height: float) -> dict[int, Matrix]:
    """What turns a page clockwise by so many degrees."""
    return {
        90: (0.0, -1.0, 1.0, 0.0, 0.0, width),
        180: (-1.0, 0.0, 0.0, -1.0, width, height),
        270: (0.0, 1.0, -1.0, 0.0, height, 0.0),
    }


def _colour(parts: list[float]) -> str:
    """ "colour …" for what is not about black; "" for black."""
    if len(parts) == 4:  # cyan, magenta, yellow and black
        parts = [(1 - each) * (1 - parts[3]) for each in parts[:3]]
    dark = all(each <= _DARK for each in parts)
    return "" if dark else "colour " + " ".join(f"{each:.2f}" for each in parts)


def _matrix(operands: list[Any]) -> Matrix:
    a, b, c, d, e, f = (number(operands, at) for at in range(6))
    return a, b, c, d, e, f


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m
