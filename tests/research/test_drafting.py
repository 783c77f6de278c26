"""The discussion guide by rule: said to "you", one thing at a time, broad to narrow, the category before the brand."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.records import Language
from research.asked_wording import Wording
from research.audience import Criterion
from research.brief import Brief, parse_brief, read_brief
from research.drafting import draft_guide, names_brand
from research.outline import Outline, Quota
from research.outline_edits import question_of, reworded, with_criteria
from research.quota_words import quota_read, quota_said
from research.screener import quotas_of, screener_of
from research.speaking import spoken
from research.timing import minutes_in, minutes_of

LANGUAGES: tuple[Language, ...] = ("zh", "en")
THIRD = {"zh": "大家|消费者|受访者|他们", "en": r"\b(?:they|their|people|consumers|respondents)\b"}


def sample_brief(language: Language) -> Brief:
    path = Path("corpus/sample/briefs") / f"{language}.yaml"
    return read_brief(path.name, path.read_bytes())


@pytest.fixture(params=LANGUAGES)
def guide(request: pytest.FixtureRequest) -> Outline:
    return draft_guide(sample_brief(request.param))


def test_every_question_is_said_to_the_one_who_answers(guide: Outline) -> None:
    said = [text for one in guide.questions for text in (one.text, *one.probes) if one.id != "P2"]
    assert [text for text in said if re.search(THIRD[guide.language], text, re.IGNORECASE)] == []
    marks = "?？”"
    assert [one.text for one in guide.core if one.text[-1] not in marks or "（" in one.text or "(" in one.text] == []


def test_it_is_whole_and_takes_about_an_hour(guide: Outline) -> None:
    assert [section.name for section in guide.sections] == ["warmup", "core", "core", "core", "projective", "closing"]
    assert {question.brief_question for question in guide.core} == set(range(1, 9))
    assert all(question.purpose and question.probes for question in guide.questions if question.id != "C1")
    assert 45 <= minutes_in(guide) <= 60
    assert len({probe for one in guide.core for probe in one.probes}) >= 14, "not the same probe again and again"


def test_broad_before_narrow_money_late_plans_last() -> None:
    assert [one.id for one in draft_guide(sample_brief("zh")).core] == ["Q6", "Q4", "Q1", "Q2", "Q5", "Q3", "Q7", "Q8"]
    assert [one.id for one in draft_guide(sample_brief("en")).core] == ["Q1", "Q2", "Q4", "Q5", "Q6", "Q3", "Q7", "Q8"]


@pytest.mark.parametrize(
    ("language", "text", "first", "after"),
    [
        ("en", "Do they wear sunscreen on ordinary days, and why or why not?", "Do you wear sunscreen on ordinary days?", ("Why, or why not?",)),
        ("en", "Which product have they stopped using, and what made them stop?", "Which product have you stopped using?", ("What made you stop?",)),
        ("en", "What do other people say about it?", "What do other people say about it?", ()),
        ("en", "What do they look at first, second and third (price, taste or brand)?", "What do you look at first, second and third?", ()),
        ("en", "Has the average consumer heard of oat milk?", "Have you heard of oat milk?", ()),
        ("zh", "平时主要在哪里买零食，为什么选那里？", "您平时主要在哪里买零食？", ("为什么选那里？",)),
        ("zh", "怎么看待“少糖”这类说法，信不信，会不会因此去买？", "您怎么看待“少糖”这类说法？", ("您信不信？", "您会不会因此去买？")),
        ("zh", "跟去年相比，大家吃零食的次数是少了、多了，还是差不多？", "跟去年相比，您吃零食的次数是少了、多了，还是差不多？", ()),
        ("zh", "最先看重什么，其次看重什么（口味、价格的先后）？", "您最先看重什么，其次看重什么？", ()),
    ],
)  # fmt: skip
def test_one_thing_at_a_time(language: Language, text: str, first: str, after: tuple[str, ...]) -> None:
    assert spoken(text, language) == (first, after)


@pytest.mark.parametrize("text", ["您怎么看蒙牛？", "What do you think of Nivea creams?", "您买过Apple的手机吗？"])
def test_a_brand_is_known_by_its_name(text: str) -> None:
    assert names_brand(text, "zh" if "您" in text else "en")


@pytest.mark.parametrize("text", ["您用什么APP？", "Do you wear SPF in March?", "What do you buy at Christmas?"])
def test_not_every_capital_is_a_brand(text: str) -> None:
    assert not names_brand(text, "zh" if "您" in text else "en")


def test_the_category_comes_before_the_brand() -> None:
    guide = draft_guide(
        parse_brief("Industry: coffee\nQuestions:\n- What do they think of Starbucks?\n- Where do they buy coffee?")
    )
    assert [one.id for one in guide.core] == ["Q2", "Q1"] and len(
        [one for one in guide.sections if one.name == "core"]
    ) == 2


WORDINGS = {
    "zh": Wording("您一个月在零食饮料上大概花多少钱？", 23, 4, 0.93, 1.56),
    "en": Wording("How much do you spend on skin care in an ordinary month, in pounds?", 21, 4, 1.0, 1.4),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wording_that_served_stands_in_the_place_of_the_briefs(language: Language) -> None:
    brief, wording = sample_brief(language), WORDINGS[language]
    plain = draft_guide(brief)
    served = draft_guide(brief, ((), (), (), (), (), (), (wording,), ()))
    question = question_of(served, "Q7")
    assert question.text == wording.text and question.asked_of == (wording.people, 4) and question.kind == "number"
    assert [one.text for one in served.core if one.id != "Q7"] == [one.text for one in plain.core if one.id != "Q7"]
    assert [one.sought for one in served.core] == [one.sought for one in plain.core]
    assert {one.sought for one in served.core} == set(brief.questions), "found as the brief asks, however it is said"
    anew = question_of(reworded(served, "Q7", "What?"), "Q7")
    assert anew.asked_of == () and anew.sought == "What?", "nobody was asked these words; they are what is meant now"


@pytest.mark.parametrize("wording", [
    Wording("How would you say your skin is?", 20, 4, 1.0, 1.5),  # another kind of answer
    Wording("How much do you spend on skin care in a year, and when?", 20, 4, 1.0, 1.5),  # asks for more
    Wording("How much do you spend on Nivea in a month, in pounds?", 20, 4, 1.0, 1.5),  # names a brand
    Wording("How much do you spend on skin care in a month?", 20, 4, 1.0, 0.6),  # suits too little
])  # fmt: skip
def test_a_wording_that_asks_for_something_else_does_not(wording: Wording) -> None:
    brief = sample_brief("en")
    assert draft_guide(brief, [()] * 6 + [(wording,), ()]) == draft_guide(brief)


def test_the_screener_asks_for_each_required_criterion(guide: Outline) -> None:
    trade, lately, *own = guide.screener
    assert len(own) == sum(each.required for each in guide.criteria) and lately.passes == lately.options[1:]
    assert trade.passes == trade.options[-1:] and [one.id for one in guide.screener] == [f"S{at}" for at in range(1, len(guide.screener) + 1)]  # fmt: skip
    for question in guide.screener:
        assert set(question.passes) < set(question.options) and question.passes, question


@pytest.mark.parametrize(("field", "op", "values", "passes", "closes"), [
    ("age", "between", ("18", "55"), "45–55", "56 or over"),
    ("age", "between", ("60", ""), "60–64", "55–59"),
    ("age", "between", ("1990", "1999"), "1990–1999", "2000 or later"),
    ("gender", "in", ("woman",), "woman", "man"),
    ("gender", "not_in", ("man",), "woman", "man"),
    ("city", "contains", ("Leeds",), "Leeds", "somewhere else"),
    ("region", "in", ("Wales",), "Wales", "Scotland"),
    ("income", "between", ("£2,000", ""), "£2,000 or more", "up to £2,000"),
    ("household", "in", ("with children",), "with children", "alone"),
    ("said", "said", ("changed jobs last year",), "yes", "no"),
])  # fmt: skip
def test_what_goes_on_and_what_closes(field: str, op: str, values: tuple[str, ...], passes: str, closes: str) -> None:
    (*_, question) = screener_of([Criterion(field, op, values, True, "")], "en")  # type: ignore[arg-type]
    assert passes in question.passes and closes in question.options and closes not in question.passes, question


def test_a_wave_and_a_preference_are_not_screened_for() -> None:
    criteria = [Criterion("wave", "in", ("2026-Q1",), True, ""), Criterion("gender", "in", ("woman",), False, "")]
    assert len(screener_of(criteria, "en")) == 2


def test_the_screener_follows_the_criteria_and_keeps_what_was_written(guide: Outline) -> None:
    own = replace(guide.screener[1], text="Have you got a dog?")
    edited = replace(guide, screener=(*guide.screener, own))
    women = Criterion("gender", "in", ("女" if guide.language == "zh" else "woman",), True, "")
    after = with_criteria(edited, [women])
    assert [one.text for one in after.screener][-1] == "Have you got a dog?" and len(after.screener) == 4
    assert with_criteria(after, guide.criteria).screener[:-1] == guide.screener


def test_quotas_add_up_and_are_even(guide: Outline) -> None:
    assert sum(quota.wanted for quota in guide.quotas) == 34
    wanted = [quota.wanted for quota in guide.quotas]
    assert max(wanted) - min(wanted) <= 1 and min(wanted) >= 3
    women = sum(quota.wanted for quota in guide.quotas if ("gender", "woman") in quota.cell)
    assert women == 17
    assert len(quotas_of(guide, 6)) == 2 and quotas_of(guide, 5) == ()


def test_a_quota_reads_as_it_is_written(guide: Outline) -> None:
    quotas = (*guide.quotas, Quota((("city_tier", "village"), ("age", "60+")), 7))
    for language in LANGUAGES:
        assert [quota_read(quota_said(one, language), language) for one in quotas] == [*quotas]
    assert quota_read("People who sing: 4", "en") is None


def test_minutes_somebody_gave_count(guide: Outline) -> None:
    question = guide.core[0]
    assert minutes_of(replace(question, minutes=12.5)) == 12.5 and minutes_of(question) > 0
