"""Whether the files of an index are what was written: their sizes at every opening, every byte of them when asked."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from corpus.errors import IndexTrouble
from index.manifest import Manifest, current

Files = Mapping[str, tuple[int, str]]
"""File in the index folder → its size in bytes and its checksum."""
_OWN = ("manifest.json", "manifest.sha256", "manifest.part")  # the manifest has a checksum beside it
_AT_ONCE = 1 << 20


def sums_of(folder: Path, known: Files) -> dict[str, tuple[int, str]]:
    """Sizes and checksums of every file; what is `known` of files that never change is not read again."""
    found = {name: folder / name for name in _names(folder)}
    return {
        name: known[name] if name in known and name.count("/") and not _rewritten(name) else _sum(file)
        for name, file in found.items()
    }


def _rewritten(name: str) -> bool:
    """Whether the file is written anew with each index under the same name."""
    return name.startswith(("words/meta.json", "words/.", "encoder-"))


def _names(folder: Path) -> list[str]:
    files = (each for each in folder.rglob("*") if each.is_file() and not each.name.endswith(".lock"))
    return sorted(name for each in files if (name := each.relative_to(folder).as_posix()) not in _OWN)


def _sum(file: Path) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as opened:
        while part := opened.read(_AT_ONCE):
            digest.update(part)
            size += len(part)
    return size, digest.hexdigest()


def check_sizes(folder: Path, files: Files) -> None:
    """Raises IndexTrouble `index_damaged` with the part where a file is missing or of another size: quick."""
    for name, (size, _) in files.items():
        try:
            if (folder / name).stat().st_size == size:
                continue
        except OSError as error:
            raise IndexTrouble("index_damaged", part=part_of(name)) from error
        raise IndexTrouble("index_damaged", part=part_of(name))


def check_index(root: Path) -> tuple[int, list[str]]:
    """How many files the current index under `root` has, and those of them that are damaged: every byte is read.

    Raises IndexTrouble: no index, of another format, or damaged in its list of contents.
    """
    folder = current(root)
    if folder is None:
        raise IndexTrouble("no_index")
    files = Manifest.load(folder).files
    return len(files), damaged(folder, files)


def damaged(folder: Path, files: Files) -> list[str]:
    """The files that are not byte for byte what was written, or missing: every byte is read."""
    return [name for name, said in files.items() if not (folder / name).is_file() or _sum(folder / name) != said]


def part_of(name: str) -> str:
    """The part of the index a file belongs to, as messages name it."""
    return name.split("/")[0]
