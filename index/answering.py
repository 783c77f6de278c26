"""P(this answer answers this question), from the words of both alone: how far it stands out, turned into a probability.

What stands beside an answer in its conversation never enters, nor what was really asked: two questions with the same
words get the same chance. A logistic curve per language says how surely an answer answers that stands out so far. It
is fitted on the corpus's own pairs of a question and its answer (index/own_pairs.py); small corpora have the shipped one.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from corpus.records import Language
from index.fusion import Scores

Probabilities = NDArray[np.float64]

OTHERS = 50
"""Questions of the corpus that every answer is compared by."""

DAMPED = 4.0
"""Standard deviations from which standing out further says little more."""

FEWEST = 50
"""Own pairs a curve is fitted on; with fewer the shipped one is taken."""


@dataclass(frozen=True)
class Curve:
    """slope      per standard deviation an answer stands out for the question
    others     per standard deviation it stands out for the corpus's questions at large: below 0
    """

    slope: float
    others: float
    intercept: float

    def __call__(self, standing: Scores, at_large: Scores) -> Probabilities:
        """P of each answer, shape of `standing`, (questions, answers); at_large: shape (answers,)"""
        return np.asarray(expit(self.slope * damped(standing) + self.others * at_large + self.intercept), np.float64)


SHIPPED: dict[Language, Curve] = {"zh": Curve(0.97, -0.83, -1.28), "en": Curve(1.62, -1.07, -1.62)}
"""Fitted on the sample corpus, as every corpus's own is."""


def standing_at_large(of_others: Scores) -> Scores:
    """How far each answer stands out for the corpus's questions at large: shape (answers,).

    of_others  shape (any number of questions, answers)

    An answer of many words in which every question finds something answers none of them for that.
    """
    return of_others.mean(axis=0) if len(of_others) else np.zeros(of_others.shape[1])


def damped(standing: Scores) -> Scores:
    """Far out says less and less more: of what stands out for the words it shares, twice as many are not twice the proof."""
    return np.asarray(np.where(standing > 0, DAMPED * np.log1p(np.maximum(standing, 0) / DAMPED), standing), np.float64)


def compared_by(pairs: int) -> NDArray[np.int64]:
    """Which of so many own pairs give the questions that every answer is compared by: about OTHERS of them, all if few."""
    return np.arange(0, pairs, max(pairs // OTHERS, 1))


def fit_curve(standing: Scores, own: NDArray[np.int64], shares: Scores) -> Curve | None:
    """The curve of the corpus's own pairs, each compared by the others' questions; None where they are too few.

    standing  shape (questions, answers); own: the column of each question's own answer, shape (questions,)
    shares    how much each other answer counts as one that does not answer, shape (questions, answers)

    Source: Platt scaling, Platt 1999.
    """
    return None if len(own) < FEWEST else _fitted(features(standing), own, shares)


def features(standing: Scores) -> Scores:
    """What a curve is fitted on: how far out for the question, and at large: shape (questions, answers, 2).

    standing  of the own pairs' questions, some of which are those compared by; each of these is compared by the others alone.
    """
    others = compared_by(len(standing))
    at_large = np.tile(standing_at_large(standing[others]), (len(standing), 1))
    at_large[others] += (at_large[others] - standing[others]) / max(len(others) - 1, 1)
    return np.stack([damped(standing), at_large], axis=-1)


def _fitted(told: Scores, own: NDArray[np.int64], shares: Scores) -> Curve:
    from sklearn.linear_model import LogisticRegression  # seconds to load

    asked, answers = np.nonzero(shares)
    rows = np.concatenate([told[np.arange(len(own)), own], told[asked, answers]])
    labels = np.repeat([1, 0], [len(own), len(asked)])
    weights = np.concatenate([np.ones(len(own)), shares[asked, answers]])
    model = LogisticRegression(C=10).fit(rows, labels, sample_weight=weights)
    slope, others = model.coef_[0].tolist()
    return Curve(slope, others, float(model.intercept_[0]))


def shares_of_others(own: NDArray[np.int64], conversations: NDArray[np.int64], unlike: NDArray[np.bool_]) -> Scores:
    """Two wrong answers to every right one: one of the same conversation, one of another, each spread over all there are.

    own            the column of each question's own answer, shape (questions,)
    conversations  of each answer, shape (answers,)
    unlike         which answers were given to a question unlike this one, shape (questions, answers)
    """
    here = conversations[own][:, None] == conversations[None, :]
    may = unlike.copy()
    may[np.arange(len(own)), own] = False
    shares = np.zeros(may.shape)
    for among in (may & here, may & ~here):
        shares += among / np.maximum(among.sum(axis=1, keepdims=True), 1)
    total = shares.sum(axis=1, keepdims=True)  # where all there are stand on one side, they count for both
    return np.asarray(2 * shares / np.where(total == 0, 1, total), np.float64)
