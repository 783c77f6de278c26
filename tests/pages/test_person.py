"""A person over time, walked in both languages: who they are, their interviews, what they were asked again; merging."""

from pathlib import Path

import pytest

from corpus.corrections import Corrections, Mended
from corpus.records import Language
from corpus.respondents import Respondents
from corpus.viewer import LOCAL, Viewer
from research.messages import say
from research.pages.escaping import escaped
from tests.pages.walking import asked, keys, press, run, said, walk
from tests.small_workspace import workspace_at
from tests.tiny import Home

PEOPLE = (
    "respondent,wave,gender,city,city_tier,occupation\nE01,2025-Q4,woman,<b>Leeds</b>,town,baker\n"
    "E01,2026-Q1,woman,<b>York</b>,large | city,baker\n"
)


@pytest.fixture
def full(tiny: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("QUIPU_HOME", str(tiny.folder))
    tiny.bring_in("people.csv", PEOPLE)
    return tiny


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_person_is_reached_from_an_interview_and_leads_to_each(full: Home, lang: Language) -> None:
    app = press(walk("transcripts", lang=lang, interview="E01-2026-Q1", start="0", end="4"), "to-person")
    assert (asked(app, "person"), asked(app, "interview"), asked(app, "start")) == ("E01", "", "")
    assert app.title[0].value == "E01" and keys(app, "open-E01-") == ["open-E01-2025-Q4", "open-E01-2026-Q1"]
    app = press(app, "open-E01-2025-Q4")
    assert app.title[0].value == escaped("E01 · 2025-Q4")
    assert press(app, "back").title[0].value == "E01"  # back to the person, then to the list
    assert not asked(press(app, "back"), "person")


def test_a_change_is_marked_and_what_stayed_is_said_once(full: Home) -> None:
    text = said(walk("transcripts", lang="en", person="E01"))
    assert f"{escaped('<b>Leeds</b>')} :small[:gray[" in text and f":primary[**{escaped('<b>York</b>')}**]" in text
    assert f"| {say('en', 'page.person.attribute.occupation')} | baker |" in text
    assert escaped("large | city") in text


def test_answers_to_the_same_question_stand_together(full: Home) -> None:
    text = said(walk("transcripts", lang="en", person="E01"))
    assert escaped("More coffee than last year, five cups a day.") in text
    assert escaped("I drink less coffee than last year because it keeps me awake at night.") in text
    assert say("en", "page.person.again") not in said(walk("transcripts", lang="en", person="E02"))  # one wave


def test_readers_see_no_city_and_cannot_merge(full: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("research.pages.opening.LOCAL", Viewer("r", "researcher", "local"))
    app = walk("transcripts", lang="en", person="E01", joins="E02")
    assert "York" not in said(app) and "baker" not in said(app)
    assert say("en", "page.person.too_few") in said(app)  # of twelve people nobody else is like her
    assert not keys(app, "merge") and not keys(app, "split")
    monkeypatch.setattr("research.pages.opening.LOCAL", Viewer("m", "merchant", "shop"))
    app = walk("transcripts", lang="en", person="E01")
    assert say("en", "page.orders.granted.none") in said(app) and "woman" not in said(app)


def test_words_that_identify_are_hidden_from_readers(full: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    now = full.space().corpus.interview("E01-2026-Q1")
    mended = Mended(("I drink less coffee than last year, write to ann@example.org.",), "respondent")
    Corrections(full.space().engine, LOCAL).mend(now.id, now.version, 3, mended)
    assert "ann\\@" in said(walk("transcripts", lang="en", person="E01"))
    monkeypatch.setattr("research.pages.opening.LOCAL", Viewer("r", "researcher", "local"))
    text = said(walk("transcripts", lang="en", person="E01"))
    assert "I drink less coffee than last year" in text and "example" not in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_unknown_person_is_said(full: Home, lang: Language) -> None:
    app = walk("transcripts", lang=lang, person="<b>*X*</b>")
    assert len(app.warning) == 1 and escaped("<b>*X*</b>") in app.warning[0].value
    assert not asked(press(app, "back"), "person")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_two_are_merged_after_a_look_and_parted_again(full: Home, lang: Language) -> None:
    space = full.space()
    app = walk("transcripts", lang=lang, person="E01", joins="E02")
    assert say(lang, "page.person.merging", gone="E02", kept="E01", n=1) in said(app)
    assert say(lang, "page.person.scope.none") in said(app)  # the stricter of the two
    assert app.button(key="merge-go").disabled  # both in one wave: somebody has to say that it is no mistake
    app.checkbox(key="merge-twice-E02").set_value(True)
    app = press(run(app), "merge-go")
    assert space.corpus.interview("E02-2026-Q1").respondent == "E01" and not asked(app, "joins")
    assert len(keys(app, "open-E0")) == 3
    app = press(app, keys(app, "undo-person-")[0])
    assert space.corpus.interview("E02-2026-Q1").respondent == "E02" and say(lang, "page.person.undone") in said(app)


def test_a_merge_that_cannot_be_is_said(full: Home) -> None:
    for other in ("E99", "E01", "a b" * 90):
        app = walk("transcripts", lang="en", person="E01", joins=other)
        assert len(app.warning) == 1 and not keys(app, "merge-go")
        assert not asked(press(app, "merge-cancel"), "joins")


def test_what_was_split_is_listed(full: Home) -> None:
    Respondents(full.space().engine, LOCAL).split("E01", ["E01-2025-Q4"], "E70")
    for who in ("E01", "E70"):
        app = walk("transcripts", lang="en", person=who)
        assert say("en", "page.person.parted", other="E70", kept="E01") in said(app)
        assert len(keys(app, "open-E01-")) == 1
    app = press(app, keys(app, "undo-person-")[0])
    assert asked(app, "person") == "E01" and len(keys(app, "open-E01-")) == 2


def test_an_empty_corpus_knows_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIPU_HOME", str(tmp_path))
    workspace_at(tmp_path)
    assert len(walk("transcripts", lang="en", person="E01").warning) == 1
