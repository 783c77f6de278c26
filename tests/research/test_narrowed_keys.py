"""What makes matches stale and what only the judgement: whom to ask and when a response is valid are not searched for."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest

from corpus.errors import Shortage
from research.audience import Criterion, in_words
from research.outline import Outline, Quota
from research.outline_edits import changed, dropped, reworded, with_criteria, with_rule
from research.rejudging import judge_again
from research.responses import Responses
from research.revising import revise
from research.saved import from_json
from research.study import Steps, stale_stages
from research.workspace import Workspace
from tests.tiny import Home

WOMEN = Criterion("gender", "in", ("女",), True, "女性")


@pytest.fixture
def matched(tiny: Home, briefs) -> tuple[Workspace, str]:
    space = tiny.space()
    study = space.studies.open(briefs["zh"])
    steps = Steps(study, space)
    outline = steps.outline()
    steps.responses(outline, steps.matches(outline))
    return space, study.id


def edit(space: Workspace, study: str, do: Callable[[Outline], Outline]) -> list[str]:
    newest = space.revisions.newest(study)
    revise(space.studies.get(study), space, do, beneath=newest.number if newest else 0)
    return stale_stages(study, space)


def judged_by_rule(outline: Outline) -> Outline:
    return replace(with_rule(with_criteria(outline, [WOMEN]), 1.0, 2), quotas=(Quota((("gender", "woman"),), 3),))


def with_probe(outline: Outline) -> Outline:
    return changed(outline, replace(outline.core[0], probes=("为什么？",), purpose="为什么变"))


@pytest.mark.parametrize("do", [judged_by_rule, with_probe, lambda one: with_criteria(one, [])])
def test_whom_to_ask_leaves_the_matches_alone(matched: tuple[Workspace, str], do) -> None:
    space, study = matched
    assert edit(space, study, do) == ["responses"]
    judge_again(space.studies.get(study), space)
    assert stale_stages(study, space) == []
    saved = space.studies.stage(study, "responses")
    assert saved
    steps = Steps(space.studies.get(study), space)
    outline = steps.outline()
    with suppress(Shortage):
        steps.responses(outline, steps.matches(outline))
    again = space.studies.stage(study, "responses")
    assert again == saved and from_json(Responses, saved[1]).all


@pytest.mark.parametrize("do", [lambda one: reworded(one, "Q1", "奶茶喝得多吗？"), lambda one: dropped(one, "Q2")])
def test_what_is_asked_does_not(matched: tuple[Workspace, str], do) -> None:
    space, study = matched
    assert edit(space, study, do) == ["matches", "responses"]
    judge_again(space.studies.get(study), space)
    assert stale_stages(study, space) == ["matches", "responses"], "only a new search makes it fresh"


def test_a_criterion_in_words_is_looked_for_before_the_judgement_is_fresh(matched: tuple[Workspace, str]) -> None:
    space, study = matched
    assert edit(space, study, lambda one: with_criteria(one, [in_words("晚上睡不着的人")])) == ["responses"]
    judged = judge_again(space.studies.get(study), space)
    assert judged and judged.valid == () and stale_stages(study, space) == ["responses"]
