"""The title of a brief that has none."""

import pytest

from corpus.records import Language
from research.brief import brief_from_fields
from research.brief_title import title_of

LONG = "How has the skin care routine you follow in the morning and evening changed, and what do you pay for it?"


@pytest.mark.parametrize(
    ("industry", "question", "language", "title"),
    [
        ("skin care", "Why do they buy it?", "en", "Skin care: Why do they buy it"),
        ("skin care", LONG, "en", "Skin care: How has the skin care routine you follow in…"),
        ("护肤", "早晚怎么护肤？", "zh", "护肤：早晚怎么护肤"),
        ("护肤", "跟去年比，护肤这件事花的时间和钱有什么变化，为什么会这样变？", "zh", "护肤：跟去年比，护肤这件事花的时间和钱有什么变…"),
        ("", "why do they buy it?", "en", "Why do they buy it"),
        ("tea", "x" * 90, "en", "Tea: " + "x" * 44 + "…"),
    ],
)  # fmt: skip
def test_it_names_industry_and_first_question(industry: str, question: str, language: Language, title: str) -> None:
    assert title_of(industry, question, language) == title


def test_a_title_that_is_given_stays() -> None:
    given = brief_from_fields(industry="tea", questions=["why?"], people="", title="my tea")
    assert given.title == "my tea"
    assert brief_from_fields(industry="tea", questions=["why?"], people="").title == "Tea: why"
