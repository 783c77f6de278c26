"""A curator withdraws somebody on screen: told what goes first, and nothing goes before the box is ticked."""

import pytest
import streamlit as st
from sqlalchemy import delete
from sqlalchemy.orm import Session

from corpus.errors import NotFound
from research.tables import JobRow
from research.withdrawing import ask_withdrawal, withdraw, withdrawn
from tests.pages.walking import keys, press, run, said, walk
from tests.tiny import Home


@pytest.fixture
def home(tiny: Home, monkeypatch) -> Home:
    monkeypatch.setenv("QUIPU_HOME", str(tiny.folder))
    return tiny


def test_the_way_there_and_through(home: Home) -> None:
    page = walk("corpus", withdraw="E01", lang="en")
    assert "Withdraw E01?" in said(page) and "2 interviews" in said(page)
    page = press(page, "withdraw-go")
    assert "Tick the box first" in said(page) and withdrawn(home.space()) == []
    page.checkbox(key="withdraw-agree").check()
    page = press(page, "withdraw-go")
    assert "E01 has withdrawn" in said(page) and "nobody sees anything of them" in said(page)
    assert "The background service is off" in said(page) and keys(page, "cancel-") == []
    home.space().corpus.interview("E02-2026-Q1")
    with pytest.raises(NotFound):
        home.space().corpus.interview("E01-2026-Q1")
    assert "E01 is being removed" in said(walk("corpus", lang="en"))
    withdraw("E01", home.space())
    assert "Nothing they said is left here" in said(walk("corpus", withdraw="E01", lang="en"))
    assert [one.respondent for one in withdrawn(home.space()) if one.finished] == ["E01"]
    assert "E01 · " in said(walk("corpus", lang="en"))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_one_that_broke_off_is_asked_for_once_more(home: Home, lang: str) -> None:
    space = home.space()
    ask_withdrawal("E01", space)
    with Session(space.engine) as session, session.begin():
        session.execute(delete(JobRow))
    page = walk("corpus", lang=lang)
    assert keys(page, "finish-E01")
    page = walk("corpus", withdraw="E01", lang=lang)
    press(page, "finish")
    assert [job.kind for job in space.jobs.live()] == ["withdraw"]


@pytest.mark.parametrize(("lang", "said_then"), [("en", "E06"), ("zh", "E06")])
def test_between_asking_and_end_no_page_shows_their_words(home: Home, lang: str, said_then: str) -> None:
    before = said(walk("transcripts", q="pub", lang=lang))
    assert "Evenings at the" in before and "E01" in before
    ask_withdrawal("E01", home.space())
    for query in ({"q": "pub"}, {"q": "coffee at night"}, {"person": "E01"}, {"interview": "E01-2026-Q1"}, {}):
        page = said(walk("transcripts", lang=lang, **query))
        assert "Evenings at the" not in page and "cooking" not in page, query
    assert said_then in said(walk("transcripts", q="coffee at night", lang=lang))


def test_what_pages_remember_is_forgotten_once(home: Home) -> None:
    calls = []

    @st.cache_data
    def remembered(number: int) -> int:
        calls.append(number)
        return number

    walk("corpus", lang="en")
    remembered(1)
    walk("corpus", lang="en")
    remembered(1)
    assert calls == [1]
    ask_withdrawal("E01", home.space())
    walk("corpus", lang="en")
    remembered(1)
    walk("corpus", lang="en")
    remembered(1)
    assert calls == [1, 1]


def test_the_form_leads_there(home: Home) -> None:
    page = walk("corpus", lang="zh")
    page.text_input(key="withdraw-who").set_value("Z01")
    page = press(page, "withdraw-look")
    assert page.query_params["withdraw"] in ("Z01", ["Z01"])


def test_an_unknown_person_is_said(home: Home) -> None:
    page = walk("corpus", withdraw="<b>Nobody", lang="en")
    assert not [one for one in page.button if one.key == "withdraw-go"]
    assert "<b>" not in said(run(page))
