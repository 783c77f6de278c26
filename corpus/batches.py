"""Files somebody brings in together through the workspace: kept until they are in, so that a killed import goes on.

A batch is opened with all its files (bytes first, then rows: no row is ever without its bytes), brought in file by
file, and mended: what was refused is tried again, with a wave given or with a corrected copy in its place.
"""

import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
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
    answered,
    batch_of,
    counts_of,
    file_of,
    first_names,
    row_for,
    row_of,
    say_how,
    wait,
)
from corpus.disk import RECORDS_EACH, check_room, place_of, size_of, telling_full
from corpus.errors import BadInput, Busy, NotFound
from corpus.naming import person_id, wave_of
from corpus.schema import BatchFileRow, BatchRow
from corpus.shelf import Shelf, forget_at
from corpus.viewer import Viewer, require

if TYPE_CHECKING:
    from corpus.mappings import Correction
    from corpus.uploads import Given, Upload

# Pages list batches on every draw: what loads the readers' libraries is imported where a file is taken or read.

PATIENCE = 10.0
"""Seconds a file waits for another import to finish its own."""


class Batches:
    """The batches of one workspace; `folder` holds the bytes of what is not in yet. All of it needs the right to import."""

    def __init__(self, engine: Engine, viewer: Viewer, folder: Path) -> None:
        self._engine = engine
        self._viewer = viewer
        self._shelf = Shelf(folder)

    def open(
        self, files: Iterable[tuple[str, bytes]], *, wave: str | None = None, instead: Iterable[str] = (),
        fieldwork: str | None = None,
    ) -> Batch:  # fmt: skip
        """Take files, (name with its folders, content) each; archives are unpacked, copies of one content are one file.

        wave     for files that do not say theirs
        instead  contents (sha256) of refused files that are off the worklist once these are in
        fieldwork  id of the fieldwork order they were commissioned by
        Raises BadInput `nothing_to_import`, `bad_wave`, `future_wave`, NoRoom where the disk has no room for them; nothing
        is kept then. What is refused at once (too large, too many) is recorded.
        """
        held = list(files)
        self._check_room(sum(len(data) for _, data in held))
        return self._open(((name, partial(bytes, data)) for name, data in held), wave, instead, fieldwork)

    def open_paths(self, paths: Iterable[Path], *, wave: str | None = None, fieldwork: str | None = None) -> Batch:
        """Take files and folders of this computer as `corpus.arrivals` finds them. Raises as it and `open` do."""
        from corpus.arrivals import found_at
        from corpus.uploads import given_at

        require(self._viewer, "import")
        found = found_at(paths)
        self._check_room(size_of(one.path for one in found))
        return self._open(given_at(found), wave, fieldwork=fieldwork)

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
            counts = dict(Counter(each.status for each in files))
            return batch_of(row, counts, files, first=files[0].name if files else "")

    def all(self, most: int = 20, *, skip: int = 0) -> Sequence[Batch]:
        """Batches that have files, newest first, from the `skip`th on; with their counts and without the files."""
        require(self._viewer, "import")
        with Session(self._engine) as session:
            with_files = select(BatchFileRow.batch_id).distinct()
            newest = select(BatchRow).where(BatchRow.id.in_(with_files)).order_by(BatchRow.made_at.desc(), BatchRow.id)
            rows = list(session.scalars(newest.offset(skip).limit(most)))
            ids = [row.id for row in rows]
            counts, first = counts_of(session, ids), first_names(session, ids)
            return [batch_of(row, counts.get(row.id, {}), first=first.get(row.id, "")) for row in rows]

    def waiting(self, batch_id: str) -> list[int]:
        """Numbers of the files that are to be tried, tables of people first. Raises NotFound."""
        from corpus.arrivals import Arrival, in_order

        files = {str(each.number): each for each in self.get(batch_id).files if each.status == "waiting"}
        found = [Arrival(self._shelf.path(each), each.name) for each in files.values()]
        return [files[one.path.name].number for one in in_order(found)]

    def bring_in(self, batch_id: str, number: int, *, lock: Path) -> BatchFile:
        """Try a file that waits; one that does not is left as it is, so this may be called again after a kill.

        lock  file that keeps a second import out
        Raises NotFound `no_batch`, Busy where another import holds the lock for longer than PATIENCE, NoRoom where the
        disk is so full that not even this can be written down: the file waits as before.
        """
        from corpus.trying import try_file

        require(self._viewer, "import")
        try:
            with FileLock(lock, timeout=PATIENCE), telling_full(place_of(self._engine)):
                file = self.file(batch_id, number)
                if file.status == "waiting":
                    try_file(self._engine, self._viewer, self._shelf.path(file), file)
        except Timeout as error:
            raise Busy("import_running") from error
        file = self.file(batch_id, number)
        if file.status in ("in", "known"):
            self._shelf.forget(file)
            self.dismiss(file.instead)
        return file

    def file(self, batch_id: str, number: int) -> BatchFile:
        """One file. Raises NotFound `no_batch`."""
        require(self._viewer, "import")
        with Session(self._engine) as session:
            return self.with_bytes(file_of(row_of(session, batch_id, number)))

    def retry(self, batch_id: str, numbers: Iterable[int], *, wave: str | None = None) -> None:
        """Let refused files wait again, where their bytes are here. Raises NotFound, BadInput `bad_wave`, `future_wave`.

        wave  for those of them that do not say theirs, or one that lies ahead
        """
        require(self._viewer, "import")
        given = {"wave": wave_of(wave)} if wave else None
        with Session(self._engine) as session, session.begin():
            for row in [row_of(session, batch_id, number) for number in numbers]:
                if row.status == "refused" and self.with_bytes(file_of(row)).kept:
                    wait(row, given)

    def read_so(self, batch_id: str, numbers: Iterable[int], correction: "Correction") -> list[int]:
        """Let refused files wait again that are to be read so, where their bytes are here and it fits; their numbers.

        Raises NotFound, BadInput as `Correction.check`.
        """
        require(self._viewer, "import")
        correction.check()
        taken = []
        with Session(self._engine) as session, session.begin():
            for row in [row_of(session, batch_id, number) for number in numbers]:
                file = self.with_bytes(file_of(row))
                if row.status == "refused" and file.kept and file.pattern and correction.fits(file.pattern):
                    say_how(row, read_as=correction)
                    wait(row)
                    taken.append(row.number)
        return taken

    def bytes_of(self, batch_id: str, number: int) -> bytes:
        """What is in a file that is not in yet; nothing where its bytes are gone. Raises NotFound."""
        path = self._shelf.path(self.file(batch_id, number))
        return path.read_bytes() if path.exists() else b""

    def identify(self, batch_id: str, number: int, whose: str | None) -> None:
        """Let a file refused as `second_interview` wait again, knowing whose it is. Raises NotFound, BadInput.

        whose  another person's id; None where it really is a second interview of the same person
        """
        require(self._viewer, "import")
        with Session(self._engine) as session, session.begin():
            row = row_of(session, batch_id, number)
            if row.status != "refused" or row.reason_key != "second_interview":
                raise BadInput("not_refused", file=row.name)
            wait(row, answered(row, None if whose is None else person_id(whose)))

    def put_in_place(self, batch_id: str, number: int, name: str, data: bytes) -> BatchFile:
        """Let a corrected copy wait beside a refused file, which it takes the place of once it is in.

        Raises NotFound, FileRefused `too_large`, BadInput `not_refused` where the file is no refused one, NoRoom.
        """
        from corpus.uploads import Upload, check_size, keep_bytes, name_in_place

        check_size(data)
        file = self.file(batch_id, number)
        if file.status != "refused":
            raise BadInput("not_refused", file=file.name)
        last = max(each.number for each in self.get(batch_id).files)
        upload = Upload(last + 1, name_in_place(file.name, name), sha256(data).hexdigest(), len(data))
        self._check_room(len(data))
        with self._all_or_nothing(kept := self._shelf.of(batch_id) / str(upload.number)):
            kept.parent.mkdir(parents=True, exist_ok=True)
            keep_bytes(kept, data)
            with Session(self._engine) as session, session.begin():
                session.add(row_for(batch_id, upload, [file.sha256, *file.instead]))
        return self.file(batch_id, upload.number)

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
            self._shelf.forget(file)

    def with_bytes(self, file: BatchFile) -> BatchFile:
        """The file, with whether its bytes are here."""
        return replace(file, kept=file.status in ("waiting", "refused") and self._shelf.holds(file))

    def _open(
        self, given: "Iterable[Given]", wave: str | None, instead: Iterable[str] = (), fieldwork: str | None = None
    ) -> Batch:
        from corpus.uploads import Receiving

        require(self._viewer, "import")
        said, batch_id = wave_of(wave) if wave else None, "b-" + secrets.token_hex(8)
        with Session(self._engine) as session:
            self._shelf.sweep(lambda each: session.get(BatchRow, each) is not None)
        with self._all_or_nothing(folder := self._shelf.of(batch_id)):
            folder.mkdir(parents=True)
            receiving = Receiving(folder)
            receiving.take(given)
            if not receiving.uploads:
                raise BadInput("nothing_to_import")
            with Session(self._engine) as session, session.begin():
                self._add(session, batch_id, said, receiving.uploads, instead, fieldwork)
        return self.get(batch_id)

    def _check_room(self, size: int) -> None:
        """Raise NoRoom unless `size` bytes of files can be kept, and become records, before anything is touched."""
        check_room(self._shelf.folder, size * (1 + RECORDS_EACH))

    @contextmanager
    def _all_or_nothing(self, kept: Path) -> Iterator[None]:
        """Without the rows that name them no bytes stay. Raises NoRoom where the disk ran full."""
        try:
            with telling_full(self._shelf.folder):
                yield
        except Exception:
            forget_at(kept)
            raise

    def _add(
        self,
        session: Session,
        batch_id: str,
        wave: str | None,
        uploads: "Iterable[Upload]",
        instead: Iterable[str] = (),
        fieldwork: str | None = None,
    ) -> str:
        from corpus.intake import keep_refusal

        made_at = datetime.now(UTC).replace(tzinfo=None)
        session.add(BatchRow(id=batch_id, wave=wave, made_by=self._viewer.person, made_at=made_at, fieldwork=fieldwork))
        session.flush()
        for one in uploads:
            session.add(row_for(batch_id, one, instead))
            if one.refusal is not None:
                keep_refusal(session, one.name, one.sha256, one.size, self._viewer, one.refusal)
                session.flush()
        return batch_id
