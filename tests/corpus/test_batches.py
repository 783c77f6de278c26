"""Batches: what is taken and refused at the door, and that nothing is lost or done twice whatever dies when."""

import os
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from filelock import FileLock
from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus import batches as module
from corpus import trying, unpacking, uploads
from corpus.batches import Batches
from corpus.errors import BadInput, Busy, FileRefused, NotAllowed, NotFound
from corpus.schema import BatchRow, SourceFile
from corpus.shelf import Shelf
from corpus.viewer import Viewer

Files = dict[str, bytes]


def talk(said: str = "Twice a week.") -> bytes:
    return f"Interviewer: How often do you buy tea?\nRespondent: {said}\n".encode()


def zipped(files: Files) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, data in files.items():
            archive.writestr(each, data)
    return made.getvalue()


def killed(*_: object) -> None:
    raise KeyboardInterrupt


def names(batches: Batches, batch: str) -> list[str]:
    return [file.name for file in batches.get(batch).files]


def reasons(batches: Batches, batch: str) -> dict[str, str | None]:
    return {file.name: file.refusal and file.refusal.key for file in batches.get(batch).files}


def on_disk(kept: Path) -> list[str]:
    return sorted(str(path.relative_to(kept)) for path in kept.rglob("*") if path.is_file())


def test_a_batch_comes_in_and_leaves_no_bytes(batches, bring_all, kept, corpus) -> None:
    batch = batches.open([("q1/E01_2026-Q1.txt", talk()), ("q1/E02_2026-Q1.txt", talk("Never."))])
    assert batch.counts == {"waiting": 2} and on_disk(kept) == [f"{batch.id}/1", f"{batch.id}/2"]
    done = bring_all(batch.id)
    assert [(file.status, file.interviews) for file in done] == [("in", ("E01-2026-Q1",)), ("in", ("E02-2026-Q1",))]
    assert batches.get(batch.id).counts == {"in": 2} and on_disk(kept) == []
    assert [row.name for row in corpus.files("in")] == ["q1/E02_2026-Q1.txt", "q1/E01_2026-Q1.txt"]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd_2026-Q1.txt", "etc/passwd_2026-Q1.txt"),
        ("/root/x.txt", "root/x.txt"),
        ("C:\\Users\\me\\x.txt", "Users/me/x.txt"),
        ("a/./b/../x.txt", "a/b/x.txt"),
        ("访谈 一/受访者😀.txt", "访谈 一/受访者😀.txt"),
        ("a\x00b\n.txt", "ab.txt"),
        ("x" * 600 + ".txt", "x" * 396 + ".txt"),
    ],
)
def test_no_name_leads_out_of_the_folder(batches, kept, tmp_path, given, shown) -> None:
    batch = batches.open([(given, talk())])
    assert names(batches, batch.id) == [shown]
    assert on_disk(tmp_path) == sorted(
        [f"uploads/{batch.id}/1", *(f for f in on_disk(tmp_path) if f.startswith("quipu"))]
    )


def test_the_same_content_twice_is_one_file_under_both_names(batches, bring_all) -> None:
    batch = batches.open([("a_2026-Q1.txt", talk()), ("b_2026-Q1.txt", talk()), ("c_2026-Q1.txt", talk("No."))])
    assert [(file.name, file.also) for file in batch.files] == [
        ("a_2026-Q1.txt", ("b_2026-Q1.txt",)),
        ("c_2026-Q1.txt", ()),
    ]
    bring_all(batch.id)
    assert batches.file(batch.id, 1).also == ("b_2026-Q1.txt",)


def test_what_is_in_already_is_known_by_its_name(batches, bring_all, kept) -> None:
    bring_all(batches.open([("E01_2026-Q1.txt", talk())]).id)
    again = batches.open([("other_2026-Q1.txt", talk())])
    (file,) = bring_all(again.id)
    assert (file.status, file.known_as, file.interviews) == ("known", "E01_2026-Q1.txt", ())
    assert on_disk(kept) == []


def test_hidden_files_are_left_out_and_nothing_else_is_nothing(batches, kept) -> None:
    given = {".DS_Store": b"x", "a/~$b.docx": b"x", "__MACOSX/a.txt": b"x", "a/.git/c.txt": b"x", "Thumbs.db": b"x"}
    batch = batches.open([*given.items(), ("E01.txt", talk())])
    assert names(batches, batch.id) == ["E01.txt"]
    with pytest.raises(BadInput, match="nothing_to_import"):
        batches.open(given.items())
    assert [each.name for each in kept.iterdir()] == [batch.id]


def test_bounds_refuse_a_file_and_not_the_others(batches, corpus, monkeypatch, kept) -> None:
    monkeypatch.setattr(uploads, "MAX_BYTES", 100)
    monkeypatch.setattr(uploads, "MAX_TOTAL", 150)
    monkeypatch.setattr(uploads, "MAX_FILES", 5)
    files = {
        "large.txt": b"x" * 101,
        "a.txt": b"a" * 90,
        "b.txt": b"b" * 90,
        "c.txt": b"c" * 60,
        "d.txt": b"",
        "e.txt": b"e",
    }
    batch = batches.open(files.items())
    assert reasons(batches, batch.id) == {
        "large.txt": "too_large", "a.txt": None, "b.txt": "batch_full", "c.txt": None, "d.txt": None, "e.txt": "batch_full",
    }  # fmt: skip
    assert on_disk(kept) == [f"{batch.id}/{number}" for number in (2, 4, 5)]
    assert {row.name: row.reason_key for row in corpus.files("refused")}.keys() == {"large.txt", "b.txt", "e.txt"}
    assert [file.kept for file in batch.files] == [False, True, False, True, True, False]


def test_an_archive_is_its_files(batches) -> None:
    inside = {
        "2026-Q2/E01.txt": talk("a"), "../../E02.txt": talk("b"), "__MACOSX/._E01.txt": b"x", ".hidden/E03.txt": b"x",
        "E04.zip": zipped({"E05.txt": talk()}), "folder/": b"",
    }  # fmt: skip
    batch = batches.open([("wave.zip", zipped(inside))])
    assert reasons(batches, batch.id) == {
        "wave/2026-Q2/E01.txt": None, "wave/E02.txt": None, "wave/E04.zip": "archive_nested",
    }  # fmt: skip


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_chinese_names_in_archives_are_read_as_they_were_written(batches, encoding) -> None:
    name = "访谈_2026-Q1.txt".encode(encoding)
    placeholder = "x" * len(name)  # a name in ASCII, so that zipfile does not mark it as UTF-8
    raw = zipped({placeholder: talk()}).replace(placeholder.encode(), name)
    assert names(batches, batches.open([("a.zip", raw)]).id) == ["a/访谈_2026-Q1.txt"]


def test_archives_that_burst_are_refused_unopened(batches, monkeypatch) -> None:
    def unpacked(*_):
        raise AssertionError("opened")

    monkeypatch.setattr(unpacking.ZipFile, "read", unpacked)
    bomb = zipped({"a.txt": b"\0" * (31 * 1024 * 1024)})
    monkeypatch.setattr(unpacking, "MAX_FILES", 3)
    many = zipped({f"{at}.txt": b"x" for at in range(4)})
    files = {"bomb.zip": bomb, "many.zip": many, "none.zip": zipped({".a": b""}), "bad.zip": b"PK no", "empty.zip": b""}
    batch = batches.open(files.items())
    assert reasons(batches, batch.id) == {
        "bomb.zip": "archive_too_large", "many.zip": "archive_too_many", "none.zip": "archive_empty",
        "bad.zip": "corrupt_file", "empty.zip": "empty_file",
    }  # fmt: skip


def test_an_archive_that_lies_about_its_sizes_is_one_damaged_file(batches) -> None:
    honest = zipped({"a.txt": b"x" * 5000})
    lying = honest.replace((5000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != honest
    batch = batches.open([("a.zip", lying), ("E01.txt", talk())])
    assert reasons(batches, batch.id) == {"a/a.txt": "corrupt_file", "E01.txt": None}


def test_a_locked_archive_says_so(batches) -> None:
    made = BytesIO(zipped({"a.txt": talk()}))
    raw = bytearray(made.getvalue())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(mark) + at] |= 1
    assert reasons(batches, batches.open([("a.zip", bytes(raw))]).id) == {"a/a.txt": "archive_locked"}


def test_a_wave_for_those_without_one(batches, bring_all) -> None:
    batch = batches.open([("E01.txt", talk("a")), ("E02_2025-Q4.txt", talk("b"))], wave="2026 q2")
    assert batch.wave == "2026-Q2"
    assert [file.interviews for file in bring_all(batch.id)] == [("E01-2026-Q2",), ("E02-2025-Q4",)]
    with pytest.raises(BadInput, match="bad_wave"):
        batches.open([("E01.txt", talk())], wave="spring")


def test_each_retry_has_its_own_wave(batches, bring_all, kept) -> None:
    batch = batches.open([("E01.txt", talk("a")), ("E02.txt", talk("b")), ("E03.txt", talk("c"))])
    assert {file.refusal.key for file in bring_all(batch.id) if file.refusal} == {"no_wave"}
    assert len(on_disk(kept)) == 3
    batches.retry(batch.id, [1], wave="2026-Q1")
    batches.retry(batch.id, [2], wave="2026-Q2")
    assert batches.waiting(batch.id) == [1, 2]
    assert [file.interviews for file in bring_all(batch.id)] == [("E01-2026-Q1",), ("E02-2026-Q2",)]
    assert batches.get(batch.id).counts == {"in": 2, "refused": 1} and on_disk(kept) == [f"{batch.id}/3"]


def test_a_retry_without_bytes_or_of_what_is_in_changes_nothing(batches, bring_all, kept) -> None:
    batch = batches.open([("E01_2026-Q1.txt", talk("a")), ("E02.txt", talk("b"))])
    bring_all(batch.id)
    (kept / batch.id / "2").unlink()
    batches.retry(batch.id, [1, 2], wave="2026-Q1")
    assert batches.waiting(batch.id) == [] and batches.get(batch.id).counts == {"in": 1, "refused": 1}


def test_a_corrected_copy_takes_the_place_of_a_refused_file(batches, bring_all, corpus) -> None:
    batch = batches.open([("2026-Q1/E01.txt", b"Respondent: alone"), ("2026-Q1/E02.txt", talk("b"))])
    bring_all(batch.id)
    assert reasons(batches, batch.id)["2026-Q1/E01.txt"] == "no_speakers"
    waiting = batches.put_in_place(batch.id, 1, "../E01 corrected.txt", talk("a"))
    assert (waiting.name, waiting.status, waiting.refusal) == ("2026-Q1/E01 corrected.txt", "waiting", None)
    assert [file.interviews for file in bring_all(batch.id)] == [("E01-2026-Q1",)]
    assert corpus.counts()["refused"] == 0  # the one it replaces is off the list, and still recorded
    assert [row.reason_key for row in corpus.files("dismissed")] == ["no_speakers"]
    with pytest.raises(BadInput, match="not_refused"):
        batches.put_in_place(batch.id, 1, "x.txt", talk())


def test_people_come_in_before_their_words(batches) -> None:
    people = b"respondent,gender,consent\nE01,woman,report\n"
    batch = batches.open(
        [("E01_2026-Q1.txt", talk()), ("z_people.csv", people), ("a_words.csv", b"speaker,text\nQ,Why?\n")]
    )
    assert batches.waiting(batch.id) == [2, 1, 3]


def test_bringing_in_twice_is_once(batches, bring_all, tmp_path, corpus) -> None:
    batch = batches.open([("E01_2026-Q1.txt", talk())])
    first = bring_all(batch.id)
    stamp = corpus.stamp()
    assert batches.bring_in(batch.id, 1, lock=tmp_path / "lock") == first[0]
    assert corpus.stamp() == stamp and corpus.counts()["interviews"] == 1


def test_killed_before_the_bytes_went_the_file_is_in_and_they_go_next_time(
    batches, kept, tmp_path, monkeypatch
) -> None:
    batch = batches.open([("E01_2026-Q1.txt", talk())])
    with monkeypatch.context() as patch:
        patch.setattr(Shelf, "forget", killed)
        with pytest.raises(KeyboardInterrupt):
            batches.bring_in(batch.id, 1, lock=tmp_path / "lock")
    assert batches.file(batch.id, 1).status == "in" and on_disk(kept) == [f"{batch.id}/1"]
    batches.bring_in(batch.id, 1, lock=tmp_path / "lock")
    assert on_disk(kept) == []


def test_killed_while_writing_the_file_waits_and_nothing_is_in(batches, tmp_path, monkeypatch, corpus) -> None:
    batch = batches.open([("E01_2026-Q1.txt", talk())])

    with monkeypatch.context() as patch:
        patch.setattr(trying, "settle", killed)  # the last thing in the transaction
        with pytest.raises(KeyboardInterrupt):
            batches.bring_in(batch.id, 1, lock=tmp_path / "lock")
    assert corpus.counts()["interviews"] == 0 and corpus.files() == []
    assert batches.bring_in(batch.id, 1, lock=tmp_path / "lock").status == "in"


def test_bytes_without_a_batch_are_swept_when_old_and_only_then(batches, kept, engine, monkeypatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(module, "row_for", killed)
        with pytest.raises(KeyboardInterrupt):
            batches.open([("E01.txt", talk())])
    (left,) = kept.iterdir()
    with Session(engine) as session:
        assert session.scalars(select(BatchRow)).all() == []
    newer = batches.open([("E02.txt", talk("b"))])
    assert left.exists()  # another process may be at it
    for each in kept.iterdir():
        os.utime(each, (0, 0))
    batches.open([("E03.txt", talk("c"))])
    assert not left.exists() and on_disk(kept)[0].startswith("b-") and (kept / newer.id / "1").exists()


def test_bytes_that_somebody_removed_are_a_refusal(batches, bring_all, kept) -> None:
    batch = batches.open([("E01_2026-Q1.txt", talk())])
    (kept / batch.id / "1").unlink()
    (file,) = bring_all(batch.id)
    assert (file.status, file.refusal.key, file.kept) == ("refused", "upload_lost", False)


def test_another_import_makes_it_busy(batches, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0)
    batch = batches.open([("E01_2026-Q1.txt", talk())])
    with FileLock(tmp_path / "lock"), pytest.raises(Busy, match="import_running"):
        batches.bring_in(batch.id, 1, lock=tmp_path / "lock")
    assert batches.bring_in(batch.id, 1, lock=tmp_path / "lock").status == "in"


def test_a_folder_of_this_computer(batches, tmp_path, monkeypatch) -> None:
    there = tmp_path / "there"
    (there / "2026-Q1").mkdir(parents=True)
    (there / "2026-Q1" / "E01.txt").write_bytes(talk())
    (there / ".hidden.txt").write_bytes(talk("x"))
    (there / "out.txt").symlink_to("/etc/hostname")
    (there / "more.zip").write_bytes(zipped({"E02.txt": talk("b")}))
    batch = batches.open_paths([there])
    assert names(batches, batch.id) == ["there/2026-Q1/E01.txt", "there/more/E02.txt"]
    with pytest.raises(BadInput, match="no_such_path"):
        batches.open_paths([tmp_path / "lost"])


def test_batches_are_listed_newest_first_and_empty_ones_are_not(batches) -> None:
    first, second = batches.open([("a.txt", talk("a"))]), batches.open([("b.txt", talk("b")), ("c.txt", talk("c"))])
    empty = batches.open_empty()
    assert [(batch.id, batch.counts) for batch in batches.all()] == [
        (second.id, {"waiting": 2}),
        (first.id, {"waiting": 1}),
    ]
    assert batches.waiting(empty.id) == [] and [batch.id for batch in batches.all(most=1)] == [second.id]


def test_unknown_batches_and_numbers(batches, tmp_path) -> None:
    batch = batches.open([("a.txt", talk())])
    for call in (
        lambda: batches.get("b-none"),
        lambda: batches.waiting("../../x"),
        lambda: batches.bring_in(batch.id, 2, lock=tmp_path / "lock"),
        lambda: batches.retry(batch.id, [1, 2]),
        lambda: batches.put_in_place("b-none", 1, "a.txt", b""),
    ):
        with pytest.raises(NotFound, match="no_batch"):
            call()
    with pytest.raises(FileRefused, match="too_large"):
        batches.put_in_place(batch.id, 1, "a.txt", b"x" * (uploads.MAX_BYTES + 1))


def test_only_who_may_import(engine, kept, batches, tmp_path) -> None:
    batch = batches.open([("a.txt", talk())])
    for role in ("researcher", "merchant"):
        other = Batches(engine, Viewer("x", role, "c"), kept)
        for call in (
            lambda other=other: other.open([("b.txt", talk("b"))]),
            lambda other=other: other.open_paths([tmp_path]),
            lambda other=other: other.open_empty(),
            lambda other=other: other.get(batch.id),
            lambda other=other: other.all(),
            lambda other=other: other.bring_in(batch.id, 1, lock=tmp_path / "lock"),
            lambda other=other: other.retry(batch.id, [1]),
            lambda other=other: other.put_in_place(batch.id, 1, "a.txt", b""),
            lambda other=other: other.dismiss([]),
        ):
            with pytest.raises(NotAllowed):
                call()
    with Session(engine) as session:
        assert session.scalars(select(SourceFile)).all() == []
