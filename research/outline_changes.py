"""What differs between two outlines, in the words a researcher would use for it: for the history and before restoring."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from research.outline import Outline, OutlineQuestion

What = Literal[
    "added", "dropped", "reworded", "moved", "must_have", "optional", "answer", "answers", "probes", "purposes",
    "minutes", "sections", "people", "screener", "quotas", "rule",
]  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One kind of difference, and the ids of the questions it is about; none where it is about the whole outline.

    answer   type, options or aspect; answers: the brief's question it answers
    """

    what: What
    questions: tuple[str, ...] = ()


def changes(before: Outline, after: Outline) -> tuple[Change, ...]:
    """What makes `after` of `before`; empty where they hold the same."""
    old = {question.id: question for question in before.questions}
    new = {question.id: question for question in after.questions}
    both = [(old[id_], new[id_]) for id_ in new if id_ in old]
    found: list[tuple[What, Sequence[str]]] = [
        ("added", [id_ for id_ in new if id_ not in old]),
        ("dropped", [id_ for id_ in old if id_ not in new]),
        ("reworded", _where(both, lambda one: one.text)),
        ("moved", _moved(before, after)),
        ("must_have", [b.id for a, b in both if b.must_have and not a.must_have]),
        ("optional", [b.id for a, b in both if a.must_have and not b.must_have]),
        ("answer", _where([(a, b) for a, b in both if a.text == b.text], lambda one: (one.kind, one.options, one.aspect))),
        ("answers", _where(both, lambda one: one.brief_question)),
        ("probes", _where(both, lambda one: one.probes)),
        ("purposes", _where(both, lambda one: one.purpose)),
        ("minutes", _where(both, lambda one: one.minutes)),
    ]  # fmt: skip
    told = [Change(what, tuple(ids)) for what, ids in found if ids]
    whole: list[tuple[What, bool]] = [
        ("sections", _named(before) != _named(after)),
        ("people", (before.criteria, before.unread) != (after.criteria, after.unread)),
        ("screener", before.screener != after.screener),
        ("quotas", before.quotas != after.quotas),
        ("rule", (before.enough, before.window) != (after.enough, after.window)),
    ]
    return (*told, *(Change(what) for what, differs in whole if differs))


def unanswered(outline: Outline, of: int) -> tuple[int, ...]:
    """Which of the brief's `of` questions, by number, no core question answers."""
    answered = {question.brief_question for question in outline.core}
    return tuple(number for number in range(1, of + 1) if number not in answered)


def _where(
    both: Sequence[tuple[OutlineQuestion, OutlineQuestion]], of: Callable[[OutlineQuestion], object]
) -> list[str]:
    return [after.id for before, after in both if of(before) != of(after)]


def _moved(before: Outline, after: Outline) -> list[str]:
    """The fewest questions whose moving makes one order of the other; a question in another section has moved too."""
    old, new = _places(before), _places(after)
    stayed = [id_ for id_ in old if id_ in new], [id_ for id_ in new if id_ in old]
    blocks = SequenceMatcher(None, *stayed, autojunk=False).get_matching_blocks()
    kept = {id_ for block in blocks for id_ in stayed[1][block.b : block.b + block.size]}
    return [id_ for id_ in stayed[1] if id_ not in kept or _section(before, id_) != _section(after, id_)]


def _places(outline: Outline) -> list[str]:
    return [question.id for question in outline.questions]


def _section(outline: Outline, id_: str) -> int:
    """Which section holds a question, counted from 0."""
    return next(at for at, one in enumerate(outline.sections) if any(each.id == id_ for each in one.questions))


def _named(outline: Outline) -> list[tuple[str, str, str]]:
    return [(section.name, section.title, section.purpose) for section in outline.sections]
