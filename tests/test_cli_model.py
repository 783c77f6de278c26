"""What the command line says where a language model is on: what was left to the rule and why, and what it cost."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.records import Language
from research.audience import in_words
from research.messages import texts
from research.outline_edits import with_criteria
from research.revising import revise, standing
from tests.model_server import KEY, Handler, ModelServer, completion, fails
from tests.test_cli import brief, cli, on_tiny, told  # noqa: F401  # fixtures
from tests.tiny import Home

PRICE = "100000 200000 USD"


@pytest.fixture(autouse=True)
def all_doubtful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("research.grading.DOUBTFUL_FROM", 0.0)
    monkeypatch.setattr("research.grading.DOUBTFUL_TO", 1.1)


def switch_on(server: ModelServer, patch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "QUIPU_MODEL": "test-model", "OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": KEY, "QUIPU_MODEL_PRICE": PRICE,
    }.items():  # fmt: skip
        patch.setenv(name, value)


def why(trouble: str, language: Language) -> str:
    return texts(language, "page.guide.trouble")[trouble]


def test_a_draft_that_is_not_taken_is_said(on_tiny, brief: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    with ModelServer(fails(429)) as server:
        switch_on(server, monkeypatch)
        said = on_tiny("outline", brief)
        assert said.exit_code == 0 and why("model_rate_limited", "en") in said.stderr
        assert json.loads(said.stdout)["drafted_by"] == "rule"
        assert why("model_rate_limited", "zh") in on_tiny("outline", brief, "--chinese").stderr
        found = told(on_tiny("outline", brief, "--json"))
        assert found["outline"]["trouble"] == "model_rate_limited" and "spent" not in found
        assert KEY not in said.output


def speaks_of_nothing(handler: Handler) -> None:
    """No reply it gives can be used: each has another fault."""
    asked = handler.server.owner.told()
    other = json.dumps({"grades": [{"id": "x", "grade": "很好"}]}) if '"grades"' in asked else "Certainly!"
    handler.send(200, completion(other))


def test_each_stage_says_what_was_left_to_the_rule_and_all_of_it_what_it_cost(
    on_tiny, tiny: Home, brief: Path, monkeypatch: pytest.MonkeyPatch,  # noqa: F811
) -> None:  # fmt: skip
    from research.cli.files import brief_of

    space = tiny.space()
    study = space.studies.open(brief_of(brief))
    standing(study, space)
    words = replace(in_words("people who have a dog"), required=False)
    revise(study, space, lambda outline: with_criteria(outline, (*outline.criteria, words)), beneath=0)
    with ModelServer(speaks_of_nothing) as server:
        switch_on(server, monkeypatch)
        ran = on_tiny("run", brief)
        assert ran.exit_code == 0, ran.output
        lines = {line.split()[0]: line for line in ran.stderr.splitlines()}
        assert why("model_reply_shape", "en") in lines["matches"] and why("model_reply_not_json", "en") in lines["in"]
        assert why("model_reply_not_json", "en") in lines["report"]
        sent = len(server.requests)
        assert f"{sent} replies, {15 * sent:,} tokens, " in lines["model"] and f"{2 * sent:,} USD" in lines["model"]
        chinese = on_tiny("match", brief, "--chinese").stderr
        assert why("model_reply_shape", "zh") in chinese and f"{sent}次回复" in chinese
        found: dict[str, Any] = told(on_tiny("match", brief, "--json"))
        assert found["matches"]["failed"] and found["said"]["failed"] and len(server.requests) == sent
        assert {"grading", "said", "wording"} == set(found["spent"]["purposes"])
        assert (found["spent"]["replies"], found["spent"]["cost"]) == (sent, pytest.approx(2.0 * sent))
        again = told(on_tiny("report", brief, "--json"))
        assert again["spent"]["tokens"] == 15 * sent


def test_without_a_model_nothing_is_said_of_one(on_tiny, brief: Path) -> None:  # noqa: F811
    said = on_tiny("match", brief)
    assert "model" not in said.stderr and "spent" not in told(on_tiny("match", brief, "--json"))
