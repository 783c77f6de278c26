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
"""Questions of the corpus that every answer is compared by; more tell no more (docs/MEASUREMENTS.md)."""

DAMPED = 4.0
"""Standard deviations from which standing out further says little more."""

FEWEST = 50
"""Own pairs a curve is fitted on; with fewer the shipped one is taken."""


@dataclass(frozen=True)
class Curve:
    """slope  per standard deviation"""

    slope: float
    intercept: float

    def __call__(self, beyond: Scores) -> Probabilities:
        """P of each, shape kept."""
        return np.asarray(expit(self.slope * damped(beyond) + self.intercept), np.float64)


SHIPPED: dict[Language, Curve] = {"zh": Curve(0.80, -1.23), "en": Curve(1.46, -1.76)}
"""Fitted on the sample corpus: `python -m benchmarks.validity`."""


def beyond(standing: Scores, of_others: Scores) -> Scores:
    """How much further each answer stands out for each question than for the corpus's questions at large.

    standing   shape (questions, answers); of_others: of the corpus's questions, shape (any number, answers)

    An answer of many words that every question finds something in answers none of them for that.
    """
    return standing - of_others.mean(axis=0) if len(of_others) else standing


def damped(beyond: Scores) -> Scores:
    """Far out counts less and less more: of what stands out for the words it shares, twice as many say little more."""
    return np.asarray(np.where(beyond > 0, DAMPED * np.log1p(np.maximum(beyond, 0) / DAMPED), beyond), np.float64)


def compared_by(pairs: int) -> NDArray[np.int64]:
    """Which of so many own pairs give the questions that every answer is compared by: about OTHERS of them, all if few."""
    return np.arange(0, pairs, max(pairs // OTHERS, 1))


def fit_curve(standing: Scores, own: NDArray[np.int64], shares: Scores) -> Curve | None:
    """The curve of the corpus's own pairs, each compared by the others' questions; None where they are too few.

    standing  shape (questions, answers); own: the column of each question's own answer, shape (questions,)
    shares    how much each other answer counts as one that does not answer, shape (questions, answers)

    Source: Platt scaling, Platt 1999.
    """
    if len(own) < FEWEST:
        return None
    others = compared_by(len(own))
    further = beyond(standing, standing[others])
    further[others] *= len(others) / (len(others) - 1)  # compared by the others alone, without itself
    return _fitted(further, own, shares)


def _fitted(further: Scores, own: NDArray[np.int64], shares: Scores) -> Curve:
    from sklearn.linear_model import LogisticRegression  # seconds to load

    asked, answers = np.nonzero(shares)
    every = np.arange(len(own))
    scores = damped(np.concatenate([further[every, own], further[asked, answers]]))
    labels = np.repeat([1, 0], [len(own), len(asked)])
    weights = np.concatenate([np.ones(len(own)), shares[asked, answers]])
    model = LogisticRegression(C=10).fit(scores[:, None], labels, sample_weight=weights)
    return Curve(float(model.coef_[0, 0]), float(model.intercept_[0]))


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
