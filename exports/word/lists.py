"""Real numbering for the conclusions and bullets, tied to their styles: no typed digits."""

from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from exports.word.styles import ACCENT

_NUMBERS = {"Key finding": (901, "decimal", "%1", 0.8), "Bullet": (902, "bullet", "–", 0.5)}


def add_lists(document: Any) -> None:
    """Replace the template's numbering by ours and give the two list styles their numbering."""
    root = document.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    for number, kind, text, indent in _NUMBERS.values():
        root.append(_abstract(number, kind, text, round(indent * 567)))
    for name, (number, *_) in _NUMBERS.items():
        root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))
        properties = document.styles[name].element.get_or_add_pPr()
        properties._add_numPr().append(parse_xml(f'<w:numId {nsdecls("w")} w:val="{number}"/>'))
    _forget_template_lists(document)


def _abstract(number: int, kind: str, text: str, twips: int) -> Any:
    return parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/>'
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{twips}" w:hanging="{twips}"/></w:pPr>'
        f'<w:rPr><w:b/><w:color w:val="{ACCENT}"/></w:rPr></w:lvl></w:abstractNum>'
    )


def _forget_template_lists(document: Any) -> None:
    """The template's own list styles would point at numbering that is gone."""
    for style in document.styles.element.findall(qn("w:style")):
        for reference in list(style.iter(qn("w:numId"))):
            if reference.get(qn("w:val")) not in {str(number) for number, *_ in _NUMBERS.values()}:
                holder = reference.getparent()
                holder.getparent().remove(holder)
