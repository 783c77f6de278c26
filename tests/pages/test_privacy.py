"""A curator withdraws somebody on screen: told what goes first, and nothing goes before the box is ticked."""

import pytest

from research.withdrawing import withdrawn
from tests.pages.walking import press, run, said, walk
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
    assert "E01 has withdrawn" in said(page)
    assert [one.respondent for one in withdrawn(home.space()) if one.finished] == ["E01"]
    assert "E01 · " in said(walk("corpus", lang="en"))


def test_the_form_leads_there(home: Home) -> None:
    page = walk("corpus", lang="zh")
    page.text_input(key="withdraw-who").set_value("Z01")
    page = press(page, "withdraw-look")
    assert page.query_params["withdraw"] in ("Z01", ["Z01"])


def test_an_unknown_person_is_said(home: Home) -> None:
    page = walk("corpus", withdraw="<b>Nobody", lang="en")
    assert not [one for one in page.button if one.key == "withdraw-go"]
    assert "<b>" not in said(run(page))
