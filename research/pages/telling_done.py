"""Doing what a page was asked for, and telling what went wrong."""

from collections.abc import Callable

from corpus.errors import QuipuError
from research.pages.frame import tell


def did(act: Callable[[], object]) -> bool:
    """Whether it could be done; a refusal is told."""
    try:
        act()
    except QuipuError as error:
        tell(error)
        return False
    return True
