"""Text with marks, written into a paragraph: each mark rendered from the report and enclosed in its bookmark."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from exports.expected import block_texts, mark_key, marks_of, register_of
from exports.visible import visible
from exports.word.links import Links, external, internal
from exports.word.marks import bookmark, mark_name
from exports.wording import word
from research.report import MARK, Report

_CHINESE = re.compile("[\u2e80-\u9fff\uff00-\uffef]")
_FIRST_SENTENCE = re.compile(r"(?:\{[^{}]*\}|[^{}])*?(?:[。！？]|[.!?](?= ))")


@dataclass
class Inline:
    """Writes texts in reading order and counts what it has written; one for each file."""

    report: Report
    links: Links
    part: Any
    written: Counter[tuple[str, str]] = field(default_factory=Counter)
    bookmarks: int = 0
    in_register: bool = False
    registered: dict[str, str] = field(default_factory=dict)
    """Quote id → the bookmark of its entry in the register."""

    def __post_init__(self) -> None:
        self.registered = register_places(self.report)

    def text(self, paragraph: Any, text: str, *, bold_first: bool = False) -> None:
        """Append `text` to `paragraph`; `bold_first` sets its first sentence in bold, where more follows."""
        first = _FIRST_SENTENCE.match(text) if bold_first else None
        bold_until = first.end() if first and first.end() < len(text.strip()) else 0
        self._part(paragraph, text, 0, bold_until, bold=True)
        self._part(paragraph, text, bold_until, len(text), bold=False)

    def _part(self, paragraph: Any, text: str, start: int, end: int, *, bold: bool) -> None:
        """Append text[start:end], its marks as bookmarks."""
        at = start
        for found in MARK.finditer(text, start, end):
            self.words(paragraph, text[at : found.start()], bold=bold)
            before, after = text[: found.start()], text[found.end() :]
            self._mark(paragraph, *mark_key(found[1], found[2]), before=before, after=after, bold=bold)
            at = found.end()
        self.words(paragraph, text[at:end], bold=bold)

    def words(self, paragraph: Any, text: str, *, bold: bool = False, chinese: bool = False) -> None:
        """Append prose that is no mark; `chinese` sets glyphs both scripts share in the Chinese font."""
        if visible(text):
            paragraph._p.append(run(text, bold=bold, chinese=chinese))

    def marked(self, paragraph: Any, name: str, *elements: Any) -> None:
        """Append `elements` enclosed in the bookmark `name`."""
        self.bookmarks += 1
        start, end = bookmark(name, self.bookmarks)
        paragraph._p.extend([start, *elements, end])

    def _mark(self, paragraph: Any, mark: str, form: str, *, before: str, after: str, bold: bool = False) -> None:
        self.written[mark, form] += 1
        name = mark_name(mark, form, self.written[mark, form])
        content = run(self.report.rendered(mark, form or None), bold=bold)
        if mark[0] != "Q":
            return self.marked(paragraph, name, content)
        chinese = bool(_CHINESE.search(self.report.rendered(mark)))
        self.words(paragraph, "" if before.endswith("“") else "“", bold=bold, chinese=chinese)
        inside = (
            bool(before or after) and not self.in_register
        )  # in a sentence the quote itself is the way to its entry
        self.marked(paragraph, name, internal(self.registered[mark], content) if inside else content)
        self.words(paragraph, "" if after.startswith("”") else "”", bold=bold, chinese=chinese)
        if self.in_register:
            self._back(paragraph, mark)

    def _back(self, paragraph: Any, quote: str) -> None:
        link = run(word("to_text", self.report.language), style="Hyperlink")
        self.words(paragraph, "  ")
        paragraph._p.append(internal(mark_name(quote, "", 1), link))
        self.transcript(paragraph, quote)

    def to_register(self, paragraph: Any, quote: str) -> None:
        """Append the links of a quote set apart: to its entry in the register and to the transcript."""
        self.words(paragraph, "  ·  ")
        link = run(word("to_register", self.report.language), style="Hyperlink")
        paragraph._p.append(internal(self.registered[quote], link))
        self.transcript(paragraph, quote)

    def transcript(self, paragraph: Any, quote: str) -> None:
        """Append the link to the workspace, where it has an address."""
        if address := self.links.transcript(self.report.quotes[quote]):
            self.words(paragraph, "  ·  ")
            link = run(word("to_transcript", self.report.language), style="Hyperlink")
            paragraph._p.append(external(self.part, address, link))


def register_places(report: Report) -> dict[str, str]:
    """Quote id → the bookmark its first entry in the register will get, counted in writing order."""
    table, seen, places = register_of(report), Counter(marks_of(report.title)), dict[str, str]()
    for block in report.blocks:
        for key in (key for text in block_texts(report, block) for key in marks_of(text)):
            seen[key] += 1
            if block is table and key[0][0] == "Q":
                places.setdefault(key[0], mark_name(*key, seen[key]))
    return places


def run(text: str, *, style: str = "", bold: bool = False, chinese: bool = False) -> Any:
    """A run of `text`; quotation glyphs among Chinese characters take the Chinese font."""
    element, properties = OxmlElement("w:r"), OxmlElement("w:rPr")
    if style:
        _add(properties, "w:rStyle", val=style)
    if chinese or _CHINESE.search(text):
        _add(properties, "w:rFonts", hint="eastAsia")
    if bold:
        _add(properties, "w:b")
    words = OxmlElement("w:t")
    words.text = visible(text)
    words.set(qn("xml:space"), "preserve")
    element.extend([properties, words] if len(properties) else [words])
    return element


def _add(parent: Any, tag: str, **attributes: str) -> None:
    child = OxmlElement(tag)
    for name, value in attributes.items():
        child.set(qn(f"w:{name}"), value)
    parent.append(child)
