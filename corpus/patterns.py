"""Patterns of files: how a file marks its speakers, or which columns it has. Files of one pattern are mended at once.

A pattern tells roles and codes apart and not people: 主持人 and 受访者P3 are 主持人 and 受访者P# in every file of a project,
while the names of those interviewed differ from file to file.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from corpus.errors import FileRefused

SOMEBODY = "*"
"""Stands for any name in the marks of a pattern."""

STAGED = frozenset({"no_speakers", "no_exchanges", "missing_columns"})
"""Why a file was refused where saying how to read it may mend it."""

SHOWN = 12
"""Labels kept of a file, those on most lines first."""
CELLS = 3
"""Different cells of a column kept."""
_LONGEST = 60
_LABEL = re.compile(
    r"^\s*(?:[-*>#\d.\s]{0,6})?[\[(（【<]?\s*([^\s:：\[\]()（）【】<>][^:：\[\]()（）【】<>]{0,23}?)\s*[\])）】>]?\s*[:：]"
)
_TABLES = (".csv", ".tsv", ".xlsx")
_PROSE = (".txt", ".md", ".docx")


@dataclass(frozen=True)
class Pattern:
    """format    the suffix without its dot
    labels    the speakers' labels as the file has them, or what may be such
    headings  a table's column headings, in order
    """

    format: str
    labels: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()

    @property
    def marks(self) -> tuple[str, ...]:
        """What files of the pattern have in common: headings, or labels with every name as SOMEBODY."""
        return self.headings or tuple(sorted({_mark(label) for label in self.labels}))

    @property
    def signature(self) -> str:
        """The same for all files of the pattern, and for them alone."""
        said = "\n".join(
            [self.format, "table" if self.headings else "prose", *(each.casefold() for each in self.marks)]
        )
        return hashlib.sha256(said.encode()).hexdigest()[:32]


def pattern_of(name: str, data: bytes) -> Pattern:
    """The pattern of a file that may be unreadable otherwise; one without marks where nothing is found."""
    suffix = PurePath(name).suffix.lower()
    if suffix in _TABLES:
        return Pattern(suffix[1:], headings=tuple(headings_in(name, data)))
    return Pattern(suffix[1:], tuple(_labels(name, data)))


def headings_in(name: str, data: bytes) -> list[str]:
    """The headings of a table as they stand; none where it cannot be opened. What is too long is words."""
    return list(columns_in(name, data))


def columns_in(name: str, data: bytes) -> dict[str, tuple[str, ...]]:
    """Heading → the first few different cells under it; none where all are blank."""
    from corpus.readers.columns import table_of
    from corpus.tables import TABLES

    try:
        tables = [table_of(sheet) for sheet in TABLES[PurePath(name).suffix.lower()](data) if sheet]
    except FileRefused:
        return {}
    found: dict[str, tuple[str, ...]] = {}
    table = max(tables, key=lambda each: len(each.columns), default=None)
    for at, cell in enumerate(table.heading.cells if table else ()):
        if table and 0 < len(cell.strip()) <= _LONGEST:
            cells = (row.cells[at].strip() for row in table.rows[:SHOWN] if at < len(row.cells))
            found.setdefault(cell.strip(), tuple(dict.fromkeys(filter(None, cells)))[:CELLS])
    return found


def _labels(name: str, data: bytes) -> list[str]:
    """Who speaks, where the file can be read; else what stands before a colon on more than one line."""
    from corpus.readers import read_transcripts

    try:
        read = read_transcripts(name, data)
    except FileRefused:
        return _most(_candidates(lines_in(name, data)), least=2)
    return _most((turn.speaker for one in read for turn in one.turns), least=1)


def _most(labels: Iterable[str], *, least: int) -> list[str]:
    counts = Counter(label for label in labels if label)
    return [label for label, count in counts.most_common(SHOWN) if count >= least]


def _candidates(lines: Iterable[str]) -> Iterator[str]:
    from corpus.readers.fields import field_of

    for line in lines:
        found = split_line(line)
        if found and field_of(found[0]) is None:
            yield found[0]


def split_line(line: str) -> tuple[str, str] | None:
    """What stands before a colon at the start of a line, and the rest; None where nothing short does."""
    bare = line.strip()
    found = _LABEL.match(bare[:_LONGEST])  # long runs of blanks would take the pattern minutes
    return (found[1].strip(), bare[found.end() :].strip()) if found else None


def lines_in(name: str, data: bytes) -> list[str]:
    """The lines of a text or Word file; none of any other, and of one that cannot be opened."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in _PROSE:
        return []
    try:
        return _word_lines(data) if suffix == ".docx" else _text_lines(data)
    except FileRefused:
        return []


def _text_lines(data: bytes) -> list[str]:
    from corpus.readers.encoding import text_of

    return text_of(data).split("\n")


def _word_lines(data: bytes) -> list[str]:
    from docx.oxml.ns import qn

    from corpus.readers.word_looks import children, text_of_element
    from corpus.readers.word_parts import word_parts

    body = word_parts(data).document.find(qn("w:body"))
    paragraphs = [each for each in children(body) if each.tag == qn("w:p")] if body is not None else []
    return [line for paragraph in paragraphs for line in text_of_element(paragraph).split("\n")]


def _mark(label: str) -> str:
    from corpus.readers.roles import is_code, is_role, key_of

    if is_role(label) or (is_code(label) and re.search(r"\d", label)):  # Mary is no code
        return re.sub(r"\d+", "#", key_of(label))
    return SOMEBODY
