"""From an order to interviews and back: ordering for a study, what comes in against it, and the study matched again."""

from collections.abc import Collection, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from corpus.errors import BadInput, NotFound, Shortage
from corpus.sources import interviews_from
from corpus.viewer import Viewer
from research.fieldwork import Fieldwork, Fieldworks, Terms
from research.fieldwork_content import content_of, unanswered
from research.jobs import Jobs
from research.outline import Outline
from research.responses import Responses
from research.saved import from_json
from research.shortage import wanted_by
from research.studies import Study
from research.what_changed import changed_between, counted
from research.workspace import Workspace

if TYPE_CHECKING:
    from corpus.batch_rows import Batch

UNSAID = Terms()
"""Nobody sees to it yet, no price, no day."""


def order_fieldwork(
    study: Study, workspace: Workspace, *, wanted: int | None = None, questions: Collection[str] | None = None,
    terms: Terms = UNSAID,
) -> Fieldwork:  # fmt: skip
    """Order interviews for a study that was matched, from its saved stages.

    wanted      interviews; default: as many people as are lacking
    questions   ids of core questions to be asked; default: those still unanswered

    Raises BadInput `fieldwork_unmatched` where nothing was matched yet, and as `Fieldworks.place` does.
    """
    outline, judged = _stages(study, workspace)
    if outline is None or judged is None:
        raise BadInput("fieldwork_unmatched")
    needed = wanted_by(study.brief)
    asked = questions if questions is not None else [one.id for one, _ in unanswered(outline, judged, needed)]
    profiles = workspace.corpus.attributes()
    content = content_of(outline, judged, profiles, needed, asked)
    lacking = sum(one.lacking for one in content.cells) or 1
    orders = Fieldworks(workspace.engine, workspace.viewer)
    placed = orders.place(
        study.id, wanted if wanted is not None else lacking, content, terms, counted(content, outline, judged, profiles)
    )
    _keep_valid(placed, judged, workspace)
    return placed


def land(fieldwork: str, interviews: Iterable[str], workspace: Workspace, *, ask: bool = True) -> Fieldwork:
    """Interviews that came in are the order's, and its study is to be matched again, in its own client's name.

    ask   whether a worker is asked to match it

    Done again after a kill, it finishes what is left. Raises NotFound `no_fieldwork`.
    """
    came = list(interviews)
    linked = Fieldworks(workspace.engine, workspace.viewer).link(fieldwork, came)
    if came and ask:
        with suppress(NotFound):  # a study that was put away is not matched
            Jobs(workspace.engine, _in_its_name(linked, workspace)).ask("match", linked.study)
    return linked


def land_batch(batch: "Batch", workspace: Workspace) -> Fieldwork | None:
    """The same of everything a batch brought, in files that were in already too; None where it names no order, or one that is gone."""
    if not batch.fieldwork:
        return None
    held = [file.sha256 for file in batch.files if file.status in ("in", "known")]
    came = interviews_from(workspace.engine, workspace.viewer, held)
    with suppress(NotFound):
        return land(batch.fieldwork, came, workspace)
    return None


def match_again(fieldwork: Fieldwork, workspace: Workspace) -> Fieldwork:
    """Match the order's study here and now, as its own client's, and keep what changed. Raises NotFound, IndexTrouble."""
    from research.study import Steps

    its = Workspace(workspace.engine, _in_its_name(fieldwork, workspace), workspace.settings)
    study = its.studies.get(fieldwork.study)
    steps = Steps(study, its)
    outline = steps.outline()
    with suppress(Shortage):  # too few are a result
        steps.responses(outline, steps.matches(outline))
    settle_fieldwork(study, its)
    return Fieldworks(its.engine, its.viewer).get(fieldwork.id)


def settle_fieldwork(study: Study, workspace: Workspace) -> None:
    """Keep, for each open order that interviews came in against, what has changed in its study since it was placed."""
    orders = Fieldworks(workspace.engine, workspace.viewer)
    open_ones = [one for one in orders.of(study.id) if one.came and not one.ended]
    if not open_ones:
        return
    outline, judged = _stages(study, workspace)
    if outline is None or judged is None:
        return
    profiles = workspace.corpus.attributes()
    for one in open_ones:
        saved = workspace.studies.stage(study.id, one.id)
        were = frozenset(saved[1]["valid"]) if saved else None
        after = counted(one.content, outline, judged, profiles)
        orders.told(one.id, changed_between(one.before, after, were, judged))


def _keep_valid(placed: Fieldwork, judged: Responses, workspace: Workspace) -> None:
    """Who was valid when it was placed, as a stage of the study: a withdrawal looks through these, and takes it away."""
    valid = [one.respondent for one in judged.valid]
    workspace.studies.save_stage(placed.study, placed.id, "", {"valid": valid})


def _stages(study: Study, workspace: Workspace) -> tuple[Outline | None, Responses | None]:
    saved = {name: workspace.studies.stage(study.id, name) for name in ("outline", "responses")}
    outline, judged = saved["outline"], saved["responses"]
    try:
        return from_json(Outline, outline[1]) if outline else None, from_json(Responses, judged[1]) if judged else None
    except ValueError:  # pydantic's is one: saved by code whose records had another shape
        return None, None


def _in_its_name(fieldwork: Fieldwork, workspace: Workspace) -> Viewer:
    """Whoever brought the interviews in, as one of the study's own people: they see no more of it than that it is matched."""
    return Viewer(workspace.viewer.person, "owner", fieldwork.client)
