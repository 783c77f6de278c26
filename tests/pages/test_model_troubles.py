"""Where a model's work was not taken the page says so and why, in both languages; and what it all cost, for what. No model is asked."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import QuipuError
from corpus.records import Language
from research.audience import in_words
from research.drafting import draft_guide
from research.freshness import StageKeys
from research.messages import explain, say, texts
from research.model_usage import Usage
from research.outline_edits import with_criteria
from research.pages.escaping import escaped
from research.rejudging import verdicts_known
from research.revising import revise, standing
from research.said_asked import STAGE, SaidAsked
from research.saved import to_json
from research.settings import read_settings
from research.studies import Study
from research.study import Steps
from research.workspace import Workspace
from tests.pages.walking import press, said, walk
from tests.small_workspace import with_report
from tests.tiny import BRIEFS, Home, parse_brief

LANGUAGES: tuple[Language, ...] = ("zh", "en")
NAME, ADDRESS = "a*model", "http://127.0.0.1:9/v1"
TROUBLES = ("draft_language", "model_reply_not_json", "model_rate_limited", "model_too_slow", "model_graded_blindly")
WORDS = "people who have a dog"


@pytest.fixture
def space(tiny: Home, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The tiny corpus in a workspace whose model nobody answers for."""
    told = {
        "QUIPU_HOME": str(tiny.folder), "QUIPU_MODEL": NAME, "OPENAI_BASE_URL": ADDRESS,
        "QUIPU_MODEL_PRICE": "100000 200000 USD",
    }  # fmt: skip
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    plain = tiny.space()
    return Workspace(plain.engine, plain.viewer, read_settings())


def shown(study: str, step: str, lang: Language, **query: str) -> str:
    return said(walk("study", study=study, step=step, lang=lang, **query))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_outline_the_rule_drafted_says_why_it_was_not_the_model(space: Workspace, lang: Language) -> None:
    study = space.studies.open(parse_brief(BRIEFS[lang]))
    for trouble in TROUBLES[:4]:
        outline = replace(draft_guide(study.brief), draft_trouble=trouble)
        space.studies.save_stage(study.id, "outline", StageKeys(study, space).outline, to_json(outline))
        why = texts(lang, "page.guide.trouble")[trouble]
        assert say(lang, "page.guide.not_taken", model=escaped(NAME), why=why) in shown(study.id, "outline", lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_comment_whose_proposal_is_the_rules_says_why(space: Workspace, tiny: Home, lang: Language) -> None:
    study = space.studies.open(parse_brief(BRIEFS[lang]))
    space.studies.save_stage(study.id, "outline", StageKeys(study, space).outline, to_json(draft_guide(study.brief)))
    read = space.comments.add(study.id, {"zh": "删掉这题", "en": "Drop this"}[lang], "Q3")
    unread = space.comments.add(study.id, {"zh": "逻辑不太对", "en": "The logic is off"}[lang], "Q1")
    for trouble in ("model_rate_limited", "model_too_slow", "model_reply_not_json", "model_unusable"):
        for comment in (read, unread):
            space.proposals.offer(study.id, comment.id, (), beneath=0, made_by="rule", trouble=trouble)
        why = texts(lang, "page.guide.trouble").get(trouble, "")
        told = say(lang, "page.proposals.trouble.model_unusable", why=why)
        assert shown(study.id, "outline", lang).count(told) == 2 and ("（" in told or "(" in told) == bool(why)


def asked(space: Workspace, plain: Workspace, made: SaidAsked) -> Study:
    """A study with a criterion in words, judged by the rule, saved as if a model had been asked about it."""
    study = space.studies.open(parse_brief(BRIEFS["en"]))
    standing(study, plain)
    revise(
        study,
        plain,
        lambda one: with_criteria(one, (*one.criteria, replace(in_words(WORDS), required=False))),
        beneath=0,
    )
    steps = Steps(study, plain)
    outline = steps.outline()
    steps.responses(outline, steps.matches(outline))
    assert verdicts_known(outline, plain)[1]
    saved: dict[str, Any] = {name: space.studies.stage(study.id, name) for name in ("outline", "matches", "responses")}
    for name, (_, result) in saved.items():
        space.studies.save_stage(study.id, name, getattr(StageKeys(study, space), name), result)
    space.studies.save_stage(study.id, STAGE, StageKeys(study, space).said, to_json(made))
    return space.studies.get(study.id)


TROUBLE = QuipuError("model_rate_limited", model=NAME)
MADE = SaidAsked(
    NAME, 40, (WORDS,), ("2025-Q4", "2026-Q1"), 44, 20, 3, 5, 6, 10, 4, 2, 3, 12345, TROUBLE.key, TROUBLE.values
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_how_many_criteria_in_words_were_left_to_the_rule_and_why(space: Workspace, tiny: Home, lang: Language) -> None:
    study = asked(space, tiny.space(), MADE)
    app = walk("study", study=study.id, step="responses", lang=lang)
    counts = {
        "doubtful": 44, "by_model": 23, "holds": 4, "denied": 2, "kept": 3, "beyond": 5, "dropped": 6, "failed": 10,
        "most": 40, "replies": 3, "tokens": 12345,
    }  # fmt: skip
    assert say(lang, "page.audience.asked.told", model=escaped(NAME), **counts) in said(app)
    assert escaped(explain(TROUBLE, lang)) in said(app)
    press(app, "said-again")
    assert [(job.kind, job.subject) for job in space.jobs.recent()] == [("match", study.id)]
    saved = space.studies.stage(study.id, STAGE)
    assert saved and saved[0] != StageKeys(study, space).said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_sent_for_criteria_in_words_is_said_before(space: Workspace, tiny: Home, lang: Language) -> None:
    study = space.studies.open(parse_brief(BRIEFS["en"]))
    standing(study, tiny.space())
    leaves = say(lang, "page.audience.asked.leaves", words=[WORDS], most=200)
    assert leaves not in shown(study.id, "responses", lang)
    revise(
        study,
        tiny.space(),
        lambda one: with_criteria(one, (*one.criteria, replace(in_words(WORDS), required=False))),
        beneath=0,
    )
    for step in ("outline", "responses"):
        assert leaves in shown(study.id, step, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tokens_and_cost_are_shown_with_what_they_went_for(space: Workspace, lang: Language) -> None:
    study = space.studies.open(parse_brief(BRIEFS[lang]))
    space.spending.add(study.id, "outline", NAME, Usage(1, 1000, 500))
    space.spending.add(study.id, "said", NAME, Usage(1, 10, 5))
    space.spending.add(study.id, "said", NAME, Usage(1, 10, 5))
    text = shown(study.id, "brief", lang)
    assert say(lang, "page.orders.spent", replies=3, tokens=1530, cost="204 USD") in text
    for purpose, replies, tokens in (("outline", 1, 1500), ("said", 2, 30)):
        what = say(lang, f"page.orders.purposes.{purpose}")
        assert say(lang, "page.orders.purpose", what=what, replies=replies, tokens=tokens) in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_report_whose_prose_is_the_rules_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: Language
) -> None:
    space = with_report(tmp_path)
    (study,) = space.studies.list()
    for name, value in {"QUIPU_HOME": str(tmp_path), "QUIPU_MODEL": NAME, "OPENAI_BASE_URL": ADDRESS}.items():
        monkeypatch.setenv(name, value)
    why = texts(lang, "page.guide.trouble")["model_too_slow"]
    told = say(lang, "page.report.not_worded", model=escaped(NAME), why=why)
    for report, is_said in (("r-small", True), ("r-another", False)):
        space.studies.save_stage(study.id, "report", "k", {"report": report, "trouble": "model_too_slow"})
        assert (told in shown(study.id, "report", lang)) is is_said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_trouble_of_a_model_has_words(lang: Language) -> None:
    reasons = texts(lang, "page.guide.trouble")
    known = {
        key.removesuffix(".text") for key in texts(lang, "error") if key.startswith("model_") and key.endswith(".text")
    }
    assert known - {"model_settings"} <= reasons.keys()
