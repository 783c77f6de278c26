"""Files opened: their content's digest, whether it is in already, and their reading begun."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from corpus.ahead import Ahead, Get
from corpus.arrivals import MAX_BYTES, Arrival, refusing_unexpected
from corpus.contents import Contents, Reading
from corpus.errors import FileRefused
from corpus.portions import portions
from corpus.schema import SourceFile

AT_ONCE = 32
"""Files opened at once, and 30 MB of them: memory stays the same however many there are."""


class AlreadyIn(Exception):
    """The same content is in, under `name`."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


@dataclass(frozen=True)
class Opened:
    """A file that was opened.

    digest    SHA-256 of its content; where that could not be had, what stands for it
    size      bytes
    contents  gives what it holds; raises FileRefused, AlreadyIn
    """

    arrival: Arrival
    digest: str
    size: int
    contents: Get


def opened(files: Sequence[Arrival], read: Reading | None, engine: Engine) -> Iterator[Opened]:
    """Each file in this order; while one is worked on, those behind it are being read. Never raises for a file.

    read  how somebody said that they are to be read; None: as they say themselves
    """
    with Ahead(len(files), read) as ahead:
        before: list[Opened] = []
        for some in portions(files, lambda each: each.size, most=AT_ONCE, largest=MAX_BYTES):
            behind = _open(some, engine, ahead)
            yield from before
            before = behind
        yield from before


def _open(files: list[Arrival], engine: Engine, ahead: Ahead) -> list[Opened]:
    held = [_bytes_of(each) for each in files]
    digests = [
        hashlib.sha256(had).hexdigest() if isinstance(had, bytes) else each.fingerprint()
        for each, had in zip(files, held, strict=True)
    ]
    known = known_as(engine, digests)
    new = {at: (files[at], had) for at, had in enumerate(held) if isinstance(had, bytes) and digests[at] not in known}
    gets = dict(zip(new, ahead.read(list(new.values())), strict=True))
    return [
        Opened(each, digest, 0, partial(_raise, had))
        if isinstance(had, FileRefused)
        else Opened(each, digest, len(had), gets.get(at) or partial(_raise, AlreadyIn(known[digest])))
        for at, (each, had, digest) in enumerate(zip(files, held, digests, strict=True))
    ]


def _bytes_of(arrival: Arrival) -> bytes | FileRefused:
    try:
        with refusing_unexpected():
            return arrival.read()
    except FileRefused as refusal:
        return refusal


def _raise(error: FileRefused | AlreadyIn) -> Contents:
    raise error


def known_as(engine: Engine, digests: Sequence[str]) -> dict[str, str]:
    """Digest → the name of the file with this content that is in. A refused one may be tried again: it is not among them."""
    query = select(SourceFile.sha256, SourceFile.name).where(SourceFile.status == "in")
    with Session(engine) as session:
        return {digest: name for digest, name in session.execute(query.where(SourceFile.sha256.in_(digests)))}
