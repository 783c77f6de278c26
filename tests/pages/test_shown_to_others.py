"""What identifies somebody, planted in words, a file's name, a label and a table: no screen shows it but a curator's."""

import pytest

from corpus.viewer import Viewer
from research.pages import opening
from research.study import run_study
from tests.pages.walking import said, walk
from tests.tiny import Home

PHONE, WRITTEN = "07700 900123", "07700900123"
NAME, TOWN, JOB = "Bartholomew Quillfeather", "Little Snoring", "lighthouse keeper"
PLANTED = (PHONE, WRITTEN, "Bartholomew", "Quillfeather", TOWN, JOB, "1931")

LINES = f"""Interviewer: Has the amount of coffee you drink changed compared with last year?
Respondent: My name is {NAME}, my number is {PHONE}. Less coffee than last year, coffee keeps me awake at night.
Interviewer: Standing at the counter or the shelf, what matters most when you choose a coffee?
Respondent: The price of the coffee matters most, it has gone up so much.
Interviewer: And how much do you spend on coffee in an ordinary month, in pounds and all told?
Respondent: I spend about 20 pounds on coffee in a month.
"""
TABLE = (
    "respondent,wave,birth_year,gender,city,city_tier,region,occupation,consent\n"
    f"E90,2026-Q1,1931,woman,{TOWN},county seat,call {PHONE},{JOB},report\n"
)


@pytest.fixture
def planted(tiny: Home, monkeypatch) -> Home:
    monkeypatch.setenv("QUIPU_HOME", str(tiny.folder))
    tiny.bring_in("people.csv", TABLE)
    tiny.bring_in("E90_2026-Q1.txt", LINES)
    tiny.bring_in(f"{NAME} {WRITTEN} 2026-Q1.txt", LINES.replace("20 pounds", "25 pounds"))
    return tiny


def everything(app) -> str:
    """All that a screen says, its buttons, inputs and the data its components are drawn from."""
    buttons = [f"{button.label} {button.key}" for button in app.button]
    drawn = [repr(element.proto) for kind in ("bidi_component", "download_button") for element in app.get(kind)]
    return "\n".join([said(app), *buttons, *drawn])


SCREENS = (
    ("home", {}), ("transcripts", {}), ("transcripts", {"q": "coffee awake at night"}), ("transcripts", {"person": "E90"}),
    ("transcripts", {"interview": "E90-2026-Q1"}), ("transcripts", {"interview": "E90-2026-Q1", "text": "both"}),
    ("corpus", {}), ("reports", {}),
)  # fmt: skip


@pytest.mark.parametrize("role", ["researcher", "merchant"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_screen_shows_it(planted: Home, briefs, monkeypatch, role, lang) -> None:
    report = run_study(briefs["en"], planted.space())
    made_up = next(each.respondent for each in planted.space().corpus.lines() if each.respondent.startswith("R-"))
    monkeypatch.setattr(opening, "LOCAL", Viewer("x", role, "local"))
    study = planted.space().studies.list()[0].id
    screens = (
        *SCREENS, ("transcripts", {"person": made_up}), ("study", {"study": study, "step": "responses", "show": "all"}),
        ("study", {"study": study, "step": "responses", "person": "E90"}), ("study", {"study": study, "step": "report"}),
        *(("study", {"study": study, "step": "report", "figure": figure}) for figure in list(report.figures)[:3]),
        *(("study", {"study": study, "step": "report", "quote": quote}) for quote in list(report.quotes)[:2]),
    )  # fmt: skip
    words = said(walk("transcripts", interview="E90-2026-Q1", lang=lang))
    assert ("keeps me awake" in words) == (role == "researcher")  # there is something to see
    for screen, query in screens:
        shown = everything(walk(screen, lang=lang, **query))
        assert [word for word in PLANTED if word in shown] == [], (screen, query)


def test_the_curators_page_shows_who_it_is(planted: Home) -> None:
    shown = said(walk("transcripts", person="E90", lang="en"))
    assert TOWN in shown and JOB in shown and "1931" in shown


def test_no_report_holds_it(planted: Home, briefs, tmp_path) -> None:
    report = run_study(briefs["en"], planted.space())
    assert "E90" in repr(report)  # they are in the study, and may be quoted
    assert [word for word in PLANTED if word in repr(report)] == []
