"""Finding the exchanges that may answer one question: candidates of every view, weighed by all, put in order.

Words and meaning, of the answer and of the question really asked, each bring candidates; every candidate is then weighed
exactly by every view against the background (index/fusion.py). The first hits add their words and meaning to the
question, and the conversation around a candidate lifts it.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.records import Language
from index.answering import Features, features
from index.context import STEPS, of_conversation, with_neighbours
from index.encoders import Vectors
from index.first_hits import MEANING, MOST, WORDS, first_hits
from index.fusion import Scores, fuse
from index.lens import Lens, fit_lens, unit, whole_answers
from index.meaning import Ids, MeaningIndex
from index.meaning_views import answer_views, asked_view
from index.spaces import Spaces
from index.talk import Talk
from index.question_terms import QuestionTerms, cut_for, expanded, weighted
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

    exchanges: Ids
    scores: Scores
    views: Mapping[str, Scores]


class Finder:
    """Finds for one question at a time."""

    def __init__(
        self, spaces: Spaces, words: WordIndex, meaning: Mapping[str, MeaningIndex], talk: Talk,
        hidden: Sequence[int] = (), read: Read | None = None,
    ) -> None:  # fmt: skip
        self.spaces = spaces
        self.words = words
        self.meaning = meaning
        self.talk = talk
        self.hidden = hidden
        self.read = read
        self._backgrounds: dict[str, Background] = {}

    def find(self, text: str, language: Language, among: Sequence[int] | None, only: Set[str] | None = None) -> Found:
        """What may answer `text`, within `among`. only: the views that count, None for all."""
        if among is not None and not len(among):
            return Found(np.zeros(0, np.int64), np.zeros(0), {})
        return _Looking(self, text, language, among, only).found()

    def features(self, text: str, language: Language, exchanges: Ids) -> Features:
        """How some exchanges, whose ids ascend, answer `text`, by their own words (index/answering.py): a row each."""
        return _Looking(self, text, language, exchanges, None).features(exchanges)

    def background(self, space: str) -> "Background":
        """What scores of a space are compared with; chosen once."""
        if space not in self._backgrounds:
            exchanges = self.meaning[f"asked-{space}"].some(BACKGROUND)
            lens = fit_lens(self.meaning[f"answers-{space}"], self.meaning[f"asked-{space}"], exchanges)
            self._backgrounds[space] = Background(exchanges, lens)
        return self._backgrounds[space]


@dataclass(frozen=True)
class Background:
    """exchanges  ascending; lens: how answers are seen that are compared as wholes"""

    exchanges: Ids
    lens: Lens


class _Looking:
    """One question on its way."""

    def __init__(
        self, at: Finder, text: str, language: Language, among: Sequence[int] | None, only: Set[str] | None
    ) -> None:
        space = at.spaces.of(language)
        self._at = at
        self._text = text
        self._language = language
        self._among = among
        self._weights = {name: each for name, each in WEIGHTS[language].items() if only is None or name in only}
        self._fields = [field for field in FIELDS if field in self._weights]
        self._answers, self._asked = at.meaning[f"answers-{space}"], at.meaning[f"asked-{space}"]
        self._background = at.background(space)
        self._vector = at.spaces.encoders[space].encode([text])
        self._terms = {field: self._terms_of(field) for field in self._fields}

    def found(self) -> Found:
        brought, candidates = self._candidates()
        rows = np.union1d(candidates, self._background.exchanges)
        views = self._views(rows, brought)
        own = np.isin(rows, candidates, assume_unique=True)
        scores = self._in_order(rows, views, own)
        scores = self._in_order(rows, views | self._learnt(rows, scores, own), own)
        return Found(rows[own], scores[own], {name: each[own] for name, each in views.items()})

    def features(self, exchanges: Ids) -> Features:
        rows = np.union1d(exchanges, self._background.exchanges)
        views = self._views(rows, {field: {} for field in self._fields})
        found = features(views, self._weights, np.isin(rows, self._background.exchanges, assume_unique=True))
        return found[np.searchsorted(rows, exchanges)]

    def _terms_of(self, field: str) -> QuestionTerms:
        cut = cut_for(field, self._text, self._language)
        return weighted(cut, self._at.words.rarity(set(cut), field))

    def _candidates(self) -> tuple[dict[str, dict[int, float]], Ids]:
        """What each view of words brings, and all that any view brings."""
        options = {"among": self._among, "hidden": self._at.hidden}
        brought = {
            field: self._at.words.scores(terms.weights, self._language, field, limit=DEEP, **options)
            for field, terms in self._terms.items()
        }
        near = [
            store.scores(self._vector, limit=limit, **options)[0]
            for kind, store, limit in (("answer", self._answers, DEEP * 2), ("asked", self._asked, DEEP))
            if any(name.startswith(kind) for name in self._weights.keys() - set(FIELDS))
        ]
        found = np.unique(np.fromiter((one for each in (*brought.values(), *near) for one in each), np.int64))
        allowed = np.setdiff1d(self._at.talk.beside(found, STEPS), np.asarray(self._at.hidden, np.int64))
        return brought, allowed if self._among is None else np.intersect1d(allowed, np.asarray(self._among, np.int64))

    def _views(self, rows: Ids, brought: Mapping[str, Mapping[int, float]]) -> dict[str, Scores]:
        words = {field: self._said(rows, field, self._terms[field], brought[field]) for field in self._fields}
        meaning = answer_views(self._answers, rows, self._vector, self._background.lens)
        meaning |= asked_view(self._asked, rows, self._vector)
        return words | {name: each[0] for name, each in meaning.items()}

    def _said(self, rows: Ids, field: str, terms: QuestionTerms, brought: Mapping[int, float]) -> Scores:
        """BM25 of every row over what the terms themselves would score."""
        found = dict(brought)
        if len(brought) >= DEEP or self._among is not None:  # else who was not brought says none of the terms
            rest = [one for one in rows.tolist() if one not in found]
            found |= self._at.words.scores(terms.weights, self._language, field, limit=max(len(rest), 1), among=rest)
        return np.array([found.get(one, 0.0) for one in rows.tolist()]) / terms.whole

    def _in_order(self, rows: Ids, views: Mapping[str, Scores], own: NDArray[np.bool_]) -> Scores:
        """The score things are shown by: each exchange's own, and what its conversation adds."""
        background = np.isin(rows, self._background.exchanges, assume_unique=True)
        scores = fuse(views, self._weights, background)
        where = self._at.talk.rows(rows)
        scores = with_neighbours(np.where(own, scores, 0.0), self._at.talk, where)
        lifted = scores + CONVERSATION * of_conversation(scores, self._at.talk.conversation[where])
        return np.where(own, lifted, scores)

    def _learnt(self, rows: Ids, scores: Scores, own: NDArray[np.bool_]) -> dict[str, Scores]:
        """The views again, with what the first hits add to the question."""
        hits = first_hits(rows[own], scores[own])
        found: dict[str, Scores] = {}
        if not len(hits.exchanges):
            return found
        if "answer_more" in self._weights:
            lens = self._background.lens
            added = np.asarray(hits.shares) @ lens(whole_answers(self._answers, hits.exchanges))
            query = unit(lens(self._vector) + MEANING * added)
            found["answer_more"] = (lens(whole_answers(self._answers, rows)) @ query.T)[:, 0].astype(np.float64)
        said = self._at.read(hits.exchanges.tolist()) if self._at.read and "answer_words" in self._weights else {}
        if len(said) == len(hits.exchanges):
            terms = self._expanded([said[one] for one in hits.exchanges.tolist()], hits.shares)
            found["answer_words"] = self._said(rows, "answer_words", terms, self._again(terms))
        return found

    def _expanded(self, said: Sequence[str], shares: Sequence[float]) -> QuestionTerms:
        cuts = [cut_for("answer_words", each, self._language) for each in said]
        rarity = self._at.words.rarity({term for cut in cuts for term in cut}, "answer_words")
        return expanded(self._terms["answer_words"], cuts, shares, rarity, weight=WORDS, most=MOST)

    def _again(self, terms: QuestionTerms) -> dict[int, float]:
        options = {"among": self._among, "hidden": self._at.hidden}
        return self._at.words.scores(terms.weights, self._language, "answer_words", limit=DEEP, **options)
