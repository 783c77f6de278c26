"""What is asked before anybody is invited, and how many of whom are wanted."""

from research.outline import Outline
from research.studies import Study


def draw_screener(study: Study, number: int, outline: Outline) -> None:
    """The screener and the quotas above the guide."""
