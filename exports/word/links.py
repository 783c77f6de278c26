"""Links of a Word file: inside it from quote to register and back, outside to the transcript."""

from dataclasses import dataclass
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from exports.expected import transcript_query
from research.report import Quote


@dataclass(frozen=True)
class Links:
    """address  where the workspace answers ("https://quipu.example"), None for a file without links to it"""

    address: str | None = None

    def transcript(self, quote: Quote) -> str | None:
        """The address of the quoted words in the workspace."""
        return f"{self.address.rstrip('/')}/transcripts?{transcript_query(quote)}" if self.address else None


def internal(anchor: str, *runs: Any) -> Any:
    """A link to a bookmark of this file around `runs`."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), anchor)
    link.set(qn("w:history"), "1")
    link.extend(runs)
    return link


def external(part: Any, address: str, *runs: Any) -> Any:
    """A link out of the file around `runs`; `part` is the document part that holds it."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    link.set(qn("w:history"), "1")
    link.extend(runs)
    return link
