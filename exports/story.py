"""One story of a Word file (body, header, footnotes …) walked in document order."""

import re
from dataclasses import dataclass, field
from typing import Any

from exports.package import refused
from exports.word.marks import MarkName, read_name
from research.loose import STAND_IN

_PAGE_FIELD = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)(?:\s+\\\*\s*\w+)*\s*", re.IGNORECASE)
_PAGE_RESULT = re.compile(r"\s*[0-9ivxlcIVXLC–-]{1,6}\s*")
_AS_TEXT = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_UNREAD = {
    "blip": "picture",
    "imagedata": "picture",
    "altChunk": "embedded document",
    "subDoc": "embedded document",
    "OLEObject": "embedded object",
    "relIds": "diagram",
}
_TEXT_NAMESPACES = ("/wordprocessingml/", "/drawingml/", "/math", "purl.oclc.org/ooxml/")


TextTable = tuple[tuple[str, ...], ...]
"""A table as words: rows of cells, marks included."""


@dataclass(frozen=True)
class FoundMark:
    """kind as in MarkName; `text` is what stands between the bookmark's start and end."""

    kind: str
    id: str
    form: str
    text: str
    where: str


@dataclass(frozen=True)
class LooseText:
    """Text outside marks; place is body, contents, header, footer, notes, alt, properties, list or chart."""

    where: str
    place: str
    text: str


@dataclass(frozen=True)
class ChartPlace:
    """Where a chart is shown: its relation id, the chart bookmark around it, its alt text."""

    relation: str
    mark: str
    alt: str


@dataclass
class _Field:
    code: str = ""
    in_result: bool = False


@dataclass
class _Open:
    name: MarkName
    where: str
    at: int
    text: list[str] = field(default_factory=list)


class Story:
    """Collects marks, loose texts, charts, links and unread things of one part."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.marks: list[FoundMark] = []
        self.loose: list[LooseText] = []
        self.charts: list[ChartPlace] = []
        self.tables: list[TextTable] = []
        self.unread: list[str] = []
        self._place = re.sub(r"\d", "", name.rpartition("/")[2].removesuffix(".xml"))
        self._open: dict[str, _Open] = {}
        self._done: list[tuple[int, FoundMark]] = []
        self._fields: list[_Field] = []
        self._paragraphs: list[list[str]] = []
        self._count = self._started = 0
        self._grids: list[list[list[str]]] = []
        self._alts: list[str] = [""]
        self._in_contents = False

    def read(self, root: Any) -> None:
        """Walk the part; marks left open at its end enclose all that followed."""
        self._paragraphs.append([])
        try:
            self._visit(root)
        except RecursionError as trouble:
            raise refused(f"{self.name} is nested too deeply") from trouble
        for number in list(self._open):
            self._close(number)
        self._flush(self._paragraphs.pop(), "outside paragraphs")
        self.marks = [mark for _, mark in sorted(self._done, key=lambda done: done[0])]

    def _visit(self, element: Any) -> None:
        namespace, _, tag = str(element.tag).rpartition("}")
        if tag in ("delText", "delInstrText"):
            return
        enter = getattr(self, f"_at_{tag}", None)
        if enter:
            enter(element)
        elif tag in _AS_TEXT and "wordprocessingml" in namespace and len(self._paragraphs) > 1:
            self._say(_AS_TEXT[tag] if not _in_tabs(element) else "")
        elif tag in _UNREAD:
            self.unread.append(f"{_UNREAD[tag]} in {self._where()}")
        else:
            self._children(element)

    def _children(self, element: Any) -> None:
        for child in element:
            self._visit(child)

    def _at_p(self, element: Any) -> None:
        self._count += 1
        where = self._where()
        self._paragraphs.append([])
        self._in_contents = self._in_toc()
        self._children(element)
        self._in_contents = self._in_contents or self._in_toc()
        self._flush(self._paragraphs.pop(), where)
        for mark in self._open.values():
            mark.text.append("\n")

    def _flush(self, pieces: list[str], where: str) -> None:
        text = "".join(pieces)
        if text.replace(STAND_IN, "").strip():
            self.loose.append(LooseText(where, "contents" if self._in_contents else self._place, text))

    def _at_t(self, element: Any) -> None:
        if any(part in str(element.tag) for part in _TEXT_NAMESPACES):
            self._say("".join(element.itertext()))

    def _at_sym(self, element: Any) -> None:
        code = next((value for name, value in element.attrib.items() if name.endswith("}char")), "")
        if re.fullmatch("[0-9A-Fa-f]{1,5}", code) and 0 < (number := int(code, 16)) < 0x110000:
            self._say(chr(number - 0xF000 if 0xF020 <= number <= 0xF0FF else number))

    def _say(self, text: str) -> None:
        fields = [entry for entry in self._fields if entry.in_result]
        if any(_PAGE_FIELD.fullmatch(entry.code) for entry in fields) and _PAGE_RESULT.fullmatch(text):
            return
        for mark in self._open.values():
            mark.text.append(text)
        if self._grids and self._grids[-1] and self._grids[-1][-1]:
            self._grids[-1][-1][-1] += text
        if not any(mark.name.kind != "chart" for mark in self._open.values()):
            self._paragraphs[-1].append(text)

    def _at_bookmarkStart(self, element: Any) -> None:
        name = read_name(_attribute(element, "name"))
        if name:
            self._started += 1
            self._close(_attribute(element, "id"))
            self._open[_attribute(element, "id")] = _Open(name, self._where(), self._started)
            if name.kind != "chart":
                self._paragraphs[-1].append(STAND_IN)

    def _at_bookmarkEnd(self, element: Any) -> None:
        self._close(_attribute(element, "id"))

    def _close(self, number: str) -> None:
        if (mark := self._open.pop(number, None)) and mark.name.kind != "chart":
            found = FoundMark(mark.name.kind, mark.name.id, mark.name.form, "".join(mark.text), mark.where)
            self._done.append((mark.at, found))

    def _at_fldChar(self, element: Any) -> None:
        kind = _attribute(element, "fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].in_result = True
        elif kind == "end" and self._fields:
            self._in_contents = self._in_contents or self._in_toc()
            self._fields.pop()

    def _at_instrText(self, element: Any) -> None:
        if self._fields:
            self._fields[-1].code += element.text or ""

    def _at_fldSimple(self, element: Any) -> None:
        self._fields.append(_Field(_attribute(element, "instr"), in_result=True))
        self._children(element)
        self._fields.pop()

    def _at_tbl(self, element: Any) -> None:
        self._grids.append([])
        self._children(element)
        self.tables.append(tuple(tuple(row) for row in self._grids.pop()))

    def _at_tr(self, element: Any) -> None:
        if self._grids:
            self._grids[-1].append([])
        self._children(element)

    def _at_tc(self, element: Any) -> None:
        if self._grids and self._grids[-1]:
            self._grids[-1][-1].append("")
        self._children(element)

    def _at_docPr(self, element: Any) -> None:
        self._alts[-1] = " ".join(filter(None, (element.get("title"), element.get("descr"))))

    def _at_drawing(self, element: Any) -> None:
        before = len(self.charts)
        self._alts.append("")
        self._children(element)
        alt = self._alts.pop()
        if alt and len(self.charts) == before:
            self.loose.append(LooseText(f"alt text in {self._where()}", "alt", alt))

    def _at_textpath(self, element: Any) -> None:
        self._say(element.get("string") or "")

    def _at_chart(self, element: Any) -> None:
        relation = next((value for name, value in element.attrib.items() if name.endswith("}id")), "")
        mark = next((mark.name.id for mark in self._open.values() if mark.name.kind == "chart"), "")
        self.charts.append(ChartPlace(relation, mark, self._alts[-1]))

    def _in_toc(self) -> bool:
        return any(entry.code.strip().startswith("TOC") for entry in self._fields)

    def _where(self) -> str:
        return f"{self._place}, paragraph {self._count}"


def _attribute(element: Any, name: str) -> str:
    found = (value for key, value in element.attrib.items() if key.rpartition("}")[2] == name)
    return str(next(found, ""))


def _in_tabs(element: Any) -> bool:
    """Whether a w:tab defines a tab stop rather than being one."""
    return str(element.getparent().tag).endswith("}tabs")
