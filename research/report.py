"""A report: blocks of prose that hold marks, and the records the marks point at.

Prose contains no number and no quoted word of its own. It holds marks in braces:

    {F012:full}  a figure in one of its forms (see research/figures.py)
    {Q003}       a quote, always rendered from the stored text
    {T007}       a stored text: a question as asked, a profile line, an id, words of the brief

An exporter renders each mark from `Report.rendered` and wraps it so that it can be read back.
"""

import re
from dataclasses import dataclass, field
from typing import Any, Literal

from corpus.records import Language, Span
from research.figures import Figure

MARK = re.compile(r"\{([FQT]\d{3,4})(?::([a-z]+))?\}")
"""A mark inside prose: (id, form or None)."""

ParagraphStyle = Literal["body", "lead", "key", "bullet", "note", "asked", "source", "subtitle"]


@dataclass(frozen=True)
class Heading:
    """level 1–3; `anchor` is unique in the report; text may hold marks but no loose digits."""

    level: int
    text: str
    anchor: str
    type: Literal["heading"] = "heading"


@dataclass(frozen=True)
class Paragraph:
    """`key` paragraphs are the numbered conclusions of page one; `asked` shows a question as asked."""

    text: str
    style: ParagraphStyle = "body"
    type: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True)
class QuoteBlock:
    """A quote set apart, with the line under it that says what was asked, when, and of whom."""

    quote: str
    type: Literal["quote"] = "quote"


@dataclass(frozen=True)
class Chart:
    """A native chart. series: (name, figure ids, one a category); `form` is "share" (0–100) or "n"."""

    id: str
    kind: Literal["bar", "column", "line"]
    caption: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[str, ...]], ...]
    form: Literal["share", "n"]
    note: str = ""
    type: Literal["chart"] = "chart"


@dataclass(frozen=True)
class Table:
    """header and rows hold text with marks; widths are shares of the text width, summing to 1."""

    id: str
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    note: str = ""
    type: Literal["table"] = "table"


Block = Heading | Paragraph | QuoteBlock | Chart | Table
BLOCKS: dict[str, type[Any]] = {
    "heading": Heading,
    "paragraph": Paragraph,
    "quote": QuoteBlock,
    "chart": Chart,
    "table": Table,
}


@dataclass(frozen=True)
class Quote:
    """Words somebody said: `(interview, text version, spans)`; several spans of one answer are joined by […].

    asked    span of the question in the same text version
    source   the line shown beside it, holding stored-text marks only
    """

    id: str
    respondent: str
    interview: str
    version: int
    spans: tuple[Span, ...]
    asked: Span
    source: str


@dataclass(frozen=True)
class StoredText:
    """Words that come from a record, with where to find them again.

    kind     asked · profile · wave · brief · outline · id · caption · setting
    ref      what derives it: interview, version and span for `asked`; respondent and wave for `profile`; else {}
    """

    id: str
    kind: str
    text: str
    ref: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """All of a report: what is read (blocks) and what it stands on (figures, quotes, stored texts)."""

    id: str
    study: str
    language: Language
    title: str
    blocks: tuple[Block, ...]
    figures: dict[str, Figure]
    quotes: dict[str, Quote]
    texts: dict[str, StoredText]
    quoted: dict[str, str]
    """Quote id → its words as rendered from the stored text when the report was made."""

    def rendered(self, mark: str, form: str | None = None) -> str:
        """What the mark `{mark:form}` reads as. KeyError for an unknown mark."""
        if mark[0] == "F":
            return self.figures[mark].shown(form or "full", self.language)
        return self.quoted[mark] if mark[0] == "Q" else self.texts[mark].text

    def plain(self, text: str) -> str:
        """`text` with every mark rendered: for places that cannot carry marks."""
        return MARK.sub(lambda mark: self.rendered(mark[1], mark[2]), text)
