"""What lies on disk of somebody who withdraws: files brought and not in, reports written, the index, deleted rows' bytes."""

import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from corpus.batch_rows import file_of
from corpus.errors import Busy, IndexTrouble
from corpus.schema import BatchFileRow
from corpus.shelf import Shelf
from corpus.upgrading import forget_copies
from corpus.withdrawal import Leaving, holds_words_of, is_theirs
from research.tables import ReportRow
from research.workspace import Workspace


def erase(engine: Engine) -> None:
    """Let the database's file forget the bytes of what was deleted, and its copies go. Raises Busy where somebody reads for too long."""
    forget_copies(engine)
    full = "VACUUM" if engine.dialect.name == "sqlite" else "VACUUM FULL"
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(full)
        if engine.dialect.name == "sqlite":
            (busy, *_) = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
            if busy:
                raise Busy("withdrawal_waits")


def remove_uploads(session: Session, who: Leaving, folder: Path, *, read: bool) -> None:
    """Files that were brought and are not in: refused ones among them may be theirs.

    read   look into those whose row does not tell, too
    """
    shelf = Shelf(folder)
    for row in session.scalars(select(BatchFileRow).order_by(BatchFileRow.batch_id, BatchFileRow.number)):
        file = file_of(row)
        if shelf.holds(file) and (
            is_theirs(row, who) or (read and holds_words_of(row.name, shelf.path(file).read_bytes(), who))
        ):
            shelf.forget(file)


def remove_exports(workspace: Workspace) -> None:
    """Files written into the workspace's own folder from a report that is gone: whichever name one has, it bears the report's."""
    with Session(workspace.engine) as session:
        ids = list(session.scalars(select(ReportRow.id).where(ReportRow.withdrawn_at.is_not(None))))
    gone = [each.encode() for name in ids for each in (name, name.replace("-", "_"))]  # a bookmark has no hyphens
    folder = workspace.settings.exports
    for path in [each for each in folder.rglob("*") if each.is_file()] if folder.is_dir() and gone else []:
        if any(name in part for part in _parts(path) for name in gone):
            path.unlink()


def _parts(path: Path) -> Iterator[bytes]:
    """The bytes of a file, unpacked where it is packed."""
    data = path.read_bytes()
    yield data
    if zipfile.is_zipfile(BytesIO(data)):
        with zipfile.ZipFile(BytesIO(data)) as packed:
            yield from (packed.read(name) for name in packed.namelist())


def remove_from_index(workspace: Workspace, progress: Callable[[int, int], None]) -> None:
    """The index without them, and one that is being made; none where nobody is left. One that cannot be used holds them too: it goes.

    Raises Busy where the index is being made.
    """
    from index.build import drop_index, update_index
    from index.switching import take_out_of_next

    settings = workspace.settings
    if not workspace.corpus.count_lines():
        shutil.rmtree(settings.index, ignore_errors=True)
        take_out_of_next(workspace.corpus, settings.index)
        return
    try:
        update_index(workspace.corpus, settings.index, encoder=settings.encoder, own=True, progress=progress)
    except IndexTrouble:
        drop_index(settings.index)
        with suppress(IndexTrouble):  # its encoder may be what is missing: nobody's words wait for that
            update_index(workspace.corpus, settings.index, encoder=settings.encoder, progress=progress)
    take_out_of_next(workspace.corpus, settings.index)
