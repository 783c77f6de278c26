"""What differs between two outlines, as the history says it."""

from dataclasses import replace

import pytest

from research.brief import parse_brief
from research.outline import Outline, draft_outline
from research.outline_changes import Change, changes, unanswered
from research.outline_edits import added, changed, dropped, moved, question_of, reworded, with_rule
from tests.edited_outlines import with_must_have
from tests.tiny import BRIEFS

DRAFT = draft_outline(parse_brief(BRIEFS["en"]))
Q2 = question_of(DRAFT, "Q2")


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (DRAFT, ()),
        (dropped(DRAFT, "Q2"), (Change("dropped", ("Q2",)),)),
        (added(DRAFT, replace(Q2, id="Q9"), section=1), (Change("added", ("Q9",)),)),
        (reworded(DRAFT, "Q1", "Why coffee?"), (Change("reworded", ("Q1",)),)),
        (with_must_have(DRAFT, "Q3", False), (Change("optional", ("Q3",)),)),
        (changed(DRAFT, replace(Q2, probes=("And then?",))), (Change("probes", ("Q2",)),)),
        (changed(DRAFT, replace(Q2, brief_question=None)), (Change("answers", ("Q2",)),)),
        (changed(DRAFT, replace(Q2, aspect="attitude")), (Change("answer", ("Q2",)),)),
        (with_rule(DRAFT, 0.9, 4), (Change("rule"),)),
        (replace(DRAFT, criteria=(), unread=()), (Change("people"),)),
        (moved(DRAFT, "Q1", -1), (Change("moved", ("Q1",)),)),  # into the section before: the order stays
        (moved(moved(DRAFT, "Q1", 1), "Q1", 1), (Change("moved", ("Q1",)),)),
    ],
)
def test_each_change_is_named(after: Outline, told: tuple[Change, ...]) -> None:
    assert changes(DRAFT, after) == told


def test_several_changes_are_all_named_and_dropping_moves_nothing() -> None:
    after = reworded(dropped(with_must_have(DRAFT, "Q3", False), "Q1"), "Q2", "Which one?")
    assert changes(DRAFT, after) == (
        Change("dropped", ("Q1",)), Change("reworded", ("Q2",)), Change("optional", ("Q3",)),
    )  # fmt: skip
    assert {one.what for one in changes(after, DRAFT)} == {"added", "reworded", "must_have"}


def test_which_of_the_briefs_questions_nothing_answers() -> None:
    assert unanswered(DRAFT, 3) == () and unanswered(dropped(DRAFT, "Q2"), 3) == (2,)
    assert unanswered(moved(DRAFT, "Q1", -1), 4) == (1, 4), "what is not core is not looked for"
