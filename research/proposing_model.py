"""What a language model proposes for the comments that rules do not wholly read: checked like anybody's words, else the rule's stands."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Literal

from pydantic import BaseModel, Field
from sqlalchemy import Engine

from corpus.errors import ModelTrouble, QuipuError
from corpus.language import CJK
from prompts import load_prompt
from research.acts import Act, apply
from research.brief import Brief
from research.comments import Comment
from research.model import Model, Usage
from research.model_cache import CachedModel, StoredReplies
from research.outline import Outline
from research.proposing import MOST, waiting_for_model
from research.refining import UNUSABLE as OF_ONE_REPLY
from research.revising import current_outline
from research.studies import Study
from research.workspace import Workspace

UNUSABLE = "model_unusable"
"""Why a model's proposal was not taken where its reply had the shape and yet could not be carried out on this outline; else
it is the key of the ModelTrouble."""


class ProposedAct(BaseModel):
    """A change as the model gives it."""

    kind: Literal["drop", "reword", "add", "probe", "unprobe", "must_have", "optional"]
    question: str = Field(default="", max_length=24)
    text: str = Field(default="", max_length=500)


class ProposedRevision(BaseModel):
    """The whole reply."""

    acts: list[ProposedAct] = Field(max_length=12)


def propose_all(study: Study, workspace: Workspace, told: Callable[[int, int], None] = lambda done, of: None) -> Usage:
    """Ask the model about each comment that a rule leaves words of, and keep what it proposes. Gives what that used.

    Raises nothing of the model's: where it fails, the rule's proposal stands, and says so. After a trouble that is not of
    one reply alone it is asked no more, and the comments left say the same.
    """
    outline, number = current_outline(study, workspace)
    settings = workspace.settings.model
    if outline is None or settings is None:
        return Usage()
    waiting = waiting_for_model(study, outline, number, workspace)[:MOST]
    model = Model(settings, entered=partial(workspace.spending.add, study.id, "revision", settings.name))
    trouble = ""
    try:
        for at, comment in enumerate(waiting):
            told(at, len(waiting))
            acts: tuple[Act, ...] = ()
            if trouble in ("", UNUSABLE, *OF_ONE_REPLY):
                acts, trouble = model_acts(comment, outline, study.brief, workspace.engine, model)
            workspace.proposals.offer(
                study.id, comment.id, acts, beneath=number, made_by=settings.name if acts else "rule", trouble=trouble
            )
    finally:
        model.close()
    return model.used


def model_acts(
    comment: Comment, outline: Outline, brief: Brief, engine: Engine, model: Model
) -> tuple[tuple[Act, ...], str]:
    """(what the model would do, "") or (nothing, the key of why its reply was not taken). An empty reply is one: it knows nothing."""
    prompt = load_prompt("revision", brief.language).fill(
        comment=comment.text, about=comment.question or "-", outline=_written(outline)
    )
    try:
        reply = CachedModel(model, StoredReplies(engine)).ask(prompt, ProposedRevision)
    except ModelTrouble as trouble:
        return (), trouble.key
    made = acts_of(reply.acts, outline)
    if made is None or (made and not _possible(outline, made, brief)):
        return (), UNUSABLE
    return made, ""


def acts_of(given: Sequence[ProposedAct], outline: Outline) -> tuple[Act, ...] | None:
    """The reply as acts on this outline; None where one of them is about what is not there, or in another language."""
    made: list[Act] = []
    for one in given:
        question = next((each for each in outline.questions if each.id == one.question), None)
        text = " ".join(one.text.split())
        wants_text = one.kind in ("reword", "add", "probe", "unprobe")
        if question is None and not (one.kind == "add" and not one.question):
            return None
        if wants_text != bool(text) or (wants_text and bool(CJK.search(text)) != (outline.language == "zh")):
            return None
        before = question.text if question else ""
        act = Act(one.kind, one.question, before, text)
        if one.kind == "unprobe":
            act = replace(act, before=text, after="")
        made.append(replace(act, before="") if one.kind == "add" else act)
    return tuple(dict.fromkeys(made))


def _possible(outline: Outline, acts: Sequence[Act], brief: Brief) -> bool:
    try:
        return apply(outline, acts, brief) != outline
    except QuipuError:
        return False


def _written(outline: Outline) -> str:
    lines = []
    for question in outline.questions:
        lines += [f"{question.id}  {question.text}", *(f"   - {probe}" for probe in question.probes)]
    return "\n".join(lines)
