"""A study with a language model on: the model drafts and words, and a model that misbehaves changes nothing."""

import json
from dataclasses import replace
from typing import Any

import pytest

from exports.marks import read_word
from exports.verify import blocking, verify
from exports.word import Links, write_word
from research.brief import parse_brief
from research.model_settings import ModelSettings
from research.report import MARK, Paragraph, Report
from research.study import run_study
from research.verification import rederived
from research.workspace import Workspace
from tests.model_server import KEY, Handler, ModelServer, completion, fails, says
from tests.tiny import BRIEFS, Home

OUTLINE = {
    "sections": [
        {
            "title": "Coffee", "purpose": "What people drink",
            "questions": [
                {"text": "How has the coffee you drink changed compared with last year?", "brief_question": 1, "kind": "choice", "must_have": True},
                {"text": "What matters most when you choose a coffee, and why?", "brief_question": 2, "kind": "open", "must_have": True},
                {"text": "How much do you spend on coffee in a month, in pounds?", "brief_question": 3, "kind": "number", "must_have": True},
            ],
        }
    ]
}  # fmt: skip


def answers(handler: Handler) -> None:
    """An outline where one is asked for; else every sentence back with a word changed that changes nothing."""
    told = handler.server.owner.told()
    if "brief_question" in told:
        return handler.send(200, completion(json.dumps(OUTLINE)))
    given = json.loads(told[told.rindex("[") : told.rindex("]") + 1]) if "[" in told else []
    sentences = [
        {"index": one["index"], "text": one["text"].replace("people", "respondents")}
        for one in given
        if isinstance(one, dict)
    ]
    return handler.send(200, completion(json.dumps({"sentences": sentences})))


def lies(handler: Handler) -> None:
    """Numbers and quotes of its own in every sentence."""
    handler.send(200, completion(json.dumps({"sentences": [{"index": 0, "text": "99% of people said “yes”."}]})))


def report_with(home: Home, *script: Any) -> tuple[Report, Workspace, ModelServer]:
    with ModelServer(*script) as server:
        space = home.space()
        settings = ModelSettings(name="test-model", base_url=server.url, api_key=KEY, timeout_seconds=2.0)
        space = replace(space, settings=replace(space.settings, model=settings))
        return run_study(parse_brief(BRIEFS["en"]), space), space, server


def prose(report: Report) -> str:
    return "\n".join(block.text for block in report.blocks if isinstance(block, Paragraph))


def verified(report: Report, space: Workspace) -> bool:
    marked = read_word(write_word(report, links=Links(None)))
    return not blocking(verify(marked, rederived(report.id, space)))


def test_the_model_drafts_and_the_report_says_so(tiny: Home) -> None:
    report, space, server = report_with(tiny, answers)
    assert server.requests
    assert "test-model" in {text.text for text in report.texts.values()}
    assert "{" not in MARK.sub("", prose(report))
    assert verified(report, space)
    assert KEY not in json.dumps([block.__dict__ for block in report.blocks], default=str)


@pytest.mark.parametrize("script", [says("not json"), fails(500), fails(401), lies, says(None)])
def test_a_model_that_misbehaves_changes_nothing(tiny: Home, script: Any) -> None:
    plain = run_study(parse_brief(BRIEFS["en"]), tiny.space())
    report, space, _ = report_with(tiny, script)
    assert prose(report) == prose(plain)
    assert "test-model" not in {text.text for text in report.texts.values()}
    assert verified(report, space)
