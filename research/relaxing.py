"""What each way of asking for less would bring, told by judging everybody once more: pressing it brings exactly that."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from types import MappingProxyType
from typing import Any, Literal, cast

from corpus.lines import InterviewLine
from corpus.records import Attributes
from corpus.store import Corpus
from research.audience import Criterion
from research.matches import Match
from research.outline import Outline, OutlineQuestion
from research.outline_edits import with_rule
from research.responses import Responses, judge_responses
from research.rulings import Ruling
from research.verdicts import NONE, Verdicts

Edit = Callable[[Outline], Outline]
Kind = Literal["without", "prefer", "wider", "optional", "enough", "window", "together"]

WIDER = (5, 10)
"""Years an age range is widened by at each end; the first step that brings somebody is offered."""
BORN = 1900
"""Ages from here on are years of birth."""


@dataclass(frozen=True)
class Relaxation:
    """One way of asking for less.

    name    tells it from the others of the same outline
    gain    how many more are valid with it; valid: how many are then
    words   what its sentence is filled with
    edit    makes it of the outline it was counted for
    """

    kind: Kind
    name: str
    gain: int
    valid: int
    edit: Edit
    criteria: tuple[Criterion, ...] = ()
    question: OutlineQuestion | None = None
    words: Mapping[str, Any] = field(default_factory=dict)


class _AtOnce:
    """What judging asks of a corpus, read once for judging many times."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    def lines_for_studies(self) -> list[InterviewLine]:
        """As `Corpus.lines_for_studies`."""
        return self._lines

    def attributes(self) -> dict[tuple[str, str], Attributes]:
        """As `Corpus.attributes`."""
        return self._people

    def waves(self) -> list[str]:
        """As `Corpus.waves`."""
        return self._waves

    def size(self) -> tuple[int, int]:
        """As `Corpus.size`."""
        return self._held

    @cached_property
    def _lines(self) -> list[InterviewLine]:
        return self._corpus.lines_for_studies()

    @cached_property
    def _people(self) -> dict[tuple[str, str], Attributes]:
        return self._corpus.attributes()

    @cached_property
    def _waves(self) -> list[str]:
        return self._corpus.waves()

    @cached_property
    def _held(self) -> tuple[int, int]:
        return self._corpus.size()


class Judging:
    """Everybody judged by one outline after the other, the matches and the decisions by hand as they are."""

    def __init__(
        self, matches: Sequence[Match], *, corpus: Corpus, rulings: Mapping[str, Ruling], verdicts: Verdicts = NONE
    ) -> None:  # fmt: skip
        self._verdicts = verdicts
        self._matches = matches
        self._corpus = cast("Corpus", _AtOnce(corpus))
        self._rulings = rulings
        self._known: dict[Outline, Responses] = {}

    @property
    def waves(self) -> Sequence[str]:
        """The waves there are interviews of, oldest first."""
        return self._corpus.waves()

    def by(self, outline: Outline) -> Responses:
        """Everybody, by this outline's rule."""
        if outline not in self._known:
            self._known[outline] = judge_responses(
                outline, self._matches, corpus=self._corpus, rulings=self._rulings, verdicts=self._verdicts
            )  # fmt: skip
        return self._known[outline]

    def valid(self, outline: Outline) -> int:
        """How many are valid by it."""
        return len(self.by(outline).valid)


def relaxations(
    outline: Outline, matches: Sequence[Match], *, corpus: Corpus,
    rulings: Mapping[str, Ruling] = MappingProxyType({}), verdicts: Verdicts = NONE, judging: Judging | None = None,
) -> tuple[Relaxation, ...]:  # fmt: skip
    """Every single way of asking for less that brings somebody, most first; searches nothing."""
    judging = judging or Judging(matches, corpus=corpus, rulings=rulings, verdicts=verdicts)
    ways = [*_of_criteria(outline, judging), *_of_questions(outline), *_of_rule(outline, judging)]
    counted = [counted_as(one, outline, judging) for one in ways]
    return tuple(sorted((one for one in counted if one.gain > 0), key=lambda one: -one.gain))


def counted_as(way: Relaxation, outline: Outline, judging: Judging) -> Relaxation:
    """The way with what it brings."""
    valid = judging.valid(way.edit(outline))
    return replace(way, gain=valid - judging.valid(outline), valid=valid)


def _of_criteria(outline: Outline, judging: Judging) -> list[Relaxation]:
    found = []
    for at, one in enumerate(outline.criteria):
        if one.required:
            said = {"said": one.said}
            found.append(_way("without", f"without-{at}", partial(without, criteria=(one,)), (one,), said))
            if one.field not in ("wave", "language"):
                found.append(_way("prefer", f"prefer-{at}", partial(preferring, criterion=one), (one,), said))
            found += _wider(outline, one, at, judging)
    return found


def _wider(outline: Outline, one: Criterion, at: int, judging: Judging) -> list[Relaxation]:
    """The first step by which a wider range of ages brings somebody."""
    if one.field != "age" or one.op != "between" or any(each and float(each) >= BORN for each in one.values):
        return []
    for years in WIDER:
        edit = partial(widened, criterion=one, years=years)
        if judging.valid(edit(outline)) > judging.valid(outline):
            return [_way("wider", f"wider-{at}", edit, (one,), {"said": one.said, "years": years})]
    return []


def _of_questions(outline: Outline) -> list[Relaxation]:
    if len(outline.must_haves) < 2:
        return []
    return [
        replace(
            _way("optional", f"optional-{one.id}", partial(optional, ids=(one.id,)), (), {"text": one.text}),
            question=one,
        )
        for one in outline.must_haves
    ]


def _of_rule(outline: Outline, judging: Judging) -> list[Relaxation]:
    of = len(outline.must_haves)
    least, waves = outline.least, len(judging.waves)
    named = any(one.field == "wave" and one.required for one in outline.criteria)
    found = []
    if least > 1:
        edit = partial(with_rule, enough=(least - 1) / of, window=outline.window)
        found.append(_way("enough", "enough", edit, (), {"least": least - 1, "of": of}))
    if waves > outline.window and not named:
        edit = partial(with_rule, enough=outline.enough, window=outline.window + 1)
        found.append(_way("window", "window", edit, (), {"waves": outline.window + 1}))
    return found


def _way(kind: Kind, name: str, edit: Edit, criteria: tuple[Criterion, ...], words: Mapping[str, Any]) -> Relaxation:
    return Relaxation(kind, name, 0, 0, edit, criteria, None, words)


def without(outline: Outline, *, criteria: Collection[Criterion]) -> Outline:
    """The outline without these criteria."""
    return replace(outline, criteria=tuple(one for one in outline.criteria if one not in criteria))


def preferring(outline: Outline, *, criterion: Criterion) -> Outline:
    """The outline with a criterion preferred and no longer required."""
    eased = replace(criterion, required=False)
    return replace(outline, criteria=tuple(eased if one == criterion else one for one in outline.criteria))


def widened(outline: Outline, *, criterion: Criterion, years: int) -> Outline:
    """The outline with an age criterion wider by so many years at each end that it has."""
    ends = [_moved(each, years if at % 2 else -years) for at, each in enumerate(criterion.values)]
    wider = replace(criterion, values=tuple(ends))
    return replace(outline, criteria=tuple(wider if one == criterion else one for one in outline.criteria))


def _moved(end: str, years: int) -> str:
    return f"{max(0.0, float(end) + years):g}" if end else end


def optional(outline: Outline, *, ids: Collection[str]) -> Outline:
    """The outline with these questions no longer deciding who is valid."""
    sections = (
        replace(
            section,
            questions=tuple(replace(one, must_have=one.must_have and one.id not in ids) for one in section.questions),
        )
        for section in outline.sections
    )
    return replace(outline, sections=tuple(sections))
