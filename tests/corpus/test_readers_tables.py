"""csv, tsv and xlsx: rows of turns, question columns, and the respondents table."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from corpus.errors import FileRefused
from corpus.readers import packed, read_transcripts
from corpus.readers import sheets as sheets_module
from corpus.records import Attributes
from corpus.tables import people_in

ZH = "受访者编号,期次,日期,角色,内容\nZ1,2026-Q1,2026/2/1,访问员,吃什么？\n,,,受访者,米饭\n,,,,还有面\nZ2,2026-Q1,,访问员,喝什么？\n,,,受访者,茶\n"
EN = 'respondent;wave;speaker;text\nE1;2026-Q1;Q;Why?\nE1;2026-Q1;A;"Tea &amp; milk" \nE1;2026-Q2;Q;Now?\nE1;2026-Q2;A;"a; b\nc"\n'


def book(*sheets: list[list[object]]) -> bytes:
    made = Workbook()
    made.remove(made.active)
    for rows in sheets:
        sheet = made.create_sheet()
        for row in rows:
            sheet.append(row)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def refusal(name: str, data: bytes) -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        read_transcripts(name, data)
    return refused.value


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_rows_of_turns_chinese(encoding: str) -> None:
    first, second = read_transcripts("a.csv", ZH.encode(encoding))
    assert (first.respondent, first.wave, first.date, first.names_interviewer) == (
        "Z1",
        "2026-Q1",
        "2026-02-01",
        "访问员",
    )
    assert [(turn.speaker, turn.text, turn.line) for turn in first.turns] == [
        ("访问员", "吃什么？", 2),
        ("受访者", "米饭\n还有面", 3),
    ]
    assert (second.respondent, [turn.text for turn in second.turns]) == ("Z2", ["喝什么？", "茶"])


def test_rows_of_turns_english() -> None:
    first, second = read_transcripts("a.csv", EN.encode())
    assert [turn.text for turn in first.turns] == ["Why?", "Tea & milk"]
    assert [(turn.text, turn.line) for turn in second.turns] == [("Now?", 4), ("a; b\nc", 5)]
    assert (first.wave, second.wave) == ("2026-Q1", "2026-Q2")


def test_a_new_respondent_does_not_inherit_the_wave() -> None:
    data = b"respondent\twave\tspeaker\ttext\nE1\t2026-Q1\tQ\ta\nE2\t\tQ\tb\n"
    assert [one.wave for one in read_transcripts("a.tsv", data)] == ["2026-Q1", None]


def test_workbook_with_title_notes_and_numbers() -> None:
    rows: list[list[object]] = [["Interviews 2026"], ["编号", "期次", "说话人", "文本"], [7, "2026-Q1", "问1", 12.0], [None, None, "答1", "是"]]  # fmt: skip
    (one,) = read_transcripts("a.xlsx", book([["just a note"]], rows))
    assert one.respondent == "7"
    assert [(turn.speaker, turn.text, turn.line) for turn in one.turns] == [("问", "12", 3), ("答", "是", 4)]


def test_a_column_a_question() -> None:
    data = "受访者编号,期次,姓名,您常去哪买？,喜欢什么？\nZ1,2026-Q1,张三,超市,\nZ2,2026-Q1,李四,网上,茶\n".encode()
    first, second = read_transcripts("a.csv", data)
    assert [(turn.speaker, turn.text) for turn in first.turns] == [("Q", "您常去哪买？"), ("A", "超市")]
    assert first.names_interviewer == "Q"
    assert [turn.text for turn in second.turns] == ["您常去哪买？", "网上", "喜欢什么？", "茶"]
    assert people_in("a.csv", data) == []


def test_a_row_a_question_and_answer() -> None:
    data = b"participant,question,answer\nE1,Why?,Cheap\n,Where?,Leeds\n"
    (one,) = read_transcripts("a.csv", data)
    assert [turn.text for turn in one.turns] == ["Why?", "Cheap", "Where?", "Leeds"]


def test_missing_columns() -> None:
    refused = refusal("a.csv", "受访者编号,内容\nZ1,好\n".encode())
    assert (refused.key, refused.values) == ("missing_columns", {"line": 1, "missing": "speaker", "found": "受访者编号, 内容"})  # fmt: skip


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"speaker,text\n,orphan\n", 2, "speaker"),
        (b"respondent,speaker,text\n" + b"x" * 65 + b",Q,a\n", 2, "respondent"),
        (b"respondent,What now?\nE1,a\n,b\n", 3, "respondent"),
        (b"speaker,text\nQ,a\nA," + b"x" * 200_000 + b"\n", 3, ""),
    ],
)
def test_bad_rows(data: bytes, line: int, column: str) -> None:
    refused = refusal("a.csv", data)
    assert (refused.key, refused.values["line"], refused.values["column"]) == ("bad_row", line, column)


def test_heading_alone() -> None:
    assert refusal("a.csv", b"speaker,text\n").key == "no_text"
    assert refusal("a.xlsx", book([])).key == "no_text"


def test_respondents_chinese_and_english() -> None:
    zh = "受访者编号,期次,出生年,性别,城市,城市级别,区域,职业,月收入,家庭,授权\nZ1,2026Q1,1990年,女,固始,县城,华中,护士,5000,三口,广告\n"
    expected = Attributes(
        "Z1", "2026-Q1", 1990, "女", "固始", "县城", "华中", "护士", "5000", "三口", consent="advertising"
    )
    assert people_in("r.csv", zh.encode("gb18030")) == [expected]
    rows: list[list[object]] = [
        ["ID", "Birth year", "City tier", "Income band", "Consent"],
        ["E1", 1985, 2, "20-30k", None],
    ]
    assert people_in("r.xlsx", book(rows)) == [
        Attributes("E1", None, 1985, city_tier="2", income="20-30k", consent=None)
    ]


@pytest.mark.parametrize(
    ("said", "scope"),
    [("无", "none"), ("撤回", "none"), ("内部", "internal"), ("Report", "report"), ("advertising", "advertising")],
)
def test_consent(said: str, scope: str) -> None:
    (one,) = people_in("r.csv", f"id,consent\nE1,{said}\n".encode())
    assert one.consent == scope


@pytest.mark.parametrize(("row", "column"), [("E1,1990,maybe", "consent"), ("E1,young,no", "birth_year"), (",1990,no", "respondent")])  # fmt: skip
def test_bad_attributes(row: str, column: str) -> None:
    with pytest.raises(FileRefused) as refused:
        people_in("r.csv", f"id,birth_year,consent\n\n{row}\n".encode())
    assert (refused.value.key, refused.value.values["line"], refused.value.values["column"]) == ("bad_row", 3, column)


def test_not_a_respondents_table() -> None:
    assert people_in("a.csv", ZH.encode()) == []


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return out.getvalue()


TURNS: list[list[object]] = [["speaker", "text"], ["Q", "a"]]
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/other.png"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(part: str, encoding: str) -> None:
    bomb = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'.encode(encoding)
    assert refusal("a.xlsx", with_part(book(TURNS), part, bomb)).values == {"format": "xlsx"}
    assert read_transcripts("a.xlsx", with_part(book(TURNS), "xl/other.png", b"\x89PNG"))


def test_zip_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    data = with_part(book(TURNS), "xl/big.xml", b"<a>" + b" " * 3_000_000 + b"</a>")
    assert read_transcripts("a.xlsx", data)
    monkeypatch.setattr(packed, "MAX_UNPACKED", 2_000_000)
    assert refusal("a.xlsx", data).key == "unpacked_too_large"


def test_rows_and_columns_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets_module, "MAX_ROWS", 1000)
    far = '<row r="99999999999"><c r="A99999999999" t="inlineStr"><is><t>x</t></is></c></row>'
    wide = '<row r="1"><c r="XFD1" t="inlineStr"><is><t>x</t></is></c></row>'
    name = "xl/worksheets/sheet1.xml"
    assert refusal("a.xlsx", with_part(book(TURNS), name, SHEET.format(far).encode())).key == "too_many_rows"
    assert refusal("a.xlsx", with_part(book(TURNS), name, SHEET.format(wide).encode())).key == "too_many_columns"


@pytest.mark.parametrize(
    "data", [b"<html><table></table></html>", b"PK\x03\x04junk", book(TURNS)[:500], b"\xd0\xcf\x11\xe0"]
)
def test_not_a_workbook(data: bytes) -> None:
    assert (refusal("a.xlsx", data).key, refusal("a.xlsx", data).values) == ("corrupt_file", {"format": "xlsx"})
