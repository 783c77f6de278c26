"""A figure: a number with an id, what it counts, over whom, and the forms it is shown in."""

from dataclasses import dataclass
from typing import Any, Literal, get_args

from corpus.records import Language
from research.statistics import percent, wilson

LOW_BASE = 30
"""Below this base: counts only, no percentage, no interval, no test."""

MARKED_BASE = 100
"""Below this base a share is marked as resting on a small base."""

Form = Literal["full", "of", "n", "base", "share", "interval", "value"]


@dataclass(frozen=True)
class Figure:
    """A count of people over a base of people, or one statistic of their values.

    spec       what it counts: the arguments research.derive needs to compute it again from the evidence
    n, base    people counted and people it is counted over (base None: a plain count, no share exists)
    value      a statistic's value, already rounded as shown (None for counts)
    shares     False where the draw gives no shares (best match, widest variation)
    """

    id: str
    spec: dict[str, Any]
    n: int
    base: int | None = None
    value: float | None = None
    shares: bool = True

    @property
    def has_share(self) -> bool:
        """Whether a percentage may be shown at all."""
        return self.base is not None and self.base >= LOW_BASE and self.shares

    def shown(self, form: str, language: Language) -> str:
        """The figure in one of its forms; forms without a share fall back to "n of base".

        Raises KeyError for a form the figure does not have.
        """
        if form not in get_args(Form) or (form == "value" and self.value is None):
            raise KeyError(form)
        if self.value is not None:
            return _number(self.value)
        if form == "n" or self.base is None:
            return str(self.n)
        if form == "base":
            return str(self.base)
        of = f"{self.n} of {self.base}" if language == "en" else f"{self.base}人中{self.n}人"
        if form == "of" or not self.has_share:
            return of
        return {"share": self._share(), "interval": self._interval(), "full": self._full(of, language)}[form]

    def _share(self) -> str:
        assert self.base
        return f"{percent(self.n, self.base)}%"

    def _interval(self) -> str:
        assert self.base
        low, high = wilson(self.n, self.base)
        return f"{round(low * 100)}–{round(high * 100)}%"

    def _full(self, of: str, language: Language) -> str:
        if language == "en":
            return f"{of} ({self._share()}, indicative {self._interval()})"
        return f"{of}（{self._share()}，参考区间{self._interval()}）"


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.1f}"
