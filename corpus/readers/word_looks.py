"""How words look in a Word file: pieces of a paragraph, each with what sets it off, cut into lines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

# Holders whose content stands in the document as if they were not there.
_CLEAR = {qn(f"w:{name}") for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")}
# Not part of the text as it stands: deleted or moved words, text boxes (read by themselves), readings, properties.
_SKIPPED = {
    qn(f"w:{name}") for name in ("del", "moveFrom", "txbxContent", "pPr", "rPr", "sdtPr", "instrText", "delText", "rt")
}
_BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_P, _R, _T, _PR = qn("w:p"), qn("w:r"), qn("w:t"), qn("w:rPr")
_VAL, _STYLE, _HIDDEN = qn("w:val"), qn("w:rStyle"), qn("w:vanish")
_SWITCHES = {qn("w:b"): "bold", qn("w:i"): "italic"}
_KINDS = {qn("w:color"): "colour", qn("w:highlight"): "marked", qn("w:u"): "underlined"}
_OFF = ("0", "false", "off", "none", "auto", "000000")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"

Looks = frozenset[str]
PLAIN: Looks = frozenset()


@dataclass(frozen=True)
class Piece:
    """Words of one look; "bold" and "italic" among them, "colour FF0000"."""

    words: str
    looks: Looks


def children(parent: Element) -> Iterator[Element]:
    """The children of an element, those of clear holders in their place."""
    for child in parent:
        if child.tag in _CLEAR:
            yield from children(child)
        elif child.tag not in _SKIPPED:
            yield child


def text_of_element(element: Element) -> str:
    """The words under an element, inside links, fields and controls too; paragraphs in it end lines."""
    if element.tag == _T:
        return element.text or ""
    if element.tag in _BREAKS:
        return _BREAKS[element.tag]
    if element.tag == _FALLBACK or element.tag in _SKIPPED or _is_hidden(element):
        return ""
    joint = "\n" if any(child.tag == _P for child in element) else ""
    return joint.join(text_of_element(child) for child in element)


def lines_of_paragraph(paragraph: Element, styles: Mapping[str, Looks]) -> list[list[Piece]]:
    """The pieces of each line of a paragraph, at least one line. styles: character style → its looks."""
    lines: list[list[Piece]] = [[]]
    for run in _runs(paragraph):
        first, *rest = text_of_element(run).split("\n")
        looks = _looks(run, styles)
        lines[-1].append(Piece(first, looks))
        lines += [[Piece(words, looks)] for words in rest]
    return lines


def common_looks(pieces: list[Piece]) -> Looks:
    """What sets off all words of a line."""
    filled = [piece.looks for piece in pieces if piece.words.strip()]
    return reduce(frozenset.intersection, filled) if filled else PLAIN


def boxes(paragraph: Element) -> Iterator[Element]:
    """The contents of the text boxes a paragraph holds, each once: for old readers Word writes it a second time."""
    for child in paragraph:
        if child.tag == qn("w:txbxContent"):
            yield child
        elif child.tag != _FALLBACK and child.tag not in _SKIPPED:
            yield from boxes(child)


def _runs(element: Element) -> Iterator[Element]:
    for child in children(element):
        if child.tag == _R:
            yield child
        else:
            yield from _runs(child)


def _looks(run: Element, styles: Mapping[str, Looks]) -> Looks:
    properties = run.find(_PR)
    return PLAIN if properties is None else looks_of(properties, styles)


def looks_of(properties: Element, styles: Mapping[str, Looks] | None = None) -> Looks:
    looks: set[str] = set()
    off: set[str] = set()
    for each in properties:
        value = each.get(_VAL, "1")
        if each.tag in _SWITCHES:
            (off if value in _OFF else looks).add(_SWITCHES[each.tag])
        elif each.tag in _KINDS and value not in _OFF:
            looks.add(f"{_KINDS[each.tag]} {value}")
        elif each.tag == _STYLE and styles:
            looks |= styles.get(value, PLAIN)
    return frozenset(looks - off) if looks else PLAIN


def _is_hidden(element: Element) -> bool:
    if element.tag != _R:
        return False
    properties = element.find(_PR)
    hidden = properties.find(_HIDDEN) if properties is not None else None
    return hidden is not None and hidden.get(_VAL, "1") not in _OFF
