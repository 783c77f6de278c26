"""The log of edits: numbered, only added to, each undone and brought back, one client's alone."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import NotAllowed, NotFound
from corpus.viewer import Viewer
from research.edits import Edit, Edits, live
from research.opened import state_of
from tests.small_workspace import with_report

NOW = datetime(2026, 3, 1)


@pytest.fixture
def log(tmp_path) -> tuple[Edits, str]:
    space = with_report(tmp_path)
    return space.edits, space.studies.list()[0].id


def test_edits_are_numbered_from_one_and_signed(log) -> None:
    edits, study = log
    for at in range(3):
        edits.add(study, "text", f"k/{at}", {"parts": [f"{at}"]})
    found = edits.all(study)
    assert [(one.number, one.target, one.content) for one in found] == [
        (at + 1, f"k/{at}", {"parts": [f"{at}"]}) for at in range(3)
    ]
    assert {one.made_by for one in found} == {"somebody"}
    assert edits.newest("r-small") == 3


def test_undoing_is_an_entry_and_can_be_undone(log) -> None:
    edits, study = log
    edits.add(study, "title", "", {"text": "one"})
    edits.undo(study, 1)
    assert [one.kind for one in edits.all(study)] == ["title", "undo"] and live(edits.all(study)) == []
    edits.undo(study, 2)
    assert [one.number for one in live(edits.all(study))] == [1]
    with pytest.raises(NotFound, match="no_edit"):
        edits.undo(study, 9)


def test_a_change_is_seen_by_what_pages_remember(log, tmp_path) -> None:
    edits, study = log
    from tests.small_workspace import workspace_at

    studies = workspace_at(tmp_path).studies
    before = studies.get(study).stamp
    edits.add(study, "drop", "k", {})
    assert studies.get(study).stamp > before


def test_titles_are_the_last_that_holds(log) -> None:
    edits, study = log
    assert edits.titles([study]) == {}
    edits.add(study, "title", "", {"text": "one"})
    edits.add(study, "drop", "k", {})
    edits.add(study, "title", "", {"text": "two"})
    assert edits.titles([study, "s-none"]) == {study: "two"}
    edits.undo(study, 3)
    assert edits.titles([study]) == {study: "one"}
    edits.undo(study, 4)
    assert edits.titles([study]) == {study: "two"}


def test_another_client_sees_no_edit_and_a_merchant_makes_none(log, tmp_path) -> None:
    edits, study = log
    edits.add(study, "drop", "k", {})
    from tests.small_workspace import workspace_at

    other = workspace_at(tmp_path, Viewer("x", "owner", "other")).edits
    for refused in (lambda: other.all(study), lambda: other.add(study, "drop", "k", {}), lambda: other.undo(study, 1)):
        with pytest.raises(NotFound, match="no_study"):
            refused()
    with pytest.raises(NotFound, match="no_report"):
        other.newest("r-small")
    merchant = workspace_at(tmp_path, Viewer("m", "merchant", "local")).edits
    assert len(merchant.all(study)) == 1 and merchant.newest("r-small") == 1
    with pytest.raises(NotAllowed):
        merchant.add(study, "drop", "k", {})
    with pytest.raises(NotAllowed):
        merchant.undo(study, 1)
    assert len(edits.all(study)) == 1


def slow_live(log: list[Edit]) -> set[int]:
    """An edit holds unless an undo of it holds: asked for each, one by one."""

    def held(edit: Edit) -> bool:
        return not any(one.kind == "undo" and one.target == str(edit.number) and held(one) for one in log)

    return {edit.number for edit in log if edit.kind != "undo" and held(edit)}


@given(st.lists(st.integers(0, 8), max_size=12))
def test_what_holds_is_what_the_slow_way_says(targets: list[int]) -> None:
    """0 is an edit, n > 0 the undoing of the edit n before it."""
    log: list[Edit] = []
    for number, back in enumerate(targets, start=1):
        undone = number - back if 0 < back < number else 0
        log.append(Edit(number, "undo" if undone else "drop", str(undone or "k"), {}, "x", NOW))
    assert {one.number for one in live(log)} == slow_live(log)


@pytest.mark.parametrize(
    ("name", "state"),
    [("r-abc", ("r-abc", None)), ("r-abc.5", ("r-abc", 5)), ("r-abc.0", ("r-abc", 0)), ("r-abc.x", ("r-abc.x", None))],
)
def test_an_address_names_report_and_state(name: str, state: tuple[str, int | None]) -> None:
    assert state_of(name) == state
