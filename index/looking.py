"""Looking closely at what may answer the questions of an outline: every candidate weighed by every view, put in order.

The first hits add their words and meaning to their question, and the conversation around a candidate lifts it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, partial

import numpy as np
from numpy.typing import NDArray

from corpus.records import Language, Said
from index.answers import unit
from index.encoders import Vectors
from index.first_hits import MOST, FirstHits, first_hits
from index.fusion import Scores
from index.ground import Ground
from index.looked import Looked, Material
from index.question_terms import QuestionTerms, cut_for, expanded
from index.scored import Exchanges
from index.words import FIELDS

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


class Looking:
    """The questions of an outline on their way: what they have in common is read once."""

    def __init__(self, ground: Ground, texts: Sequence[str], weights: Mapping[str, float], vectors: Vectors) -> None:
        """weights  of the views that count; vectors: of the texts, shape (q, dims)"""
        self.vectors = vectors
        cut = cache(partial(cut_for, language=ground.language))  # what is told and what was asked are cut alike
        self.terms = {
            field: [self._terms_of(ground, field, cut(field.rpartition("_")[2], text)) for text in texts]
            for field in FIELDS
            if field in weights
        }
        self._ground = ground
        self._weights = weights

    @cached_property
    def _seen(self) -> Vectors:
        """The questions through the lens."""
        return self._ground.lens(self.vectors)

    def found(self, candidates: Sequence[Exchanges]) -> list[Found]:
        """The candidates of each question, whose ids ascend, weighed and scored."""
        looked = self._ground.looked(np.concatenate(candidates))
        rows = looked.exchanges
        if not len(rows):
            return [Found.none() for _ in candidates]
        views = self.views(looked)
        own = np.array([looked.among(each) for each in candidates])
        first = self._in_order(views, own, looked)
        hits = [first_hits(rows[mine], scores[mine]) for mine, scores in zip(own, first, strict=True)]
        more, added = self._learnt(looked, hits)
        scores = self._in_order(views | more, own, looked) if more else first
        return [
            Found(rows[mine], scores[at, mine], {name: each[at, mine] for name, each in views.items()}, added[at])
            for at, mine in enumerate(own)
        ]

    @staticmethod
    def _terms_of(ground: Ground, field: str, cut: Sequence[str]) -> QuestionTerms:
        return ground.ranking.weighted(cut, ground.words.rarity(set(cut), field))

    def views(self, looked: Looked) -> Views:
        """Every view of what is looked at."""
        meant = [self._meant(each) for each in looked.parts]
        return {field: self._said(looked, field, terms) for field, terms in self.terms.items()} | {
            name: looked.joined([each[name] for each in meant]) for name in meant[0]
        }

    def _meant(self, part: Material) -> Views:
        nearest, opening = part.answers.nearest_and_opening(self.vectors)
        return {
            "answer_meaning": nearest,
            "answer_opening": opening,
            "answer_whole": np.asarray(self._seen @ part.seen.T, np.float64),
            "asked_meaning": part.asked.opening(self.vectors),
        }

    def _said(self, looked: Looked, field: str, terms: Sequence[QuestionTerms]) -> Scores:
        """BM25 of every exchange over what the terms themselves would score."""
        wanted = self._ground.words.wanted([each.weights for each in terms], field)
        found = looked.joined([part.told(field).bm25(*wanted) for part in looked.parts])
        return np.asarray(found / np.array([[each.whole] for each in terms]), np.float64)

    def _in_order(self, views: Views, own: NDArray[np.bool_], looked: Looked) -> Scores:
        """The scores things are shown by: each exchange's own, and what its surroundings add. Shape (questions, exchanges)."""
        ranking = self._ground.ranking
        fused = ranking.fuse(views, self._weights, looked.background)
        return looked.around.lifted(np.where(own, fused, 0.0), ranking.conversation)

    def _learnt(self, looked: Looked, hits: Sequence[FirstHits]) -> tuple[Views, list[Mapping[str, float]]]:
        """The views again, with what the first hits of each question add to it; and the words they add."""
        found: Views = {}
        beyond: list[Mapping[str, float]] = [{} for _ in hits]
        if "answer_more" in self._weights:
            found["answer_more"] = self._more(looked, hits)
        if self._ground.read is not None and "answer_words" in self._weights:
            said = self._ground.read(np.unique(np.concatenate([each.exchanges for each in hits])).tolist())
            terms = [
                self._expanded(own, each, said) for own, each in zip(self.terms["answer_words"], hits, strict=True)
            ]
            found["answer_words"] = self._said(looked, "answer_words", terms)
            beyond = [_beyond(own, each) for own, each in zip(self.terms["answer_words"], terms, strict=True)]
        return found, beyond

    def _more(self, looked: Looked, hits: Sequence[FirstHits]) -> Scores:
        """Cosine of the whole answers to each question's meaning with that of its hits added."""
        every = np.unique(np.concatenate([each.exchanges for each in hits]))
        seen = looked.seen(every)
        added = [np.asarray(each.shares, np.float32) @ seen[np.searchsorted(every, each.exchanges)] for each in hits]
        queries = unit(self._seen + np.float32(self._ground.ranking.meaning) * np.array(added, np.float32))
        return looked.joined([np.asarray(queries @ part.seen.T, np.float64) for part in looked.parts])

    def _expanded(self, terms: QuestionTerms, hits: FirstHits, said: Mapping[int, Said]) -> QuestionTerms:
        """The terms with those of the hits; one that is gone from the corpus meanwhile says nothing."""
        told = [said[one].answered if one in said else "" for one in hits.exchanges.tolist()]
        cuts = [cut_for("answer_words", each, self._ground.language) for each in told]
        rarity = self._ground.words.rarity({term for cut in cuts for term in cut}, "answer_words")
        return expanded(terms, cuts, hits.shares, rarity, weight=self._ground.ranking.words, most=MOST)


def _beyond(own: QuestionTerms, terms: QuestionTerms) -> Mapping[str, float]:
    return {term: weight for term, weight in terms.weights.items() if term not in own.weights}
