"""What was subscribed to, and the next wave of it."""

from research.studies import Study
from research.workspace import Workspace


def draw_orders(study: Study, workspace: Workspace) -> None:
    """The orders of a study."""
