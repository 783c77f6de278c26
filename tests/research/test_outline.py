"""The outline by rule: the brief's questions as the core, each read for what it asks."""

import pytest

from corpus.records import Language
from research.brief import parse_brief
from research.outline import asked_as, aspect_of, draft_outline

EN = parse_brief("""Industry: coffee
Audience: women over 30, preferably in large cities, who sing
Questions:
- How has their coffee drinking changed compared with a year ago, and why?
- What do they look at first, second and third (price, taste or brand)?
- How much do they spend on coffee in a month, in pounds?
- What do they intend to change over the next six months?
""")
ZH = parse_brief("""行业：奶茶
人群：30岁以上的女性，会唱歌的
问题：
- 跟去年比，喝奶茶的次数有什么变化，为什么？
- 买奶茶先看什么、再看什么（价格、糖分、口味的先后顺序）？
- 一个月买奶茶大概花多少钱？
- 接下来半年打算怎么变？
""")


@pytest.mark.parametrize("brief", [EN, ZH], ids=["en", "zh"])
def test_the_core_is_the_briefs_questions(brief: object) -> None:
    outline = draft_outline(brief)  # type: ignore[arg-type]
    assert [question.text for question in outline.core] == list(brief.questions)  # type: ignore[attr-defined]
    assert [question.brief_question for question in outline.core] == [1, 2, 3, 4]
    assert outline.must_haves == outline.core
    assert [section.name for section in outline.sections] == ["warmup", "core", "closing"]
    ids = [question.id for section in outline.sections for question in section.questions]
    assert len(ids) == len(set(ids)) == 6
    assert outline.drafted_by == "rule" and outline == draft_outline(brief)  # type: ignore[arg-type]


@pytest.mark.parametrize("brief", [EN, ZH], ids=["en", "zh"])
def test_kinds_and_options(brief: object) -> None:
    core = draft_outline(brief).core  # type: ignore[arg-type]
    assert [question.kind for question in core[1:3]] == ["ranking", "number"]
    assert len(core[1].options) == 3 and not any("顺序" in option for option in core[1].options)


def test_only_open_questions_are_probed_for_reasons() -> None:
    for question in draft_outline(EN).core:
        assert len(question.probes) == (2 if question.kind == "open" else 1)


def test_whom_to_ask_and_what_was_not_understood() -> None:
    outline = draft_outline(EN)
    assert {(one.field, one.required) for one in outline.criteria} == {
        ("gender", True),
        ("age", True),
        ("city_tier", False),
    }
    assert any("sing" in words for words in outline.unread)
    assert any("唱歌" in words for words in draft_outline(ZH).unread)


@pytest.mark.parametrize(
    ("text", "language", "aspect"),
    [
        ("What do they intend to change?", "en", "intention"),
        ("Why did they stop?", "en", "reason"),
        ("Whose advice do they trust?", "en", "attitude"),
        ("Where do they buy it?", "en", "behaviour"),
        ("接下来半年打算怎么变？", "zh", "intention"),
        ("为什么不喝了？", "zh", "reason"),
        ("平时在哪儿买？", "zh", "behaviour"),
    ],
)
def test_what_a_question_is_about(text: str, language: Language, aspect: str) -> None:
    assert aspect_of(text, language) == aspect


def test_a_second_sentence_does_not_change_the_kind() -> None:
    assert asked_as("How much do they spend in a month? And why?", "en")[0] == "number"
    assert asked_as("一个月花多少钱？为什么？", "zh")[0] == "number"
