"""The outline step, walked without a browser: read, edited in place, remarked on, imported, confirmed."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from streamlit.testing.v1 import AppTest

from corpus.records import Language
from exports.outline_word import write_outline
from research.brief import parse_brief
from research.drafting import draft_guide
from research.messages import say
from research.outline_edits import question_of
from research.pages.escaping import escaped
from research.revising import current_outline, revise
from research.studies import Study
from research.workspace import Workspace
from tests.pages.walking import asked, fine, keys, press, said, walk
from tests.small_workspace import HOSTILE, with_interview
from tests.tiny import BRIEFS

LANGUAGES: tuple[Language, ...] = ("zh", "en")


@pytest.fixture(autouse=True)
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("QUIPU_HOME", str(tmp_path))
    return with_interview(tmp_path)


@pytest.fixture
def study(space: Workspace) -> Study:
    return space.studies.open(parse_brief(BRIEFS["en"]))


def ids(study: Study, space: Workspace) -> list[str]:
    outline, _ = current_outline(study, space)
    assert outline
    return [question.id for question in outline.questions]


def page(study: Study, **query: str) -> AppTest:
    return walk("study", **{"study": study.id, "step": "outline", "lang": "en", **query})


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("brief", LANGUAGES)
def test_a_new_study_shows_its_draft(space: Workspace, lang: Language, brief: Language) -> None:
    study = space.studies.open(parse_brief(BRIEFS[brief]))
    app = page(study, lang=lang)
    shown = said(app)
    for question in draft_guide(study.brief).questions:
        assert escaped(question.text) in shown and question.id in shown
        assert all(escaped(probe) in shown for probe in question.probes)
    assert say(lang, "page.outline.answers", number=2) in shown and say(lang, "outline.guide.must") in shown
    assert say(lang, "page.outline.by_rule") in shown
    assert app.button(key="confirm").label == say(lang, "page.outline.confirm")
    assert space.studies.stage(study.id, "outline") is not None and space.revisions.all(study.id) == []


def test_a_question_is_edited_and_a_reload_keeps_it(space: Workspace, study: Study) -> None:
    app = page(study)
    press(app, "edit-Q1")
    assert asked(app, "edit") == "Q1" and "confirm" not in keys(app), "one button to go on with"
    app.text_area(key=f"text-{study.id}-Q1").set_value(HOSTILE)
    app.selectbox(key=f"kind-{study.id}-Q1").select("choice")
    app.text_area(key=f"options-{study.id}-Q1").set_value("yes\nno | nope")
    app.selectbox(key=f"for-{study.id}-Q1").select(3)
    app.checkbox(key=f"must-{study.id}-Q1").uncheck()
    app.text_area(key=f"probes-{study.id}-Q1").set_value("Why?\n\nSince when?")
    press(app, "save")
    assert not asked(app, "edit")
    outline, number = current_outline(study, space)
    assert outline and number == 2
    question = question_of(outline, "Q1")
    assert question.text == " ".join(HOSTILE.split()) and question.options == ("yes", "no|nope")
    assert (question.kind, question.brief_question, question.must_have) == ("choice", 3, False)
    assert question.probes == ("Why?", "Since when?")
    shown = said(page(study))
    assert escaped(HOSTILE) in shown and HOSTILE not in shown and say("en", "page.outline.own", number=2) in shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_typed_in_one_form_cannot_be_lost_by_another(study: Study, lang: Language) -> None:
    app = page(study, lang=lang, edit="Q1")
    others = ("edit-Q2", "drop-Q2", "down-Q2", "drop-Q1", "edit-people", "add-1", "import")
    assert [app.button(key=key).disabled for key in others] == [True] * len(others)
    assert {app.button(key=key).help for key in others} == {say(lang, "page.outline.busy")}
    press(app, "talk-Q2")
    press(app, "talk-Q1")
    assert asked(app, "edit") == "Q1" and asked(app, "comments") == "Q2,Q1"
    press(app, "talk-Q2")
    assert asked(app, "comments") == "Q1"
    press(app, "cancel")
    assert not asked(app, "edit") and asked(app, "comments") == "Q1", "a comment may be half typed"
    assert not app.button(key="edit-Q2").disabled
    assert "confirm" in keys(page(study, edit="Q99")), "a place that is not there opens nothing"


def test_leaving_the_form_saves_nothing(space: Workspace, study: Study) -> None:
    app = page(study, edit="Q1")
    app.text_area(key=f"text-{study.id}-Q1").set_value("Another?")
    press(app, "cancel")
    assert space.revisions.all(study.id) == [] and "confirm" in keys(app)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_cannot_be_saved_is_said_and_what_was_typed_stays(space: Workspace, study: Study, lang: Language) -> None:
    app = page(study, lang=lang, edit="Q1")
    app.text_area(key=f"text-{study.id}-Q1").set_value(" ")
    app.text_area(key=f"probes-{study.id}-Q1").set_value("kept?")
    press(app, "save")
    assert say(lang, "error.question_empty.text")[:5] in app.warning[0].value
    assert app.text_area(key=f"probes-{study.id}-Q1").value == "kept?" and asked(app, "edit") == "Q1"
    assert space.revisions.all(study.id) == []


def test_questions_are_moved_dropped_and_brought_back(space: Workspace, study: Study) -> None:
    app = page(study)
    press(app, "down-Q1")
    assert ids(study, space) == ["W1", "W2", "Q2", "Q1", "Q3", "P1", "P2", "C1"]
    press(app, "drop-Q3")
    press(app, "up-Q2")
    assert ids(study, space) == ["W1", "W2", "Q2", "Q1", "P1", "P2", "C1"] and "edit-Q3" not in keys(app)
    app.session_state["history"] = True
    fine(app.run())
    press(app, "look-1")
    assert ids(study, space) == ["W1", "W2", "Q2", "Q1", "P1", "P2", "C1"], "looking changes nothing"
    assert say("en", "page.outline.change.added", ids=["Q3"])[1:] in said(app) and "edit-Q1" not in keys(app)
    press(app, "restore")
    assert ids(study, space) == ["W1", "W2", "Q1", "Q2", "Q3", "P1", "P2", "C1"] and "edit-Q3" in keys(app)
    assert space.revisions.all(study.id)[0].kind == "restored"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_drop_is_said_where_it_happened_and_undone(space: Workspace, study: Study, lang: Language) -> None:
    app = page(study, lang=lang)
    press(app, "drop-Q2")
    assert say(lang, "page.outline.dropped", id="Q2") in said(app) and say(lang, "page.outline.lost", n=[2]) in said(
        app
    )
    app = page(study, lang=lang, dropped=asked(app, "dropped"))  # a reload finds the way back too
    press(app, "undo-drop")
    assert ids(study, space) == ["W1", "W2", "Q1", "Q2", "Q3", "P1", "P2", "C1"] and "undo-drop" not in keys(app)
    assert say(lang, "page.outline.lost", n=[2]) not in said(app)


def test_undoing_a_drop_never_takes_back_a_later_change(space: Workspace, study: Study) -> None:
    app = page(study)
    press(app, "drop-Q2")
    press(page(study), "up-Q3")
    press(app, "undo-drop")
    assert (
        len(app.warning) == 1
        and ids(study, space) == ["W1", "W2", "Q3", "Q1", "P1", "P2", "C1"]
        and "undo-drop" not in keys(app)
    )
    for harm in ("Q2", "Q2.x", "Q2.99", "Q99.2", ".2", "Q2.-1"):
        assert "undo-drop" not in keys(page(study, dropped=harm))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_history_says_what_changed(space: Workspace, study: Study, lang: Language) -> None:
    app = page(study, lang=lang)
    press(app, "drop-Q2")
    press(app, "edit-Q1")
    app.text_area(key=f"text-{study.id}-Q1").set_value("Why coffee?")
    press(app, "save")
    app.session_state["history"] = True
    fine(app.run())
    shown = said(app)
    for what, id_ in (("dropped", "Q2"), ("reworded", "Q1")):
        assert say(lang, f"page.outline.change.{what}", ids=[id_])[1:] in shown
    assert say(lang, "page.outline.revision.edited") not in shown
    assert len(page(study, lang=lang, edit="revision-99").warning) == 1


def test_a_comment_stays_with_its_question_through_word(space: Workspace, study: Study) -> None:
    space.comments.add(study.id, "Say it shorter", "Q2")
    outline, _ = current_outline(study, space)
    assert outline
    document = Document(io.BytesIO(write_outline(outline, study.brief, study=study.id)))
    asked = next(one for one in document.paragraphs if one.text.startswith("Q2"))
    asked.runs[0].text = "Q2  What matters to them most?  ★"
    stream = io.BytesIO()
    document.save(stream)
    app = page(study, edit="import")
    app.file_uploader(key=f"guide-{study.id}").upload("guide.docx", stream.getvalue())
    fine(app.run())
    press(app, "use-guide")
    outline, _ = current_outline(study, space)
    assert outline and ids(study, space) == ["W1", "W2", "Q1", "Q2", "Q3", "P1", "P2", "C1"]
    assert question_of(outline, "Q2").text == "What matters to them most?"
    assert escaped("Say it shorter") in said(page(study, comments="Q2"))


def test_what_was_said_of_a_dropped_question_is_not_lost(space: Workspace, study: Study) -> None:
    space.comments.add(study.id, "Too *long*", "Q2")
    press(page(study), "drop-Q2")
    shown = said(page(study, comments="all"))
    assert escaped("Too *long*") in shown and say("en", "page.outline.of_dropped", id="Q2") in shown


def test_the_last_must_have_stays(space: Workspace, study: Study) -> None:
    app = page(study)
    for one in ("Q1", "Q2"):
        press(app, f"drop-{one}")
    press(app, "drop-Q3")
    assert len(app.warning) == 1 and ids(study, space) == ["W1", "W2", "Q3", "P1", "P2", "C1"]
    assert not page(study).warning


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_question_is_added(space: Workspace, study: Study, lang: Language) -> None:
    app = page(study, lang=lang)
    press(app, "add-1")
    app.text_area(key=f"text-{study.id}-new-1").set_value("How many cups of coffee do they drink a day?")
    app.text_area(key=f"probes-{study.id}-new-1").set_value("At work?")
    app.checkbox(key=f"must-{study.id}-new-1").check()
    press(app, "save")
    outline, _ = current_outline(study, space)
    assert outline and ids(study, space) == ["W1", "W2", "Q1", "Q2", "Q3", "Q4", "P1", "P2", "C1"]
    new = question_of(outline, "Q4")
    assert (new.kind, new.probes, new.must_have) == ("number", ("At work?",), True)
    press(app, "drop-Q4")
    press(app, "add-0")
    app.text_area(key=f"text-{study.id}-new-0").set_value("And you?")
    press(app, "save")
    assert ids(study, space) == ["W1", "W2", "Q5", "Q1", "Q2", "Q3", "P1", "P2", "C1"], "an id is not given twice"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_whom_to_ask_is_changed(space: Workspace, study: Study, lang: Language) -> None:
    app = page(study, lang=lang)
    press(app, "edit-people")
    app.text_input(key=f"more-{study.id}-people").set_value("people")
    press(app, "save")
    assert "people" in app.warning[0].value and space.revisions.all(study.id) == []
    app.text_input(key=f"more-{study.id}-people").set_value("women, preferably in London")
    app.button_group(key=f"level-0-{study.id}-people").set_value("left_out")
    app.number_input(key=f"enough-{study.id}-people").set_value(80)
    press(app, "save")
    outline, _ = current_outline(study, space)
    assert outline and [(one.field, one.required) for one in outline.criteria] == [("gender", True), ("city", False)]
    assert outline.enough == 0.8 and say(lang, "outline.level.preferred") in said(app)


def test_comments_on_a_question_and_on_all_of_it(space: Workspace, study: Study) -> None:
    app = page(study)
    press(app, "talk-Q2")
    press(app, "comment-add-Q2")
    assert len(app.warning) == 1 and space.comments.all(study.id) == []
    app.text_area(key=f"comment-{study.id}-Q2").set_value(HOSTILE)
    press(app, "comment-add-Q2")
    assert escaped(HOSTILE) in said(app) and app.text_area(key=f"comment-{study.id}-Q2").value == ""
    (comment,) = space.comments.all(study.id)
    assert (comment.question, comment.text) == ("Q2", HOSTILE)
    again = page(study)
    assert "comment-add-Q2" not in keys(again) and again.button(key="talk-Q2").label.endswith(" 1")
    assert escaped(HOSTILE) in said(again) and HOSTILE not in said(again), "no rule reads it: the page says so"
    again = page(study, comments="Q2")
    press(again, f"resolve-{comment.id}")
    assert space.comments.all(study.id)[0].resolved and not again.button(key="talk-Q2").label.endswith(" 1")
    press(again, "comments")
    again.text_area(key=f"comment-{study.id}-all").set_value("Too long")
    press(again, "comment-add-all")
    assert [one.question for one in space.comments.all(study.id)] == ["Q2", None]
    assert space.revisions.all(study.id) == [], "a remark changes no outline"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_slower_of_two_tabs_is_told_and_keeps_its_words(space: Workspace, study: Study, lang: Language) -> None:
    slow, quick = page(study, lang=lang, edit="Q1"), page(study, lang=lang)
    press(quick, "drop-Q2")
    slow.text_area(key=f"text-{study.id}-Q1").set_value("Why so much?")
    press(slow, "save")
    assert "2" in slow.warning[0].value and ids(study, space) == ["W1", "W2", "Q1", "Q3", "P1", "P2", "C1"]
    assert slow.text_area(key=f"text-{study.id}-Q1").value == "Why so much?"
    press(slow, "save")
    outline, number = current_outline(study, space)
    assert outline and number == 3 and question_of(outline, "Q1").text == "Why so much?"
    assert "Q2" not in ids(study, space), "the quicker change is not lost"


def test_what_was_dropped_in_another_tab_cannot_be_moved(space: Workspace, study: Study) -> None:
    slow, quick = page(study), page(study)
    press(quick, "drop-Q2")
    press(slow, "up-Q2")
    assert ids(study, space) == ["W1", "W2", "Q1", "Q3", "P1", "P2", "C1"] and "edit-Q2" not in keys(slow)


def test_a_guide_is_looked_at_before_it_counts(space: Workspace, study: Study) -> None:
    app = page(study)
    press(app, "import")
    app.file_uploader(key=f"guide-{study.id}").upload("guide.docx", b"no Word file")
    assert len(fine(app.run()).warning) == 1 and "use-guide" not in keys(app)
    guide = f"# Habits\n1. {study.brief.questions[0]}\n   - Since when?\n2. <b>Dogs</b>? (must)"
    app.file_uploader(key=f"guide-{study.id}").upload("guide.txt", guide.encode())
    fine(app.run())
    assert escaped("<b>Dogs</b>?") in said(app) and space.revisions.all(study.id) == []
    press(app, "use-guide")
    outline, _ = current_outline(study, space)
    assert outline and [one.text for one in outline.questions] == [study.brief.questions[0], "<b>Dogs</b>?"]
    assert ids(study, space) == ["Q1", "Q2"], (
        "a question that is in both keeps its id; a number nobody spoke of is free"
    )
    assert [one.kind for one in space.revisions.all(study.id)] == ["imported", "drafted"]
    assert outline.criteria == draft_guide(study.brief).criteria and "confirm" in keys(app)


def test_leaving_the_guide_changes_nothing(space: Workspace, study: Study) -> None:
    app = page(study, edit="import")
    app.file_uploader(key=f"guide-{study.id}").upload("guide.txt", b"1. why?")
    fine(app.run())
    press(app, "cancel")
    assert space.revisions.all(study.id) == [] and "confirm" in keys(app)


def test_the_outline_is_offered_as_a_word_file(study: Study) -> None:
    app = page(study)
    assert not app.download_button(key="outline-word").click().run().exception


@pytest.mark.parametrize("lang", LANGUAGES)
def test_when_the_brief_moves_on_it_asks_what_to_do(space: Workspace, study: Study, lang: Language) -> None:
    revise(study, space, lambda one: replace(one, enough=0.9), beneath=0)
    questions = ("Where do they drink coffee?", *study.brief.questions)
    study = space.studies.rebrief(study.id, study.brief.model_copy(update={"questions": questions}))
    app = page(study, lang=lang)
    assert say(lang, "page.outline.moved_on") in said(app)
    press(app, "keep-mine")
    assert say(lang, "page.outline.moved_on") not in said(app) and ids(study, space) == [
        "W1",
        "W2",
        "Q1",
        "Q2",
        "Q3",
        "P1",
        "P2",
        "C1",
    ]
    study = space.studies.rebrief(study.id, study.brief.model_copy(update={"questions": questions[:3]}))
    app = page(study, lang=lang)
    press(app, "draft-anew")
    assert ids(study, space) == ["W1", "W2", "Q4", "Q1", "Q2", "P1", "P2", "C1"] and "draft-anew" not in keys(app)


def test_confirming_asks_for_the_responses(space: Workspace, study: Study) -> None:
    app = page(study)
    press(app, "confirm")
    job = space.jobs.of("match", study.id)
    assert job is not None and job.status == "waiting"
    assert (asked(app, "study"), asked(app, "step")) == (study.id, "responses")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_with_a_model_the_worker_drafts(
    space: Workspace, study: Study, lang: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIPU_MODEL", "a*model")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1")
    app = page(study, lang=lang)
    assert escaped("a*model") in said(app) and space.studies.stage(study.id, "outline") is None
    press(app, "draft")
    job = space.jobs.of("match", study.id)
    assert job is not None and say(lang, "page.jobs.no_worker") in said(app)
    assert "draft" not in keys(app)


def test_a_study_deleted_in_another_tab_is_said(space: Workspace, study: Study) -> None:
    app = page(study, edit="Q1")
    space.studies.delete(study.id)
    press(app, "save")
    assert say("en", "page.study.was_put_away") in said(app) and "edit-Q1" not in keys(app)


def test_an_unknown_study_is_said() -> None:
    assert len(walk("study", study="s-nothing", step="outline").warning) == 1
