"""The fonts of a PDF: the words that are shown by their signs, how wide these are, and how they look."""

import math
import re
from typing import Any
from unicodedata import normalize

from pypdf.generic import ArrayObject, DictionaryObject
from pypdf.generic._font import Font  # the only reader of widths and encodings there is; the lock pins pypdf

__all__ = ["Font", "decoded", "dictionary", "font_of", "number"]

_BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique", re.IGNORECASE)
_HEAVY = 600  # weight of a font: 400 is regular, 700 bold
_RADICAL = re.compile("[\u2e80-\u2fdf]")
_SIMPLIFIED = dict(zip(
    "⺁⺎⺒⺓⺝⺟⺠⺩⻁⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "厂兀巳幺月母民王虎西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟", strict=True,
))  # fmt: skip


def decoded(font: Font, shown: bytes | str) -> tuple[str, str, float]:
    """(words, the signs they are shown by, their width in units of the font)."""
    if isinstance(shown, str):
        raw = codes = shown
    elif isinstance(font.encoding, str):
        raw = codes = shown.decode(font.encoding, "replace")
    else:
        codes = "".join(map(chr, shown))
        raw = "".join(font.encoding.get(code, chr(code)) for code in shown)
    width = sum(font.space_width if code == font.space_char else font.get_text_width(code) for code in codes)
    words = "".join(str(font.character_map.get(each, each)) for each in raw)
    return _RADICAL.sub(_whole, words), codes, width


def _whole(found: re.Match[str]) -> str:
    """The character of a radical: browsers name a glyph by the first that looks so, ⼀ for 一 and ⻚ for 页."""
    return _SIMPLIFIED.get(found[0]) or normalize("NFKC", found[0])


def font_of(resource: DictionaryObject) -> tuple[Font, frozenset[str], float]:
    """A font, how it sets words off, and what a unit of its widths is."""
    font = Font.from_font_resource(resource)
    described = dictionary(resource.get("/FontDescriptor"))
    name = f"{font.name} {described.get('/FontName', '')}"  # one of drawn shapes (Type3) has but the second
    looks = {look for look, told in (("bold", _BOLD), ("italic", _ITALIC)) if told.search(name)}
    if number([described.get("/FontWeight")], 0) >= _HEAVY:
        looks.add("bold")
    matrix = resource.get("/FontMatrix")
    own = isinstance(matrix, ArrayObject) and font.sub_type == "Type3" and len(matrix) == 6
    return font, frozenset(looks), float(matrix[0]) if own and matrix is not None else 0.001


def dictionary(found: Any) -> DictionaryObject:
    """What a file has there, looked up; an empty one where it is none."""
    found = found.get_object() if hasattr(found, "get_object") else found
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def number(operands: list[Any], at: int, otherwise: float = 0.0) -> float:
    """The operand at a place, where it is a number."""
    given = operands[at] if at < len(operands) else None
    return float(given) if isinstance(given, int | float) and math.isfinite(given) else otherwise
