"""Files on their way into a batch: unpacked where they are archives, bounded, and kept under names of our own."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from corpus.arrivals import MAX_BYTES, Arrival, refusing_unexpected, storable
from corpus.errors import FileRefused
from corpus.naming import id_in
from corpus.unpacking import MAX_FILES, MAX_TOTAL, beside, is_archive, plain, unpack

Given = tuple[str, Callable[[], bytes]]
"""A file's name as given, with its folders, and how its bytes are had; that may raise FileRefused."""


@dataclass
class Upload:
    """A file received. `number` names its bytes; a refused one has none. `also` names copies of the same content."""

    number: int
    name: str
    sha256: str
    size: int
    refusal: FileRefused | None = None
    also: list[str] = field(default_factory=list)


class Receiving:
    """Takes files into a folder, one in memory at a time, and remembers which it has and how much."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._size = 0
        self._by_content: dict[str, Upload] = {}

    @property
    def uploads(self) -> list[Upload]:
        """What was received, in the order it came."""
        return list(self._by_content.values())

    def take(self, given: Iterable[Given]) -> None:
        """Receive files. What cannot be taken is remembered with its reason, the others go on."""
        for name, read in given:
            shown = plain(name)
            if not shown or beside(shown):
                continue
            try:
                self._take(shown, read)
            except FileRefused as refusal:
                self._refuse(shown, b"", refusal)

    def _take(self, name: str, read: Callable[[], bytes]) -> None:
        with refusing_unexpected():
            data = read()
        if not is_archive(name):
            self._keep(name, data)
            return
        try:
            for inside, content in unpack(name, data):
                self._keep_or_refuse(inside, content)
        except FileRefused as refusal:
            self._refuse(name, data, refusal)

    def _keep_or_refuse(self, name: str, content: bytes | FileRefused) -> None:
        if isinstance(content, FileRefused):
            self._refuse(name, b"", content)
        else:
            self._keep(name, content)

    def _keep(self, name: str, data: bytes) -> None:
        """Write the bytes, unless there are too many; the same content a second time is only named."""
        digest = hashlib.sha256(data).hexdigest()
        if (held := self._by_content.get(digest)) and id_in(name) not in (None, id_in(held.name)):
            digest = hashlib.sha256(f"{digest}:{id_in(name)}".encode()).hexdigest()  # another person's words?
        if digest in self._by_content:
            self._by_content[digest].also.append(storable(name))
            return
        try:
            check_size(data)
            self._check_room(len(data))
        except FileRefused as refusal:
            self._refuse(name, data, refusal)
            return
        upload = self._remember(name, digest, len(data), None)
        keep_bytes(self._folder / str(upload.number), data)
        self._size += len(data)

    def _check_room(self, size: int) -> None:
        if len(self._by_content) >= MAX_FILES or self._size + size > MAX_TOTAL:
            raise FileRefused("batch_full", files=MAX_FILES, limit=MAX_TOTAL)

    def _refuse(self, name: str, data: bytes, refusal: FileRefused) -> None:
        """Without its bytes the name stands for the content, as it does in Arrival."""
        told = data or f"{name}:{refusal.key}".encode()
        self._remember(name, hashlib.sha256(told).hexdigest(), refusal.values.get("size", len(data)), refusal)

    def _remember(self, name: str, digest: str, size: int, refusal: FileRefused | None) -> Upload:
        upload = Upload(len(self._by_content) + 1, storable(name), digest, size, refusal)
        return self._by_content.setdefault(digest, upload)


@dataclass(frozen=True)
class Kept(Arrival):
    """The bytes of a batch's file under the name it was given."""

    digest: str

    def fingerprint(self) -> str:
        return self.digest

    def read(self) -> bytes:
        """As Arrival does. Raises FileRefused `upload_lost` where somebody has removed them."""
        if not self.path.exists():
            raise FileRefused("upload_lost")
        return super().read()


def check_size(data: bytes) -> None:
    """Raise FileRefused `too_large` for a file beyond what is read."""
    if len(data) > MAX_BYTES:
        raise FileRefused("too_large", size=len(data), limit=MAX_BYTES)


def keep_bytes(path: Path, data: bytes) -> None:
    """Write whole or not at all: a file half written would be taken for a damaged one."""
    beside_it = path.with_suffix(".part")
    try:
        beside_it.write_bytes(data)
        os.replace(beside_it, path)
    except OSError:
        beside_it.unlink(missing_ok=True)
        raise


def given_at(found: Iterable[Arrival]) -> Iterator[Given]:
    """Files of this computer as given ones; archives may be larger than what is read of one file."""
    for one in found:
        yield one.name, partial(_read_archive, one.path) if is_archive(one.name) else one.read


def _read_archive(path: Path) -> bytes:
    if (size := path.stat().st_size) > MAX_TOTAL:
        raise FileRefused("too_large", size=size, limit=MAX_TOTAL)
    return path.read_bytes()


def name_in_place(of: str, given: str) -> str:
    """The name of a corrected copy: its own, in the folder the file it replaces came from."""
    own = plain(given).rpartition("/")[2] or of.rpartition("/")[2]
    return storable("/".join([*of.split("/")[:-1], own]))
