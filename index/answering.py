"""P(this answer answers this question), from the words of both alone.

What stands beside an answer in its conversation never enters, nor what was really asked: two questions with the same
answer must get the same chance. A logistic curve turns how an answer stands out from the corpus's others into a
probability. It is fitted on the corpus's own pairs of a question and its answer (index/own_pairs.py); a small corpus has the
shipped one. Source: Platt scaling, Platt 1999.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.records import Language
from index.fusion import Scores, fuse

FEATURES = ("standing", "answer_words", "answer_whole")
"""standing      the fused score of the views of the answer: standard deviations above the corpus's mean
answer_words  share of the question's terms it says, weighed by how rare they are
answer_whole  cosine, through the lens (index/lens.py)
"""

Features = NDArray[np.float64]
"""Shape (n, len(FEATURES))."""


@dataclass(frozen=True)
class Curve:
    """weights  one a feature"""

    weights: tuple[float, ...]
    intercept: float

    def __call__(self, features: Features) -> Scores:
        """P of each row, shape (n,)."""
        return np.asarray(1 / (1 + np.exp(-(features @ np.array(self.weights) + self.intercept))))


SHIPPED: dict[Language, Curve] = {
    "zh": Curve((1.0, 0.0, 0.0), -1.0),
    "en": Curve((1.0, 0.0, 0.0), -1.0),
}


def features(views: Mapping[str, Scores], weights: Mapping[str, float], background: NDArray[np.bool_]) -> Features:
    """The features of every row of the views; views and weights as in index.fusion.fuse."""
    own = {name: weight for name, weight in weights.items() if name.startswith("answer_") and name != "answer_more"}
    standing = fuse(views, own, background)
    return np.stack([standing, *(views[name] for name in FEATURES[1:])], axis=1)


def fit_curve(found: Features, labels: NDArray[np.bool_]) -> Curve:
    """The curve of some pairs. labels: whether the answer answers the question, shape (n,)."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=10, max_iter=1000).fit(found, labels)
    return Curve(tuple(float(weight) for weight in model.coef_[0]), float(model.intercept_[0]))
