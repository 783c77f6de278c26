"""The outline as a language model drafts it: within the brief's questions, checked before it counts."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Literal

from pydantic import BaseModel, Field
from sqlalchemy import Engine

from corpus.errors import ModelTrouble
from corpus.language import language_of
from prompts import load_prompt
from research.asked_wording import Wording
from research.brief import Brief
from research.model import Model
from research.model_cache import CachedModel, StoredReplies
from research.model_settings import ModelSettings
from research.outline import Outline, OutlineQuestion, Section, asked_as, aspect_of
from research.spending import Ledger, unkept

_SHOWN = 4
"""Earlier wordings of a question that a model is shown."""


class DraftedQuestion(BaseModel):
    """A question as the model gives it."""

    text: str = Field(min_length=4, max_length=400)
    brief_question: int
    kind: Literal["open", "choice", "scale", "number", "ranking"]
    probes: list[str] = Field(default=[], max_length=5)
    must_have: bool = False
    purpose: str = Field(default="", max_length=200)


class DraftedSection(BaseModel):
    """A section as the model gives it."""

    title: str = Field(min_length=1, max_length=80)
    purpose: str = Field(max_length=300)
    questions: list[DraftedQuestion] = Field(max_length=12)


class DraftedOutline(BaseModel):
    """The whole reply."""

    sections: list[DraftedSection] = Field(min_length=1, max_length=8)


def model_outline(
    drafted: Outline, brief: Brief, settings: ModelSettings, engine: Engine,
    wordings: Sequence[Sequence[Wording]] = (), *, spent: Ledger = unkept,
) -> Outline:  # fmt: skip
    """The model's core in place of the rule's; the rule's draft stays where the model fails, and says why.

    wordings  how each of the brief's questions was asked before: shown to the model as data

    Raises nothing of the model's. `drafted_by` of the outline says who drafted it, `draft_trouble` why it was not the
    model: the key of a ModelTrouble, "draft_forgot" a question of the brief, "draft_language" for another language.
    """
    numbered = "\n".join(f"{number}. {text}" for number, text in enumerate(brief.questions, start=1))
    prompt = load_prompt("outline", brief.language).fill(
        brief=brief.source_text, questions=numbered, audience=brief.people or "-", corpus_questions=_listed(wordings),
    )  # fmt: skip
    model = Model(settings, entered=partial(spent, settings.name))
    try:
        reply = CachedModel(model, StoredReplies(engine)).ask(prompt, DraftedOutline)
    except ModelTrouble as trouble:
        return replace(drafted, draft_trouble=trouble.key)
    finally:
        model.close()
    if wrong := _wrong_with(reply, brief):
        return replace(drafted, draft_trouble=wrong)
    return replace(drafted, sections=_sections(reply, drafted, wordings), drafted_by=settings.name)


def _listed(wordings: Sequence[Sequence[Wording]]) -> str:
    """The earlier wordings by number of the brief's question; "-" where there are none."""
    lines = [f"{number}. {one.text}" for number, each in enumerate(wordings, start=1) for one in each[:_SHOWN]]
    return "\n".join(lines) or "-"


def _wrong_with(reply: DraftedOutline, brief: Brief) -> str:
    """Why a reply of the right shape cannot be taken: a key, "" where it can."""
    asked = [question for section in reply.sections for question in section.questions]
    if {question.brief_question for question in asked} != set(range(1, len(brief.questions) + 1)):
        return "draft_forgot"
    shown = [text for section in reply.sections for text in (section.title, *(one.text for one in section.questions))]
    said = [probe for question in asked for probe in question.probes]
    # each for itself: one English question among Chinese ones cannot be asked either
    texts = [text for text in (*shown, *said) if len(text) >= 4]
    return "" if all(language_of(text) == brief.language for text in texts) else "draft_language"


def _sections(reply: DraftedOutline, drafted: Outline, wordings: Sequence[Sequence[Wording]]) -> tuple[Section, ...]:
    """The model's parts between the rule's warm-up and its projective and closing ones."""
    known = {one.text: (one.people, one.waves) for each in wordings for one in each}
    made: list[Section] = []
    number = 0
    for section in reply.sections:
        questions = []
        for one in section.questions:
            number += 1
            questions.append(_question(one, number, drafted, known.get(one.text, ())))
        made.append(Section("core", section.title, section.purpose, tuple(questions)))
    before = [section for section in drafted.sections if section.name == "warmup"]
    after = [section for section in drafted.sections if section.name in ("projective", "closing")]
    return (*before, *made, *after)


def _question(one: DraftedQuestion, number: int, drafted: Outline, asked_of: tuple[int, ...]) -> OutlineQuestion:
    """Kind and options are read from the wording: an answer is read as what was asked, not as what was meant."""
    kind, options = asked_as(one.text, drafted.language)
    return OutlineQuestion(
        f"Q{number}", one.text, one.brief_question, kind, options, aspect_of(one.text, drafted.language), one.must_have,
        tuple(one.probes), purpose=one.purpose, asked_of=asked_of,
    )  # fmt: skip
