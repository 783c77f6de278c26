"""Numbers that Word counts by itself: they stand on the page and not among the words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from lxml.etree import _Element as Element

from corpus.readers.word_parts import once_a_template

_CHINESE = frozenset({"chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "japaneseCounting",
                      "taiwaneseCounting", "taiwaneseCountingThousand", "ideographDigital"})  # fmt: skip
_SILENT = frozenset({"bullet", "none"})
_DIGITS = "一二三四五六七八九"
_DEEPEST = 9  # levels, as Word has them
_LONGEST = 24
_PLACE = re.compile(r"%([1-9])")

Place = tuple[str, int]
"""A list, and a level of it."""


@dataclass(frozen=True)
class _Level:
    how: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass
class Lists:
    """The lists of a document, counting on with each paragraph that is asked about.

    levels  list → its levels; kinds that several lists share are counted together, as Word does
    kinds   list → what it shares
    styles  paragraph style → (list, level), where the style itself is numbered
    """

    levels: Mapping[str, Mapping[int, _Level]] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    styles: Mapping[str, Place] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)

    def number_of(self, properties: Element | None, style: str) -> str:
        """What stands before a paragraph: "Q1.", "问一：", "2)"; "" where nothing is counted or it is a bullet.

        properties  the paragraph's own; style: the id of its style
        """
        found = place_of(properties) if properties is not None else None
        which, depth = found or self.styles.get(style, ("", 0))
        levels = self.levels.get(which)
        if not levels or depth not in levels:
            return ""
        counts = self._counts.setdefault(self.kinds[which], [None] * _DEEPEST)
        before = counts[depth]
        counts[depth] = levels[depth].start if before is None else before + 1
        counts[depth + 1 :] = [None] * (_DEEPEST - depth - 1)
        return _shown(levels, depth, counts)


def lists_of(part: bytes, numbered: Mapping[str, Place]) -> Lists:
    """The lists that a part of a Word file defines, counted from their beginnings; numbered: style → its place in them."""
    return Lists(*_defined(part), numbered)


@once_a_template
def _defined(part: bytes) -> tuple[dict[str, dict[int, _Level]], dict[str, str]]:
    if not part:
        return {}, {}
    numbering = parse_xml(part)
    shared = {each.get(qn("w:abstractNumId"), ""): _levels(each) for each in numbering.iter(qn("w:abstractNum"))}
    kinds = {each.get(qn("w:numId"), ""): _value(each, "abstractNumId") for each in numbering.iter(qn("w:num"))}
    levels = {which: shared[kind] for which, kind in kinds.items() if kind in shared}
    return levels, kinds


def _levels(kind: Element) -> dict[int, _Level]:
    found = {}
    for each in kind.iter(qn("w:lvl")):
        level = _Level(_value(each, "numFmt") or "decimal", _value(each, "lvlText"), _whole(_value(each, "start"), 1))
        found[_whole(each.get(qn("w:ilvl"), ""), 0)] = level
    return {depth: level for depth, level in found.items() if 0 <= depth < _DEEPEST}


def place_of(properties: Element) -> Place | None:
    """(list, level) that a paragraph's or a style's properties name."""
    numbered = properties.find(qn("w:numPr"))
    if numbered is None:
        return None
    return _value(numbered, "numId"), _whole(_value(numbered, "ilvl"), 0)


def _value(parent: Element, name: str) -> str:
    child = parent.find(qn(f"w:{name}"))
    return child.get(qn("w:val"), "") if child is not None else ""


def _whole(said: str, otherwise: int) -> int:
    return int(said) if re.fullmatch(r"[0-9]{1,6}", said) else otherwise


def _shown(levels: Mapping[int, _Level], depth: int, counts: list[int | None]) -> str:
    if levels[depth].how in _SILENT:
        return ""

    def number(found: re.Match[str]) -> str:
        at = int(found[1]) - 1
        level = levels.get(at, _Level())
        return _written(level.start if (count := counts[at]) is None else count, level.how)

    return _PLACE.sub(number, levels[depth].text)[:_LONGEST].strip()


def _written(number: int, how: str) -> str:
    if how in _CHINESE and 0 < number < 100:
        tens, ones = divmod(number, 10)
        ten = ("" if tens < 2 else _DIGITS[tens - 1]) + "十" if tens else ""
        return ten + (_DIGITS[ones - 1] if ones else "")
    if how in ("upperLetter", "lowerLetter") and 0 < number <= 26:
        letter = chr(ord("A") + number - 1)
        return letter if how == "upperLetter" else letter.lower()
    return str(number)
