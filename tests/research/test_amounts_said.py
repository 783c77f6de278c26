"""Amounts in the period asked for, with their unit; how often; and what is no answer."""

import pytest

from corpus.records import Language
from research.values import Value, read_value

MONTH_ZH, MONTH_EN = "一个月花多少钱？", "How much do you spend a month?"


def _read(said: str, question: str, language: Language) -> Value | None:
    return read_value(said, "number", (), language, question=question)


@pytest.mark.parametrize(
    ("said", "question", "ends", "unit", "period"),
    [
        ("大概一个月两三百吧。", MONTH_ZH, (200, 300), "money", "month"),
        ("也就百来块吧。", MONTH_ZH, (100, 100), "money", "month"),
        ("不超过五十。", MONTH_ZH, (None, 50), "money", "month"),
        ("三百，哦不对，四百。", MONTH_ZH, (400, 400), "money", "month"),
        ("一周四五十。", MONTH_ZH, (173.33, 216.67), "money", "month"),
        ("一个月两百。", "一年花多少钱？", (2400, 2400), "money", "year"),
        ("每回三四十。", "一次花多少钱？", (30, 40), "money", "time"),
        ("三万八。", "这台多少钱买的？", (38000, 38000), "money", None),
        ("三十二块五。", "上一顿花了多少钱？", (32.5, 32.5), "money", None),
        ("二三十次是有的。", "一个月去几次？", (20, 30), "times", "month"),
        ("半个月一回吧。", "多久洗一次？", (2, 2), "times", "month"),
        ("隔天一次。", "多久去一次？", (0.5, 0.5), "times", "day"),
        ("一周两次。", "一个月去几次？", (8.67, 8.67), "times", "month"),
        ("以前天天去，现在一周顶多一次。", "一周去几次？", (None, 1), "times", "week"),
        ("亏了七八成吧。", "亏了多少？", (70, 80), "percent", None),
        ("少则五百，多则八百。", MONTH_ZH, (500, 800), "money", "month"),
    ],
)
def test_chinese(said: str, question: str, ends: tuple[float, float], unit: str, period: str | None) -> None:
    value = _read(said, question, "zh")
    assert value is not None and ((value.low, value.high), value.unit, value.period) == (ends, unit, period)


@pytest.mark.parametrize(
    ("said", "question", "ends", "unit", "period"),
    [
        ("A couple hundred.", MONTH_EN, (200, 200), "money", "month"),
        ("Ten or fifteen bucks a week.", "How much do you spend a week?", (10, 15), "money", "week"),
        ("Never more than ten.", MONTH_EN, (None, 10), "money", "month"),
        ("No less than eighty.", MONTH_EN, (80, None), "money", "month"),
        ("Two hundred. No, wait, two hundred and twenty.", MONTH_EN, (220, 220), "money", "month"),
        ("Thirty pounds a month.", "How much do you spend in a year?", (360, 360), "money", "year"),
        ("Nineteen ninety-nine.", MONTH_EN, (19.99, 19.99), "money", "month"),
        ("Twelve to fifteen thousand.", "How much did the car cost?", (12000, 15000), "money", None),
        ("Thirteen and a half thousand.", "How much did the car cost?", (13500, 13500), "money", None),
        ("Every other day.", "How often do you go?", (0.5, 0.5), "times", "day"),
        ("Once or twice, if that.", "How many times a week do you go?", (1, 2), "times", "week"),
        ("Two or three times a week.", "How often do you go?", (2, 3), "times", "week"),
        ("It used to be every day. Once a week now.", "How often do you go?", (1, 1), "times", "week"),
        ("About once a fortnight.", "How often do you go?", (1, 1), "times", "fortnight"),
        ("Eighty in a good month, a hundred and ten in a bad one.", MONTH_EN, (80, 110), "money", "month"),
    ],
)
def test_english(said: str, question: str, ends: tuple[float, float], unit: str, period: str | None) -> None:
    value = _read(said, question, "en")
    assert value is not None and ((value.low, value.high), value.unit, value.period) == (ends, unit, period)


@pytest.mark.parametrize(
    ("said", "question", "language"),
    [
        ("没算过，东一瓶西一瓶的。", MONTH_ZH, "zh"),
        ("看情况，没个准数。", MONTH_ZH, "zh"),
        ("我住十六楼，外卖员都不爱上来。", MONTH_ZH, "zh"),
        ("我闺蜜一个月两千。", MONTH_ZH, "zh"),
        ("现在一周一次都没有。", "一周去几次？", "zh"),
        ("Depends on the month, really.", MONTH_EN, "en"),
        ("I've got forty lipsticks, don't ask.", MONTH_EN, "en"),
        ("Once in a blue moon.", "How often do you go?", "en"),
        ("That café's been there since 1998.", MONTH_EN, "en"),
    ],
)
def test_no_amount(said: str, question: str, language: Language) -> None:
    assert _read(said, question, language) is None


def test_the_span_is_the_words_that_say_it() -> None:
    value = _read("嗯，大概一个月两三百吧", MONTH_ZH, "zh")
    assert value is not None and "嗯，大概一个月两三百吧"[slice(*value.span)] == "两三百"
    said = "Well, ten or fifteen quid, I'd say."
    value = _read(said, MONTH_EN, "en")
    assert value is not None and said[slice(*value.span)] == "ten or fifteen quid"
