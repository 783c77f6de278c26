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
from corpus.readers.head import facts_in, with_facts
from corpus.readers.labels import transcript_of
from corpus.readers.packed import refusing
from corpus.readers.pdf_blocks import blocks_of, column_starts
from corpus.readers.pdf_drawing import pages_of
from corpus.readers.pdf_grids import GridRow, rows_of
from corpus.readers.pdf_lines import Visual, begins_turn, edge_of, names_speaker, visual_lines
from corpus.readers.pdf_pieces import Page
from corpus.readers.pdf_tables import lines_in, lines_of_grid
from corpus.readers.unsaid import is_unsaid
from corpus.records import Transcript

Item = Visual | GridRow
"""A line of a page, or a row of a table drawn on it."""

MAX_PAGES = 500
_NUMBER = re.compile(r"[\W_]{0,4}\d{1,4}[\W_]{0,4}")
_EDGE = 2  # lines at the top and at the bottom of a page that may be its header and footer


def read_pdf(data: bytes, given: Given = NOTHING) -> list[Transcript]:
    """The interview in a .pdf file; `line` counts its lines of text, headers and footers left out.

    Raises FileRefused `empty_file`, `corrupt_file` (format="pdf"), `pdf_locked`, `pdf_pictures` where no page has text,
    `pdf_too_long` (limit), `pdf_too_complex`, `pdf_table` (line), `no_speakers`.
    """
    if not data:
        raise FileRefused("empty_file")
    pages = _pages(data)
    if not any(page.pieces for page in pages):
        raise FileRefused("pdf_pictures")
    shown, columns = _shown(pages)
    edges = _edges(shown)
    kept = _numbered([item for at, page in enumerate(shown) for nth, item in enumerate(page) if (at, nth) not in edges])
    read = transcript_of(list(_lines(kept, columns, pages)), given.interviewer)
    facts = dict(fact for at, nth in sorted(edges, reverse=True) for fact in facts_in(_text(shown[at][nth])))
    return [with_facts(read, facts)]


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


def _shown(pages: Sequence[Page]) -> tuple[list[list[Item]], list[float]]:
    """What stands on each page from its top, and where columns begin that are not drawn."""
    grids, bare = [], []
    for at, page in enumerate(pages):
        rows, rest = rows_of(page, at)
        grids.append(rows)
        bare.append(rest)
    wide, narrow = (
        [line for at, page in enumerate(bare) for line in visual_lines(page, at, narrow=each)] for each in (False, True)
    )
    columns = column_starts(wide, narrow)
    lines = [visual_lines(page, at, columns) for at, page in enumerate(bare)]
    return [sorted([*lines[at], *grids[at]], key=_top, reverse=True) for at in range(len(pages))], columns


def _top(item: Item) -> float:
    return item.top if isinstance(item, GridRow) else item[0].base


def _lines(shown: Sequence[Item], columns: Sequence[float], pages: Sequence[Page]) -> Iterator[Line]:
    lines = [item for item in shown if not isinstance(item, GridRow)]
    widest, left = max(page.width for page in pages), min((line[0].left for line in lines), default=0.0)
    right = edge_of([line[-1] for line in lines], widest - left)
    body, rules = _body(shown), [page.rules for page in pages]
    for rows, between in _parts(shown):
        yield from lines_of_grid(rows, body)
        for block in blocks_of(between, columns, right):
            yield from lines_in(block, rules, right, body)


def _parts(shown: Sequence[Item]) -> Iterator[tuple[list[GridRow], list[Visual]]]:
    """The rows of each table that is drawn, on one page or several, and the lines below it; either may be none."""
    rows: list[GridRow] = []
    lines: list[Visual] = []
    for item in shown:
        if not isinstance(item, GridRow):
            lines.append(item)
            continue
        if lines or (rows and not item.is_beside(rows[-1])):
            yield rows, lines
            rows, lines = [], []
        rows.append(item)
    yield rows, lines


def _body(shown: Sequence[Item]) -> float:
    """The size of most words."""
    sizes: Counter[float] = Counter()
    for item in shown:
        for segment in (one for cell in item.cells for one in cell) if isinstance(item, GridRow) else item:
            sizes[round(segment.size, 1)] += len(segment.text)
    return max(sizes, key=lambda size: sizes[size], default=0.0)


def _numbered(items: Sequence[Item]) -> list[Item]:
    """The lines, each with its number; a row of a table is as many as its highest cell."""
    found: list[Item] = []
    number = 1
    for item in items:
        if isinstance(item, GridRow):
            cells = tuple(tuple(replace(each, number=number) for each in cell) for cell in item.cells)
            found.append(replace(item, number=number, cells=cells))
            number += item.height
        else:
            found.append(tuple(replace(each, number=number) for each in item))
            number += 1
    return found


def _edges(pages: Sequence[Sequence[Item]]) -> set[tuple[int, int]]:
    """(page, place) of what is the header or footer of its page: a number, or what stands on most pages.

    It stands at the same height, and numbers in it count as alike. The row of a table that recurs is its heading, and
    stays where it stands first.
    """
    filled = [page for page in pages if page]
    at_edge = [
        (at, nth, item)
        for at, page in enumerate(pages)
        for nth, item in enumerate(page)
        if nth < _EDGE or nth >= len(page) - _EDGE
    ]
    recurring = Counter(alike for _, alike in {(at, _alike(item)) for at, _, item in at_edge})
    first = {_text(row): (at, nth) for at, nth, row in reversed(at_edge) if isinstance(row, GridRow)}
    return {
        (at, nth)
        for at, nth, item in at_edge
        if _is_edge(item, len(filled), recurring) and first.get(_text(item)) != (at, nth)
    }


def _is_edge(item: Item, pages: int, recurring: Counter[tuple[str, int]]) -> bool:
    text = _text(item)
    if isinstance(item, GridRow):
        spoken = names_speaker(text.partition("\t")[0])
    else:
        spoken = names_speaker(text) or (pages == 2 and begins_turn(item[0]))
        if _NUMBER.fullmatch(text) or is_unsaid(text):
            return True
    return pages > 1 and recurring[_alike(item)] > pages / 2 and not spoken


def _alike(item: Item) -> tuple[str, int]:
    """What makes two lines at the edges of pages the same: words and height; of the rows of a table, words alone."""
    if isinstance(item, GridRow):
        return item.text, 0
    return re.sub(r"\d+", "#", _text(item)), round(_top(item))


def _text(item: Item) -> str:
    return item.text if isinstance(item, GridRow) else "\t".join(segment.text for segment in item).strip()
