"""The parts of a Word file that are read, and no others."""

from dataclasses import dataclass

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.pkgreader import PackageReader
from docx.oxml.parser import parse_xml
from lxml.etree import _Element as Element

from corpus.errors import FileRefused
from corpus.readers.packed import refusing, safe_archive


@dataclass(frozen=True)
class Parts:
    """The roots of a Word file's parts; None for one that it has not."""

    document: Element
    styles: Element | None
    numbering: Element | None
    page_heads: tuple[Element, ...]


def word_parts(data: bytes) -> Parts:
    """Open a .docx file. Raises FileRefused `empty_file`, `corrupt_file` (format="docx"), `unpacked_too_large`.

    A whole `docx.Document` parses every part, and holds itself in a circle that keeps megabytes until the collector of
    garbage comes by: over thousands of files memory grows by hundreds of megabytes.
    """
    stream = safe_archive(data, "docx")
    with refusing("docx"):
        found: dict[str, list[bytes]] = {}
        document = b""
        for _, kind, relation, blob in PackageReader.from_file(stream).iter_sparts():  # type: ignore[no-untyped-call]
            found.setdefault(relation, []).append(blob)
            document = document or (blob if kind == CONTENT_TYPE.WML_DOCUMENT_MAIN else b"")
        if not document:
            raise FileRefused("corrupt_file", format="docx")
        return Parts(
            parse_xml(document), _first(found.get(RELATIONSHIP_TYPE.STYLES)), _first(found.get(RELATIONSHIP_TYPE.NUMBERING)),
            tuple(parse_xml(blob) for blob in found.get(RELATIONSHIP_TYPE.HEADER, ())),
        )  # fmt: skip


def _first(blobs: list[bytes] | None) -> Element | None:
    return parse_xml(blobs[0]) if blobs else None
