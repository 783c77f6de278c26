"""What questions of one language are looked for in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial

import numpy as np

from corpus.records import Language, Said
from index.answers import Answers
from index.lens import Lens
from index.looked import Looked, Material, Told
from index.meaning import MeaningIndex
from index.ranking import Ranking
from index.scored import Exchanges
from index.talk import Talk
from index.terms import Gathered
from index.words import WordIndex

Read = Callable[[Sequence[int]], Mapping[int, Said]]
"""Exchange ids → what was asked and answered; ids that are gone are missing."""


@dataclass(frozen=True)
class Ground:
    """background  exchanges of the corpus that scores are compared with, ascending"""

    language: Language
    words: WordIndex
    answers: MeaningIndex
    asked: MeaningIndex
    talk: Talk
    background: Exchanges
    read: Read | None
    ranking: Ranking

    def looked(self, exchanges: Exchanges) -> Looked:
        """These exchanges and those of the background, to look at closely."""
        others = np.setdiff1d(exchanges, self.background)
        if not len(others):
            return self._background
        told = cache(partial(self._gathered, exchanges=others))
        parts = (*self._background.parts, self._material(others, *self._vectors(others), told))
        return Looked(parts, self.talk, self.ranking.beside)

    @cached_property
    def everything(self) -> Exchanges:
        """All there are, ascending."""
        return self.asked.some(self.asked.size)

    @cached_property
    def lens(self) -> Lens:
        """How answers are seen that are compared as wholes, as `ranking` has it fitted."""
        return self.ranking.lens(*self._background_vectors)

    @cached_property
    def _background(self) -> Looked:
        told = cache(lambda field: self._gathered(field, self.background).kept())
        part = self._material(self.background, *self._background_vectors, told)
        return Looked((part,), self.talk, self.ranking.beside)

    @cached_property
    def _background_vectors(self) -> tuple[Answers, Answers]:
        return self._vectors(self.background)

    def _vectors(self, exchanges: Exchanges) -> tuple[Answers, Answers]:
        return Answers.of(self.answers, exchanges), Answers.of(self.asked, exchanges)

    def _gathered(self, field: str, exchanges: Exchanges) -> Gathered:
        return self.words.gathered(self.language, field, exchanges)

    def _material(self, exchanges: Exchanges, answers: Answers, asked: Answers, told: Told) -> Material:
        return Material(exchanges, answers, asked, self.lens(answers.wholes()), told)
