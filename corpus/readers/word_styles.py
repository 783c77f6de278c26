"""What the styles of a Word file say of its paragraphs: which are headings, what they look like, which are numbered."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from lxml.etree import _Element as Element

from corpus.readers.word_lists import Place, place_of
from corpus.readers.word_looks import Looks, looks_of
from corpus.readers.word_parts import once_a_template

_HEADING = re.compile(r"(?:heading|标题)\s*(\d)?|title|subtitle|副标题", re.IGNORECASE)
_ID, _NAME, _VAL, _PPR, _RPR = qn("w:styleId"), qn("w:name"), qn("w:val"), qn("w:pPr"), qn("w:rPr")
_STYLE = qn("w:style")


@dataclass(frozen=True)
class Styles:
    """By the id of a style.

    headings  its mark in Markdown
    looks     what it does to words
    numbered  its place in a list
    """

    headings: Mapping[str, str] = field(default_factory=dict)
    looks: Mapping[str, Looks] = field(default_factory=dict)
    numbered: Mapping[str, Place] = field(default_factory=dict)


@once_a_template
def styles_of(part: bytes) -> Styles:
    """The styles that a part of a Word file defines; b"" defines none."""
    if not part:
        return Styles()
    found = [(each.get(_ID, ""), each) for each in parse_xml(part).iter(_STYLE)]
    headings = {identity: mark for identity, style in found if (mark := _heading_mark(style))}
    looks = {identity: look for identity, style in found if (look := _looks(style))}
    numbered = {identity: place for identity, style in found if (place := _place(style))}
    return Styles(headings, looks, numbered)


def _heading_mark(style: Element) -> str:
    """A title is the first level of Markdown, so that headings are those below: "Heading 1" is "##"."""
    name = style.find(_NAME)
    found = _HEADING.match(name.get(_VAL, "")) if name is not None else None
    return "#" * min(6, 1 + int(found[1] or 0)) if found else ""


def _looks(style: Element) -> Looks | None:
    properties = style.find(_RPR)
    return looks_of(properties) if properties is not None else None


def _place(style: Element) -> Place | None:
    properties = style.find(_PPR)
    return place_of(properties) if properties is not None else None
