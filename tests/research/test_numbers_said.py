"""Number phrases: what is said, as low and high, and what it counts."""

import pytest

from corpus.records import Language
from research.numbers_said import numbers_said

ZH = [
    ("两三百", 200, 300),
    ("一百五", 150, 150),
    ("三百五到四百吧", 350, 400),
    ("大概四百来块", 400, 400),
    ("也就百八十", 80, 100),
    ("小一百", 90, 100),
    ("两百五六", 250, 260),
    ("一百零五", 105, 105),
    ("三百二十五", 325, 325),
    ("两千三", 2300, 2300),
    ("十五六块", 15, 16),
    ("三四十", 30, 40),
    ("三百多", 300, 400),
    ("一千二百多", 1200, 1300),
    ("两到三百", 200, 300),
    ("八万", 80000, 80000),
    ("十二万", 120000, 120000),
    ("200-300元", 200, 300),
    ("一百二三", 120, 130),
    ("四分半", 4.5, 4.5),
    ("一千出头", 1000, 1100),
    ("五百块钱左右", 500, 500),
    ("1.5万", 15000, 15000),
]
EN = [
    ("twenty-five quid", 25, 25),
    ("forty-five, maybe fifty", 45, 50),
    ("between thirty and forty", 30, 40),
    ("a fiver", 5, 5),
    ("£15–20", 15, 20),
    ("a couple of hundred", 200, 200),
    ("a hundred and fifty", 150, 150),
    ("five or six hundred", 500, 600),
    ("twenty-odd", 20, 30),
    ("two thousand", 2000, 2000),
    ("1,200 pounds", 1200, 1200),
    ("a tenner", 10, 10),
    ("fifteen, twenty", 15, 20),
    ("six and a half", 6.5, 6.5),
    ("thirty-ish", 30, 30),
    ("£12.50", 12.5, 12.5),
    ("a grand", 1000, 1000),
]


@pytest.mark.parametrize(("said", "low", "high"), ZH)
def test_chinese_phrase(said: str, low: float, high: float) -> None:
    found = numbers_said(said, "zh")
    assert found[0].low == pytest.approx(low)
    assert found[0].high == pytest.approx(high)


@pytest.mark.parametrize(("said", "low", "high"), EN)
def test_english_phrase(said: str, low: float, high: float) -> None:
    found = numbers_said(said, "en")
    assert len(found) == 1
    assert found[0].low == pytest.approx(low)
    assert found[0].high == pytest.approx(high)


@pytest.mark.parametrize(
    ("said", "language", "low", "high"),
    [
        ("不到三百", "zh", None, 300),
        ("起码五百", "zh", 500, None),
        ("四百以内", "zh", None, 400),
        ("三百五打底", "zh", 350, None),
        ("no more than thirty", "en", None, 30),
        ("at least forty", "en", 40, None),
        ("fifty tops", "en", None, 50),
    ],
)
def test_a_bound_leaves_the_other_end_open(
    said: str, language: Language, low: float | None, high: float | None
) -> None:
    assert [(one.low, one.high) for one in numbers_said(said, language)] == [(low, high)]


@pytest.mark.parametrize(
    ("said", "language", "unit"),
    [
        ("六个人", "zh", "other"),
        ("三十八岁", "zh", "other"),
        ("三百块", "zh", "money"),
        ("三百", "zh", ""),
        ("forty years", "en", "other"),
        ("two and a half months", "en", "other"),
        ("ten pounds", "en", "money"),
        ("twelve", "en", ""),
    ],
)
def test_what_a_number_counts(said: str, language: Language, unit: str) -> None:
    assert numbers_said(said, language)[0].unit == unit


@pytest.mark.parametrize("said", ["没什么", "第一", "一样的", "that one", "someone", "often", "weight"])
def test_no_number_where_none_is_said(said: str) -> None:
    language: Language = "en" if said.isascii() else "zh"
    assert all(one.unit == "other" or (one.high or 0) < 3 for one in numbers_said(said, language))


def test_spans_point_at_the_words() -> None:
    text = "平时不多，也就两三百块，不骗你。"
    (found,) = numbers_said(text, "zh")
    assert text[slice(*found.span)] == "两三百块"


def test_descending_or_distant_numbers_are_no_range() -> None:
    assert [(one.low, one.high) for one in numbers_said("forty, then ten", "en")] == [(40, 40), (10, 10)]
    assert len(numbers_said("ten or ninety", "en")) == 2
