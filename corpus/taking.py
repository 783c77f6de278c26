"""Files that were read, put into the tables: all of them in one transaction, or none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from corpus.changed import corpus_changed
from corpus.contents import Contents, Reading
from corpus.disk import RECORDS_EACH, check_room, place_of
from corpus.errors import FileRefused
from corpus.keeping import keep_attributes, keep_interviews
from corpus.opening import AlreadyIn, Opened
from corpus.placing import Held, Named, Placed, SameInterview, Told, held_of, named, place
from corpus.schema import InterviewRow, SourceFile
from corpus.viewer import Viewer
from corpus.withdrawal import digest_of


@dataclass(frozen=True)
class FileResult:
    """What became of one file. status: in · known (same content is already in) · refused.

    interviews  ids of those that came in now
    attributes  how many rows of it say something of a person in a wave
    refusal     why the file was refused; of a file that is in, why rows or an interview of it were left out
    known_as    the name under which the same content is in
    sha256      what stands for its content in the records
    """

    name: str
    status: str
    interviews: tuple[str, ...] = ()
    attributes: int = 0
    refusal: FileRefused | None = None
    known_as: str = ""
    sha256: str = ""


Noted = Callable[[Session, FileResult], None]
"""Called with what becomes of a file, in the transaction that decides it."""


Begun = Callable[[Session, frozenset[str]], None]
"""Called with the ids of a file's people before anything of it is written, in the transaction that writes it."""


@dataclass(frozen=True)
class Intake:
    """What one import works with; `told` is what was said of its files. read: None reads them as they say themselves."""

    engine: Engine
    viewer: Viewer
    told: Told = field(default_factory=Told)
    begun: Begun = lambda session, people: None
    noted: Noted = lambda session, result: None
    read: Reading | None = None


@dataclass(frozen=True)
class Taking:
    """A file that was read, and whose interviews it holds."""

    opened: Opened
    contents: Contents
    names: list[Named]

    @property
    def people(self) -> frozenset[str]:
        """All of whom it tells anything."""
        return frozenset([*(one.respondent for one in self.contents.people), *(who for who, _ in self.names)])


@dataclass(frozen=True)
class _Sorted:
    """The interviews of a file that come in, and why the first of the others does not."""

    placed: list[Placed]
    same: SameInterview | None


def taking(opened: Opened, contents: Contents, told: Told) -> Taking:
    """A file about to be taken in. Raises FileRefused `no_wave`, `future_wave`."""
    return Taking(opened, contents, named(contents.interviews, opened.arrival.name, told))


def take(files: Sequence[Taking], intake: Intake) -> list[FileResult]:
    """Put what files hold into the tables.

    Raises AlreadyIn, or FileRefused with the reason, for the first of them that does not come in; then none has.
    """
    check_room(place_of(intake.engine), RECORDS_EACH * sum(each.opened.size for each in files))
    with Session(intake.engine) as session, session.begin():
        sources = _sources(session, files, intake.viewer)
        for each in files:
            intake.begun(session, each.people)
        session.flush()
        described = [sum([keep_attributes(session, one) for one in each.contents.people]) for each in files]
        found = _sorted(session, files, intake.told)
        rows = [(one, source.id) for its, source in zip(found, sources, strict=True) for one in its.placed]
        keep_interviews(session, rows)
        corpus_changed(session)
        return [_noted(session, intake, *each) for each in zip(files, sources, described, found, strict=True)]


def _sources(session: Session, files: Sequence[Taking], viewer: Viewer) -> list[SourceFile]:
    """Their rows, new or those of an earlier refusal of the same content."""
    digests = [each.opened.digest for each in files]
    held = {row.sha256: row for row in session.scalars(select(SourceFile).where(SourceFile.sha256.in_(digests)))}
    found = []
    for each in files:
        one = each.opened
        row = source_row(held.get(one.digest), one.arrival.name, one.digest, one.size, viewer, "in")
        held[row.sha256] = row
        session.add(row)
        found.append(row)
    return found


def source_row(
    held: SourceFile | None, name: str, digest: str, size: int, viewer: Viewer, status: str
) -> SourceFile:  # fmt: skip
    """A file's row, the one held where its content was refused before. Raises AlreadyIn."""
    if held is not None and held.status == "in":
        raise AlreadyIn(held.name)
    row = held or SourceFile(sha256=digest)
    row.name, row.size, row.status, row.brought_by = name, size, status, viewer.person
    row.reason_key = row.reason_values = None
    row.brought_at = datetime.now(UTC).replace(tzinfo=None)
    return row


def _sorted(session: Session, files: Sequence[Taking], told: Told) -> list[_Sorted]:
    interviews = chain.from_iterable(each.contents.interviews for each in files)
    words = [digest_of(one.words.text) for one in interviews if not isinstance(one.words, FileRefused)]
    names = list(chain.from_iterable(each.names for each in files))
    held = held_of(session, names, [*words, *(each.opened.digest for each in files)])
    return [_sort(session, each, held, told) for each in files]


def _sort(session: Session, file: Taking, held: Held, told: Told) -> _Sorted:
    placed: list[Placed] = []
    same: SameInterview | None = None

    def taken(id_: str) -> bool:
        return session.get(InterviewRow, id_) is not None

    for one, name in zip(file.contents.interviews, file.names, strict=True):
        try:
            placed.append(place(one, name, file.opened.digest, held=held, told=told, taken=taken))
        except SameInterview as refusal:
            same = same or refusal
    if same and not placed and not file.contents.people:
        raise same
    return _Sorted(placed, same)


def _noted(
    session: Session, intake: Intake, file: Taking, source: SourceFile, described: int, found: _Sorted
) -> FileResult:  # fmt: skip
    if left_out := file.contents.left_out or found.same:
        source.reason_key, source.reason_values = left_out.key, left_out.values
    ids = tuple(one.id for one in found.placed)
    result = FileResult(source.name, "in", ids, described, left_out, sha256=source.sha256)
    intake.noted(session, result)
    return result
