"""What lies within the filters of a search: how many people and exchanges, and which filter leaves nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, cast

from corpus.lines import InterviewLine
from corpus.narrowed import exchanges_about, lines_within
from corpus.records import Attributes, Consent, Language
from research.audience import Criterion, judge
from research.filters import Filter, Filters, chosen
from research.workspace import Workspace

if TYPE_CHECKING:
    from index.scored import Exchanges
    from index.search import Searcher


People = Mapping[tuple[str, str], Attributes]
"""(respondent, wave) → who they were then."""


@dataclass(frozen=True)
class Within:
    """lines      the interviews within, newest first; with a subject, those that speak of it
    exchanges  how many of theirs are within
    about      their ids, where a subject narrows them; None: all of these interviews'
    """

    lines: tuple[InterviewLine, ...]
    exchanges: int
    about: Sequence[int] | None = None

    @cached_property
    def people(self) -> int:
        """Different ones."""
        return len({line.respondent for line in self.lines})

    def among(self, searcher: "Searcher") -> "Sequence[int] | Exchanges":
        """What a search is to look at."""
        return searcher.exchanges_of({line.id for line in self.lines}) if self.about is None else self.about


def within(filters: Filters, workspace: Workspace, people: People | None = None) -> Within:
    """What lies within all the filters. Raises NotAllowed.

    People are judged as they were in the wave of each interview; who cannot be judged is not within.

    people   `Corpus.attributes`, where they are at hand
    """
    lines = lines_within(
        workspace.engine, workspace.viewer, wave=chosen(filters, "wave") or None,
        language=cast("Language | None", chosen(filters, "spoken") or None),
        consent=cast("Consent | None", chosen(filters, "consent") or None),
    )  # fmt: skip
    criteria = [each for one in filters for each in one.criteria]
    if criteria:
        lines = _fitting(lines, criteria, people or workspace.corpus.attributes())
    subject, ids = chosen(filters, "subject"), [line.id for line in lines]
    if not subject:
        return Within(tuple(lines), workspace.corpus.count_exchanges(ids))
    about, holding = exchanges_about(workspace.engine, workspace.viewer, ids, int(subject))
    return Within(tuple(line for line in lines if line.id in holding), len(about), about)


def _fitting(lines: Sequence[InterviewLine], criteria: Sequence[Criterion], people: People) -> list[InterviewLine]:
    """Lines of people who meet the criteria. Who is alike in all that is asked is judged once."""
    fields = ["birth_year" if each.field == "age" else each.field for each in criteria]
    known: dict[tuple[object, ...], bool] = {}
    kept = []
    for line in lines:
        person = people[line.respondent, line.wave]
        alike = (line.wave, line.language, *(getattr(person, field, "") for field in fields))
        if alike not in known:
            known[alike] = judge(person, criteria, wave=line.wave, language=line.language).fits
        kept += [line] if known[alike] else []
    return kept


def without_each(
    filters: Filters, workspace: Workspace, people: People | None = None
) -> tuple[tuple[Filter, Within], ...]:
    """Each filter with what would be within the others alone, where that is something; the most people first."""
    left = [(one, within(tuple(other for other in filters if other != one), workspace, people)) for one in filters]
    some = [each for each in left if each[1].exchanges]
    return tuple(sorted(some, key=lambda each: -each[1].people))
