"""Judging again what is matched already: what a decision by hand needs, and no search."""

from corpus.errors import BadInput
from research.freshness import StageKeys
from research.matches import Matches
from research.outline import Outline
from research.responses import Response, Responses, has_answered, judge_responses, waves_of
from research.said_asked import STAGE, asked_of, judge_of
from research.said_of_people import KeptVerdicts, kept_verdicts, words_of
from research.saved import from_json, to_json
from research.studies import Study
from research.verdicts import Verdicts
from research.workspace import Workspace


def decide(study: Study, workspace: Workspace, respondent: str, *, included: bool, reason: str) -> None:
    """Take somebody in by hand or leave them out, and judge again.

    Raises BadInput `nothing_answered` (id) where somebody is to be taken in who answered no question of the outline:
    there is nothing of theirs to count; else as `Rulings.decide`.
    """
    response = _response(study, workspace, respondent)
    if included and not (response and has_answered(response)):
        raise BadInput("nothing_answered", id=respondent)
    workspace.rulings.decide(study.id, respondent, included=included, reason=reason)
    judge_again(study, workspace)


def _response(study: Study, workspace: Workspace, respondent: str) -> Response | None:
    saved = workspace.studies.stage(study.id, "responses")
    judged = from_json(Responses, saved[1]).all if saved else ()
    return next((one for one in judged if one.respondent == respondent), None)


def grade_again(study: Study, workspace: Workspace) -> None:
    """Make the saved matches stale, so that the next run asks the model about what it left to the rule last time.

    Grades it gave are kept and not paid for again. Nothing where nothing was matched yet.
    """
    saved = workspace.studies.stage(study.id, "matches")
    if saved is not None:
        workspace.studies.save_stage(study.id, "matches", "to be graded again", saved[1])


def judge_again(study: Study, workspace: Workspace) -> Responses | None:
    """Everybody judged by the saved outline and matches and the decisions as they are now, saved as the stage.

    None where nothing was matched yet. Where the outline or the matches are stale, or a criterion in words was not looked
    for yet, or a model that is on not asked about it, the stage keeps its old key, so that it stays stale: only a new search
    can make it fresh. Raises ValidationError where the saved records have another shape by now.
    """
    saved = {name: workspace.studies.stage(study.id, name) for name in ("outline", "matches", "responses")}
    outline, matches, before = saved["outline"], saved["matches"], saved["responses"]
    if outline is None or matches is None:
        return None
    keys, stands = StageKeys(study, workspace), from_json(Outline, outline[1])
    verdicts, whole = verdicts_known(stands, workspace)
    judged = judge_responses(
        stands, from_json(Matches, matches[1]).found, corpus=workspace.corpus, rulings=keys.rulings, verdicts=verdicts
    )
    whole = whole and _all_asked(stands, keys, workspace)
    fresh = whole and (outline[0], matches[0]) == (keys.outline, keys.matches)
    key = keys.responses if fresh else before[0] if before else ""
    workspace.studies.save_stage(study.id, "responses", key, to_json(judged))
    return judged


def verdicts_known(outline: Outline, workspace: Workspace) -> tuple[Verdicts, bool]:
    """What is known of the outline's criteria in words without a search, and whether that is all of it."""
    return kept_verdicts(
        outline, corpus=workspace.corpus, kept=KeptVerdicts(workspace.engine, workspace.viewer),
        judge=judge_of(workspace.settings, outline.language),
    )  # fmt: skip


def said_again(study: Study, workspace: Workspace) -> None:
    """Have the next run ask the model about the criteria in words once more. Verdicts it gave are kept and not paid for
    again. Nothing where it was not asked yet."""
    saved = workspace.studies.stage(study.id, STAGE)
    if saved is not None:
        workspace.studies.save_stage(study.id, STAGE, "to be asked again", saved[1])


def _all_asked(outline: Outline, keys: StageKeys, workspace: Workspace) -> bool:
    """Whether a model that is on was asked about all that the rule cannot tell."""
    words = words_of(outline)
    if not keys.said or not words:
        return True
    waves = waves_of(outline, workspace.corpus.waves())
    return asked_of(workspace.studies.stage(keys.study, STAGE), keys.said, words, waves) is not None
