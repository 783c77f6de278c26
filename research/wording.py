"""Report prose reworded by the model, sentence by sentence, inside the checks of research/wording_rules.

A sentence that fails is sent back once with the rule it broke; then the sentence made by rule stays.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, Field

from corpus.errors import ModelTrouble
from corpus.records import Language
from prompts import Prompt, load_prompt
from research.model import Asker
from research.wording_rules import broken_rule, marks_of

SENTENCES_PER_BATCH = 20
CHARACTERS_PER_BATCH = 4000
CHARACTERS_PER_SENTENCE = 1200  # a longer one is a paragraph that was not cut: it stays as it is
FACT_CHARACTERS = 300

MadeBy = Literal["rule", "model"]


class RewordedSentence(BaseModel):
    """One sentence of a model's reply; `index` is its place in the list that was given."""

    index: int
    text: str = Field(max_length=4 * CHARACTERS_PER_SENTENCE)


class RewordedReply(BaseModel):
    """A model's reply to prompts/wording."""

    sentences: list[RewordedSentence] = Field(max_length=4 * SENTENCES_PER_BATCH)


@dataclass(frozen=True)
class Reworded:
    """Sentences in the order given, who made each, and why the model's version of one was not taken.

    refused  index → `rule: piece` as in wording_rules.broken_rule, after the second try
    trouble  what stopped the model on the way, None where nothing did; sentences not reached are made by rule
    """

    sentences: list[str]
    made_by: list[MadeBy]
    refused: dict[int, str]
    trouble: ModelTrouble | None = None


@dataclass(frozen=True)
class _Attempt:
    """What the model said to one batch: versions that passed, and (version, broken rule) of those that did not."""

    passed: dict[int, str] = field(default_factory=dict)
    failed: dict[int, tuple[str, str]] = field(default_factory=dict)


def reword(sentences: Sequence[str], *, model: Asker, language: Language, facts: Mapping[str, str]) -> Reworded:
    """`sentences` reworded where the model's version keeps every rule.

    facts  what the marks read as, by the mark's inside (`F012:full`, `Q003`); only those of a batch are sent with it

    Raises nothing of the model's: after a ModelTrouble the rest stays as it is, and the trouble is handed back.
    """
    prompt = load_prompt("wording", language)
    taken: dict[int, str] = {}
    refused: dict[int, str] = {}
    trouble = None
    try:
        for batch in _batches(sentences):
            first = _attempt(batch, {}, model, prompt, facts)
            taken |= first.passed
            again = {index: batch[index] for index in first.failed}
            refused |= {index: rule for index, (_, rule) in first.failed.items()}
            second = _attempt(again, first.failed, model, prompt, facts) if again else _Attempt()
            taken |= second.passed
            refused |= {index: rule for index, (_, rule) in second.failed.items()}
    except ModelTrouble as error:
        trouble = error
    return _put_together(sentences, taken, refused, trouble)


def _put_together(
    sentences: Sequence[str], taken: dict[int, str], refused: dict[int, str], trouble: ModelTrouble | None
) -> Reworded:
    final = [taken.get(index, sentence) for index, sentence in enumerate(sentences)]
    made_by: list[MadeBy] = ["rule" if new == old else "model" for new, old in zip(final, sentences, strict=True)]
    return Reworded(final, made_by, {index: rule for index, rule in refused.items() if index not in taken}, trouble)


def _batches(sentences: Sequence[str]) -> Iterator[dict[int, str]]:
    """Index → sentence, few and short enough for one prompt; empty and overlong sentences are left out."""
    batch: dict[int, str] = {}
    for index, sentence in enumerate(sentences):
        if not sentence.strip() or len(sentence) > CHARACTERS_PER_SENTENCE:
            continue
        size = sum(map(len, batch.values())) + len(sentence)
        if batch and (len(batch) == SENTENCES_PER_BATCH or size > CHARACTERS_PER_BATCH):
            yield batch
            batch = {}
        batch[index] = sentence
    if batch:
        yield batch


def _attempt(
    batch: dict[int, str], failed: Mapping[int, tuple[str, str]], model: Asker, prompt: Prompt, facts: Mapping[str, str]
) -> _Attempt:
    """One question to the model about `batch`; `failed` are its earlier versions and the rules they broke."""
    asked = prompt.fill(sentences=_shown(batch, failed), facts=_facts(batch, facts))
    reply = model.ask(asked, RewordedReply)
    attempt = _Attempt()
    for said in reply.sentences:
        original, text = batch.get(said.index), said.text.strip()
        if original is None or said.index in attempt.passed:
            continue
        rule = broken_rule(original, text, prompt.language)
        if rule is None:
            attempt.passed[said.index] = text
            attempt.failed.pop(said.index, None)
        else:
            attempt.failed[said.index] = (text, rule)
    return attempt


def _shown(batch: dict[int, str], failed: Mapping[int, tuple[str, str]]) -> str:
    """The sentences as JSON lines."""
    lines = []
    for index, sentence in batch.items():
        item: dict[str, object] = {"index": index, "text": sentence}
        if index in failed:
            attempt, rule = failed[index]
            item |= {"your_attempt": attempt[: 2 * CHARACTERS_PER_SENTENCE], "broken_rule": rule}
        lines.append(json.dumps(item, ensure_ascii=False))
    return "\n".join(lines)


def _facts(batch: dict[int, str], facts: Mapping[str, str]) -> str:
    """What the batch's own marks read as, one a line; words nobody needs for wording stay here."""
    marks = dict.fromkeys(mark for sentence in batch.values() for mark in marks_of(sentence))
    known = ((mark, facts[mark[1:-1]]) for mark in marks if mark[1:-1] in facts)
    return "\n".join(f"{mark} = {' '.join(text.split())[:FACT_CHARACTERS]}" for mark, text in known)
