"""Who differs: each group against everybody else, where both sides have people enough, false discoveries controlled."""

from dataclasses import dataclass

from research.figures import LOW_BASE, Figure
from research.outline import Outline, OutlineQuestion
from research.people import Condition, people
from research.statistics import complement_test, false_discovery
from research.writing.bases import answered
from research.writing.draft import Draft
from research.writing.labels import option_label, theme_label, topic_of
from research.writing.themes_shown import shown_themes

FIELDS = ("gender", "age", "city_tier", "region", "income")
RATE = 0.05
"""The share of false findings among those reported that is put up with."""


@dataclass(frozen=True)
class Compared:
    """A view, a group, and the figures of the group and of everybody else."""

    topic: str
    label: str
    group: str
    inside: Figure
    outside: Figure

    @property
    def p(self) -> float:
        """Two-sided p that the two sides say it alike."""
        assert self.inside.base
        assert self.outside.base
        return complement_test(self.inside.n, self.inside.base, self.outside.n, self.outside.base)


def write_differences(draft: Draft, outline: Outline) -> None:
    """The part on differences: what holds, or that nothing does, or that the groups are too small to compare."""
    draft.heading(2, draft.say("difference.title"))
    compared = [one for question in outline.core for one in _compared(draft, question)] if draft.evidence.shares else []
    low = draft.text("setting", str(LOW_BASE))
    if not compared:
        draft.paragraph(draft.say("difference.too_small", low=low))
        return
    holds = false_discovery([one.p for one in compared], RATE)
    found = [one for one, real in zip(compared, holds, strict=True) if real]
    tests = draft.text("setting", str(len(compared)))
    for one in found:
        draft.paragraph(_told(draft, one), "bullet")
    draft.paragraph(
        draft.say("difference.none" if not found else "difference.convention", tests=tests, low=low), "note"
    )


def _compared(draft: Draft, question: OutlineQuestion) -> list[Compared]:
    asked = draft.evidence.questions[question.id]
    views: list[tuple[str, Condition]] = [
        (theme_label(draft, asked, theme), {"question": question.id, "theme": theme.id})
        for theme in shown_themes(asked)
    ]
    if question.kind == "choice":
        options = sorted({value.option for value in asked.values.values() if value.option})
        views += [(option_label(draft, option), {"question": question.id, "option": option}) for option in options]
    return [one for label, view in views for one in _by_group(draft, question, label, view)]


def _by_group(draft: Draft, question: OutlineQuestion, label: str, view: Condition) -> list[Compared]:
    base = [{"question": question.id, "read": True}] if "option" in view else answered(question.id)
    found = []
    for field in FIELDS:
        for value in sorted({profile[field] for profile in draft.evidence.profiles.values()} - {""}):
            groups: list[list[Condition]] = [
                [*base, {"profile": field, "value": value}], [*base, {"profile": field, "not": value}]
            ]  # fmt: skip
            if all(len(people(group, draft.evidence)) >= LOW_BASE for group in groups):
                inside, outside = (draft.count([view], group) for group in groups)
                found.append(Compared(topic_of(question.text), label, value, inside, outside))
    return found


def _told(draft: Draft, one: Compared) -> str:
    return draft.say(
        "difference.told", topic=draft.text("outline", one.topic), name=one.label,
        group=draft.text("profile_value", one.group), inside=draft.mark(one.inside), outside=draft.mark(one.outside),
    )  # fmt: skip
