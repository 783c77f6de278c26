"""Where a study stands: which of its four steps are done, which are to be done again, and because of what."""

from dataclasses import dataclass
from typing import Literal, get_args

from corpus.errors import QuipuError
from research.freshness import stale_stages
from research.held import Held
from research.workspace import Workspace

Step = Literal["brief", "outline", "responses", "report"]
State = Literal["done", "stale", "open"]
STEPS: tuple[Step, ...] = get_args(Step)

MADE_BY: dict[Step, tuple[str, ...]] = {
    "brief": (),
    "outline": ("outline",),
    "responses": ("matches", "responses"),
    "report": ("selection", "evidence", "report"),
}
"""Step → the stages that make it."""


@dataclass(frozen=True)
class Progress:
    """states   step → done · stale (something it rests on has changed) · open (not made yet)
    first_stale   the first stage that is stale, None where all is fresh
    """

    states: dict[Step, State]
    first_stale: str | None

    @property
    def next(self) -> Step:
        """The step to go on with: the first that is stale or open, else the report."""
        return next((step for step in STEPS if self.states[step] != "done"), "report")


def progress_of(study_id: str, workspace: Workspace, held: Held | None = None) -> Progress:
    """How far the study is; `held` is what the corpus holds, where that is known. Raises NotFound as `Studies.get` does."""
    saved = workspace.studies.stage_keys(study_id)
    try:
        stale = stale_stages(study_id, workspace, held)
    except QuipuError:  # a workspace that cannot tell, such as one whose index is being built
        stale = []

    def state(step: Step) -> State:
        stages = MADE_BY[step]
        if any(stage not in saved for stage in stages):
            return "open"
        return "stale" if any(stage in stale for stage in stages) else "done"

    return Progress({step: state(step) for step in STEPS}, stale[0] if stale else None)
