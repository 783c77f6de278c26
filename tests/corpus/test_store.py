"""Reading the corpus back, column by column, at every text version."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from corpus import store
from corpus.errors import NotFound
from corpus.records import Attributes, Exchange, Turn
from corpus.schema import ExchangeRow, InterviewRow, TextVersion, TurnRow

TURNS = ("What tea?", "Um, green.", "Why?", "Cheap.")


@pytest.fixture
def filled(bring, write, talk, corpus):
    write(
        "people.csv", "respondent,wave,birth_year,city,consent\nE01,2026-Q1,1988,Leeds,report\nE01,2026-Q3,1988,York,\n"
    )
    write("a.jsonl", talk(*TURNS), talk("And now?", "Coffee.", who="E02"))
    bring()
    return corpus


def correct(engine, interview: str = "E02-2026-Q1") -> None:
    """A second text version, as a correction makes it."""
    with Session(engine) as session, session.begin():
        session.get(InterviewRow, interview).version = 2
        session.add(TextVersion(interview_id=interview, version=2, text="And now?\nTea."))
        for position, (role, start, end) in enumerate([("interviewer", 0, 8), ("respondent", 9, 13)]):
            session.add(TurnRow(
                interview_id=interview, version=2, position=position, role=role, label=role, start=start, end=end, removed=[],
            ))  # fmt: skip
        session.add(ExchangeRow(
            interview_id=interview, version=2, position=0, question_start=0, question_end=8, answer=[[9, 13]], follows=None,
        ))  # fmt: skip


def test_every_column_comes_back(filled) -> None:
    one = filled.interview("E01-2026-Q1")
    assert (one.respondent, one.wave, one.date, one.language, one.version) == ("E01", "2026-Q1", "", "en", 1)
    assert (one.text, one.source) == ("\n".join(TURNS), "files/a.jsonl")
    assert one.turns == (
        Turn(0, "interviewer", "Interviewer", 0, 9),
        Turn(1, "respondent", "Respondent", 10, 20, ((10, 14),)),
        Turn(2, "interviewer", "Interviewer", 21, 25),
        Turn(3, "respondent", "Respondent", 26, 32),
    )
    assert one.exchanges == (
        Exchange(one.exchanges[0].id, "E01-2026-Q1", 0, (0, 9), ((10, 20),), None),
        Exchange(one.exchanges[1].id, "E01-2026-Q1", 1, (21, 25), ((26, 32),), 0),
    )


@pytest.mark.parametrize("many", [1, 500])
def test_many_are_read_as_one_is(filled, monkeypatch, many) -> None:
    monkeypatch.setattr(store, "_MANY", many)
    each = [filled.interview("E01-2026-Q1"), filled.interview("E02-2026-Q1")]
    assert filled.interviews() == each
    assert filled.interviews(["E02-2026-Q1", "E01-2026-Q1", "E02-2026-Q1", "lost"]) == each
    assert filled.interviews([]) == []


def test_a_correction_is_read_by_default_and_the_original_stays(filled, engine) -> None:
    before = filled.interview("E02-2026-Q1")
    correct(engine)
    now = filled.interview("E02-2026-Q1")
    assert (now.version, now.answered(now.exchanges[0])) == (2, "Tea.")
    assert filled.interviews(["E02-2026-Q1"]) == [now]
    assert filled.interview("E02-2026-Q1", 1) == before
    assert filled.counts()["exchanges"] == 3


def test_what_was_said_is_as_the_interviews_read_now(filled, engine, monkeypatch) -> None:
    old = {one.id for one in filled.interview("E02-2026-Q1").exchanges}
    correct(engine)
    told = {one.id: (each.asked(one), each.answered(one)) for each in filled.interviews() for one in each.exchanges}
    monkeypatch.setattr(store, "_MANY", 2)
    assert filled.said([*told, *old, 999]) == told and "Tea." in [answered for _, answered in told.values()]
    assert filled.said([]) == {}


def test_unknown_ids_and_versions_are_not_found(filled) -> None:
    for wanted in [("lost", None), ("E02-2026-Q1", 2)]:
        with pytest.raises(NotFound):
            filled.interview(*wanted)


def test_counts_waves_and_files(filled, bring, write) -> None:
    write("bad.txt", "nobody speaks")
    bring()
    assert filled.counts() == {"respondents": 2, "interviews": 2, "exchanges": 3, "files": 2, "refused": 1}
    assert filled.waves() == ["2026-Q1"]
    assert [row.name for row in filled.files()] == ["files/bad.txt", "files/a.jsonl", "files/people.csv"]
    assert [(row.name, row.reason_key) for row in filled.files("refused")] == [("files/bad.txt", "no_speakers")]


def test_attributes_are_those_of_the_wave_or_of_before(filled, bring, write, talk) -> None:
    write("b.jsonl", *(talk("What?", f"Tea {wave}.", wave=wave) for wave in ("2025-Q4", "2026-Q2", "2026-Q4")))
    bring()
    known = filled.attributes()
    cities = {wave: one.city for (who, wave), one in known.items() if who == "E01"}
    assert cities == {"2025-Q4": "Leeds", "2026-Q1": "Leeds", "2026-Q2": "Leeds", "2026-Q4": "York"}
    assert known["E01", "2026-Q4"].consent == "report" and known["E01", "2026-Q4"].birth_year == 1988
    assert known["E02", "2026-Q1"] == Attributes("E02", "2026-Q1", consent="none")


def test_what_is_spoken_is_the_interviews_without_their_turns(filled, engine) -> None:
    correct(engine)
    whole = filled.interviews()
    assert len(whole) == 2 and whole[1].version == 2
    spoken = filled.spoken([each.id for each in reversed(whole)])
    assert spoken == [replace(each, turns=(), source="") for each in whole]
    assert filled.spoken(["nobody"]) == []
