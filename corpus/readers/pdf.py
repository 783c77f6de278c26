"""PDF with text: its lines in order, without what recurs on every page; lines that were wrapped are joined again."""

import logging
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from corpus.errors import FileRefused
from corpus.readers.forms import Line
from corpus.readers.given import NOTHING, Given
from corpus.readers.labels import transcript_of
from corpus.readers.packed import refusing
from corpus.readers.unsaid import is_unsaid
from corpus.records import SpokenTurn, Transcript

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_PAGES = 500
MAX_STEPS = 2_000_000  # drawing steps of all pages: a small file can ask for any number of them
_EDGE = 2  # lines at the top and at the bottom of a page that may be its header and footer
_WIDE = re.compile(r"[\u3000-\u30ff㐀-䶿一-鿿豈-﫿\uff00-\uffef‘’“”…—]")


def read_pdf(data: bytes, given: Given = NOTHING) -> list[Transcript]:
    """The interview in a .pdf file; `line` counts its lines of text, headers and footers left out.

    Raises FileRefused `empty_file`, `corrupt_file` (format="pdf"), `pdf_locked`, `pdf_pictures` where no page has text,
    `pdf_too_long` (limit, pages), `pdf_too_complex`, `no_speakers`.
    """
    if not data:
        raise FileRefused("empty_file")
    pages = [page.split("\n") for page in _pages(data)]
    if not any(line.strip() for page in pages for line in page):
        raise FileRefused("pdf_pictures")
    lines = list(_without_edges(pages))
    width = sorted(map(len, lines))[-1 - len(lines) // 20] if lines else 0
    read = transcript_of([Line(number, line) for number, line in enumerate(lines, 1)], given.interviewer)
    return [replace(read, turns=tuple(_unwrapped(turn, width) for turn in read.turns))]


def _pages(data: bytes) -> list[str]:
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it reports each oddity of a file on stderr
    with refusing("pdf"):
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted:
            raise FileRefused("pdf_locked")
        if len(reader.pages) > MAX_PAGES:
            raise FileRefused("pdf_too_long", limit=MAX_PAGES)
        return list(_texts(reader))


def _texts(reader: "PdfReader") -> Iterator[str]:
    steps = 0

    def count(*_: object) -> None:
        nonlocal steps
        steps += 1
        if steps > MAX_STEPS:
            raise FileRefused("pdf_too_complex")

    for page in reader.pages:
        yield page.extract_text(visitor_operand_before=count)


def _without_edges(pages: list[list[str]]) -> Iterator[str]:
    """The lines of all pages without those that stand at the edge of most pages, page numbers counted as alike."""
    filled = [[line.rstrip() for line in page if line.strip()] for page in pages]
    recurring = Counter(each for page in filled for each in {_alike(line) for line in page[:_EDGE] + page[-_EDGE:]})
    for page in filled:
        for at, line in enumerate(page):
            edge = at < _EDGE or at >= len(page) - _EDGE
            number = edge and (line.strip().isdigit() or is_unsaid(line))
            if not (number or (edge and len(filled) > 2 and recurring[_alike(line)] > len(filled) / 2)):
                yield line


def _alike(line: str) -> str:
    return re.sub(r"\d+", "#", line.strip())


def _unwrapped(turn: SpokenTurn, width: int) -> SpokenTurn:
    """The turn with those line ends undone that stand where the page's width ended the line."""
    first, *rest = turn.text.split("\n")
    joined, before = [first], first
    for at, line in enumerate(rest):
        room = width - len(before) - (len(turn.speaker) + 2 if at == 0 else 0)
        wrapped = room < max(12, width // 4)
        joint = "\n" if not wrapped else "" if not before or not line or _is_wide(before, line) else " "
        joined += [joint, line]
        before = line
    return replace(turn, text="".join(joined))


def _is_wide(before: str, line: str) -> bool:
    return bool(_WIDE.match(before[-1]) or _WIDE.match(line[0]))
