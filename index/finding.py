"""Finding the exchanges that may answer some questions: what each view brings for all of them, then each looked at closely.

Words and meaning, of the answer and of the question really asked, each bring candidates, all questions at once; index/looking.py
weighs every candidate by every view.
"""

import os
from collections.abc import Mapping, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from corpus.records import Language
from index.answers import Answers
from index.context import STEPS
from index.lens import fit_lens
from index.looking import WEIGHTS, Found, Ground, Looking, Read
from index.meaning import MeaningIndex
from index.scored import Exchanges, Scored
from index.spaces import Spaces
from index.talk import Talk
from index.words import FIELDS, WordIndex

DEEP = 2000
"""Exchanges each view brings."""

BACKGROUND = 1000
"""Exchanges of the corpus that scores are compared with."""


class Finder:
    """Finds for all questions of an outline together."""

    def __init__(
        self, spaces: Spaces, words: WordIndex, meaning: Mapping[str, MeaningIndex], talk: Talk, hidden: Exchanges,
        read: Read | None = None,
    ) -> None:  # fmt: skip
        self.spaces = spaces
        self.words = words
        self.meaning = meaning
        self.talk = talk
        self.hidden = hidden
        self.read = read
        self._grounds: dict[Language, Ground] = {}
        self._threads = ThreadPoolExecutor(min(len(os.sched_getaffinity(0)), 4))

    def find(
        self, texts: Sequence[str], language: Language, among: Exchanges | None = None, only: Set[str] | None = None
    ) -> list[Found]:
        """What may answer each text, within `among`, whose ids ascend. only: the views that count, None for all."""
        if not len(texts) or (among is not None and not len(among)):
            return [Found.none() for _ in texts]
        ground = self._ground(language)
        weights = {name: each for name, each in WEIGHTS[language].items() if only is None or name in only}
        vectors = self.spaces.encoders[self.spaces.of(language)].encode(texts)
        looking = [Looking(ground, text, weights, vectors[[at]]) for at, text in enumerate(texts)]
        brought = self._brought(looking, ground, weights.keys(), among)
        candidates = [self._candidates(own, among) for own in brought]
        jobs = [self._threads.submit(one.found, own) for one, own in zip(looking, candidates, strict=True)]
        return [each.result() for each in jobs]

    def _ground(self, language: Language) -> Ground:
        """Chosen once: two threads that ask at the same time make the same one."""
        if language not in self._grounds:
            space = self.spaces.of(language)
            answers, asked = self.meaning[f"answers-{space}"], self.meaning[f"asked-{space}"]
            background = asked.some(BACKGROUND)
            lens = fit_lens(Answers.of(answers, background), Answers.of(asked, background))
            ground = Ground(language, self.words, answers, asked, self.talk, background, lens, self.read)
            self._grounds[language] = ground
        return self._grounds[language]

    def _brought(
        self, looking: Sequence[Looking], ground: Ground, views: Set[str], among: Exchanges | None
    ) -> list[list[Scored]]:
        """For each question, what each view brings; the views side by side, each for all questions at once."""
        vectors = np.concatenate([one.vector for one in looking])
        options: dict[str, Any] = {"among": among, "hidden": self.hidden}
        jobs = [
            self._threads.submit(
                self.words.scores, [one.terms[field].weights for one in looking], ground.language, field, limit=DEEP,
                **options,
            )
            for field in looking[0].terms
        ] + [
            self._threads.submit(store.scores, vectors, limit=limit, **options)
            for view, store, limit in (("answer", ground.answers, DEEP * 2), ("asked", ground.asked, DEEP))
            if any(name.startswith(view) for name in views - set(FIELDS))
        ]  # fmt: skip
        found = [each.result() for each in jobs]
        return [[each[at] for each in found] for at in range(len(looking))]

    def _candidates(self, brought: Sequence[Scored], among: Exchanges | None) -> Exchanges:
        """What any view brings, and what stands beside it in a discussion; ids ascend."""
        found = np.unique(np.concatenate([each.exchanges for each in brought]))
        beside = [self.talk.beside(found, step) for step in range(-STEPS, STEPS + 1) if step]
        allowed = np.setdiff1d(np.unique(np.concatenate([found, *beside])), [*self.hidden.tolist(), -1])
        return allowed if among is None else np.intersect1d(allowed, among)
