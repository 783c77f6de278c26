"""The database: migrations and tables say the same, and a newer one is left as it is."""

import hashlib
import sqlite3
from pathlib import Path
from sqlite3 import OperationalError
from threading import Barrier, Thread

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

import research.model_cache
import research.tables
from corpus import database, upgrading
from corpus.database import open_database
from corpus.errors import BadInput
from corpus.schema import Base


def test_migrations_make_the_tables_the_code_knows(engine) -> None:
    assert {"study", "report", research.model_cache.ModelReplyRow.__tablename__} <= Base.metadata.tables.keys()
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_comparison_sees_a_difference(engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE respondent ADD COLUMN extra TEXT"))
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) != []


def test_pragmas(engine) -> None:
    with engine.connect() as connection:
        wanted = {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 15000, "synchronous": 1}
        assert {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in wanted} == wanted


def test_opening_again_changes_nothing(engine, tmp_path) -> None:
    engine.dispose()
    before = (tmp_path / "quipu.db").read_bytes()
    open_database(f"sqlite:///{tmp_path / 'quipu.db'}").dispose()
    assert (tmp_path / "quipu.db").read_bytes() == before


def test_a_newer_database_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "newer.db"
    with sqlite3.connect(path) as connection:  # its journal is not ours either
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        connection.execute("INSERT INTO alembic_version VALUES ('9999')")
        connection.execute("CREATE TABLE respondent (id TEXT)")
    connection.close()
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.raises(BadInput) as refused:
        open_database(f"sqlite:///{path}")
    assert (refused.value.key, refused.value.values) == ("database_newer", {"revision": "9999"})
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert [each.name for each in tmp_path.iterdir()] == ["newer.db"]


def test_a_migration_that_dies_leaves_nothing(tmp_path: Path, monkeypatch) -> None:
    url, upgrade = f"sqlite:///{tmp_path / 'a.db'}", command.upgrade

    def dying(config, revision):
        upgrade(config, revision)
        raise RuntimeError

    monkeypatch.setattr(command, "upgrade", dying)
    with pytest.raises(BadInput) as told:
        open_database(url)
    assert (told.value.key, told.value.values["error"]) == ("migration_failed", "RuntimeError")
    assert inspect(create_engine(url)).get_table_names() == []
    monkeypatch.setattr(command, "upgrade", upgrade)
    assert "interview" in inspect(open_database(url)).get_table_names()


def test_two_open_a_new_workspace_at_once(tmp_path: Path) -> None:
    start, troubles = Barrier(3), []

    def opening() -> None:
        start.wait()
        try:
            open_database(f"sqlite:///{tmp_path / 'new.db'}").dispose()
        except Exception as error:
            troubles.append(error)

    threads = [Thread(target=opening) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert troubles == []


def test_a_journal_somebody_else_is_switching_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    waited, asked = [], []

    class Refusing:
        def execute(self, pragma: str) -> None:
            asked.append(pragma)
            if len(asked) < 3:
                raise OperationalError("database is locked")

    monkeypatch.setattr(database, "sleep", waited.append)
    database._write_ahead(Refusing())
    assert asked == ["PRAGMA journal_mode=WAL"] * 3 and len(waited) == 2
    monkeypatch.setattr(database, "PATIENCE", -1)
    asked.clear()
    with pytest.raises(OperationalError):
        database._write_ahead(Refusing())


def test_reports_of_the_first_release_keep_their_words_and_gain_their_counts(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    old = create_engine(url)
    with old.begin() as connection:
        config = upgrading.config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    with old.begin() as connection:
        evidence = '{"respondents": ["A", "B"], "interviews": {"A": ["A-1", "A-2"], "B": ["B-1"]}}'
        connection.execute(
            text("INSERT INTO study VALUES ('s', 'local', 'me', 'T', 'en', '{}', '2026-01-01 00:00:00')")
        )
        row = "('r', 's', 1, 'k', '{\"id\": \"r\"}', :evidence, '2026-01-01 00:00:00')"
        connection.execute(text(f"INSERT INTO report VALUES {row}"), {"evidence": evidence})
    old.dispose()
    engine = open_database(url)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT content, people, interviews FROM report")).one()
        assert tuple(found) == ('{"id": "r"}', 2, 3)
        assert connection.execute(text("SELECT stamp, deleted_at FROM study")).one() == (0, None)
        assert connection.execute(text("SELECT stamp FROM corpus_state")).scalar() == 0
