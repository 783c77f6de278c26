"""The workspace's database: opened with every pragma it needs, migrated to the newest schema."""

import json
from sqlite3 import OperationalError
from time import monotonic, sleep
from typing import Any

from pydantic_core import PydanticSerializationError, to_json
from sqlalchemy import Engine, create_engine, event

from corpus.upgrading import refuse_newer, upgrade

PATIENCE = 15
"""Seconds somebody else's write is waited for."""


def open_database(url: str) -> Engine:
    """An engine on `url` (`sqlite:///…` or a PostgreSQL address) with the schema at its newest.

    Raises BadInput where the database was written by a newer Quipu, or cannot be brought to this one's schema; it is then
    left untouched. NoRoom and Busy as `upgrade` does.
    """
    engine = create_engine(url, json_serializer=_json)
    if engine.dialect.name == "sqlite":
        refuse_newer(engine)  # before the journal's kind is set, which writes to the file
        event.listen(engine, "connect", _sqlite_pragmas)
        engine.dispose()  # the connection made so far knows nothing of them
    refuse_newer(engine)
    upgrade(engine)
    return engine


def _json(value: Any) -> str:
    """As `json.dumps` does, many times faster: a turn has two such columns, and an import millions of turns."""
    try:
        return to_json(value).decode()
    except PydanticSerializationError:  # half of a character, which JSON can only hold escaped
        return json.dumps(value)


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
