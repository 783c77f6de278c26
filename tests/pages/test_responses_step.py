"""The step of valid responses, walked without a browser on the tiny corpus, in both languages."""

import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from corpus.errors import Shortage
from corpus.records import Language
from research.brief import Brief, brief_from_fields
from research.messages import say
from research.pages.escaping import escaped
from research.progress import progress_of
from research.responses import Responses
from research.saved import from_json
from research.study import Steps, run_study
from research.workspace import Workspace
from tests.pages.walking import keys, run, said, walk
from tests.small_workspace import HOSTILE
from tests.tiny import Home, WordHashes


@pytest.fixture(scope="module")
def made(tiny_made: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The tiny corpus with a study in each language, run to its report; never changed."""
    from tests.tiny import BRIEFS, parse_brief

    home = Home(Path(shutil.copytree(tiny_made.folder, tmp_path_factory.mktemp("made") / "home")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.spaces.bundled_encoder", WordHashes)
        for text in BRIEFS.values():
            run_study(parse_brief(text), home.space())
    return home


@pytest.fixture
def studied(made: Home, no_model: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    home = Home(Path(shutil.copytree(made.folder, tmp_path / "home")))
    monkeypatch.setenv("QUIPU_HOME", str(home.folder))
    return home


@pytest.fixture
def bare(tiny: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """The tiny corpus without any study."""
    monkeypatch.setenv("QUIPU_HOME", str(tiny.folder))
    return tiny


def study_of(space: Workspace, language: Language) -> str:
    return next(each.id for each in space.studies.list() if each.brief.language == language)


def judged(space: Workspace, study: str) -> Responses:
    saved = space.studies.stage(study, "responses")
    assert saved
    return from_json(Responses, saved[1])


def jobs(space: Workspace) -> list[tuple[str, str]]:
    return [(job.kind, job.subject) for job in space.jobs.recent()]


def opened(study: str, lang: str = "en", **query: str) -> AppTest:
    return walk("study", **{"study": study, "step": "responses", "lang": lang, **query})


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_an_outline_it_leads_there(bare: Home, briefs: Mapping[str, Brief], lang: Language) -> None:
    study = bare.space().studies.open(briefs["zh"])
    app = opened(study.id, lang)
    assert say(lang, "page.responses.begin.outline") in said(app)
    assert "to-outline" in keys(app) and "match" not in keys(app)


def test_without_interviews_it_leads_to_the_corpus(tmp_path: Path, monkeypatch, briefs) -> None:
    monkeypatch.setenv("QUIPU_HOME", str(tmp_path))
    study = Home(tmp_path).space().studies.open(briefs["en"])
    app = opened(study.id)
    assert "to-corpus" in keys(app) and "match" not in keys(app)


def test_matching_is_asked_for_once(bare: Home, briefs: Mapping[str, Brief]) -> None:
    space = bare.space()
    study = space.studies.open(briefs["en"])
    Steps(study, space).outline()
    app = opened(study.id)
    assert jobs(space) == []
    app.button(key="match").click()
    run(app)
    assert jobs(space) == [("match", study.id)]
    assert "match" not in keys(opened(study.id))  # another tab: the job is watched, not asked for again


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_shows_the_rule_the_funnel_and_the_number(studied: Home, language: Language, lang: Language) -> None:
    space = studied.space()
    study = study_of(space, language)
    app = opened(study, lang)
    text, people = said(app), len(judged(space, study).valid)
    assert app.header[0].value == say(lang, "page.responses.valid", people=people)
    assert escaped("2025-Q4") in text and escaped("2026-Q1") in text
    assert say(lang, "page.responses.funnel.people", people=12, interviews=14) in text
    assert say(lang, "page.responses.funnel.lost", lost=6) in text  # those of the other language
    assert app.button(key="confirm-write").label == say(lang, "page.responses.confirm.button", responses=people)


def leave_out(study: str, who: str, reason: str) -> AppTest:
    app = opened(study, person=who)
    app.text_input(key="reason").set_value(reason)
    next(button for button in app.button if button.key == "decide-send").click()
    return run(app)


def test_a_decision_by_hand_changes_the_funnel_and_is_undone(studied: Home) -> None:
    space = studied.space()
    study = study_of(space, "en")
    before = judged(space, study)
    app = leave_out(study, "E01", f"other shop {HOSTILE}")
    now = judged(space, study)
    assert len(now.valid) == len(before.valid) - 1 and now.funnel["left_out"][0] == 1
    assert app.header[0].value == say("en", "page.responses.valid", people=len(now.valid))
    assert escaped(f"other shop {HOSTILE}") in said(app) and "<script>" not in said(app)
    assert "person" not in app.query_params
    assert progress_of(study, space).states["responses"] == "done"  # judged, not stale
    app.button(key="undo-E01").click()
    run(app)
    assert judged(space, study) == before and space.rulings.all(study) == {}


def test_a_decision_needs_a_reason(studied: Home) -> None:
    space = studied.space()
    study = study_of(space, "en")
    app = leave_out(study, "E01", "  ")
    assert len(app.warning) == 1 and space.rulings.all(study) == {}


def test_who_has_nothing_to_count_cannot_be_taken_in(studied: Home) -> None:
    app = opened(study_of(studied.space(), "en"), person="Z01")
    assert say("en", "page.responses.hand.cannot") in said(app)
    assert "decide-send" not in keys(app)


def test_a_sign_opens_the_answer_in_its_context(studied: Home) -> None:
    app = opened(study_of(studied.space(), "zh"), person="Z01", asked="Q1")
    text = said(app)
    assert f":primary-background[{escaped('奶茶喝得比去年少了，晚上喝了睡不着觉。')}]" in text
    assert escaped("跟去年比，您喝奶茶的次数有变化吗？") in text
    assert say("en", "page.responses.state.answered") in text


def test_an_unknown_person_is_said(studied: Home) -> None:
    app = opened(study_of(studied.space(), "en"), person="<b>*Nobody*")
    assert [element.value for element in app.info] == [
        say("en", "page.responses.person.unknown", id=escaped("<b>*Nobody*"))
    ]


def test_confirming_asks_for_one_report_and_goes_there(studied: Home) -> None:
    space = studied.space()
    study = study_of(space, "en")
    app = opened(study)
    app.number_input[0].set_value(5)
    run(app)
    app.button(key="confirm-write").click()
    run(app)
    assert jobs(space) == [("write", study)]
    confirmed = space.confirmations.newest(study)
    assert confirmed and (confirmed.responses, confirmed.draw) == (5, "random")
    again = opened(study)
    assert "confirm-write" not in keys(again) and "to-report" in keys(again)


@pytest.mark.parametrize(("number", "key"), [(60, "too_many"), (2, "too_few")])
def test_a_number_that_cannot_be_is_said_before(studied: Home, number: int, key: str) -> None:
    space = studied.space()
    study = study_of(space, "en")
    valid = len(judged(space, study).valid)
    app = opened(study)
    app.number_input[0].set_value(number)
    run(app)
    told = say("en", f"page.responses.confirm.{key}", valid=valid, wanted=number, fewest=5)
    assert [element.value for element in app.warning] == [told]
    assert app.button(key="confirm-write").disabled


def test_counts_only_draws_say_so(studied: Home) -> None:
    app = opened(study_of(studied.space(), "en"))
    assert say("en", "page.responses.confirm.says.counts_base", low=30) in said(app)
    app.segmented_control(key="draw").set_value("widest")
    assert say("en", "page.responses.confirm.says.counts_draw") in said(run(app))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_changed_beneath_is_said_and_nothing_is_confirmed(studied: Home, lang: Language) -> None:
    space = studied.space()
    study = study_of(space, "en")
    space.studies.rebrief(study, space.studies.get(study).brief.model_copy(update={"people": "women"}))
    app = opened(study, lang)
    assert say(lang, "page.responses.stale.outline") in said(app)
    assert "match" in keys(app) and "confirm-write" not in keys(app)


def matched(space: Workspace, **changed: object) -> str:
    """A study of its own on the English brief with some fields changed, as far as the people are judged."""
    study = space.studies.open(space.studies.get(study_of(space, "en")).brief.model_copy(update=changed))
    steps = Steps(study, space)
    outline = steps.outline()
    matches = steps.matches(outline)
    with suppress(Shortage):  # said by the page
        steps.responses(outline, matches)
    return study.id


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_too_few_says_what_binds_and_what_relaxing_brings(studied: Home, lang: Language) -> None:
    study = matched(studied.space(), people="aged 90 or over")
    app = opened(study, lang)
    text = said(app)
    assert say(lang, "page.responses.shortage.too_few", valid=0, fewest=5) in text
    assert (
        say(lang, "page.fieldwork.binds", binds=escaped(say(lang, "shortage.binds.audience", said="90 or over")))
        in text
    )
    gain = say(lang, "shortage.relax.without", said="90 or over", gain=6)
    assert escaped(gain[0].upper() + gain[1:]) in text and "relax-without-0" in keys(app)
    assert "confirm-write" not in keys(app) and "to-outline" in keys(app)


def test_the_address_says_who_is_shown(studied: Home) -> None:
    space = studied.space()
    study = study_of(space, "en")
    app = opened(study, show="language")
    assert app.button_group(key="show").value == "language"
    app.button_group(key="show").set_value("all")
    run(app)
    assert app.query_params["show"] in ("all", ["all"])
    assert opened(study, show="<b>").button_group(key="show").value == "valid"


def test_the_brief_wanting_more_than_there_are_is_said_and_may_go_on(studied: Home) -> None:
    app = opened(matched(studied.space(), responses=300))
    assert say("en", "page.responses.shortage.fewer", valid=6, wanted=300) in said(app)
    assert not app.button(key="confirm-write").disabled and app.number_input(key="number-6").value == 6


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_where_nothing_matched_it_says_how_near_it_came(
    bare: Home, lang: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.spaces.bundled_encoder", WordHashes)
    space = bare.space()
    questions = ("How do zeppelins moor at lighthouses?", "Which tensors do they fold?")
    study = space.studies.open(brief_from_fields(industry="", questions=questions, people="", language="en"))
    with suppress(Shortage):
        steps = Steps(study, space)
        outline = steps.outline()
        steps.responses(outline, steps.matches(outline))
    shown = said(opened(study.id, lang))
    assert say(lang, "page.responses.nothing.title") in shown and say(lang, "page.responses.nothing.better") in shown
    assert all(escaped(one.text) in shown for one in outline.core)
    assert shown.count(say(lang, "page.responses.nothing.people", n=0)) == 2
    assert say(lang, "page.responses.shortage.nothing") not in shown
