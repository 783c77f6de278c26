"""No click is lost: what a button does is done to its end and once, though another click breaks its run off."""

import ast
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from research.pages.acting import Lacking
from tests.edited_reports import TwoVersions
from tests.pages.walking import asked, fine, keys, said, walk

PAGES = Path(__file__).parents[2] / "research" / "pages"
LEADS = ("go", "put", "rerun")
"""What a page may do itself after a press: open a screen, write into the address."""


def board(done: list[str], refusal: list[Exception], another_click: list[bool]) -> None:
    """A page with a field and the button that saves it; while it saves, another click may come."""
    import streamlit as st
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    from research.pages.acting import act_button, follow, tell_rest, typed

    def save() -> str:
        context = get_script_run_ctx()
        if another_click and context and context.script_requests:
            context.script_requests.request_stop()  # what Streamlit does to the run of the first click
        if refusal:
            raise refusal[0]
        done.append(str(typed("words")))
        return "saved"

    follow()
    st.text_input("words", key="words")
    act_button("Save", save, key="save", then=lambda told: st.session_state.update({"told": told}))
    st.markdown(st.session_state.get("told", "nothing yet"))
    tell_rest()


@pytest.fixture
def done() -> list[str]:
    return []


def opened(done: list[str], refusal: list[Exception], another_click: list[bool]) -> AppTest:
    given = {"done": done, "refusal": refusal, "another_click": another_click}
    return fine(AppTest.from_function(board, kwargs=given).run())


def pressed(app: AppTest) -> AppTest:
    app.text_input(key="words").set_value("as typed")
    app.button(key="save").click()
    return fine(app.run())


def test_what_was_typed_is_saved_and_what_follows_is_drawn_at_once(done: list[str]) -> None:
    app = pressed(opened(done, [], []))
    assert done == ["as typed"] and app.markdown[0].value == "saved"


def test_another_click_takes_nothing_away_and_does_nothing_twice(done: list[str]) -> None:
    another_click = [True]
    app = opened(done, [], another_click)
    on_screen = app._tree
    pressed(app)
    assert done == ["as typed"], "done though the run was broken off"
    app._tree = on_screen  # nothing was drawn since: the second half of a double click
    pressed(app)
    assert done == ["as typed"]
    another_click.clear()
    assert fine(app.run()).markdown[0].value == "saved", "what follows is left to the next run"
    pressed(app)
    assert done == ["as typed"] * 2, "drawn anew, it is another press"


def test_a_refusal_is_told_by_the_run_after_another_click(done: list[str]) -> None:
    refusal, another_click = [Lacking("corpus.mend.which")], [True]
    app = pressed(opened(done, refusal, another_click))
    another_click.clear()
    assert len(fine(app.run()).warning) == 1 and not done
    assert not fine(app.run()).warning, "once"


def broken_off(*_: object) -> None:
    """What the first touch of the page comes to where another click has come."""
    st.stop()


def test_a_report_edit_is_not_lost_to_the_next_click(versions: TwoVersions, monkeypatch: pytest.MonkeyPatch) -> None:
    """Must not happen: a new title that was saved by a press and is not there, or its form still open."""
    monkeypatch.setenv("QUIPU_HOME", str(versions.home.folder))
    study = versions.opened().saved.study
    app = walk("study", lang="en", study=study, step="report", edit="1", at="title", do="title")
    app.text_input(key="edit-title").set_value("A cup less")
    app.button(key="edit-save").click()
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("research.pages.acting.follow", broken_off)
        fine(app.run())
    assert versions.opened().report.title == "A cup less"
    fine(app.run())  # that of the click that came
    assert "A cup less" in said(app) and "edit-save" not in keys(app) and asked(app, "do") == ""


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.py")), ids=lambda page: page.stem)
def test_what_a_page_does_itself_after_a_press_only_leads_on(page: Path) -> None:
    """Anything else belongs into a callback: a press that the page itself acts on is lost to the next click."""
    tree = ast.parse(page.read_text(encoding="utf-8"))
    bare = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
    lead = {
        id(call) for one in ast.walk(tree) if isinstance(one, ast.If) and leads(one.body) for call in calls(one.test)
    }
    acted_on = [call.lineno for call in calls(tree) if is_button(call) and id(call) not in bare | lead]
    assert not acted_on, f"{page.name}, lines {acted_on}"


def calls(tree: ast.AST) -> list[ast.Call]:
    return [one for one in ast.walk(tree) if isinstance(one, ast.Call)]


def is_button(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in ("button", "form_submit_button")


def leads(body: list[ast.stmt]) -> bool:
    """Whether these lines do nothing but lead on."""
    return all(
        isinstance(one, ast.Expr) and isinstance(one.value, ast.Call) and name(one.value) in LEADS for one in body
    )


def name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
