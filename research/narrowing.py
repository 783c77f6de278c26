"""What lies within the filters of a search: how many people and exchanges, and which filter leaves nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from corpus.lines import InterviewLine
from corpus.narrowed import exchanges_within, lines_within
from corpus.records import Consent, Language
from research.audience import judge
from research.filters import Filter, Filters, chosen
from research.workspace import Workspace


@dataclass(frozen=True)
class Within:
    """lines      the interviews within, newest first; with a subject, those that speak of it
    exchanges  ids of theirs that are within, ascending
    """

    lines: tuple[InterviewLine, ...]
    exchanges: Sequence[int]

    @cached_property
    def people(self) -> int:
        """Different ones."""
        return len({line.respondent for line in self.lines})


def within(filters: Filters, workspace: Workspace) -> Within:
    """What lies within all the filters. Raises NotAllowed.

    People are judged as they were in the wave of each interview; who cannot be judged is not within.
    """
    lines = lines_within(
        workspace.engine, workspace.viewer, wave=chosen(filters, "wave") or None,
        language=cast("Language | None", chosen(filters, "spoken") or None),
        consent=cast("Consent | None", chosen(filters, "consent") or None),
    )  # fmt: skip
    if any(one.criteria for one in filters):
        lines = _fitting(lines, filters, workspace)
    subject = int(chosen(filters, "subject") or 0) or None
    ids = [line.id for line in lines]
    exchanges, holding = exchanges_within(workspace.engine, workspace.viewer, ids, subject)
    kept = tuple(line for line in lines if subject is None or line.id in holding)
    return Within(kept, exchanges)


def _fitting(lines: Sequence[InterviewLine], filters: Filters, workspace: Workspace) -> list[InterviewLine]:
    criteria = [each for one in filters for each in one.criteria]
    people = workspace.corpus.attributes()
    return [
        line
        for line in lines
        if judge(people[line.respondent, line.wave], criteria, wave=line.wave, language=line.language).fits
    ]


def without_each(filters: Filters, workspace: Workspace) -> tuple[tuple[Filter, Within], ...]:
    """Each filter with what would be within the others alone, where that is something; the most people first."""
    left = [(one, within(tuple(other for other in filters if other != one), workspace)) for one in filters]
    some = [each for each in left if each[1].exchanges]
    return tuple(sorted(some, key=lambda each: -each[1].people))
