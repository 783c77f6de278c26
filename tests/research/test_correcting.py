"""What a correction does to all that rests on the words: the index follows, studies go stale, old quotes stay true."""

from pathlib import Path

import pytest

from corpus.corrections import Corrections, Mended
from corpus.errors import IndexTrouble
from corpus.intake import import_files
from corpus.respondents import Respondents
from corpus.viewer import LOCAL
from index.build import update_index
from index.search import Query
from research.correcting import ask_bring_up
from research.held import held_in
from research.opened import open_report
from research.verification import Again
from tests.small_workspace import QUOTED, with_report
from tests.tiny import Home

SMALL = "R01-2026-Q1"


def correct(space, interview: str, turn: int, words: str) -> None:
    now = space.corpus.interview(interview)
    mended = Mended((words,), now.turns[turn].role)
    Corrections(space.engine, LOCAL).mend(interview, now.version, turn, mended)


def quoted(space) -> dict[str, str]:
    """The words of the report's quotes, read again from the transcripts as a verification does."""
    report = open_report("r-small", space)
    return {id_: Again(space, report.evidence).words_of(quote) for id_, quote in report.report.quotes.items()}


def test_a_quote_keeps_its_version_and_verifies_after_a_correction(tmp_path: Path) -> None:
    space = with_report(tmp_path)
    before = quoted(space)
    correct(space, SMALL, 3, "Something else altogether.")
    correct(space, SMALL, 0, "A much longer beginning than there was before, so that all offsets move.")
    assert QUOTED not in space.corpus.interview(SMALL).text
    assert quoted(space) == before and QUOTED in before.values()


def test_a_report_verifies_after_a_merge(tmp_path: Path) -> None:
    space = with_report(tmp_path)
    before = quoted(space)
    path = tmp_path / "R02_2026-Q1.txt"
    path.write_text("Interviewer: And you?\n\nRespondent: Me too.", encoding="utf-8")
    import_files([path], engine=space.engine, viewer=LOCAL, lock=space.settings.import_lock)
    Respondents(space.engine, LOCAL).merge("R02", "R01", twice=True)
    assert quoted(space) == before


def test_a_correction_and_a_merge_make_what_rests_on_them_stale(tiny: Home) -> None:
    space = tiny.space()
    first = held_in(space.corpus)
    correct(space, "E01-2026-Q1", 1, "None at all.")
    second = held_in(space.corpus)
    assert first.words["en"] != second.words["en"] and first.words["zh"] == second.words["zh"]
    assert first.counts == second.counts
    Respondents(space.engine, LOCAL).merge("E01", "E02", twice=True)
    assert held_in(space.corpus).people != second.people


def test_the_index_follows_when_it_is_asked_to(tiny: Home) -> None:
    space = tiny.space()
    assert not ask_bring_up(space)  # it is up already
    correct(space, "E01-2026-Q1", 3, "I only drink xylofizz nowadays.")
    with pytest.raises(IndexTrouble):
        space.searcher()
    assert ask_bring_up(space) and not ask_bring_up(space)  # one that waits is enough
    update_index(space.corpus, space.settings.index, encoder=None)
    (hits,) = space.searcher().search([Query("xylofizz", "en")], limit=3)
    found = space.corpus.interviews_of([hit.exchange for hit in hits])
    assert found[hits[0].exchange] == "E01-2026-Q1"
