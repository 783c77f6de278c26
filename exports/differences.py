"""What verify finds, and the comparison of one text with another."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["report", "mark", "missing", "extra", "number", "quotation", "chart", "table", "link", "note"]


@dataclass(frozen=True)
class Difference:
    """One thing in the file that the report does not say.

    kind   report: another report's file · mark: a mark reads differently · missing, extra: a mark's count ·
           number: a quantity outside marks · quotation: quoted words outside marks · chart · table · link ·
           note: not a difference, but something that could not be compared
    """

    where: str
    expected: str
    found: str
    kind: Kind


def blocking(differences: list[Difference]) -> list[Difference]:
    """The differences without the notes: none of them means verified."""
    return [difference for difference in differences if difference.kind != "note"]
