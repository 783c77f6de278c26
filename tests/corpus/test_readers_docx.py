"""Word files: prefixes, bold runs, tables, links and content controls."""

from collections.abc import Callable
from io import BytesIO

import pytest
from docx import Document
from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from corpus.errors import FileRefused
from corpus.readers import read_transcripts
from corpus.records import Transcript


def read(fill: Callable[[Word], object]) -> Transcript:
    document, out = Document(), BytesIO()
    fill(document)
    document.save(out)
    (one,) = read_transcripts("a.docx", out.getvalue())
    return one


def spoken(one: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in one.turns]


def paragraphs(*texts: str) -> Callable[[Word], object]:
    return lambda document: [document.add_paragraph(text) for text in texts]


def test_prefixes_head_and_continuation() -> None:
    one = read(
        paragraphs("受访者编号：Z07", "访谈期次：2026-Q1", "访问员：吃什么？", "受访者：米饭", "还有面\n访问员：谢谢")
    )
    assert (one.respondent, one.wave, one.names_interviewer) == ("Z07", "2026-Q1", "访问员")
    assert spoken(one) == [("访问员", "吃什么？"), ("受访者", "米饭\n还有面"), ("访问员", "谢谢")]
    assert [turn.line for turn in one.turns] == [3, 4, 5]


def test_bold_runs_and_headings() -> None:
    def fill(document: Word) -> None:
        document.add_heading("Interview", 0)
        for speaker, words in (
            ("Interviewer", " What?"),
            ("Anna", " Rice. "),
            ("Interviewer", " More?"),
            ("Anna", " Tea"),
        ):
            paragraph = document.add_paragraph()
            paragraph.add_run(speaker).bold = True
            paragraph.add_run(words)
        document.add_heading("Part two", 1)
        document.add_paragraph("").add_run("Never").bold = True

    assert spoken(read(fill)) == [("Interviewer", "What?"), ("Anna", "Rice."), ("Interviewer", "More?"), ("Anna", "Tea\nNever")]  # fmt: skip


def test_bold_name_alone_above_the_words() -> None:
    def fill(document: Word) -> None:
        for speaker, words in (("Interviewer", "What?"), ("Anna", "Rice"), ("Interviewer", "More?"), ("Anna", "Tea")):
            document.add_paragraph().add_run(speaker).bold = True
            document.add_paragraph(words)

    assert spoken(read(fill))[:2] == [("Interviewer", "What?"), ("Anna", "Rice")]


@pytest.mark.parametrize(
    "rows",
    [
        [("Speaker", "Text"), ("Q", "What?"), ("Jo", "Rice: plain"), ("", "and tea")],
        [("Q", "What?"), ("Jo", "Rice: plain"), ("", "and tea"), ("Q", "Q: x"), ("Jo", "Y")],
        [("1", "Q", "What?"), ("2", "Jo", "Rice: plain"), ("3", "", "and tea"), ("4", "Q", "Q: x"), ("5", "Jo", "Y")],
    ],
)
def test_tables_with_a_speaker_column(rows: list[tuple[str, ...]]) -> None:
    def fill(document: Word) -> None:
        document.add_paragraph("Respondent: E07")
        table = document.add_table(len(rows), len(rows[0]))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text

    one = read(fill)
    assert one.respondent == "E07"
    assert spoken(one)[:2] == [("Q", "What?"), ("Jo", "Rice: plain\nand tea")]


def test_table_of_facts_and_document_order() -> None:
    def fill(document: Word) -> None:
        table = document.add_table(2, 2)
        for row, (name, value) in zip(table.rows, [("受访者编号", "Z09"), ("日期", "2026-02-11")], strict=True):
            row.cells[0].text, row.cells[1].text = name, value
        document.add_paragraph("问：早上？")
        document.add_table(1, 1).rows[0].cells[0].text = "答：粥"
        document.add_paragraph("问：晚上？")

    one = read(fill)
    assert (one.respondent, one.date) == ("Z09", "2026-02-11")
    assert spoken(one) == [("问", "早上？"), ("答", "粥"), ("问", "晚上？")]


def test_links_controls_and_tracked_changes() -> None:
    def fill(document: Word) -> None:
        document.add_paragraph("Q: What?")
        for inside in (
            "<w:p {0}><w:r><w:t>A: see </w:t></w:r><w:hyperlink><w:r><w:t>the link</w:t></w:r></w:hyperlink></w:p>",
            "<w:sdt {0}><w:sdtContent><w:p><w:r><w:t>Q: in a control</w:t></w:r></w:p></w:sdtContent></w:sdt>",
            "<w:p {0}><w:del><w:r><w:delText>no</w:delText></w:r></w:del><w:ins><w:r><w:t>A: yes</w:t></w:r></w:ins></w:p>",
        ):
            document.element.body.insert(-1, parse_xml(inside.format(nsdecls("w"))))

    assert spoken(read(fill)) == [("Q", "What?"), ("A", "see the link"), ("Q", "in a control"), ("A", "yes")]


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "empty_file"),
        (b"<html><body>Q: a</body></html>", "corrupt_file"),
        (b"PK\x05\x06" + bytes(18), "corrupt_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_office"),
    ],
)
def test_refused(data: bytes, key: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_transcripts("a.docx", data)
    assert refused.value.key == key


@pytest.mark.parametrize(("texts", "key"), [([], "no_text"), (["only prose here"], "no_speakers")])
def test_nothing_said(texts: list[str], key: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read(paragraphs(*texts))
    assert refused.value.key == key
