"""Bookmarks as marks: how a mark is named in a Word file, and how the name is read again.

qf_F001_full_3   figure F001 in its form "full", third occurrence
qq_Q003_2        quote Q003, second occurrence
qt_T007_1        stored text T007, first occurrence
qs_figure_2      the number of the second figure's caption
qc_…             a chart (its id made safe); qa_… an anchor; qr_… the report's id, around the title
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from corpus.errors import BadInput

LONGEST = 40
"""Word cuts longer bookmark names."""

_MARK = re.compile(r"q([fqt])_([FQT]\d{3,4})(?:_([a-z]+))?_(\d+)")
_NUMBER = re.compile(r"qs_((?:figure|table)_\d+)")


@dataclass(frozen=True)
class MarkName:
    """What a bookmark's name says; kind is "mark", "number" (of a caption), "report" or "chart"."""

    kind: str
    id: str
    form: str = ""


def mark_name(mark: str, form: str, occurrence: int) -> str:
    """The bookmark of one occurrence of a mark."""
    middle = f"{mark}_{form}" if form else mark
    return f"q{mark[0].lower()}_{middle}_{occurrence}"


def number_name(sequence: str, number: int) -> str:
    """The bookmark of a caption's number; `sequence` is "figure" or "table"."""
    return f"qs_{sequence}_{number}"


def report_name(report: str) -> str:
    """The bookmark that carries the report's id. BadInput where the id does not fit into forty characters."""
    name = "qr_" + "".join(_escaped(character) for character in report)
    if len(name) > LONGEST:
        raise BadInput("report_id_too_long", report=report)
    return name


def report_of(name: str) -> str:
    """The report id in a bookmark written by `report_name`."""
    return re.sub(r"_X([0-9a-f]{1,6})X|_", lambda part: chr(int(part[1], 16)) if part[1] else "-", name[3:])


def safe_name(prefix: str, text: str) -> str:
    """A bookmark name for any text: kept where it can be, else shortened with a hash so that it stays unique."""
    plain = re.sub(r"[^A-Za-z0-9_]", "_", text)
    if plain == text and len(prefix) + len(text) <= LONGEST and not re.search(r"_h[0-9a-f]{10}$", text):
        return prefix + text
    return f"{prefix}{plain[:20]}_h{hashlib.sha256(text.encode()).hexdigest()[:10]}"


def read_name(name: str) -> MarkName | None:
    """What a bookmark is a mark of; None for other bookmarks."""
    if mark := _MARK.fullmatch(name):
        return MarkName("mark", mark[2], mark[3] or "")
    if number := _NUMBER.fullmatch(name):
        return MarkName("number", number[1])
    if name.startswith("qr_"):
        return MarkName("report", report_of(name))
    return MarkName("chart", name) if name.startswith("qc_") else None


def bookmark(name: str, number: int) -> tuple[Any, Any]:
    """The two elements that enclose a bookmark's content; `number` is unique in the document."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    return start, end


def _escaped(character: str) -> str:
    if re.fullmatch("[A-WYZa-z0-9]", character):
        return character
    return "_" if character == "-" else f"_X{ord(character):x}X"
