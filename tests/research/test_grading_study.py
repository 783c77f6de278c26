"""A study whose doubtful answers a model grades: run, saved, asked again, told in the report."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from corpus.errors import Shortage
from corpus.records import Language
from exports.marks import read_word
from exports.verify import blocking, verify
from exports.word import Links, write_word
from research.freshness import stale_stages
from research.matches import Matches
from research.messages import say
from research.model_settings import ModelSettings
from research.rejudging import grade_again
from research.report import MARK, Paragraph, Report
from research.saved import from_json
from research.study import Steps, run_study
from research.verification import rederived
from research.workspace import Workspace
from tests.model_server import KEY, Behaviour, Handler, ModelServer, completion, fails
from tests.research.test_grading import KNOWN, read
from tests.tiny import BRIEFS, Home, parse_brief


@pytest.fixture(autouse=True)
def all_doubtful(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tiny corpus is too plain to be in doubt about: here the middle is all there is."""
    monkeypatch.setattr("research.grading.DOUBTFUL_FROM", 0.0)
    monkeypatch.setattr("research.grading.DOUBTFUL_TO", 1.1)


def judges(grade: str = "answered") -> Behaviour:
    """A model that grades, and will do nothing else."""

    def behave(handler: Handler) -> None:
        given = read(handler.server.owner.told())
        if not given:
            return fails(500)(handler)
        grades = [{"id": one["id"], "grade": KNOWN.get(one["answer"], grade)} for one in given]
        handler.send(200, completion(json.dumps({"grades": grades})))

    return behave


def with_model(space: Workspace, server: ModelServer, **settings: Any) -> Workspace:
    model = ModelSettings(name="test-model", base_url=server.url, api_key=KEY, timeout_seconds=2.0)
    return replace(space, settings=replace(space.settings, model=model, **settings))


def matches_of(space: Workspace, study: str) -> Matches:
    saved = space.studies.stage(study, "matches")
    assert saved
    return from_json(Matches, saved[1])


def gradings(server: ModelServer) -> int:
    return sum(bool(read(server.told(at))) for at in range(len(server.requests)))


def prose(report: Report) -> str:
    said = "\n".join(one.text for one in report.blocks if isinstance(one, Paragraph))
    return MARK.sub(lambda mark: report.rendered(mark[1], mark[2]), said)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_report_tells_how_many_the_model_graded(tiny: Home, language: Language) -> None:
    with ModelServer(judges()) as server:
        space = with_model(tiny.space(), server)
        report = run_study(parse_brief(BRIEFS[language]), space)
        made = matches_of(space, report.study)
        assert made.grading and made.grading.by_model == len(made.found) == made.grading.graded
        assert {one.graded_by for one in made.found} == {"test-model"}
        text = prose(report)
        assert (
            say(language, "report.method.by_rule_else") in text and say(language, "report.method.by_rule") not in text
        )
        assert "test-model" in text and str(len(made.found)) in text
        assert not blocking(verify(read_word(write_word(report, links=Links(None))), rederived(report.id, space)))


def test_the_same_study_asked_again_sends_nothing(tiny: Home) -> None:
    with ModelServer(judges()) as server:
        space = with_model(tiny.space(), server)
        study = run_study(parse_brief(BRIEFS["en"]), space).study
        sent = gradings(server)
        assert sent and "matches" not in stale_stages(study, space)
        run_study(parse_brief(BRIEFS["en"]), space)
        grade_again(space.studies.get(study), space)
        assert stale_stages(study, space)[0] == "matches"
        run_study(parse_brief(BRIEFS["en"]), space)
        assert gradings(server) == sent
        grading = matches_of(space, study).grading
        assert grading and (grading.graded, grading.kept, grading.tokens) == (0, grading.doubtful, 0)


def stages(space: Workspace, told: Callable[..., None] = lambda name, counts: None) -> tuple[str, Any]:
    """Outline, matches, responses."""
    study = space.studies.open(parse_brief(BRIEFS["en"]))
    steps = Steps(study, space, told)
    outline = steps.outline()
    return study.id, steps.responses(outline, steps.matches(outline))


def test_asked_once_more_after_a_trouble_its_grades_count(tiny: Home) -> None:
    with ModelServer(fails(429)) as server:
        space = with_model(tiny.space(), server)
        study, judged = stages(space)
        grading = matches_of(space, study).grading
        assert grading and (grading.trouble, grading.by_model) == ("model_rate_limited", 0)
        server.script[:], sent = [judges("partly")], len(server.requests)
        assert stages(space)[1] == judged and len(server.requests) == sent  # not of itself
        grade_again(space.studies.get(study), space)
        before = space.studies.stage_keys(study)["responses"]
        stages(space)
        assert {one.grade for one in matches_of(space, study).found} == {"partly"}
        assert space.studies.stage_keys(study)["responses"] != before
        assert stale_stages(study, space) == []


def test_what_the_model_grades_decides_who_is_valid(tiny: Home) -> None:
    _, plain = stages(tiny.space())
    with ModelServer(judges("off_topic")) as server, pytest.raises(Shortage):
        stages(with_model(tiny.space(), server))
    assert plain.valid


def test_nothing_is_sent_where_the_budget_is_nothing(tiny: Home) -> None:
    study, judged = stages(tiny.space())
    with ModelServer(judges()) as server:
        space = with_model(tiny.space(), server, graded_at_most=0)
        assert stages(space) == (study, judged)
        assert not gradings(server) and matches_of(space, study).grading is None


def test_counts_are_told_with_the_matches(tiny: Home) -> None:
    told: dict[str, Any] = {}
    with ModelServer(judges()) as server:
        stages(with_model(tiny.space(), server, graded_at_most=3), lambda name, counts: told.update({name: counts}))
    assert told["matches"]["by_model"] == 3 < told["matches"]["doubtful"] == told["matches"]["matches"]
    for language in ("zh", "en"):
        assert "3" in say(language, "cli.matches", **told["matches"])
        assert "3" not in say(language, "cli.matches", matches=1, interviews=1)
