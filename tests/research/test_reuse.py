"""Words that may not be used again: no study matches, counts or quotes them, and one that did is stale."""

import pytest

from corpus.consent import set_consent
from corpus.records import Attributes
from corpus.viewer import LOCAL
from research.audience import criteria_from, judge
from research.brief import parse_brief
from research.opened import open_report
from research.report import Table
from research.study import Steps, run_study, stale_stages
from tests.tiny import Home

OWN = ("E01-2025-Q4", "E01-2026-Q1")


def test_a_closed_person_is_in_no_study(tiny: Home, briefs) -> None:
    space = tiny.space()
    set_consent(space.engine, LOCAL, OWN, "closed")
    report = run_study(briefs["en"], space)
    steps = Steps(space.studies.open(briefs["en"]), space)
    outline = steps.outline()
    matches = steps.matches(outline)
    judged = steps.responses(outline, matches)
    assert "E01" not in {one.respondent for one in judged.all} | {one.respondent for one in matches}
    assert "E02" in {one.respondent for one in judged.all}  # nothing on record: counted, and not quoted
    assert "E01" not in repr(report) and len(judged.all) == judged.funnel["reuse"][0] == 11
    assert judged.funnel["corpus"][0] == 12
    (funnel,) = (one for one in report.blocks if isinstance(one, Table) and one.id == "funnel")
    assert any("used again" in row[0] for row in funnel.rows)


def test_one_interview_closed_leaves_the_others_of_the_person(tiny: Home, briefs) -> None:
    space = tiny.space()
    set_consent(space.engine, LOCAL, OWN[1:], "closed")
    steps = Steps(space.studies.open(briefs["en"]), space)
    matches = steps.matches(steps.outline())
    assert {one.interview for one in matches if one.respondent == "E01"} <= {OWN[0]}


def test_closing_makes_a_study_stale_and_its_report_says_whose_words_are_gone(tiny: Home, briefs) -> None:
    space = tiny.space()
    report = run_study(briefs["en"], space)
    study = space.studies.open(briefs["en"]).id
    assert stale_stages(study, space) == []
    whose = next(iter(report.quotes.values())).respondent
    set_consent(
        space.engine, LOCAL, [each.id for each in space.corpus.interviews() if each.respondent == whose], "closed"
    )
    assert "matches" in stale_stages(study, space)
    assert whose in {note.respondent for note in open_report(report.id, space).notes if note.kind == "withdrawn"}


@pytest.mark.parametrize(
    "people",
    ["Women whose recordings may be passed on", "adults, recordings may be passed on", "成年人，录音可对外提供"],
)
def test_a_brief_may_ask_for_people_whose_recording_may_be_passed_on(people) -> None:
    language = "zh" if "录" in people else "en"
    asks = (
        "行业：奶茶\n人群：{}\n问题：\n- 为什么喝？"
        if language == "zh"
        else "Industry: tea\nAudience: {}\nQuestions:\n- Why tea?"
    )
    criteria = criteria_from(parse_brief(asks.format(people)))
    assert "recording" in {one.field for one in criteria}
    mine = [one for one in criteria if one.field == "recording"]
    fits = {
        said: judge(Attributes("R1", "2026-Q1", recording=said), mine, wave="2026-Q1").fits
        for said in ("yes", "no", "")
    }
    assert fits == {"yes": True, "no": False, "": False}
