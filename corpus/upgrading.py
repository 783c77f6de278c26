"""Bringing a database to the newest schema: wholly or not at all, with a copy of how it was kept beside it."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from corpus.disk import check_room, full, is_full, place_of
from corpus.errors import BadInput, Busy, QuipuError

MIGRATIONS = Path(__file__).parent / "migrations"

COPY = ".before-upgrade"
"""Behind the database's name, with the migration it stands at: quipu.db.0006.before-upgrade."""
ROOM = 2
"""Copies of the database there must be room for: the one that is kept, and what the migrations write anew."""


def refuse_newer(engine: Engine) -> None:
    """Raise BadInput `database_newer` where the database stands at a migration this release does not know."""
    revision = _revision(engine)
    known = {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}
    if revision is not None and revision not in known:
        engine.dispose()
        raise BadInput("database_newer", revision=revision)


def upgrade(engine: Engine) -> None:
    """Bring the schema to its newest. What fails leaves the database as it was, and the next start begins again.

    Raises BadInput `migration_failed`, NoRoom, Busy where another process is at it for longer than the database waits.
    """
    newest = ScriptDirectory.from_config(config()).get_current_head()
    if (before := _revision(engine)) == newest:
        return
    file = _file_of(engine)
    if before and file:
        check_room(file.parent, ROOM * file.stat().st_size)
    with _told(engine, before, newest), engine.connect() as connection, _alone(connection):
        if (now := _stands_at(connection)) and now != newest and file:
            _copy(file, now)
        settings = config()
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
    if file:
        _forget(file, but=before)


def forget_copies(engine: Engine) -> None:
    """Remove the copies of earlier schemas: they hold what is deleted since."""
    if file := _file_of(engine):
        _forget(file)


def config() -> Config:
    """Alembic's settings, which no file holds."""
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return made


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    """One transaction, from before the schema is read until it is whole."""
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        # A table that is made anew is dropped first, and with it, where keys are minded, whatever refers to its rows.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        # Python's driver begins no transaction for CREATE TABLE: without one a crash leaves half a schema, and
        # two processes that open a new workspace make the same tables. The second now waits and finds them made.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    try:
        yield
        if sqlite and (lost := connection.exec_driver_sql("PRAGMA foreign_key_check").first()):
            raise LookupError(f"a row of {lost[0]} refers to none of {lost[2]}")
        connection.commit()
    finally:
        connection.rollback()  # nothing where it was committed
        if sqlite:
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")


@contextmanager
def _told(engine: Engine, before: str | None, newest: str | None) -> Iterator[None]:
    """Tell what failed as an error with a remedy; whatever a migration raises, the database is as it was."""
    try:
        yield
    except QuipuError:
        raise
    except Exception as error:
        if is_full(error):
            raise full(place_of(engine)) from error
        if getattr(getattr(error, "orig", None), "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
            raise Busy("database_upgrading") from error
        raise BadInput("migration_failed", revision=before, to=newest, error=type(error).__name__) from error


def _copy(file: Path, revision: str) -> None:
    """Keep the database as it is. Another connection reads what was last committed, whatever this one does."""
    made, part = file.with_name(f"{file.name}.{revision}{COPY}"), file.with_name(f"{file.name}{COPY}.part")
    part.unlink(missing_ok=True)  # of a process that died
    try:
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(part)) as target:
            source.backup(target)
        shutil.copymode(file, part)
        os.replace(part, made)
    finally:
        part.unlink(missing_ok=True)


def _forget(file: Path, *, but: str | None = None) -> None:
    for copy in file.parent.glob(f"{file.name}.*{COPY}"):
        if copy.name != f"{file.name}.{but}{COPY}":
            copy.unlink(missing_ok=True)


def _file_of(engine: Engine) -> Path | None:
    """The database's file; None where a server keeps it."""
    name, place = engine.url.database, place_of(engine)
    return place / Path(name).name if name and place else None


def _revision(engine: Engine) -> str | None:
    """The migration the database stands at, None for a new one."""
    with engine.connect() as connection:
        return _stands_at(connection)


def _stands_at(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
