"""What the step of valid responses tells of whom it judged, and the rule changed there; on the tiny corpus."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from corpus.records import Language
from research.audience import Criterion, in_words
from research.messages import say
from research.missed import left_out
from research.outline import Outline
from research.outline_edits import with_criteria
from research.pages.escaping import escaped
from research.progress import progress_of
from research.rejudging import judge_again
from research.responses import Responses
from research.revising import current_outline, revise
from research.saved import from_json
from research.studies import Study
from research.study import Steps
from research.workspace import Workspace
from tests.pages.walking import keys, press, run, said, walk
from tests.tiny import Home, WordHashes, transcript

YOUNG = Criterion("age", "between", ("18", "44"), True, "18–44岁")
DOG = in_words("people who have a dog", required=False)


@pytest.fixture(scope="module")
def made(tiny_made: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The tiny corpus with somebody who was asked little, and a matched study that prefers people with a dog."""
    from tests.tiny import BRIEFS, parse_brief

    home = Home(Path(shutil.copytree(tiny_made.folder, tmp_path_factory.mktemp("made") / "home")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.spaces.bundled_encoder", WordHashes)
        asked = transcript(("Quiet, mostly.", "More coffee than last year.", "", ""), "en").split("\n")[:4]
        home.bring_in("E31_2026-Q1.txt", "\n".join(asked))
        space = home.space()
        study = space.studies.open(parse_brief(BRIEFS["en"].replace("Audience: adults\n", "")))
        current_outline(study, space)
        revise(study, space, lambda one: with_criteria(one, (DOG,)), beneath=0)
        steps = Steps(space.studies.get(study.id), space)
        outline = steps.outline()
        steps.responses(outline, steps.matches(outline))
    return home


@pytest.fixture
def space(made: Home, no_model: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    home = Home(Path(shutil.copytree(made.folder, tmp_path / "home")))
    monkeypatch.setenv("QUIPU_HOME", str(home.folder))
    return home.space()


@pytest.fixture
def study(space: Workspace) -> Study:
    return space.studies.list()[0]


def judged(space: Workspace, study: Study) -> Responses:
    saved = space.studies.stage(study.id, "responses")
    assert saved
    return from_json(Responses, saved[1])


def opened(study: Study, lang: str = "en", **query: str) -> AppTest:
    return walk("study", **{"study": study.id, "step": "responses", "lang": lang, **query})


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_number_shown_before_is_the_number_after(space: Workspace, study: Study, lang: Language) -> None:
    app = opened(study, lang)
    press(app, "rule-change")
    assert app.button(key="rule-save").disabled and say(lang, "page.audience.rule.same") in said(app)
    stamp = space.studies.get(study.id).stamp
    before = len(judged(space, study).valid)
    app.number_input(key=f"rule-window-{study.id}-{stamp}").set_value(1)
    app.number_input(key=f"rule-enough-{study.id}-{stamp}").set_value(30)
    text = said(run(app))
    (after,) = (n for n in range(20) if say(lang, "page.audience.rule.becomes", before=before, after=n) in text)
    press(app, "rule-save")
    assert len(judged(space, study).valid) == after == before + 1
    outline, number = current_outline(study, space)
    assert outline and (outline.enough, outline.window, number) == (0.3, 1, 3)
    assert progress_of(study.id, space).states["responses"] == "done" and "rule-change" in keys(app)


def test_what_decided_is_told_with_the_words(space: Workspace, study: Study) -> None:
    text = said(opened(study, person="E02"))
    assert say("en", "page.audience.decided.preferred", met=1, of=1) in text
    assert escaped(say("en", "page.audience.by.stated", interview="E02-2026-Q1", by="")) in text
    assert f":primary-background[{escaped('I walk the dog after work.')}]" in text
    other = said(opened(study, person="E01"))
    assert escaped(say("en", "page.audience.by.not_said")) in other


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_who_is_kept_out_by_one_criterion_comes_in_when_it_is_preferred(
    space: Workspace, study: Study, lang: Language
) -> None:
    def required(outline: Outline) -> Outline:
        return with_criteria(outline, (replace(DOG, required=True),))

    _, number = current_outline(study, space)
    revise(study, space, required, beneath=number)
    judge_again(study, space)
    kept_out = len(judged(space, study).valid)
    app = opened(study, lang)
    near = [one for one in judged(space, study).all if one.reason == "audience"]
    assert near and "near-prefer-0" in keys(app)
    press(app, "near-prefer-0")
    assert len(judged(space, study).valid) == kept_out + 5
    assert "near-prefer-0" not in keys(app)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_somebody_left_out_is_looked_at(space: Workspace, study: Study, lang: Language) -> None:
    people = left_out(judged(space, study))
    assert [one.respondent for one in people] == ["E31"]
    app = opened(study, lang)
    assert say(lang, "page.audience.missed.nothing", people=1) in said(app)
    press(app, "missed-begin")
    assert escaped("Quiet, mostly.") in said(app)
    press(app, "missed-valid")
    assert say(lang, "page.audience.missed.whole", people=1, found=1) in said(app)
    assert "missed-begin" not in keys(app)
    press(app, "missed-undo")
    assert say(lang, "page.audience.missed.nothing", people=1) in said(app)


def test_words_that_select_nobody_are_said_beside_the_rule(space: Workspace, study: Study) -> None:
    _, number = current_outline(study, space)
    revise(study, space, lambda one: replace(one, unread=("who sing <b>",)), beneath=number)
    judge_again(study, space)
    assert escaped("who sing <b>") in said(opened(study)) and "unread-decide" in keys(opened(study))
    app = walk("study", study=study.id, step="outline", lang="en")
    press(app, "unread-require-0")
    made, _ = current_outline(study, space)
    assert made and made.unread == () and made.criteria[-1] == in_words("who sing <b>")
