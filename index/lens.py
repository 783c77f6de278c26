"""Seeing what an answer is about: vectors less what all answers share, and less what varies within one answer.

Directions in which the passages of one answer differ, or a question from its own answer, tell answers apart by how
something is said; they count less. Fitted on the background when an index is opened, from its own vectors alone.
Source: within-class covariance normalisation, Hatch et al. 2006.
"""

from dataclasses import dataclass

import numpy as np

from index.encoders import Vectors
from index.meaning import MeaningIndex
from index.scored import Exchanges

FEWEST = 50
"""Differences a covariance is told by; with fewer every direction counts alike."""

RIDGE = 3.0
"""What is added to every direction's variance, in mean variances: the fewer differences, the less each is believed."""


@dataclass(frozen=True)
class Lens:
    """centre  shape (dims,); weights: shape (dims, dims)"""

    centre: Vectors
    weights: Vectors

    def __call__(self, vectors: Vectors) -> Vectors:
        """Vectors seen through it, shape kept, rows of unit length; zero rows stay zero rows."""
        seen = unit(np.asarray((vectors - self.centre) @ self.weights, np.float32))
        return np.where(vectors.any(axis=-1, keepdims=True), seen, np.float32(0))


def fit_lens(answers: MeaningIndex, asked: MeaningIndex, exchanges: Exchanges) -> Lens:
    """The lens of some exchanges, whose ids ascend."""
    wholes = whole_answers(answers, exchanges)
    centre = wholes.mean(axis=0) if len(wholes) else np.zeros(answers.dims, np.float32)
    differences = np.concatenate([_within(answers, exchanges), _between(asked, exchanges, wholes)])
    return Lens(centre, _weights(differences, answers.dims))


def _weights(differences: Vectors, dims: int) -> Vectors:
    if len(differences) < FEWEST:
        return np.eye(dims, dtype=np.float32)
    variances, directions = np.linalg.eigh(differences.T @ differences / len(differences))
    spread = np.maximum(variances, 0) + RIDGE * max(variances.mean(), 1e-12)
    return np.asarray(directions / np.sqrt(spread / spread.mean()) @ directions.T, dtype=np.float32)


def _within(answers: MeaningIndex, exchanges: Exchanges) -> Vectors:
    """Passages less the mean of their answer, of answers of several."""
    owners, vectors = answers.passages(exchanges)
    many = np.bincount(owners, minlength=len(exchanges)).astype(np.float32)
    sums = np.zeros((len(exchanges), answers.dims), np.float32)
    np.add.at(sums, owners, vectors)
    long = many[owners] > 1
    means = (sums / np.maximum(many, 1)[:, None])[owners]
    unbiased = np.sqrt(many[owners] / np.maximum(many[owners] - 1, 1))[:, None]
    return np.asarray(((vectors - means) * unbiased)[long], dtype=np.float32)


def _between(asked: MeaningIndex, exchanges: Exchanges, wholes: Vectors) -> Vectors:
    """Questions less their answers, less what all differ by; of questions that say something."""
    owners, vectors = asked.passages(exchanges)
    telling = vectors.any(axis=1) & wholes[owners].any(axis=1)
    apart = (vectors - wholes[owners])[telling] / np.float32(np.sqrt(2))
    return np.asarray(apart - apart.mean(axis=0) if len(apart) else apart, dtype=np.float32)


def whole_answers(store: MeaningIndex, exchanges: Exchanges) -> Vectors:
    """The mean of the passages of each answer, of unit length, shape (n, dims); exchanges ascend."""
    owners, vectors = store.passages(exchanges)
    means = np.zeros((len(exchanges), store.dims), np.float32)
    np.add.at(means, owners, vectors)
    return unit(means)


def unit(vectors: Vectors) -> Vectors:
    """Rows of unit length; zero rows stay."""
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.where(norms == 0, 1, norms), dtype=np.float32)
