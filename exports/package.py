"""A file somebody sent us, opened without trust: bounded in size, without entities, without a network."""

import io
import zipfile
import zlib
from typing import Any

from lxml import etree

from corpus.errors import BadInput

LARGEST_PART = 20_000_000
LARGEST_PACKAGE = 100_000_000
MOST_PARTS = 3000
_UNREADABLE = (KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError)


class Package:
    """The parts of an OOXML file by name. Everything unreadable is BadInput("not_a_report_file")."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeError) as trouble:
            raise refused("no package") from trouble
        self.names = [entry.filename for entry in entries]
        if len(entries) > MOST_PARTS or len(set(self.names)) < len(entries):
            raise refused("too many parts, or one name twice")
        self._left = LARGEST_PACKAGE

    def read(self, name: str) -> bytes:
        """The bytes of a part, read no further than the limits; its stated size is not believed."""
        limit = min(LARGEST_PART, self._left)
        try:
            with self._zip.open(name) as part:
                data = part.read(limit + 1)
        except _UNREADABLE as trouble:
            raise refused(name) from trouble
        if len(data) > limit:
            raise refused(f"{name} is too large")
        self._left -= len(data)
        return data

    def xml(self, name: str) -> Any:
        """The root of an XML part; a document type is refused."""
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(self.read(name), parser)
        except (etree.XMLSyntaxError, ValueError) as trouble:
            raise refused(name) from trouble
        if root.getroottree().docinfo.doctype:
            raise refused(f"{name} declares a document type")
        return root

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """Relation id → (type's last word, part name or outside address) of a part; of the package for ""."""
        folder, _, file = name.rpartition("/")
        relations = f"{folder}/_rels/{file}.rels".removeprefix("/")
        if relations not in self.names:
            return {}
        found = {}
        for relation in self.xml(relations):
            target, outside = relation.get("Target", ""), relation.get("TargetMode") == "External"
            kind = relation.get("Type", "").rpartition("/")[2]
            found[relation.get("Id", "")] = (kind, target if outside else _resolved(folder, target))
        return found


def main_part(package: Package) -> str:
    """The part a program opens first: what the package says it is, whatever its name."""
    mains = [target for kind, target in package.related("").values() if kind == "officeDocument"]
    if len(mains) != 1 or mains[0] not in package.names:
        raise refused("no main part")
    return mains[0]


def refused(reason: str) -> BadInput:
    """The one refusal of a file that is no report of ours; `reason` is for the log."""
    return BadInput("not_a_report_file", reason=reason)


def _resolved(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    steps = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == ".." and steps:
            steps.pop()
        elif step not in ("", ".", ".."):
            steps.append(step)
    return "/".join(steps)
