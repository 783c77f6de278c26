"""Correcting on the screen of transcripts, walked in both languages; what is typed is text and never lost."""

from pathlib import Path

import pytest

from corpus.corrections import Corrections, Mended
from corpus.corrections_log import everywhere_log, log_of
from corpus.records import Language
from corpus.viewer import LOCAL, Viewer
from research.messages import say, texts
from research.pages.escaping import escaped
from tests.pages.walking import asked, keys, press, run, said, walk
from tests.small_workspace import HOSTILE, with_interview
from tests.tiny import Home

SMALL = "R01-2026-Q1"


@pytest.fixture
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("QUIPU_HOME", str(tmp_path))
    return with_interview(tmp_path)


@pytest.fixture
def full(tiny: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("QUIPU_HOME", str(tiny.folder))
    return tiny


def area(app, start: str):
    return next(each for each in app.text_area if each.key.startswith(start))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_turn_is_corrected_and_the_old_text_stays(space, lang: Language) -> None:
    app = press(walk("transcripts", lang=lang, interview=SMALL), "correct")
    assert asked(app, "correct") == "words" and say(lang, "page.correct.how") in said(app)
    assert escaped(HOSTILE) in said(app)
    app = press(app, "mend-5")
    assert (asked(app, "turn"), asked(app, "version")) == ("5", "1")
    area(app, "mend-words").set_value("I *could* say it all.")
    app = press(app, "mend-save")
    assert space.corpus.interview(SMALL).version == 2 and asked(app, "version") == "2" and not asked(app, "turn")
    assert escaped("I *could* say it all.") in said(app) and "I could not say" not in said(app)
    assert "I could not say" in space.corpus.interview(SMALL, 1).text


def test_an_empty_line_splits_and_the_speaker_is_mended(space) -> None:
    app = walk("transcripts", lang="en", interview=SMALL, correct="words", turn="5", version="1")
    area(app, "mend-words").set_value("I could not\n\nsay at all.")
    app.radio(key=f"mend-role-{SMALL}-1-5").set_value("other")
    press(app, "mend-save")
    turns = space.corpus.interview(SMALL).turns
    assert [turn.role for turn in turns[5:7]] == ["other", "other"] and len(turns) == 9
    app = press(walk("transcripts", lang="en", interview=SMALL, correct="words", turn="5"), "mend-join")
    assert len(space.corpus.interview(SMALL).turns) == 8


def test_what_was_typed_survives_a_quicker_curator(space) -> None:
    app = walk("transcripts", lang="en", interview=SMALL, correct="words", turn="5", version="1")
    Corrections(space.engine, LOCAL).mend(SMALL, 1, 5, Mended(("Theirs.",), "respondent"))
    area(app, "mend-words").set_value("Mine.")
    app = press(app, "mend-save")
    assert len(app.warning) == 1 and area(app, "mend-words").value == "Mine."
    assert "Theirs." in space.corpus.interview(SMALL).text
    app = press(app, "mend-newest")
    assert area(app, "mend-words").value == "Theirs." and say(
        "en", "page.correct.yours", words=escaped("Mine.")
    ) in said(app)
    press(app, "mend-save")  # nothing changed: said, and nothing happens
    assert space.corpus.interview(SMALL).version == 2


def test_an_older_version_is_not_corrected_but_leads_to_the_newest(space) -> None:
    Corrections(space.engine, LOCAL).mend(SMALL, 1, 5, Mended(("Theirs.",), "respondent"))
    app = walk("transcripts", lang="en", interview=SMALL, version="1", correct="words")
    assert not keys(app, "mend-")
    app = press(app, "correct-newest")
    assert keys(app, "mend-5") and escaped("Theirs.") in said(app)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_history_is_told_and_undone(space, lang: Language) -> None:
    Corrections(space.engine, LOCAL).mend(SMALL, 1, 5, Mended(("I <b>could</b> say.",), "other"))
    app = walk("transcripts", lang=lang, interview=SMALL, correct="history")
    assert say(lang, "page.correct.did.parts", n=2) not in said(app) and "<b>" not in said(app)
    assert say(lang, "page.correct.role.other") in said(app)
    app = press(app, keys(app, "undo-")[0])
    assert space.corpus.interview(SMALL).version == 3 and "I could not say" in space.corpus.interview(SMALL).text
    assert say(lang, "page.correct.did.undo", version=1) in said(app)
    assert len(keys(app, "undo-")) == 1 and len(log_of(space.engine, LOCAL, SMALL)) == 2
    app = press(app, "read-version-2")
    assert (asked(app, "version"), asked(app, "correct")) == ("2", "")


def test_a_word_is_corrected_everywhere_after_a_look(full: Home) -> None:
    space = full.space()
    app = walk("transcripts", lang="en", interview="E01-2026-Q1", correct="everywhere")
    app.text_input(key="everywhere-wrong").set_value("coffee")
    app.text_input(key="everywhere-right").set_value("*Koffie*")
    next(each for each in app.button if each.key == "everywhere-find").click()
    app = run(app)
    assert (asked(app, "wrong"), asked(app, "right")) == ("coffee", "*Koffie*")
    assert escaped("*Koffie*") in said(app) and space.corpus.interview("E01-2026-Q1").version == 1
    app.checkbox(key="everywhere-E02-2026-Q1-1").set_value(False)
    app = press(run(app), "everywhere-go")
    assert "*Koffie*" in space.corpus.interview("E01-2026-Q1").text
    assert space.corpus.interview("E02-2026-Q1").version == 1 and not asked(app, "wrong")
    (act,) = everywhere_log(space.engine, LOCAL)
    app = press(app, f"undo-{act.act}")
    assert "*Koffie*" not in space.corpus.interview("E01-2026-Q1").text


def test_what_changed_after_the_look_is_told_and_nothing_is_done(full: Home) -> None:
    space = full.space()
    app = walk("transcripts", lang="en", interview="E01-2026-Q1", correct="everywhere", wrong="coffee", right="tea")
    Corrections(space.engine, LOCAL).mend("E03-2026-Q1", 1, 1, Mended(("None.",), "respondent"))
    app = press(app, "everywhere-go")
    assert len(app.warning) == 1 and "E03" in app.warning[0].value
    assert "coffee" in space.corpus.interview("E01-2026-Q1").text


@pytest.mark.parametrize("query", [{"wrong": "zzzz", "right": "a"}, {"wrong": "coffee"}, {"wrong": "a", "right": "a"}])
def test_what_cannot_be_looked_for_is_said(full: Home, query: dict[str, str]) -> None:
    app = walk("transcripts", lang="en", interview="E01-2026-Q1", correct="everywhere", **query)
    assert len(app.warning) + len(app.info) == 1 and not keys(app, "everywhere-go")


def test_done_asks_for_the_index_once(full: Home) -> None:
    space = full.space()
    app = press(walk("transcripts", lang="en", interview="E01-2026-Q1", correct="words"), "correct-done")
    assert not asked(app, "correct") and not space.jobs.live()
    Corrections(space.engine, LOCAL).mend("E01-2026-Q1", 1, 1, Mended(("None.",), "respondent"))
    for _ in range(2):
        press(walk("transcripts", lang="en", interview="E01-2026-Q1", correct="words"), "correct-done")
    assert [job.kind for job in space.jobs.live()] == ["import"]


def test_a_reader_sees_no_way_to_correct(space, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("research.pages.opening.LOCAL", Viewer("r", "researcher", "local"))
    for view in ("words", "everywhere", "history"):
        app = walk("transcripts", lang="en", interview=SMALL, correct=view)
        assert not {"correct", "correct-done", "mend-5", "everywhere-find"} & set(keys(app))
        assert escaped("I could not say at all.") in said(app)


def test_both_languages_say_the_same_things() -> None:
    for name in ("correct", "person"):
        assert texts("zh", f"page.{name}").keys() == texts("en", f"page.{name}").keys()
