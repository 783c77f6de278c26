"""What a moderator would remark on a question."""

from research.outline import Outline, OutlineQuestion
from research.studies import Study


def draw_hints(study: Study, number: int, outline: Outline, question: OutlineQuestion) -> None:
    """The hints of a question below its row."""
