"""How the questions of a study read when they were matched: only for those does a number of matches still hold."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pydantic import ValidationError

from research.freshness import StageKeys
from research.held import Held
from research.outline import Outline
from research.saved import from_json
from research.studies import Study

if TYPE_CHECKING:
    from research.workspace import Workspace


def matched_as(study: Study, workspace: "Workspace", held: Held) -> Mapping[str, str]:
    """Core question → what it was looked for by when the saved matches were made; empty where the interviews, the index or the
    grading have changed since, or none were made."""
    saved = workspace.studies.stage_keys(study.id).get("matches")
    if saved is None:
        return {}
    keys = StageKeys(study, workspace, held)
    for outline in _outlines(study, workspace):
        if keys.matches_of(outline) == saved:
            return {question.id: question.sought for question in outline.core}
    return {}


def _outlines(study: Study, workspace: "Workspace") -> Iterator[Outline]:
    """As it stands, then every revision, the newest first."""
    stage = workspace.studies.stage(study.id, "outline")
    try:
        if stage is not None:
            yield from_json(Outline, stage[1])
        yield from (each.outline for each in workspace.revisions.all(study.id))
    except ValidationError:  # saved by code whose records had another shape
        return
