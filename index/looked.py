"""What is looked at closely: exchanges with all that questions are compared with, read once.

The exchanges of the background are looked at for every question and never change while an index is open, so what is theirs
is kept; of others it is read when they are candidates.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from index.answers import Answers
from index.context import Surroundings
from index.encoders import Vectors
from index.scored import Exchanges
from index.talk import Talk
from index.terms import Gathered, Kept

Told = Callable[[str], Gathered | Kept]
"""A field of index.words.FIELDS → its terms."""


Numbers = TypeVar("Numbers", bound=NDArray[Any])


@dataclass(frozen=True)
class Material:
    """exchanges       ascending, shape (n,)
    answers, asked  their vectors
    seen            the answers as wholes, seen through the lens, shape (n, dims)
    told            the words
    """

    exchanges: Exchanges
    answers: Answers
    asked: Answers
    seen: Vectors
    told: Told


@dataclass(frozen=True)
class Looked:
    """The exchanges of some parts, none of which is in two of them; the first part is the background."""

    parts: tuple[Material, ...]
    talk: Talk
    beside: float

    @cached_property
    def exchanges(self) -> Exchanges:
        """Of all parts, ascending, shape (n,)."""
        return np.concatenate([each.exchanges for each in self.parts])[self._order]

    @cached_property
    def background(self) -> NDArray[np.bool_]:
        """Which of the exchanges are of the background."""
        return self._order < len(self.parts[0].exchanges)

    @cached_property
    def around(self) -> Surroundings:
        """Where the exchanges stand in their talk."""
        return Surroundings.of(self.exchanges, self.talk, self.beside)

    def among(self, candidates: Exchanges) -> NDArray[np.bool_]:
        """Which of the exchanges are candidates, all of which are among them."""
        found = np.zeros(len(self.exchanges), bool)
        found[np.searchsorted(self.exchanges, candidates)] = True
        return found

    def joined(self, scores: Sequence[Numbers]) -> Numbers:
        """What each part scores, shape (questions, its exchanges), in the order of all exchanges."""
        return scores[0] if len(scores) == 1 else cast(Numbers, np.take(np.hstack(scores), self._order, axis=1))

    def seen(self, exchanges: Exchanges) -> Vectors:
        """Some of the answers seen through the lens."""
        found = np.empty((len(exchanges), self.parts[0].seen.shape[1]), np.float32)
        for part in self.parts:
            here = np.flatnonzero(np.isin(exchanges, part.exchanges))
            found[here] = part.seen[np.searchsorted(part.exchanges, exchanges[here])]
        return found

    @cached_property
    def _order(self) -> NDArray[np.int64]:
        return np.argsort(np.concatenate([each.exchanges for each in self.parts]), kind="stable")
