"""What an index folder holds, and which folder is the current one.

Folders are built aside under a new name; a one-line file `current` names the one in use and is replaced in one step,
so a reader sees the old index or the new one, never half of either.
"""

import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from corpus.errors import IndexTrouble

FORMAT = 4

SHARED = "all"
"""The one space of a multilingual encoder; else each language has its own."""


@dataclass(frozen=True)
class Block:
    """A part of the index that is written once and never changed (index/blocks.py).

    interviews  interview id → text version indexed
    vectors     space → how many exchanges have vectors in it: those of its languages
    """

    interviews: dict[str, int]
    vectors: dict[str, int]

    @property
    def exchanges(self) -> int:
        """How many exchanges are in it."""
        return sum(self.vectors.values())


@dataclass(frozen=True)
class Manifest:
    """encoder     the shared encoder's name, or None where each language has its own
    spaces      language (or "all") → encoder id
    blocks      name → what it holds, in the order they are searched
    fitted_on   exchanges the fitted encoder was fitted on: those of its language
    files       file in the folder → its size in bytes and its checksum (index/checking.py)
    """

    encoder: str | None
    spaces: dict[str, str]
    blocks: dict[str, Block]
    fitted_on: int
    files: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    format: int = FORMAT

    @cached_property
    def interviews(self) -> dict[str, int]:
        """Interview id → text version indexed."""
        return {each: version for block in self.blocks.values() for each, version in block.interviews.items()}

    @property
    def exchanges(self) -> int:
        """How many exchanges are in it."""
        return sum(block.exchanges for block in self.blocks.values())

    def in_space(self, space: str) -> dict[str, int]:
        """Block → how many of its exchanges are read in a space; blocks without any are left out."""
        return {name: block.vectors[space] for name, block in self.blocks.items() if block.vectors.get(space)}

    def save(self, folder: Path) -> None:
        """Write `manifest.json` into `folder`, and before it its own checksum."""
        body = json.dumps(_plain(self), ensure_ascii=False).encode()
        (folder / "manifest.sha256").write_text(hashlib.sha256(body).hexdigest(), encoding="utf-8")
        part = folder / "manifest.part"  # a folder with a manifest is whole: it must not be there half written
        part.write_bytes(body)
        os.replace(part, folder / "manifest.json")

    @classmethod
    def load(cls, folder: Path) -> "Manifest":
        """Read a folder's manifest. Raises IndexTrouble where it is damaged or of another format."""
        try:
            body = (folder / "manifest.json").read_bytes()
            said = json.loads(body)
            found = said.get("format")
            if isinstance(found, int) and found != FORMAT:  # before its fields are looked at: they may be others
                raise IndexTrouble("index_old_format", found=found, wanted=FORMAT)
            if hashlib.sha256(body).hexdigest() != (folder / "manifest.sha256").read_text(encoding="utf-8"):
                raise ValueError("another checksum")
            blocks = {name: Block(**block) for name, block in said.pop("blocks").items()}
            files = {name: (size, digest) for name, (size, digest) in said.pop("files").items()}
            return cls(**said, blocks=blocks, files=files)
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise IndexTrouble("index_damaged", part="manifest") from error


def _plain(manifest: Manifest) -> dict[str, object]:
    """As it is written; `asdict` would copy each of its hundred thousands of interviews first."""
    blocks = {name: vars(block) for name, block in manifest.blocks.items()}
    own = ("encoder", "spaces", "fitted_on", "files", "format")
    return {name: getattr(manifest, name) for name in own} | {"blocks": blocks}


def current(root: Path) -> Path | None:
    """The folder of the index in use, None where none was built."""
    pointer = root / "current"
    if not pointer.exists():
        return None
    name = pointer.read_text(encoding="utf-8").strip()
    return root / name if name and (root / name).is_dir() else None


def aside(root: Path) -> Path:
    """A new empty folder to build in."""
    folder = root / f"{uuid.uuid4().hex[:12]}"
    folder.mkdir(parents=True)
    return folder


def swap(root: Path, folder: Path) -> None:
    """Make `folder` the current index in one step; the one before stays for its readers, older ones go."""
    before = current(root)
    pointer = root / "current.new"
    pointer.write_text(folder.name, encoding="utf-8")
    os.replace(pointer, root / "current")
    for other in _folders(root):
        if other not in (folder, before):
            shutil.rmtree(other, ignore_errors=True)


def sweep(root: Path) -> None:
    """Remove what builds left that did not come to their end: folders without a manifest, the last thing written."""
    used = current(root)
    for other in _folders(root):
        if other != used and not (other / "manifest.json").exists():
            shutil.rmtree(other, ignore_errors=True)


@contextmanager
def swept(root: Path) -> Iterator[None]:
    """Sweep where a build breaks off: what it wrote takes room that may be just what it lacked."""
    try:
        yield
    except Exception:
        sweep(root)
        raise


def drop(root: Path) -> None:
    """Remove every index."""
    (root / "current").unlink(missing_ok=True)
    for each in _folders(root):
        shutil.rmtree(each, ignore_errors=True)


def forget_gone(root: Path, held: Set[str]) -> None:
    """Remove the indexes before the current one that hold an interview which is not in the corpus any more."""
    used = current(root)
    for other in _folders(root):
        if other != used and not _indexed(other) <= held:
            shutil.rmtree(other, ignore_errors=True)


def _indexed(folder: Path) -> Set[str]:
    """The interviews of an index; one whose list cannot be read may hold anything."""
    try:
        return Manifest.load(folder).interviews.keys()
    except IndexTrouble:
        return {""}


def _folders(root: Path) -> list[Path]:
    return [each for each in root.iterdir() if each.is_dir() and not each.is_symlink()]
