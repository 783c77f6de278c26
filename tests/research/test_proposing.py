"""From a comment to a revision: accepted, in part, refused, moved on meanwhile; and what a withdrawal leaves of it."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from corpus.errors import BadInput, NotFound
from corpus.viewer import Viewer
from research.brief import parse_brief
from research.copied import Copied
from research.outline_edits import reworded
from research.proposing import Proposed, accept, lets_others_in, proposed, refuse
from research.revising import current_outline, restore_outline, revise, standing
from research.studies import Study
from research.withdrawing_studies import _take_out_copies
from research.workspace import Workspace
from tests.small_workspace import workspace_at
from tests.tiny import BRIEFS


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    return workspace_at(tmp_path)


@pytest.fixture
def study(space: Workspace) -> Study:
    return space.studies.open(parse_brief(BRIEFS["en"]))


def only(study: Study, space: Workspace) -> Proposed:
    (one,) = proposed(study, standing(study, space), space)
    return one


def key_of(do: object, *given: object) -> str:
    with pytest.raises(BadInput) as caught:
        do(*given)  # type: ignore[operator]
    return caught.value.key


def test_an_accepted_proposal_is_a_revision_with_its_reason_and_comes_back(space: Workspace, study: Study) -> None:
    comment = space.comments.add(study.id, "Drop Q3", None)
    saved = accept(study, space, only(study, space))
    assert (saved.number, saved.why, saved.comments, saved.made_by) == (2, "Drop Q3", (comment.id,), "local")
    assert [one.settled for one in space.proposals.all(study.id)] == ["accepted"]
    assert proposed(study, standing(study, space), space) == (), "the comment is dealt with"
    restore_outline(study, space, 1)
    outline, _ = current_outline(study, space)
    assert outline and len(outline.core) == 3


def test_what_moved_on_is_proposed_anew_and_never_done_to_another_text(space: Workspace, study: Study) -> None:
    space.comments.add(study.id, "Make it more conversational", "Q1")
    worded = "How frequently do people purchase tea?", "How frequently do people purchase coffee?"
    revise(study, space, lambda outline: reworded(outline, "Q1", worded[0]), beneath=0)
    old = only(study, space)
    revise(study, space, lambda outline: reworded(outline, "Q1", worded[1]), beneath=standing(study, space).number)
    assert key_of(accept, study, space, old) == "outline_moved_on"
    new = only(study, space)
    assert [act.after for act in new.acts] == ["How often do you buy coffee?"]
    accept(study, space, new)
    assert key_of(accept, study, space, new) == "proposal_settled"
    assert key_of(refuse, study, space, new) == "proposal_settled"


def test_refused_it_stays_open_and_is_not_proposed_again(space: Workspace, study: Study) -> None:
    space.comments.add(study.id, "Drop Q3")
    refuse(study, space, only(study, space))
    one = only(study, space)
    assert one.settled and one.settled.settled == "refused" and not one.open and not one.comment.resolved
    assert space.revisions.all(study.id) == [] and key_of(accept, study, space, one) == "proposal_nothing"


def test_part_is_done_and_the_comment_stays_open(space: Workspace, study: Study) -> None:
    space.comments.add(study.id, "Drop Q3 and ask about packaging")
    one = only(study, space)
    assert key_of(accept, study, space, one, ()) == "proposal_nothing"
    accept(study, space, one, one.acts[1:])
    outline, _ = current_outline(study, space)
    assert outline and [each.id for each in outline.core] == ["Q1", "Q2", "Q3", "Q4"]
    assert [each.settled for each in space.proposals.all(study.id)] == ["part"]
    assert not space.comments.all(study.id)[0].resolved


def test_words_left_over_keep_the_comment_open(space: Workspace, study: Study) -> None:
    space.comments.add(study.id, "Drop Q3. Please check with legal")
    accept(study, space, only(study, space))
    assert not space.comments.all(study.id)[0].resolved
    assert [each.settled for each in space.proposals.all(study.id)] == ["part"]


def test_a_comment_on_a_question_that_is_gone_proposes_nothing(space: Workspace, study: Study) -> None:
    space.comments.add(study.id, "Drop this", "Q9")
    one = only(study, space)
    assert one.acts == () and [left.why for left in one.left] == ["no_question"]


def test_another_client_sees_none_of_it(space: Workspace, study: Study, tmp_path: Path) -> None:
    space.comments.add(study.id, "Drop Q3")
    one = only(study, space)
    other = workspace_at(tmp_path, Viewer("eve", "owner", "elsewhere"))
    with pytest.raises(NotFound):
        other.proposals.all(study.id)
    with pytest.raises(NotFound):
        accept(study, other, one)


def test_people_named_by_several_conditions_let_others_in_and_it_is_known(space: Workspace) -> None:
    study = space.studies.open(parse_brief("Industry: tea\nAudience: women in villages\nQuestions:\n- Why tea?\n"))
    space.comments.add(study.id, "Ask county-town mothers too")
    space.comments.add(study.id, "Ask men too")
    mothers, men = proposed(study, standing(study, space), space)
    assert lets_others_in(mothers) and not lets_others_in(men) and mothers.acts and men.acts


def test_a_withdrawal_takes_copied_words_out_of_proposals_and_reasons(space: Workspace, study: Study) -> None:
    said = "I drink far less coffee than I did last year, it keeps me awake"
    comment = space.comments.add(study.id, f"Change Q1 to “{said}”")
    accept(study, space, only(study, space))
    with Session(space.engine) as session, session.begin():
        assert _take_out_copies(session, Copied([said])) == {study.id}
    (one,) = space.proposals.all(study.id)
    assert said not in repr(one) and one.comment == comment.id and one.acts
    newest = space.revisions.newest(study.id)
    assert newest and said not in repr(newest) and newest.why
    assert "outline" not in space.studies.stage_keys(study.id)
