"""The workspace's database: opened with every pragma it needs, migrated to the newest schema."""

from pathlib import Path
from sqlite3 import OperationalError
from time import monotonic, sleep
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event, inspect, text

from corpus.errors import BadInput

MIGRATIONS = Path(__file__).parent / "migrations"
PATIENCE = 15
"""Seconds somebody else's write is waited for."""


def open_database(url: str) -> Engine:
    """An engine on `url` (`sqlite:///…` or a PostgreSQL address) with the schema at its newest.

    Raises BadInput where the database was written by a newer Quipu; it is then left untouched.
    """
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        _refuse_newer(engine)  # before the journal's kind is set, which writes to the file
        event.listen(engine, "connect", _sqlite_pragmas)
        engine.dispose()  # the connection made so far knows nothing of them
    _refuse_newer(engine)
    _migrate(engine)
    return engine


def _sqlite_pragmas(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={PATIENCE * 1000}")
    _write_ahead(cursor)
    for pragma in ("foreign_keys=ON", "synchronous=NORMAL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _write_ahead(cursor: Any) -> None:
    """Switch the journal. Where two open a new file at once SQLite refuses one of them without waiting: it asks again."""
    until = monotonic() + PATIENCE
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except OperationalError:
            if monotonic() > until:
                raise
            sleep(0.02)


def _refuse_newer(engine: Engine) -> None:
    revision = _revision(engine)
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if revision is not None and revision not in known:
        engine.dispose()
        raise BadInput("database_newer", revision=revision)


def _migrate(engine: Engine) -> None:
    config = _config()
    if _revision(engine) == ScriptDirectory.from_config(config).get_current_head():
        return
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            # Python's driver begins no transaction for CREATE TABLE: without one a crash leaves half a schema, and
            # two processes that open a new workspace make the same tables. The second now waits and finds them made.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def _revision(engine: Engine) -> str | None:
    """The migration the database stands at, None for a new one."""
    if not inspect(engine).has_table("alembic_version"):
        return None
    with engine.connect() as connection:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
