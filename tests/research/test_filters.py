"""Filters: what they ask of people is what a study's audience asks, and they are called as their reader would."""

import pytest

from corpus.records import Attributes, Language
from research.attribute_values import told_value
from research.audience import Criterion, criteria_from, judge
from research.brief import Brief
from research.filters import SEGMENTS, Filter, Segment, chosen, filter_of, value_said, values_in

PEOPLE = (
    Attributes("a", "2026-Q1", 1990, "女", "", "县城", "西部", "护士", "3000-5000", "夫妻与一个孩子"),
    Attributes("b", "2026-Q1", 1985, "F", "", "县级市", "Scotland", "nurse", "£2,500–3,500", "alone"),
    Attributes("c", "2026-Q1", 1961, "man", "", "large city", "East", "chef", "", "couple, two children"),
    Attributes("d", "2026-Q1", None, "", "", "", "Mars", "", "", ""),
)


def fits(one: Filter) -> str:
    return "".join(each.respondent for each in PEOPLE if judge(each, one.criteria, wave="2026-Q1").fits)


@pytest.mark.parametrize(
    ("segment", "value", "who"),
    [
        ("gender", "woman", "ab"), ("gender", "man", "c"), ("city_tier", "county", "ab"), ("city_tier", "county_city", "b"),
        ("region", "scotland", "b"), ("region", "mars", "d"), ("age", "30–39", "a"), ("age", "40–49", "b"), ("age", "60+", "c"),
    ],
)  # fmt: skip
def test_a_segment_holds_as_an_audience_does(segment: Segment, value: str, who: str) -> None:
    assert fits(filter_of(segment, value)) == who


@pytest.mark.parametrize(
    ("words", "who", "language"),
    [("有孩子的女性", "a", "zh"), ("mothers, or fathers over 60", "", "en"), ("nurses", "ab", "en"), ("55岁以上男性", "c", "zh")],
)  # fmt: skip
def test_words_about_people_are_read_as_a_briefs(words: str, who: str, language: Language) -> None:
    brief = Brief(title="", industry="", questions=(), people=words, language=language, source_text=words)
    assert filter_of("people", words).criteria == criteria_from(brief)
    assert who == "" or fits(filter_of("people", words)) == who


def test_what_a_brief_would_prefer_a_filter_requires_and_what_is_not_read_is_told() -> None:
    one = filter_of("people", "女性优先，懂量子力学")
    assert one.criteria == (Criterion("gender", "in", ("女",), True, "女性"),)
    assert one.unread == ("懂量子力学",)


def test_what_is_offered_is_what_somebody_is() -> None:
    offered = values_in(PEOPLE)
    assert offered == {
        "gender": ("woman", "man"), "age": ("30–39", "40–49", "60+"),
        "city_tier": ("county", "county_city", "large"), "region": ("west_cn", "east", "scotland", "mars"),
    }  # fmt: skip
    assert all(fits(filter_of(segment, value)) for segment in SEGMENTS for value in offered[segment])
    assert values_in([]) == dict.fromkeys(SEGMENTS, ())


def test_values_are_said_in_the_readers_language() -> None:
    assert (value_said("gender", "woman", "zh"), value_said("gender", "woman", "en")) == ("女", "woman")
    assert value_said("region", "scotland", "zh") == told_value("Scotland", "zh") != "Scotland"
    assert value_said("age", "60+", "zh") == "60+" and value_said("region", "mars", "en") == "mars"


def test_the_filter_of_a_name_is_found() -> None:
    filters = (filter_of("wave", "2026-Q1"), filter_of("gender", "man"))
    assert chosen(filters, "gender") == "man" and chosen(filters, "subject") == ""
