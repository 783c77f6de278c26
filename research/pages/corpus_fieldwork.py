"""Interviews commissioned for studies: the curators' part."""

from research.workspace import Workspace


def draw_fieldwork(workspace: Workspace) -> None:
    """The fieldwork orders on the worklist."""
