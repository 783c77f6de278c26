"""An interview as a line of a list."""

from dataclasses import dataclass

from corpus.records import Language
from corpus.schema import InterviewRow


@dataclass(frozen=True)
class InterviewLine:
    """An interview in a list: who, when, at which current text version, without its words."""

    id: str
    respondent: str
    wave: str
    date: str
    language: Language
    version: int


def line_of(row: InterviewRow) -> InterviewLine:
    """The line of a row."""
    return InterviewLine(row.id, row.respondent_id, row.wave, row.date, row.language, row.version)
