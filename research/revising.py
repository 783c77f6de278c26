"""The outline a study stands on, and its changes: each a new revision, saved as the stage that the study goes on from.

Light to import: pages read and change outlines without loading what a study is run with.
"""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pydantic import ValidationError

from corpus.errors import BadInput, NotFound
from research.drafting import draft_guide, drafted_for
from research.freshness import StageKeys
from research.outline import Outline
from research.outline_edits import carried, checked, retied
from research.revisions import Kind, Revision
from research.saved import from_json, to_json
from research.studies import Study
from research.workspace import Workspace

if TYPE_CHECKING:
    from index.search import Searcher

Edit = Callable[[Outline], Outline]


@dataclass(frozen=True)
class Standing:
    """The outline as it stands.

    outline   None where a model drafts and has not done so yet: the worker asks it
    number    of the newest revision, 0 where nobody has touched the draft
    moved_on  whether the brief has changed since the draft beneath it was made
    """

    outline: Outline | None
    number: int
    moved_on: bool = False


def standing(study: Study, workspace: Workspace) -> Standing:
    """The newest revision, else the draft; by rule it is drafted and saved here, as the worker would."""
    keys = StageKeys(study, workspace)
    revision = keys.revision
    if revision is None:
        return Standing(_drafted(study, workspace, keys), 0)
    if revision.drafted == keys.draft:
        _keep(study, workspace, keys, revision.outline)
    return Standing(revision.outline, revision.number, revision.drafted != keys.draft)


def draft_first(study: Study, workspace: Workspace, opened: "Callable[[], Searcher]") -> None:
    """Draft by rule with the wordings of the corpus, where nothing is drafted of the brief yet and no model is to do it."""
    if lacks_draft(study, workspace):
        outline, _ = drafted_for(study.brief, workspace.corpus, opened)
        _drafted(study, workspace, StageKeys(study, workspace), outline)


def lacks_draft(study: Study, workspace: Workspace) -> bool:
    """Whether the next look at the outline would draft it."""
    keys = StageKeys(study, workspace)
    drafts = keys.revision is None and not workspace.settings.model
    return drafts and workspace.studies.stage_keys(study.id).get("outline") != keys.draft


def current_outline(study: Study, workspace: Workspace) -> tuple[Outline | None, int]:
    """(the outline, number of its revision): see `Standing`."""
    stands = standing(study, workspace)
    return stands.outline, stands.number


def revise(study: Study, workspace: Workspace, edit: Edit, *, beneath: int) -> None:
    """Make one change to revision `beneath`. What changes nothing is not saved. Raises BadInput as `save_outline` does."""
    outline, number = current_outline(study, workspace)
    if number != beneath or outline is None:
        raise BadInput("outline_moved_on", number=number)
    edited = edit(outline)
    if edited != outline:
        save_outline(study, workspace, edited, beneath=beneath)


def save_outline(
    study: Study, workspace: Workspace, outline: Outline, kind: Kind = "edited", *, beneath: int, why: str = "",
    comments: Sequence[int] = (),
) -> Revision:  # fmt: skip
    """Save the outline as a new revision on top of number `beneath`; the first one keeps the draft beneath it too.

    why, comments   what it was changed for: words, and the ids of the comments that are carried out in it

    Raises BadInput as `checked` does, and `outline_moved_on` where another tab was faster: then nothing is saved.
    """
    checked(outline)
    keys = StageKeys(study, workspace)
    drafted = keys.revision.drafted if keys.revision else keys.draft
    beneath = _with_draft(study, workspace, keys, beneath)
    revision = workspace.revisions.save(
        study.id, replace(outline, edited=True), kind, drafted=drafted, beneath=beneath, why=why, comments=comments
    )
    return _saved(study, workspace, revision)


def restore_outline(study: Study, workspace: Workspace, number: int, *, beneath: int | None = None) -> Revision:
    """Make an old revision the newest again; those after it stay.

    beneath   as `Revisions.save` takes it

    Raises NotFound `no_revision`, BadInput `outline_moved_on`.
    """
    old = revision_of(study, workspace, number)
    saved = workspace.revisions.save(study.id, old.outline, "restored", drafted=old.drafted, beneath=beneath)
    return _saved(study, workspace, saved)


def revision_of(study: Study, workspace: Workspace, number: int) -> Revision:
    """A revision by number. Raises NotFound `no_revision`."""
    found = next((each for each in workspace.revisions.all(study.id) if each.number == number), None)
    if found is None:
        raise NotFound("no_revision", number=number)
    return found


def draft_anew(
    study: Study, workspace: Workspace, *, beneath: int, opened: "Callable[[], Searcher] | None" = None
) -> Revision:  # fmt: skip
    """A draft of the brief as it is now, by rule, on top of the old outline; what reads the same keeps its id.

    opened   opens the index, to look up how the brief's questions were asked before
    """
    keys = StageKeys(study, workspace)
    outline = drafted_for(study.brief, workspace.corpus, opened)[0] if opened else draft_guide(study.brief)
    if keys.revision:
        outline = carried(outline, keys.revision.outline, used_ids(study, workspace))
    return _saved(
        study, workspace, workspace.revisions.save(study.id, outline, "drafted", drafted=keys.draft, beneath=beneath)
    )


def keep_mine(study: Study, workspace: Workspace, *, beneath: int) -> Revision:
    """The researcher's outline stays, for the brief as it is now. Raises NotFound `no_revision` where there is none."""
    keys = StageKeys(study, workspace)
    if keys.revision is None:
        raise NotFound("no_revision", number=beneath)
    outline = replace(retied(keys.revision.outline, study.brief), edited=True)
    return _saved(
        study, workspace, workspace.revisions.save(study.id, outline, "edited", drafted=keys.draft, beneath=beneath)
    )


def used_ids(study: Study, workspace: Workspace) -> Set[str]:
    """The ids of all questions the study ever had, those only a comment remembers included."""
    outlines = [revision.outline for revision in workspace.revisions.all(study.id)]
    outlines += [saved] if (saved := _stage(study, workspace)) else []
    asked = {question.id for outline in outlines for question in outline.questions}
    return asked | {comment.question for comment in workspace.comments.all(study.id) if comment.question}


def taken_ids(study: Study, workspace: Workspace) -> Set[str]:
    """The ids that a new question must not take: all there ever were, but none of a draft that nothing speaks of yet."""
    matched = "matches" in workspace.studies.stage_keys(study.id)
    remarked = any(comment.question for comment in workspace.comments.all(study.id))
    if matched or remarked or workspace.revisions.newest(study.id):
        return used_ids(study, workspace)
    return frozenset()


def _drafted(
    study: Study, workspace: Workspace, keys: StageKeys, drafted: Outline | None = None
) -> Outline | None:  # fmt: skip
    """The draft as it was saved, else `drafted`, kept; by rule in the brief's own words where that is None."""
    saved = workspace.studies.stage_keys(study.id).get("outline")
    old = _stage(study, workspace) if saved else None
    if saved == keys.draft and old is not None:
        return old
    if workspace.settings.model:
        return None
    outline = drafted or draft_guide(study.brief)
    if old is not None and any(comment.question for comment in workspace.comments.all(study.id)):
        outline = carried(outline, old, used_ids(study, workspace))
    _keep(study, workspace, keys, outline)
    return outline


def _with_draft(study: Study, workspace: Workspace, keys: StageKeys, beneath: int) -> int:
    """Keep the untouched draft as the first revision, so that it comes back too; the number to save on top of."""
    draft = _drafted(study, workspace, keys) if beneath == 0 and keys.revision is None else None
    if draft is None:
        return beneath
    return workspace.revisions.save(study.id, draft, "drafted", drafted=keys.draft, beneath=0).number


def _saved(study: Study, workspace: Workspace, revision: Revision) -> Revision:
    keys = StageKeys(study, workspace)
    if revision.drafted == keys.draft:
        _keep(study, workspace, keys, revision.outline)
    return revision


def _keep(study: Study, workspace: Workspace, keys: StageKeys, outline: Outline) -> None:
    """Save the outline's stage as running the study would, unless it stands there already."""
    if workspace.studies.stage_keys(study.id).get("outline") != keys.outline:
        workspace.studies.save_stage(study.id, "outline", keys.outline, to_json(outline))


def _stage(study: Study, workspace: Workspace) -> Outline | None:
    saved = workspace.studies.stage(study.id, "outline")
    try:
        return from_json(Outline, saved[1]) if saved else None
    except ValidationError:  # saved by code whose records had another shape
        return None
