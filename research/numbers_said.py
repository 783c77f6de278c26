"""Numbers as people say them, in Chinese and English: 两三百, 一百五, 三百来块; twenty-five quid, a couple of hundred."""

import itertools
import re
from dataclasses import dataclass, replace
from typing import Literal

from corpus.records import Language, Span
from corpus.script import simplified
from research.choices_said import says, vocabulary

Unit = Literal["money", "other", ""]

_PAIRS = "一二|一两|二三|两三|三四|三五|四五|五六|六七|七八|八九"
_DIGIT = "[一二两三四五六七八九]"
_DIGITS = f"(?:{_PAIRS}|{_DIGIT})"
_ZH = re.compile(
    rf"(?<![一二两三四五六七八九十百千万第])(?P<small>小)?(?:"
    rf"(?P<arabic>\d[\d,]*(?:\.\d+)?)(?P<scale>[百千万])?"
    rf"|(?P<approx>百八十|千八百|百十来|[百千万][来把](?!十))|(?:(?P<w>十{_DIGIT}?|{_DIGIT}?十{_DIGIT}?|{_DIGITS})万)?"
    rf"零?(?:(?P<q>{_DIGITS})千)?零?(?:(?P<b>{_DIGITS})百)?(?P<zero>零)?(?:(?P<s>{_DIGITS})?(?P<ten>十))?"
    rf"(?P<u>(?!(?<=[百千万])一(?:个|次|节|回|趟|天|年|月|周|顿|瓶|杯|盒|斤|位|张|双|件|条|套|晚|人)){_DIGITS})?"
    r")(?P<half>半(?!年|个|天|夜|截|斤))?(?P<more>多一?点|多|来|几|出头|大几|好几|左右|上下)?(?![一二两三四五六七八九十百千万亿](?!节|个|次|位|瓶|斤|盒|张|杯|年|月|天|周|套|双|件|条|回|趟))"
)
_VALUES = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_APPROXIMATE = {
    "百八十": (80.0, 100.0), "千八百": (800.0, 1000.0), "百十来": (100.0, 120.0),
    **{said + more: (value, value) for said, value in (("百", 100.0), ("千", 1000.0), ("万", 10000.0)) for more in "来把"},
}  # fmt: skip
_RANGE_ZH = re.compile(r"^$|^(?:块钱|块|元|分)?\s*(?:到|至|-|–|—|~|～|、|或者|或)\s*$")

_ONES = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
_TEENS = {
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_WORDS: dict[str, float] = (
    _ONES
    | _TEENS
    | _TENS
    | {
        "nought": 0,
        "zero": 0,
        "fiver": 5,
        "tenner": 10,
        "a couple of": 2,
        "a couple": 2,
        "a": 1,
        "half a": 0.5,
        "a dozen": 12,
        "half a dozen": 6,
    }
)
_ONE, _TEEN, _TEN = "|".join(_ONES), "|".join(_TEENS), "|".join(_TENS)
_SMALL = rf"(?:(?:{_TEN})(?:[- ](?:{_ONE}))?|{_TEEN}|{_ONE})"
_EN = re.compile(
    rf"(?<![\w.-])(?:(?P<arabic>£?\s?\d[\d,]*(?:\.\d+)?)(?P<k>k\b)?"
    rf"|(?:(?P<many>a couple(?: of)?|half a|a|{_SMALL}(?: and a half)?)\s+)?(?P<big>hundred|thousand|grand)\b(?:\s+(?P<more>{_SMALL}|a) hundred\b)?(?:\s+(?:and\s+)?(?P<rest>{_SMALL})\b)?"
    rf"|(?:a )?(?P<coin>fiver|tenner)\b|(?P<nought>nought|zero|(?:half )?a dozen)\b|(?P<few>one or two)\b"
    rf"|(?P<whole>{_SMALL})[ -](?P<pence>ninety-(?:nine|eight|five))\b|(?P<plain>{_SMALL})\b)"
    r"(?P<half>\s+and a half\b(?!\s+(?:weeks?|months?|years?)))?(?P<odd>(?:-?(?:odd|ish)| something)\b)?(?![\w])"
    rf"(?!-(?:{_TEN}))",
    re.IGNORECASE,
)
_RANGE_EN = re.compile(
    r"^\s*(?:pounds?|quid|gigs?|gb|cups?)?\s*(?:to|or|-|–|—|and|,|\.\.\.|…|going on|,?\s*(?:maybe|perhaps|possibly|nearer|or maybe))"
    r"[\s,]*(?:maybe|perhaps|nearer|possibly|sometimes|could be|might be|say|what|er|erm|um)?[\s,]*(?:about |a )?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class NumberSaid:
    """One number phrase; `span` in characters of the text. unit: money, other (ages, counts, dates) or "" (bare).

    low and high are equal for a single number; one of them is None where only a bound was said ("at most thirty").
    """

    low: float | None
    high: float | None
    span: Span
    unit: Unit = ""
    counted: str = ""
    """The counter after the number ("个", "years"), where it has one."""


def numbers_said(text: str, language: Language) -> list[NumberSaid]:
    """Every number phrase of `text`, in order; two numbers said as a range are one phrase."""
    text = simplified(text)
    pattern = _ZH if language == "zh" else _EN
    found: list[NumberSaid] = []
    for match in pattern.finditer(text):
        ends = _zh_ends(match) if language == "zh" else _en_ends(match)
        if ends is not None and match[0].strip():
            span = (match.start() + len(match[0]) - len(match[0].lstrip()), match.end())
            found.append(_with_unit(NumberSaid(*ends, span), text, language))
    return [with_bound(said, text, language) for said in _joined(found, text, language)]


def _zh_ends(match: re.Match[str]) -> tuple[float, float] | None:
    """Low and high of one Chinese phrase, None where it holds no numeral."""
    if match["approx"]:
        return _APPROXIMATE[match["approx"][:2] if match["approx"][1] in "来把" else match["approx"]]
    if match["arabic"]:
        scale = {"百": 100, "千": 1000, "万": 10000}.get(match["scale"] or "", 1)
        value = float(match["arabic"].replace(",", "")) * scale
        low, high, step = value, value, 10.0 if value >= 10 else 1.0
    else:
        if not any(match[place] for place in ("w", "q", "b", "ten", "u")):
            return None
        (low, step), (high, _) = _zh_value(match, 0), _zh_value(match, -1)
    half = 0.5 if match["half"] else 0
    return _zh_about(low + half, high + half, step, match)


def _zh_value(match: re.Match[str], which: int) -> tuple[float, float]:
    """The numeral's value and the step of its last place; `which` takes the first or last digit of 两三."""
    total, step, above, unit = 0.0, 1.0, 0.0, 1.0
    for place, unit in (("w", 10000), ("q", 1000), ("b", 100)):
        if match[place]:
            total += (_tens(match[place]) if "十" in match[place] else _VALUES[match[place][which]]) * unit
            step, above = unit, unit
    if match["ten"]:
        total, step, above = total + (_VALUES[match["s"][which]] if match["s"] else 1) * 10, 10, 0
    if match["u"]:
        # 一百五 is 150, 一百零五 and 十五 are not shortened
        unit = above / 10 if above and not match["zero"] else 1
        total, step = total + _VALUES[match["u"][which]] * unit, unit
    return total, step


def _tens(said: str) -> int:
    left, _, right = said.partition("十")
    return (_VALUES[left] if left else 1) * 10 + (_VALUES[right] if right else 0)


def _zh_about(low: float, high: float, step: float, match: re.Match[str]) -> tuple[float, float]:
    if match["small"]:
        return low * 0.9, high
    if (match["more"] or "")[:1] in ("多", "几", "好"):
        return low, high + step
    if match["more"] == "大几":
        return low + step / 2, high + step
    return (low, high * 1.1) if match["more"] == "出头" else (low, high)


def _en_ends(match: re.Match[str]) -> tuple[float, float] | None:
    if match["few"]:
        return 1.0, 2.0
    value = _en_value(match)
    if match["plain"] and match["plain"].lower() == "one" and not match["half"]:
        # "that one", "one of them": hardly ever an amount
        return None
    value += 0.5 if match["half"] else 0
    return (value, value + 10) if (match["odd"] or "").endswith(("odd", "something")) else (value, value)


def _en_value(match: re.Match[str]) -> float:
    if match["arabic"]:
        return float(re.sub(r"[£,\s]", "", match["arabic"])) * (1000 if match["k"] else 1)
    if match["big"]:
        many = _small(match["many"]) if match["many"] else 1
        rest = (_small(match["rest"]) if match["rest"] else 0) + (_small(match["more"]) * 100 if match["more"] else 0)
        return many * (100 if match["big"].lower() == "hundred" else 1000) + rest
    if match["whole"]:
        return _small(match["whole"]) + _small(match["pence"]) / 100
    return _small(match["coin"] or match["nought"] or match["plain"])


def _small(said: str) -> float:
    lowered, _, _ = said.lower().partition(" and a half")
    if said.lower() != lowered:
        return _small(lowered) + 0.5
    return (
        float(_WORDS[lowered]) if lowered in _WORDS else float(sum(_WORDS[word] for word in re.split(r"[- ]", lowered)))
    )


def _with_unit(said: NumberSaid, text: str, language: Language) -> NumberSaid:
    """`said` with what its next words make of it."""
    words, after = vocabulary("numbers_said", language), text[said.span[1] :]
    if "£" in text[said.span[0] : said.span[1]] or says(r"fiver|tenner|grand", text[slice(*said.span)]):
        return replace(said, unit="money")
    if money := re.match(rf"\s*(?:{words['money']})", after, re.IGNORECASE):
        return _with_tenths(replace(said, unit="money", span=(said.span[0], said.span[1] + money.end())), text)
    gap = r"\s*" if language == "zh" else r"(?:\s+|(?=[%-]|th\b|st\b|nd\b|rd\b))"
    other = re.match(rf"{gap}((?:{words['other']}))", after, re.IGNORECASE)
    if part := re.match("分([半一二三四五六七八九])", after):
        more = 0.5 if part[1] == "半" else _VALUES[part[1]] / 10
        ends = (said.low or 0) + more, (said.high or 0) + more
        return NumberSaid(*ends, (said.span[0], said.span[1] + part.end()), "other", "分")
    if other is None and language == "en" and re.match(words["plural"], after, re.IGNORECASE):
        return replace(said, unit="other")
    if other is None:
        return said
    return replace(said, span=(said.span[0], said.span[1] + other.end()), unit="other", counted=other[1])


def _with_tenths(said: NumberSaid, text: str) -> NumberSaid:
    """三十二块五 is 32.5; the digit is none of another number's."""
    tenths = re.match(r"([一二三四五六七八九])(?![十百千万个次回斤瓶块一二三四五六七八九])", text[said.span[1] :])
    if tenths is None or not text[: said.span[1]].endswith("块") or said.low != said.high:
        return said
    amount = (said.low or 0) + _VALUES[tenths[1]] / 10
    return replace(said, low=amount, high=amount, span=(said.span[0], said.span[1] + 1))


def _joined(found: list[NumberSaid], text: str, language: Language) -> list[NumberSaid]:
    """Ranges said with two numbers ("thirty to forty", 三百五到四百) made one."""
    link, joined = (_RANGE_ZH if language == "zh" else _RANGE_EN), list(found[:1])
    for said in found[1:]:
        last = joined[-1]
        between = text[last.span[1] : said.span[0]]
        if last.span[1] <= said.span[0] and link.match(between) and (merged := _range(last, said, between, text)):
            joined[-1] = merged
        else:
            joined.append(said)
    return joined


def _range(first: NumberSaid, second: NumberSaid, between: str, text: str) -> NumberSaid | None:
    """The range from `first` to `second`; None where they do not make one (descending, far apart, other things)."""
    low, high = first.low or 0.0, second.high or 0.0
    if not between and not text[: first.span[1]].endswith("块"):
        return None
    if first.unit == "other" or (between.strip() == "and" and not text[: first.span[0]].lower().endswith("between ")):
        return None
    if low < 10 <= high and low < high / 100 * 10 and (high % 100 == 0 or high % 1000 == 0):
        # 两到三百, five or six hundred: the unit is said once
        low *= 1000 if high % 1000 == 0 else 100
    elif 10 <= low < 100 and high >= 10_000 and high % 1000 == 0:
        low *= 1000  # twelve to fifteen thousand
    loose = between.strip(" .…,、—") == ""
    if not low < high <= low * (1.6 if loose else 4):
        return None
    return replace(second, low=low, high=high, span=(first.span[0], second.span[1]), unit=second.unit or first.unit)


def with_bound(said: NumberSaid, text: str, language: Language) -> NumberSaid:
    """`said` as a bound where the words around make it one; 没破四百 says nothing but an upper bound."""
    words = vocabulary("numbers_said", language)
    before, after = text[max(0, said.span[0] - 48) : said.span[0]], text[said.span[1] :]
    if says(words["floor"], before):
        return replace(said, high=None) if said.low == said.high else said
    if says(words["upper"], before) or re.match(words["upper_after"], after, re.IGNORECASE):
        return replace(said, low=None) if said.low == said.high else said
    if says(words["lower"], before) or re.match(words["lower_after"], after, re.IGNORECASE):
        return replace(said, high=None) if said.low == said.high else said
    return said


def without_taken_back(text: str, said: list[NumberSaid], language: Language) -> list[NumberSaid]:
    """`said` without what is taken back at once: "twenty— no, more like thirty"."""
    words, kept = vocabulary("numbers_said", language), list[NumberSaid]()
    for number, after in itertools.pairwise(said):
        between = text[number.span[1] : after.span[0]]
        at_once = re.match(rf"\W{{0,4}}(?:{words['taken_back']})", between, re.IGNORECASE)
        if not (at_once or (len(between) <= 40 and says(words["taken_back"], between))):
            kept.append(number)
    return [*kept, *said[-1:]]


def holds(number: NumberSaid, value: float | None) -> bool:
    """Whether `number` is a true range that holds `value`."""
    ends = number.low is not None and number.high is not None and value is not None
    return ends and number.low != number.high and (number.low or 0.0) <= (value or 0.0) <= (number.high or 0.0)


def near(low: float | None, high: float | None) -> bool:
    """Whether two ends said apart can be one range: ascending, no more than 1.6 times apart."""
    return low is not None and high is not None and low < high <= 1.6 * low
