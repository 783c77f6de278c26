"""The lens: what varies within one answer counts less."""

import numpy as np

from index.lens import FEWEST, fit_lens, unit
from index.meaning import MeaningIndex
from index.stored import Stored, vector_ids


def store(vectors, exchanges, passages) -> MeaningIndex:
    return MeaningIndex([Stored.of_vectors(vector_ids(exchanges, passages), unit(np.asarray(vectors, np.float32)))])


def test_a_direction_of_noise_counts_less() -> None:
    draw = np.random.default_rng(1)
    matter = draw.normal(size=(60, 2))
    answers = [[*each, noise] for each in matter for noise in draw.normal(size=2) * 2]
    exchanges = np.repeat(np.arange(1, 61), 2)
    lens = fit_lens(
        store(answers, exchanges, [0, 1] * 60), store(np.zeros((60, 3)), np.arange(1, 61), [0] * 60), np.arange(1, 61)
    )
    same = unit(np.array([[1, 0, 1], [1, 0, -1], [-1, 0, 1]], np.float32))
    seen = lens(same)
    assert seen[0] @ seen[1] > same[0] @ same[1] and seen[0] @ seen[2] < seen[0] @ seen[1]
    assert np.allclose(np.linalg.norm(seen, axis=1), 1, atol=1e-5)


def test_too_few_differences_tell_nothing_but_the_centre() -> None:
    own = np.arange(1, FEWEST // 2)
    vectors = np.random.default_rng(2).normal(size=(len(own), 4)) + 1
    lens = fit_lens(store(vectors, own, [0] * len(own)), store(np.zeros((len(own), 4)), own, [0] * len(own)), own)
    assert (lens.weights == np.eye(4)).all() and (lens.centre != 0).any()
    assert not lens(np.zeros((1, 4), np.float32)).any()
