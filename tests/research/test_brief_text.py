"""What free words yield: questions, people, industry, how many."""

import pytest

from corpus.records import Language
from research.brief import parse_brief
from research.brief_text import industry_said, people_said, questions_in, responses_said, terms_in


def asked(text: str, language: Language) -> tuple[str, ...]:
    return questions_in(text.split("\n"), language)


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("想知道他们现在还喝不喝、为什么、换成了什么", ("他们现在还喝不喝", "他们现在还喝不喝，为什么", "换成了什么")),
        ("我们想了解大家怎么看无糖饮料。", ("大家怎么看无糖饮料",)),
        ("想了解买零食时先看什么、再看什么", ("买零食时先看什么、再看什么",)),
        ("他们在什么时候、跟谁一起吃？", ("他们在什么时候、跟谁一起吃？",)),
        ("县城的人喝奶茶少了，想知道为什么", ("县城的人喝奶茶少了，为什么",)),
        ("还喝奶茶吗？为什么？", ("还喝奶茶吗？", "还喝奶茶吗，为什么？")),
        ("想了解：\n1、购买渠道\n2、月均花费\n\n我们是做零食的。", ("购买渠道", "月均花费")),
        ("我们是做饮料的。去年没什么起色。", ()),
        ("一个月花多少钱？一个月花多少钱？", ("一个月花多少钱？",)),
    ],
)
def test_questions_zh(text: str, questions: tuple[str, ...]) -> None:
    assert asked(text, "zh") == questions


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        (
            "We want to know whether they still buy it, why, and what they switched to.",
            ("whether they still buy it", "whether they still buy it, why", "what they switched to"),
        ),
        ("When and with whom do they eat it?", ("When and with whom do they eat it?",)),
        ("How much and how often do they buy?", ("How much and how often do they buy?",)),
        ("What do they look at first, and what then second?", ("What do they look at first, and what then second?",)),
        ("We make a face cream. It costs £2.50 to ship. Do people like it?", ("Do people like it?",)),
        ("Topics:\n- advice they trust\n- sunscreen\n", ("advice they trust", "sunscreen")),
        ("We sell snacks and we sell drinks.", ()),
    ],
)
def test_questions_en(text: str, questions: tuple[str, ...]) -> None:
    assert asked(text, "en") == questions


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("30份", 30), ("访谈三十位妈妈", 30), ("一百份", 100), ("样本量：45", 45), ("30 responses", 30), ("talk to 12 people", 12),
        ("n = 60", 60), ("20 depth interviews", 20), ("talk to 30 women aged 25-45", 30), ("women 25 to 45 adults", None), ("18-35 women", None), ("30个月", None), ("18-35岁", None), ("in 2026", None), ("", None),
    ],
)  # fmt: skip
def test_responses(text: str, wanted: int | None) -> None:
    assert responses_said(text) == wanted


@pytest.mark.parametrize(
    ("text", "language", "people"),
    [
        ("想知道县城妈妈现在还喝不喝奶茶", "zh", "县城妈妈"),
        ("住在县城的人怎么看零食？", "zh", "住在县城的人"),
        ("18-35岁女性为什么不买口红了？", "zh", "18-35岁女性"),
        ("访谈30位18-35岁女性，住在县城，最好有孩子。", "zh", "18-35岁女性，住在县城，最好有孩子"),
        (
            "Do women 25 to 45 in small towns who shop online still buy it?",
            "en",
            "women 25 to 45 in small towns who shop online",
        ),
        ("Why do they buy it? Ideally with children.", "en", "Ideally with children"),
        ("想了解县城妈妈为什么买坚果。最好有两个孩子，25-40岁，需要30份。", "zh", "县城妈妈，最好有两个孩子，25-40岁"),
        ("奶茶还有人喝吗", "zh", ""),
        ("Does it taste good?", "en", ""),
    ],
)
def test_people(text: str, language: Language, people: str) -> None:
    assert people_said(text, language) == people


def test_industry() -> None:
    assert industry_said("零食、饮料和咖啡", "zh") == "零食饮料"
    assert industry_said("Why skip sunscreen?", "en") == "skin care"
    assert industry_said("Why?", "en") == ""


def test_terms_are_disjoint_and_in_order() -> None:
    text = "全职妈妈，25到40岁，月收入5000到8000元，河南，不限职业"
    terms = terms_in(text)
    assert [text[each.start : each.end] for each in terms] == [
        "全职妈妈",
        "25到40岁",
        "月收入5000到8000元",
        "河南",
        "不限职业",
    ]


def test_nothing_is_lost_from_the_source() -> None:
    text = "  第一行。\r\n\r\n为什么？ trailing  "
    assert parse_brief(text).source_text == text.replace("\r\n", "\n")
