"""Looking for the answers to one question: every candidate weighed by every view, put in order.

The first hits add their words and meaning to the question, and the conversation around a candidate lifts it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.records import Language
from index.answers import Answers, unit
from index.context import of_conversation, with_neighbours
from index.encoders import Vectors
from index.first_hits import MEANING, MOST, WORDS, first_hits
from index.fusion import Scores, fuse
from index.lens import Lens
from index.meaning import MeaningIndex
from index.question_terms import QuestionTerms, cut_for, expanded, weighted
from index.scored import Exchanges
from index.talk import Talk
from index.words import FIELDS, WordIndex

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
class Ground:
    """What questions of one language are looked for in.

    background  exchanges of the corpus that scores are compared with, ascending
    lens        how answers are seen that are compared as wholes
    """

    language: Language
    words: WordIndex
    answers: MeaningIndex
    asked: MeaningIndex
    talk: Talk
    background: Exchanges
    lens: Lens
    read: Read | None


class Looking:
    """One question on its way."""

    def __init__(self, ground: Ground, text: str, weights: Mapping[str, float], vector: Vectors) -> None:
        """weights  of the views that count; vector: shape (1, dims)"""
        self.vector = vector
        self._ground = ground
        self._weights = weights
        self.terms = {field: self._terms_of(text, field) for field in FIELDS if field in weights}

    def found(self, candidates: Exchanges) -> Found:
        """The candidates, whose ids ascend, weighed and scored."""
        if not len(candidates):
            return Found.none()
        rows = np.union1d(candidates, self._ground.background)
        own = np.isin(rows, candidates, assume_unique=True)
        answers = Answers.of(self._ground.answers, rows)
        seen = self._ground.lens(answers.wholes())
        views = self._views(rows, answers, seen)
        scores = self._in_order(rows, views, own)
        scores = self._in_order(rows, views | self._learnt(rows, seen, scores, own), own)
        return Found(candidates, scores[own], {name: each[own] for name, each in views.items()})

    def _terms_of(self, text: str, field: str) -> QuestionTerms:
        cut = cut_for(field, text, self._ground.language)
        return weighted(cut, self._ground.words.rarity(set(cut), field))

    def _views(self, rows: Exchanges, answers: Answers, seen: Vectors) -> dict[str, Scores]:
        return {field: self._said(rows, field, terms) for field, terms in self.terms.items()} | {
            "answer_meaning": answers.nearest(self.vector),
            "answer_opening": answers.opening(self.vector),
            "answer_whole": self._like(seen, self._ground.lens(self.vector)),
            "asked_meaning": Answers.of(self._ground.asked, rows).opening(self.vector),
        }

    def _like(self, seen: Vectors, query: Vectors) -> Scores:
        return np.asarray((seen @ query.T)[:, 0], dtype=np.float64)

    def _said(self, rows: Exchanges, field: str, terms: QuestionTerms) -> Scores:
        """BM25 of every row over what the terms themselves would score."""
        (found,) = self._ground.words.weigh([terms.weights], self._ground.language, field, rows)
        return np.asarray(found / terms.whole, dtype=np.float64)

    def _in_order(self, rows: Exchanges, views: Mapping[str, Scores], own: NDArray[np.bool_]) -> Scores:
        """The score things are shown by: each exchange's own, and what its conversation adds."""
        background = np.isin(rows, self._ground.background, assume_unique=True)
        scores = np.where(own, fuse(views, self._weights, background), 0.0)
        scores = with_neighbours(scores, rows, self._ground.talk)
        return scores + CONVERSATION * of_conversation(scores, self._ground.talk.conversations(rows))

    def _learnt(self, rows: Exchanges, seen: Vectors, scores: Scores, own: NDArray[np.bool_]) -> dict[str, Scores]:
        """The views again, with what the first hits add to the question. seen: the answers of the rows, through the lens."""
        hits = first_hits(rows[own], scores[own])
        found: dict[str, Scores] = {}
        if "answer_more" in self._weights:
            added = np.asarray(hits.shares, np.float32) @ seen[np.searchsorted(rows, hits.exchanges)]
            found["answer_more"] = self._like(seen, unit(self._ground.lens(self.vector) + MEANING * added))
        if self._ground.read is not None and "answer_words" in self._weights:
            said = self._ground.read(hits.exchanges.tolist())
            if len(said) == len(hits.exchanges):  # else the corpus has moved on
                terms = self._expanded([said[one] for one in hits.exchanges.tolist()], hits.shares)
                found["answer_words"] = self._said(rows, "answer_words", terms)
        return found

    def _expanded(self, said: Sequence[str], shares: Sequence[float]) -> QuestionTerms:
        cuts = [cut_for("answer_words", each, self._ground.language) for each in said]
        rarity = self._ground.words.rarity({term for cut in cuts for term in cut}, "answer_words")
        return expanded(self.terms["answer_words"], cuts, shares, rarity, weight=WORDS, most=MOST)
