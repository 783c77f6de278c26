"""The parts of a Word file that are read, and no others."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import TypeVar

from docx.opc.constants import RELATIONSHIP_TARGET_MODE, RELATIONSHIP_TYPE
from docx.opc.packuri import PACKAGE_URI, PackURI
from docx.oxml.parser import parse_xml
from lxml.etree import _Element as Element

from corpus.errors import FileRefused
from corpus.readers.packed import refusing, safe_parts

_XML = (".xml", ".rels")
_TEMPLATES = 16
_LARGE = 1024 * 1024

T = TypeVar("T")


@dataclass(frozen=True)
class Parts:
    """A Word file's parts: the roots of its document and of the tops of its pages.

    styles, numbering  as they are in the file, b"" for one that it has not: many files have the same
    """

    document: Element
    styles: bytes
    numbering: bytes
    page_heads: tuple[Element, ...]


def word_parts(data: bytes) -> Parts:
    """Open a .docx file. Raises FileRefused `empty_file`, `corrupt_file` (format="docx"), `unpacked_too_large`.

    A whole `docx.Document` parses every part, and holds itself in a circle that keeps megabytes until the collector of
    garbage comes by: over thousands of files memory grows by hundreds of megabytes.
    """
    held = {name: content for name, content in safe_parts(data, "docx") if name.lower().endswith(_XML)}
    with refusing("docx"):
        document = _related(held, PACKAGE_URI).get(RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
        if not document:
            raise FileRefused("corrupt_file", format="docx")
        beside = _related(held, document[0])
        styles, numbering, heads = (
            [held[uri.membername] for uri in beside.get(kind, ())]
            for kind in (RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.NUMBERING, RELATIONSHIP_TYPE.HEADER)
        )
        return Parts(
            parse_xml(held[document[0].membername]), next(iter(styles), b""), next(iter(numbering), b""),
            tuple(parse_xml(head) for head in heads),
        )  # fmt: skip


def _related(held: Mapping[str, bytes], source: PackURI) -> dict[str, list[PackURI]]:
    """Kind of relationship → the parts of the file that a part, or the whole package, names so; those there are."""
    found: dict[str, list[PackURI]] = {}
    for kind, target in _named(held.get(source.rels_uri.membername), source.baseURI):
        if target.membername in held:
            found.setdefault(kind, []).append(target)
    return found


def _named(relationships: bytes | None, base: str) -> Iterator[tuple[str, PackURI]]:
    for each in parse_xml(relationships) if relationships else ():
        if each.get("TargetMode") != RELATIONSHIP_TARGET_MODE.EXTERNAL:
            yield each.get("Type", ""), PackURI.from_rel_ref(base, each.get("Target", ""))


def once_a_template(read: Callable[[bytes], T]) -> Callable[[bytes], T]:
    """Remember what was read from a part. Files of one hand come from one template, whose parts are most of each file."""
    remembered = lru_cache(_TEMPLATES)(read)

    @wraps(read)
    def reading(part: bytes) -> T:
        return remembered(part) if len(part) < _LARGE else read(part)

    return reading
