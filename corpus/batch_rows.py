"""A batch and its files as records, and what becomes of their rows.

A file's `reason_values` hold the blanks of its refusal and, beside them, what has no column of its own: `also`,
`known_as`, `instead`, `pattern` and `read_as` as in BatchFile, and `told`, what was said of it when it was let wait again.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from corpus.errors import FileRefused, NotFound
from corpus.mappings import Correction, correction_of, to_keep
from corpus.patterns import Pattern
from corpus.placing import Told
from corpus.schema import BatchFileRow, BatchRow, SourceFile

if TYPE_CHECKING:
    from corpus.taking import FileResult
    from corpus.uploads import Upload

_OWN = ("also", "known_as", "instead", "told", "pattern", "read_as")


@dataclass(frozen=True)
class BatchFile:
    """status: waiting · in · known (same content is already in) · refused · dismissed (refused, and left at that)
                · undone (was in, and taken out with its batch).

    number      1-based within the batch
    name        its path from the folder that was brought
    interviews  ids of those that came in with it
    people      how many rows of it say something of a person in a wave
    refusal     why it was refused; of a file that is in, why rows or an interview of it were left out
    known_as    the name under which the same content is in
    also        names of copies of the same content in the batch
    instead     contents (sha256) of refused files it is to take the place of, once it is in
    kept        whether its bytes are here, so that it can be tried again
    pattern     how it marks its speakers, or its columns; of one that was refused for want of them
    read_as     how somebody said it is to be read
    """

    batch: str
    number: int
    name: str
    sha256: str
    size: int
    status: str
    interviews: tuple[str, ...] = ()
    people: int = 0
    refusal: FileRefused | None = None
    known_as: str = ""
    also: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    kept: bool = False
    pattern: Pattern | None = None
    read_as: Correction | None = None


@dataclass(frozen=True)
class Batch:
    """Files brought in together. wave: for those that do not say theirs; counts: status → files.

    origin  the outermost folder of its first file, else that file's name; "" where it has none
    fieldwork  id of the order they were brought in against, "" for none
    """

    id: str
    wave: str | None
    made_by: str
    made_at: datetime
    counts: dict[str, int]
    files: tuple[BatchFile, ...] = ()
    origin: str = ""
    fieldwork: str = ""


def batch_of(
    row: BatchRow, counts: dict[str, int], files: tuple[BatchFile, ...] = (), *, first: str = ""
) -> Batch:  # fmt: skip
    """The batch of a row. first: the name of its first file."""
    return Batch(row.id, row.wave, row.made_by, row.made_at, counts, files, first.split("/")[0], row.fieldwork or "")


def file_of(row: BatchFileRow) -> BatchFile:
    """The file of a row; whether its bytes are here is not looked at."""
    values = dict(row.reason_values or {})
    own = {name: values.pop(name, None) for name in _OWN}
    return BatchFile(
        row.batch_id, row.number, row.name, row.sha256, row.size, row.status, tuple(row.interviews), row.people,
        refusal=FileRefused(key=row.reason_key, **values) if row.reason_key else None,
        known_as=own["known_as"] or "", also=tuple(own["also"] or ()), instead=tuple(own["instead"] or ()),
        pattern=_pattern(own["pattern"]), read_as=correction_of(own["read_as"]),
    )  # fmt: skip


def _pattern(kept: dict[str, Any] | None) -> Pattern | None:
    return Pattern(kept["format"], tuple(kept["labels"]), tuple(kept["headings"])) if kept else None


def row_of(session: Session, batch_id: str, number: int) -> BatchFileRow:
    """The row of a file. Raises NotFound `no_batch`."""
    row = session.get(BatchFileRow, (batch_id, number))
    if row is None:
        raise NotFound("no_batch", id=batch_id)
    return row


def row_for(batch_id: str, upload: "Upload", instead: Iterable[str] = ()) -> BatchFileRow:
    """A row for a file just received: it waits, or is refused already."""
    row = BatchFileRow(
        batch_id=batch_id, number=upload.number, name=upload.name, sha256=upload.sha256, size=upload.size,
        status="refused" if upload.refusal else "waiting", interviews=[], people=0,
    )  # fmt: skip
    _say(row, upload.refusal, {"also": upload.also, "instead": list(instead)})
    return row


def wait(row: BatchFileRow, told: dict[str, Any] | None = None) -> None:
    """Let a file wait, with what was said of it now beside what was said before."""
    before = _own(row, "told") or {}
    row.status = "waiting"
    kept = {name: _own(row, name) for name in ("also", "instead", "pattern", "read_as")}
    _say(row, None, {**kept, "told": {**before, **(told or {})}})


def say_how(row: BatchFileRow, *, pattern: Pattern | None = None, read_as: Correction | None = None) -> None:
    """Write down a file's pattern, or how it is to be read; what is None stays as it was."""
    said: dict[str, Any] = {"pattern": asdict(pattern)} if pattern else {}
    if read_as:
        said["read_as"] = to_keep(read_as)
    row.reason_values = {**(row.reason_values or {}), **said} or None


def settle(session: Session, row: BatchFileRow, result: "FileResult") -> None:
    """Write down what became of a file; once it is in, those it was brought instead of are off the worklist."""
    row.status, row.interviews, row.people = result.status, list(result.interviews), result.attributes
    row.sha256 = result.sha256 or row.sha256
    own = {name: _own(row, name) for name in ("also", "instead", "told", "pattern", "read_as")}
    _say(row, result.refusal, {**own, "known_as": result.known_as})
    if result.status in ("in", "known"):
        dismiss_sources(session, own["instead"] or ())


def told_of(row: BatchFileRow, wave: str | None) -> Told:
    """What was said of the file when it was let wait again. wave: the one given with the batch."""
    told: dict[str, Any] = _own(row, "told") or {}
    return Told(told.get("wave") or wave, told.get("whose") or {}, frozenset(told.get("twice") or ()))


def answered(row: BatchFileRow, whose: str | None) -> dict[str, Any]:
    """What `wait` is to be told where somebody says whose second interview a file holds; None: the same person's."""
    told: dict[str, Any] = _own(row, "told") or {}
    who = str((row.reason_values or {})["who"])
    if whose is None:
        return {"twice": sorted({*(told.get("twice") or ()), who})}
    named = dict(told.get("whose") or {})
    asked = next((first for first, then in named.items() if then == who), who)  # the file has it otherwise
    return {"whose": {**named, asked: whose}}


def counts_of(session: Session, batches: Iterable[str]) -> dict[str, dict[str, int]]:
    """Batch id → status → how many files."""
    columns = (BatchFileRow.batch_id, BatchFileRow.status)
    query = select(*columns, func.count()).where(BatchFileRow.batch_id.in_(list(batches))).group_by(*columns)
    found: dict[str, dict[str, int]] = {}
    for batch_id, status, count in session.execute(query):
        found.setdefault(batch_id, {})[status] = count
    return found


def first_names(session: Session, batches: Iterable[str]) -> dict[str, str]:
    """Batch id → the name of its first file."""
    first = select(BatchFileRow.batch_id, func.min(BatchFileRow.number).label("number"))
    first_of = first.where(BatchFileRow.batch_id.in_(list(batches))).group_by(BatchFileRow.batch_id).subquery()
    here = (BatchFileRow.batch_id == first_of.c.batch_id) & (BatchFileRow.number == first_of.c.number)
    rows = session.execute(select(BatchFileRow.batch_id, BatchFileRow.name).join(first_of, here))
    return {batch_id: name for batch_id, name in rows}


def dismiss_sources(session: Session, contents: Iterable[str]) -> None:
    """Take refused files off the worklist; their rows and the reasons stay."""
    query = select(SourceFile).where(SourceFile.sha256.in_(list(contents)), SourceFile.status == "refused")
    for row in session.scalars(query):
        row.status = "dismissed"


def _own(row: BatchFileRow, name: str) -> Any:
    return (row.reason_values or {}).get(name)


def _say(row: BatchFileRow, refusal: FileRefused | None, own: dict[str, Any]) -> None:
    said = {name: value for name, value in own.items() if value}
    row.reason_key = refusal.key if refusal else None
    row.reason_values = {**(refusal.values if refusal else {}), **said} or None
