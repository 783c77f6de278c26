"""What interviews ask about, found in the vectors of their questions and answers; no word is read here.

Interviewers word a question differently each time: what is answered, and where in the interview it is asked, are further
views of the same thing.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.encoders import Vectors

FEWEST, MOST = 4, 40
"""Subjects that are tried for."""
EACH = 12
"""Exchanges a subject holds at least, on average: fewer are no subject yet."""
NARROW = 0.5
"""Least spread that is reckoned with: where all were asked in the same words, other words are not far yet."""
SAMPLED = 5_000
"""Exchanges the groups are found on; the others join the nearest."""
CLOSE = 0.97
"""A number of groups this close to the best separated one is as good: the smallest counts."""
PLACE = 1.5
"""How much the place in the interview weighs beside what is asked and what is answered, which weigh 1 each."""
DIRECTIONS = 64
"""Main directions of the views that groups are tried on: as good as all of them, and many times as fast."""
NEAR = 0.6
"""An exchange whose likeness to its subject lies below this share of the subject's own mean is of no subject."""


def views(asked: Vectors, answered: Vectors, place: NDArray[np.float32]) -> Vectors:
    """One row an exchange: question, answer, and place in its interview (0 first … 1 last).

    asked, answered  shape (n, dims) of unit or zero rows; place  shape (n,)
    """
    return np.hstack([asked, answered, PLACE * place[:, None]]).astype(np.float32)


@dataclass(frozen=True)
class Groups:
    """centres  shape (k, dims of the views), one row a subject; spread: mean distance of its members, shape (k,)"""

    centres: Vectors
    spread: NDArray[np.float32]

    def nearest(self, rows: Vectors) -> NDArray[np.int64]:
        """The subject of each row, -1 where it is far from all."""
        found = np.full(len(rows), -1, dtype=np.int64)
        for at in range(0, len(rows), 10_000):
            part = rows[at : at + 10_000]
            distances = np.sqrt(
                np.maximum(0, (part**2).sum(1)[:, None] - 2 * part @ self.centres.T + (self.centres**2).sum(1))
            )
            best = distances.argmin(1)
            near = distances[np.arange(len(part)), best] * NEAR <= np.maximum(self.spread[best], NARROW)
            found[at : at + len(part)] = np.where(near, best, -1)
        return found


def find_groups(rows: Vectors, *, seed: int = 0) -> Groups | None:
    """Groups by k-means, their number by the mean silhouette (Rousseeuw 1987); None where there are too few to tell.

    The same rows and seed give the same groups.
    """
    from sklearn.cluster import KMeans
    from sklearn.decomposition import PCA
    from sklearn.metrics import silhouette_score

    draw = np.random.default_rng(seed)
    part = rows if len(rows) <= SAMPLED else rows[np.sort(draw.choice(len(rows), SAMPLED, replace=False))]
    most = min(MOST, len(part) // EACH)
    if most < FEWEST:
        return None
    small = PCA(min(DIRECTIONS, *part.shape), svd_solver="covariance_eigh").fit_transform(part)
    tried = {k: KMeans(k, n_init=4, random_state=seed).fit(small).labels_ for k in range(FEWEST, most + 1)}
    apart = {k: silhouette_score(small, labels, sample_size=2_000, random_state=seed) for k, labels in tried.items()}
    chosen = min(k for k, score in apart.items() if score >= CLOSE * max(apart.values()))
    return groups_of(part, tried[chosen], chosen)


def groups_of(rows: Vectors, labels: NDArray[np.int64], k: int) -> Groups:
    """The centres and spreads of groups given by their members; every one of `k` must have one."""
    centres = np.array([rows[labels == at].mean(0) for at in range(k)], dtype=np.float32)
    distances = np.linalg.norm(rows - centres[labels], axis=1)
    return Groups(centres, np.array([distances[labels == at].mean() for at in range(k)], dtype=np.float32))
