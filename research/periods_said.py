"""What a number is said of (a day, a week, a month …), and how much that is in the period asked for."""

import re
from typing import Literal, get_args

from corpus.records import Language, Span
from research.choices_said import says, vocabulary

Period = Literal["day", "week", "fortnight", "quarter", "half_year", "month", "year", "time"]
"""Longer words first where one holds another ("six months"); "time" is each occasion: 每回, a go."""

_MONTHS: dict[Period, float] = {
    "day": 365 / 12, "week": 52 / 12, "fortnight": 26 / 12, "month": 1.0, "quarter": 1 / 3, "half_year": 1 / 6, "year": 1 / 12,
}  # fmt: skip
"""How many of a period a month holds."""

_BEFORE = 8
"""Characters before a Chinese number in which its period is looked for: 一个月也就三百."""

_AFTER = 16
"""Characters after an English one: "fifty quid or so a week"."""


def period_beside(span: Span, text: str, language: Language) -> Period | None:
    """The period that stands right beside the number at `span`: 一周五十, fifty a week."""
    words = vocabulary("periods_said", language)
    before, after = text[max(0, span[0] - _BEFORE) : span[0]], text[span[1] : span[1] + _AFTER]
    if language == "zh":
        beside = re.split(r"[，。,！？；、]", before)[-1]
        behind = re.match(r"(?:块钱|块|元)?(?:左右)?(?:一|每)个?(?:月|周|礼拜|星期|天|年|次|回)", after)
        beside += f" {behind[0]}" if behind else ""
    else:
        beside = re.split(r"[.,!?;]", after)[0]
    return next((period for period in get_args(Period) if says(words[period], beside)), None)


def period_asked(question: str, language: Language) -> Period | None:
    """The period `question` asks about, None where it asks about a sum that comes once or names none."""
    words = vocabulary("periods_said", language)
    named = ((period, re.search(words["asked"][period], question, re.IGNORECASE)) for period in get_args(Period))
    found = [(match.start(), period) for period, match in named if match]
    return min(found)[1] if found else None


def in_period(amount: float, said: Period | None, asked: Period | None) -> float:
    """`amount` said of one period as it is of another; as it stands where one of them has no fixed length."""
    if said == asked or said not in _MONTHS or asked not in _MONTHS:
        return amount
    return round(amount * _MONTHS[said] / _MONTHS[asked], 2)


def fits(said: Period | None, asked: Period | None) -> bool:
    """Whether what is said of one period can be said of the other."""
    return said in (None, asked) or asked is None or (said in _MONTHS and asked in _MONTHS)
