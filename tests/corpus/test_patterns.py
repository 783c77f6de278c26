"""Patterns of files, corrections said once for all of a pattern, and mappings that are remembered."""

from io import BytesIO

import docx
import pytest

from corpus.errors import BadInput, NotAllowed
from corpus.mappings import Correction, Mappings
from corpus.patterns import SOMEBODY, pattern_of
from corpus.reading_as import read_as
from corpus.viewer import LOCAL, Viewer

ONLY_ASKED = "老K：您平时喝茶吗？\n喝的，每天早上一杯。\n有时候晚上也喝。\n老K：在哪里买？\n楼下超市。\n"
TABLE = "编码,批次,谁,讲了什么\n{who},2026-Q1,甲,您喝茶吗？\n{who},2026-Q1,乙,喝的。\n"


def word(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


@pytest.fixture
def mappings(engine) -> Mappings:
    return Mappings(engine, LOCAL)


def test_files_that_differ_by_names_and_numbers_are_of_one_pattern() -> None:
    one = pattern_of("a.txt", "主持人：喝茶吗？\n王芳：喝。\n主持人：哪里买？\n王芳：超市。".encode())
    other = pattern_of("b.txt", "主持人：喝茶吗？\n李明：喝。\n主持人：哪里买？\n李明：网上。".encode())
    third = pattern_of("c.txt", "访员：喝茶吗？\n李明：喝。\n访员：哪里买？\n李明：网上。".encode())
    assert one.marks == other.marks == tuple(sorted(("主持人", SOMEBODY))) and one.labels == ("主持人", "王芳")
    assert one.signature == other.signature != third.signature
    assert (
        pattern_of("c.docx", word("主持人：喝茶吗？", "王芳：喝。", "主持人：哪里买？", "王芳：超市。")).marks
        == one.marks
    )
    codes = {pattern_of("c.txt", f"Q: Tea?\nP{n}: Yes.\nQ: Where?\nP{n}: Here.".encode()).signature for n in (3, 17)}
    assert len(codes) == 1


def test_labels_are_seen_where_the_file_cannot_be_read() -> None:
    assert pattern_of("a.txt", ONLY_ASKED.encode()).labels == ("老K",)
    assert pattern_of("a.docx", word(*ONLY_ASKED.split("\n"))).labels == ("老K",)
    assert pattern_of("a.txt", b"Nobody speaks here.").labels == ()
    assert pattern_of("a.docx", b"no zip") == pattern_of("b.docx", b"PK") and not pattern_of("a.docx", b"").marks
    assert pattern_of("a.csv", TABLE.format(who="E01").encode()).headings == ("编码", "批次", "谁", "讲了什么")


def test_who_asks_can_be_said() -> None:
    people, (read,), left_out = read_as("a.txt", ONLY_ASKED.encode(), Correction("老K"))
    assert (people, left_out) == ([], None)
    assert [(turn.speaker, turn.text, turn.line) for turn in read.turns] == [
        ("老K", "您平时喝茶吗？", 1), ("A", "喝的，每天早上一杯。\n有时候晚上也喝。", 2),
        ("老K", "在哪里买？", 4), ("A", "楼下超市。", 5),
    ]  # fmt: skip
    assert read.names_interviewer == "老K"
    turned = b"Kate: I drink tea, do you?\nJohn: Yes?\nKate: Where from?\nJohn: The shop, why?\n"
    assert read_as("a.txt", turned, Correction("John"))[1][0].names_interviewer == "John"


def test_columns_can_be_said_and_rows_keep_their_lines() -> None:
    said = {"respondent": "编码", "wave": "批次", "speaker": "谁", "text": "讲了什么"}
    _, (read,), _ = read_as(
        "a.csv", ("\n\n" + TABLE.format(who="E01")).encode(), Correction(columns=said, interviewer="甲")
    )
    assert (read.respondent, read.wave, read.names_interviewer) == ("E01", "2026-Q1", "甲")
    assert [(turn.speaker, turn.text, turn.line) for turn in read.turns] == [
        ("甲", "您喝茶吗？", 4),
        ("乙", "喝的。", 5),
    ]
    swapped = b"id,wave,question,text,speaker\nE01,2026-Q1,x,A,Tea?\nE01,2026-Q1,x,B,Yes.\n"
    _, (other,), _ = read_as(
        "a.csv", swapped, Correction(columns={"respondent": "id", "speaker": "text", "text": "speaker"})
    )
    assert [(turn.speaker, turn.text) for turn in other.turns] == [("A", "Tea?"), ("B", "Yes.")]


@pytest.mark.parametrize(
    ("correction", "key"),
    [
        (Correction(), "mapping_empty"),
        (Correction(columns={"respondent": "编码"}), "mapping_columns"),
        (Correction(columns={"speaker": "谁", "text": "谁"}), "mapping_twice"),
    ],
)
def test_what_was_not_said_enough_is_refused(batches, correction, key) -> None:
    batch = batches.open([("a.csv", b"x")])
    with pytest.raises(BadInput) as refused:
        batches.read_so(batch.id, [1], correction)
    assert refused.value.key == key


def test_one_correction_mends_all_files_it_fits(batches, bring_all) -> None:
    other = ONLY_ASKED.replace("老K", "小雨")
    batch = batches.open([
        ("E01_2026-Q1.txt", ONLY_ASKED.encode()), ("E02_2026-Q1.txt", ONLY_ASKED.replace("喝的", "不喝").encode()),
        ("E03_2026-Q1.txt", other.encode()),
    ])  # fmt: skip
    assert {file.refusal.key for file in bring_all(batch.id)} == {"no_speakers"}
    files = batches.get(batch.id).files
    assert len({file.pattern.signature for file in files}) == 1 and all(file.kept for file in files)
    assert batches.read_so(batch.id, [1, 2, 3], Correction("老K")) == [1, 2]
    done = bring_all(batch.id)
    assert [(file.status, file.interviews, file.read_as.interviewer) for file in done] == [
        ("in", ("E01-2026-Q1",), "老K"), ("in", ("E02-2026-Q1",), "老K"),
    ]  # fmt: skip
    assert batches.file(batch.id, 3).status == "refused"
    assert batches.read_so(batch.id, [1], Correction("老K")) == []


def test_a_table_whose_columns_were_said_comes_in(batches, bring_all, corpus) -> None:
    batch = batches.open([(f"{who}.csv", TABLE.format(who=who).encode()) for who in ("E01", "E02")])
    assert {file.refusal.key for file in bring_all(batch.id)} == {"missing_columns"}
    columns = {"respondent": "编码", "wave": "批次", "speaker": "谁", "text": "讲了什么"}
    batches.read_so(batch.id, [1, 2], Correction(columns=columns))
    assert [file.interviews for file in bring_all(batch.id)] == [("E01-2026-Q1",), ("E02-2026-Q1",)]
    assert corpus.interview("E01-2026-Q1").turns[0].role == "interviewer"


def test_what_was_said_is_remembered_for_files_to_come_and_can_be_forgotten(batches, bring_all, mappings) -> None:
    pattern = pattern_of("a.txt", ONLY_ASKED.encode())
    kept = mappings.remember(pattern.signature, Correction("老K"), "a.txt")
    batch = batches.open([("E01_2026-Q1.txt", ONLY_ASKED.encode())])
    (file,) = bring_all(batch.id)
    assert file.status == "in" and file.read_as == kept and kept.mapping
    mappings.forget(kept.mapping)
    assert mappings.all() == []
    again = batches.open([("E02_2026-Q1.txt", ONLY_ASKED.replace("喝的", "不喝").encode())])
    (file,) = bring_all(again.id)
    assert file.status == "refused" and file.read_as is None


def test_mappings_are_one_clients(engine, mappings) -> None:
    other = Mappings(engine, Viewer("c", "curator", "other"))
    kept = mappings.remember("s", Correction("老K"), "a.txt")
    other.forget(kept.mapping)
    assert other.all() == [] and [each.correction for each in mappings.all()] == [kept]
    assert mappings.remember("s", Correction("老K"), "b.txt").mapping == kept.mapping
    mappings.remember("s", Correction("小雨"), "b.txt")
    assert {(each.correction.interviewer, each.sample) for each in mappings.all()} == {
        ("老K", "b.txt"),
        ("小雨", "b.txt"),
    }
    with pytest.raises(NotAllowed):
        Mappings(engine, Viewer("r", "researcher", "local"))


def test_a_mapping_never_reads_a_file_that_has_not_its_label(batches, bring_all, mappings) -> None:
    mappings.remember(pattern_of("a.txt", ONLY_ASKED.encode()).signature, Correction("老K"), "a.txt")
    batch = batches.open([("E01_2026-Q1.txt", ONLY_ASKED.replace("老K", "小雨").encode())])
    (file,) = bring_all(batch.id)
    assert file.status == "refused" and file.read_as is None
