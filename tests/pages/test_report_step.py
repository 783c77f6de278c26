"""The report step, walked without a browser: what comes before a report, editing it, and what a reload finds."""

import pytest
import streamlit as st
from sqlalchemy import select
from sqlalchemy.orm import Session
from streamlit.testing.v1 import AppTest

from corpus.viewer import Viewer
from exports.marks import read_word
from exports.verify import blocking, verify
from exports.word import Links, write_word
from research.confirmations import Confirmation
from research.messages import say
from research.pages.escaping import escaped
from research.rewriting import retitled
from research.tables import JobRow, ReportRow
from research.verification import rederived
from research.workspace import Workspace
from tests.edited_reports import TwoVersions
from tests.pages.walking import asked, keys, run, said, walk
from tests.tiny import Home

CONCLUSION = "front/key/Q3"


@pytest.fixture
def two(versions: TwoVersions, monkeypatch: pytest.MonkeyPatch) -> TwoVersions:
    monkeypatch.setenv("QUIPU_HOME", str(versions.home.folder))
    return versions


@pytest.fixture
def unwritten(tiny: Home, briefs, monkeypatch: pytest.MonkeyPatch) -> tuple[Workspace, str]:
    """A study with a brief and nothing else."""
    monkeypatch.setenv("QUIPU_HOME", str(tiny.folder))
    space = tiny.space()
    return space, space.studies.open(briefs["en"]).id


def study_of(two: TwoVersions) -> str:
    return two.opened().saved.study


def step(study: str, lang: str = "en", **query: str) -> AppTest:
    return walk("study", **{"lang": lang, "study": study, "step": "report", **query})


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_report_short_of_people_is_marked_above_it(two: TwoVersions, lang: str) -> None:
    short = say(lang, "page.report.short", valid=12, wanted=50)
    assert short not in said(step(study_of(two), lang))
    with Session(two.home.space().engine) as session, session.begin():
        row = session.get(ReportRow, two.second)
        evidence = dict(row.evidence)
        evidence["funnel"] = evidence["funnel"] | {"valid": [12, 14]}
        row.evidence = evidence | {"account": {"wanted": 50}}
    st.cache_resource.clear()  # a written report never changes but here
    st.cache_data.clear()
    assert short in said(step(study_of(two), lang))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_without_a_confirmed_number_it_leads_to_the_responses(unwritten: tuple[Workspace, str], lang: str) -> None:
    _, study = unwritten
    app = step(study, lang)
    assert say(lang, "page.report.unconfirmed") in said(app) and "write" not in keys(app)
    run(app, app.button(key="to-responses").click())
    assert asked(app, "step") == "responses" and asked(app, "study") == study


def test_with_one_the_report_is_asked_for_once(unwritten: tuple[Workspace, str]) -> None:
    space, study = unwritten
    space.confirmations.confirm(study, Confirmation(5, "random", 1))
    app = step(study)
    run(app, app.button(key="write").click())
    with Session(space.engine) as session:
        assert [(row.kind, row.subject) for row in session.scalars(select(JobRow))] == [("write", study)]
    assert "write" not in keys(app), "it is under way"


def test_reading_has_no_tools_and_editing_is_in_the_address(two: TwoVersions) -> None:
    app = step(study_of(two))
    assert not app.menu_button and not app.text_area and "history" not in said(app)
    run(app, app.button(key="edit").click())
    assert asked(app, "edit") == "1" and len(app.menu_button) > 10
    run(app, app.button(key="edit").click())
    assert asked(app, "edit") == "" and not app.menu_button


def test_the_step_offers_the_address_of_its_report(two: TwoVersions) -> None:
    app = step(study_of(two))
    assert [one.value for one in app.code if f"/reports?report={two.second}" in one.value]


def test_a_new_title_is_there_after_a_reload_and_gone_when_undone(two: TwoVersions) -> None:
    study = study_of(two)
    app = step(study, edit="1")
    run(app, app.button(key="retitle").click())
    app.text_input(key="edit-title").set_value("少而好 <b>")
    run(app, app.button(key="edit-save").click())
    assert app.header[0].value == escaped("少而好 <b>")
    assert "edit-title" not in [box.key for box in app.text_input]
    again = step(study)
    assert again.header[0].value == escaped("少而好 <b>") and say("en", "page.report.edited") in said(again)
    undoing = step(study, edit="1")
    undoing.session_state["history"] = True
    run(undoing)
    run(undoing, undoing.button(key="undo-1").click())
    assert [one.kind for one in two.space.edits.all(study)] == ["title", "undo"]
    assert "少而好" not in said(step(study))


def test_text_is_edited_around_its_figures(two: TwoVersions) -> None:
    study = study_of(two)
    app = step(study, edit="1", at=CONCLUSION, do="text")
    box = app.text_area(key=f"text-{CONCLUSION}")
    assert "⟦F" in box.value
    box.set_value("Worth knowing: " + box.value)
    run(app, app.button(key="edit-save").click())
    assert not app.text_area and asked(app, "at") == ""
    assert escaped("Worth knowing:") in said(step(study))


@pytest.mark.parametrize(
    ("added", "key"), [(" and 3 more", "edit_number"), ("“I said so”", "edit_quotation"), ("⟦F1 999⟧", "edit_lock_changed")]
)  # fmt: skip
def test_a_refusal_names_the_piece_and_loses_nothing(two: TwoVersions, added: str, key: str) -> None:
    study, lang = study_of(two), two.language
    app = step(study, lang, edit="1", at=CONCLUSION, do="text")
    text = app.text_area(key=f"text-{CONCLUSION}").value + added
    app.text_area(key=f"text-{CONCLUSION}").set_value(text)
    run(app, app.button(key="edit-save").click())
    told = say(lang, f"error.{key}.text", piece="|").split("|")[0]
    assert len(app.warning) == 1 and app.warning[0].value.startswith(escaped(told))
    assert app.text_area(key=f"text-{CONCLUSION}").value == text
    assert two.space.edits.all(study) == []


def test_cancel_closes_and_keeps_nothing(two: TwoVersions) -> None:
    study = study_of(two)
    app = step(study, edit="1", at=CONCLUSION, do="text")
    app.text_area(key=f"text-{CONCLUSION}").set_value("Gone")
    run(app, app.button(key="edit-cancel").click())
    assert not app.text_area and asked(app, "at") == "" and two.space.edits.all(study) == []


def test_only_one_form_is_open(two: TwoVersions) -> None:
    app = step(study_of(two), edit="1", at=CONCLUSION, do="text")
    run(app, app.menu_button(key="menu-front/subtitle/1").click("text"))
    assert [box.key for box in app.text_area] == ["text-front/subtitle/1"]


def test_sections_move_and_go(two: TwoVersions) -> None:
    study = study_of(two)
    app = step(study, edit="1")
    run(app, app.menu_button(key="menu-finding-Q3").click("up"))
    run(app, app.menu_button(key="menu-finding-Q1").click("drop_section"))
    kinds = [(edit.kind, edit.target) for edit in two.space.edits.all(study)]
    assert kinds == [("move", "finding-Q3"), ("drop", "finding-Q1")]
    left = [
        box.key for box in app.menu_button if (box.key or "").startswith("menu-finding") and "/" not in (box.key or "")
    ]
    assert left[:2] == ["menu-finding-Q3", "menu-finding-Q2"]


def test_what_cannot_move_further_says_so(two: TwoVersions) -> None:
    app = step(study_of(two), edit="1")
    run(app, app.menu_button(key="menu-finding-Q1").click("up"))
    assert len(app.warning) == 1 and not two.space.edits.all(study_of(two))


def test_another_quote_takes_the_place(two: TwoVersions) -> None:
    study = study_of(two)
    app = step(study, edit="1", at="finding-Q3/quote/1", do="swap")
    run(app, app.button(key="use-0").click())
    (edit,) = two.space.edits.all(study)
    assert edit.kind == "swap" and asked(app, "do") == ""


def test_an_edit_without_a_place_is_told(two: TwoVersions) -> None:
    study = study_of(two)
    two.space.edits.add(study, "drop", "finding-Q9/body/1", {"beneath": ["x"]})
    app = step(study, edit="1")
    assert say("en", "page.report.unplaced", n=1) in said(app)
    assert say("en", "page.report.unplaced", n=1) not in said(step(study))


def test_a_merchant_reads_and_cannot_edit(two: TwoVersions, monkeypatch: pytest.MonkeyPatch) -> None:
    study = study_of(two)
    two.space.edits.add(study, "title", "", retitled("Renamed", two.opened()))
    monkeypatch.setattr("research.pages.opening.LOCAL", Viewer("m", "merchant", "local"))
    app = walk("reports", report=two.second, edit="1")
    assert app.title[0].value == "Renamed" and not app.menu_button
    assert {"edit", "retitle", "to-study"}.isdisjoint(keys(app))


def test_the_state_on_screen_is_the_state_in_the_file(two: TwoVersions) -> None:
    study = study_of(two)
    app = step(study, edit="1")
    run(app, app.menu_button(key="menu-finding-Q1").click("drop_section"))
    run(app, app.download_button(key="word").click())
    report = two.opened(two.second).report
    marked = read_word(write_word(report, links=Links(None)))
    two.space.edits.undo(study, 1)
    assert marked.report == f"{two.second}.1" and not blocking(verify(marked, rederived(marked.report, two.space)))
