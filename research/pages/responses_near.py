"""Who nearly fits: by the one criterion that failed."""

from research.pages.responses_loaded import Loaded


def draw_near(loaded: Loaded) -> None:
    """Near-misses by criterion."""
