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
    """(x − mean) / standard deviation, both over the background rows; zeros where those are all alike."""
    among = scores[background]
    spread = among.std() if len(among) else 0.0
    return (scores - among.mean()) / spread if spread > _ALIKE else np.zeros_like(scores)


def fuse(views: Mapping[str, Scores], weights: Mapping[str, float], background: NDArray[np.bool_]) -> Scores:
    """Σ weight × standardised view, itself standardised: 1 is one standard deviation of the background above its mean.

    views       name → one score a row, all of one shape (n,); a view without a weight is left out
    background  rows of the background, shape (n,)

    Source: the linear combination of z-scores, Kamps and de Rijke 2004.
    """
    total = np.zeros(len(background))
    for name, scores in views.items():
        if weight := weights.get(name, 0.0):
            total += weight * standardise(scores, background)
    return standardise(total, background)
