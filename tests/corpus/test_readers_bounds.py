"""What is made to burst or to lead astray is refused with a sentence, or handled within bounds."""

import struct
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from corpus.arrivals import MAX_BYTES, Arrival
from corpus.errors import FileRefused
from corpus.readers import grouping, read_transcripts
from corpus.readers import sheets as sheets_module
from corpus.readers import text as text_module
from corpus.unpacking import MAX_FILES, unpack
from research.messages import explain
from tests.corpus.test_readers_tables import book, with_part
from tests.corpus.word_files import paragraphs, word_file

TALK = paragraphs("Interviewer: Where do you shop?", "Respondent: At the market.")
OUTSIDE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}'
    '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"'
    ' Target="{}" TargetMode="External"/></Relationships>'
)


def refusal(name: str, data: bytes) -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        read_transcripts(name, data)
    return refused.value


def zipped(*names: str) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as packed:
        for name in names:
            packed.writestr(name, "Q: a")
    return made.getvalue()


def test_two_gigabytes_are_refused_before_they_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(2 * 1024**3)  # takes no room on the disk
    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", lambda *_: pytest.fail("it was opened"))
        with pytest.raises(FileRefused) as refused:
            Arrival(path, "a.txt").read()
    assert (refused.value.key, refused.value.values["limit"]) == ("too_large", MAX_BYTES)
    assert explain(refused.value, "en").startswith("The file is too large: 2,048 MB, where 30 MB is the most.")
    assert explain(refused.value, "zh").startswith("文件太大：2,048 MB，上限是 30 MB。")


@pytest.mark.parametrize("target", ["http://127.0.0.1:9/x.png", "file:///etc/passwd"])
@pytest.mark.parametrize("kind", ["attachedTemplate", "header", "numbering"])
def test_what_an_office_file_points_at_outside_is_not_fetched(
    target: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("it was fetched"))
    data = word_file(TALK)
    with ZipFile(BytesIO(data)) as archive:
        known = archive.read("word/_rels/document.xml.rels").decode()
    kept = known[known.index("<Relationship ") : known.rindex("</Relationships>")]
    changed = with_part(data, "word/_rels/document.xml.rels", OUTSIDE.format(kept, kind, target).encode())
    (one,) = read_transcripts("a.docx", changed)
    assert [turn.text for turn in one.turns] == ["Where do you shop?", "At the market."]


LAUGHS = (
    "<!DOCTYPE a ["
    + '<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 10))
    + "]>"
)


@pytest.mark.parametrize("entity", [LAUGHS, '<!DOCTYPE a [<!ENTITY a9 SYSTEM "file:///etc/passwd">]>'])
@pytest.mark.parametrize(
    ("suffix", "part"), [("docx", "word/document.xml"), ("docx", "word/header9.xml"), ("xlsx", "xl/sharedStrings.xml")]
)
def test_entities_are_refused_in_every_part(entity: str, suffix: str, part: str) -> None:
    whole = word_file(TALK) if suffix == "docx" else book([["speaker", "text"], ["Q", "a"]])
    refused = refusal(f"a.{suffix}", with_part(whole, part, f"<?xml version='1.0'?>{entity}<a>&a9;</a>".encode()))
    assert (refused.key, refused.values) == ("corrupt_file", {"format": suffix})


def test_an_office_file_of_too_many_parts() -> None:
    made = BytesIO(word_file(TALK))
    with ZipFile(made, "a") as packed:
        for at in range(10_001):
            packed.writestr(f"x{at}", b"")
    assert refusal("a.docx", made.getvalue()).key == "unpacked_too_large"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "a/etc/passwd.txt"),
        ("/etc/a.txt", "a/etc/a.txt"),
        ("C:\\Windows\\a.txt", "a/Windows/a.txt"),
        ("x/./../.. /b.txt", "a/x/b.txt"),
        ("访谈/张三.txt", "a/访谈/张三.txt"),
        ("a\x07b\n.txt", "a/ab.txt"),
        ("CON", "a/CON"),
        ("n" * 5000 + ".txt", "a/" + "n" * 5000 + ".txt"),
    ],
)
def test_names_in_an_archive_lead_nowhere(given: str, kept: str) -> None:
    assert [name for name, _ in unpack("a.zip", zipped(given))] == [kept]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_one_name_twice_in_an_archive_is_two_files() -> None:
    made = BytesIO()
    with ZipFile(made, "w") as packed:
        packed.writestr("b.txt", "Q: first")
        packed.writestr("b.txt", "Q: second")
    assert [content for _, content in unpack("a.zip", made.getvalue())] == [b"Q: first", b"Q: second"]


def test_an_archive_of_archives_and_of_too_many_files() -> None:
    ((_, inside),) = unpack("a.zip", zipped("b.zip"))
    assert isinstance(inside, FileRefused) and inside.key == "archive_nested"
    with pytest.raises(FileRefused, match="archive_too_many"):
        list(unpack("a.zip", zipped(*map(str, range(MAX_FILES + 1)))))


def test_parts_that_lie_over_each_other_are_refused() -> None:
    """Each entry of the directory names the same packed bytes: small to send, large to unpack."""
    data = bytearray(zipped("b.txt", "c.txt"))
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    data[second + 42 : second + 46] = struct.pack("<I", 0)
    first, lying = (content for _, content in unpack("a.zip", bytes(data)))
    assert first == b"Q: a" and isinstance(lying, FileRefused) and lying.key == "corrupt_file"


TURNS = {
    ".txt": lambda n: "".join(f"Q: {at}?\nA: {at}.\n" for at in range(n // 2)),
    ".csv": lambda n: "respondent,speaker,text\n" + "".join(f"E1,{'QA'[at % 2]},{at}\n" for at in range(n)),
    ".jsonl": lambda n: "".join(f'{{"speaker": "{"QA"[at % 2]}", "text": "{at}"}}\n' for at in range(n)),
    ".vtt": lambda n: "WEBVTT\n\n" + "".join(f"00:00:01.000 --> 00:00:02.000\n{'QA'[at % 2]}: {at}\n\n" for at in range(n)),
    ".srt": lambda n: "".join(f"{at + 1}\n00:00:01,000 --> 00:00:02,000\n{'QA'[at % 2]}: {at}\n\n" for at in range(n)),
}  # fmt: skip
LIMITED = {
    ".txt": "too_many_lines",
    ".csv": "too_many_turns",
    ".jsonl": "too_many_turns",
    ".vtt": "too_many_turns",
    ".srt": "too_many_turns",
}


@pytest.mark.parametrize("suffix", TURNS)
def test_turns_without_end(suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "MAX_TURNS", 1000)
    monkeypatch.setattr("corpus.readers.subtitles.MAX_TURNS", 1000)
    monkeypatch.setattr(text_module, "MAX_LINES", 1000)
    assert read_transcripts("a" + suffix, TURNS[suffix](1000).encode())
    refused = refusal("a" + suffix, TURNS[suffix](1002).encode())
    assert (refused.key, refused.values["limit"]) == (LIMITED[suffix], 1000)
    assert "1,000" in explain(refused, "en") and "1,000" in explain(refused, "zh")


def test_a_million_columns_and_a_line_of_many_megabytes() -> None:
    assert refusal("a.csv", b"speaker,text\n" + b"," * 1_000_000).key == "too_many_columns"
    for suffix in (".txt", ".csv", ".json", ".vtt", ".srt"):
        assert refusal("a" + suffix, b"x" * 2_000_000).key in (
            "no_speakers",
            "missing_columns",
            "bad_row",
            "bad_json",
            "corrupt_file",
        )


def test_rows_are_counted_before_they_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets_module, "MAX_ROWS", 100)
    assert refusal("a.csv", b"speaker,text\n" + b"Q,a\n" * 100).key == "too_many_rows"


@pytest.mark.parametrize(
    "text", ['{"turns": ' + "[" * 100_000, "[" * 100_000, '{"a":' * 100_000, "[" + "9" * 100_000 + "]"]
)
def test_json_that_goes_too_deep(text: str) -> None:
    for suffix in (".json", ".jsonl"):
        assert refusal("a" + suffix, text.encode()).key == "bad_json"


@pytest.mark.parametrize("text", [b"Q: a\x00b\nA: c\n", b"\x00" * 100, b"Q: \xed\xa0\x80\nA: c\n"])
def test_what_is_no_text_is_refused(text: bytes) -> None:
    assert refusal("a.txt", text).key in ("unknown_encoding", "empty_file")


def test_many_rows_of_few_speakers_are_counted_once() -> None:
    """A table without a heading is searched for its speakers: each is counted, not each row against all others."""
    data = b"Jo,Tea,Why\n" + b"Ann,Tea,Why\n" * 30_000
    assert refusal("a.csv", data).key == "missing_columns"
