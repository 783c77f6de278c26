"""How often, as it is said without a sum: 隔天一次, 半个月一回; every other day, once a fortnight, twice."""

import re

from corpus.records import Language
from corpus.script import simplified
from research.choices_said import vocabulary
from research.numbers_said import NumberSaid, numbers_said, with_bound
from research.periods_said import Period

_UNITS: dict[str, Period] = {
    "天": "day", "日": "day", "周": "week", "礼拜": "week", "星期": "week", "月": "month", "季度": "quarter", "季": "quarter", "年": "year",
    "day": "day", "night": "day", "morning": "day", "week": "week", "fortnight": "fortnight", "month": "month", "quarter": "quarter",
    "year": "year",
}  # fmt: skip
_TIMES = {"once": (1.0, 1.0), "twice": (2.0, 2.0), "thrice": (3.0, 3.0), "once or twice": (1.0, 2.0)}


def often_said(text: str, language: Language) -> tuple[NumberSaid, Period | None] | None:
    """The first rate `text` names, as so many times a period: 三个月一次 is a third of one a month. None where it names none.

    What counts times outright ("three times a week") is a number phrase and read as those are.
    """
    words, text = vocabulary("often_said", language), simplified(text)
    found = [one for name in ("every", "per", "bare") for one in re.finditer(words[name], text, re.IGNORECASE)]
    for match in sorted(found, key=lambda one: one.start()):
        before = re.split(r"[，。；！？,.;!?]", text[: match.start()])[-1]
        denied = re.match(words["denied"], text[match.end() :], re.IGNORECASE)
        if not denied and not re.search(words["elsewhere"], before, re.IGNORECASE):
            return _bounded(_rate(match, language), text, language)
    return None


def _bounded(rate: tuple[NumberSaid, Period | None], text: str, language: Language) -> tuple[NumberSaid, Period | None]:
    return with_bound(rate[0], text, language), rate[1]


def _rate(match: re.Match[str], language: Language) -> tuple[NumberSaid, Period | None]:
    """The times over the number of periods one of them stands for."""
    found = match.groupdict()
    low, high = _TIMES.get((found.get("times") or "once").lower(), (1.0, 1.0))
    over = 2.0 if found.get("other") else 0.5 if found.get("half") else _count(found.get("over"), language)
    unit = "day" if found.get("daily") else (found.get("unit") or "").lower().removeprefix("个")
    return NumberSaid(round(low / over, 2), round(high / over, 2), match.span(), "other", "times"), _UNITS.get(unit)


def _count(said: str | None, language: Language) -> float:
    """A small count in words, one where none was said."""
    if not said:
        return 1.0
    found = numbers_said(said, language)
    return (found[0].low or 1.0) if found else 1.0
