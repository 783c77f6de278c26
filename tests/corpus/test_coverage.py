"""What the corpus can answer, counted: people once, where they are few, where it is long ago."""

from datetime import datetime

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from corpus.changed import corpus_changed
from corpus.coverage import Counts, Only, coverage_of, values_of
from corpus.coverage_gaps import gaps_of
from corpus.errors import NotAllowed
from corpus.schema import AttributesRow, InterviewRow, RespondentRow, SourceFile
from corpus.schema_subjects import ExchangeAboutRow, SubjectRow
from corpus.subjects_exchanges import about, count_about
from corpus.viewer import LOCAL, Viewer

DAY = datetime(2026, 1, 1)


def make(engine, asked: dict[int, list[tuple[int, str]]], people: int = 40) -> None:
    """Subject → (person, wave) who were asked about it; the first half are women, all born in 1996."""
    held = sorted({one for each in asked.values() for one in each})
    with Session(engine) as session, session.begin():
        session.execute(
            insert(SourceFile).values(id=1, name="m", sha256="0", size=0, status="in", brought_by="", brought_at=DAY)
        )
        session.execute(
            insert(SubjectRow), [{"id": at, "language": "en", "name": f"S{at}", "named_by": ""} for at in asked]
        )
        session.execute(insert(RespondentRow), [{"id": f"P{who}", "consent": "report"} for who in range(people)])
        session.execute(insert(AttributesRow), [
            {"respondent_id": f"P{who}", "wave": "", "birth_year": 1996, "gender": "woman" if who < people / 2 else "man",
             "city": "", "city_tier": "", "region": "", "occupation": "", "income": "", "household": ""}
            for who in range(people)
        ])  # fmt: skip
        session.execute(insert(InterviewRow), [
            {"id": f"P{who}-{wave}", "respondent_id": f"P{who}", "wave": wave, "date": "", "language": "en", "source_id": 1, "version": 1}
            for who, wave in held
        ])  # fmt: skip
        session.execute(insert(ExchangeAboutRow), [
            {"interview_id": f"P{who}-{wave}", "version": 1, "position": 0, "subject_id": subject, "source": "asked"}
            for subject, each in asked.items() for who, wave in each
        ])  # fmt: skip
        corpus_changed(session)


WAVES = ("2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1")


def test_people_count_once_over_waves_and_in_each_wave(engine) -> None:
    make(engine, {1: [(0, WAVES[2]), (0, WAVES[3]), (1, WAVES[3])]})
    found = coverage_of(engine, LOCAL, "en", "wave")
    assert (
        found.of(1) == Counts(2, 3) and found.of(1, WAVES[2]) == Counts(1, 1) and found.of(1, WAVES[3]) == Counts(2, 2)
    )
    assert found.newest[1] == WAVES[3] and found.columns == WAVES[2:]


def test_somebody_is_of_the_age_they_were_when_last_asked(engine) -> None:
    make(engine, {1: [(0, WAVES[2]), (0, WAVES[3])]})
    found = coverage_of(engine, LOCAL, "en", "age")
    assert {column: found.of(1, column).people for column in found.columns} == {"18–29": 0, "30–39": 1}
    assert coverage_of(engine, LOCAL, "en", "age", Only(wave=WAVES[2])).of(1, "18–29").people == 1
    assert coverage_of(engine, LOCAL, "en", "wave", Only(segment="age", value="18–29")).of(1, WAVES[2]).people == 1
    assert count_about(engine, LOCAL, 1, Only(segment="age", value="18–29")) == (Counts(1, 1), 1)


def test_a_change_of_the_corpus_is_counted(engine) -> None:
    make(engine, {1: [(who, WAVES[3]) for who in range(3)]})
    assert coverage_of(engine, LOCAL, "en", "wave").of(1).people == 3
    with Session(engine) as session, session.begin():
        session.delete(session.get_one(InterviewRow, f"P0-{WAVES[3]}"))
        corpus_changed(session)
    assert coverage_of(engine, LOCAL, "en", "wave").of(1).people == 2
    assert [one.interview for one in about(engine, LOCAL, 1, most=10)] == [f"P{who}-{WAVES[3]}" for who in (1, 2)]


def test_what_is_missing_the_worst_first(engine) -> None:
    everybody = [(who, WAVES[0]) for who in range(80)]
    later = [(who, WAVES[at]) for at in (1, 2) for who in range(80)]
    men = [(who, WAVES[2]) for who in range(37, 80)]
    make(
        engine,
        {1: everybody, 2: later, 3: men, 4: [(0, WAVES[2])], 5: [(who, WAVES[2]) for who in range(20)]},
        people=80,
    )
    found = [(gap.kind, gap.subject.id, gap.value, gap.people) for gap in gaps_of(engine, LOCAL, "en")]
    assert found == [("few", 4, "", 1), ("thin", 5, "", 20), ("old", 1, "", 80), ("few", 3, "woman", 3)]


def test_values_and_rights(engine) -> None:
    make(engine, {1: [(0, WAVES[0]), (39, WAVES[0])]})
    coverage_of(engine, LOCAL, "en", "wave")
    assert values_of(engine, LOCAL, "en", "wave") == [WAVES[0]]
    assert values_of(engine, LOCAL, "en", "gender") == ["man", "woman"]
    with pytest.raises(NotAllowed):
        coverage_of(engine, Viewer("m", "merchant", "x"), "en", "wave")
