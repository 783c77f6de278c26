"""Several views to one score: the weighted sum of standardised scores, which beat rank fusion in both languages.

A view is standardised over a fixed sample of the corpus, the background, and not over what happened to be found: so a
score says how far an exchange stands out from the corpus, whatever the audience and however many were found.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]

_ALIKE = 1e-9  # a spread below this is rounding


def standardise(scores: Scores, background: NDArray[np.bool_]) -> Scores:
    """(x − mean) / standard deviation, both over the background rows; zeros where those are all alike.

    scores  shape (n,), or more dimensions before that one: each line by itself
    """
    among = np.compress(background, scores, axis=-1)
    if not among.shape[-1]:
        return np.zeros_like(scores)
    mean = among.mean(axis=-1, keepdims=True)
    spread = among.std(axis=-1, keepdims=True, mean=mean)
    return np.asarray(np.divide(scores - mean, spread, out=np.zeros_like(scores), where=spread > _ALIKE))


def fuse(views: Mapping[str, Scores], weights: Mapping[str, float], background: NDArray[np.bool_]) -> Scores:
    """Σ weight × standardised view, itself standardised: 1 is one standard deviation of the background above its mean.

    views       name → scores, all of one shape (n,) or (questions, n); a view without a weight is left out
    background  rows of the background, shape (n,)

    Source: the linear combination of z-scores, Kamps and de Rijke 2004.
    """
    counted = [name for name in views if weights.get(name)]
    if not counted:
        return np.zeros(len(background))
    standing = standardise(np.stack([views[name] for name in counted]), background)
    total = sum(weights[name] * each for name, each in zip(counted, standing, strict=True))
    return standardise(np.asarray(total), background)
