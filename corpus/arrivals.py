"""Files on their way in: found, put in order, and opened no further than the size allowed."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath

from corpus.disk import is_full
from corpus.errors import BadInput, FileRefused, NoRoom
from corpus.tables import TABLES, people_in

MAX_BYTES = 30 * 1024 * 1024
_LONGEST_NAME = 400  # what the database holds


@dataclass(frozen=True)
class Arrival:
    """A file to bring in. `name` is shown and kept: its path from the folder that was given."""

    path: Path
    name: str

    @property
    def suffix(self) -> str:
        """The format, as the readers name it: `.csv`."""
        return PurePath(self.name).suffix.lower()

    @property
    def size(self) -> int:
        """Bytes, -1 where that cannot be told."""
        try:
            return self.path.stat().st_size
        except OSError:
            return -1

    def fingerprint(self) -> str:
        """Stands for the content where that cannot be had: 64 digits of the name and the size."""
        return hashlib.sha256(f"{self.name}:{self.size}".encode()).hexdigest()

    def read(self) -> bytes:
        """The content. Raises FileRefused `too_large` before more than the limit is in memory, OSError."""
        size = self.path.stat().st_size
        if size <= MAX_BYTES:
            with self.path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)  # it may have grown since
            if len(data) <= MAX_BYTES:
                return data
            size = self.path.stat().st_size
        raise FileRefused("too_large", size=size, limit=MAX_BYTES)


def arrivals(paths: Iterable[Path]) -> list[Arrival]:
    """Every file of `paths`, folders wholly: tables with respondents' attributes first, then by name.

    Hidden files are left out, and so are links that lead out of the folder that was given.
    Raises BadInput where a path does not exist, or where there is no file at all.
    """
    return in_order(found_at(paths))


def found_at(paths: Iterable[Path]) -> list[Arrival]:
    """As `arrivals`, in the order of the paths and without opening a file."""
    found = [arrival for path in paths for arrival in _below(path)]
    if not found:
        raise BadInput("nothing_to_import")
    return found


def in_order(found: Iterable[Arrival]) -> list[Arrival]:
    """Tables with respondents' attributes first, so that nobody is quoted before their consent is known; then by name."""
    found = list(found)
    first = {one: _says_who(one) for one in found if one.suffix in TABLES}
    return sorted(found, key=lambda one: (not first.get(one, False), one.name))


def _below(path: Path) -> Iterator[Arrival]:
    if not path.exists():
        raise BadInput("no_such_path", path=str(path))
    inside = [path] if path.is_file() else sorted(each for each in path.rglob("*") if _counts(each, path))
    for each in inside:
        yield Arrival(each, storable(str(each.relative_to(path.parent))))


def hidden(parts: Iterable[str]) -> bool:
    """Whether a path leads through what a system or Office keeps for itself, given its parts."""
    return any(part.startswith((".", "~$")) for part in parts)


def _counts(path: Path, root: Path) -> bool:
    if hidden(path.relative_to(root).parts) or not path.is_file():
        return False
    return not path.is_symlink() or path.resolve().is_relative_to(root.resolve())  # linked folders are not gone into


def storable(name: str) -> str:
    """A name as the database can hold it: bytes that are no text are shown as such, the end is what tells most."""
    return name.encode("utf-8", "backslashreplace").decode()[-_LONGEST_NAME:]


def _says_who(one: Arrival) -> bool:
    """Whether the table has respondents' attributes. What cannot be read says nothing here and is refused later."""
    try:
        with refusing_unexpected():
            return bool(people_in(one.name, one.read()))
    except FileRefused:
        return False


@contextmanager
def refusing_unexpected() -> Iterator[None]:
    """Turn whatever one file brings about into FileRefused `unexpected` (error: the kind), so that the others go on.

    That the disk has no room is `no_room` or `disk_full`.

    Exception is meant, and here alone: memory that does not suffice, a disk that fails, a mistake of ours.
    """
    try:
        yield
    except FileRefused:
        raise
    except NoRoom as error:
        raise FileRefused(key=error.key, **error.values) from error
    except Exception as error:
        if is_full(error):
            raise FileRefused("disk_full") from error
        raise FileRefused("unexpected", error=type(error).__name__) from error
