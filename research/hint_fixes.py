"""What one press can do about a hint: an edit of the outline, where a rule can make it."""

from collections.abc import Set
from dataclasses import replace

from research.brief import Brief
from research.hints import Hint, behind_category
from research.messages import say
from research.outline import Outline, OutlineQuestion, asked_as, aspect_of
from research.outline_edits import added, changed, fresh_id, place_of, placed, question_of

FIXED = ("no_probe", "brand_early", "yes_no", "unasked")
"""Kinds of hints that `fixed` can do something about. The others need another wording, which a person finds."""


def fixed(outline: Outline, hint: Hint, brief: Brief, used: Set[str] = frozenset()) -> Outline:
    """The outline with the hint attended to; as it is where no rule can.

    used   ids that a new question must not take, beside the outline's own

    Raises BadInput and NotFound as the edits of research/outline_edits do.
    """
    if hint.kind == "unasked" and hint.objective is not None:
        return _asked(outline, hint.objective, brief, used)
    if hint.kind not in FIXED:
        return outline
    question = question_of(outline, hint.question)
    if hint.kind == "no_probe":
        return changed(outline, replace(question, probes=probes_for(question, outline)))
    if hint.kind == "yes_no":
        return changed(outline, replace(question, kind="choice", options=("yes", "no")))
    return _behind(outline, question)


def probes_for(question: OutlineQuestion, outline: Outline) -> tuple[str, ...]:
    """What a moderator asks on with, by what the question is about."""
    return say(outline.language, f"report.probe.{question.aspect}"), say(outline.language, "report.probe.example")


def _behind(outline: Outline, question: OutlineQuestion) -> Outline:
    """The question that names a brand right behind the last that names none."""
    last = behind_category(outline, question)
    if last is None:
        return outline
    section, at = place_of(outline, last.id)
    same = place_of(outline, question.id)[0] == section
    return placed(outline, question.id, section, at if same else at + 1)


def _asked(outline: Outline, number: int, brief: Brief, used: Set[str]) -> Outline:
    """A must-have question in the brief's own words at the end of the last core section."""
    text = brief.questions[number - 1]
    kind, options = asked_as(text, outline.language)
    ids = used | {one.id for one in outline.questions}
    new = OutlineQuestion(
        fresh_id(sorted(ids)), text, number, kind, options, aspect_of(text, outline.language), must_have=True
    )
    core = [at for at, section in enumerate(outline.sections) if section.name == "core"]
    if not core:
        return outline
    return added(outline, replace(new, probes=probes_for(new, outline)), section=core[-1])
