"""Office files are zip archives of XML: opened only if small unpacked, and without document type or entities."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from defusedxml.ElementTree import DefusedXMLParser, ParseError

from corpus.errors import FileRefused
from corpus.readers.office_old import refuse_old

MAX_UNPACKED = 200 * 1024 * 1024
MAX_PARTS = 10_000
_PIECE = 1024 * 1024
_AT_ROOT = re.compile(rb"\s*(?:<\?xml(?:\s+\w+=[\"'](?:1\.0|utf-8|yes|no)[\"'])*\s*\?>\s*)?<[a-z]", re.IGNORECASE)
"""How nearly every part begins: with its root element, in letters whose bytes are plain."""


@contextmanager
def refusing(kind: str) -> Iterator[None]:
    """Turn whatever a parsing library raises on a damaged file into FileRefused `corrupt_file` (format=kind).

    Only library calls belong inside. Exception is meant: these libraries let KeyError, IndexError, struct.error,
    XMLSyntaxError and others out, and list none of them.
    """
    try:
        yield
    except FileRefused:
        raise
    except Exception as error:
        raise FileRefused("corrupt_file", format=kind) from error


def safe_archive(data: bytes, kind: str) -> BytesIO:
    """The archive as a stream for docx or openpyxl. Raises FileRefused as `safe_parts` does."""
    for _ in safe_parts(data, kind):
        pass
    return BytesIO(data)


def safe_parts(data: bytes, kind: str) -> Iterator[tuple[str, bytes]]:
    """(name, content) of every part; what comes before a refusal is not to be used.

    Raises FileRefused `empty_file`, `locked_file`, `old_office`, `corrupt_file` (format=kind; also for XML with a document type, hence any entity)
    and `unpacked_too_large` (limit, bytes). Sizes are those the archive states; `checked_part` holds each part to its own.
    """
    if not data:
        raise FileRefused("empty_file")
    refuse_old(data, kind)
    with refusing(kind), ZipFile(BytesIO(data)) as archive:
        parts = archive.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise FileRefused("unpacked_too_large", limit=MAX_UNPACKED)
        for part in parts:
            content = checked_part(archive, part)
            _check_prolog(content, part.filename)
            yield part.filename, content


def checked_part(archive: ZipFile, part: ZipInfo) -> bytes:
    """A part's content, no longer than the archive states.

    zipfile itself bounds neither: bz2 and lzma give all they hold at one read, and a stated size may lie. So only what
    every office program writes (stored, deflated) is read, and piece by piece.
    Raises FileRefused `unpacked_too_large` where there is more, ValueError for another way of packing.
    """
    if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise ValueError(f"packed in way {part.compress_type}")
    found = bytearray()
    with archive.open(part) as stream:
        while piece := stream.read(_PIECE):
            found += piece
            if len(found) > part.file_size:
                raise FileRefused("unpacked_too_large", limit=part.file_size)
    return bytes(found)


class _AtRoot(Exception):
    """The root element has begun."""


class _Prolog:
    """What stands before the root element: a document type can stand nowhere else."""

    def start(self, _tag: str, _attributes: dict[str, str]) -> None:
        """End the parsing, the rest is for whoever reads the part."""
        raise _AtRoot


def _check_prolog(content: bytes, name: str) -> None:
    """Parse up to the root element and refuse a document type. Any part may be XML, whatever its name."""
    if _AT_ROOT.match(content):
        return
    try:
        DefusedXMLParser(target=_Prolog(), forbid_dtd=True).feed(content)
    except _AtRoot:
        return
    except ParseError:
        if name.lower().endswith((".xml", ".rels")):
            raise
