"""The cleaned layer refined by the model, a few turns at a time, inside the checks of corpus.refinement.

A turn that fails is sent back once with the rule it broke; then the layer made by rule stands and says why.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel, Field

from corpus.cleaning import apply_cleaning, removable
from corpus.errors import BadInput, ModelTrouble
from corpus.records import Interview, Language
from corpus.refinement import Outcome, Refinement, Refinements, Refused, readable, taken_out
from prompts import Prompt, load_prompt
from research.jobs import Job
from research.model import Asker, Model
from research.model_cache import CachedModel, StoredReplies
from research.workspace import Workspace

TURNS_PER_BATCH = 12
CHARACTERS_PER_BATCH = 3000
CHARACTERS_PER_TURN = 1500
"""A longer turn is not sent: its reply would not fit beside others."""
UNUSABLE = ("model_reply_not_json", "model_reply_shape", "model_reply_cut_off", "model_reply_empty", "model_declined")
"""Troubles of one reply: the turns it was about are refused, the rest goes on. Any other ends the job, which can be
asked for again: kept replies are not paid for twice."""


class RefinedTurn(BaseModel):
    """One turn of a model's reply; `index` is its place in the list that was given."""

    index: int
    text: str = Field(max_length=2 * CHARACTERS_PER_TURN)


class RefinedReply(BaseModel):
    """The whole reply."""

    turns: list[RefinedTurn] = Field(max_length=2 * TURNS_PER_BATCH)


@dataclass(frozen=True)
class _Attempt:
    """Outcomes of turns that passed, and (version, broken rule) of those that did not."""

    passed: dict[int, Outcome] = field(default_factory=dict)
    failed: dict[int, tuple[str, str]] = field(default_factory=dict)


def ask_refinement(workspace: Workspace, interviews: list[str]) -> Job:
    """Ask the worker to have these interviews refined. Their words go to the model: only a curator's own act does this.

    Raises NotAllowed, NotFound, BadInput `no_model` where none is switched on.
    """
    model = workspace.settings.model
    if model is None:
        raise BadInput("no_model")
    ask = Refinements(workspace.engine, workspace.viewer).ask(interviews, model.name)
    return workspace.jobs.ask("clean", ask)


def refine_interview(refinement: Refinement, workspace: Workspace) -> None:
    """Have one interview's answers refined and put the outcomes into its layer. Raises ModelTrouble, BadInput, NotFound."""
    settings = workspace.settings.model
    if settings is None:
        raise BadInput("no_model")
    interview = workspace.corpus.interview(refinement.interview)
    model = Model(settings)
    try:
        outcomes = refined(interview, CachedModel(model, StoredReplies(workspace.engine)))
    finally:
        model.close()
    Refinements(workspace.engine, workspace.viewer).keep(refinement, interview, outcomes, model.used.tokens)


def refined(interview: Interview, asker: Asker) -> dict[int, Outcome]:
    """Outcomes by the turn's position, of the turns people answered in. Raises ModelTrouble that is not of one reply."""
    prompt, outcomes = load_prompt("cleaning", interview.language), dict[int, Outcome]()
    for batch in _batches(interview):
        first = _attempt(batch, {}, asker, prompt, interview.language)
        again = {index: batch[index] for index in first.failed}
        second = _attempt(again, first.failed, asker, prompt, interview.language) if again else _Attempt()
        for index in batch:
            _, rule = second.failed.get(index) or first.failed.get(index, ("", "reply"))
            broken = Outcome(refused=rule)  # type: ignore[arg-type]  # the rules of corpus.refinement
            outcomes[index] = first.passed.get(index) or second.passed.get(index) or broken
    return outcomes


def _batches(interview: Interview) -> Iterator[dict[int, str]]:
    """Position → words, few and short enough for one prompt."""
    batch: dict[int, str] = {}
    for turn in interview.turns:
        words = readable(interview, turn)
        if turn.role == "interviewer" or not words.strip() or len(words) > CHARACTERS_PER_TURN:
            continue
        size = sum(map(len, batch.values())) + len(words)
        if batch and (len(batch) == TURNS_PER_BATCH or size > CHARACTERS_PER_BATCH):
            yield batch
            batch = {}
        batch[turn.position] = words
    if batch:
        yield batch


def _attempt(
    batch: Mapping[int, str], failed: Mapping[int, tuple[str, str]], asker: Asker, prompt: Prompt, language: Language
) -> _Attempt:
    """One question to the model about `batch`; a turn it does not answer has failed like one that broke a rule."""
    try:
        reply = asker.ask(prompt.fill(turns=_shown(batch, failed, language)), RefinedReply)
    except ModelTrouble as trouble:
        if trouble.key not in UNUSABLE:
            raise
        return _Attempt()
    attempt = _Attempt(failed={index: ("", "reply") for index in batch})
    for said in reply.turns:
        if said.index in batch and said.index not in attempt.passed:
            try:
                attempt.passed[said.index] = Outcome(taken_out(batch[said.index], said.text, language))
            except Refused as refusal:
                attempt.failed[said.index] = (said.text, refusal.rule)
    return _Attempt(
        attempt.passed, {index: why for index, why in attempt.failed.items() if index not in attempt.passed}
    )


def _shown(batch: Mapping[int, str], failed: Mapping[int, tuple[str, str]], language: Language) -> str:
    """What the model reads of the turns: as the rules cleaned them, so that it only adds to that."""
    lines = []
    for index, text in batch.items():
        item: dict[str, object] = {"index": index, "text": apply_cleaning(text, removable(text, language))}
        if index in failed:
            item |= {"your_attempt": failed[index][0], "broken_rule": failed[index][1]}
        lines.append(json.dumps(item, ensure_ascii=False))
    return "\n".join(lines)
