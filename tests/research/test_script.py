"""A brief and interviews in the other Chinese script: found, read and counted alike, shown and quoted as written."""

import pytest

from research.audience import criteria_from
from research.brief import parse_brief
from research.evidence import Evidence
from research.finding import find
from research.outline import draft_outline
from research.saved import from_json
from research.study import run_study
from research.values import kind_of, read_value
from research.workspace import Workspace
from tests.tiny import BRIEFS, Home, transcript

TRADITIONAL = """行業：奶茶
人群：18歲以上的女性，最好有孩子
份數：6份
問題：
- 跟去年比，大家喝奶茶的次數有什麼變化？
- 買奶茶的時候最看重什麼，為什麼？
- 一個月買奶茶大概花多少錢？
"""
SPOKEN = {
    "Z21": ("週末在家。", "喝奶茶的次數比去年少了，喝了睡不著覺。", "看糖分，太甜的奶茶不買。", "一個月奶茶兩百塊錢。"),
    "Z22": ("爬山。", "奶茶喝得比去年少了，睡不著覺。", "糖分，不太甜的奶茶才買。", "奶茶一個月大概一百二十塊錢。"),
}


@pytest.fixture
def spoken(tiny: Home) -> Workspace:
    """The tiny corpus and two people written down in the traditional script."""
    for who, said in SPOKEN.items():
        tiny.bring_in(f"{who}_2026-Q1.txt", transcript(said, "zh"))
    tiny.bring_in(
        "more.csv", "respondent,birth_year,gender,city_tier,consent\nZ21,1990,女,縣城,report\nZ22,1985,女,縣城,report\n"
    )
    return tiny.space()


def test_a_brief_is_read_alike_and_kept_as_written() -> None:
    written, plain = parse_brief(TRADITIONAL), parse_brief(BRIEFS["zh"])
    assert written.questions[0] == "跟去年比，大家喝奶茶的次數有什麼變化？" and written.industry == "奶茶"
    assert (written.language, written.responses) == ("zh", 6)
    assert [(one.kind, one.must_have) for one in draft_outline(written).core] == [
        (one.kind, one.must_have) for one in draft_outline(plain).core
    ]
    told = {(one.field, one.required, one.said) for one in criteria_from(written)}
    assert ("age", True, "18歲以上") in told and ("gender", True, "女性") in told
    assert any(field == "household" and not required for field, required, _ in told)


def test_options_are_named_as_the_question_writes_them() -> None:
    assert kind_of("您喜歡甜的還是鹹的？", "zh") == ("choice", ("甜", "鹹"))


def test_values_are_read_where_they_stand() -> None:
    text = "大概一個月兩百塊錢吧，不多。"
    value = read_value(text, "number", (), "zh", question="一個月花多少錢？")
    assert value and value.low == 200 and "兩百" in text[slice(*value.span)]
    chosen = read_value("比去年買得少了很多", "choice", ("less", "same", "more"), "zh", question="變化？")
    assert chosen and chosen.option == "less"


@pytest.mark.parametrize("text", ["睡不着觉", "睡不著覺"])
def test_either_script_finds_the_other(spoken: Workspace, text: str) -> None:
    said = [hit for hit in find(spoken.searcher(), spoken.corpus, text) if hit.said]
    assert {"Z21", "Z22"} < {hit.interview.respondent for hit in said}, "and those who said it in the simplified script"
    for hit in said:
        shown = {hit.interview.words(span) for span in hit.marked}
        assert shown <= ({"睡不著覺", "睡不著"} if hit.interview.respondent in SPOKEN else {"睡不着觉", "睡不着"})


def test_a_study_counts_both_and_quotes_each_as_written(spoken: Workspace) -> None:
    report = run_study(parse_brief(BRIEFS["zh"]), spoken)
    held = from_json(Evidence, spoken.studies.report(report.id).evidence)
    assert set(SPOKEN) <= set(held.respondents)
    assert {who: held.questions["Q1"].values[who].option for who in SPOKEN} == dict.fromkeys(SPOKEN, "less")
    assert [held.questions["Q3"].values[who].low for who in SPOKEN] == [200, 120]
    quoted = [report.quoted[quote.id] for quote in report.quotes.values() if quote.interview.startswith(tuple(SPOKEN))]
    assert quoted and all(
        any(one in spoken.corpus.interview(f"{who}-2026-Q1").text for who in SPOKEN) for one in quoted
    )
