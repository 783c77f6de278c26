"""What a reworded sentence must keep: its marks in their order, no number or quote of its own, no claim added.

The rules are stricter than the language is: a refusal costs a plain sentence, a miss costs a wrong one.
"""

import re
import unicodedata
from collections.abc import Callable

from corpus.language import CJK
from corpus.records import Language
from research.report import MARK

_UNITS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
_TENS = "eighteen nineteen hundred thousand million billion dozen"
_PARTS = "half third quarter fifth sixth seventh eighth ninth tenth zero"
_NUMBER_EN = re.compile(
    rf"\b(?:{'|'.join(f'{_UNITS} {_TENS} {_PARTS}'.split())})(?:s|es|ies|th|fold)?\b"
    r"|\b(?:twen|thir|for|fif|six|seven|eigh|nine)t(?:y|ies|ieths?|yfold)\b"
    r"|\b(?:twelfth|halves|halv(?:ed|ing)|first|second|once|twice|thrice|double[ds]?|doubling|triple[ds]?|both|couple|pair|trio)\b"
    r"|\b(?:percent\w*|per\s+cent|pct)\b",
    re.IGNORECASE,
)
_HARMLESS_EN = re.compile(r"\b(?:no\s+one|one\s+another|one's)\b", re.IGNORECASE)
_NUMBER_ZH = re.compile(r"[零〇一二三四五六七八九十百千万亿兆两俩仨廿卅半倍双壹贰叁肆柒捌玖佰仟萬億兩雙]|几成|翻了?番")
# Words with a numeral in them that count nothing. 之一 after 分, 十分 before 之 and 第一种 do count.
_HARMLESS_ZH = re.compile(
    r"一些|一样|一般|一直|一起|一定|另一方面|一方面|另一|(?<!第)一[面边类种点旦味时贯向]|进一步|统一|同一|某一|这一|那一"
    r"|(?<!分)之一|十分(?!之)|万一|百货|百姓|半夜|零[食售碎花嘴]"
)
_QUOTES = re.compile(r"[\"“”„‟‚‘«»‹›「」『』《》〈〉〝〞′″]|(?<![A-Za-z])['’]")
_NEGATION = re.compile(
    r"\b(?:no|not|nor|never|none|nobody|nothing|neither|without|cannot|hardly|rarely)\b|n['’]t\b|[不没無无未非]",
    re.IGNORECASE,
)
_NO_NEGATION = re.compile(r"不[过同少仅但断只论管]|无论|非常|未来")
_CLAIMS = {
    "most": r"\b(?:most|mostly|majority|minority|largely|predominantly)\b|多数|大部分|绝大|少数|主流",
    "all": r"\b(?:all|every\w*|always|entire(?:ly)?|universal(?:ly)?)\b|所有|全部|全都|人人|无一|普遍|一致",
    "nobody": r"\b(?:nobody|no one|none|never)\b|没有?人|无人|从不",
    "growing": r"\b(?:gr[eo]w\w*|ris(?:es?|ing|en)|rose|increas\w*|climb\w*|surg\w*)\b|增长|上升|上涨|增加|越来越|提高|走高|升温",
    "falling": r"\b(?:fad\w+|declin\w*|fall(?:s|ing|en)?|fell|decreas\w*|drop\w*|shr[iau]nk\w*)\b|下降|减少|下滑|降低|越来越|走低|降温",
    "differs": r"\b(?:differ\w*|significan\w*)\b|显著|明显|差异|差别|不同",
    "because": r"\b(?:because|caus\w+|due to|driven by|leads? to|thanks to|as a result)\b|因为|由于|导致|原因|源于|所以|因此",
}
_AFTER_MARK = re.compile(r"\}[A-Za-z成折分]|[-.]\{")
_BULLET = re.compile(r"\A\s*[-+=•·–—]|://|www\.", re.IGNORECASE)
_LATIN = re.compile(r"[A-Za-z][\w’'-]*")
_STARTS = re.compile(r"(?:\A|[.!?:]\s)\s*[A-Za-z][\w’'-]*")

Rule = Callable[[str, str, Language], str | None]
"""(original, reworded, language) → the offending piece (may be empty), None where the rule is kept."""


def broken_rule(original: str, reworded: str, language: Language) -> str | None:
    """The first rule `reworded` breaks, as `name: piece` (names as in prompts/wording), None where all are kept."""
    for name, rule in RULES.items():
        piece = rule(original, unicodedata.normalize("NFKC", reworded) if name in _FOLDED else reworded, language)
        if piece is not None:
            return f"{name}: {piece}"
    return None


def marks_of(text: str) -> tuple[str, ...]:
    """The marks in `text`, braces and all, in the order they first appear."""
    return tuple(dict.fromkeys(mark[0] for mark in MARK.finditer(text)))


def _words(text: str) -> str:
    return MARK.sub(" ", text)


def _marks(original: str, reworded: str, _: Language) -> str | None:
    own, found = marks_of(original), marks_of(reworded)
    strange = sorted(set(own) ^ set(found)) or (["order"] if own != found else [])
    loose = re.search(r"[{}｛｝]", _words(reworded))
    return strange[0] if strange else loose[0] if loose else None


def _digits(original: str, reworded: str, _: Language) -> str | None:
    joined = _AFTER_MARK.search(reworded)
    if joined and joined[0] not in original:
        return joined[0]
    return next((each for each in _words(reworded) if unicodedata.category(each)[0] == "N" or each in "%％‰٪"), None)


def _numbers(_: str, reworded: str, __: Language) -> str | None:
    words = _words(reworded)
    found = _NUMBER_EN.search(_HARMLESS_EN.sub(" ", words)) or _NUMBER_ZH.search(_HARMLESS_ZH.sub(" ", words))
    return found[0] if found else None


def _quotes(_: str, reworded: str, __: Language) -> str | None:
    found = _QUOTES.search(reworded)
    return found[0] if found else None


def _claims(original: str, reworded: str, _: Language) -> str | None:
    for name, pattern in _CLAIMS.items():
        found = re.search(pattern, _words(reworded), re.IGNORECASE)
        if found and not re.search(pattern, _words(original), re.IGNORECASE):
            return f"{found[0]} ({name})"
    return None


def _negation(original: str, reworded: str, _: Language) -> str | None:
    before, after = (_NEGATION.search(_NO_NEGATION.sub(" ", _words(text))) for text in (original, reworded))
    found = before or after
    return found[0] if found and (before is None) != (after is None) else None


def _names(original: str, reworded: str, language: Language) -> str | None:
    """English: a capital inside a sentence; Chinese: any Latin word. Either must stand in the original."""
    known = {word.lower() for word in _LATIN.findall(_words(original))} | {"i"}
    words = _words(reworded).strip()
    if language == "en":
        words = _STARTS.sub(" ", words)
    found = (word for word in _LATIN.findall(words) if language == "zh" or word != word.lower())
    return next((word for word in found if word.lower() not in known), None)


def _symbols(original: str, reworded: str, _: Language) -> str | None:
    bullet = _BULLET.search(reworded)
    if bullet and not _BULLET.search(original):
        return bullet[0]
    return next((each for each in _words(reworded) if each not in original and _odd(each)), None)


def _odd(character: str) -> bool:
    """Controls, invisible and layout characters, symbols, emoji, mark-up, and letters of other scripts."""
    category = unicodedata.category(character)
    if character.isalpha():
        return not unicodedata.name(character, "").startswith(("LATIN", "CJK", "FULLWIDTH LATIN"))
    return category[0] in "CSM" or category in ("Zl", "Zp") or character in "[]*_#\\@"


def _language(original: str, reworded: str, language: Language) -> str | None:
    if language == "zh":
        return "" if CJK.search(original) and not CJK.search(reworded) else None
    found = None if CJK.search(original) else CJK.search(reworded)
    return found[0] if found else None


def _length(original: str, reworded: str, _: Language) -> str | None:
    """Between a third of the original's words and twice as long, give or take a clause."""
    before, after = (len(_words(text).strip()) for text in (original, reworded))
    return None if before / 3 <= after <= 2 * before + 40 else str(after)


RULES: dict[str, Rule] = {
    "marks": _marks,
    "digits": _digits,
    "numbers": _numbers,
    "quotes": _quotes,
    "claims": _claims,
    "negation": _negation,
    "symbols": _symbols,
    "names": _names,
    "language": _language,
    "length": _length,
}
_FOLDED = frozenset({"numbers", "quotes", "claims", "negation", "names"})  # full-width reads as plain
