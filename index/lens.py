"""Seeing what an answer is about: vectors less what all answers share, and less what varies within one answer.

Directions in which the passages of one answer differ, or a question from its own answer, tell answers apart by how
something is said; they count less. Fitted on the background when an index is opened, from its own vectors alone.
Source: within-class covariance normalisation, Hatch et al. 2006.
"""

from dataclasses import dataclass

import numpy as np

from index.answers import Answers, unit
from index.encoders import Vectors

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


def fit_lens(answers: Answers, asked: Answers) -> Lens:
    """The lens of some exchanges: their answers, and the questions really asked."""
    wholes = answers.wholes()
    dims = answers.vectors.shape[1]
    centre = wholes.mean(axis=0) if len(wholes) else np.zeros(dims, np.float32)
    return Lens(centre, _weights(np.concatenate([_within(answers), _between(asked.wholes(), wholes)]), dims))


def _weights(differences: Vectors, dims: int) -> Vectors:
    if len(differences) < FEWEST:
        return np.eye(dims, dtype=np.float32)
    variances, directions = np.linalg.eigh(differences.T @ differences / len(differences))
    spread = np.maximum(variances, 0) + RIDGE * max(variances.mean(), 1e-12)
    return np.asarray(directions / np.sqrt(spread / spread.mean()) @ directions.T, dtype=np.float32)


def _within(answers: Answers) -> Vectors:
    """Passages less the mean of their answer, of answers of several."""
    many = np.bincount(answers.owners, minlength=answers.count)[answers.owners].astype(np.float32)[:, None]
    apart = answers.vectors - answers.sums()[answers.owners] / many
    several = many[:, 0] > 1
    return np.asarray(apart[several] * np.sqrt(many / np.maximum(many - 1, 1))[several], dtype=np.float32)


def _between(asked: Vectors, answered: Vectors) -> Vectors:
    """Questions less their answers, less what all differ by; of questions that say something."""
    telling = asked.any(axis=1) & answered.any(axis=1)
    apart = (asked - answered)[telling] / np.float32(np.sqrt(2))
    return np.asarray(apart - apart.mean(axis=0) if len(apart) else apart, dtype=np.float32)
