"""Loose quantities and quotations: what may not stand in a report outside a mark."""

import re
import unicodedata
from collections.abc import Iterator

STAND_IN = "\ufffc"
"""Shows in a loose text where a mark stands."""

_CN = "一二两三四五六七八九十百千万亿零〇几数"
_FROM_TWO = "二两三四五六七八九十百千万亿几数"
_COUNTED = "个人位名次回遍年月天周岁元块项种类家杯条点份组期轮层场件款只瓶袋盒顿口步样成折倍半分钟小时"
_EN_NUMBERS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    "|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|millions?|billions?|dozens?|scores of"
)
_BESIDE_MARK = re.compile(
    rf"[\u202d\u202e]|百分之{STAND_IN}|{STAND_IN}\s*(?:[%％‰成百千万亿]|per ?cent\b)", re.IGNORECASE
)
"""A sign beside a mark that makes another quantity of it, or turns its digits around."""

_EN_PARTS = "third|quarter|fifth|sixth|seventh|eighth|ninth|tenth"

_QUANTITIES = (
    _BESIDE_MARK,
    re.compile(rf"[{_CN}]+分之[{_CN}]+|百分百|百分之百"),
    re.compile(rf"[{_FROM_TWO}][{_CN}]*(?:[、到至或][{_CN}]+)?多?[{_COUNTED}]"),
    re.compile(r"一[成半倍]|半数|过半|大半|多半|对半|翻[倍番]|减半|加倍|双倍|两者都|俩|仨"),
    re.compile(r"半(?=[个年月天小数])"),
    re.compile(r"[一二三四五六七八九十百千万亿零〇两]{2,}|[上近数几][十百千万亿]"),
    re.compile(rf"\b(?:{_EN_NUMBERS})\b", re.IGNORECASE),
    re.compile(
        r"\b(?:half|halves|halved|twice|thrice|doubl(?:e|es|ed|ing)|tripl(?:e|es|ed|ing)|quadrupled?"
        r"|\w+fold(?<!manifold)(?<!scaffold)(?<!unfold)|a couple of)\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:{_EN_PARTS})s\b(?<!quarters)|\b(?:one|a)[ -](?:{_EN_PARTS}) of\b"
        rf"|\bone[ -](?:{_EN_PARTS})\b|\bquarters of\b",
        re.IGNORECASE,
    ),
)

ALLOWED: tuple[tuple[str, str], ...] = (
    (r"[一二三四五六](?:[、至到和]?[一二三四五六])*线", "a city tier is a name, not a count"),
    (r"第[一二三四五六七八九十](?!季)", "an ordinal says in which order, not how many"),
    (r"十分(?!之|钟)", "十分 means very"),
    (r"万一|千万(?=别|不要|要)|一一(?=对应|列)", "万一, 千万别: in case, by no means"),
    (r"三心二意|五花八门|七上八下|千方百计|一五一十|四面八方|百里挑一|成千上万", "a set phrase that counts nothing"),
    (r"一成不变|三三两两|一举两得|万万(?=没|不)", "a set phrase that counts nothing"),
    (r"half-hearted(?:ly)?|in half-light|on all fours", "a set phrase that counts nothing"),
)
"""Patterns that look like quantities and are none, each with the reason."""

_ALLOWED = re.compile("|".join(f"(?:{pattern})" for pattern, _ in ALLOWED), re.IGNORECASE)
_PAIRS = {"“": "”", "「": "」", "『": "』", "«": "»", "„": "“", "〝": "〞", '"': '"', "＂": "＂"}


def quantities(text: str) -> list[str]:
    """Every quantity in `text`: digits of any script, Chinese numerals that count, English number words."""
    rest = _ALLOWED.sub(" ", text)
    found = [match[0] for pattern in _QUANTITIES for match in pattern.finditer(rest)]
    return [*_digits(rest), *found]


def _digits(text: str) -> list[str]:
    return [character for character in text if unicodedata.category(character)[0] == "N" and character not in "〇"]


def quotations(text: str) -> Iterator[str]:
    """What stands between quotation glyphs and in no mark; a glyph never closed reaches to the end."""
    at = 0
    while at < len(text):
        close = _PAIRS.get(text[at])
        if close is None:
            at += 1
            continue
        end = text.find(close, at + 1)
        inside = text[at + 1 : end if end >= 0 else len(text)]
        if inside.replace(STAND_IN, "").strip():
            yield inside.replace(STAND_IN, "…")
        at = end + 1 if end >= 0 else len(text)
