"""Changes proposed for what was remarked, to be accepted or refused."""

from research.pages.outline_comments import Threads
from research.revising import Standing
from research.studies import Study
from research.workspace import Workspace


def draw_proposals(study: Study, stands: Standing, threads: Threads, workspace: Workspace) -> None:
    """Each open proposal as a difference."""
