"""Beside a question of the outline: what a moderator would remark, and how many people answered something like it."""

from pathlib import Path

import pytest

from corpus.records import Language
from research.brief import parse_brief
from research.messages import say
from research.outline_edits import dropped, question_of, reworded
from research.pages import counting
from research.pages.escaping import escaped
from research.revising import current_outline, revise
from research.studies import Study
from research.workspace import Workspace
from tests.pages.walking import keys, press, said, walk
from tests.small_workspace import with_interview
from tests.tiny import BRIEFS, Home

LANGUAGES: tuple[Language, ...] = ("zh", "en")
CLOSED = {"zh": "平时出门前您会喝奶茶吗？", "en": "Do you drink coffee before you leave home?"}


def page(study: Study, lang: Language) -> str:
    return said(walk("study", study=study.id, step="outline", lang=lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_hint_stands_below_its_question_and_one_press_attends_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: Language
) -> None:
    monkeypatch.setenv("QUIPU_HOME", str(tmp_path))
    space = with_interview(tmp_path)
    study = space.studies.open(parse_brief(BRIEFS[lang]))
    assert say(lang, "page.hints.yes_no") not in page(study, lang)
    revise(space.studies.get(study.id), space, lambda one: reworded(one, "Q2", CLOSED[lang]), beneath=0)
    app = walk("study", study=study.id, step="outline", lang=lang)
    assert said(app).count(say(lang, "page.hints.yes_no")) == 1
    press(app, "fix-yes_no-Q2")
    outline, _ = current_outline(study, space)
    assert outline and question_of(outline, "Q2").options == ("yes", "no")
    assert say(lang, "page.hints.yes_no") not in page(study, lang)


def test_what_the_brief_wants_and_nobody_asks_is_added_by_one_press_and_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIPU_HOME", str(tmp_path))
    space = with_interview(tmp_path)
    study = space.studies.open(parse_brief(BRIEFS["en"]))
    page(study, "en")
    revise(space.studies.get(study.id), space, lambda one: dropped(one, "Q2"), beneath=0)
    app = walk("study", study=study.id, step="outline", lang="en")
    assert say("en", "page.outline.lost", n=[2]) in said(app)
    press(app, "fix-unasked-2")
    outline, _ = current_outline(study, space)
    assert outline and [one.brief_question for one in outline.core] == [1, 3, 2]
    assert "Q2" not in [one.id for one in outline.core], "an id is never used again"
    assert not keys(walk("study", study=study.id, step="outline", lang="en"), "fix-")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_question_says_who_answered_something_like_it(
    tiny: Home, monkeypatch: pytest.MonkeyPatch, lang: Language
) -> None:
    monkeypatch.setenv("QUIPU_HOME", str(tiny.folder))
    monkeypatch.setattr(counting, "PATIENCE", 300)
    space: Workspace = tiny.space()
    study = space.studies.open(parse_brief(BRIEFS[lang]))
    shown = page(study, lang)
    assert say(lang, "page.feasible.about", people=6, of=6) in shown
    asked = {one.asked(each) for one in space.corpus.interviews() for each in one.exchanges}
    assert any(say(lang, "page.feasible.as_asked", asked=escaped(each)) in shown for each in asked)
    strange = "您家附近的充电桩要等多久？" if lang == "zh" else "How long is the wait at a charging station?"
    revise(space.studies.get(study.id), space, lambda one: reworded(one, "Q3", strange), beneath=0)
    assert say(lang, "page.feasible.none", of=6) in page(study, lang)


def test_a_number_that_is_not_there_yet_is_waited_for_beside_the_page(
    tiny: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIPU_HOME", str(tiny.folder))
    monkeypatch.setattr(counting, "PATIENCE", 0)
    monkeypatch.setattr(counting.Counting, "near", lambda *_, **__: {})
    study = tiny.space().studies.open(parse_brief(BRIEFS["en"]))
    shown = page(study, "en")
    assert shown.count(say("en", "page.feasible.looking")) == 3 and "audience answered" not in shown
