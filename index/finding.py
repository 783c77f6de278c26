"""Finding the exchanges that may answer some questions: what each view brings for all of them, then each looked at closely.

Words and meaning, of the answer and of the question really asked, each bring candidates, all questions at once; index/looking.py
weighs every candidate by every view.
"""

import os
from collections import OrderedDict
from collections.abc import Mapping, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import numpy as np

from corpus.records import Language
from index.context import AWAY
from index.encoders import Vectors, as_queries
from index.ground import Ground, Read
from index.judging import Judge
from index.looking import WEIGHTS, Found, Looking
from index.meaning import MeaningIndex
from index.ranking import Ranking
from index.scored import Exchanges, Scored, held_by
from index.spaces import Spaces
from index.talk import Talk
from index.words import FIELDS, WordIndex

DEEP = 2000
"""Exchanges each view brings, and as many are then looked at closely."""

BACKGROUND = 1000
"""Exchanges of the corpus that scores are compared with."""

REMEMBERED = 32
"""Lists of questions whose vectors are remembered: what is searched for is soon weighed, and asked again for another audience."""


class Finder:
    """Finds for all questions of an outline together."""

    def __init__(
        self, spaces: Spaces, words: WordIndex, meaning: Mapping[str, MeaningIndex], talk: Talk, hidden: Exchanges,
        read: Read | None = None, ranking: Ranking | None = None,
    ) -> None:  # fmt: skip
        self.spaces = spaces
        self.words = words
        self.meaning = meaning
        self.talk = talk
        self.hidden = hidden
        self.read = read
        self.ranking = ranking or Ranking()
        self._grounds: dict[Language, Ground] = {}
        self._judges: dict[Language, Judge] = {}
        self._asked: OrderedDict[tuple[str, ...], Vectors] = OrderedDict()
        self._threads = ThreadPoolExecutor(min(len(os.sched_getaffinity(0)), 4))

    def find(
        self, texts: Sequence[str], language: Language, among: Exchanges | None = None, only: Set[str] | None = None
    ) -> list[Found]:
        """What may answer each text, within `among`, whose ids ascend. only: the views that count, None for all."""
        if not len(texts) or (among is not None and not len(among)):
            return [Found.none() for _ in texts]
        ground = self._ground(language)
        weights = {name: each for name, each in WEIGHTS[language].items() if only is None or name in only}
        looking = Looking(ground, texts, weights, self.asked(texts, language))
        few = self._few(ground, weights, among)
        if few is not None:
            return looking.found([self._allowed(few, among)] * len(texts))
        brought = self._brought(looking, ground, weights, among)
        return looking.found([self._allowed(promising(own, DEEP), among) for own in brought])

    def asked(self, texts: Sequence[str], language: Language) -> Vectors:
        """Vectors of questions in the language's space: shape (n, dims), not to be written to.

        The same list is read once. Never a part of one: how an encoder rounds hangs on what it reads along.
        """
        space = self.spaces.of(language)
        key = (space, *texts)
        if (known := self._asked.get(key)) is not None:
            return known
        vectors = as_queries(self.spaces.encoders[space], texts)
        vectors.flags.writeable = False
        self._asked[key] = vectors
        while len(self._asked) > REMEMBERED:
            self._asked.popitem(last=False)
        return vectors

    def judge(self, language: Language) -> Judge:
        """What says how likely answers in that language answer questions."""
        if language not in self._judges:
            self._judges[language] = Judge(self._ground(language), partial(self.asked, language=language))
        return self._judges[language]

    def _ground(self, language: Language) -> Ground:
        """Chosen once: two threads that ask at the same time make the same one."""
        if language not in self._grounds:
            space = self.spaces.of(language)
            answers, asked = self.meaning[f"answers-{space}"], self.meaning[f"asked-{space}"]
            background = asked.some(BACKGROUND)
            self._grounds[language] = Ground(
                language, self.words, answers, asked, self.talk, background, self.read, self.ranking
            )
        return self._grounds[language]

    def _few(self, ground: Ground, weights: Mapping[str, float], among: Exchanges | None) -> Exchanges | None:
        """All there are, ascending, where they are so few that the view of what was asked alone would bring every one.

        Then nothing needs to be searched: each is looked at closely. None where they are more.
        """
        if "asked_meaning" not in weights or (ground.asked.size if among is None else len(among)) > DEEP:
            return None
        return ground.everything if among is None else among[ground.asked.holds(among)]

    def _brought(
        self, looking: Looking, ground: Ground, weights: Mapping[str, float], among: Exchanges | None
    ) -> list[list[tuple[float, Scored]]]:
        """For each question (weight, what a view brings) of each view; the views side by side, each for all questions at once."""
        options: dict[str, Any] = {"among": among, "hidden": self.hidden}
        jobs = [
            (weights[field], self._threads.submit(
                self.words.scores, [each.weights for each in terms], ground.language, field, limit=DEEP, **options
            ))
            for field, terms in looking.terms.items()
        ]  # fmt: skip
        for view, store, limit in (("answer", ground.answers, DEEP * 2), ("asked", ground.asked, DEEP)):
            weight = sum(each for name, each in weights.items() if name.startswith(view) and name not in FIELDS)
            if weight:
                jobs.append((weight, self._threads.submit(store.scores, looking.vectors, limit=limit, **options)))
        found = [(weight, each.result()) for weight, each in jobs]
        return [[(weight, each[at]) for weight, each in found] for at in range(len(looking.vectors))]

    def _allowed(self, found: Exchanges, among: Exchanges | None) -> Exchanges:
        """What was found, ids ascending, and what stands beside it in a discussion, as far as it may be shown; ids ascend."""
        beside = np.concatenate([self.talk.beside(found, step) for step in AWAY])
        beside = beside[beside >= 0]
        every = np.union1d(found, beside) if len(beside) else found
        allowed = every[~held_by(self.hidden, every)] if len(self.hidden) else every
        return allowed if among is None else allowed[held_by(among, allowed)]


def promising(brought: Sequence[tuple[float, Scored]], limit: int) -> Exchanges:
    """The `limit` exchanges that stand out most in what weighted views bring, seen from each view's least; ids ascend."""
    found = np.unique(np.concatenate([each.exchanges for _, each in brought]))
    if len(found) <= limit:
        return found
    total = np.zeros(len(found))
    for weight, each in brought:
        spread = each.scores.std() if len(each) else 0.0
        if spread > 0:
            total[np.searchsorted(found, each.exchanges)] += weight * (each.scores - each.scores.min()) / spread
    return np.sort(found[np.argpartition(-total, limit)[:limit]])
