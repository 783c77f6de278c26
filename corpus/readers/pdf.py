"""PDF with text: its words in lines and tables as the page shows them, without what recurs on every page."""

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO

from corpus.errors import FileRefused
from corpus.readers.forms import Line
from corpus.readers.given import NOTHING, Given
from corpus.readers.head import facts_in
from corpus.readers.labels import transcript_of
from corpus.readers.packed import refusing
from corpus.readers.pdf_lines import Visual, begins_turn, edge_of, visual_lines
from corpus.readers.pdf_pieces import Page, pages_of
from corpus.readers.pdf_tables import blocks_of, column_starts, lines_in
from corpus.readers.unsaid import is_unsaid
from corpus.records import Transcript

MAX_PAGES = 500
_EDGE = 2  # lines at the top and at the bottom of a page that may be its header and footer


def read_pdf(data: bytes, given: Given = NOTHING) -> list[Transcript]:
    """The interview in a .pdf file; `line` counts its lines of text, headers and footers left out.

    Raises FileRefused `empty_file`, `corrupt_file` (format="pdf"), `pdf_locked`, `pdf_pictures` where no page has text,
    `pdf_too_long` (limit, pages), `pdf_too_complex`, `no_speakers`.
    """
    if not data:
        raise FileRefused("empty_file")
    pages = _pages(data)
    if not any(page.pieces for page in pages):
        raise FileRefused("pdf_pictures")
    columns = column_starts([line for at, page in enumerate(pages) for line in visual_lines(page, at)])
    shown = [visual_lines(page, at, columns) for at, page in enumerate(pages)]
    edges = _edges(shown)
    kept = _numbered([line for at, page in enumerate(shown) for nth, line in enumerate(page) if (at, nth) not in edges])
    read = transcript_of(list(_lines(kept, columns, pages)), given.interviewer)
    facts = dict(fact for at, nth in sorted(edges, reverse=True) for fact in facts_in(_text(shown[at][nth])))
    return [
        replace(
            read,
            respondent=read.respondent or facts.get("respondent"),
            wave=read.wave or facts.get("wave"),
            date=read.date or facts.get("date"),
        )
    ]


def _pages(data: bytes) -> list[Page]:
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it reports each oddity of a file on stderr
    with refusing("pdf"):
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted:
            raise FileRefused("pdf_locked")
        if len(reader.pages) > MAX_PAGES:
            raise FileRefused("pdf_too_long", limit=MAX_PAGES)
        return list(pages_of(reader))


def _lines(shown: Sequence[Visual], columns: Sequence[float], pages: Sequence[Page]) -> Iterator[Line]:
    widest, left = max(page.width for page in pages), min((line[0].left for line in shown), default=0.0)
    right = edge_of([line[-1] for line in shown], widest - left)
    sizes: Counter[float] = Counter()
    for line in shown:
        for segment in line:
            sizes[round(segment.size, 1)] += len(segment.text)
    body = max(sizes, key=lambda size: sizes[size], default=0.0)
    rules = [page.rules for page in pages]
    for block in blocks_of(shown, columns):
        yield from lines_in(block, rules, right, body)


def _numbered(lines: Sequence[Visual]) -> list[Visual]:
    return [tuple(replace(each, number=number) for each in line) for number, line in enumerate(lines, 1)]


def _edges(pages: Sequence[Sequence[Visual]]) -> set[tuple[int, int]]:
    """(page, line) of what is the header or footer of its page: a number, or what stands on most pages.

    Of two pages, what stands on both in the same place. Numbers in it count as alike.
    """
    filled = [page for page in pages if page]
    at_edge = [
        (at, nth, line)
        for at, page in enumerate(pages)
        for nth, line in enumerate(page)
        if nth < _EDGE or nth >= len(page) - _EDGE
    ]
    recurring = Counter(alike for _, alike in {(at, _alike(line, len(filled))) for at, _, line in at_edge})
    return {
        (at, nth)
        for at, nth, line in at_edge
        if _text(line).isdigit()
        or is_unsaid(_text(line))
        or (len(filled) > 1 and recurring[_alike(line, len(filled))] > len(filled) / 2 and not _speaks(line, filled))
    }


def _alike(line: Visual, pages: int) -> tuple[str, int]:
    return re.sub(r"\d+", "#", _text(line)), round(line[0].base / 4) if pages == 2 else 0


def _speaks(line: Visual, filled: Sequence[object]) -> bool:
    return len(filled) == 2 and begins_turn(line[0])


def _text(line: Visual) -> str:
    return "\t".join(segment.text for segment in line).strip()
