"""Criteria in words that a model judges, in a study: asked once, kept, told, taken along by a withdrawal, written in the report."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.records import Language
from research.audience import in_words
from research.brief import Brief
from research.freshness import stale_stages
from research.messages import say
from research.model_settings import ModelSettings
from research.outline import Outline
from research.outline_edits import with_criteria
from research.rejudging import judge_again, said_again, verdicts_known
from research.responses import Responses
from research.revising import current_outline, revise
from research.said_asked import STAGE, SaidAsked
from research.saved import from_json
from research.study import Steps, run_study
from research.withdrawing import withdraw
from research.workspace import Workspace
from tests.model_server import KEY, ModelServer, fails
from tests.said_people import BOTH, WORDS, interview, judges, person
from tests.tiny import Home


@pytest.fixture
def home(said_made: Home, no_model: None, tmp_path: Path) -> Home:
    """A copy of the test's own."""
    return Home(Path(shutil.copytree(said_made.folder, tmp_path / "home")))


def with_model(home: Home, server: ModelServer, **settings: Any) -> Workspace:
    space = home.space()
    model = ModelSettings(name="test-model", base_url=server.url, api_key=KEY, timeout_seconds=2.0)
    return replace(space, settings=replace(space.settings, model=model, **settings))


def outlined(space: Workspace, brief: Brief) -> Outline:
    """The rule's outline, with a criterion in words on top."""
    study = space.studies.open(brief)
    Steps(study, space).outline()
    criterion = replace(in_words(WORDS[brief.language]), required=False)
    revise(study, space, lambda outline: with_criteria(outline, (*outline.criteria, criterion)), beneath=0)
    outline, _ = current_outline(study, space)
    assert outline
    return outline


def judged(space: Workspace, brief: Brief, told: Callable[..., None] = lambda name, counts: None) -> Responses:
    """Matched and judged as a run does it. No answer of the tiny corpus is in doubt, so that only the criterion is asked about."""
    steps = Steps(space.studies.open(brief), space, told)
    outline = steps.outline()
    return steps.responses(outline, steps.matches(outline))


def asked_in(space: Workspace, brief: Brief) -> SaidAsked:
    saved = space.studies.stage(space.studies.open(brief).id, STAGE)
    assert saved
    return from_json(SaidAsked, saved[1])


def judge_named(space: Workspace, outline: Outline, who: str) -> str:
    """Who says what is known of somebody."""
    verdicts, _ = verdicts_known(outline, space)
    return verdicts[WORDS[outline.language]][interview(who, outline.language)].by


@pytest.mark.parametrize("language", BOTH)
def test_in_a_study_the_rule_stands_until_the_model_can_be_asked(home: Home, briefs, language: Language) -> None:
    outline = outlined(home.space(), briefs[language])
    plain = judged(home.space(), briefs[language])
    with ModelServer(fails(401)) as server:
        space = with_model(home, server)
        told: dict[str, Any] = {}
        study = space.studies.open(briefs[language])
        assert judged(space, briefs[language], lambda name, counts: told.update({name: counts})) == plain
        assert told["said"]["trouble"] == "model_key_refused" and stale_stages(study.id, space) == []
        sent, server.script[:] = len(server.requests), [judges()]
        judged(space, briefs[language])
        assert len(server.requests) == sent, "not of itself"
        said_again(study, space)
        found = judged(space, briefs[language])
        assert next(each for each in found.all if each.respondent == person("near", language)).preferred == 1
        assert judge_named(space, outline, "near") == "test-model" and stale_stages(study.id, space) == []
        assert judge_named(home.space(), outline, "near") == "rule", "without the model nobody can tell"
        sent = len(server.requests)
        other = space.studies.open(briefs[language].model_copy(update={"title": "Another", "seed": 9}))
        space.revisions.save(other.id, replace(outline, edited=True), "edited", drafted="k")
        judged(space, other.brief)
        made = asked_in(space, other.brief)
        assert other.id != study.id and len(server.requests) == sent, "one study's replies are another's too"
        assert (made.judged, made.kept, made.tokens) == (0, made.doubtful, 0)


def test_what_was_asked_covers_fewer_criteria_and_no_others(home: Home, briefs) -> None:
    with ModelServer(judges()) as server:
        space = with_model(home, server)
        outline, study = outlined(space, briefs["en"]), space.studies.open(briefs["en"])
        judged(space, briefs["en"])
        sent, other = len(server.requests), replace(in_words("people who cycle"), required=False)
        assert stale_stages(study.id, space) == []
        revise(study, space, lambda one: with_criteria(one, outline.criteria[:-1]), beneath=2)
        judge_again(study, space)
        assert stale_stages(study.id, space) == [] and len(server.requests) == sent
        revise(study, space, lambda one: with_criteria(one, (*one.criteria, other)), beneath=3)
        judge_again(study, space)
        assert stale_stages(study.id, space)[0] == "responses", "nobody asked the model about it"
        judged(space, briefs["en"])
        assert stale_stages(study.id, space) == []


def test_nothing_leaves_without_a_budget(home: Home, briefs) -> None:
    outline = outlined(home.space(), briefs["zh"])
    with ModelServer(judges()) as server:
        space = with_model(home, server, graded_at_most=0)
        judged(space, briefs["zh"])
        assert not server.requests and judge_named(space, outline, "near") == "rule"


def test_withdrawing_takes_the_models_verdicts_along(home: Home, briefs) -> None:
    outline = outlined(home.space(), briefs["zh"])
    with ModelServer(judges()) as server:
        space = with_model(home, server)
        judged(space, briefs["zh"])
        assert judge_named(space, outline, "near") == "test-model"
        withdraw(person("near", "zh"), space)
        assert interview("near", "zh") not in verdicts_known(outline, space)[0][WORDS["zh"]]


@pytest.mark.parametrize("language", BOTH)
def test_the_report_says_who_decided(home: Home, briefs, language: Language) -> None:
    from exports.marks import read_word
    from exports.verify import blocking, verify
    from exports.word import Links, write_word
    from research.report import Paragraph
    from research.verification import rederived

    outlined(home.space(), briefs[language])
    with ModelServer(judges()) as server:
        space = with_model(home, server)
        report = run_study(briefs[language], space)
        said = "\n".join(block.text for block in report.blocks if isinstance(block, Paragraph))
        start = say(language, "report.method.said", model="{", prompt="").split("{")[0]
        assert start in said and say(language, "report.method.by_rule") not in said
        assert not blocking(verify(read_word(write_word(report, links=Links(None))), rederived(report.id, space)))
