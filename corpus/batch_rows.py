"""A batch and its files as records, and what becomes of their rows.

A file's `reason_values` hold the blanks of its refusal and, beside them, what has no column of its own: `also` and
`known_as` as in BatchFile, and `wave`, the one given when it was let wait again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from corpus.errors import FileRefused, NotFound
from corpus.schema import BatchFileRow, BatchRow, SourceFile

if TYPE_CHECKING:
    from corpus.intake import FileResult
    from corpus.uploads import Upload

_OWN = ("also", "known_as", "wave")


@dataclass(frozen=True)
class BatchFile:
    """status: waiting · in · known (same content is already in) · refused · dismissed (refused, and left at that).

    number      1-based within the batch
    name        its path from the folder that was brought
    interviews  ids of those that came in with it
    people      how many people in a wave it describes
    refusal     why it was refused; of a file that is in, why an interview of it was left out
    known_as    the name under which the same content is in
    also        names of copies of the same content in the batch
    kept        whether its bytes are here, so that it can be tried again
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
    kept: bool = False


@dataclass(frozen=True)
class Batch:
    """Files brought in together. wave: for those that do not say theirs; counts: status → files."""

    id: str
    wave: str | None
    made_by: str
    made_at: datetime
    counts: dict[str, int]
    files: tuple[BatchFile, ...] = ()


def batch_of(row: BatchRow, counts: dict[str, int], files: tuple[BatchFile, ...] = ()) -> Batch:
    """The batch of a row."""
    return Batch(row.id, row.wave, row.made_by, row.made_at, counts, files)


def file_of(row: BatchFileRow) -> BatchFile:
    """The file of a row; whether its bytes are here is not looked at."""
    values = dict(row.reason_values or {})
    own = {name: values.pop(name, None) for name in _OWN}
    return BatchFile(
        row.batch_id, row.number, row.name, row.sha256, row.size, row.status, tuple(row.interviews), row.people,
        refusal=FileRefused(key=row.reason_key, **values) if row.reason_key else None,
        known_as=own["known_as"] or "", also=tuple(own["also"] or ()),
    )  # fmt: skip


def row_of(session: Session, batch_id: str, number: int) -> BatchFileRow:
    """The row of a file. Raises NotFound `no_batch`."""
    row = session.get(BatchFileRow, (batch_id, number))
    if row is None:
        raise NotFound("no_batch", id=batch_id)
    return row


def row_for(batch_id: str, upload: "Upload") -> BatchFileRow:
    """A row for a file just received: it waits, or is refused already."""
    row = BatchFileRow(
        batch_id=batch_id, number=upload.number, name=upload.name, sha256=upload.sha256, size=upload.size,
        status="refused" if upload.refusal else "waiting", interviews=[], people=0,
    )  # fmt: skip
    _say(row, upload.refusal, {"also": upload.also})
    return row


def wait(row: BatchFileRow, wave: str | None = None) -> None:
    """Let a file wait, with a wave in case it does not say its own."""
    row.status = "waiting"
    _say(row, None, {"also": _own(row, "also"), "wave": wave})


def settle(row: BatchFileRow, result: "FileResult") -> None:
    """Write down what became of a file."""
    row.status, row.interviews, row.people = result.status, list(result.interviews), result.attributes
    _say(row, result.refusal, {"also": _own(row, "also"), "known_as": result.known_as})


def wave_given(row: BatchFileRow) -> str | None:
    """The wave given when the file was let wait again."""
    given: str | None = _own(row, "wave")
    return given


def counts_of(session: Session, batches: Iterable[str]) -> dict[str, dict[str, int]]:
    """Batch id → status → how many files."""
    columns = (BatchFileRow.batch_id, BatchFileRow.status)
    query = select(*columns, func.count()).where(BatchFileRow.batch_id.in_(list(batches))).group_by(*columns)
    found: dict[str, dict[str, int]] = {}
    for batch_id, status, count in session.execute(query):
        found.setdefault(batch_id, {})[status] = count
    return found


def dismiss_source(session: Session, sha256: str) -> None:
    """Take a refused file off the worklist; its row and the reason stay."""
    row = session.scalar(select(SourceFile).where(SourceFile.sha256 == sha256, SourceFile.status == "refused"))
    if row is not None:
        row.status = "dismissed"


def _own(row: BatchFileRow, name: str) -> Any:
    return (row.reason_values or {}).get(name)


def _say(row: BatchFileRow, refusal: FileRefused | None, own: dict[str, Any]) -> None:
    said = {name: value for name, value in own.items() if value}
    row.reason_key = refusal.key if refusal else None
    row.reason_values = {**(refusal.values if refusal else {}), **said} or None
