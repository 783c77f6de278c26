"""Room on the disk: asked for before anything is touched, and told from other trouble where it runs out on the way.

What is asked for is an estimate, measured on the sample corpus in every format, and another program may fill the disk
meanwhile. So whoever writes also undoes what was half written when it runs out, and says so by the same errors.
"""

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import NoRoom, QuipuError

if TYPE_CHECKING:
    from sqlalchemy import Engine

RESERVE = 16 * 1024 * 1024
"""Bytes left free, so that what could not be done can still be written down: four journals of SQLite."""
TIGHT = 256 * 1024
"""Bytes free below which whatever failed to be written failed for want of room, in whatever words it says so."""

RECORDS_EACH = 2.5
"""Bytes of records for a byte of file. Measured: 2.1 for text and .csv, 1.7 for .srt, 1.3 for .jsonl, 0.2 for .docx."""

_CODES = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_WORDS = tuple(word for code in _CODES for word in (os.strerror(code), f"os error {code}"))
"""How faiss, tantivy and shutil tell it, whose errors carry no number."""
_SQLITE = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE})
_POSTGRES = "53100"


def free_at(path: Path) -> int:
    """Bytes free where `path` is, or would be made."""
    return shutil.disk_usage(next(each for each in (path, *path.absolute().parents) if each.exists())).free


def check_room(path: Path | None, needed: float = 0) -> None:
    """Raise NoRoom `no_room` unless `needed` bytes and RESERVE are free at `path`. None: a server's disk, its own affair."""
    if path is not None and (free := free_at(path)) < needed + RESERVE:
        raise NoRoom("no_room", need=round(needed) + RESERVE, free=free, at=str(path))


def place_of(engine: "Engine") -> Path | None:
    """The folder of the records; None where a server keeps them, or nobody does."""
    name = engine.url.database
    return Path(name).absolute().parent if engine.dialect.name == "sqlite" and name and name != ":memory:" else None


def is_full(error: BaseException) -> bool:
    """Whether an error, or what brought it about, is that a disk, a quota or a file is full."""
    return any(_says_full(each) for each in _behind(error))


@contextmanager
def telling_full(path: Path | None) -> Iterator[None]:
    """Raise NoRoom `disk_full` in place of whatever an error for want of room at `path` looks like."""
    try:
        yield
    except NoRoom:
        raise
    except Exception as error:  # each library has its own
        unnamed = path is not None and free_at(path) < TIGHT and not isinstance(error, QuipuError)
        if is_full(error) or unnamed:
            raise full(path) from error
        raise


def full(path: Path | None) -> NoRoom:
    """The error `disk_full`, with what is free at `path` now."""
    return NoRoom("disk_full", free=free_at(path) if path else None, at=str(path) if path else "")


def _behind(error: BaseException) -> Iterator[BaseException]:
    seen: list[BaseException] = []
    left: list[BaseException | None] = [error]
    while left:
        each = left.pop()
        if each is not None and each not in seen:
            seen.append(each)
            left += [getattr(each, "orig", None), each.__cause__, each.__context__]
            yield each


def _says_full(error: BaseException) -> bool:
    if isinstance(error, NoRoom) or (isinstance(error, OSError) and error.errno in _CODES):
        return True
    if getattr(error, "sqlite_errorcode", None) in _SQLITE or getattr(error, "sqlstate", None) == _POSTGRES:
        return True
    return isinstance(error, OSError | RuntimeError | ValueError) and any(word in str(error) for word in _WORDS)


def size_of(paths: Iterable[Path]) -> int:
    """Bytes of files together; those that are gone count nothing."""
    return sum(path.stat().st_size for path in paths if path.is_file())
