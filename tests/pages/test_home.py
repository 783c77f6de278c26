"""Home, walked without a browser: the three inputs, the studies with their way on, the newest reports."""

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from corpus.records import Language
from research.brief import Brief
from research.drafting import drafted_for
from research.messages import say
from research.pages.escaping import escaped
from research.pages.home_lists import SHOWN
from tests.pages.walking import asked, fine, keys, said, walk
from tests.small_workspace import QUESTION, TITLE, with_interview, with_report, workspace_at

LANGUAGES: tuple[Language, ...] = ("zh", "en")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUIPU_HOME", str(tmp_path))
    return tmp_path


def fill(app: AppTest, industry: str, questions: str, people: str) -> AppTest:
    app.text_input(key="home-industry").set_value(industry)
    app.text_area(key="home-questions").set_value(questions)
    app.text_input(key="home-people").set_value(people)
    return fine(app.button(key="start").click().run())


def page(**query: str) -> AppTest:
    return walk("home", **query)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_interviews_it_leads_to_the_corpus(home: Path, lang: Language) -> None:
    app = page(lang=lang)
    assert app.title[0].value == say(lang, "page.home.empty.title")
    (folded,) = [one for one in app.expander if one.label == say(lang, "page.home.empty.by_command")]
    assert folded.code[0].value.endswith("-m research demo") and str(home) in folded.code[0].value
    assert len(app.code) == 1, "no command line outside the fold"
    assert "start" not in keys(app)
    fine(app.button(key="bring-in").click().run())
    assert said(app) != say(lang, "page.home.empty.title") and "bring-in" not in keys(app)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_three_inputs_make_a_study_and_open_its_outline(home: Path, lang: Language) -> None:
    space = with_interview(home)
    app = fill(page(lang=lang), "奶茶", "为什么喝奶茶？\n多久喝一次奶茶？", "30岁以上的女性")
    (study,) = space.studies.list()
    assert study.brief.questions == ("为什么喝奶茶？", "多久喝一次奶茶？") and study.brief.industry == "奶茶"
    assert (asked(app, "study"), asked(app, "step")) == (study.id, "outline")
    assert "Q2" in said(app) and "edit-Q1" in keys(app)
    fill(page(lang=lang), "奶茶", "为什么喝奶茶？\n多久喝一次奶茶？", "30岁以上的女性")
    assert len(space.studies.list()) == 1


def test_its_outline_is_drafted_in_the_wordings_of_the_corpus(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Must not happen: a draft made at the press, in the brief's words, that keeps those of the corpus out."""
    space, looked_up = with_interview(home), list[Brief]()

    def drafting(brief: Brief, *given: Any) -> Any:
        looked_up.append(brief)
        return drafted_for(brief, *given)

    monkeypatch.setattr("research.revising.drafted_for", drafting)
    fill(page(lang="en"), "tea", "Why tea?", "women")
    (study,) = space.studies.list()
    assert looked_up == [study.brief]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_wrong_is_said_and_what_was_typed_stays(home: Path, lang: Language) -> None:
    space = with_interview(home)
    app = fill(page(lang=lang), "tea", "  ", "women")
    assert say(lang, "error.brief_no_questions.text").split("。")[0] in app.warning[0].value.replace("\\", "")
    assert app.text_input(key="home-people").value == "women" and app.text_input(key="home-industry").value == "tea"
    assert space.studies.list() == []


def test_an_example_fills_the_inputs_and_starts_nothing(home: Path) -> None:
    space = with_interview(home)
    for lang in LANGUAGES:
        app = page(lang="en")
        fine(app.button(key=f"example-{lang}").click().run())
        assert app.text_input(key="home-industry").value == say(lang, "page.home.sample.industry")
        assert len(app.text_area(key="home-questions").value.splitlines()) == 3
        assert space.studies.list() == []
    fine(app.button(key="start").click().run())
    assert len(space.studies.list()) == 1 and not [key for key in keys(page()) if key.startswith("example-")]


def test_a_brief_that_is_written_already_opens_at_the_brief(home: Path) -> None:
    space = with_interview(home)
    app = page(lang="en")
    app.file_uploader(key="brief-upload").upload("brief.txt", b"Industry: tea\nWhy do people drink tea?")
    fine(app.run())
    (study,) = space.studies.list()
    assert (asked(app, "study"), asked(app, "step")) == (study.id, "brief")


def test_a_file_that_is_no_brief_is_said(home: Path) -> None:
    space = with_interview(home)
    app = page(lang="en")
    app.file_uploader(key="brief-upload").upload("brief.docx", b"no Word file")
    fine(app.run())
    assert "brief\\.docx" in app.warning[0].value and space.studies.list() == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_study_says_where_it_stands_and_opens_there(home: Path, lang: Language) -> None:
    space = with_report(home)
    (study,) = space.studies.list()
    app = page(lang=lang)
    assert app.button(key=f"open-{study.id}").label == escaped(TITLE)
    assert say(lang, "page.home.next.outline") in said(app)
    fine(app.button(key=f"open-{study.id}").click().run())
    assert (asked(app, "study"), asked(app, "step")) == (study.id, "outline")


def test_a_study_put_away_comes_back(home: Path) -> None:
    space = with_report(home)
    (study,) = space.studies.list()
    app = page(lang="en")
    fine(app.button(key=f"delete-{study.id}").click().run())
    assert space.studies.list() == [] and f"open-{study.id}" not in keys(app)
    again = page(lang="en", deleted=asked(app, "deleted"))  # a reload finds the way back too
    fine(again.button(key="undo").click().run())
    assert [one.id for one in space.studies.list()] == [study.id] and f"open-{study.id}" in keys(again)
    assert "undo" not in keys(page(lang="en", deleted=study.id)), "nothing to undo: the study is there"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_studies_put_away_are_listed_at_the_end(home: Path, lang: Language) -> None:
    space = with_report(home)
    (study,) = space.studies.list()
    assert f"restore-{study.id}" not in keys(page(lang=lang))
    space.studies.delete(study.id)
    app = page(lang=lang)
    assert say(lang, "page.home.put_away", n=1) in [one.label for one in app.expander]
    assert escaped(TITLE) in said(app)
    fine(app.button(key=f"restore-{study.id}").click().run())
    assert [one.id for one in space.studies.list()] == [study.id] and f"restore-{study.id}" not in keys(app)


def test_another_clients_studies_put_away_are_not_there(home: Path) -> None:
    space = with_report(home, client="other")
    (study,) = space.studies.list()
    space.studies.delete(study.id)
    assert f"restore-{study.id}" not in keys(page(lang="en"))
    app = walk("study", study=study.id)
    assert escaped(TITLE) not in said(app) and "restore-study" not in keys(app) and len(app.warning) == 1


def test_undoing_what_was_never_there_is_said(home: Path) -> None:
    with_report(home)
    app = page(lang="en", deleted="s-<b>x")
    fine(app.button(key="undo").click().run())
    assert len(app.warning) == 1 and "undo" not in keys(app)


def test_a_study_deleted_in_another_tab_is_said(home: Path) -> None:
    space = with_report(home)
    (study,) = space.studies.list()
    app = page(lang="en")
    space.studies.delete(study.id)
    fine(app.button(key=f"delete-{study.id}").click().run())
    assert len(app.warning) == 1 and f"open-{study.id}" not in keys(app)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_newest_reports_lead_to_them(home: Path, lang: Language) -> None:
    with_report(home)
    app = page(lang=lang)
    day = "1 March 2026" if lang == "en" else "2026年3月1日"
    assert say(lang, "page.home.about", people=1, interviews=1, day=day) in [caption.value for caption in app.caption]
    app.button(key="report-r-small").click().run()  # what that screen shows is its own tests' matter
    assert asked(app, "report") == "r-small"


def test_another_clients_studies_and_reports_are_not_there(home: Path) -> None:
    with_report(home, client="other")
    app = page(lang="en")
    assert escaped(TITLE) not in [button.label for button in app.button] and "start" in keys(app)


def test_long_lists_come_in_parts(home: Path) -> None:
    space = with_report(home)
    (first,) = space.studies.list()
    for number in range(SHOWN):
        space.studies.open(first.brief.model_copy(update={"title": f"Study {number}"}))
    app = page(lang="en")
    assert len([key for key in keys(app) if key.startswith("open-")]) == SHOWN
    fine(app.button(key="more-studies").click().run())
    assert len([key for key in keys(app) if key.startswith("open-")]) == SHOWN + 1
    assert len([key for key in keys(page(studies=asked(app, "studies"))) if key.startswith("open-")]) == SHOWN + 1
    assert len([key for key in keys(page(studies="-x")) if key.startswith("open-")]) == SHOWN


def test_questions_are_kept_as_they_were_typed(home: Path) -> None:
    space = with_interview(home)
    harm = QUESTION.replace("?", " <b>x</b> :smile: $x$?")
    app = fill(page(lang="en"), "tea", f"{harm}\nAnd *why*?", "")
    assert workspace_at(home).studies.list()[0].brief.questions == (harm, "And *why*?")
    assert escaped(harm) in said(app) and space.studies.list()
