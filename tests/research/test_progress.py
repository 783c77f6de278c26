"""Where a study stands: what each decision makes stale, and nothing before it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from corpus.errors import NotFound
from research.brief import parse_brief
from research.confirmations import Confirmation
from research.freshness import StageKeys
from research.outline_edits import dropped
from research.progress import progress_of
from research.study import Steps, run_study
from research.workspace import Workspace
from tests.tiny import BRIEFS, transcript


@pytest.fixture
def ran(tiny: Any, briefs: Any) -> tuple[Workspace, str]:
    space = tiny.space()
    return space, space.studies.get(run_study(briefs["zh"], space).study).id


def edit(space: Workspace, study: str) -> None:
    found = space.studies.get(study)
    outline = Steps(found, space).outline()
    fewer = replace(dropped(outline, outline.core[-1].id), edited=True)
    space.revisions.save(study, fewer, "edited", drafted=StageKeys(found, space).draft)


CHANGES: list[tuple[Callable[[Workspace, str], Any], str, dict[str, str]]] = [
    (edit, "outline", {"outline": "stale", "responses": "stale", "report": "stale"}),
    (lambda space, study: space.rulings.decide(study, "Z01", included=False, reason="r"), "responses",
     {"outline": "done", "responses": "stale", "report": "stale"}),
    (lambda space, study: space.confirmations.confirm(study, Confirmation(5, "random", 0)), "selection",
     {"outline": "done", "responses": "done", "report": "stale"}),
    (lambda space, study: space.comments.add(study, "a remark"), "", {"outline": "done", "responses": "done", "report": "done"}),
]  # fmt: skip


def test_a_study_just_begun_is_open_from_the_outline_on(tiny: Any, briefs: Any) -> None:
    space = tiny.space()
    found = progress_of(space.studies.open(briefs["zh"]).id, space)
    assert found.states == {"brief": "done", "outline": "open", "responses": "open", "report": "open"}
    assert found.next == "outline" and found.first_stale is None


def test_a_finished_study_is_done(ran: tuple[Workspace, str]) -> None:
    space, study = ran
    found = progress_of(study, space)
    assert set(found.states.values()) == {"done"} and found.next == "report"


@pytest.mark.parametrize(("change", "first", "states"), CHANGES, ids=["outline", "ruling", "number", "comment"])
def test_a_decision_makes_stale_what_rests_on_it(
    ran: tuple[Workspace, str], change: Any, first: str, states: dict[str, str]
) -> None:
    space, study = ran
    change(space, study)
    found = progress_of(study, space)
    assert found.states == {"brief": "done", **states}
    assert (found.first_stale or "") == first


def test_another_brief_makes_all_stale(ran: tuple[Workspace, str]) -> None:
    space, study = ran
    space.studies.rebrief(study, parse_brief(BRIEFS["zh"].replace("18岁以上", "30岁以上")))
    assert progress_of(study, space).first_stale == "outline"


def test_another_interview_makes_the_matches_stale(tiny: Any, ran: tuple[Workspace, str]) -> None:
    space, study = ran
    before = space.corpus.stamp()
    tiny.bring_in("Z09_2026-Q1.txt", transcript(("周末睡觉。", "奶茶喝得少了。", "看糖分。", "三十块。"), "zh"))
    assert space.corpus.stamp() > before
    assert progress_of(study, space).first_stale == "matches"


def test_the_researchers_outline_is_what_is_matched(ran: tuple[Workspace, str]) -> None:
    space, study = ran
    edit(space, study)
    steps = Steps(space.studies.get(study), space)
    outline = steps.outline()
    assert [question.id for question in outline.core] == ["Q1", "Q2"]
    assert {match.question for match in steps.matches(outline)} <= {"Q1", "Q2"}


def test_a_revision_of_an_earlier_brief_is_stale_until_it_is_kept(ran: tuple[Workspace, str]) -> None:
    space, study = ran
    edit(space, study)
    Steps(space.studies.get(study), space).outline()
    assert progress_of(study, space).states["outline"] == "done"
    space.studies.rebrief(study, parse_brief(BRIEFS["zh"].replace("18岁以上", "30岁以上")))
    assert progress_of(study, space).states["outline"] == "stale"
    now = StageKeys(space.studies.get(study), space).draft
    space.revisions.save(study, space.revisions.newest(study).outline, "edited", drafted=now)
    Steps(space.studies.get(study), space).outline()
    assert progress_of(study, space).states["outline"] == "done"


def test_a_deleted_study_has_no_progress(ran: tuple[Workspace, str]) -> None:
    space, study = ran
    space.studies.delete(study)
    with pytest.raises(NotFound):
        progress_of(study, space)
