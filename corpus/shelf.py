"""Where the bytes of batches lie until they are in: a folder a batch, a number a file, never a name somebody gave."""

import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from corpus.batch_rows import BatchFile

_FORGOTTEN = 24 * 3600.0
"""Seconds after which bytes that no batch names were left by a process that died."""


class Shelf:
    """The bytes of one workspace's batches."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, file: BatchFile) -> Path:
        """Where a file's bytes are, or would be."""
        return self.of(file.batch) / str(file.number)

    def of(self, batch_id: str) -> Path:
        """The folder of a batch."""
        return self.folder / batch_id

    def holds(self, file: BatchFile) -> bool:
        """Whether a file's bytes are here."""
        return self.path(file).exists()

    def forget(self, file: BatchFile) -> None:
        """What is in has its words in the records: its bytes go, and their folder with the last of them."""
        self.path(file).unlink(missing_ok=True)
        with suppress(OSError):  # others are still there, or it is gone already
            self.path(file).parent.rmdir()

    def sweep(self, known: Callable[[str], bool]) -> None:
        """Remove old bytes whose batch is not known: whoever brought them died before the rows were written."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for each in self.folder.iterdir():
            if time.time() - each.stat().st_mtime > _FORGOTTEN and not known(each.name):
                shutil.rmtree(each, ignore_errors=True)


def forget_at(kept: Path) -> None:
    """Remove a file, or a folder with its files, where it is there."""
    if kept.is_dir():
        shutil.rmtree(kept, ignore_errors=True)
    else:
        kept.unlink(missing_ok=True)
