"""The outline as a language model drafts it: within the brief's questions, checked before it counts."""

from dataclasses import replace
from typing import Literal

from pydantic import BaseModel, Field
from sqlalchemy import Engine

from corpus.errors import ModelTrouble
from prompts import load_prompt
from research.brief import Brief
from research.model import Model
from research.model_cache import CachedModel, StoredReplies
from research.model_settings import ModelSettings
from research.outline import Outline, OutlineQuestion, Section, asked_as, aspect_of
from research.spending import Ledger, unkept


class DraftedQuestion(BaseModel):
    """A question as the model gives it."""

    text: str = Field(min_length=4, max_length=400)
    brief_question: int
    kind: Literal["open", "choice", "scale", "number", "ranking"]
    probes: list[str] = Field(default=[], max_length=5)
    must_have: bool = False


class DraftedSection(BaseModel):
    """A section as the model gives it."""

    title: str = Field(min_length=1, max_length=80)
    purpose: str = Field(max_length=300)
    questions: list[DraftedQuestion] = Field(max_length=12)


class DraftedOutline(BaseModel):
    """The whole reply."""

    sections: list[DraftedSection] = Field(min_length=1, max_length=8)


def model_outline(
    drafted: Outline, brief: Brief, settings: ModelSettings, engine: Engine, *, spent: Ledger = unkept
) -> Outline:  # fmt: skip
    """The model's outline in place of the rule's core; the rule's stays where the model fails or forgets a question.

    Raises nothing of the model's: `drafted_by` of the outline says who drafted it.
    """
    numbered = "\n".join(f"{number}. {text}" for number, text in enumerate(brief.questions, start=1))
    prompt = load_prompt("outline", brief.language).fill(
        brief=brief.source_text, questions=numbered, audience=brief.people or "-",
        corpus_questions="-",  # what the corpus asked is not looked up before there is an outline to match
    )  # fmt: skip
    model = Model(settings)
    try:
        reply = CachedModel(model, StoredReplies(engine)).ask(prompt, DraftedOutline)
    except ModelTrouble:
        return drafted
    finally:
        model.close()
        spent(settings.name, model.used)
    covered = {question.brief_question for section in reply.sections for question in section.questions}
    if covered != set(range(1, len(brief.questions) + 1)):
        return drafted
    return replace(drafted, sections=_sections(reply, drafted), drafted_by=settings.name)


def _sections(reply: DraftedOutline, drafted: Outline) -> tuple[Section, ...]:
    made: list[Section] = []
    number = 0
    for section in reply.sections:
        questions = []
        for one in section.questions:
            number += 1
            questions.append(_question(one, number, drafted))
        made.append(Section("core", section.title, section.purpose, tuple(questions)))
    return (drafted.sections[0], *made, drafted.sections[-1])


def _question(one: DraftedQuestion, number: int, drafted: Outline) -> OutlineQuestion:
    """Kind and options are read from the wording: an answer is read as what was asked, not as what was meant."""
    kind, options = asked_as(one.text, drafted.language)
    return OutlineQuestion(
        f"Q{number}", one.text, one.brief_question, kind, options, aspect_of(one.text, drafted.language), one.must_have,
        tuple(one.probes),
    )  # fmt: skip
