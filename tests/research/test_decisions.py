"""What a researcher decides is kept: revisions, comments, decisions by hand, confirmed numbers, deleted studies."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import BadInput, NotAllowed, NotFound
from corpus.viewer import LOCAL, Viewer
from research.brief import parse_brief
from research.comments import LONGEST as LONGEST_COMMENT
from research.confirmations import Confirmation, asked_for
from research.outline import draft_outline
from research.rulings import LONGEST as LONGEST_REASON
from research.workspace import Workspace
from tests.small_workspace import workspace_at

BRIEF = parse_brief("Why do people drink less coffee than last year?\nResponses: 12")
OUTLINE = draft_outline(BRIEF)
EDITED = replace(OUTLINE, edited=True)


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    return workspace_at(tmp_path)


@pytest.fixture
def study(space: Workspace) -> str:
    return space.studies.open(BRIEF).id


def test_revisions_grow_and_the_newest_is_the_outline(space: Workspace, study: str) -> None:
    assert space.revisions.newest(study) is None
    first = space.revisions.save(study, OUTLINE, "drafted", drafted="k")
    second = space.revisions.save(study, EDITED, "edited", drafted="k", beneath=1)
    assert (first.number, second.number) == (1, 2)
    assert space.revisions.newest(study) == second
    assert [one.outline for one in space.revisions.all(study)] == [EDITED, OUTLINE]


def test_two_tabs_do_not_overwrite_each_other(space: Workspace, study: str) -> None:
    space.revisions.save(study, OUTLINE, "drafted", drafted="k", beneath=0)
    space.revisions.save(study, EDITED, "edited", drafted="k", beneath=1)
    with pytest.raises(BadInput) as refused:
        space.revisions.save(study, OUTLINE, "edited", drafted="k", beneath=1)
    assert (refused.value.key, refused.value.values) == ("outline_moved_on", {"number": 2})
    assert space.revisions.newest(study).outline == EDITED


def test_any_revision_comes_back(space: Workspace, study: str) -> None:
    space.revisions.save(study, OUTLINE, "drafted", drafted="k1")
    space.revisions.save(study, EDITED, "edited", drafted="k2")
    back = space.revisions.restore(study, 1)
    assert (back.number, back.kind, back.outline, back.drafted) == (3, "restored", OUTLINE, "k1")
    with pytest.raises(NotFound):
        space.revisions.restore(study, 9)


def test_comments_are_kept_in_order_and_resolved(space: Workspace, study: str) -> None:
    first = space.comments.add(study, " less about price ", "Q1")
    space.comments.add(study, "更口语一点")
    space.comments.resolve(study, first.id)
    assert [(one.question, one.text, one.resolved) for one in space.comments.all(study)] == [
        ("Q1", "less about price", True),
        (None, "更口语一点", False),
    ]
    space.comments.resolve(study, first.id, resolved=False)
    assert not space.comments.all(study)[0].resolved


@pytest.mark.parametrize("text", ["", " \n\t", "x" * (LONGEST_COMMENT + 1)])
def test_a_comment_without_words_or_end_is_refused(space: Workspace, study: str, text: str) -> None:
    with pytest.raises(BadInput):
        space.comments.add(study, text)
    assert space.comments.all(study) == []


def test_a_comment_of_another_study_is_not_there(space: Workspace, study: str) -> None:
    other = space.studies.open(parse_brief("What do people drink in the evening?")).id
    made = space.comments.add(other, "words")
    with pytest.raises(NotFound):
        space.comments.resolve(study, made.id)
    assert not space.comments.all(other)[0].resolved


def test_a_ruling_replaces_the_one_before_and_can_be_undone(space: Workspace, study: str) -> None:
    space.rulings.decide(study, "Z01", included=False, reason="works\nfor a competitor")
    space.rulings.decide(study, "Z01", included=True, reason="left them")
    (ruling,) = space.rulings.all(study).values()
    assert (ruling.included, ruling.reason, ruling.made_by) == (True, "left them", "local")
    space.rulings.undo(study, "Z01")
    space.rulings.undo(study, "Z01")
    assert space.rulings.all(study) == {}


@pytest.mark.parametrize("reason", ["", "  ", "x" * (LONGEST_REASON + 1)])
def test_a_ruling_needs_a_reason(space: Workspace, study: str, reason: str) -> None:
    with pytest.raises(BadInput):
        space.rulings.decide(study, "Z01", included=True, reason=reason)
    assert space.rulings.all(study) == {}


def test_the_newest_confirmation_counts(space: Workspace, study: str) -> None:
    assert space.confirmations.newest(study) is None
    space.confirmations.confirm(study, Confirmation(30, "random", 7))
    space.confirmations.confirm(study, Confirmation(None, "best", 0))
    assert space.confirmations.newest(study) == Confirmation(None, "best", 0)
    with pytest.raises(BadInput):
        space.confirmations.confirm(study, Confirmation(0, "random", 0))
    assert asked_for(BRIEF) == Confirmation(12, "random", 0) and asked_for(BRIEF, 3).responses == 3


def test_a_deleted_study_is_gone_until_it_is_restored(space: Workspace, study: str) -> None:
    space.comments.add(study, "keep me")
    space.studies.delete(study)
    assert space.studies.list() == [] and space.studies.find(BRIEF) is None
    for look in (space.studies.get, space.comments.all, space.rulings.all, space.revisions.newest):
        with pytest.raises(NotFound):
            look(study)
    assert space.studies.restore(study).id == study
    assert [one.text for one in space.comments.all(study)] == ["keep me"]


def test_another_brief_moves_the_study_on(space: Workspace, study: str) -> None:
    other = parse_brief("What do people drink in the evening?")
    assert space.studies.rebrief(study, other).brief == other
    assert [(one.id, one.title) for one in space.studies.list()] == [(study, other.title)]


def test_every_change_moves_the_stamp(space: Workspace, study: str) -> None:
    changes: list[Callable[[], Any]] = [
        lambda: space.revisions.save(study, OUTLINE, "drafted", drafted="k"),
        lambda: space.comments.add(study, "words"),
        lambda: space.rulings.decide(study, "Z01", included=True, reason="r"),
        lambda: space.rulings.undo(study, "Z01"),
        lambda: space.confirmations.confirm(study, Confirmation(None, "random", 0)),
        lambda: space.studies.save_stage(study, "outline", "k", {}),
        lambda: space.studies.rebrief(study, BRIEF),
    ]
    for change in changes:
        before = space.studies.get(study).stamp
        change()
        assert space.studies.get(study).stamp > before


def _writes(space: Workspace, study: str) -> list[Callable[[], Any]]:
    return [
        lambda: space.revisions.save(study, OUTLINE, "edited", drafted="k"),
        lambda: space.revisions.newest(study),
        lambda: space.comments.add(study, "words"),
        lambda: space.comments.all(study),
        lambda: space.rulings.decide(study, "Z01", included=True, reason="r"),
        lambda: space.rulings.all(study),
        lambda: space.confirmations.confirm(study, Confirmation(None, "random", 0)),
        lambda: space.confirmations.newest(study),
        lambda: space.studies.rebrief(study, BRIEF),
        lambda: space.studies.delete(study),
        lambda: space.studies.restore(study),
        lambda: space.studies.stage_keys(study),
        lambda: space.jobs.ask("match", study),
    ]


def test_another_client_reads_and_writes_nothing(space: Workspace, study: str) -> None:
    other = replace(space, viewer=Viewer("eve", "owner", "elsewhere"))
    for write in _writes(other, study):
        with pytest.raises(NotFound):
            write()
    assert other.studies.report_lines() == []


@pytest.mark.parametrize("role", ["merchant", "curator"])
def test_roles_without_studies_decide_nothing(space: Workspace, study: str, role: Any) -> None:
    for write in _writes(replace(space, viewer=Viewer("x", role, LOCAL.client)), study):
        with pytest.raises(NotAllowed):
            write()


def test_two_changes_at_once_both_count(space: Workspace, study: str) -> None:
    """Both read before either writes: counted in Python, one would be lost and a page would stay outdated."""
    from sqlalchemy.orm import Session

    from research.tables import StudyRow

    before = space.studies.get(study).stamp
    with Session(space.engine) as reader:
        assert reader.get(StudyRow, study).stamp == before
        space.comments.add(study, "one")
        space.comments.add(study, "two")
    assert space.studies.get(study).stamp == before + 2


def test_a_brief_changed_elsewhere_is_not_overwritten(space: Workspace, study: str) -> None:
    other = parse_brief("What do people drink in the evening?")
    space.studies.rebrief(study, other, beneath=BRIEF)
    with pytest.raises(BadInput) as refused:
        space.studies.rebrief(study, BRIEF, beneath=BRIEF)
    assert refused.value.key == "brief_moved_on" and space.studies.get(study).brief == other


def test_other_peoples_jobs_do_not_crowd_out_mine(space: Workspace, study: str) -> None:
    mine = space.jobs.ask("match", study)
    other = replace(space, viewer=Viewer("eve", "owner", "elsewhere"))
    for n in range(25):
        other.jobs.ask("match", other.studies.open(parse_brief(f"Why do people drink tea number {n}?")).id)
    assert [job.id for job in space.jobs.recent()] == [mine.id] == [job.id for job in space.jobs.live()]
