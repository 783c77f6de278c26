"""Loose quantities and quotations: what may not stand in a report outside a mark."""

import re
import unicodedata
from collections.abc import Iterator

STAND_IN = "\ufffc"
"""Shows in a loose text where a mark stands."""

FIGURE = "\ufffa"
"""Shows where the mark is known to be read as a number: what stands beside it must not make another number of it."""

_CN = "一二两三四五六七八九十百千万亿零〇几数"
_FROM_TWO = "二两三四五六七八九十百千万亿几数"
_FORMAL = "壹贰叁肆伍陆柒捌玖拾佰仟"
_COUNTED = "个人位名次回遍年月天周岁元块项种类家杯条点份组期轮层场件款只瓶袋盒顿口步样成折倍半分钟小时"
_EN_NUMBERS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    "|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|millions?|billions?|dozens?|scores of"
)
_MARK = f"[{FIGURE}{STAND_IN}]"
_BESIDE_MARK = (
    re.compile(rf"[\u202d\u202e]|百分之{_MARK}|{_MARK}\s*(?:[%％‰成百千万亿]|per ?cent\b)", re.IGNORECASE),
    re.compile(
        rf"{FIGURE}(?:\s*|[.,:]|\s*[/\u2044\u2212\u2013:：点比又-]\s*|分之|\s+point\s+){FIGURE}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"[+±~≈<>≤≥×*^/.−]{FIGURE}|(?<![^\s（(:：，,])[-–]{FIGURE}|\bminus\s+{FIGURE}|负{FIGURE}", re.IGNORECASE
    ),
    re.compile(
        rf"{FIGURE}(?:[A-Za-z+]|\s*(?:[kmx×]|bn|mn|pct|pp)\b|\s*[折倍番十几]|多[{_COUNTED}]|[ -]?fold\b)", re.IGNORECASE
    ),
)
"""What beside a mark makes another quantity of it, or turns its digits around; nothing between two figures does too."""

_EN_PARTS = "third|quarter|fifth|sixth|seventh|eighth|ninth|tenth"

_QUANTITIES = (
    *_BESIDE_MARK,
    re.compile(rf"[{_FORMAL}{_CN}]*[{_FORMAL}][{_FORMAL}{_CN}]*[{_COUNTED}]|[{_FORMAL}]{{2,}}|[廿卅]"),
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
    (r"[大内登着水]陆|陆[续地军路]|[队入退]伍|收拾|拾[起取掇]|重拾", "陆, 伍 and 拾 are words of their own"),
    (r"half-hearted(?:ly)?|in half-light|on all fours", "a set phrase that counts nothing"),
)
"""Patterns that look like quantities and are none, each with the reason."""

_ALLOWED = re.compile("|".join(f"(?:{pattern})" for pattern, _ in ALLOWED), re.IGNORECASE)
_PAIRS = {
    "“": "”", "”": "”", "「": "」", "『": "』", "«": "»", "»": "«", "‹": "›", "›": "‹", "„": "“", "‟": "”", "〝": "〞",
    '"': '"', "＂": "＂",
}  # fmt: skip
_SINGLE = re.compile(
    r"[‘‛‚](?=\S)[^‘‛‚]*?(?:[’‘](?![A-Za-z])|$)|(?<![A-Za-z0-9])(['’＇])(?=\S)[^'’＇]*\s[^'’＇]*?(?<=\S)\1(?![A-Za-z])"
)
"""Words in single quotation marks. The mark in don’t or people’s is none; of 'so' with one word in it nobody knows."""

_IS_NUMBER = re.compile(r"[\d.,]*\d%?")
_SAME = re.compile(r"[\s.,-]*")
"""What stands inside one quantity: two thirds, 66.5"""


def quantities(text: str) -> list[str]:
    """Every quantity in `text`, whole: digits of any script, Chinese numerals that count, English number words."""
    return [text[start:end] for start, end in quantity_spans(text)]


def quantity_spans(text: str) -> list[tuple[int, int]]:
    """Where the quantities of `text` stand, in order; those that touch, or have a blank or a hyphen between them, as one."""
    rest = _ALLOWED.sub(lambda allowed: " " * len(allowed[0]), text)
    found = [match.span() for pattern in _QUANTITIES for match in pattern.finditer(rest)]
    spans: list[tuple[int, int]] = []
    for start, end in sorted([*found, *_digits(rest)]):
        last = spans[-1] if spans else None
        if last and _SAME.fullmatch(rest[last[1] : start]):
            spans[-1] = (last[0], max(last[1], end))
        else:
            spans.append((start, end))
    return spans


def _digits(text: str) -> Iterator[tuple[int, int]]:
    """Each digit, with a sign of percent behind it."""
    for at, character in enumerate(text):
        if unicodedata.category(character)[0] == "N" and character != "〇":
            yield at, at + 1 + (text[at + 1 : at + 2] in tuple("%％‰"))


def stand_in(mark: str, words: str) -> str:
    """What shows where a mark stands that reads as `words`: FIGURE for a figure and for a stored text that is a number."""
    return FIGURE if mark[0] == "F" or (mark[0] == "T" and _IS_NUMBER.fullmatch(words)) else STAND_IN


def quotations(text: str) -> Iterator[str]:
    """What stands between quotation glyphs and in no mark; a glyph never closed reaches to the end."""
    text = text.replace(FIGURE, STAND_IN)
    said = [*_paired(text), *(found[0][1:].rstrip("‘’'＇") for found in _SINGLE.finditer(text))]
    for inside in said:
        if inside.replace(STAND_IN, "").strip():
            yield inside.replace(STAND_IN, "…")


def _paired(text: str) -> Iterator[str]:
    at = 0
    while at < len(text):
        close = _PAIRS.get(text[at])
        end = text.find(close, at + 1) if close else at
        if close:
            yield text[at + 1 : end if end >= 0 else len(text)]
        at = end + 1 if end >= 0 else len(text)
