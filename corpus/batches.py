"""Files somebody brings in together through the workspace: kept until they are in, so that a killed import goes on.

A batch is opened with all its files (bytes first, then rows: no row is ever without its bytes), brought in file by
file, and mended: what was refused is tried again, with a wave given or with a corrected copy in its place.
"""

import secrets
import shutil
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from corpus.batch_rows import (
    Batch,
    BatchFile,
    batch_of,
    counts_of,
    dismiss_source,
    file_of,
    row_for,
    row_of,
    settle,
    wait,
    wave_given,
)
from corpus.errors import BadInput, Busy, NotFound
from corpus.keeping import wave_of
from corpus.schema import BatchFileRow, BatchRow
from corpus.viewer import Viewer, require

if TYPE_CHECKING:
    from corpus.intake import FileResult
    from corpus.uploads import Given, Upload

# Pages list batches on every draw: what loads the readers' libraries is imported where a file is taken or read.

PATIENCE = 10.0
"""Seconds a file waits for another import to finish its own."""

_FORGOTTEN = 24 * 3600.0
"""Seconds after which bytes that no batch names were left by a process that died."""


class Batches:
    """The batches of one workspace; `folder` holds the bytes of what is not in yet. All of it needs the right to import."""

    def __init__(self, engine: Engine, viewer: Viewer, folder: Path) -> None:
        self._engine = engine
        self._viewer = viewer
        self._folder = folder

    def open(self, files: Iterable[tuple[str, bytes]], *, wave: str | None = None) -> Batch:
        """Take files, (name with its folders, content) each; archives are unpacked, copies of one content are one file.

        wave  for files that do not say theirs
        Raises BadInput `nothing_to_import`, `bad_wave`. What is refused at once (too large, no room) is recorded.
        """
        return self._open(((name, partial(bytes, data)) for name, data in files), wave)

    def open_paths(self, paths: Iterable[Path], *, wave: str | None = None) -> Batch:
        """Take files and folders of this computer as `corpus.arrivals` finds them. Raises BadInput as it and `open` do."""
        from corpus.arrivals import found_at
        from corpus.uploads import given_at

        require(self._viewer, "import")
        return self._open(given_at(found_at(paths)), wave)

    def open_empty(self) -> Batch:
        """A batch without files: its import brings nothing in and makes searchable what is not."""
        require(self._viewer, "import")
        with Session(self._engine) as session, session.begin():
            batch_id = self._add(session, "b-" + secrets.token_hex(8), None, [])
        return self.get(batch_id)

    def get(self, batch_id: str) -> Batch:
        """A batch with its files in the order of their numbers. Raises NotFound `no_batch`."""
        require(self._viewer, "import")
        with Session(self._engine) as session:
            row = session.get(BatchRow, batch_id)
            if row is None:
                raise NotFound("no_batch", id=batch_id)
            query = select(BatchFileRow).where(BatchFileRow.batch_id == batch_id).order_by(BatchFileRow.number)
            files = tuple(self.with_bytes(file_of(each)) for each in session.scalars(query))
            return batch_of(row, dict(Counter(each.status for each in files)), files)

    def all(self, most: int = 20) -> Sequence[Batch]:
        """The newest batches that have files, newest first; with their counts and without the files."""
        require(self._viewer, "import")
        with Session(self._engine) as session:
            with_files = select(BatchFileRow.batch_id).distinct()
            newest = select(BatchRow).where(BatchRow.id.in_(with_files)).order_by(BatchRow.made_at.desc(), BatchRow.id)
            rows = list(session.scalars(newest.limit(most)))
            counts = counts_of(session, [row.id for row in rows])
            return [batch_of(row, counts.get(row.id, {})) for row in rows]

    def waiting(self, batch_id: str) -> list[int]:
        """Numbers of the files that are to be tried, tables of people first. Raises NotFound."""
        from corpus.arrivals import Arrival, in_order

        files = {str(each.number): each for each in self.get(batch_id).files if each.status == "waiting"}
        found = [Arrival(self._path(each), each.name) for each in files.values()]
        return [files[one.path.name].number for one in in_order(found)]

    def bring_in(self, batch_id: str, number: int, *, lock: Path) -> BatchFile:
        """Try a file that waits; one that does not is left as it is, so this may be called again after a kill.

        lock  file that keeps a second import out
        Raises NotFound `no_batch`, Busy where another import holds the lock for longer than PATIENCE.
        """
        require(self._viewer, "import")
        try:
            with FileLock(lock, timeout=PATIENCE):
                file = self.file(batch_id, number)
                if file.status == "waiting":
                    self._try(file)
        except Timeout as error:
            raise Busy("import_running") from error
        file = self.file(batch_id, number)
        if file.status in ("in", "known"):
            self._forget(file)
        return file

    def file(self, batch_id: str, number: int) -> BatchFile:
        """One file. Raises NotFound `no_batch`."""
        require(self._viewer, "import")
        with Session(self._engine) as session:
            return self.with_bytes(file_of(row_of(session, batch_id, number)))

    def retry(self, batch_id: str, numbers: Iterable[int], *, wave: str | None = None) -> None:
        """Let refused files wait again, where their bytes are here. Raises NotFound, BadInput `bad_wave`.

        wave  for those of them that do not say theirs
        """
        require(self._viewer, "import")
        given = wave_of(wave) if wave else None
        with Session(self._engine) as session, session.begin():
            for row in [row_of(session, batch_id, number) for number in numbers]:
                if row.status == "refused" and self.with_bytes(file_of(row)).kept:
                    wait(row, given)

    def put_in_place(self, batch_id: str, number: int, name: str, data: bytes) -> BatchFile:
        """Let a corrected copy wait in the place of a refused file, in the folder that one came from.

        Raises NotFound, FileRefused `too_large`, BadInput `not_refused` where the file is no refused one.
        """
        from corpus.uploads import check_size, keep_bytes, name_in_place

        check_size(data)
        file = self.file(batch_id, number)
        if file.status != "refused":
            raise BadInput("not_refused", file=file.name)
        self._path(file).parent.mkdir(parents=True, exist_ok=True)
        keep_bytes(self._path(file), data)
        with Session(self._engine) as session, session.begin():
            dismiss_source(session, file.sha256)
            row = row_of(session, batch_id, number)
            row.name = name_in_place(file.name, name)
            row.size, row.sha256 = len(data), sha256(data).hexdigest()
            wait(row)
        return self.file(batch_id, number)

    def dismiss(self, contents: Iterable[str]) -> None:
        """Leave it at the refusal of files with these contents (sha256): their rows stay, their bytes go."""
        require(self._viewer, "import")
        with Session(self._engine) as session, session.begin():
            refused = select(BatchFileRow).where(BatchFileRow.status == "refused")
            rows = list(session.scalars(refused.where(BatchFileRow.sha256.in_(list(contents)))))
            for row in rows:
                row.status = "dismissed"
            files = [file_of(row) for row in rows]
        for file in files:
            self._forget(file)

    def with_bytes(self, file: BatchFile) -> BatchFile:
        """The file, with whether its bytes are here."""
        return replace(file, kept=file.status in ("waiting", "refused") and self._path(file).exists())

    def _open(self, given: "Iterable[Given]", wave: str | None) -> Batch:
        from corpus.uploads import Receiving

        require(self._viewer, "import")
        said, batch_id = wave_of(wave) if wave else None, "b-" + secrets.token_hex(8)
        self._sweep()
        (self._folder / batch_id).mkdir(parents=True)
        receiving = Receiving(self._folder / batch_id)
        receiving.take(given)
        if not receiving.uploads:
            (self._folder / batch_id).rmdir()
            raise BadInput("nothing_to_import")
        with Session(self._engine) as session, session.begin():
            self._add(session, batch_id, said, receiving.uploads)
        return self.get(batch_id)

    def _add(self, session: Session, batch_id: str, wave: str | None, uploads: "Iterable[Upload]") -> str:
        from corpus.intake import keep_refusal

        made_at = datetime.now(UTC).replace(tzinfo=None)
        session.add(BatchRow(id=batch_id, wave=wave, made_by=self._viewer.person, made_at=made_at))
        session.flush()
        for one in uploads:
            session.add(row_for(batch_id, one))
            if one.refusal is not None:
                keep_refusal(session, one.name, one.sha256, one.size, self._viewer, one.refusal)
                session.flush()
        return batch_id

    def _try(self, file: BatchFile) -> None:
        from corpus.intake import Intake, bring_in
        from corpus.uploads import Kept

        with Session(self._engine) as session:
            given = wave_given(row_of(session, file.batch, file.number))
            wave = given or session.get_one(BatchRow, file.batch).wave

        def note(session: Session, result: "FileResult") -> None:
            settle(row_of(session, file.batch, file.number), result)

        bring_in(Kept(self._path(file), file.name, file.sha256), Intake(self._engine, self._viewer, wave, note))

    def _path(self, file: BatchFile) -> Path:
        return self._folder / file.batch / str(file.number)

    def _forget(self, file: BatchFile) -> None:
        """What is in has its words in the records: its bytes go, and their folder with the last of them."""
        self._path(file).unlink(missing_ok=True)
        with suppress(OSError):  # others are still there, or it is gone already
            self._path(file).parent.rmdir()

    def _sweep(self) -> None:
        """Remove bytes that have no batch: whoever brought them died before the rows were written."""
        self._folder.mkdir(parents=True, exist_ok=True)
        old = [each for each in self._folder.iterdir() if time.time() - each.stat().st_mtime > _FORGOTTEN]
        with Session(self._engine) as session:
            for each in old:
                if session.get(BatchRow, each.name) is None:
                    shutil.rmtree(each, ignore_errors=True)
