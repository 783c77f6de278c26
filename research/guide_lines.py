"""The lines of a discussion guide in a Word file or a text: each with how it is marked, headed and set in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from corpus.errors import BadInput
from corpus.language import CJK
from research.brief import brief_text, document_part
from research.guide_marks import is_mark

Marker = Literal["", "number", "letter", "bullet"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STEP = 360  # twips that one level is set in by at least
_TAB = 4  # blanks
_MARKERS: tuple[tuple[Marker, re.Pattern[str]], ...] = (
    ("bullet", re.compile(r"(?:[-•·▪●○–—]|\*(?=\s))\s*")),
    (
        "number",
        re.compile(
            r"(?:[QWCPS]|问题?)\s?\d{1,3}(?:[.:：、)）]\s*|\s+)|[(（]?\d{1,3}(?:\.\d{1,2})*[.、)）:：]\s*(?!\d)", re.I
        ),
    ),
    ("letter", re.compile(r"[(（]?[a-z][.)）]\s+|[①-⑳]\s*|[(（][一二三四五六七八九十]{1,3}[)）]\s*", re.I)),
)
_HEADED = re.compile(
    r"第[一二三四五六七八九十\d]+(?:部分|章|节|模块)|[一二三四五六七八九十]{1,3}[、.．]|(?:part|section|module|block)\s+[\divx]+\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"[?？]\s*[*★]?\s*(?:[(（【\[][^)）】\]]*[)）】\]])?\s*$")
_SHORT = 40  # characters a heading has at most where only its wording tells
_TIMED = re.compile(
    r"""(?:[(（\[【]|\s[-–—]\s*|[:：]\s*)\s*(?:约|大约|about|approx\.?|ca\.?|~)?\s*\d{1,3}\s*(?:[-–~～到至]\s*\d{1,3}\s*)?
    (?:min(?:ute)?s?\.?|分钟|分|['′])\s*[)）\]】]?$""",
    re.IGNORECASE | re.VERBOSE,
)
"""How long a part takes, at the end of its heading: "Routine (20 min)"."""
_CODE = re.compile(r"[QWCPS]\d{1,3}(?=[.:：、)）\s])")
_ENDS = re.compile(r"[.。!！?？,，;；:：…]$")
_TOLD = re.compile(
    r"(?:show|hand|ask|read|note|give|tell|play|probe|moderator|请|展示|出示|询问|追问|提示|播放|注意|访谈员|主持人)",
    re.I,
)
"""How a line begins that tells the moderator what to do."""
_FEW: Mapping[bool, int] = {True: 12, False: 5}
"""Characters of a Chinese heading, words of another, where neither a sign nor a time tells."""


@dataclass(frozen=True)
class Line:
    """heading  0: none, else its level
    depth    how far it is set in; 0 for the margin
    marker   what it is listed by
    code     the question's code it is listed by, "Q2"
    marks    the bookmarks in it that an outline's own file marks its questions by
    """

    text: str
    heading: int = 0
    depth: int = 0
    marker: Marker = ""
    code: str = ""
    marks: tuple[str, ...] = ()


def guide_lines(name: str, data: bytes) -> list[Line]:
    """The filled lines of a guide (.docx, .txt, .md). Raises BadInput: guide_unreadable (name, why), guide_too_long."""
    suffix = Path(name).suffix.lower()
    if suffix not in (".docx", ".txt", ".md"):
        raise BadInput("guide_unreadable", name=name[:80], why="format")
    try:
        text = brief_text(name, data)
        lines = document_lines(name, data) if suffix == ".docx" else _of_texts(text.split("\n"))
        return [line for line in lines if line.text]
    except BadInput as error:
        if error.key == "brief_too_long":
            raise BadInput("guide_too_long", length=error.values["length"], limit=error.values["limit"]) from error
        if error.key == "brief_empty":
            raise BadInput("guide_no_questions") from error
        raise BadInput("guide_unreadable", name=name[:80], why=error.values["why"]) from error


def _of_texts(texts: Sequence[str]) -> list[Line]:
    """The lines of a text. What stands alone above questions is their heading; above all it is the guide's title."""
    lines = [_of_text(text) for text in texts]
    for at, line in enumerate(lines):
        first = not any(one.text for one in lines[:at])
        if line.text and (first or not lines[at - 1].text) and _stands_alone(line):
            below = next((one for one in lines[at + 1 :] if one.text), Line(""))
            if first or below.marker or _ASKS.search(below.text):
                lines[at] = replace(line, heading=1 if first else 2)
    return lines


def _stands_alone(line: Line) -> bool:
    """Whether a line may be a heading by its shape: a few words at the margin that ask, tell and end nothing."""
    few = len(line.text) if CJK.search(line.text) else len(line.text.split())
    plain = not (line.heading or line.depth or line.marker or _ENDS.search(line.text) or _TOLD.match(line.text))
    return plain and few <= _FEW[bool(CJK.search(line.text))]


def _of_text(line: str) -> Line:
    expanded = line.expandtabs(_TAB).replace("　", "  ")
    words = expanded.strip()
    if head := re.match(r"(#{1,6})\s*(.+)", words):
        return Line(_plain(head[2]), heading=len(head[1]))
    bold = re.fullmatch(r"\*\*([^*]+)\*\*[:：]?", words)
    depth = (len(expanded) - len(expanded.lstrip())) // 2
    return _marked(_plain(words), depth, headed=bold is not None and not _ASKS.search(_plain(words)))


def _plain(words: str) -> str:
    """Without the asterisks of markdown's bold."""
    return re.sub(r"\*\*(.+?)\*\*", r"\1", words).strip()


def _marked(words: str, depth: int, *, headed: bool = False) -> Line:
    if not _ASKS.search(words) and depth == 0 and len(words) <= _SHORT:
        if headed or _HEADED.match(words):
            return Line(_HEADED.sub("", words, count=1).strip(" ：:.、-") or words, heading=2)
        if words.endswith((":", "：")) and _marker(words)[0] == "":
            return Line(words.rstrip("：: "), heading=3)
        if _TIMED.search(words) and _marker(words)[0] in ("", "number"):
            return Line(_marker(words)[1], heading=2)
    marker, rest = _marker(words)
    code = _CODE.match(words)
    return Line(rest, depth=depth, marker=marker, code=code[0] if code else "")


def _marker(words: str) -> tuple[Marker, str]:
    """(how the words are listed, the words behind that)."""
    for kind, pattern in _MARKERS:
        if found := pattern.match(words):
            rest = words[found.end() :].strip()
            return kind, (_marker(rest)[1] if kind == "bullet" else rest)  # "- 1. …" is listed once
    return "", words


def document_lines(name: str, data: bytes) -> Iterator[Line]:
    """The lines of a Word file, one a paragraph, empty ones too. Raises BadInput `brief_unreadable`."""
    styles, formats = _styles(name, data), _formats(name, data)
    for paragraph in document_part(name, data).iter(f"{_W}p"):
        properties = paragraph.find(f"{_W}pPr")
        style = styles.get(_value(properties, "pStyle"), _Style())
        words = _words(paragraph)
        level = _level(properties, style)
        if level:
            yield Line(_HEADED.sub("", words, count=1).strip(" ：:.、") or words, heading=level)
            continue
        number = _number(properties) or style.number
        depth = max(number[1] if number else 0, _indent(properties) // _STEP if not number else 0)
        line = _marked(words, depth, headed=_all_bold(paragraph) and not number)
        if number and not line.heading and line.marker == "":
            bullet = formats.get(number, "decimal") in ("bullet", "none")
            line = replace(line, marker="bullet" if bullet else "number")
        names = (each.get(f"{_W}name", "") for each in paragraph.iter(f"{_W}bookmarkStart"))
        marks = tuple(filter(is_mark, names))
        yield replace(line, marks=marks, marker="number") if marks else line


@dataclass(frozen=True)
class _Style:
    """A paragraph style: its heading level, and the list it belongs to as (numId, level)."""

    heading: int = 0
    number: tuple[str, int] | None = None


def _styles(name: str, data: bytes) -> Mapping[str, _Style]:
    found: dict[str, _Style] = {}
    for style in _part(name, data, "word/styles.xml", "style"):
        called, properties = _value(style, "name"), style.find(f"{_W}pPr")
        named = re.match(r"(?:heading|标题)\s*(\d)", called, re.IGNORECASE)
        level = int(named[1]) if named else 1 if called.casefold() in ("title", "标题") else 0
        found[style.get(f"{_W}styleId", "")] = _Style(level, _number(properties))
    return found


def _formats(name: str, data: bytes) -> Mapping[tuple[str, int], str]:
    """(numId, level) → how it is numbered."""
    levels: dict[tuple[str, int], str] = {}
    for kind in _part(name, data, "word/numbering.xml", "abstractNum"):
        for level in kind.iter(f"{_W}lvl"):
            at = (kind.get(f"{_W}abstractNumId", ""), int(level.get(f"{_W}ilvl", "0")))
            levels[at] = _value(level, "numFmt")
    kinds = {
        each.get(f"{_W}numId", ""): _value(each, "abstractNumId")
        for each in _part(name, data, "word/numbering.xml", "num")
    }
    return {(number, at): said for (kind, at), said in levels.items() for number, own in kinds.items() if own == kind}


def _part(name: str, data: bytes, part: str, tag: str) -> list[Any]:
    """The elements `tag` of a part that a file may lack."""
    try:
        return list(document_part(name, data, part).iter(f"{_W}{tag}"))
    except BadInput:
        return []


def _value(element: Any, tag: str) -> str:
    found = element.find(f"{_W}{tag}") if element is not None else None
    return str(found.get(f"{_W}val", "")) if found is not None else ""


def _whole(said: str) -> int:
    return int(said) if re.fullmatch(r"\d{1,6}", said) else 0


def _number(properties: Any) -> tuple[str, int] | None:
    listed = properties.find(f"{_W}numPr") if properties is not None else None
    number = _value(listed, "numId")
    return (number, _whole(_value(listed, "ilvl"))) if number and number != "0" else None


def _level(properties: Any, style: _Style) -> int:
    own = _value(properties, "outlineLvl")
    return style.heading or (_whole(own) + 1 if own and _whole(own) < 9 else 0)


def _indent(properties: Any) -> int:
    """Twips a paragraph is set in by itself."""
    indent = properties.find(f"{_W}ind") if properties is not None else None
    said = (indent.get(f"{_W}left") or indent.get(f"{_W}start") or "") if indent is not None else ""
    return _whole(said)


def _words(paragraph: Any) -> str:
    blanks = {f"{_W}tab": " ", f"{_W}br": " "}
    parts = (node.text or "" if node.tag == f"{_W}t" else blanks.get(node.tag, "") for node in paragraph.iter())
    return " ".join("".join(parts).split())


def _all_bold(paragraph: Any) -> bool:
    runs = [run for run in paragraph.iter(f"{_W}r") if "".join(each.text or "" for each in run.iter(f"{_W}t")).strip()]
    return bool(runs) and all(run.find(f"{_W}rPr/{_W}b") is not None for run in runs)
