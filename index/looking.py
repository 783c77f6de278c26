"""Looking closely at what may answer the questions of an outline: every candidate weighed by every view, put in order.

The first hits add their words and meaning to their question, and the conversation around a candidate lifts it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from corpus.records import Language, Said
from index.answers import Answers, unit
from index.context import Surroundings
from index.encoders import Vectors
from index.first_hits import MOST, FirstHits, first_hits
from index.fusion import Scores
from index.lens import Lens
from index.meaning import MeaningIndex
from index.question_terms import QuestionTerms, cut_for, expanded
from index.ranking import Ranking
from index.scored import Exchanges
from index.talk import Talk
from index.words import FIELDS, WordIndex

WEIGHTS: dict[Language, dict[str, float]] = {
    "zh": {
        "answer_words": 1.0, "answer_pairs": 0.5, "answer_whole": 0.5,
        "asked_words": 1.0, "asked_pairs": 0.5, "asked_meaning": 2.0,
    },
    "en": {
        "answer_words": 1.0, "answer_meaning": 1.0, "answer_opening": 1.0, "answer_whole": 1.0, "answer_more": 0.5,
        "asked_words": 1.0, "asked_meaning": 2.0,
    },
}  # fmt: skip
"""answer_more  the answer's meaning beside the question's with what the first hits add"""

Read = Callable[[Sequence[int]], Mapping[int, Said]]
"""Exchange ids → what was asked and answered; ids that are gone are missing."""

Views = dict[str, NDArray[np.float64]]
"""Name → scores, shape (questions, exchanges)."""


@dataclass(frozen=True)
class Found:
    """exchanges  ascending, shape (n,)
    scores     their order; views: name → raw scores; all of shape (n,)
    added      what the first hits added to the question's own words: search word → weight
    """

    exchanges: Exchanges
    scores: Scores
    views: Mapping[str, Scores]
    added: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def none(cls) -> "Found":
        """Nothing."""
        return cls(np.zeros(0, np.int64), np.zeros(0), {})


@dataclass(frozen=True)
class Ground:
    """What questions of one language are looked for in.

    background  exchanges of the corpus that scores are compared with, ascending
    lens        how answers are seen that are compared as wholes, as `ranking` has it fitted
    """

    language: Language
    words: WordIndex
    answers: MeaningIndex
    asked: MeaningIndex
    talk: Talk
    background: Exchanges
    lens: Lens
    read: Read | None
    ranking: Ranking


class Looking:
    """The questions of an outline on their way: what they have in common is read once."""

    def __init__(self, ground: Ground, texts: Sequence[str], weights: Mapping[str, float], vectors: Vectors) -> None:
        """weights  of the views that count; vectors: of the texts, shape (q, dims)"""
        self.vectors = vectors
        self.terms = {
            field: [self._terms_of(ground, text, field) for text in texts] for field in FIELDS if field in weights
        }
        self._ground = ground
        self._weights = weights

    def found(self, candidates: Sequence[Exchanges]) -> list[Found]:
        """The candidates of each question, whose ids ascend, weighed and scored."""
        rows = np.unique(np.concatenate([*candidates, self._ground.background]))
        if not len(rows):
            return [Found.none() for _ in candidates]
        views, seen = self.views(rows)
        own = np.array([np.isin(rows, each, assume_unique=True) for each in candidates])
        around = Surroundings.of(rows, self._ground.talk, self._ground.ranking.beside)
        first = [self._in_order(each, own[at], rows, around) for at, each in enumerate(_by_question(views))]
        more, added = self._learnt(
            rows, seen, [first_hits(rows[own[at]], each[own[at]]) for at, each in enumerate(first)]
        )
        scores = [self._in_order(each, own[at], rows, around) for at, each in enumerate(_by_question(views | more))]
        return [
            Found(rows[own[at]], scores[at][own[at]], {name: row[own[at]] for name, row in each.items()}, added[at])
            for at, each in enumerate(_by_question(views))
        ]

    @staticmethod
    def _terms_of(ground: Ground, text: str, field: str) -> QuestionTerms:
        cut = cut_for(field, text, ground.language)
        return ground.ranking.weighted(cut, ground.words.rarity(set(cut), field))

    def views(self, rows: Exchanges) -> tuple[Views, Vectors]:
        """Every view, and the answers seen through the lens, shape (n, dims)."""
        answers, lens = Answers.of(self._ground.answers, rows), self._ground.lens
        seen = lens(answers.wholes())
        views = {field: self._said(rows, field, terms) for field, terms in self.terms.items()} | {
            "answer_meaning": answers.nearest(self.vectors),
            "answer_opening": answers.opening(self.vectors),
            "answer_whole": np.asarray(lens(self.vectors) @ seen.T, np.float64),
            "asked_meaning": Answers.of(self._ground.asked, rows).opening(self.vectors),
        }
        return views, seen

    def _said(self, rows: Exchanges, field: str, terms: Sequence[QuestionTerms]) -> NDArray[np.float64]:
        """BM25 of every row over what the terms themselves would score."""
        found = self._ground.words.weigh([each.weights for each in terms], self._ground.language, field, rows)
        return np.asarray(found / np.array([[each.whole] for each in terms]), np.float64)

    def _in_order(
        self, views: Mapping[str, Scores], own: NDArray[np.bool_], rows: Exchanges, around: Surroundings
    ) -> Scores:
        """The score things are shown by: each exchange's own, and what its surroundings add."""
        ranking = self._ground.ranking
        background = np.isin(rows, self._ground.background, assume_unique=True)
        fused = ranking.fuse(views, self._weights, background)
        return around.lifted(np.where(own, fused, 0.0), ranking.conversation)

    def _learnt(
        self, rows: Exchanges, seen: Vectors, hits: Sequence[FirstHits]
    ) -> tuple[Views, list[Mapping[str, float]]]:
        """The views again, with what the first hits of each question add to it; and the words they add."""
        found: Views = {}
        meaning = np.float32(self._ground.ranking.meaning)
        beyond: list[Mapping[str, float]] = [{} for _ in hits]
        if "answer_more" in self._weights:
            added = [np.asarray(each.shares, np.float32) @ seen[np.searchsorted(rows, each.exchanges)] for each in hits]
            queries = unit(self._ground.lens(self.vectors) + meaning * np.array(added, np.float32))
            found["answer_more"] = np.asarray(queries @ seen.T, np.float64)
        if self._ground.read is not None and "answer_words" in self._weights:
            said = self._ground.read(np.unique(np.concatenate([each.exchanges for each in hits])).tolist())
            terms = [
                self._expanded(own, each, said) for own, each in zip(self.terms["answer_words"], hits, strict=True)
            ]
            found["answer_words"] = self._said(rows, "answer_words", terms)
            beyond = [_beyond(own, each) for own, each in zip(self.terms["answer_words"], terms, strict=True)]
        return found, beyond

    def _expanded(self, terms: QuestionTerms, hits: FirstHits, said: Mapping[int, Said]) -> QuestionTerms:
        """The terms with those of the hits; one that is gone from the corpus meanwhile says nothing."""
        told = [said[one].answered if one in said else "" for one in hits.exchanges.tolist()]
        cuts = [cut_for("answer_words", each, self._ground.language) for each in told]
        rarity = self._ground.words.rarity({term for cut in cuts for term in cut}, "answer_words")
        return expanded(terms, cuts, hits.shares, rarity, weight=self._ground.ranking.words, most=MOST)


def _beyond(own: QuestionTerms, terms: QuestionTerms) -> Mapping[str, float]:
    return {term: weight for term, weight in terms.weights.items() if term not in own.weights}


def _by_question(views: Views) -> list[dict[str, Scores]]:
    return [{name: rows[at] for name, rows in views.items()} for at in range(len(next(iter(views.values()))))]
