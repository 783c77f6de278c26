"""A report cut for the screen: what is read at once, and what is opened when somebody wants it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from research.finishing import Keyed
from research.report import Block, Heading, QuoteBlock


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it; `more` is folded away and drawn only when opened."""

    heading: Keyed
    blocks: tuple[Keyed, ...]
    more: tuple[Keyed, ...] = ()

    @property
    def quotes(self) -> int:
        """Quotes in the folded part."""
        return sum(isinstance(block, QuoteBlock) for _, block in self.more)


def front(blocks: Sequence[Keyed]) -> tuple[Keyed, ...]:
    """Page one: everything before the first part."""
    return _cut(blocks, _level(1))[0]


def findings(blocks: Sequence[Keyed]) -> list[Section]:
    """The sections of the first part, each shown up to the end of its first theme."""
    parts = _cut(blocks, _level(1))[1:]
    return [_folded(section) for section in _cut(parts[0][1:], _level(2))[1:]] if parts else []


def annexes(blocks: Sequence[Keyed]) -> list[Section]:
    """The parts after the findings (method, appendices): all folded."""
    return [Section(part[0], (), part[1:]) for part in _cut(blocks, _level(1))[2:]]


def _folded(section: tuple[Keyed, ...]) -> Section:
    themes = _cut(section[1:], _level(3))
    shown = [block for part in themes[:2] for block in part]
    return Section(section[0], tuple(shown), tuple(block for part in themes[2:] for block in part))


def _level(level: int) -> Callable[[Block], bool]:
    return lambda block: isinstance(block, Heading) and block.level == level


def _cut(blocks: Sequence[Keyed], starts: Callable[[Block], bool]) -> list[tuple[Keyed, ...]]:
    """Runs of blocks, each but the first beginning with a block that `starts` one; the first may be empty."""
    cuts = [0, *(at for at, (_, block) in enumerate(blocks) if starts(block)), len(blocks)]
    return [tuple(blocks[start:end]) for start, end in pairwise(cuts)]
