"""What the corpus holds, counted: against what its interviews say when they are read."""

from collections import Counter
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import update
from sqlalchemy.orm import Session

from corpus.blank_table import HEADINGS, SCOPES, blank_table
from corpus.errors import NotAllowed
from corpus.holdings import Incomplete, holdings_of, incomplete_people
from corpus.records import ATTRIBUTES
from corpus.schema import ExchangeRow, InterviewRow, TextVersion
from corpus.tables import people_in
from corpus.viewer import LOCAL, Viewer

SAID = ("How often?", "Twice.", "Why?", "It helps.")
ZH = ("您多久喝一次奶茶？", "一个星期两次吧。", "为什么呢？", "好喝。")
PEOPLE = "respondent,gender,consent\nE01,woman,report\nE02,man,\nE09,man,advertising\n"


@pytest.fixture
def filled(bring, write, talk):
    write("a.jsonl", talk(*SAID), talk(*SAID, wave="2026-Q2"), talk(*SAID[:2], who="E02"), talk(*ZH, who="Z01"))
    write("people.csv", PEOPLE)
    bring()


def test_counts_are_those_of_the_interviews(filled, engine, corpus) -> None:
    held, read = holdings_of(engine, LOCAL), corpus.interviews()
    assert (held.people, held.interviews) == (3, 4)
    assert held.exchanges == sum(len(each.exchanges) for each in read) == corpus.counts()["exchanges"] == 7
    assert held.by_wave == Counter((each.wave, each.language) for each in read)
    assert held.consents == {"report": 1, "none": 2}  # E09 was never interviewed
    assert held.newest == max(row.brought_at for row in corpus.files("in"))
    assert corpus.versions() == {each.id: each.version for each in read}


def test_a_corrected_interview_counts_its_exchanges_once(filled, engine, corpus) -> None:
    with Session(engine) as session, session.begin():
        first = session.get(TextVersion, ("E01-2026-Q1", 1))
        session.add(TextVersion(interview_id="E01-2026-Q1", version=2, text=first.text))
        session.add(
            ExchangeRow(interview_id="E01-2026-Q1", version=2, position=0, question_start=0, question_end=1, answer=[])
        )
        session.execute(update(InterviewRow).where(InterviewRow.id == "E01-2026-Q1").values(version=2))
    assert holdings_of(engine, LOCAL).exchanges == corpus.counts()["exchanges"] == 6


def test_who_lacks_what(filled, engine) -> None:
    assert incomplete_people(engine, LOCAL) == [
        Incomplete("E02", ("2026-Q1",), lacks_attributes=False, lacks_consent=True),
        Incomplete("Z01", ("2026-Q1",), lacks_attributes=True, lacks_consent=True),
    ]
    assert holdings_of(engine, LOCAL).incomplete == 2
    assert [each.respondent for each in incomplete_people(engine, LOCAL, skip=1, most=5)] == ["Z01"]


def test_an_empty_corpus_holds_nothing(engine) -> None:
    held = holdings_of(engine, LOCAL)
    assert (held.people, held.interviews, held.exchanges, held.by_wave, held.newest) == (0, 0, 0, {}, None)
    assert incomplete_people(engine, LOCAL) == []


def test_a_row_that_says_nothing_of_a_person_hides_nothing(filled, bring, write, corpus) -> None:
    before = corpus.attributes()[("E01", "2026-Q2")]
    bring(write("again.csv", "respondent,wave,gender,city,consent\nE01,2026-Q2,,,advertising\n"))
    after = corpus.attributes()[("E01", "2026-Q2")]
    assert (after.gender, before.gender) == ("woman", "woman") and after.consent == "advertising"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_blank_table_filled_in_is_read_back(filled, bring, engine, language, folder, corpus) -> None:
    book = load_workbook(BytesIO(blank_table([each.respondent for each in incomplete_people(engine, LOCAL)], language)))
    sheet = book.active
    columns = {field: at for at, field in enumerate(HEADINGS[language], 1)}
    for row in (2, 3):
        sheet.cell(row, columns["birth_year"], 1980)
        sheet.cell(row, columns["consent"], SCOPES[language][2])
    book.save(folder / "filled.xlsx")
    bring(folder / "filled.xlsx")
    assert incomplete_people(engine, LOCAL) == []
    assert corpus.attributes()[("Z01", "2026-Q1")].birth_year == 1980


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_heading_of_the_blank_table_is_understood(language) -> None:
    assert HEADINGS[language].keys() == {"respondent", "wave", *ATTRIBUTES, "consent"}
    values = {field: field for field in ATTRIBUTES} | {
        "respondent": "E01",
        "wave": "2026-Q1",
        "birth_year": "1980",
        "recording": "yes",
        "consent": SCOPES[language][3],
    }
    text = ",".join(HEADINGS[language].values()) + "\n" + ",".join(values[field] for field in HEADINGS[language])
    (person,) = people_in("a.csv", text.encode())
    assert (person.wave, person.birth_year, person.consent, person.city_tier) == (
        "2026-Q1",
        1980,
        "advertising",
        "city_tier",
    )


def test_ids_in_the_blank_table_are_never_formulas() -> None:
    sheet = load_workbook(BytesIO(blank_table(["=1+1", "@x", "-2"], "en"))).active
    assert [(sheet.cell(row, 1).value, sheet.cell(row, 1).data_type) for row in (2, 3, 4)] == [
        ("=1+1", "s"),
        ("@x", "s"),
        ("-2", "s"),
    ]


def test_who_may_see_what(engine) -> None:
    with pytest.raises(NotAllowed):
        holdings_of(engine, Viewer("x", "merchant", "c"))
    holdings_of(engine, Viewer("x", "researcher", "c"))
    with pytest.raises(NotAllowed):
        incomplete_people(engine, Viewer("x", "researcher", "c"))
