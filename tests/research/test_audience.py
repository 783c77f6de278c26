"""Criteria from the words of a brief, and who fits them."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.language import language_of
from corpus.records import Attributes
from research.audience import Criterion, criteria_from, judge, said_once, unread_people
from research.brief import Brief, read_brief

SAMPLE = Path(__file__).parents[2] / "corpus" / "sample"
WOMAN = Attributes(
    "Z01", "2026-Q1", 1991, "女", "河南省信阳市固始县", "县城", "中部", "县医院护士", "5000-8000", "夫妻与一个孩子"
)
MAN = Attributes("E06", "2026-Q1", 1991, "man", "Bristol", "large city", "South", "joiner", "£2,500–3,500", "couple")


def brief(people: str, **more: tuple[str, ...]) -> Brief:
    given = {"title": "t", "industry": "", "questions": ("why?",), "people": people, "source_text": people, **more}
    return Brief.model_validate({**given, "language": language_of(people)})


def said(people: str) -> dict[str, tuple[str, ...]]:
    return {each.field: each.values for each in criteria_from(brief(people))}


def fits(person: Attributes, people: str) -> bool:
    return judge(person, criteria_from(brief(people)), wave="2026-Q1").fits


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ("住在县城的人", {"city_tier": ("县城", "县级市")}),
        ("县级市居民", {"city_tier": ("县级市",)}),
        ("县城妈妈", {"city_tier": ("县城", "县级市"), "gender": ("女",), "household": ("有孩子",)}),
        ("18-35岁女性", {"age": ("18", "35"), "gender": ("女",)}),
        ("十八到三十五岁的男性", {"age": ("18", "35"), "gender": ("男",)}),
        ("60岁及以上", {"age": ("60", "")}),
        ("不到25岁", {"age": ("", "24")}),
        ("二三十岁", {"age": ("20", "39")}),
        ("90后", {"age": ("1990", "1999")}),
        ("80、90后", {"age": ("1980", "1999")}),
        ("18-25岁或40-50岁", {"age": ("18", "25", "40", "50")}),
        ("月收入5000元以上，8000元以下", {"income": ("5000元", "")}),
        ("月入过万", {"income": ("10000元", "")}),
        ("年收入12万以上", {"income": ("10000元", "")}),
        ("月薪5-8千", {"income": ("5000元", "8000元")}),
        ("与父母同住", {"household": ("与父母同住",)}),
        ("women 25 to 45 in small towns", {"gender": ("woman",), "age": ("25", "45"), "city_tier": ("town",)}),
        ("over-30s", {"age": ("30", "")}),
        ("over 30s in Scotland", {"age": ("30", ""), "region": ("Scotland",)}),
        ("mothers in their thirties", {"gender": ("woman",), "household": ("with children",), "age": ("30", "39")}),
        ("young women 18-24", {"gender": ("woman",), "age": ("18", "24")}),
        ("adults over 18 and under 65", {"age": ("18", "64")}),
        ("people earning at least £30k a year", {"income": ("£2500", "")}),
        ("Leeds or London", {"city": ("Leeds", "London")}), ("England", {"region": ("North", "South", "East", "Midlands", "London")}),
        ("nurses", {"occupation": ("护士", "nurse")}),
        ("anyone", {}), ("性别不限", {}), ("男女不限", {}), ("不限", {}), ("any gender, all ages", {}), ("", {}),
    ],
)  # fmt: skip
def test_criteria(people: str, expected: dict[str, tuple[str, ...]]) -> None:
    assert said(people) == expected


@pytest.mark.parametrize(
    ("people", "ages"),
    [
        ("women aged 33", ("33", "33")), ("33 years old", ("33", "33")), ("33岁", ("33", "33")), ("三十三岁的女性", ("33", "33")),
        ("age 33, in London", ("33", "33")), ("18岁、20岁", ("18", "18", "20", "20")), ("aged 30 and over", ("30", "")),
        ("aged 30-40", ("30", "40")), ("25岁至35岁", ("25", "35")), ("33岁以上", ("33", "")), ("满18岁", ("18", "")),
        ("不到 33岁", ("", "32")),
    ],
)  # fmt: skip
def test_an_exact_age_is_read_and_a_range_stays_one(people: str, ages: tuple[str, ...]) -> None:
    assert next(each.values for each in criteria_from(brief(people)) if each.field == "age") == ages


@pytest.mark.parametrize("people", ["不足33岁", "小于等于33岁", "aged 33s"])
def test_an_age_that_is_not_exact_is_not_read_as_one(people: str) -> None:
    assert criteria_from(brief(people)) == () and unread_people(brief(people)) == (people,)


def test_a_word_that_is_two_criteria_is_said_once() -> None:
    found = criteria_from(brief("县城宝妈"))
    assert [each.said for each in found] == ["县城", "宝妈", "宝妈"] and said_once(found) == (("县城",), ("宝妈",))
    assert said_once(criteria_from(brief("Leeds or London"))) == (("Leeds", "London"),)


@pytest.mark.parametrize(
    ("people", "preferred"),
    [
        ("18-35岁女性，最好有孩子", {"household"}), ("18-35岁，女性优先", {"gender"}), ("优先考虑县城，18-35岁", {"city_tier"}),
        ("women 25 to 45, ideally with children", {"household"}), ("men and women, town preferred", {"city_tier"}),
        ("adults, women if possible", {"gender"}), ("18-35岁女性", set()), ("男性为主，县城", {"gender"}),
    ],
)  # fmt: skip
def test_preferred(people: str, preferred: set[str]) -> None:
    assert {each.field for each in criteria_from(brief(people)) if not each.required} == preferred


def test_exclusion() -> None:
    student = replace(WOMAN, occupation="奶茶店兼职、专升本在读")
    assert not fits(student, "不要学生") and fits(WOMAN, "不要学生")
    assert fits(MAN, "adults, no students") and not fits(
        replace(MAN, occupation="drama student"), "adults, no students"
    )
    assert fits(MAN, "without children") and not fits(WOMAN, "without children")


def test_said_is_of_the_brief() -> None:
    people = "住在县城的妈妈，25到40岁"
    assert all(each.said in people for each in criteria_from(brief(people)))


@pytest.mark.parametrize(
    ("people", "unread"),
    [
        ("住在县城、爱喝奶茶的年轻妈妈", ("爱喝奶茶",)), ("18-35岁女性", ()), ("women who knit in small towns", ("who knit in",)),
        ("妇产科专家", ("妇产科专家",)), ("anyone", ()), ("", ()), ("adults aged 18 to 65, any gender", ()),
    ],
)  # fmt: skip
def test_unread(people: str, unread: tuple[str, ...]) -> None:
    assert tuple(each.strip() for each in unread_people(brief(people))) == unread


@pytest.mark.parametrize("spelt", ["女", "女性", "woman", "women", "Female", "F"])
def test_gender_spellings(spelt: str) -> None:
    person = replace(WOMAN, gender=spelt)
    assert fits(person, "女性") and fits(person, "women") and not fits(person, "男性") and not fits(person, "men")


def test_county_covers_county_cities_and_not_the_reverse() -> None:
    city = replace(WOMAN, city_tier="县级市")
    assert fits(city, "县城") and fits(WOMAN, "县城") and fits(city, "县级市") and not fits(WOMAN, "县级市")
    assert judge(city, [Criterion("city_tier", "in", ("县城",), True, "")], wave="2026-Q1").fits


def test_age_moves_with_the_wave() -> None:
    until_35 = criteria_from(brief("18-35岁"))
    assert judge(WOMAN, until_35, wave="2026-Q1").fits and not judge(WOMAN, until_35, wave="2027-Q1").fits
    assert judge(WOMAN, until_35, wave="2026-Q1").why == ((until_35[0], "35"),)


@pytest.mark.parametrize(
    ("household", "mother"),
    [("夫妻与三个孩子", True), ("单亲带一个孩子", True), ("夫妻二人", False), ("没有孩子", False), ("与父母同住", False), ("独居", False),
     ("single parent, two children", True), ("couple", False), ("one person", False), ("couple, no children", False)],
)  # fmt: skip
def test_mothers(household: str, mother: bool) -> None:
    person = replace(WOMAN, household=household)
    assert fits(person, "妈妈") is mother and fits(person, "mothers") is mother
    assert not fits(replace(person, gender="男"), "妈妈")


@pytest.mark.parametrize(
    ("people", "band", "expected"),
    [
        ("月收入5000元以上", "5000-8000", True), ("月收入5000元以上", "8000以上", True), ("月收入5000元以上", "3000-5000", False),
        ("月收入5000元以下", "3000以下", True), ("月收入5000元以下", "5000-8000", False), ("月收入6000元以上", "5000-8000", False),
        ("earning at least £2,500", "£2,500–3,500", True), ("earning at least £2,500", "over £3,500", True),
        ("earning under £2,500", "under £1,500", True), ("earning under £2,500", "£2,500–3,500", False),
        ("earning under £2,500", "3000以下", False),
    ],
)  # fmt: skip
def test_income(people: str, band: str, expected: bool) -> None:
    assert fits(replace(WOMAN, income=band), people) is expected


def test_a_band_that_straddles_is_unknown() -> None:
    criteria = criteria_from(brief("月收入6000元以上"))
    assert judge(WOMAN, criteria, wave="2026-Q1").unknown == criteria


def test_unknown_required_fails_and_unknown_preferred_does_not() -> None:
    nobody = Attributes("X1")
    required, preferred = criteria_from(brief("县城")), criteria_from(brief("最好在县城"))
    fit = judge(nobody, required, wave="2026-Q1")
    assert (fit.fits, fit.failed, fit.unknown) == (False, required[0], required)
    assert judge(nobody, preferred, wave="2026-Q1").fits
    assert not judge(nobody, criteria_from(brief("18-35岁")), wave="2026-Q1").fits


def test_waves_and_language() -> None:
    waves = criteria_from(brief("anyone", waves=("2026-Q1", "2026-Q2")))
    assert judge(MAN, waves, wave="2026-Q2").fits and not judge(MAN, waves, wave="2026-Q3").fits
    english = criteria_from(brief("English speakers"))
    assert judge(MAN, english, wave="2026-Q1", language="en").fits
    assert judge(MAN, english, wave="2026-Q1").unknown == english


def people_of(name: str) -> list[Attributes]:
    """The sample's respondents table; its columns stand in the order of Attributes."""
    with (SAMPLE / name).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return [Attributes(who, wave, int(born), a, b, c, d, e, f, g) for who, wave, born, a, b, c, d, e, f, g, _ in rows]


def test_sample_briefs_on_the_sample_people() -> None:
    for language, out in (("zh", {"Z39"}), ("en", set())):
        given = read_brief("b.yaml", (SAMPLE / "briefs" / f"{language}.yaml").read_bytes())
        people = people_of(f"respondents_{language}.csv")
        left = {each.respondent for each in people if not judge(each, criteria_from(given), wave=each.wave or "").fits}
        assert left == out and unread_people(given) == ()


@pytest.mark.parametrize(
    ("part", "fields"),
    [("的人", []), ("最好妈妈", ["gender", "household"]), ("18岁以上", ["age"]), ("not women, ", ["gender"]), ("年收入5", []),
     ("优先", []), ("18-", ["age"])],
)  # fmt: skip
def test_hostile_people_are_read_to_their_end(part: str, fields: list[str]) -> None:
    given = brief((part * 20_000)[:19_000])
    assert [each.field for each in criteria_from(given)] == fields  # backtracking would never come back
    assert bool(unread_people(given)) == (part == "年收入5")
