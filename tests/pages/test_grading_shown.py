"""What the step of valid responses says of answers a model graded, before anything is sent and afterwards; no model is asked."""

from dataclasses import asdict
from typing import Any

import pytest

from corpus.errors import QuipuError
from corpus.records import Language
from research.freshness import StageKeys, stale_stages
from research.matches import Grading
from research.messages import explain, say
from research.pages.escaping import escaped
from research.saved import to_json
from research.settings import read_settings
from research.study import Steps
from research.workspace import Workspace
from tests.pages.walking import keys, press, said, walk
from tests.tiny import BRIEFS, Home, parse_brief

ADDRESS = "http://127.0.0.1:9/v1"
NAME = "gr*der"
TROUBLE = QuipuError("model_too_slow", model=NAME, seconds=2.0)
GRADING = Grading(NAME, 40, 44, 20, 10, 4, 10, 3, 12345, TROUBLE.key, TROUBLE.values)


@pytest.fixture
def space(tiny: Home, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The tiny corpus in a workspace whose model nobody answers for."""
    for name, value in {"QUIPU_HOME": str(tiny.folder), "QUIPU_MODEL": NAME, "OPENAI_BASE_URL": ADDRESS}.items():
        monkeypatch.setenv(name, value)
    plain = tiny.space()
    return Workspace(plain.engine, plain.viewer, read_settings())


def matched(space: Workspace, plain: Workspace, grading: Grading) -> str:
    """A study matched by the rule, saved as if the model had graded one answer of E01's; its id."""
    study = space.studies.open(parse_brief(BRIEFS["en"]))
    steps = Steps(study, plain)
    outline = steps.outline()
    steps.responses(outline, steps.matches(outline))
    saved = {name: space.studies.stage(study.id, name) for name in ("outline", "matches", "responses")}
    matches: Any = saved["matches"] and saved["matches"][1]
    matches["grading"] = asdict(grading)
    next(one for one in matches["found"] if one["respondent"] == "E01" and one["wave"] == "2026-Q1")["graded_by"] = NAME
    for name, made in saved.items():
        assert made
        space.studies.save_stage(study.id, name, getattr(StageKeys(study, space), name), made[1])
    assert stale_stages(study.id, space) == []
    return study.id


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_will_be_sent_and_where_is_said_before(space: Workspace, tiny: Home, lang: Language) -> None:
    study = space.studies.open(parse_brief(BRIEFS["en"]))
    leaves = say(lang, "page.responses.graded.leaves", model=escaped(NAME), address=escaped(ADDRESS), most=200)
    drafting = walk("study", study=study.id, step="outline", lang=lang)
    assert "draft" in keys(drafting) and leaves in said(drafting)
    outline = Steps(study, tiny.space()).outline()
    space.studies.save_stage(study.id, "outline", StageKeys(study, space).outline, to_json(outline))
    for step, button in (("outline", "confirm"), ("responses", "match")):
        app = walk("study", study=study.id, step=step, lang=lang)
        assert button in keys(app) and leaves in said(app)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_how_many_were_graded_by_whom_at_what_cost(space: Workspace, tiny: Home, lang: Language) -> None:
    study = matched(space, tiny.space(), GRADING)
    app = walk("study", study=study, step="responses", lang=lang)
    text = said(app)
    counts = {
        "doubtful": 44,
        "by_model": 30,
        "kept": 10,
        "beyond": 4,
        "failed": 10,
        "most": 40,
        "replies": 3,
        "tokens": 12345,
    }
    assert say(lang, "page.responses.graded.told", model=escaped(NAME), **counts) in text
    assert "12,345" in text and escaped(explain(TROUBLE, lang)) in text
    person = said(walk("study", study=study, step="responses", lang=lang, person="E01", asked="Q1"))
    assert escaped(say(lang, "page.responses.graded.by", model=NAME)) in person
    press(app, "grade-again")
    assert [(job.kind, job.subject) for job in space.jobs.recent()] == [("match", study)]
    assert stale_stages(study, space)[0] == "matches"


def test_a_grading_that_left_nothing_is_not_offered_again(space: Workspace, tiny: Home) -> None:
    study = matched(space, tiny.space(), Grading(NAME, 40, 20, 20, 0, 0, 0, 2, 100))
    app = walk("study", study=study, step="responses", lang="en")
    assert "grade-again" not in keys(app) and "left to the rule" not in said(app)


def test_where_the_rule_alone_grades_nothing_is_said_of_it(tiny: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIPU_HOME", str(tiny.folder))
    study = tiny.space().studies.open(parse_brief(BRIEFS["en"]))
    steps = Steps(study, tiny.space())
    outline = steps.outline()
    before = said(walk("study", study=study.id, step="responses", lang="en"))
    steps.responses(outline, steps.matches(outline))
    after = said(walk("study", study=study.id, step="responses", lang="en"))
    assert "in doubt" not in before + after and "graded" not in before + after
