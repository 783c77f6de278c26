"""Judging again after a decision by hand: the same stage a whole run would make, and no search."""

from contextlib import suppress

import pytest

from corpus.errors import BadInput, Shortage
from research.matches import Match, Matches
from research.outline import Outline
from research.rejudging import decide, judge_again
from research.responses import Responses, judge_responses
from research.saved import from_json, to_json
from research.study import Steps, stale_stages
from research.workspace import Workspace
from tests.tiny import Home


@pytest.fixture
def matched(tiny: Home, briefs) -> tuple[Workspace, str]:
    space = tiny.space()
    study = space.studies.open(briefs["zh"])
    steps = Steps(study, space)
    outline = steps.outline()
    steps.responses(outline, steps.matches(outline))
    return space, study.id


def valid(space: Workspace, study: str) -> set[str]:
    saved = space.studies.stage(study, "responses")
    assert saved
    return {one.respondent for one in from_json(Responses, saved[1]).valid}


def test_saves_what_a_whole_run_would_take_as_fresh(matched: tuple[Workspace, str]) -> None:
    space, study = matched
    assert "Z01" in valid(space, study)
    space.rulings.decide(study, "Z01", included=False, reason="other")
    assert stale_stages(study, space) == ["responses"]
    judged = judge_again(space.studies.get(study), space)
    assert judged and "Z01" not in valid(space, study) and stale_stages(study, space) == []
    steps = Steps(space.studies.get(study), space)
    outline = steps.outline()
    assert steps.responses(outline, steps.matches(outline)) == judged


def test_what_is_stale_beneath_stays_stale(matched: tuple[Workspace, str], tiny: Home) -> None:
    space, study = matched
    brief = space.studies.get(study).brief
    space.studies.rebrief(study, brief.model_copy(update={"people": "48岁以上"}))
    before = stale_stages(study, space)
    space.rulings.decide(study, "Z01", included=False, reason="other")
    judge_again(space.studies.get(study), space)
    assert "Z01" not in valid(space, study)  # the decision is seen at once
    assert stale_stages(study, space) == before and "responses" in before
    steps = Steps(space.studies.get(study), space)
    outline = steps.outline()
    matches = steps.matches(outline)
    with suppress(Shortage):
        steps.responses(outline, matches)
    judged = judge_responses(outline, matches, corpus=space.corpus, rulings=space.rulings.all(study))
    assert valid(space, study) == {
        one.respondent for one in judged.valid
    }  # what was judged on old matches is not taken


def test_who_answered_nothing_cannot_be_taken_in(matched: tuple[Workspace, str]) -> None:
    space, study = matched
    saved = space.studies.stage(study, "responses")
    assert saved
    judged = from_json(Responses, saved[1])
    silent = next(one.respondent for one in judged.all if "answered" not in one.statuses.values())
    spoke = next(one for one in judged.all if "answered" in one.statuses.values())
    for who in (silent, "nobody"):
        with pytest.raises(BadInput) as refused:
            decide(space.studies.get(study), space, who, included=True, reason="I know them")
        assert refused.value.key == "nothing_answered" and space.rulings.all(study) == {}
    decide(space.studies.get(study), space, spoke.respondent, included=False, reason="other")
    assert spoke.respondent not in valid(space, study)
    decide(space.studies.get(study), space, spoke.respondent, included=True, reason="after all")
    assert spoke.respondent in valid(space, study)


def test_who_answers_nothing_any_more_is_not_counted_though_taken_in(matched: tuple[Workspace, str]) -> None:
    space, study = matched
    steps = Steps(space.studies.get(study), space)
    outline = steps.outline()
    matches = steps.matches(outline)
    spoke = judge_responses(outline, matches, corpus=space.corpus).valid[0].respondent
    space.rulings.decide(study, spoke, included=True, reason="I know them")
    rulings = space.rulings.all(study)

    def counted(found: tuple[Match, ...]) -> bool:
        return spoke in {
            one.respondent for one in judge_responses(outline, found, corpus=space.corpus, rulings=rulings).valid
        }

    assert counted(tuple(matches)) and not counted(tuple(match for match in matches if match.respondent != spoke))


def test_nothing_matched_is_nothing_judged(tiny: Home, briefs) -> None:
    space = tiny.space()
    study = space.studies.open(briefs["zh"])
    assert judge_again(study, space) is None and space.studies.stage(study.id, "responses") is None


def test_the_matches_as_a_stage_saves_them_come_back(matched: tuple[Workspace, str]) -> None:
    space, study = matched
    for name, kind in (("matches", Matches), ("outline", Outline)):
        saved = space.studies.stage(study, name)
        assert saved and to_json(from_json(kind, saved[1])) == saved[1]
