"""Cells: how many people of each kind there are, where quotas say which kinds, else by gender and age band."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.records import Attributes, Language
from research.audience import meant_by
from research.figures import LOW_BASE
from research.messages import say
from research.outline import Outline, Quota
from research.quota_words import value_said
from research.quotas import counts_towards
from research.responses import Response
from research.selection import age_band


@dataclass(frozen=True)
class Cell:
    """quota   whom it counts; its `wanted` is 0 where no quota was set
    people  how many there are
    """

    quota: Quota
    people: int

    @property
    def wanted(self) -> int:
        """How many are wanted, 0 where nobody said."""
        return self.quota.wanted

    @property
    def missing(self) -> int:
        """How many more are wanted than there are."""
        return max(0, self.wanted - self.people)

    @property
    def low(self) -> bool:
        """Whether it is too small for shares of its own."""
        return self.people < LOW_BASE


def cells(
    outline: Outline, respondents: Sequence[Response], profiles: Mapping[tuple[str, str], Attributes]
) -> tuple[Cell, ...]:
    """The outline's quotas with who of `respondents` counts towards each; gender by age band where it has none."""
    people = [profiles[one.respondent, one.wave] for one in respondents]
    if outline.quotas:
        return tuple(Cell(quota, sum(counts_towards(person, quota) for person in people)) for quota in outline.quotas)
    count = Counter((_gender(person), age_band(person)) for person in people)
    return tuple(
        Cell(Quota((("gender", gender), ("age", age)), 0), number)
        for (gender, age), number in sorted(count.items())
        if gender and age
    )


def _gender(person: Attributes) -> str:
    """The lexicon's code, so that 女 and "woman" are one."""
    return min(meant_by("gender", person.gender))


def cell_said(quota: Quota, language: Language) -> str:
    """Whom a cell is, in the reader's words: woman, 30–39."""
    parts = [_value_said(field, value, language) for field, value in quota.cell]
    return say(language, "page.orders.between").join(parts)


def _value_said(field: str, value: str, language: Language) -> str:
    """A value: an age as a report says it, an open one as the quotas of an outline say it."""
    if field == "age" and not value.endswith("+"):
        return say(language, "report.profile.age", age=value)
    return value_said(field, value, language)
