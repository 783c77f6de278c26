"""Upgrading: from every earlier release with its data, wholly or not at all, whatever fails and whenever it is killed."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import JSON, Boolean, Column, DateTime, Float, Integer, LargeBinary, MetaData, create_engine, insert

from corpus import disk, upgrading
from corpus.database import open_database
from corpus.errors import BadInput, Busy, NoRoom

ROOT = Path(__file__).parents[2]
Dump = list[str]
_ONE_ROW = ("alembic_version", "corpus_state", "coverage_state")
"""Tables that hold their one row from the beginning."""

BROKEN = """
import os, signal
from pathlib import Path
import sqlalchemy as sa
from alembic import op

revision, down_revision = "9001", "{head}"

def upgrade():
    op.create_table("added", sa.Column("id", sa.Integer(), primary_key=True))
    op.execute(sa.text("INSERT INTO added VALUES (1)"))
    op.execute(sa.text("UPDATE respondent SET consent = 'changed'"))
    with op.batch_alter_table("respondent") as table:
        table.add_column(sa.Column("more", sa.Text()))
        table.alter_column("consent", nullable=True)
    op.execute(sa.text("DELETE FROM study"))
    {then}
"""
WHAT = {
    "fails": "raise RuntimeError('not for anybody')",
    "fails in SQL": "op.execute(sa.text('SELECT nothing FROM nowhere'))",
    "leaves a row without what it refers to": "op.execute(sa.text('DELETE FROM respondent'))",
}


def value_for(column: Column[Any], at: int) -> Any:
    """Something a column can hold, other in each row."""
    kinds: dict[type, Any] = {
        JSON: {"respondents": ["A"], "interviews": {"A": ["A-1"]}, "at": at}, Boolean: bool(at % 2), Integer: at, Float: at / 7,
        LargeBinary: bytes([at, 0, 255]),
    }  # fmt: skip
    if isinstance(column.type, DateTime):
        from datetime import datetime

        return datetime(2026, 1, at + 1)
    return next((made for kind, made in kinds.items() if isinstance(column.type, kind)), f"{column.name} {at} 汉字")


def database_at(revision: str, path: Path) -> Path:
    """A database as an earlier release left it, with three rows in each of its tables."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        settings = upgrading.config()
        settings.attributes["connection"] = connection
        command.upgrade(settings, revision)
        tables = MetaData()
        tables.reflect(connection)
        for table in tables.sorted_tables:
            if table.name not in _ONE_ROW:
                connection.execute(insert(table), [_row(table.columns, at) for at in (1, 2, 3)])
    engine.dispose()
    return path


def _row(columns: Any, at: int) -> dict[str, Any]:
    """Rows refer to the row of the same number."""
    row = {}
    for column in columns:
        target = next(iter(column.foreign_keys)).column if column.foreign_keys else column
        row[column.name] = value_for(target, at)
    return row


def dump(path: Path) -> Dump:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def rows_of(path: Path) -> dict[str, tuple[list[str], list[Any]]]:
    """Table → its columns, and its rows in order."""
    with closing(sqlite3.connect(path)) as connection:
        names = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")
        ]
        columns = {name: [each[1] for each in connection.execute(f'PRAGMA table_info("{name}")')] for name in names}
        return {name: (columns[name], connection.execute(f'SELECT * FROM "{name}"').fetchall()) for name in names}


@pytest.fixture
def released(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes this release one that has a further migration, which ends in these lines."""

    def release(then: str) -> None:
        folder = tmp_path / "migrations"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(ROOT / "corpus" / "migrations", folder)
        last = max(path.name[:4] for path in (folder / "versions").glob("0*.py"))
        (folder / "versions" / "9001_more.py").write_text(BROKEN.format(head=last, then=then), encoding="utf-8")
        monkeypatch.setattr(upgrading, "MIGRATIONS", folder)

    return release


@pytest.mark.parametrize("revision", ["0001", "0002", "0003", "0004", "0005", "0006"])
def test_every_row_of_an_earlier_release_is_kept(tmp_path: Path, revision: str) -> None:
    path = database_at(revision, tmp_path / "quipu.db")
    before = rows_of(path)
    open_database(f"sqlite:///{path}").dispose()
    after = rows_of(path)
    for table in before.keys() - {"alembic_version", "exchange_subject"}:
        columns, held = before[table]
        places = [after[table][0].index(name) for name in columns]
        assert [tuple(row[at] for at in places) for row in after[table][1]] == held, table
    if "exchange_subject" in before:  # what it held has a table of another name since
        columns, held = before["exchange_subject"]
        names = ("interview_id", "version", "position", "subject_id")
        moved = [
            tuple(row[after["exchange_about"][0].index(name)] for name in names) for row in after["exchange_about"][1]
        ]
        assert moved == [tuple(row[columns.index(name)] for name in names) for row in held]
    assert len(before) >= 12 and all(len(held) == 3 for name, (_, held) in before.items() if name in ("turn", "study"))
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("trouble", WHAT)
def test_a_migration_that_fails_leaves_the_database_as_it_was(tmp_path: Path, released: Any, trouble: str) -> None:
    path = tmp_path / "quipu.db"
    url = f"sqlite:///{path}"
    open_database(url).dispose()
    database_rows(path)
    before = dump(path)
    released(WHAT[trouble])
    with pytest.raises(BadInput) as told:
        open_database(url)
    assert (told.value.key, told.value.values["to"]) == ("migration_failed", "9001")
    assert "anybody" not in str(told.value) and dump(path) == before
    released("op.execute(sa.text('SELECT 1'))")  # the release is mended
    engine = open_database(url)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*), min(consent) FROM respondent").one() == (3, "changed")
        assert connection.exec_driver_sql("SELECT count(*) FROM interview").scalar() == 3, (
            "nothing went with the old table"
        )
        assert connection.exec_driver_sql("SELECT count(*) FROM correction").scalar() == 3
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def database_rows(path: Path) -> None:
    """Three rows in each table of a database at its newest, but no study: the migration above removes those."""
    engine = create_engine(f"sqlite:///{path}")
    tables = MetaData()
    with engine.begin() as connection:
        tables.reflect(connection)
        of_study = {"study"}
        for table in tables.sorted_tables:  # what a table refers to comes before it
            if table.name in of_study or any(key.column.table.name in of_study for key in table.foreign_keys):
                of_study.add(table.name)
            elif table.name not in _ONE_ROW:
                connection.execute(insert(table), [_row(table.columns, at) for at in (1, 2, 3)])
    engine.dispose()


def test_killed_in_the_middle_of_a_migration_nothing_of_it_stays(tmp_path: Path, released: Any) -> None:
    path = tmp_path / "quipu.db"
    open_database(f"sqlite:///{path}").dispose()
    database_rows(path)
    before = dump(path)
    released("os.kill(os.getpid(), signal.SIGKILL)")
    code = (
        "import sys; from pathlib import Path; from corpus import upgrading; from corpus.database import open_database;"
        "upgrading.MIGRATIONS = Path(sys.argv[2]); open_database(sys.argv[1])"
    )
    arguments = [f"sqlite:///{path}", str(tmp_path / "migrations")]
    ran = subprocess.run([sys.executable, "-c", code, *arguments], cwd=ROOT, env={**os.environ}, check=False)
    assert ran.returncode == -signal.SIGKILL
    assert dump(path) == before
    released("pass")
    open_database(f"sqlite:///{path}").dispose()
    assert "added" in rows_of(path)


def copies(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if upgrading.COPY in path.name)


def test_a_copy_of_before_is_kept_until_the_next_time(tmp_path: Path, released: Any) -> None:
    path = database_at("0002", tmp_path / "quipu.db")
    before = dump(path)
    (tmp_path / f"quipu.db{upgrading.COPY}.part").write_bytes(b"of one that died")
    engine = open_database(f"sqlite:///{path}")
    assert copies(tmp_path) == ["quipu.db.0002.before-upgrade"]
    assert dump(tmp_path / "quipu.db.0002.before-upgrade") == before
    open_database(f"sqlite:///{path}").dispose()
    assert copies(tmp_path) == ["quipu.db.0002.before-upgrade"], "an ordinary start leaves it"
    engine.dispose()
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM study")
        connection.execute("DELETE FROM interview")
    connection.close()
    stood = dump(path)
    released("raise RuntimeError")
    with pytest.raises(BadInput):
        open_database(f"sqlite:///{path}")
    assert len(copies(tmp_path)) == 2, "what failed takes none away"
    assert dump(path) == stood
    upgrading.forget_copies(create_engine(f"sqlite:///{path}"))
    assert copies(tmp_path) == []


def test_a_new_database_has_nothing_to_keep_a_copy_of(tmp_path: Path) -> None:
    open_database(f"sqlite:///{tmp_path / 'quipu.db'}").dispose()
    assert copies(tmp_path) == []


def test_without_room_for_the_copy_nothing_is_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = database_at("0002", tmp_path / "quipu.db")
    before = dump(path)
    monkeypatch.setattr(disk, "free_at", lambda _: disk.RESERVE + path.stat().st_size)
    with pytest.raises(NoRoom) as told:
        open_database(f"sqlite:///{path}")
    assert told.value.key == "no_room" and told.value.values["need"] > told.value.values["free"]
    assert dump(path) == before and copies(tmp_path) == []
    monkeypatch.undo()
    open_database(f"sqlite:///{path}").dispose()
    assert copies(tmp_path) == ["quipu.db.0002.before-upgrade"]


def test_a_disk_that_fills_up_in_the_middle_is_told_as_that(tmp_path: Path, released: Any) -> None:
    path = database_at("0002", tmp_path / "quipu.db")
    before = dump(path)
    released(
        "connection = op.get_bind(); pages = connection.exec_driver_sql('PRAGMA page_count').scalar();"
        "connection.exec_driver_sql(f'PRAGMA max_page_count={pages}');"
        "op.execute(sa.text('CREATE TABLE big AS SELECT randomblob(1000000) AS it'))"
    )
    with pytest.raises(NoRoom) as told:
        open_database(f"sqlite:///{path}")
    assert told.value.key == "disk_full" and dump(path) == before


def test_who_comes_while_another_upgrades_is_told_to_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = database_at("0002", tmp_path / "quipu.db")
    monkeypatch.setattr("corpus.database.PATIENCE", 0)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Busy, match="database_upgrading"):
            open_database(f"sqlite:///{path}")
        other.execute("ROLLBACK")
    open_database(f"sqlite:///{path}").dispose()
