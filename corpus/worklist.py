"""The curator's worklist: every file ever brought, and whether it is in, needs somebody, or is refused for good."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from sqlalchemy import ColumnElement, Engine, func, or_, select
from sqlalchemy.orm import Session

from corpus.batch_rows import BatchFile, file_of
from corpus.batches import Batches
from corpus.errors import FileRefused
from corpus.mappings import Correction
from corpus.schema import BatchFileRow, InterviewRow, SourceFile
from corpus.viewer import Viewer, require

Place = Literal["needs", "refused", "in", "waiting", "undone"]
Mend = Literal["wave", "who", "copy", "again"]

MENDED_BY: dict[str, Mend] = {
    "no_wave": "wave",  # somebody knows the wave: say it, and try again
    "future_wave": "wave",
    "second_interview": "who",  # somebody knows whether it is the same person
    "other_person": "copy",  # the words are in as another person's: which of the two files is wrong?
    "no_speakers": "copy",  # something in the file is missing or wrong: a corrected copy takes its place
    "no_exchanges": "copy",
    "bad_row": "copy",
    "bad_json": "copy",
    "missing_columns": "copy",
    "too_many_columns": "copy",
    "too_many_rows": "copy",
    "unexpected": "again",  # nothing is known to be wrong with the file
    "no_room": "again",  # once there is room
    "disk_full": "again",
    "upload_lost": "copy",
    "batch_full": "copy",
}
"""Why a file was refused → how a curator mends it. With any other reason it cannot become an interview."""


_NO_COPY = frozenset(
    {"archive_empty", "archive_locked", "archive_nested", "archive_too_large", "archive_too_many", "withdrawn"}
)
_MANY = 500  # contents bound to one statement


@dataclass(frozen=True)
class Entry:
    """A file on the list. place: needs · refused · in (known ones too) · waiting (for its import) · undone.

    mend         how it can be mended, None where it cannot
    refusal, interviews, people, known_as, also, kept, read_as   as in BatchFile
    batch, number   where its bytes are, "" and 0 where it came by the command line
    """

    name: str
    sha256: str
    place: Place
    at: datetime | None
    mend: Mend | None = None
    refusal: FileRefused | None = None
    interviews: tuple[str, ...] = ()
    people: int = 0
    known_as: str = ""
    also: tuple[str, ...] = ()
    batch: str = ""
    number: int = 0
    kept: bool = False
    read_as: Correction | None = None


class Worklist:
    """All files of one workspace by what is to be done about them. All of it needs the right to import."""

    def __init__(self, engine: Engine, viewer: Viewer, folder: Path) -> None:
        self._engine = engine
        self._viewer = viewer
        self._batches = Batches(engine, viewer, folder)

    def counts(self) -> dict[Place, int]:
        """How many files are in, need somebody, are refused."""
        require(self._viewer, "import")
        with Session(self._engine) as session:
            held = session.scalar(select(func.count()).select_from(SourceFile).where(*_is_in("in"))) or 0
            query = select(SourceFile.reason_key, func.count()).group_by(SourceFile.reason_key)
            found: dict[Place, int] = {"needs": 0, "refused": 0, "in": held}
            for reason, count in session.execute(query.where(SourceFile.status == "refused")):
                found["needs" if reason in MENDED_BY else "refused"] += count
            return found

    def reasons(self, place: Place) -> dict[str, int]:
        """Why files are in this place → how many, most first."""
        require(self._viewer, "import")
        with Session(self._engine) as session:
            query = select(SourceFile.reason_key, func.count()).group_by(SourceFile.reason_key)
            rows = session.execute(query.where(*_is_in(place), SourceFile.reason_key.is_not(None)))
            return dict(sorted(((str(key), count) for key, count in rows), key=lambda each: (-each[1], each[0])))

    def files(self, place: Place, *, reason: str | None = None, skip: int = 0, most: int = 20) -> list[Entry]:
        """Files of a place, optionally for one reason, newest first, from the `skip`th on."""
        require(self._viewer, "import")
        with Session(self._engine) as session:
            query = select(SourceFile).where(*_is_in(place, reason)).order_by(SourceFile.id.desc())
            rows = list(session.scalars(query.offset(skip).limit(most)))
            held = self._held(session, [row.sha256 for row in rows])
            brought = _interviews_of(session, [row.id for row in rows if row.status == "in"])
            return [_entry(row, held.get(row.sha256), brought.get(row.id, ())) for row in rows]

    def retry(self, reason: str, *, wave: str | None = None) -> list[str]:
        """Let all files refused for this reason wait again, where their bytes are here; the batches they are in."""
        require(self._viewer, "import")
        with Session(self._engine) as session:
            found = select(SourceFile.sha256).where(*_is_in("needs", reason))
            query = select(BatchFileRow.batch_id, BatchFileRow.number)
            rows = list(session.execute(query.where(BatchFileRow.sha256.in_(found), BatchFileRow.status == "refused")))
        numbers: dict[str, list[int]] = {}
        for batch, number in rows:
            numbers.setdefault(batch, []).append(number)
        for batch, each in numbers.items():
            self._batches.retry(batch, each, wave=wave)
        return list(numbers)

    def dismiss(self, contents: Iterable[str]) -> None:
        """Take refused files (their sha256) off the list. Their rows stay, their bytes go; brought again, they return."""
        require(self._viewer, "import")
        asked = list(contents)
        with Session(self._engine) as session, session.begin():
            query = select(SourceFile).where(SourceFile.sha256.in_(asked), SourceFile.status == "refused")
            for row in session.scalars(query):
                row.status = "dismissed"
        self._batches.dismiss(asked)

    def dismiss_all(self, place: Place) -> None:
        """Take all files of a place off the list, as `dismiss` does."""
        require(self._viewer, "import")
        with Session(self._engine) as session:
            found = list(
                session.scalars(select(SourceFile.sha256).where(*_is_in(place), SourceFile.status == "refused"))
            )
        for at in range(0, len(found), _MANY):
            self.dismiss(found[at : at + _MANY])

    def _held(self, session: Session, contents: Sequence[str]) -> dict[str, BatchFile]:
        """Content → its file in a batch: one that waits rather than one that was refused, then the newest."""
        query = select(BatchFileRow).where(BatchFileRow.sha256.in_(contents))
        files = [self._batches.with_bytes(file_of(row)) for row in session.scalars(query)]
        files.sort(key=lambda file: (file.status == "waiting", file.kept, file.status == "in"))
        return {file.sha256: file for file in files}


def replaceable(entry: Entry) -> bool:
    """Whether a corrected copy can take the place of a refused file: of an archive, what is in it is given anew."""
    return entry.refusal is not None and entry.refusal.key not in _NO_COPY


def entry_of(file: BatchFile) -> Entry:
    """A batch's file as an entry."""
    mend = MENDED_BY.get(file.refusal.key) if file.refusal and file.status == "refused" else None
    return Entry(
        file.name, file.sha256, _place(file.status, mend), None, mend, file.refusal, file.interviews, file.people,
        file.known_as, file.also, file.batch, file.number, file.kept, file.read_as,
    )  # fmt: skip


def _place(status: str, mend: Mend | None) -> Place:
    if status in ("waiting", "undone"):
        return "undone" if status == "undone" else "waiting"
    if status in ("in", "known"):
        return "in"
    return "needs" if mend else "refused"


def _entry(row: SourceFile, file: BatchFile | None, interviews: tuple[str, ...]) -> Entry:
    refusal = FileRefused(key=row.reason_key, **(row.reason_values or {})) if row.reason_key else None
    mend = MENDED_BY.get(row.reason_key or "") if row.status == "refused" else None
    waits = row.status == "refused" and file is not None and file.status == "waiting"
    return Entry(
        row.name, row.sha256, "waiting" if waits else _place(row.status, mend), row.brought_at, mend, refusal, interviews,
        people=file.people if file else 0,
        batch=file.batch if file else "", number=file.number if file else 0, kept=file.kept if file else False,
    )  # fmt: skip


def _is_in(place: Place, reason: str | None = None) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = [SourceFile.status == ("in" if place == "in" else "refused")]
    if place == "needs":
        where.append(SourceFile.reason_key.in_(MENDED_BY))
    elif place == "refused":
        where.append(or_(SourceFile.reason_key.is_(None), SourceFile.reason_key.not_in(MENDED_BY)))
    return [*where, SourceFile.reason_key == reason] if reason else where


def _interviews_of(session: Session, sources: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Source → ids of the interviews it brought."""
    found: dict[int, tuple[str, ...]] = {}
    query = select(InterviewRow.source_id, InterviewRow.id).where(InterviewRow.source_id.in_(sources))
    for source, interview in session.execute(query.order_by(InterviewRow.id)):
        found[source] = (*found.get(source, ()), interview)
    return found
