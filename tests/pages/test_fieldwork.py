"""What is lacking on a study's page, at one press; and orders there and on the curators' worklist, in both languages."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from corpus.records import Language
from research.fieldwork import Fieldwork, Terms
from research.landing import land, match_again, order_fieldwork
from research.messages import say
from research.pages.escaping import escaped
from research.responses import Responses
from research.saved import from_json
from research.study import Steps
from research.workspace import Workspace
from tests.pages.test_acting import broken_off
from tests.pages.walking import keys, press, said, walk
from tests.research.test_fieldwork import brought, short
from tests.tiny import Home


@pytest.fixture
def home(tiny: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("QUIPU_HOME", str(tiny.folder))
    return tiny


def page(study: str, lang: Language) -> AppTest:
    return walk("study", study=study, step="responses", lang=lang)


def valid(space: Workspace, study: str) -> int:
    saved = space.studies.stage(study, "responses")
    assert saved
    return len(from_json(Responses, saved[1]).valid)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_relaxing_is_one_press_and_so_is_taking_it_back(home: Home, briefs, lang: Language) -> None:
    people = "男性" if lang == "zh" else "men"
    space = home.space()
    study = space.studies.open(briefs[lang].model_copy(update={"people": people, "responses": 6}))
    steps = Steps(study, space)
    outline = steps.outline()
    with pytest.raises(Exception, match="shortage_too_few"):
        steps.responses(outline, steps.matches(outline))
    app = page(study.id, lang)
    assert say(lang, "page.fieldwork.binds", binds=escaped(say(lang, "shortage.binds.audience", said=people))) in said(
        app
    )
    assert valid(space, study.id) == 3
    app = press(app, "relax-without-0")
    told = say(
        lang,
        "page.fieldwork.relaxed",
        said=escaped(say(lang, "shortage.relax.without", said=people, gain=3)),
        before=3,
        after=6,
    )
    assert told in said(app) and valid(space, study.id) == 6 and "confirm-write" in keys(app)
    app = press(app, "relax-undo")
    assert valid(space, study.id) == 3 and "relax-prefer-0" in keys(app)
    press(app, "relax-prefer-0")
    assert valid(space, study.id) == 6
    newest = space.revisions.newest(study.id)
    assert newest and [one.required for one in newest.outline.criteria] == [False]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_order_is_placed_carried_out_and_what_it_changed_is_shown(
    home: Home, briefs, lang: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    space, study = short(home, briefs, lang)
    app = page(study, lang)
    assert say(lang, "page.fieldwork.go_on", valid=6, wanted=8) in said(app)
    assert app.number_input(key="fieldwork-wanted").value == 2
    app.text_input(key="fieldwork-owner").set_value("Mei")
    app.number_input(key="fieldwork-wanted").set_value(3)
    (order,) = placed_by_a_double_click(app, space, study, monkeypatch)
    app = page(study, lang)
    assert (order.wanted, order.terms.owner, bool(order.terms.due)) == (3, "Mei", True)
    assert say(lang, "fieldwork.status.ordered") in said(app) and f"end-{order.id}" in keys(app)
    listed = walk("corpus", lang=lang)
    assert escaped(order.title) in said(listed) and f"bring-{order.id}" in keys(listed)
    listed.selectbox(key=f"status-{order.id}").set_value("in_field")
    listed.text_input(key=f"note-{order.id}").set_value("three booked")
    listed = press(listed, f"save-{order.id}")
    assert space.fieldworks.get(order.id).status == "in_field" and "three booked" in said(listed)
    listed = press(listed, f"bring-{order.id}")
    assert listed.selectbox(key="import-fieldwork").value == order.id
    match_again(land(order.id, brought(home, space, lang), space, ask=False), space)
    shown = said(page(study, lang))
    assert say(lang, "fieldwork.valid", before=6, after=9) in shown and say(lang, "fieldwork.joined", n=3) in shown
    assert say(lang, "page.fieldwork.go_on", valid=6, wanted=8) not in shown
    assert say(lang, "fieldwork.valid", before=6, after=9) in said(walk("corpus", lang=lang))


def placed_by_a_double_click(
    app: AppTest, space: Workspace, study: str, monkeypatch: pytest.MonkeyPatch
) -> Sequence[Fieldwork]:
    """The orders there are after both halves of it: the second comes before anything was drawn anew."""
    on_screen = app._tree
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("research.pages.acting.follow", broken_off)
        press(app, "fieldwork-place")
    app._tree = on_screen
    press(app, "fieldwork-place")
    return space.fieldworks.of(study)


def test_what_is_typed_wrong_is_told_where_it_was_typed(home: Home, briefs) -> None:
    space, study = short(home, briefs, "en")
    app = page(study, "en")
    app.multiselect(key="fieldwork-questions").set_value([])
    app = press(app, "fieldwork-place")
    assert escaped(say("en", "error.fieldwork_no_question.text")) in said(app) and space.fieldworks.of(study) == []


def test_an_import_says_what_it_was_for(home: Home, briefs, tmp_path: Path) -> None:
    from corpus.batches import Batches

    space, study = short(home, briefs, "en")
    order = order_fieldwork(space.studies.get(study), space, terms=Terms("*Mei*"))
    batch = Batches(space.engine, space.viewer, space.settings.uploads).open([("a.txt", b"x")], fieldwork=order.id)
    matched = say("en", "page.fieldwork.not_matched_yet")
    shown = said(walk("corpus", batch=batch.id, lang="en"))
    assert escaped("*Mei*") in shown and matched not in shown, "nothing came in yet"
    space.fieldworks.link(order.id, ["E01-2026-Q1"])
    assert matched in said(walk("corpus", batch=batch.id, lang="en"))
    match_again(space.fieldworks.get(order.id), space)
    shown = said(walk("corpus", batch=batch.id, lang="en"))
    assert matched not in shown and say("en", "fieldwork.joined", n=0) in shown
