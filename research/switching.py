"""Another encoder is set: the index is made with it in the background, and the one there is goes on serving with its own."""

from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from corpus.errors import Busy
from research.jobs import PHASES, Job
from research.subject_finding import bring_subjects_up
from research.workspace import Workspace

if TYPE_CHECKING:
    from research.working import Result, Told


def subject_of(encoder: str | None) -> str:
    """What a job that makes the index with this encoder is about: a setting may be longer than a job's subject."""
    return "e-" + sha256((encoder or "").encode()).hexdigest()[:16]


def ask_switch(workspace: Workspace) -> Job | None:
    """Ask for the index of the encoder that is set where the one in use is of another; None where nothing is to be done.

    Not where somebody has cancelled just that: they begin it again themselves. Raises NotAllowed.
    """
    from index.switching import forget_next, needs_switch

    settings = workspace.settings
    if not needs_switch(settings.index, settings.encoder):
        forget_next(settings.index)
        return None
    before = workspace.jobs.of("index", subject_of(settings.encoder))
    if before is not None and before.status == "cancelled":
        return None
    return workspace.jobs.ask("index", subject_of(settings.encoder))


class Indexing:
    """The index made anew with the encoder that is set. Cancelled or killed, it goes on from where it was."""

    def __init__(self, subject: str, workspace: Workspace, told: "Told") -> None:
        self._subject = subject
        self._workspace = workspace
        self._told = told

    def plan(self) -> list[str]:
        return list(PHASES["index"])

    def do(self, piece: str, at: int, of: int) -> "Result | None":
        """Raises Cancelled where another encoder is set by now, Busy while somebody is taken out of everything."""
        from index.switching import switch_index
        from research.working import Cancelled

        settings = self._workspace.settings
        if self._subject != subject_of(settings.encoder):
            raise Cancelled
        self._told(piece, 0, 0)
        self._give_way()
        made = switch_index(
            self._workspace.corpus, settings.index, encoder=settings.encoder,
            progress=partial(self._told, piece), between=self._give_way,
        )  # fmt: skip
        bring_subjects_up(self._workspace)
        return {"interviews": made.interviews, "exchanges": made.exchanges}

    def _give_way(self) -> None:
        """Whoever withdraws waits for nothing but the piece that is being made."""
        if any(job.kind == "withdraw" for job in self._workspace.jobs.live()):
            raise Busy("withdrawal_waits")
