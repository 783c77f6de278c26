"""Hidden words beside a quoted sentence: cut out of the passages a report prints, and the file still verifies."""

from corpus.privacy import outside
from corpus.records import Hidden, Interview, Turn
from exports.marks import read_word
from exports.verify import verify
from exports.word import Links, write_word
from research.study import run_study
from research.verification import rederived
from tests.tiny import _SAID, Home, transcript

PHONE = "07700 900123"


def test_what_a_curator_is_asked_about_is_not_quoted_until_then() -> None:
    states = ("sure", "asked", "accepted", "dismissed")
    layer = tuple(Hidden(10 * at, 10 * at + 5, "name", state) for at, state in enumerate(states))
    turn = Turn(0, "respondent", "", 0, 40, (), layer)
    interview = Interview("E1-2026-Q1", "E1", "2026-Q1", "", "en", 1, "x" * 40, "", (turn,))
    assert interview.never_quoted == ((0, 5), (10, 15), (20, 25))
    assert [one.state for one in interview.hidden] == ["sure", "accepted"]


def test_what_is_left_of_a_span() -> None:
    assert outside((10, 20), []) == [(10, 20)]
    assert outside((10, 20), [(12, 14), (18, 25), (0, 5)]) == [(10, 12), (14, 18)]
    assert outside((10, 20), [(10, 20)]) == outside((10, 20), [(5, 30)]) == []


def test_passages_are_cut_around_them(tiny: Home, briefs) -> None:
    for who, answers in _SAID.items():
        if who.startswith("E"):
            told = [f"{answer} Ring me, my number is {PHONE}, after six." for answer in answers]
            tiny.bring_in(f"{who}_2026-Q2.txt", transcript(told, "en"))
    space = tiny.space()
    report = run_study(briefs["en"], space)
    kinds = {text.kind for text in report.texts.values() if "after six" in text.text}
    assert "passage" in kinds  # the words around it are there
    assert PHONE not in repr(report) and "[…]" in repr(report.blocks)
    written = write_word(report, links=Links("https://quipu.example"))
    assert verify(read_word(written), rederived(report.id, space)) == []
