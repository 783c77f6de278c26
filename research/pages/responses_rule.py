"""The rule for a valid response, changed where it is shown."""

from research.pages.responses_loaded import Loaded


def draw_rule(loaded: Loaded) -> None:
    """The way to change the rule, with what it would bring."""
