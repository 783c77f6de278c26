"""Tables of people, of words and of both: neither is lost, and people come in first."""

from io import BytesIO

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from corpus.schema import AttributesRow, RespondentRow
from corpus.viewer import LOCAL
from corpus.worklist import Worklist
from research.messages import explain

TURNS = ("How often do you buy tea?", "Twice a week.")


def test_tables_of_people_come_first_whatever_their_names(bring, write, talk) -> None:
    write("a.jsonl", talk(*TURNS))
    write("b.csv", "respondent,wave,speaker,text\nE05,2026-Q1,Q,Why?\nE05,2026-Q1,A,Tea.\n")
    write("c.csv", "no table at all")
    write("people.csv", "respondent,gender\nE01,woman\n")
    told = []
    names = [one.name for one in bring(progress=lambda *what: told.append(what))]
    assert names == [f"files/{name}" for name in ("people.csv", "a.jsonl", "b.csv", "c.csv")]
    assert told[0] == (1, 4, "files/people.csv") and told[-1][0] == 4


def test_the_newest_consent_of_a_table_stands(bring, write, engine) -> None:
    write("a.csv", "respondent,wave,consent\nE01,2026-Q2,none\nE01,2026-Q1,report\n")
    assert bring()[0].attributes == 2
    with Session(engine) as session:
        assert session.get(RespondentRow, "E01").consent == "none"


BOTH = {
    "questions with consent": "respondent,wave,city,consent,What tea do you drink?\nE01,2026-Q1,Leeds,report,Green\n",
    "questions without consent": "respondent,wave,city,What tea do you drink?\nE01,2026-Q1,Leeds,Green\n",
    "问题": "受访者,期次,城市,授权,你喝什么茶？\nE01,2026-Q1,Leeds,报告,Green\n",
    "turns": "respondent,wave,city,consent,speaker,text\nE01,2026-Q1,Leeds,report,Q,What?\n,,,,A,Green\n",
    "pairs": "respondent,wave,city,question,answer\nE01,2026-Q1,Leeds,What?,Green\nE01,2026-Q1,Leeds,Why?,Cheap\n",
}


@pytest.mark.parametrize("kind", BOTH)
def test_a_table_of_people_and_words_loses_neither(bring, write, corpus, kind) -> None:
    write("a.csv", BOTH[kind])
    (result,) = bring()
    assert (result.status, result.attributes, result.interviews) == ("in", 1, ("E01-2026-Q1",))
    interview = corpus.interview("E01-2026-Q1")
    assert interview.answered(interview.exchanges[0]) == "Green"
    known = corpus.attributes()["E01", "2026-Q1"]
    assert known.city == "Leeds"
    assert known.consent == ("none" if "consent" not in BOTH[kind] and "授权" not in BOTH[kind] else "report")


def test_a_workbook_of_two_sheets_loses_neither(bring, write, corpus) -> None:
    book = Workbook()
    for row in (["respondent", "gender"], ["E01", "woman"]):
        book.active.append(row)
    sheet = book.create_sheet()
    for row in (["respondent", "wave", "speaker", "text"], ["E01", "2026-Q1", "Q", "What?"], ["", "", "A", "T\x0bea"]):
        sheet.append([cell.replace("\x0b", "_x000B_") for cell in row])
    out = BytesIO()
    book.save(out)
    write("a.xlsx", out.getvalue())
    (result,) = bring()
    assert (result.attributes, result.interviews) == (1, ("E01-2026-Q1",))
    assert corpus.attributes()["E01", "2026-Q1"].gender == "woman"


def test_unasked_columns_of_a_table_of_people_are_no_questions(bring, write, engine) -> None:
    write("a.csv", "respondent,gender,consent,hobby\nE01,woman,report,chess\n")
    (result,) = bring()
    assert (result.attributes, result.interviews) == (1, ())
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(AttributesRow)) == 1


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("respondent,gender\n", "no_text"),
        ("a,b\n1,2\n", "missing_columns"),
        ("respondent,consent\nE01,perhaps\n", "bad_row"),
        ("respondent,wave,speaker,text\n", "no_text"),
    ],
)
def test_tables_refused(bring, write, table, key) -> None:
    write("a.csv", table)
    assert bring()[0].refusal.key == key


def test_bad_rows_of_a_table_of_people_are_left_out_and_told(bring, write, engine) -> None:
    rows = ["E01,1980,report", ",1981,report", "E03,young,no", "E04,1984,perhaps", "E05,1985,maybe", "E06,,"]
    write("a.csv", "\n".join(["respondent,birth_year,consent", *rows]))
    (result,) = bring()
    assert (result.status, result.attributes, result.refusal.key) == ("in", 1, "rows_left_out")
    with Session(engine) as session:
        assert session.get(AttributesRow, ("E01", "")).birth_year == 1980
        assert session.get(RespondentRow, "E03") is None
    assert explain(result.refusal, "en").startswith(
        "4 rows were left out, 2 are in. Rows without a usable respondent ID: 3."
        " Rows whose year of birth is not understood: 4 “young”. Rows whose consent is not understood: 5 “perhaps”, 6 “maybe”."
    )
    assert explain(result.refusal, "zh").startswith(
        "有4行没有入库，其余2行已入库；没有可用的受访者编号的行：3；出生年份看不懂的行：4 “young”；授权范围看不懂的行：5 “perhaps”、6 “maybe”。"
    )


def test_many_bad_rows_are_counted_and_not_all_told(bring, write) -> None:
    write("a.csv", "id,consent\nE00,no\n" + "".join(f"E{at},perhaps\n" for at in range(1, 1001)))
    (result,) = bring()
    assert (result.refusal.values["count"], result.refusal.values["more"]) == (1000, 980)
    assert len(result.refusal.values["consent"]) == 20


def test_a_bad_row_about_people_does_not_keep_their_words_out(bring, write) -> None:
    write(
        "a.csv",
        "respondent,wave,consent,question,answer\nE01,2026-Q1,perhaps,What?,Green\nE02,2026-Q1,report,What?,Black\n",
    )
    (result,) = bring()
    assert (result.interviews, result.attributes, result.refusal.key) == (
        ("E01-2026-Q1", "E02-2026-Q1"),
        1,
        "rows_left_out",
    )


def test_what_was_left_out_stands_on_the_worklist(batches, bring_all, engine, kept) -> None:
    batch = batches.open([("people.csv", b"id,consent\nE01,report\nE02,perhaps\n")])
    (file,) = bring_all(batch.id)
    (entry,) = Worklist(engine, LOCAL, kept).files("in")
    assert file.status == "in" and file.refusal.values["consent"] == entry.refusal.values["consent"] == ["3 “perhaps”"]
