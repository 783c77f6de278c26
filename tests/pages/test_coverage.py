"""The picture of what the corpus can answer, walked without a browser."""

import pytest

from corpus.coverage import coverage_of
from corpus.records import Language
from corpus.viewer import LOCAL, Viewer
from research.messages import say, texts
from research.pages.escaping import escaped
from research.subject_finding import bring_subjects_up
from tests.pages.walking import asked, keys, press, run, said, walk
from tests.research.test_subject_finding import bring
from tests.tiny import Home


@pytest.fixture
def home(no_model: None, tmp_path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("QUIPU_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    return Home(tmp_path / "home")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_from_the_corpus_to_a_subject_and_back(home: Home, lang: Language) -> None:
    space = bring(home, range(15))
    bring_subjects_up(space)
    app = press(walk("corpus", lang=lang), "coverage")
    assert app.title[0].value == say(lang, "page.coverage.title") and asked(app, "view") == "coverage"
    app = walk("corpus", lang=lang, view="coverage", spoken="en", by="gender", subject=str(space.subjects.all()[0].id))
    shown = said(app)
    assert escaped(space.subjects.all()[0].name) in shown and "P00" in shown
    assert say(lang, "page.coverage.subject", people=15, interviews=15, newest="2026-Q1") in shown
    assert say(lang, "page.coverage.listed", people=15, interviews=15, exchanges=15) in shown
    press(app, "back")
    assert not asked(app, "view") and not asked(app, "subject")


def test_a_curator_renames_and_merges(home: Home) -> None:
    space = bring(home, range(15))
    bring_subjects_up(space)
    first, second, *_ = space.subjects.all()
    app = walk("corpus", lang="en", view="coverage", subject=str(first.id))
    app.text_input(key=f"subject-name-{first.id}").set_value("*Mine*")
    press(app, "rename-save")
    assert next(one for one in space.subjects.all() if one.id == first.id).name == "*Mine*"
    app.selectbox(key=f"into-{first.id}").set_value(second.id)
    press(app, "merge-save")
    assert first.id not in {one.id for one in space.subjects.all()} and asked(app, "subject") == str(second.id)


def test_a_cell_leads_to_what_was_said_and_a_curator_takes_it_out(home: Home) -> None:
    space = bring(home, range(15))
    bring_subjects_up(space)
    first = space.subjects.all()[0]
    app = walk("corpus", lang="en", view="coverage", spoken="en", subject=str(first.id), column="2026-Q1")
    assert f"2026\\-Q1: {say('en', 'page.coverage.listed', people=15, interviews=15, exchanges=15)}" in said(app)
    box = next(one for one in app.checkbox if str(one.key).startswith("pick-"))
    box.check()
    press(run(app), "take")
    found = coverage_of(space.engine, LOCAL, "en", "wave")
    assert found.of(first.id).people == 14
    app = walk("corpus", lang="en", view="coverage", spoken="en", subject=str(first.id))
    press(app, next(key for key in keys(app, "undo-")))
    assert coverage_of(space.engine, LOCAL, "en", "wave").of(first.id).people == 15


def test_a_researcher_sees_and_changes_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    space = bring(home, range(15))
    bring_subjects_up(space)
    monkeypatch.setattr("research.pages.opening.LOCAL", Viewer("r", "researcher", "local"))
    app = walk("corpus", lang="en", view="coverage", spoken="en", subject=str(space.subjects.all()[0].id))
    assert "P00" in said(app)
    assert not app.checkbox and not keys(app, "take") and not app.text_input


@pytest.mark.parametrize(
    "query", [{"subject": "999"}, {"subject": "<b>"}, {"by": "<b>"}, {"spoken": "fr"}, {"spoken": "zh"}]
)
def test_a_strange_address_draws_what_there_is(home: Home, query: dict[str, str]) -> None:
    bring_subjects_up(bring(home, range(15)))
    app = walk("corpus", lang="en", view="coverage", **query)
    assert app.title[0].value == say("en", "page.coverage.title")
    if query.get("spoken") == "zh":
        assert say("en", "page.coverage.none") in said(app)


def test_without_subjects_there_is_no_way_to_them(home: Home) -> None:
    bring(home, range(2))
    assert "coverage" not in keys(walk("corpus", lang="en"))
    assert say("en", "page.coverage.none") in said(run(walk("corpus", lang="en", view="coverage")))


def test_both_languages_have_the_same_words() -> None:
    assert texts("zh", "page.coverage").keys() == texts("en", "page.coverage").keys()
