"""What a study used of the model stands in a ledger: every reply once, none that was kept, none of another client's."""

from dataclasses import replace

import pytest

from corpus.errors import NotAllowed, NotFound
from corpus.viewer import Viewer
from research.model_settings import ModelSettings
from research.model_usage import Usage
from research.prices import ModelPrice
from research.spending import Spending
from research.study import run_study
from research.workspace import Workspace
from tests.model_server import KEY, ModelServer, says
from tests.research.test_study_model import answers
from tests.tiny import Home


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
