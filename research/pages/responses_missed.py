"""How many valid responses the rule missed: a sample of those left out, looked at."""

from research.pages.responses_loaded import Loaded


def draw_missed(loaded: Loaded) -> None:
    """The sample, and the estimate once it was looked at."""
