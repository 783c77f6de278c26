"""The outline a study stands on: drafted as a run would, changed in revisions, each edit a function."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from corpus.errors import BadInput, NotFound
from research.brief import Brief, parse_brief
from research.drafting import draft_guide
from research.model_settings import ModelSettings
from research.outline import Outline, OutlineQuestion, draft_outline
from research.outline_edits import (
    LONGEST,
    MOST,
    added,
    carried,
    changed,
    checked,
    dropped,
    fresh_id,
    moved,
    place_of,
    placed,
    question_of,
    retied,
    reworded,
    tied,
    with_criteria,
    with_people,
    with_rule,
)
from research.progress import progress_of
from research.revising import (
    current_outline,
    draft_anew,
    keep_mine,
    restore_outline,
    revise,
    save_outline,
    standing,
    taken_ids,
    used_ids,
)
from research.studies import Study
from research.study import Steps
from research.workspace import Workspace
from tests.edited_outlines import with_must_have
from tests.small_workspace import workspace_at
from tests.tiny import BRIEFS

EN = parse_brief(BRIEFS["en"])
ZH = parse_brief(BRIEFS["zh"])
DRAFT = draft_outline(EN)
GUIDE = draft_guide(EN)
"""What a study is drafted as."""


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    return workspace_at(tmp_path)


@pytest.fixture
def study(space: Workspace) -> Study:
    return space.studies.open(EN)


def ids(outline: Outline) -> list[str]:
    return [question.id for question in outline.questions]


def refused(key: str, do: object, *given: object, **named: object) -> dict[str, object]:
    with pytest.raises(BadInput) as caught:
        do(*given, **named)  # type: ignore[operator]
    assert caught.value.key == key
    return caught.value.values


# Edits


def test_a_new_wording_is_read_again_unless_somebody_chose_the_type() -> None:
    outline = reworded(DRAFT, "Q1", "How much coffee do they drink in a week?")
    assert question_of(outline, "Q1").kind == "number" and question_of(DRAFT, "Q1").kind == "choice"
    chosen = changed(DRAFT, replace(question_of(DRAFT, "Q1"), kind="choice", options=("a", "b")))
    outline = reworded(chosen, "Q1", "How much coffee do they drink in a week?")
    assert (question_of(outline, "Q1").kind, question_of(outline, "Q1").options) == ("choice", ("a", "b"))


def test_words_and_lists_are_tidied() -> None:
    wanted = replace(question_of(DRAFT, "Q1"), text="  What\nnow? ", probes=("", " a  b ", "c"), kind="ranking",
                     options=("x", " x", "y"))  # fmt: skip
    made = question_of(changed(DRAFT, wanted), "Q1")
    assert (made.text, made.probes, made.options) == ("What now?", ("a b", "c"), ("x", "y"))
    assert question_of(changed(DRAFT, replace(made, kind="open")), "Q1").options == ()


def test_added_dropped_and_placed() -> None:
    new = OutlineQuestion("Q9", "And in the evening?")
    assert ids(added(DRAFT, new, section=1)) == ["W1", "Q1", "Q2", "Q3", "Q9", "C1"]
    assert ids(added(DRAFT, new, section=1, after="Q1")) == ["W1", "Q1", "Q9", "Q2", "Q3", "C1"]
    assert ids(dropped(DRAFT, "Q2")) == ["W1", "Q1", "Q3", "C1"]
    assert ids(placed(DRAFT, "Q3", 1, 0)) == ["W1", "Q3", "Q1", "Q2", "C1"]
    with pytest.raises(NotFound):
        dropped(DRAFT, "Q7")


def test_moving_goes_through_the_sections_and_stops_at_the_ends() -> None:
    assert ids(moved(DRAFT, "Q2", -1)) == ["W1", "Q2", "Q1", "Q3", "C1"]
    up = moved(DRAFT, "Q1", -1)
    assert place_of(up, "Q1") == (0, 1) and ids(up) == ids(DRAFT)
    assert [question.id for question in up.core] == ["Q2", "Q3"]
    assert moved(up, "Q1", 1) == DRAFT
    down = moved(DRAFT, "Q3", 1)
    assert place_of(down, "Q3") == (2, 0)
    assert moved(DRAFT, "W1", -1) == DRAFT and moved(DRAFT, "C1", 1) == DRAFT


def test_a_core_question_beyond_the_brief_is_matched_too() -> None:
    outline = added(DRAFT, OutlineQuestion("Q9", "And in the evening?"), section=1)
    assert "Q9" in [question.id for question in outline.core]
    warm = added(DRAFT, OutlineQuestion("Q9", "And you?", brief_question=1, must_have=True), section=0)
    assert warm.core == DRAFT.core and warm.must_haves == DRAFT.must_haves


def test_what_no_study_can_be_made_with_is_refused() -> None:
    refused("question_empty", reworded, DRAFT, "Q1", " \n")
    assert refused("question_too_long", reworded, DRAFT, "Q1", "x" * (LONGEST + 1))["length"] == LONGEST + 1
    one = replace(question_of(DRAFT, "Q1"), kind="choice", options=("only",))
    refused("choice_needs_options", changed, DRAFT, one)
    optional = with_must_have(with_must_have(DRAFT, "Q1", False), "Q2", False)
    refused("outline_needs_must_have", with_must_have, optional, "Q3", False)
    refused("outline_needs_must_have", dropped, optional, "Q3")
    refused("outline_needs_must_have", moved, optional, "Q3", 1)
    many = replace(DRAFT.sections[1], questions=DRAFT.core * MOST)
    refused("outline_too_many_questions", checked, replace(DRAFT, sections=(many,)))


def test_criteria_are_changed_dropped_and_read_from_words() -> None:
    (adults,) = DRAFT.criteria
    assert with_criteria(DRAFT, [replace(adults, required=False)] * 2).criteria == (replace(adults, required=False),)
    more = with_people(DRAFT, "women, preferably in London, who sing", EN)
    assert [(one.field, one.required) for one in more.criteria] == [("age", True), ("gender", True), ("city", False)]
    assert any("sing" in words for words in more.unread)
    assert refused("criteria_unread", with_people, DRAFT, "people who sing", EN) == {"words": "people who sing"}
    rule = with_rule(DRAFT, 7.0, 0)
    assert (rule.enough, rule.window) == (1.0, 1)


@pytest.mark.parametrize(
    ("used", "new"), [((), "Q1"), (("W1", "Q2", "C1"), "Q3"), (("Q09", "x"), "Q10"), (("Q3", "Q12"), "Q13")]
)
def test_a_new_id_was_never_used(used: tuple[str, ...], new: str) -> None:
    assert fresh_id(used) == new


def test_ids_go_with_the_words() -> None:
    old = placed(dropped(DRAFT, "Q1"), "Q3", 1, 0)
    used = ["W1", "Q1", "Q2", "Q3", "C1", "Q4"]
    assert ids(carried(DRAFT, old, used)) == ["W1", "Q5", "Q2", "Q3", "C1"]
    assert ids(carried(DRAFT, old, [])) == ["W1", "Q1", "Q2", "Q3", "C1"], "where nothing speaks of Q1 it is free"


def test_an_own_id_wins_over_the_words() -> None:
    swapped = replace(DRAFT, sections=(
        DRAFT.sections[0],
        replace(DRAFT.sections[1], questions=tuple(replace(one, text=f"{one.text}!") for one in DRAFT.core)),
        DRAFT.sections[2],
    ))  # fmt: skip
    used = [question.id for question in DRAFT.questions]
    assert ids(carried(swapped, DRAFT, used)) == ["W1", "Q4", "Q5", "Q6", "C1"]
    assert ids(carried(swapped, DRAFT, used, {"Q1", "Q3"})) == ["W1", "Q1", "Q4", "Q3", "C1"]
    assert ids(carried(swapped, DRAFT, used, {"Q99"})) == ["W1", "Q4", "Q5", "Q6", "C1"]


def test_numbers_are_free_until_something_speaks_of_them(space: Workspace, study: Study) -> None:
    current_outline(study, space)
    assert taken_ids(study, space) == set()
    comment = space.comments.add(study.id, "why?", "Q1")
    assert {"W1", "Q1", "Q2", "Q3", "C1"} <= set(taken_ids(study, space)) and comment.question == "Q1"


def test_questions_are_tied_by_their_words() -> None:
    assert tied("What matters to you most when you choose one?", EN) == 2
    assert tied("买的时候最看重的是什么？", ZH) == 2
    assert tied("Do you have a dog?", EN) is None and tied("您养狗吗？", ZH) is None
    other = EN.model_copy(update={"questions": EN.questions[::-1][:2], "industry": "tea"})
    again = retied(DRAFT, other)
    assert [question.brief_question for question in again.core] == [1, 2, 1] and again.industry == "tea"


# The study's outline


def test_the_draft_is_the_one_a_run_would_make(space: Workspace, study: Study) -> None:
    assert current_outline(study, space) == (GUIDE, 0)
    saved = space.studies.stage(study.id, "outline")
    assert current_outline(study, space) == (GUIDE, 0) and space.studies.stage(study.id, "outline") == saved
    stamp = space.studies.get(study.id).stamp
    assert Steps(study, space).outline() == GUIDE
    assert space.studies.get(study.id).stamp == stamp, "the run found it stale"


def test_an_edit_is_a_revision_on_the_draft(space: Workspace, study: Study) -> None:
    revise(study, space, lambda outline: dropped(outline, "Q2"), beneath=0)
    outline, number = current_outline(study, space)
    assert outline and number == 2 and outline.edited and ids(outline) == ["W1", "W2", "Q1", "Q3", "P1", "P2", "C1"]
    assert [(one.number, one.kind) for one in space.revisions.all(study.id)] == [(2, "edited"), (1, "drafted")]
    assert space.revisions.all(study.id)[1].outline == GUIDE
    assert Steps(study, space).outline() == outline
    assert progress_of(study.id, space).states["outline"] == "done"


def test_what_changes_nothing_is_not_saved(space: Workspace, study: Study) -> None:
    revise(study, space, lambda outline: outline, beneath=0)
    assert space.revisions.all(study.id) == []


def test_the_slower_of_two_tabs_is_told_and_loses_nothing(space: Workspace, study: Study) -> None:
    revise(study, space, lambda outline: dropped(outline, "Q2"), beneath=0)
    before = space.revisions.all(study.id)
    for beneath in (0, 1):
        for id_ in ("Q3", "Q2"):  # Q2 is not there any more: that the outline moved on is what helps
            told = refused("outline_moved_on", revise, study, space, partial(dropped, id_=id_), beneath=beneath)
            assert told == {"number": 2}
        refused("outline_moved_on", save_outline, study, space, GUIDE, beneath=beneath)
    assert space.revisions.all(study.id) == before
    revise(study, space, lambda outline: dropped(outline, "Q3"), beneath=2)
    assert space.revisions.newest(study.id).number == 3  # type: ignore[union-attr]


def test_a_dropped_question_comes_back_and_its_id_is_not_given_again(space: Workspace, study: Study) -> None:
    revise(study, space, lambda outline: dropped(outline, "Q3"), beneath=0)
    space.comments.add(study.id, "why?", "Q11")
    assert fresh_id(used_ids(study, space)) == "Q12" and "Q3" in used_ids(study, space)
    restore_outline(study, space, 1)
    outline, number = current_outline(study, space)
    assert outline == GUIDE and number == 3
    assert progress_of(study.id, space).states["outline"] == "done"
    with pytest.raises(NotFound):
        restore_outline(study, space, 9)


def changed_brief(brief: Brief) -> Brief:
    return brief.model_copy(
        update={"questions": (brief.questions[0], "Where do they drink coffee?", brief.questions[2])}
    )


def test_an_untouched_draft_follows_the_brief(space: Workspace, study: Study) -> None:
    current_outline(study, space)
    study = space.studies.rebrief(study.id, changed_brief(EN))
    outline, number = current_outline(study, space)
    assert outline == draft_guide(study.brief) and number == 0


def test_comments_stay_with_their_question_when_the_draft_follows(space: Workspace, study: Study) -> None:
    current_outline(study, space)
    space.comments.add(study.id, "why?", "Q2")
    study = space.studies.rebrief(study.id, changed_brief(EN))
    outline, _ = current_outline(study, space)
    assert outline and ids(outline) == ["W1", "W2", "Q4", "Q1", "Q3", "P1", "P2", "C1"]


def test_an_edited_outline_stays_until_it_is_said_what_to_do(space: Workspace, study: Study) -> None:
    revise(study, space, lambda outline: reworded(outline, "Q2", "What is it about price?"), beneath=0)
    study = space.studies.rebrief(study.id, changed_brief(EN))
    stands = standing(study, space)
    assert stands.moved_on and stands.number == 2
    assert question_of(stands.outline, "Q2").text == "What is it about price?"  # type: ignore[arg-type]
    assert progress_of(study.id, space).states["outline"] == "stale"


def test_keep_mine(space: Workspace, study: Study) -> None:
    revise(study, space, lambda outline: reworded(outline, "Q2", "What is it about price?"), beneath=0)
    study = space.studies.rebrief(study.id, changed_brief(EN))
    keep_mine(study, space, beneath=2)
    stands = standing(study, space)
    assert not stands.moved_on and stands.number == 3
    assert question_of(stands.outline, "Q2").text == "What is it about price?"  # type: ignore[arg-type]
    assert progress_of(study.id, space).states["outline"] == "done"


def test_draft_anew_keeps_the_old_one_and_the_ids_of_what_stayed(space: Workspace, study: Study) -> None:
    revise(study, space, lambda outline: moved(outline, "Q3", -1), beneath=0)
    study = space.studies.rebrief(study.id, changed_brief(EN))
    draft_anew(study, space, beneath=2)
    stands = standing(study, space)
    assert not stands.moved_on and ids(stands.outline) == ["W1", "W2", "Q4", "Q1", "Q3", "P1", "P2", "C1"]  # type: ignore[arg-type]
    assert not stands.outline.edited and len(space.revisions.all(study.id)) == 3  # type: ignore[union-attr]
    assert progress_of(study.id, space).states["outline"] == "done"
    refused("outline_moved_on", draft_anew, study, space, beneath=2)


def test_with_a_model_on_the_page_does_not_draft(space: Workspace, study: Study) -> None:
    model = ModelSettings(name="m", base_url="http://127.0.0.1:1", api_key="")
    modelled = replace(space, settings=replace(space.settings, model=model))
    assert current_outline(study, modelled) == (None, 0)
    assert space.studies.stage(study.id, "outline") is None
