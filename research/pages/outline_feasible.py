"""How many people have answered something like a question, in which waves."""

from research.outline import Outline, OutlineQuestion
from research.studies import Study


def draw_feasible(study: Study, outline: Outline, question: OutlineQuestion) -> None:
    """The estimate beside a question of the core."""
