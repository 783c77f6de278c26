"""Plain text and Markdown: one interview, a speaker's label before each turn."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import groupby

from corpus.errors import FileRefused
from corpus.readers.cells import lines_of
from corpus.readers.encoding import text_of
from corpus.readers.forms import Line
from corpus.readers.given import NOTHING, Given
from corpus.readers.labels import transcript_of
from corpus.records import Transcript

MAX_LINES = 300_000
"""More than a hundred hours of talk."""
_RULE = re.compile(r"[\s|:+-]+")


def read_text(data: bytes, given: Given = NOTHING) -> list[Transcript]:
    """The interview in a .txt or .md file.

    Raises FileRefused `empty_file`, `unknown_encoding`, `no_speakers`, `too_many_lines` (limit).
    """
    text = text_of(data)
    if text.count("\n") > MAX_LINES:
        raise FileRefused("too_many_lines", limit=MAX_LINES)
    if text.count("&nbsp;") > 2:  # saved from a page: the writer never saw these
        text = unescape(text)
    return [transcript_of(list(_lines(text)), given.interviewer)]


def _lines(text: str) -> Iterator[Line]:
    """The lines; rows of a Markdown table by their columns."""
    numbered = enumerate(text.split("\n"), 1)
    for is_row, lines in groupby(numbered, key=lambda each: _is_row(each[1])):
        if is_row:
            yield from _rows(list(lines))
        else:
            yield from (Line(number, line) for number, line in lines)


def _is_row(line: str) -> bool:
    bare = line.strip()
    return len(bare) > 2 and bare[0] == bare[-1] == "|"


def _rows(lines: list[tuple[int, str]]) -> Iterator[Line]:
    kept = [(number, line.strip()[1:-1]) for number, line in lines if not _RULE.fullmatch(line)]
    return lines_of([[cell.strip() for cell in line.split("|")] for _, line in kept], [number for number, _ in kept])
