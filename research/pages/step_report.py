"""The step report of a study."""

from research.studies import Study
from research.workspace import Workspace


def draw(study: Study, workspace: Workspace) -> None:
    """The step as it stands."""
