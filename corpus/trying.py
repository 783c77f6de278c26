"""Trying a file of a batch: read as somebody said, now or of files like it; what came of it is written beside it."""

from functools import partial
from pathlib import Path, PurePath

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from corpus.arrivals import Arrival, refusing_unexpected
from corpus.batch_rows import BatchFile, row_of, say_how, settle, told_of
from corpus.described import Known, known, note_changes
from corpus.errors import FileRefused
from corpus.intake import bring_in
from corpus.mappings import Correction, Mappings
from corpus.patterns import STAGED, Pattern, pattern_of
from corpus.reading_as import read_as
from corpus.schema import BatchRow
from corpus.tables import TABLES, Read
from corpus.taking import FileResult, Intake
from corpus.uploads import Kept
from corpus.viewer import Viewer


def try_file(engine: Engine, viewer: Viewer, path: Path, file: BatchFile) -> None:
    """Bring in a file that waits, from its bytes at `path`. What cannot be read is refused, with its pattern."""
    pattern = partial(_pattern, path, file.name)
    correction = file.read_as or _remembered(engine, viewer, path, file.name)
    describes = PurePath(file.name).suffix.lower() in TABLES  # nothing else says who somebody is
    whose: frozenset[str] = frozenset()
    before: Known = {}
    with Session(engine) as session:
        told = told_of(row_of(session, file.batch, file.number), session.get_one(BatchRow, file.batch).wave)

    def look(session: Session, people: frozenset[str]) -> None:
        nonlocal whose, before
        if describes:
            whose, before = people, known(session, people)

    def note(session: Session, result: FileResult) -> None:
        row = row_of(session, file.batch, file.number)
        settle(session, row, result)
        if correction is not None and result.status != "known":
            say_how(row, read_as=correction)
        if result.status == "in":
            note_changes(session, file.batch, file.number, people=whose, before=before)

    reading = partial(_read, correction) if correction else None
    result = bring_in(Kept(path, file.name, file.sha256), Intake(engine, viewer, told, look, note, reading))
    if result.refusal is not None and result.refusal.key in STAGED and (found := pattern()) is not None:
        with Session(engine) as session, session.begin():
            say_how(row_of(session, file.batch, file.number), pattern=found)


def _read(correction: Correction, arrival: Arrival, data: bytes) -> Read:
    return read_as(arrival.name, data, correction)


def _remembered(engine: Engine, viewer: Viewer, path: Path, name: str) -> Correction | None:
    """What was said of files like this one; the file is only looked into where anything is remembered at all."""
    mappings = Mappings(engine, viewer)
    pattern = _pattern(path, name) if mappings.all() else None
    return mappings.of(pattern) if pattern else None


def _pattern(path: Path, name: str) -> Pattern | None:
    """The file's pattern; None where its bytes are gone or a library stumbles over them."""
    try:
        with refusing_unexpected():
            return pattern_of(name, path.read_bytes())
    except FileRefused:  # the reading proper says why
        return None
