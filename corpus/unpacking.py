"""Zip archives of files somebody brings: unpacked in memory, file by file, within bounds."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZipFile, ZipInfo

from corpus.arrivals import MAX_BYTES, hidden
from corpus.errors import FileRefused
from corpus.readers.packed import checked_part, refusing

MAX_FILES = 2000
MAX_TOTAL = 500 * 1024 * 1024
MAX_RATIO = 200
"""Bytes out for one byte in: a transcript's text packs to a tenth, emptiness made to burst to a thousandth."""

_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_KEPT_BY_SYSTEMS = ("__MACOSX", "Thumbs.db", "desktop.ini")

Unpacked = tuple[str, bytes | FileRefused]
"""A file's path in the archive, and its content or why it is not taken."""


def is_archive(name: str) -> bool:
    """Whether a file is to be unpacked, by its name."""
    return PurePosixPath(name).suffix.lower() == ".zip"


def unpack(name: str, data: bytes) -> Iterator[Unpacked]:
    """The files of an archive in its order; hidden ones and what systems put beside them are left out.

    Raises FileRefused `empty_file`, `corrupt_file`, `archive_empty`, `archive_too_many`, `archive_too_large`, before
    any file is unpacked; sizes are those the archive states, and each file is held to its own.
    """
    if not data:
        raise FileRefused("empty_file")
    with refusing("zip"):
        archive = ZipFile(BytesIO(data))
    parts = [part for part in archive.infolist() if not part.is_dir() and not beside(_name_of(part))]
    _check(parts, len(data))
    for part in parts:
        yield f"{PurePosixPath(name).with_suffix('')}/{_name_of(part)}", _content(archive, part)


def beside(name: str) -> bool:
    """Whether a file is none of somebody's own: hidden, or put there by a system."""
    parts = PurePosixPath(name).parts
    return hidden(parts) or any(part in _KEPT_BY_SYSTEMS for part in parts)


def plain(name: str) -> str:
    """A path as it is shown and kept: forward slashes, no drive, nothing that leads upwards, no control characters."""
    parts = "".join(sign for sign in name.replace("\\", "/") if sign.isprintable() or not sign.isascii()).split("/")
    return "/".join(part for part in parts if part.strip(" .") and not part.endswith(":"))


def _check(parts: list[ZipInfo], packed: int) -> None:
    if not parts:
        raise FileRefused("archive_empty")
    if len(parts) > MAX_FILES:
        raise FileRefused("archive_too_many", files=len(parts), limit=MAX_FILES)
    total = sum(part.file_size for part in parts)
    limit = min(MAX_TOTAL, max(packed * MAX_RATIO, MAX_BYTES))
    if total > limit:
        raise FileRefused("archive_too_large", unpacked=total, limit=limit)


def _content(archive: ZipFile, part: ZipInfo) -> bytes | FileRefused:
    if is_archive(part.filename):
        return FileRefused("archive_nested")
    if part.flag_bits & _ENCRYPTED:
        return FileRefused("archive_locked")
    if part.file_size > MAX_BYTES:
        return FileRefused("too_large", size=part.file_size, limit=MAX_BYTES)
    try:
        with refusing("zip"):
            return checked_part(archive, part)
    except FileRefused as refusal:
        return refusal


def _name_of(part: ZipInfo) -> str:
    """The name as it was given. Chinese Windows writes GBK where the standard asks for code page 437, macOS UTF-8."""
    if part.flag_bits & _UTF8_NAME:
        return plain(part.filename)
    raw = part.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return plain(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return plain(part.filename)
