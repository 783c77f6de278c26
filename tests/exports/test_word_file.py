"""The Word file as a file: styles, links, bookmarks, tables, charts, the same bytes twice."""

import io
import re
import zipfile
from collections import Counter
from dataclasses import replace

import pytest
from docx import Document
from docx.text.paragraph import Paragraph
from lxml import etree
from specimen import specimen
from tampering import W, unpack

from corpus.errors import BadInput
from corpus.records import Language
from exports.expected import expected_marks, with_register
from exports.word import Links, write_word
from exports.word.marks import LONGEST, read_name, report_name, report_of, safe_name

Files = dict[Language, bytes]


def body(data: bytes) -> etree._Element:
    return etree.fromstring(unpack(data)["word/document.xml"])


def style_of(paragraph: Paragraph) -> str | None:
    return paragraph.style.name if paragraph.style else None


def names(data: bytes) -> list[str]:
    return [str(start.get(f"{W}name")) for start in body(data).iter(f"{W}bookmarkStart")]


def test_it_reopens(written: Files, language: Language) -> None:
    document = Document(io.BytesIO(written[language]))
    assert document.core_properties.title == specimen(language).title
    assert document.core_properties.language.startswith(language)
    assert style_of(document.paragraphs[0]) == "Title"


def test_bookmarks_are_unique_and_short(written: Files, language: Language) -> None:
    found = names(written[language])
    assert [name for name, times in Counter(found).items() if times > 1] == []
    assert [name for name in found if len(name) > LONGEST] == []
    ids = [start.get(f"{W}id") for start in body(written[language]).iter(f"{W}bookmarkStart")]
    assert len(set(ids)) == len(ids)


def test_every_internal_link_resolves(written: Files, language: Language) -> None:
    anchors = {link.get(f"{W}anchor") for link in body(written[language]).iter(f"{W}hyperlink")} - {None}
    assert len(anchors) > 5
    assert anchors <= set(names(written[language]))


def test_quotes_lead_to_the_register_and_back(written: Files, language: Language) -> None:
    root = body(written[language])
    anchors = Counter(link.get(f"{W}anchor") for link in root.iter(f"{W}hyperlink"))
    marks = Counter(name for name in names(written[language]) if name.startswith("qq_Q001"))
    last = f"qq_Q001_{len(marks)}"
    assert anchors["qq_Q001_1"] == 1, "one way back, from the register"
    assert anchors[last] == len(marks) - 1, "every other place leads to the register"


def test_transcripts_are_linked_where_there_is_an_address(written: Files, language: Language) -> None:
    relations = unpack(written[language])["word/_rels/document.xml.rels"].decode()
    assert "https://quipu.example/transcripts?interview=I-001&amp;version=2&amp;start=10&amp;end=60" in relations
    assert (
        "transcripts"
        not in unpack(write_word(specimen(language), links=Links(None)))["word/_rels/document.xml.rels"].decode()
    )


def test_header_rows_repeat_and_rows_stay_whole(written: Files, language: Language) -> None:
    tables = list(body(written[language]).iter(f"{W}tbl"))
    assert len(tables) == 2
    for table in tables:
        rows = table.findall(f"{W}tr")
        assert rows[0].find(f".//{W}tblHeader") is not None
        assert all(row.find(f".//{W}cantSplit") is not None for row in rows)


def test_the_same_report_gives_the_same_bytes(written: Files, language: Language) -> None:
    assert write_word(specimen(language), links=Links("https://quipu.example")) == written[language]


def test_every_expected_mark_is_written(written: Files, language: Language) -> None:
    found = (read_name(name) for name in names(written[language]))
    counted = Counter((name.id, name.form) for name in found if name and name.kind == "mark")
    assert counted == expected_marks(with_register(specimen(language)))


def test_no_list_number_is_typed(written: Files, language: Language) -> None:
    document = Document(io.BytesIO(written[language]))
    keys = [paragraph for paragraph in document.paragraphs if style_of(paragraph) == "Key finding"]
    assert len(keys) == 3
    assert not any(re.match(r"\d", paragraph.text) for paragraph in keys)
    assert document.styles["Key finding"].element.find(f".//{W}numId") is not None


def test_charts_have_alt_text_and_a_workbook(written: Files, language: Language) -> None:
    parts = unpack(written[language])
    assert sum(name.endswith(".xlsx") for name in parts) == 3
    alts = [element.get("descr") for element in body(written[language]).iter("{*}docPr")]
    assert len(alts) == 3 and all(alts)
    for name in (name for name in parts if name.endswith(".xlsx")):
        assert zipfile.ZipFile(io.BytesIO(parts[name])).testzip() is None


def test_names_that_look_like_formulas_stay_text() -> None:
    report = specimen("en")
    charts = [
        replace(block, categories=("=1+1", "b", "c")) if block.type == "chart" and block.id == "C-1" else block
        for block in report.blocks
    ]
    parts = unpack(write_word(replace(report, blocks=tuple(charts)), links=Links(None)))
    assert b"<f>" not in unpack(parts["word/embeddings/chart1.xlsx"])["xl/worksheets/sheet1.xml"]


@pytest.mark.parametrize("report", ["r-3f9a", "r_3", "-X41X", "X-", "_X2dX", "報-1", "r--__X"])
def test_report_ids_come_back(report: str) -> None:
    name = report_name(report)
    assert re.fullmatch(r"qr_[A-Za-z0-9_]+", name)
    assert report_of(name) == report


def test_a_report_id_that_does_not_fit_is_refused() -> None:
    with pytest.raises(BadInput):
        report_name("r" * 38)


def test_safe_names_stay_apart() -> None:
    anchors = ["a-b", "a_b", "发现一", "发现二", "x" * 50, "x" * 51]
    assert len({safe_name("qa_", anchor) for anchor in anchors}) == len(anchors)
    assert all(len(safe_name("qa_", anchor)) <= LONGEST for anchor in anchors)
