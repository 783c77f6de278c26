"""Write, read, verify; change anything that counts and verify says so."""

import random
from dataclasses import replace

import pytest
from specimen import HOSTILE, specimen
from tampering import add_digit, change_chart, drop_mark, pack, swap_quotes, tamper, unpack

from corpus.records import Language
from exports.marks import read_word
from exports.verify import blocking, verify
from exports.visible import visible
from exports.word import Links, write_word
from research.figures import Figure

Files = dict[Language, bytes]


def test_a_written_file_verifies(written: Files, language: Language) -> None:
    assert verify(read_word(written[language]), specimen(language)) == []


def test_a_resaved_file_verifies(resaved: Files, language: Language) -> None:
    assert blocking(verify(read_word(resaved[language]), specimen(language))) == []


def test_hostile_words_survive_both(written: Files, resaved: Files, language: Language) -> None:
    for data in (written[language], resaved[language]):
        texts = {mark.text for mark in read_word(data).marks if mark.id == "Q003"}
        assert texts == {visible(HOSTILE)}
    assert "𠮷" in visible(HOSTILE) and "\u200f" in visible(HOSTILE) and "<w:p>" in visible(HOSTILE)


@pytest.mark.parametrize("seed", range(200))
def test_every_tampering_is_found(written: Files, seed: int) -> None:
    chance = random.Random(seed)
    language: Language = chance.choice(["zh", "en"])
    tampered = tamper(written[language], chance)
    assert blocking(verify(read_word(tampered.data), specimen(language))), tampered.what


@pytest.mark.parametrize("seed", range(60))
def test_tampering_after_a_round_trip_is_found(resaved: Files, seed: int) -> None:
    chance = random.Random(seed)
    language: Language = chance.choice(["zh", "en"])
    parts = unpack(resaved[language])
    what = chance.choice([add_digit, drop_mark, swap_quotes, change_chart])(parts, chance)
    assert blocking(verify(read_word(pack(parts)), specimen(language))), what


def test_a_figure_that_changed_since_is_found(written: Files, language: Language) -> None:
    report = specimen(language)
    changed = replace(report, figures=report.figures | {"F002": Figure("F002", {}, 8, 46)})
    assert {found.kind for found in verify(read_word(written[language]), changed)} == {"mark"}


def test_another_reports_file_is_told(written: Files, language: Language) -> None:
    found = verify(read_word(written[language]), replace(specimen(language), id="r-other"))
    assert [difference.kind for difference in found] == ["report"]


def test_prose_may_be_edited(written: Files) -> None:
    parts = unpack(written["en"])
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"Drinking less", b"Buying fewer cups")
    assert verify(read_word(pack(parts)), specimen("en")) == []


@pytest.mark.parametrize(
    "words",
    [
        b"half of them",
        b"&#8220;I never said so&#8221;",
        "三成的人".encode(),
        "「没说过」".encode(),
        b"two people",
        "百分之十".encode(),
    ],
)
def test_prose_may_not_count_or_quote(written: Files, words: bytes) -> None:
    parts = unpack(written["en"])
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"Drinking less", words)
    assert {found.kind for found in verify(read_word(pack(parts)), specimen("en"))} <= {"number", "quotation"}
    assert verify(read_word(pack(parts)), specimen("en"))


def test_a_link_to_other_words_is_found(written: Files, language: Language) -> None:
    parts = unpack(written[language])
    name = "word/_rels/document.xml.rels"
    parts[name] = parts[name].replace(b"interview=I-001", b"interview=I-009")
    assert {found.kind for found in verify(read_word(pack(parts)), specimen(language))} == {"link"}


def test_swapped_labels_of_a_table_are_found(written: Files) -> None:
    parts = unpack(written["en"])
    body = parts["word/document.xml"]
    at = body.rindex(b"<w:tbl>", 0, body.index(b">Women<"))
    swapped = body[at:].replace(b">Women<", b">X<").replace(b">Men<", b">Women<").replace(b">X<", b">Men<")
    parts["word/document.xml"] = body[:at] + swapped
    assert {found.kind for found in verify(read_word(pack(parts)), specimen("en"))} == {"table"}


def test_the_part_that_opens_is_the_part_that_is_read(written: Files) -> None:
    parts = unpack(written["en"])
    parts["word/other.xml"] = parts["word/document.xml"].replace(b"Drinking less", b"Twelve of us")
    parts["word/_rels/other.xml.rels"] = parts["word/_rels/document.xml.rels"]
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"word/document.xml", b"word/other.xml")
    assert "number" in {found.kind for found in verify(read_word(pack(parts)), specimen("en"))}


def test_labels_taken_from_other_cells_are_read(written: Files) -> None:
    parts = unpack(written["en"])
    label = b'<c15:dlblRangeCache xmlns:c15="urn:x"><c:pt idx="0"><c:v>99 percent</c:v></c:pt></c15:dlblRangeCache>'
    chart = parts["word/charts/chart1.xml"].replace(b"</c:barChart>", label + b"</c:barChart>")
    parts["word/charts/chart1.xml"] = chart
    assert "number" in {found.kind for found in verify(read_word(pack(parts)), specimen("en"))}


def test_a_page_field_hides_nothing_else(written: Files) -> None:
    parts = unpack(written["en"])
    parts["word/footer1.xml"] = parts["word/footer1.xml"].replace(b">1<", b">29 of 46<")
    assert {found.kind for found in verify(read_word(pack(parts)), specimen("en"))} == {"number"}


def test_a_lost_workbook_is_a_note(written: Files) -> None:
    parts = unpack(written["en"])
    for name in [name for name in parts if name.endswith(".xlsx") or "charts/_rels" in name]:
        del parts[name]
    found = verify(read_word(pack(parts)), specimen("en"))
    assert [difference.kind for difference in found] == ["note"] * 3
    assert blocking(found) == []


def test_a_report_without_quotes_or_charts_verifies(language: Language) -> None:
    report = specimen(language)
    bare = replace(report, blocks=report.blocks[2:3])
    assert verify(read_word(write_word(bare, links=Links())), bare) == []
