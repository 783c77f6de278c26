"""What a study used of the model stands in a ledger: every reply once, none that was kept, none of another client's."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import NotAllowed, NotFound
from corpus.viewer import Viewer
from research.audience import in_words
from research.model_settings import ModelSettings
from research.model_usage import Usage
from research.outline_edits import reworded
from research.prices import ModelPrice
from research.rejudging import said_again
from research.revising import revise, save_outline, standing
from research.settings import read_settings
from research.spending import Spending, sum_of
from research.studies import Study
from research.study import Steps, run_study
from research.working import Proposing
from research.workspace import Workspace
from tests.model_server import KEY, Handler, ModelServer, says
from tests.research.test_grading import KNOWN, read
from tests.research.test_grading_study import judges
from tests.research.test_study_model import answers
from tests.tiny import Home

ROOT = Path(__file__).parents[2]


def with_model(home: Home, server: ModelServer) -> Workspace:
    space = home.space()
    model = ModelSettings(name="test-model", base_url=server.url, api_key=KEY, timeout_seconds=2.0)
    price = ModelPrice(100_000, 200_000, "USD")
    return replace(space, settings=replace(space.settings, model=model, model_price=price))


def test_every_reply_of_a_study_is_entered_once(tiny: Home, briefs) -> None:
    with ModelServer(answers) as server:
        space = with_model(tiny, server)
        study = run_study(briefs["en"], space).study
        sent, spent = len(server.requests), space.spending.of(study)
        assert sent and (spent.replies, spent.prompt_tokens, spent.reply_tokens) == (sent, 10 * sent, 5 * sent)
        assert (spent.cost, spent.currency) == (pytest.approx(2.0 * sent), "USD")
        assert {"outline", "wording"} <= space.spending.by_purpose(study).keys()
        space.studies.save_stage(study, "outline", "stale", {})
        run_study(briefs["en"], space)  # what was kept is not paid for again
        assert len(server.requests) == sent and space.spending.of(study) == spent
        assert Spending(space.engine, space.viewer).of(study).cost is None


def test_a_reply_that_cannot_be_used_is_paid_for_too(tiny: Home, briefs) -> None:
    with ModelServer(says("not json")) as server:
        space = with_model(tiny, server)
        study = run_study(briefs["zh"], space).study
        assert space.spending.of(study).replies == len(server.requests) > 2


def reported(server: ModelServer) -> Usage:
    """What the server said of the replies it sent."""
    return Usage(len(server.requests), 10 * len(server.requests), 5 * len(server.requests))


def used_in(space: Workspace, study: str) -> Usage:
    spent = space.spending.of(study)
    assert sum_of(space.spending.by_purpose(study).values()).tokens == spent.tokens
    return Usage(spent.replies, spent.prompt_tokens, spent.reply_tokens)


def test_a_repaired_reply_is_entered_with_the_one_it_repairs(tiny: Home, briefs) -> None:
    with ModelServer(says("sorry"), answers) as server:
        space = with_model(tiny, server)
        study = space.studies.open(briefs["en"])
        assert Steps(study, space).outline().drafted_by == "test-model"
        assert len(server.requests) == 2 and used_in(space, study.id) == reported(server)


def only_drafts(handler: Handler) -> None:
    """A model that drafts outlines and has nothing usable to say to anything else."""
    drafting = "brief_question" in handler.server.owner.told()
    answers(handler) if drafting else says("sorry")(handler)


def test_proposals_and_criteria_in_words_are_entered_by_name(tiny: Home, briefs) -> None:
    with ModelServer(only_drafts) as server:
        space = with_model(tiny, server)
        study = space.studies.open(briefs["en"])
        outline = Steps(study, space).outline()
        save_outline(
            study,
            space,
            replace(outline, criteria=(replace(in_words("people who have a dog"), required=False),)),
            beneath=0,
        )
        space.comments.add(study.id, "The first question is a mouthful")
        work = Proposing(study.id, space, lambda phase, done, of: None)
        assert work.do("proposals", 0, 1) == {"replies": 2, "tokens": 30}
        judge_with(study, space)
        assert {"outline", "revision", "said"} <= space.spending.by_purpose(study.id).keys()
        assert used_in(space, study.id) == reported(server)
        Proposing(study.id, space, lambda phase, done, of: None).do("proposals", 0, 1)
        said_again(study, space)
        judge_with(study, space)
        assert used_in(space, study.id) == reported(server), "asked again, as no reply could be used"


def judge_with(study: Study, space: Workspace) -> None:
    steps = Steps(space.studies.get(study.id), space)
    outline = steps.outline()
    steps.responses(outline, steps.matches(outline))


DIES = """
import os, sys
from dataclasses import replace
from index import spaces
from tests.tiny import Home, WordHashes
from pathlib import Path
spaces.bundled_encoder = WordHashes
import research.grading
research.grading.DOUBTFUL_FROM, research.grading.DOUBTFUL_TO = 0.0, 1.1
from research.settings import read_settings
from research.study import Steps
space = Home(Path(sys.argv[1])).space()
space = replace(space, settings=read_settings())
def progress(phase, done, of):
    if phase == "grading" and done:
        os._exit(9)
steps = Steps(space.studies.get(sys.argv[2]), space, progress=progress)
steps.matches(steps.outline())
"""


def test_a_job_that_was_killed_and_run_again_counts_each_reply_once(
    tiny: Home, briefs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("research.grading.DOUBTFUL_FROM", 0.0)
    monkeypatch.setattr("research.grading.DOUBTFUL_TO", 1.1)
    study = tiny.space().studies.open(briefs["en"])
    standing(study, tiny.space())
    revise(
        study, tiny.space(), lambda outline: reworded(outline, "Q2", "What matters most to you in a coffee?"), beneath=0
    )
    with ModelServer(judges()) as server:
        told = {"QUIPU_HOME": str(tiny.folder), "QUIPU_MODEL": "test-model", "OPENAI_BASE_URL": server.url}
        command = [sys.executable, "-c", DIES, str(tiny.folder), study.id]
        died = subprocess.run(command, cwd=ROOT, env={**os.environ, **told}, check=False)
        assert died.returncode == 9 and len(server.requests) == 1
        space = with_model(tiny, server)
        assert used_in(space, study.id) == reported(server), "none is lost with the process"
        space = replace(space, settings=replace(space.settings, model=read_settings({**os.environ, **told}).model))
        steps = Steps(study, space)
        steps.matches(steps.outline())
        pairs = [
            one["id"]
            for at in range(len(server.requests))
            for one in read(server.told(at))
            if one["answer"] not in KNOWN
        ]
        assert len(server.requests) > 1 and len(pairs) == len(set(pairs)), "nothing was asked twice"
        assert used_in(space, study.id) == reported(server)


def test_no_model_no_line_and_nobody_elses(tiny: Home, briefs) -> None:
    space = tiny.space()
    study = space.studies.open(briefs["en"])
    space.spending.add(study.id, "outline", "m", Usage())
    assert space.spending.of(study.id).replies == 0 and space.studies.get(study.id).stamp == study.stamp
    for viewer, refused in (
        (Viewer("x", "owner", "elsewhere"), NotFound),
        (Viewer("x", "merchant", "local"), NotAllowed),
    ):
        ledger = Spending(space.engine, viewer)
        with pytest.raises(refused):
            ledger.of(study.id)
        with pytest.raises(refused):
            ledger.add(study.id, "outline", "m", Usage(1, 2, 3))
