"""Several rankings to one: the weighted sum of standardised scores, which beat rank fusion in both languages."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from index.scored import Exchanges, Scored


def standardise(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """(x − mean) / standard deviation over the candidates, shape kept; zeros where all are alike."""
    spread = scores.std()
    return (scores - scores.mean()) / spread if spread > 0 else np.zeros_like(scores)


def fuse(views: Mapping[str, Mapping[int, float]], weights: Mapping[str, float]) -> dict[int, float]:
    """Candidate → Σ weight × standardised score over the views; a candidate a view did not find has that view's least.

    Views that found nothing say nothing. Source: the linear combination of z-scores, Kamps and de Rijke 2004.
    """
    candidates = sorted(set().union(*views.values())) if views else []
    total = np.zeros(len(candidates))
    for name, found in views.items():
        if found:
            least = min(found.values()) if len(found) == len(candidates) else min(0.0, *found.values())
            raw = np.array([found.get(candidate, least) for candidate in candidates])
            total += weights.get(name, 1.0) * standardise(raw)
    return dict(zip(candidates, total.tolist(), strict=True))


def fuse_scored(
    views: Mapping[str, Scored], weights: Mapping[str, float]
) -> tuple[Exchanges, NDArray[np.float64], NDArray[np.float64]]:
    """As `fuse`, for arrays: (candidates, their totals, the raw score of each in each view, 0 where it was not found)."""
    candidates = np.unique(np.concatenate([each.exchanges for each in views.values()] or [np.zeros(0, np.int64)]))
    total, raw = np.zeros(len(candidates)), np.zeros((len(candidates), len(views)))
    for column, (name, found) in enumerate(views.items()):
        if len(found):
            least = float(found.scores.min()) if len(found) == len(candidates) else min(0.0, float(found.scores.min()))
            places, scores = np.searchsorted(candidates, found.exchanges), np.full(len(candidates), least)
            raw[places, column] = scores[places] = found.scores
            total += weights.get(name, 1.0) * standardise(scores)
    return candidates, total, raw
