"""Finding the exchanges that may answer some questions: candidates of every view, weighed by all, put in order.

Words and meaning, of the answer and of the question really asked, each bring candidates; every candidate is then weighed
exactly by every view against the background (index/fusion.py). The first hits add their words and meaning to the
question, and the conversation around a candidate lifts it.
"""

import os
from collections.abc import Callable, Mapping, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.records import Language
from index.context import STEPS, of_conversation, with_neighbours
from index.encoders import Vectors
from index.first_hits import MEANING, MOST, WORDS, first_hits
from index.fusion import Scores, fuse
from index.lens import Lens, fit_lens, unit, whole_answers
from index.meaning import MeaningIndex
from index.meaning_views import answer_views, asked_view
from index.question_terms import QuestionTerms, cut_for, expanded, weighted
from index.scored import Exchanges, Scored
from index.spaces import Spaces
from index.talk import Talk
from index.words import FIELDS, WordIndex

DEEP = 2000
"""Exchanges each view brings."""

BACKGROUND = 1000
"""Exchanges of the corpus that scores are compared with."""

WEIGHTS: dict[Language, dict[str, float]] = {
    "zh": {
        "answer_words": 1.0, "answer_pairs": 0.5, "answer_whole": 1.0, "answer_more": 0.5,
        "asked_words": 1.0, "asked_pairs": 0.5, "asked_meaning": 2.0,
    },
    "en": {
        "answer_words": 1.0, "answer_meaning": 1.0, "answer_opening": 1.0, "answer_whole": 1.0, "answer_more": 0.5,
        "asked_words": 1.0, "asked_meaning": 2.0,
    },
}  # fmt: skip
"""answer_more  the answer's meaning beside the question's with what the first hits add"""

CONVERSATION = 1.0
"""What the conversation's suiting counts beside the exchange's own."""

Read = Callable[[Sequence[int]], Mapping[int, str]]
"""Exchange ids → what was answered."""


@dataclass(frozen=True)
class Found:
    """exchanges  ascending, shape (n,)
    scores     their order; views: name → raw scores; all of shape (n,)
    """

    exchanges: Exchanges
    scores: Scores
    views: Mapping[str, Scores]

    @classmethod
    def none(cls) -> "Found":
        """Nothing."""
        return cls(np.zeros(0, np.int64), np.zeros(0), {})


@dataclass(frozen=True)
class Background:
    """exchanges  ascending; lens: how answers are seen that are compared as wholes"""

    exchanges: Exchanges
    lens: Lens


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
        self._backgrounds: dict[str, Background] = {}
        self._threads = ThreadPoolExecutor(min(len(os.sched_getaffinity(0)), 4))

    def find(
        self, texts: Sequence[str], language: Language, among: Exchanges | None = None, only: Set[str] | None = None
    ) -> list[Found]:
        """What may answer each text, within `among`, whose ids ascend. only: the views that count, None for all."""
        if not len(texts) or (among is not None and not len(among)):
            return [Found.none() for _ in texts]
        looking = self._looking(texts, language, only)
        brought = self._brought(looking, language, among)
        jobs = [
            self._threads.submit(one.found, self._candidates(own, among))
            for one, own in zip(looking, brought, strict=True)
        ]
        return [each.result() for each in jobs]

    def background(self, space: str) -> Background:
        """What scores of a space are compared with; chosen once."""
        if space not in self._backgrounds:
            answers, asked = self.meaning[f"answers-{space}"], self.meaning[f"asked-{space}"]
            exchanges = asked.some(BACKGROUND)
            self._backgrounds[space] = Background(exchanges, fit_lens(answers, asked, exchanges))
        return self._backgrounds[space]

    def _looking(self, texts: Sequence[str], language: Language, only: Set[str] | None) -> list["_Looking"]:
        space = self.spaces.of(language)
        self.background(space)  # once, before threads ask for it
        weights = {name: each for name, each in WEIGHTS[language].items() if only is None or name in only}
        vectors = self.spaces.encoders[space].encode(texts)
        return [_Looking(self, text, language, weights, vectors[[at]]) for at, text in enumerate(texts)]

    def _brought(
        self, looking: Sequence["_Looking"], language: Language, among: Exchanges | None
    ) -> list[list[Scored]]:
        """For each question, what each view brings; the views side by side, each for all questions at once."""
        space, weights = self.spaces.of(language), looking[0].weights
        vectors = np.concatenate([one.vector for one in looking])
        options: dict[str, Any] = {"among": among, "hidden": self.hidden}
        jobs = [
            self._threads.submit(
                self.words.scores, [one.terms[field].weights for one in looking], language, field, limit=DEEP, **options
            )
            for field in looking[0].terms
        ] + [
            self._threads.submit(self.meaning[f"{kind}-{space}"].scores, vectors, limit=limit, **options)
            for view, kind, limit in (("answer", "answers", DEEP * 2), ("asked", "asked", DEEP))
            if any(name.startswith(view) for name in weights.keys() - set(FIELDS))
        ]
        views = [each.result() for each in jobs]
        return [[each[at] for each in views] for at in range(len(looking))]

    def _candidates(self, brought: Sequence[Scored], among: Exchanges | None) -> Exchanges:
        found = np.unique(np.concatenate([each.exchanges for each in brought]))
        beside = [self.talk.beside(found, step) for step in range(-STEPS, STEPS + 1) if step]
        allowed = np.setdiff1d(np.unique(np.concatenate([found, *beside])), [*self.hidden.tolist(), -1])
        return allowed if among is None else np.intersect1d(allowed, among)


class _Looking:
    """One question on its way."""

    def __init__(
        self, at: Finder, text: str, language: Language, weights: Mapping[str, float], vector: Vectors
    ) -> None:
        """vector  shape (1, dims)"""
        space = at.spaces.of(language)
        self.weights = weights
        self.vector = vector
        self._at = at
        self._language = language
        self._answers, self._asked = at.meaning[f"answers-{space}"], at.meaning[f"asked-{space}"]
        self._background = at.background(space)
        self.terms = {field: self._terms_of(text, field) for field in FIELDS if field in weights}

    def found(self, candidates: Exchanges) -> Found:
        if not len(candidates):
            return Found.none()
        rows = np.union1d(candidates, self._background.exchanges)
        views = self._views(rows)
        own = np.isin(rows, candidates, assume_unique=True)
        scores = self._in_order(rows, views, own)
        scores = self._in_order(rows, views | self._learnt(rows, scores, own), own)
        return Found(rows[own], scores[own], {name: each[own] for name, each in views.items()})

    def _terms_of(self, text: str, field: str) -> QuestionTerms:
        cut = cut_for(field, text, self._language)
        return weighted(cut, self._at.words.rarity(set(cut), field))

    def _views(self, rows: Exchanges) -> dict[str, Scores]:
        words = {field: self._said(rows, field, terms) for field, terms in self.terms.items()}
        meaning = answer_views(self._answers, rows, self.vector, self._background.lens)
        meaning |= asked_view(self._asked, rows, self.vector)
        return words | {name: each[0] for name, each in meaning.items()}

    def _said(self, rows: Exchanges, field: str, terms: QuestionTerms) -> Scores:
        """BM25 of every row over what the terms themselves would score."""
        (found,) = self._at.words.weigh([terms.weights], self._language, field, rows)
        return np.asarray(found / terms.whole, dtype=np.float64)

    def _in_order(self, rows: Exchanges, views: Mapping[str, Scores], own: NDArray[np.bool_]) -> Scores:
        """The score things are shown by: each exchange's own, and what its conversation adds."""
        background = np.isin(rows, self._background.exchanges, assume_unique=True)
        scores = fuse(views, self.weights, background)
        scores = with_neighbours(np.where(own, scores, 0.0), rows, self._at.talk)
        lifted = scores + CONVERSATION * of_conversation(scores, self._at.talk.conversations(rows))
        return np.where(own, lifted, scores)

    def _learnt(self, rows: Exchanges, scores: Scores, own: NDArray[np.bool_]) -> dict[str, Scores]:
        """The views again, with what the first hits add to the question."""
        hits = first_hits(rows[own], scores[own])
        found: dict[str, Scores] = {}
        if "answer_more" in self.weights:
            lens = self._background.lens
            added = np.asarray(hits.shares) @ lens(whole_answers(self._answers, hits.exchanges))
            query = unit(lens(self.vector) + MEANING * added)
            found["answer_more"] = (lens(whole_answers(self._answers, rows)) @ query.T)[:, 0].astype(np.float64)
        said = self._at.read(hits.exchanges.tolist()) if self._at.read and "answer_words" in self.weights else {}
        if len(said) == len(hits.exchanges):
            terms = self._expanded([said[one] for one in hits.exchanges.tolist()], hits.shares)
            found["answer_words"] = self._said(rows, "answer_words", terms)
        return found

    def _expanded(self, said: Sequence[str], shares: Sequence[float]) -> QuestionTerms:
        cuts = [cut_for("answer_words", each, self._language) for each in said]
        rarity = self._at.words.rarity({term for cut in cuts for term in cut}, "answer_words")
        return expanded(self.terms["answer_words"], cuts, shares, rarity, weight=WORDS, most=MOST)
