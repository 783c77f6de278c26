"""Beside the cleaned layer: who made it, what was refused, and a curator's way to have a model refine it."""

import pytest

from corpus.records import Language
from corpus.refinement import Outcome, Refinements
from corpus.viewer import LOCAL
from research.messages import say
from research.pages.escaping import escaped
from tests.pages.walking import keys, press, said, walk
from tests.tiny import Home, transcript

HERE = {"interview": "E09-2026-Q1"}
ADDRESS = "http://127.0.0.1:9/v1"


@pytest.fixture
def full(tiny: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("QUIPU_HOME", str(tiny.folder))
    tiny.bring_in("E09_2026-Q1.txt", transcript(["Um, well.", "Um, less.", "Um, price.", "Um, ten."], "en"))
    return tiny


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_refinement_is_asked_for_by_a_curator_who_was_told_where_the_words_go(
    full: Home, monkeypatch: pytest.MonkeyPatch, lang: Language
) -> None:
    assert "refine-ask" not in keys(walk("transcripts", lang=lang, text="both", **HERE)), "no model is on"
    monkeypatch.setenv("QUIPU_MODEL", "tidy-1")
    monkeypatch.setenv("OPENAI_BASE_URL", ADDRESS)
    assert "refine-ask" not in keys(walk("transcripts", lang=lang, **HERE)), "only beside the cleaned layer"
    app = walk("transcripts", lang=lang, text="both", **HERE)
    assert escaped(ADDRESS) in said(app) and not full.space().jobs.recent("clean")
    press(app, "refine-ask")
    [job] = full.space().jobs.recent("clean")
    assert [one.interview for one in Refinements(full.space().engine, LOCAL).of_ask(job.subject)] == ["E09-2026-Q1"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_who_cleaned_and_what_was_refused_is_said(full: Home, lang: Language) -> None:
    space = full.space()
    ledger = Refinements(space.engine, LOCAL)
    [one] = ledger.of_ask(ledger.ask(["E09-2026-Q1"], "tidy-1"))
    interview = space.corpus.interview("E09-2026-Q1")
    first, second = [turn.position for turn in interview.turns if turn.role == "respondent"][:2]
    ledger.keep(one, interview, {first: Outcome(((0, 4),)), second: Outcome(refused="meaning")}, 1234)
    shown = said(walk("transcripts", lang=lang, text="both", **HERE))
    assert say(lang, "page.refine.rule.meaning") in shown and "tidy" in shown and "1,234" in shown
