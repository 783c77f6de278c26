"""Orders on the step of valid responses: what a number means, what confirming it opens, and renewing it."""

import pytest

from corpus.viewer import Viewer
from research.messages import say
from research.pages import opening
from research.study import Steps
from tests.pages.walking import keys, run, said, walk
from tests.tiny import Home, transcript

SAID = (
    "Long walks in the evening.", "Less coffee than last year, it keeps me awake at night.",
    "I choose a coffee by its price.", "I spend about 22 pounds on coffee in a month.",
)  # fmt: skip


@pytest.fixture
def home(tiny: Home, briefs, monkeypatch) -> Home:
    """The tiny corpus with the English brief matched as the worker matches it."""
    monkeypatch.setenv("QUIPU_HOME", str(tiny.folder))
    match(tiny, tiny.space().studies.open(briefs["en"]).id)
    return tiny


def match(home: Home, study: str) -> None:
    steps = Steps(home.space().studies.get(study), home.space())
    outline = steps.outline()
    matches = steps.matches(outline)
    steps.heard(outline, matches, steps.responses(outline, matches))


def opened(home: Home, lang: str, **query: str):
    study = home.space().studies.list()[0].id
    return walk("study", study=study, step="responses", lang=lang, **query)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_confirming_says_what_it_means_and_opens_the_transcripts_to_the_clients_people(home, lang, monkeypatch) -> None:
    monkeypatch.setenv("QUIPU_PRICE", "60 CNY")
    app = opened(home, lang)
    text = said(app)
    assert say(lang, "page.orders.cost", people=6, each="60 CNY", all="360 CNY") in text
    assert say(lang, "page.orders.access", interviews=7, shut=1) in text
    assert say(lang, "page.orders.oldest", wave="2025\\-Q4", people=0, of=6) in text
    app.button(key="confirm-write").click()
    run(app)
    space = home.space()
    (order,) = space.orders.all()
    assert order.people == 6 and order.cost == 360
    for job in space.jobs.live():
        space.jobs.cancel(job.id)
    shown = said(opened(home, lang))
    assert say(lang, "page.orders.one", number=1, responses=6) in shown
    assert say(lang, "page.orders.costs", each="60 CNY", all="360 CNY") in shown

    monkeypatch.setattr(opening, "LOCAL", Viewer("Wang", "merchant", "local"))
    listed = said(walk("transcripts", lang=lang))
    assert say(lang, "page.orders.granted.order", number=1) in listed
    assert "keeps me awake" in said(walk("transcripts", interview="E01-2026-Q1", lang=lang))
    for closed in ("E02-2026-Q1", "Z01-2026-Q1", "none"):  # no consent on record; of no order; not there
        assert "Less coffee" not in said(walk("transcripts", interview=closed, lang=lang))
        assert say(lang, "error.not_allowed.role.merchant") in said(walk("transcripts", interview=closed, lang=lang))
    monkeypatch.setattr(opening, "LOCAL", Viewer("Li", "merchant", "elsewhere"))
    assert "keeps me awake" not in said(walk("transcripts", interview="E01-2026-Q1", lang=lang))
    assert say(lang, "page.orders.granted.none") in [one.value for one in walk("transcripts", lang=lang).title]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_next_wave_renews_an_order_after_saying_what_it_brings(home, lang) -> None:
    app = opened(home, lang)
    app.button(key="confirm-write").click()
    run(app)
    space = home.space()
    (first,) = space.orders.all()
    for job in space.jobs.live():
        space.jobs.cancel(job.id)
    assert "renew" not in keys(opened(home, lang))
    home.bring_in("E01_2026-Q2.txt", transcript(SAID, "en"))
    home.bring_in("E07_2026-Q2.txt", transcript(SAID, "en"))
    app = opened(home, lang)
    assert "2026\\-Q2" in said(app) and "renew" not in keys(app)  # to be matched first
    match(home, first.study)
    app = opened(home, lang)
    assert say(lang, "page.orders.renew.button", wave="2026-Q2") == app.button(key="renew").label
    app.button(key="renew").click()
    run(app)
    second, before = space.orders.of(first.study)
    assert before == first and (second.number, second.renews, second.confirmed) == (2, first.id, first.confirmed)
    assert {"E01-2026-Q2", "E07-2026-Q2"} & {one.interview for one in second.transcripts}
    assert [job.kind for job in space.jobs.live()] == ["write"]
