"""The disk is full: told before anything is touched; at whatever write it happens, nothing is half in and nothing is lost."""

import errno
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, MetaData, create_engine, event, select
from sqlalchemy.exc import OperationalError

from corpus import contents, disk, uploads
from corpus.batches import Batches
from corpus.database import open_database
from corpus.disk import check_room, is_full, place_of, telling_full
from corpus.errors import BadInput, FileRefused, NoRoom
from corpus.intake import import_files
from corpus.viewer import LOCAL
from corpus.worklist import Worklist

MOMENTS = {"brought_at", "made_at", "stamp"}
FILES = 5


def talk(n: int) -> bytes:
    said = " ".join(f"tea{n}x{word}" for word in range(600))  # more than a few pages of records
    turns = [f"Interviewer: What about number {at} of tea?\nRespondent: It is {at} a day, {said}." for at in range(4)]
    return "\n".join(turns).encode()


FILES_GIVEN = [(f"E{n:02}_2026-Q1.txt", talk(n)) for n in range(FILES)]


def rows(engine: Engine) -> dict[str, list[str]]:
    """All that is in the records but moments, and batches with their ids drawn at random."""
    tables, found = MetaData(), {}
    tables.reflect(engine)
    with engine.connect() as connection:
        for table in tables.sorted_tables:
            kept = [column for column in table.columns if column.name not in MOMENTS]
            if table.name not in ("batch", "batch_file", "corpus_state"):
                found[table.name] = sorted(map(repr, connection.execute(select(*kept))))
    return found


def sound(engine: Engine) -> bool:
    with engine.connect() as connection:
        return connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


class Filling:
    """A database that takes so many pages more and is full then, as on a full disk: SQLite's own SQLITE_FULL."""

    def __init__(self, path: Path) -> None:
        self.engine = open_database(f"sqlite:///{path}")
        self._most: int | None = None
        event.listen(self.engine, "checkout", self._bound)

    def _bound(self, connection: Any, *_: object) -> None:
        most = self._most or 1_000_000_000
        connection.execute(f"PRAGMA max_page_count={most}")

    def fills_after(self, pages: int | None) -> None:
        self._most = None
        if pages is not None:
            with self.engine.connect() as connection:
                self._most = connection.exec_driver_sql("PRAGMA page_count").scalar() + pages


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    folder = tmp_path_factory.mktemp("whole")
    engine = open_database(f"sqlite:///{folder / 'quipu.db'}")
    batches = Batches(engine, LOCAL, folder / "uploads")
    batch = batches.open(FILES_GIVEN).id
    assert [one.status for one in through(batches, batch, folder / "lock")] == ["in"] * FILES
    return rows(engine)


def through(batches: Batches, batch: str, lock: Path) -> list[Any]:
    return [batches.bring_in(batch, number, lock=lock) for number in batches.waiting(batch)]


# Told apart


def test_every_way_of_saying_that_it_is_full(tmp_path: Path) -> None:
    big = "CREATE TABLE big AS SELECT randomblob(100000) AS it"
    connection = sqlite3.connect(tmp_path / "a.db")
    connection.execute("PRAGMA max_page_count=2")
    with pytest.raises(sqlite3.OperationalError) as sqlite:
        connection.execute(big)
    connection.close()
    engine = create_engine(f"sqlite:///{tmp_path / 'a.db'}")
    with engine.connect() as opened:
        opened.exec_driver_sql("PRAGMA max_page_count=2")
        with pytest.raises(OperationalError) as wrapped:
            opened.exec_driver_sql(big)
    behind = RuntimeError("of another kind")
    behind.__cause__ = OSError(errno.ENOSPC, "x")
    said = [
        sqlite.value, wrapped.value, behind, OSError(errno.ENOSPC, "x"), OSError(errno.EDQUOT, "x"), OSError(errno.EFBIG, "x"),
        RuntimeError("Error in faiss: write error: No space left on device"), ValueError("An IO error: (os error 28)"),
        shutil.Error([("a", "b", "[Errno 28] No space left on device: 'b'")]), NoRoom("no_room"),
    ]  # fmt: skip
    assert [is_full(each) for each in said] == [True] * len(said)
    others = [
        OSError(errno.EACCES, "x"),
        ValueError("bad"),
        sqlite3.OperationalError("no such table: a"),
        KeyError("os error 28"),
    ]
    assert not any(is_full(each) for each in others)


def test_what_failed_on_a_disk_with_nothing_left_failed_for_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(error: Exception) -> str:
        try:
            with telling_full(tmp_path):
                raise error
        except Exception as raised:
            return str(getattr(raised, "key", type(raised).__name__))

    assert told(ValueError("a thread died")) == "ValueError"
    monkeypatch.setattr(disk, "free_at", lambda _: 0)
    assert told(ValueError("a thread died")) == "disk_full"
    assert told(BadInput("nothing_to_import")) == "nothing_to_import", "what we know to be something else stays that"


def test_room_is_looked_for_where_the_records_are(tmp_path: Path) -> None:
    check_room(tmp_path / "not" / "there" / "yet")
    check_room(None, 10**18)
    with pytest.raises(NoRoom) as told:
        check_room(tmp_path, 10**18)
    assert told.value.values["need"] == 10**18 + disk.RESERVE and told.value.values["at"] == str(tmp_path)
    assert place_of(create_engine(f"sqlite:///{tmp_path / 'a.db'}")) == tmp_path
    assert place_of(create_engine("sqlite://")) is None
    assert place_of(create_engine("postgresql+psycopg://u@h/quipu")) is None


# Before


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Leaves so many bytes free, beyond those that are always left."""

    def leave(more: float) -> None:
        monkeypatch.setattr(disk, "free_at", lambda _: disk.RESERVE + int(more))

    return leave


def test_an_import_without_room_touches_nothing(engine, folder, tmp_path, little) -> None:
    for name, data in FILES_GIVEN:
        (folder / name).write_bytes(data)
    size = sum(len(data) for _, data in FILES_GIVEN)
    before = rows(engine)
    little(size * disk.RECORDS_EACH - 1)
    with pytest.raises(NoRoom) as told:
        import_files([folder], engine=engine, viewer=LOCAL, lock=tmp_path / "lock")
    assert told.value.key == "no_room" and told.value.values["need"] - told.value.values["free"] in (1, 2)
    assert rows(engine) == before
    little(size * disk.RECORDS_EACH + 1)
    found = import_files([folder], engine=engine, viewer=LOCAL, lock=tmp_path / "lock")
    assert [one.status for one in found] == ["in"] * FILES


@pytest.mark.parametrize("how", ["given", "of this computer"])
def test_an_upload_without_room_leaves_nothing(batches, engine, folder, kept, little, how: str) -> None:
    for name, data in FILES_GIVEN:
        (folder / name).write_bytes(data)
    little(sum(len(data) for _, data in FILES_GIVEN))
    with pytest.raises(NoRoom, match="no_room"):
        batches.open(FILES_GIVEN) if how == "given" else batches.open_paths([folder])
    assert not kept.exists() and not batches.all()
    little(10**9)
    assert len(batches.open(FILES_GIVEN).files) == FILES


def test_a_file_that_finds_no_room_when_its_turn_comes_waits_for_a_curator(
    engine, batches, kept, tmp_path, little
) -> None:
    batch = batches.open(FILES_GIVEN).id
    little(10)
    through(batches, batch, tmp_path / "lock")
    worklist = Worklist(engine, LOCAL, kept)
    assert (worklist.counts(), worklist.reasons("needs")) == (
        {"needs": FILES, "refused": 0, "in": 0},
        {"no_room": FILES},
    )
    assert {(one.mend, one.kept) for one in worklist.files("needs")} == {("again", True)}
    little(10**9)
    assert worklist.retry("no_room") == [batch]
    assert {one.status for one in through(batches, batch, tmp_path / "lock")} == {"in"} and not list(kept.iterdir())
    assert worklist.counts() == {"needs": 0, "refused": 0, "in": FILES}


# During


@pytest.mark.parametrize("pages", [*range(0, 12), 15, 20, 30])
def test_records_that_fill_up_at_any_page_end_whole(
    tmp_path: Path, undisturbed: dict[str, list[str]], pages: int
) -> None:
    filling = Filling(tmp_path / "quipu.db")
    batches = Batches(filling.engine, LOCAL, tmp_path / "uploads")
    batch = batches.open(FILES_GIVEN).id
    filling.fills_after(pages)
    for number in batches.waiting(batch):
        try:
            batches.bring_in(batch, number, lock=tmp_path / "lock")
        except NoRoom as full:  # not even the reason could be written down: the file waits
            assert full.key == "disk_full" and batches.file(batch, number).status == "waiting"
    filling.fills_after(None)
    files = batches.get(batch).files
    assert sound(filling.engine) and {one.status for one in files} <= {"in", "refused", "waiting"}
    assert {one.refusal.key for one in files if one.refusal} <= {"disk_full"}
    assert all(one.kept for one in files if one.status != "in"), "no upload is lost"
    assert pages > 12 or any(one.status != "in" for one in files)
    Worklist(filling.engine, LOCAL, tmp_path / "uploads").retry("disk_full")
    through(batches, batch, tmp_path / "lock")
    assert rows(filling.engine) == undisturbed and not list((tmp_path / "uploads").iterdir())


@pytest.mark.parametrize("pages", [0, 2, 5])
def test_from_the_command_line_what_did_not_come_in_comes_in_again(tmp_path: Path, folder: Path, pages: int) -> None:
    filling, lock = Filling(tmp_path / "quipu.db"), tmp_path / "lock"
    for name, data in FILES_GIVEN:
        (folder / name).write_bytes(data)
    filling.fills_after(pages)
    try:
        found = import_files([folder], engine=filling.engine, viewer=LOCAL, lock=lock)
        assert {one.refusal.key for one in found if one.refusal} == {"disk_full"}
    except NoRoom as full:
        assert full.key == "disk_full"
    filling.fills_after(None)
    assert sound(filling.engine)
    found = import_files([folder], engine=filling.engine, viewer=LOCAL, lock=lock)
    assert {one.status for one in found} <= {"in", "known"}
    whole = open_database(f"sqlite:///{tmp_path / 'whole.db'}")
    import_files([folder], engine=whole, viewer=LOCAL, lock=lock)
    assert rows(filling.engine) == rows(whole)


@pytest.mark.parametrize("at", range(FILES))
def test_uploads_that_fill_the_disk_leave_nothing_half_kept(batches, kept, monkeypatch, at: int) -> None:
    written: list[Path] = []
    write = Path.write_bytes

    def filling(path: Path, data: bytes) -> int:
        written.append(path)
        if len(written) == at + 1:
            write(path, data[: len(data) // 2])
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", filling)
    with pytest.raises(NoRoom, match="disk_full"):
        batches.open(FILES_GIVEN)
    assert len(written) == at + 1 and list(kept.iterdir()) == [] and batches.all() == []
    assert len(batches.open(FILES_GIVEN).files) == FILES


def test_a_batch_whose_rows_find_no_room_keeps_no_bytes(tmp_path: Path) -> None:
    filling, kept = Filling(tmp_path / "quipu.db"), tmp_path / "uploads"
    batches = Batches(filling.engine, LOCAL, kept)
    many = [(f"{'long name ' * 30}{n}.txt", talk(n)) for n in range(100)]
    filling.fills_after(0)
    with pytest.raises(NoRoom, match="disk_full"):
        batches.open(many)
    filling.fills_after(None)
    assert list(kept.iterdir()) == [] and batches.all() == [] and sound(filling.engine)


def test_a_corrected_copy_that_finds_no_room_changes_nothing(batches, kept, tmp_path, monkeypatch) -> None:
    batch = batches.open([("bad_2026-Q1.txt", b"nobody speaks")]).id
    through(batches, batch, tmp_path / "lock")
    before = sorted(path.name for path in kept.rglob("*"))

    def full(path: Path, data: bytes) -> None:
        path.with_suffix(".part").touch()
        raise OSError(errno.ENOSPC, "x")

    with monkeypatch.context() as patch:
        patch.setattr(uploads, "keep_bytes", full)
        with pytest.raises(NoRoom, match="disk_full"):
            batches.put_in_place(batch, 1, "better.txt", talk(1))
    assert len(batches.get(batch).files) == 1
    assert sorted(path.name for path in kept.rglob("*") if path.suffix != ".part") == before
    assert batches.put_in_place(batch, 1, "better.txt", talk(1)).number == 2


def test_reading_that_fills_the_disk_is_that_files_reason(monkeypatch, bring, write) -> None:
    """A reader unpacks into a temporary folder, say."""

    def full(*_: object) -> Iterator[None]:
        raise OSError(errno.ENOSPC, "x")

    write("E01_2026-Q1.txt", talk(1).decode())
    with monkeypatch.context() as patch:
        patch.setattr(contents, "_as_it_says", full)
        (refused,) = bring()
    assert isinstance(refused.refusal, FileRefused) and refused.refusal.key == "disk_full"
    assert [one.status for one in bring()] == ["in"]
