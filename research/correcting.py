"""After correcting: the index is brought up to the new words."""

from corpus.batches import Batches
from research.searchable import searchable
from research.workspace import Workspace


def ask_bring_up(workspace: Workspace) -> bool:
    """Ask the worker to bring the index up to the corpus; False where it is, or a job that waits will do it."""
    if searchable(workspace).fresh:
        return False
    if any(job.kind == "import" and job.status == "waiting" for job in workspace.jobs.live()):
        return False
    batch = Batches(workspace.engine, workspace.viewer, workspace.settings.uploads).open_empty()
    workspace.jobs.ask("import", batch.id)
    return True
