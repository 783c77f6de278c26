"""How long a guide takes: minutes a question, a section, an interview."""

from collections.abc import Iterable

from research.outline import Outline, OutlineQuestion
from research.values import Kind

ASKED: dict[Kind, float] = {"open": 3.0, "choice": 1.5, "scale": 1.0, "number": 1.0, "ranking": 3.0}
"""Minutes an answer of that kind takes, without a probe."""
A_PROBE = 0.75
"""Minutes a probe adds: not every one of them has to be put."""


def minutes_of(question: OutlineQuestion) -> float:
    """What somebody said the question takes, else by its kind and its probes, to half a minute."""
    return question.minutes or rule_minutes(question)


def rule_minutes(question: OutlineQuestion) -> float:
    """Minutes by kind and probes, to half a minute."""
    return round(2 * (ASKED[question.kind] + A_PROBE * len(question.probes))) / 2


def minutes_for(questions: Iterable[OutlineQuestion]) -> int:
    """Whole minutes of several questions."""
    return round(sum(minutes_of(question) for question in questions))


def minutes_in(outline: Outline) -> int:
    """Whole minutes of the interview: the sum of its sections. The screener comes before it."""
    return sum(minutes_for(section.questions) for section in outline.sections)
