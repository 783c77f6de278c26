"""The typographic system: one accent, two font families, spacing in steps of three points."""

from dataclasses import dataclass
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from lxml import etree

ACCENT = "0F5E5A"
INK = "1F2A2E"
MUTED = "5E6B70"
TINT = "E7F0EF"
RULE = "B9CCCA"
LATIN = "Calibri"
_UNUSED = ("/stylesWithEffects", "/thumbnail", "/customXml")
CHINESE = "Microsoft YaHei"
_ALIKE = {CHINESE: "PingFang SC,Noto Sans CJK SC,Source Han Sans SC", LATIN: "Carlito"}


@dataclass(frozen=True)
class Look:
    """A paragraph style. Sizes and spaces in points, `lines` in multiples, `left` in centimetres."""

    name: str
    size: float
    colour: str = INK
    bold: bool = False
    italic: bool = False
    before: float = 0
    after: float = 6
    lines: float = 1.3
    left: float = 0
    keep: bool = False
    base: str = "Normal"


LOOKS = (
    Look("Normal", 10.5),
    Look("Body", 10.5, after=8),
    Look("Lead", 10.5, INK, bold=True, before=8, after=3, lines=1.25, keep=True),
    Look("Title", 22, ACCENT, bold=True, after=4, lines=1.1),
    Look("Subtitle", 10.5, MUTED, after=14, lines=1.25),
    Look("Heading 1", 17, ACCENT, bold=True, before=24, after=8, lines=1.15, keep=True),
    Look("Heading 2", 13, INK, bold=True, before=18, after=5, lines=1.2, keep=True),
    Look("Heading 3", 11, ACCENT, bold=True, before=12, after=4, lines=1.2, keep=True),
    Look("TOC Heading", 17, ACCENT, bold=True, after=10, lines=1.15, keep=True),
    Look("toc 1", 11, bold=True, before=6, after=3),
    Look("toc 2", 10.5, MUTED, after=2, left=0.7),
    Look("Key finding", 11, after=8, lines=1.35),
    Look("Bullet", 10.5, after=4),
    Look("Quote", 11, before=8, after=2, lines=1.35, left=0.6, keep=True),
    Look("Quote source", 9, MUTED, after=10, lines=1.2, left=0.6),
    Look("Asked", 10, MUTED, after=8, keep=True),
    Look("Note", 9, MUTED, before=3, after=12, lines=1.25),
    Look("Caption", 9.5, INK, bold=True, before=12, after=4, lines=1.2, keep=True),
    Look("Table text", 9.5, after=0, lines=1.2),
    Look("Table head", 9, ACCENT, bold=True, after=0, lines=1.2, base="Table text"),
    Look("Header", 8.5, MUTED, after=0, lines=1.0),
    Look("Footer", 8.5, MUTED, after=0, lines=1.0),
)


def apply_styles(document: Any) -> None:
    """Page, fonts and every style of `LOOKS`."""
    _page(document)
    _defaults(document)
    for look in LOOKS:
        _style(document, look)
    _bar(document.styles["Quote"], "left", ACCENT, 18, 10)
    _bar(document.styles["Quote source"], "left", ACCENT, 18, 10)
    _bar(document.styles["Subtitle"], "bottom", RULE, 6, 8)
    for name in ("Hyperlink", "Pointer"):
        _character_style(document, name, raised=name == "Pointer")
    _fonts(document)
    _forget_template(document)


def style_paragraph(paragraph: Any, name: str) -> Any:
    """`paragraph` in the style `name` of `LOOKS`: by its id, as looking names up a thousand times is slow."""
    paragraph._p.style = name.replace(" ", "")
    return paragraph


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2.3), Cm(2.2)
    section.header_distance = section.footer_distance = Cm(1.1)


def text_width(document: Any) -> int:
    """Width between the margins, in English Metric Units."""
    section = document.sections[0]
    return int(section.page_width - section.left_margin - section.right_margin)


def _defaults(document: Any) -> None:
    """Latin letters stay English in a Chinese report too, or words and years would break anywhere."""
    properties = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for child in list(properties):
        properties.remove(child)
    properties.append(_font_element())
    properties.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'))


def _font_element() -> Any:
    return parse_xml(
        f'<w:rFonts {nsdecls("w")} w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:cs="{LATIN}" w:eastAsia="{CHINESE}"/>'
    )


def _style(document: Any, look: Look) -> None:
    styles = document.styles
    known = look.name in [style.name for style in styles]
    builtin = look.name.startswith("toc")
    style = styles[look.name] if known else styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH, builtin=builtin)
    for tag in ("w:rPr", "w:pPr"):
        if (old := style.element.find(qn(tag))) is not None:
            style.element.remove(old)
    if look.name != "Normal":
        style.base_style = styles[look.base]
    style.quick_style, style.hidden, style.unhide_when_used = True, False, False
    assert style.style_id == look.name.replace(" ", ""), style.style_id
    _letters(style, look)
    _lines(style.paragraph_format, look)
    if look.name.startswith("Heading"):
        level = int(look.name[-1]) - 1
        style.element.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{level}"/>'))


def _letters(style: Any, look: Look) -> None:
    properties = style.element.get_or_add_rPr()
    properties.append(_font_element())
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.bold, look.italic
    style.font.color.rgb = RGBColor.from_string(look.colour)


def _lines(format: Any, look: Look) -> None:
    format.space_before, format.space_after = Pt(look.before), Pt(look.after)
    format.line_spacing, format.keep_with_next = look.lines, look.keep
    format.widow_control = True
    if look.left:
        format.left_indent = Cm(look.left)


def _bar(style: Any, side: str, colour: str, eighths: int, space: int) -> None:
    border = f'<w:{side} w:val="single" w:sz="{eighths}" w:space="{space}" w:color="{colour}"/>'
    borders = parse_xml(f"<w:pBdr {nsdecls('w')}>{border}</w:pBdr>")
    style.element.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
    )


def _character_style(document: Any, name: str, *, raised: bool) -> None:
    style = document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER, builtin=name == "Hyperlink")
    style.font.color.rgb = RGBColor.from_string(ACCENT)
    style.font.superscript = raised or None


def _fonts(document: Any) -> None:
    """Names fonts that look alike, for machines that lack ours."""
    table = next(part for part in document.part.package.parts if part.partname == "/word/fontTable.xml")
    root = parse_xml(table.blob)
    for name, alike in _ALIKE.items():
        for old in root.findall(qn("w:font")):
            if old.get(qn("w:name")) == name:
                root.remove(old)
        font = OxmlElement("w:font")
        font.set(qn("w:name"), name)
        other = OxmlElement("w:altName")
        other.set(qn("w:val"), alike)
        font.append(other)
        root.append(font)
    table._blob = _serialised(root)


def _forget_template(document: Any) -> None:
    """Drop what the template brings along and nothing uses: table styles, old style copies, a picture of itself."""
    for style in document.styles.element.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:default")) != "1":
            document.styles.element.remove(style)
    for holder in (document.part, document.part.package):
        for relation in [key for key, rel in holder.rels.items() if rel.reltype.endswith(_UNUSED)]:
            del holder.rels[relation]


def _serialised(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
