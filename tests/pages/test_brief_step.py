"""The brief step, walked without a browser: what was understood, and what changing it makes stale."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from corpus.records import Language
from research.brief import background_of, brief_from_fields, parse_brief
from research.messages import say
from research.pages.escaping import escaped
from research.progress import progress_of
from research.revising import current_outline
from research.studies import Study
from research.workspace import Workspace
from tests.pages.walking import asked, fine, keys, said, walk
from tests.small_workspace import with_interview
from tests.tiny import BRIEFS

LANGUAGES: tuple[Language, ...] = ("zh", "en")


@pytest.fixture(autouse=True)
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("QUIPU_HOME", str(tmp_path))
    return with_interview(tmp_path)


@pytest.fixture
def study(space: Workspace) -> Study:
    return space.studies.open(parse_brief(BRIEFS["en"].replace("adults", "adults, preferably women, who *sing*")))


def page(study: Study, **query: str) -> AppTest:
    return walk("study", **{"study": study.id, "step": "brief", "lang": "en", **query})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_shows_what_was_understood(study: Study, lang: Language) -> None:
    shown = said(page(study, lang=lang))
    for number, question in enumerate(study.brief.questions, 1):
        assert f"{number}. {escaped(question)}" in shown
    assert escaped("adults") in shown and say(lang, "outline.level.preferred") in shown
    assert escaped("who *sing*") in shown, "words that became no criterion are shown"
    assert say(lang, "page.brief.wanted_all") in shown and say(lang, "page.outline.last_waves", n=4) in shown
    assert say(lang, "report.draw.random") not in shown, "where all are taken nobody is drawn"
    assert say(lang, "page.brief.in_en") in shown


def test_another_title_makes_nothing_stale(space: Workspace, study: Study) -> None:
    current_outline(study, space)
    app = page(study, edit="brief")
    app.text_input(key=f"title-{study.id}").set_value("  Morning   coffee ")
    fine(app.button(key="save-brief").click().run())
    after = space.studies.get(study.id)
    assert after.title == "Morning coffee" and after.brief == study.brief
    assert progress_of(study.id, space).states["outline"] == "done"


def test_the_title_is_changed_beside_it(space: Workspace, study: Study) -> None:
    app = page(study)
    app.text_input(key=f"study-title-{study.id}").set_value(" ")
    fine(app.button(key="save-title").click().run())
    assert len(app.warning) == 1 and space.studies.get(study.id).title == study.title
    app.text_input(key=f"study-title-{study.id}").set_value("*Beans*")
    fine(app.button(key="save-title").click().run())
    assert space.studies.get(study.id).title == "*Beans*" and app.title[0].value == escaped("*Beans*")


def test_a_brief_changed_in_another_tab_is_not_overwritten(space: Workspace, study: Study) -> None:
    app = page(study, edit="brief")
    other = space.studies.rebrief(study.id, study.brief.model_copy(update={"questions": ("Where do they drink it?",)}))
    app.text_area(key=f"questions-{study.id}").set_value("How often?")
    fine(app.button(key="save-brief").click().run())
    assert len(app.warning) == 1 and space.studies.get(study.id).brief == other.brief


def test_the_one_button_leads_to_the_outline(study: Study) -> None:
    app = page(study)
    assert [key for key in keys(app) if key in ("onward", "confirm", "start")] == ["onward"]
    fine(app.button(key="onward").click().run())
    assert asked(app, "step") == "outline" and "edit-Q1" in keys(app)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_edit_is_saved_and_a_reload_keeps_it(space: Workspace, study: Study, lang: Language) -> None:
    app = page(study, lang=lang)
    fine(app.button(key="edit-brief").click().run())
    assert asked(app, "edit") == "brief"
    app.text_input(key=f"title-{study.id}").set_value("Another title")
    app.text_area(key=f"questions-{study.id}").set_value("Why coffee? And why so much?\nWhere?")
    app.number_input(key=f"responses-{study.id}").set_value(12)
    app.selectbox(key=f"draw-{study.id}").select("best")
    app.multiselect(key=f"waves-{study.id}").select("2026-Q1")
    fine(app.button(key="save-brief").click().run())
    brief = space.studies.get(study.id).brief
    assert brief.questions == ("Why coffee? And why so much?", "Where?") and brief.title == "Another title"
    assert (brief.responses, brief.draw, brief.waves, brief.language) == (12, "best", ("2026-Q1",), "en")
    assert not asked(app, "edit") and app.title[0].value == "Another title"
    assert "Where" in said(page(study, lang=lang))
    outline, number = current_outline(space.studies.get(study.id), space)
    assert outline and number == 0 and sorted(one.brief_question or 0 for one in outline.core) == [1, 2]


def test_a_draft_nobody_touched_is_drafted_of_the_brief_as_it_is_now(space: Workspace, study: Study) -> None:
    current_outline(study, space)
    app = page(study, edit="brief")
    app.number_input(key=f"responses-{study.id}").set_value(12)
    fine(app.button(key="save-brief").click().run())
    assert progress_of(study.id, space).states["outline"] == "done"
    saved = space.studies.stage(study.id, "outline")
    assert saved and sum(one["wanted"] for one in saved[1]["quotas"]) == 12


def test_what_cannot_be_saved_is_said_and_what_was_typed_stays(space: Workspace, study: Study) -> None:
    app = page(study, edit="brief")
    app.text_area(key=f"questions-{study.id}").set_value("  ")
    app.text_area(key=f"people-{study.id}").set_value("nobody")
    fine(app.button(key="save-brief").click().run())
    assert len(app.warning) == 1 and app.text_area(key=f"people-{study.id}").value == "nobody"
    assert space.studies.get(study.id).brief == study.brief and asked(app, "edit") == "brief"


def test_leaving_the_form_saves_nothing(space: Workspace, study: Study) -> None:
    app = page(study, edit="brief")
    app.text_input(key=f"title-{study.id}").set_value("Another title")
    fine(app.button(key="cancel-brief").click().run())
    assert space.studies.get(study.id).brief == study.brief and not asked(app, "edit")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_says_what_becomes_stale_before_and_after(space: Workspace, study: Study, lang: Language) -> None:
    current_outline(study, space)
    outline = say(lang, "page.study.step.outline")
    app = page(study, lang=lang, edit="brief")
    assert any(outline in caption.value for caption in app.caption)
    assert not page(study, lang=lang).info
    space.studies.rebrief(study.id, study.brief.model_copy(update={"seed": 5}))
    assert any(outline in info.value for info in page(study, lang=lang).info)


def test_a_study_deleted_meanwhile_is_said(space: Workspace, study: Study) -> None:
    app = page(study, edit="brief")
    space.studies.delete(study.id)
    fine(app.button(key="save-brief").click().run())
    assert say("en", "page.study.was_put_away") in said(app) and not app.text_area
    fine(app.button(key="restore-study").click().run())
    assert [one.id for one in space.studies.list()] == [study.id]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_form_gives_the_same_brief_again(lang: Language) -> None:
    given = {"industry": "coffee", "people": "adults", "background": "Sales fall.\n\nQuestions: none", "title": "T"}
    for questions in ("why? and how?", ["why?", "how?"]):
        brief = brief_from_fields(**given, questions=questions, language=lang)  # type: ignore[arg-type]
        assert background_of(brief) == given["background"]
        again = brief_from_fields(**given, questions=brief.questions, language=lang)  # type: ignore[arg-type]
        assert again == brief
