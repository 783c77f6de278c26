"""Undoing a batch: what it brought goes, what others brought too or a report rests on stays.

A file is undone whole or not at all. Its row and its name stay as `undone`; its bytes are gone since it came in, so
bringing it in once more means giving it once more.
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from corpus.changed import corpus_changed
from corpus.described import changes_of, put_back
from corpus.errors import Busy, NotFound
from corpus.removing import remove_interviews, remove_people
from corpus.schema import BatchFileRow, BatchRow, DescribedRow, InterviewRow, SourceFile
from corpus.viewer import Viewer, require

PATIENCE = 5.0
"""Seconds an undoing waits for an import to finish its file."""


@dataclass(frozen=True)
class Undoing:
    """What undoing a batch takes out.

    files       how many of its files
    interviews  ids of those that go
    people      how many people have interviews among them
    described   how many people's details go back to what stood before
    kept        ids of interviews that stay because a report rests on one of their file
    handed_on   how many files another import brought too: they stay, as that one's
    """

    files: int
    interviews: tuple[str, ...]
    people: int
    described: int
    kept: tuple[str, ...]
    handed_on: int

    @property
    def anything(self) -> bool:
        """Whether anything would go."""
        return bool(self.files or self.handed_on)


@dataclass(frozen=True)
class _Parts:
    """The files of a batch by what becomes of them, and the interviews of each by its number."""

    going: list[BatchFileRow]
    staying: list[BatchFileRow]
    handed: list[tuple[BatchFileRow, BatchFileRow]]
    interviews: dict[int, list[str]]

    def of(self, files: list[BatchFileRow]) -> tuple[str, ...]:
        return tuple(each for file in files for each in self.interviews.get(file.number, ()))


def what_goes(engine: Engine, viewer: Viewer, batch: str, cited: Collection[str]) -> Undoing:
    """What `undo` would do. cited: interviews reports rest on. Raises NotFound `no_batch`."""
    require(viewer, "import")
    with Session(engine) as session:
        return _told(session, batch, _parts(session, batch, cited))


def undo(engine: Engine, viewer: Viewer, batch: str, cited: Collection[str], *, lock: Path) -> Undoing:
    """Take out what a batch brought, in one transaction; what was done. The index has to follow.

    cited  interviews reports rest on: their files stay
    lock   file that keeps imports out meanwhile
    Raises NotFound `no_batch`, Busy `import_running`.
    """
    require(viewer, "import")
    try:
        with FileLock(lock, timeout=PATIENCE), Session(engine) as session, session.begin():
            parts = _parts(session, batch, cited)
            told = _told(session, batch, parts)
            _take_out(session, batch, parts)
            corpus_changed(session)
            return told
    except Timeout as error:
        raise Busy("import_running") from error


def _parts(session: Session, batch: str, cited: Collection[str]) -> _Parts:
    if session.get(BatchRow, batch) is None:
        raise NotFound("no_batch", id=batch)
    query = select(BatchFileRow).where(BatchFileRow.batch_id == batch, BatchFileRow.status == "in")
    rows = list(session.scalars(query.order_by(BatchFileRow.number)))
    parts = _Parts([], [], [], {row.number: _still_there(session, row) for row in rows})
    heirs = _heirs(session, batch)
    for row in rows:
        if row.sha256 in heirs:
            parts.handed.append((row, heirs[row.sha256]))
        else:
            stays = any(each in cited for each in parts.interviews[row.number])
            (parts.staying if stays else parts.going).append(row)
    return parts


def _still_there(session: Session, row: BatchFileRow) -> list[str]:
    """The interviews a file brought that are in, by its source: some may have been withdrawn."""
    query = select(InterviewRow.id).join(SourceFile).where(SourceFile.sha256 == row.sha256).order_by(InterviewRow.id)
    return list(session.scalars(query))


def _heirs(session: Session, batch: str) -> dict[str, BatchFileRow]:
    """Content → the same content in another batch, where it was found to be in."""
    mine = select(BatchFileRow.sha256).where(BatchFileRow.batch_id == batch, BatchFileRow.status == "in")
    query = select(BatchFileRow).where(BatchFileRow.batch_id != batch, BatchFileRow.status == "known")
    return {row.sha256: row for row in session.scalars(query.where(BatchFileRow.sha256.in_(mine)))}


def _told(session: Session, batch: str, parts: _Parts) -> Undoing:
    interviews = parts.of(parts.going)
    going = set(interviews)
    people = {
        who for each, who in session.execute(select(InterviewRow.id, InterviewRow.respondent_id)) if each in going
    }
    numbers = {row.number for row in parts.going}
    described = {row.respondent_id for row in changes_of(session, batch, numbers) if row.field}
    return Undoing(
        len(parts.going), interviews, len(people), len(described - people), parts.of(parts.staying), len(parts.handed)
    )


def _take_out(session: Session, batch: str, parts: _Parts) -> None:
    numbers = {row.number for row in parts.going}
    changes = changes_of(session, batch, numbers)
    brought = {row.respondent_id for row in changes if not row.field}
    described = {row.respondent_id for row in changes}
    put_back(session, changes)
    people = remove_interviews(session, parts.of(parts.going))
    remove_people(session, sorted(people | described), brought=brought)
    contents = [row.sha256 for row in parts.going]
    for row in parts.going:
        row.status, row.interviews, row.people = "undone", [], 0
    for sha in contents:
        session.execute(update(SourceFile).where(SourceFile.sha256 == sha).values(status="undone"))
    for before, heir in parts.handed:
        _hand_on(session, before, heir)


def _hand_on(session: Session, row: BatchFileRow, heir: BatchFileRow) -> None:
    """Let the other batch have brought it: its own undoing takes it out."""
    heir.status, heir.interviews, heir.people = "in", row.interviews, row.people
    heir.reason_values = {
        name: value for name, value in (heir.reason_values or {}).items() if name != "known_as"
    } or None
    changed = update(DescribedRow).where(DescribedRow.batch_id == row.batch_id, DescribedRow.number == row.number)
    session.execute(changed.values(batch_id=heir.batch_id, number=heir.number))
    row.status, row.interviews, row.people = "undone", [], 0
