"""Files opened: their content's digest, whether it is in already, and their reading begun."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from corpus.ahead import Ahead, Get
from corpus.arrivals import MAX_BYTES, Arrival, refusing_unexpected
from corpus.contents import Contents, Reading, contents_of
from corpus.errors import FileRefused
from corpus.schema import SourceFile

AT_ONCE = 32
"""Files opened at once, and 30 MB of them: memory stays the same however many there are."""

ToRead = tuple[Arrival, Reading | None]
"""A file, and how somebody said that it is to be read."""


@dataclass(frozen=True)
class Opened:
    """A file that was opened.

    digest    SHA-256 of its content; where that could not be had, what stands for it
    size      bytes
    known     the name under which the same content is in, None where it is not
    contents  gives what it holds, raises FileRefused
    """

    arrival: Arrival
    digest: str
    size: int
    known: str | None
    contents: Get


def opened(files: Sequence[ToRead], engine: Engine) -> Iterator[Opened]:
    """Each file in this order; while one is worked on, those behind it are being read. Never raises for a file."""
    with Ahead(len(files)) as ahead:
        before: list[Opened] = []
        for some in _some_at_a_time(files):
            behind = _open(some, engine, ahead)
            yield from before
            before = behind
        yield from before


def _some_at_a_time(files: Sequence[ToRead]) -> Iterator[list[ToRead]]:
    some, size = list[ToRead](), 0
    for each in files:
        some.append(each)
        size += each[0].size
        if len(some) == AT_ONCE or size > MAX_BYTES:
            yield some
            some, size = [], 0
    if some:
        yield some


def _open(files: list[ToRead], engine: Engine, ahead: Ahead) -> list[Opened]:
    bytes_or_refusals = [_bytes_of(arrival) for arrival, _ in files]
    digests = [
        hashlib.sha256(had).hexdigest() if isinstance(had, bytes) else arrival.fingerprint()
        for (arrival, _), had in zip(files, bytes_or_refusals, strict=True)
    ]
    known = known_as(engine, digests)
    new = {
        at: (arrival, had, read)
        for at, ((arrival, read), had) in enumerate(zip(files, bytes_or_refusals, strict=True))
        if isinstance(had, bytes) and digests[at] not in known
    }
    gets = dict(zip(new, ahead.read(list(new.values())), strict=True))
    return [
        _opened(file, had, digest, known.get(digest), gets.get(at))
        for at, (file, had, digest) in enumerate(zip(files, bytes_or_refusals, digests, strict=True))
    ]


def _opened(file: ToRead, had: bytes | FileRefused, digest: str, known: str | None, get: Get | None) -> Opened:
    arrival, read = file
    if isinstance(had, FileRefused):
        return Opened(arrival, digest, 0, None, partial(_raise, had))
    return Opened(arrival, digest, len(had), known, get or partial(contents_of, arrival, had, read))


def _bytes_of(arrival: Arrival) -> bytes | FileRefused:
    try:
        with refusing_unexpected():
            return arrival.read()
    except FileRefused as refusal:
        return refusal


def _raise(refusal: FileRefused) -> Contents:
    raise refusal


def known_as(engine: Engine, digests: Sequence[str]) -> dict[str, str]:
    """Digest → the name of the file with this content that is in. A refused one may be tried again: it is not among them."""
    query = select(SourceFile.sha256, SourceFile.name).where(SourceFile.status == "in")
    with Session(engine) as session:
        return {digest: name for digest, name in session.execute(query.where(SourceFile.sha256.in_(digests)))}
