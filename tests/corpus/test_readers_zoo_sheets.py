"""Interviews as they are found in workbooks and csv: exports of survey tools, of recorders, and tables made by hand."""

from collections.abc import Callable
from datetime import date, datetime, time
from io import BytesIO

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter import Workbook as Written

from corpus.errors import FileRefused
from corpus.readers import read_transcripts
from corpus.tables import read_table
from tests.corpus.test_readers_zoo import EN, ZH, parts, said

ASKED, AGE, WHERE, MARKET = "How old are you?", "Thirty, give or take.", "Where do you shop?", "At the market."
WHERE_ZH, MARKET_ZH, WHY_ZH, FRESH_ZH = "您平时在哪里买菜？", "一般去菜市场。", "为什么呢？", "新鲜，也便宜。"
TALK = [("Moderator", ASKED), ("Anna", AGE), ("Moderator", WHERE), ("Anna", MARKET)]
TALK_ZH = [("访员", WHERE_ZH), ("受访者", MARKET_ZH), ("访员", WHY_ZH), ("受访者", FRESH_ZH)]
NOBODY, E07, Z07 = (None, None, None), ("E07", "2026-Q1", "2026-02-09"), ("Z07", "2026-Q1", "2026-02-09")


def book(*sheets: list[tuple[object, ...]], also: Callable[[Workbook], object] = lambda made: None) -> bytes:
    """A workbook of rows; `also` does to it what rows cannot say."""
    made, out = Workbook(), BytesIO()
    made.remove(made.active)
    for rows in sheets:
        sheet = made.create_sheet()
        for row in rows:
            sheet.append(row)
    also(made)
    made.save(out)
    return out.getvalue()


def merged(*ranges: str) -> Callable[[Workbook], object]:
    return lambda made: [made.active.merge_cells(each) for each in ranges]


def titled(*names: str) -> Callable[[Workbook], object]:
    return lambda made: [setattr(sheet, "title", name) for sheet, name in zip(made.worksheets, names, strict=True)]


def hide(*columns: str) -> Callable[[Workbook], object]:
    def also(made: Workbook) -> None:
        sheet: Worksheet = made.active
        for column in columns:
            sheet.column_dimensions[column].hidden = True

    return also


def computed(rows: list[tuple[tuple[str, str], ...]]) -> bytes:
    """A workbook whose cells are formulas beside the values Excel last computed."""
    out = BytesIO()
    with Written(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        for at, row in enumerate(rows):
            for column, (formula, value) in enumerate(row):
                sheet.write_formula(at, column, formula, None, value)
    return out.getvalue()


def csv(encoding: str, delimiter: str = ",", rows: list[tuple[str, ...]] | None = None) -> bytes:
    rows = [
        ("受访者编号", "期次", "访谈日期", "说话人", "内容"),
        *(("Z07", "2026-Q1", "2026-02-09", *each) for each in rows or TALK_ZH),
    ]
    return "".join(delimiter.join(f'"{cell}"' for cell in row) + "\r\n" for row in rows).encode(encoding)


ONE: dict[str, tuple[str, str, tuple[str | None, ...], bytes]] = {
    "a row a turn": (".xlsx", ZH, Z07, book([("受访者\n编号", "期次", "访谈日期", "说话人", "内容"), *(("Z07", "2026年第一季度", date(2026, 2, 9), *each) for each in TALK_ZH)])),
    "respondent merged over their rows": (".xlsx", EN, E07, book([("ID", "Wave", "Date", "Speaker", "Text"), ("E07", "2026-Q1", datetime(2026, 2, 9, 10, 2), *TALK[0]), *((None, None, None, *each) for each in TALK[1:])], also=merged("A2:A5", "B2:B5", "C2:C5"))),
    "speaker merged over their rows": (".xlsx", "I How old are you?\nR Thirty,⏎give or take.\nI Where do you shop?\nR At the market.", NOBODY,
                                       book([("Speaker", "Text"), TALK[0], ("Anna", "Thirty,"), (None, "give or take."), *TALK[2:]], also=merged("A3:A4"))),
    "words merged over rows are said once": (".xlsx", EN, NOBODY, book([("No", "Speaker", "Text"), (1, *TALK[0]), (2, *TALK[1]), (3, None, None), (4, *TALK[2]), (5, *TALK[3])], also=merged("B3:B4", "C3:C4"))),
    "blank speaker continues": (".xlsx", "I How old are you?\nR Thirty,⏎give or take.\nI Where do you shop?\nR At the market.", NOBODY, book([("Speaker", "Text"), TALK[0], ("Anna", "Thirty,"), (None, "give or take."), *TALK[2:]])),
    "title and facts above": (".xlsx", ZH, Z07, book([("买菜访谈记录",), ("受访者编号", "Z07"), ("期次", "2026-Q1"), ("访谈日期", date(2026, 2, 9)), (), ("说话人", "内容"), *TALK_ZH], also=merged("A1:B1"))),
    "facts above in one cell": (".xlsx", EN, E07, book([("Respondent: E07; Wave: 2026-Q1; Date: 9 February 2026",), ("Speaker", "Time", "Verbatim"), *((who, time(0, at), words) for at, (who, words) in enumerate(TALK))])),
    "first sheet a cover": (".xlsx", EN, NOBODY, book([("Project Market",), ("Client", "confidential"), ("Contents", "Interview")], [("Speaker", "Text"), *TALK])),
    "hidden columns": (".xlsx", EN, E07, book([("ID", "Wave", "Date", "Speaker", "Text"), *(("E07", "2026-Q1", "2026-02-09", *each) for each in TALK)], also=hide("A", "B", "C"))),
    "ids and dates as numbers": (".xlsx", EN, ("1001", "2026-Q1", "2026-02-09"), book([("ID", "Wave", "Date", "Speaker", "Text"), *((1001.0, "2026-Q1", 46062, *each) for each in TALK)])),
    "ids with a point in csv": (".csv", EN, ("1001", "2026-Q1", "2026-02-09"), ("id,wave,date,speaker,text\n" + "".join(f'1001.0,2026-Q1,2026-02-09 00:00:00,{who},"{words}"\n' for who, words in TALK)).encode()),
    "formulas and what they came to": (".xlsx", EN, NOBODY, computed([(('="Speaker"', "Speaker"), ('="Text"', "Text")), *((('=HYPERLINK("http://127.0.0.1:9/","x")', who), ("=cmd|' /C calc'!A0", words)) for who, words in TALK)])),
    "entities in a workbook": (".xlsx", EN, NOBODY, book([("Speaker", "Text"), ("Moderator", "How old are you&#63;"), ("Anna", "Thirty&#44; give or take."), *TALK[2:]])),
    "two headings, section over question": (".xlsx", ZH, ("Z07", "2026-Q1", None), book([("受访者编号", "期次", "第一部分 买菜", None), (None, None, WHERE_ZH, WHY_ZH), ("Z07", "2026-Q1", MARKET_ZH, FRESH_ZH)], also=merged("A1:A2", "B1:B2", "C1:D1"))),
    "two headings in csv": (".csv", ZH, ("Z07", "2026-Q1", None), f"受访者编号,期次,第一部分 买菜,\n,,{WHERE_ZH},{WHY_ZH}\nZ07,2026-Q1,{MARKET_ZH},{FRESH_ZH}\n".encode()),
    "number over question": (".csv", EN, ("E07", None, None), f'ResponseId,Q1,Q2\nResponse ID,{ASKED},{WHERE}\n"{{""ImportId"":""_recordId""}}","{{""ImportId"":""QID1""}}","{{""ImportId"":""QID2""}}"\nE07,"{AGE}",{MARKET}\n'.encode()),
    "closed and open questions": (".xlsx", "I 1. How often do you shop? (1-5)\nR 4\nI 2. Where do you shop?\nR At the market.\nI 3. Why there?\nR It is fresh.", ("E07", "2026-Q1", "2026-02-09"),
                                  book([("Respondent ID", "Wave", "Date", "Duration (min)", "1. How often do you shop? (1-5)", "2. Where do you shop?", "3. Why there?", "4. Anything else?", "Remarks"), ("E07", "2026-Q1", date(2026, 2, 9), 34, 4, MARKET, "It is fresh.", None, "friendly")])),
    "a question beside an answer": (".xlsx", ZH, ("Z07", None, None), book([("受访者", "题号", "问题", "回答"), ("Z07", 1, WHERE_ZH, MARKET_ZH), (None, 2, WHY_ZH, FRESH_ZH)])),
    "questions down, a person across": (".xlsx", ZH, ("Z07", None, None), book([("题号", "问题", "Z07"), (1, WHERE_ZH, MARKET_ZH), (2, WHY_ZH, FRESH_ZH)])),
    "prose in one column": (".xlsx", ZH, Z07, book([("受访者编号：Z07",), ("期次：2026-Q1　日期：2026年2月9日",), *((f"{who}：{words}",) for who, words in TALK_ZH)])),
    "prose in one column of csv": (".csv", "I How old are you?\nR Thirty.\nI Where do you shop?\nR At the market.", NOBODY, b"Transcript of E07\nInterviewer: How old are you?\nRespondent: Thirty.\nInterviewer: Where do you shop?\nRespondent: At the market.\n"),
    "gb18030": (".csv", ZH, Z07, csv("gb18030")),
    "big5": (".csv", ZH.replace("您平时在哪里买菜", "您平時在哪裡買菜").replace("为什么", "為什麼").replace("一般去菜市场", "一般去菜市場").replace("新鲜，也便宜", "新鮮，也便宜"), ("Z07", "2026-Q1", "2026-02-09"),
             csv("utf-8", rows=[("訪員", "您平時在哪裡買菜？"), ("受訪者", "一般去菜市場。"), ("訪員", "為什麼呢？"), ("受訪者", "新鮮，也便宜。")]).decode().replace("受访者编号", "受訪者編號").replace("访谈日期", "訪談日期").replace("说话人", "說話人").replace("内", "內").encode("big5")),
    "utf-16 with tabs, as Excel saves Unicode text": (".csv", ZH, Z07, csv("utf-16", "\t")),
    "utf-16 without a mark": (".tsv", ZH, Z07, csv("utf-16-le", "\t")),
    "utf-8 with a mark, semicolons": (".csv", ZH, Z07, csv("utf-8-sig", ";")),
    "a comma within quotes, lines within a cell": (".csv", "I How old are you?\nR Thirty,⏎give or take.\nI Where do you shop?\nR At the market.", NOBODY, b'sep=;\r\nspeaker;text\r\nQ;How old are you?\r\nA;"Thirty,\r\ngive or take."\r\nQ;Where do you shop?\r\nA;At the market.\r\n'),
    "notes below the table": (".xlsx", EN, ("E07", None, None), book([("ID", "Speaker", "Text"), *(("E07", *each) for each in TALK), (), ("Source: interview of 9 February",), ("Total", None, None)])),
}  # fmt: skip


@pytest.mark.parametrize("kind", ONE)
def test_one_interview(kind: str) -> None:
    suffix, expected, known, data = ONE[kind]
    (one,) = read_transcripts("a" + suffix, data)
    assert parts(one) == said(expected)
    assert (one.respondent, one.wave, one.date) == known
    assert read_table("a" + suffix, data)[1] == [one]


TWO = {
    "a row a turn, person merged": book([("受访者", "说话人", "内容"), ("Z07", *TALK_ZH[0]), (None, *TALK_ZH[1]), ("Z08", *TALK_ZH[2]), (None, *TALK_ZH[3])], also=merged("A2:A3", "A4:A5")),
    "a sheet a respondent": book([("说话人", "内容"), *TALK_ZH[:2]], [("说话人", "内容"), *TALK_ZH[2:]], also=titled("Z07", "Z08")),
    "a sheet a respondent, told above": book([("受访者：Z07",), ("说话人", "内容"), *TALK_ZH[:2]], [("受访者：Z08",), ("说话人", "内容"), *TALK_ZH[2:]]),
    "a cover and a sheet a respondent": book([("买菜项目",)], [TALK_ZH[0], TALK_ZH[1]], [TALK_ZH[2], TALK_ZH[3]], also=titled("封面", "Z07 2026Q1", "Z08 2026Q1")),
    "one question, several who answer": book([("问题", "受访者", "回答"), (WHERE_ZH, "Z07", MARKET_ZH), (None, "Z08", FRESH_ZH)], also=merged("A2:A3")),
    "a row a respondent, person merged over waves": book([("编号", "期次", WHERE_ZH), ("Z07", "2026-Q1", MARKET_ZH), (None, "2026-Q2", FRESH_ZH)], also=merged("A2:A3")),
}  # fmt: skip


@pytest.mark.parametrize("kind", TWO)
def test_two_interviews(kind: str) -> None:
    first, second = read_transcripts("a.xlsx", TWO[kind])
    assert (first.respondent, second.respondent) == ("Z07", "Z07" if "waves" in kind else "Z08")
    assert [{role for role, _ in parts(one)} for one in (first, second)] == [{"I", "R"}] * 2
    assert (first.turns[-1].text, second.turns[-1].text) == (MARKET_ZH, FRESH_ZH)


def test_sheets_named_after_people_are_theirs_and_do_not_tell_the_name() -> None:
    data = book([("说话人", "内容"), *TALK_ZH[:2]], [("说话人", "内容"), *TALK_ZH[2:]], also=titled("李兰", "张伟"))
    ids = [one.respondent or "" for one in read_transcripts("a.xlsx", data)]
    assert len(set(ids)) == 2 and all(each.startswith("R-") for each in ids)


def test_lines_are_rows_of_the_sheet() -> None:
    data = book([("访谈",), (), ("说话人", "内容"), TALK_ZH[0], (), TALK_ZH[1]])
    (one,) = read_transcripts("a.xlsx", data)
    assert [turn.line for turn in one.turns] == [4, 6]


@pytest.mark.parametrize(
    ("data", "missing"),
    [
        (f"序号,提交答卷时间,来源,1、{WHERE_ZH},2、{WHY_ZH}\n1,2026/2/9,微信,{MARKET_ZH},{FRESH_ZH}\n", "respondent"),
        ("Timestamp,Where do you shop?,Why?\n2/9/2026,At the market.,Cheap.\n", "respondent"),
        ("name,department\nJo,Sales\nAnn,Sales\nJo,Staff\n", "speaker, text"),
    ],
)
def test_a_table_that_does_not_say_whose_it_is(data: str, missing: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_transcripts("a.csv", data.encode())
    assert (refused.value.key, refused.value.values["missing"]) == ("missing_columns", missing)
