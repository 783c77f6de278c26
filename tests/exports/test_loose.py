"""Quantities and quotations outside marks: what is found and what is let pass."""

import pytest

from research.loose import ALLOWED, quantities, quotations

COUNTS = [
    "三成",
    "一半的人",
    "两倍",
    "八成人",
    "百分之十",
    "三分之一",
    "二十多个人",
    "几十人",
    "三个人",
    "两种口味",
    "半年",
    "过半",
    "翻倍",
    "三到五次",
    "十二",
    "12",
    "１２",
    "①",
    "½",
    "Ⅳ",
    "四期",
    "三成多",
    "上百人",
    "\ufffc percent",
    "百分之\ufffc",
    "\ufffc%",
    "\ufffc成",
    "half",
    "two thirds",
    "twice",
    "a quarter of them",
    "a dozen",
    "seven people",
    "one hundred",
    "Twelve",
    "a third of",
    "one in ten",
    "doubled",
    "threefold",
    "twenty-nine",
    "one-third",
    "叁成人",
    "壹佰",
    "廿人",
    "拾个人",
    "玖拾",
]
PLAIN = [
    "第二杯少了",
    "一些人",
    "一直",
    "一般",
    "十分喜欢",
    "三线城市",
    "一二线城市",
    "万一",
    "一个人说",
    "统一",
    "一起",
    "千万别买",
    "the second cup",
    "one person",
    "once",
    "each quarter",
    "everyone",
    "often",
    "tender",
    "unfold",
    "third-party",
    "on behalf of",
    "someone",
    "五花八门",
    "一成不变",
    "大多",
    "人们",
    "百货",
    "百事",
    "万达",
    "大陆人",
    "陆续",
    "队伍",
    "收拾个人物品",
    "伍先生",
]


@pytest.mark.parametrize("text", COUNTS)
def test_quantities_are_found(text: str) -> None:
    assert quantities(text)


@pytest.mark.parametrize("text", PLAIN)
def test_plain_words_pass(text: str) -> None:
    assert quantities(text) == []


def test_each_exception_has_a_reason() -> None:
    assert all(reason for _, reason in ALLOWED)


@pytest.mark.parametrize(
    "text",
    [
        "“贵”",
        "says “no way",
        "「贵」",
        '"too dear"',
        "“\ufffc and more”",
        "‘gave me cancer’",
        "有人说‘贵’",
        "‘no way",
        "”never again”",
        "»too dear«",
        "‹no›",
        "›no‹",
        "„no”",
        "'never again'",
        "’never again’",
    ],
)
def test_quotations_are_found(text: str) -> None:
    assert list(quotations(text))


@pytest.mark.parametrize(
    "text",
    [
        "“\ufffc”",
        "“ \ufffc ”",
        "don't",
        "nothing",
        "don’t, won’t",
        "people’s and makers’ views",
        "it's 'so'",
        "the makers' and the buyers' view",
    ],
)
def test_marked_quotations_pass(text: str) -> None:
    assert list(quotations(text)) == []
