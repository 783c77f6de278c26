"""The lens: what varies within one answer counts less."""

import numpy as np

from index.answers import Answers, unit
from index.lens import FEWEST, fit_lens
from index.meaning import MeaningIndex
from index.stored import Stored, vector_ids


def answers(vectors, owners) -> Answers:
    return Answers(max(owners) + 1, np.asarray(owners), unit(np.asarray(vectors, np.float32)))


def silent(count: int, dims: int) -> Answers:
    """Questions that say nothing."""
    return answers(np.zeros((count, dims)), range(count))


def test_a_direction_in_which_passages_of_one_answer_differ_counts_less() -> None:
    draw = np.random.default_rng(1)
    said = [[*each, noise] for each in draw.normal(size=(60, 2)) for noise in draw.normal(size=2) * 2]
    lens = fit_lens(answers(said, np.repeat(np.arange(60), 2)), silent(60, 3))
    same = unit(np.array([[1, 0, 1], [1, 0, -1], [-1, 0, 1]], np.float32))
    seen = lens(same)
    assert seen[0] @ seen[1] > same[0] @ same[1] and seen[0] @ seen[2] < same[0] @ same[2]
    assert np.allclose(np.linalg.norm(seen, axis=1), 1, atol=1e-5)


def test_a_direction_in_which_questions_differ_from_their_answers_counts_less() -> None:
    draw = np.random.default_rng(3)
    matter = draw.normal(size=(60, 2))
    asked, said = ([[*each, noise] for each, noise in zip(matter, draw.normal(size=60) * 2, strict=True)] for _ in "qa")
    lens = fit_lens(answers(said, range(60)), answers(asked, range(60)))
    same = unit(np.array([[1, 0, 1], [1, 0, -1]], np.float32))
    assert lens(same)[0] @ lens(same)[1] > same[0] @ same[1]


def test_too_few_differences_tell_nothing_but_the_centre() -> None:
    count = FEWEST // 2
    lens = fit_lens(answers(np.random.default_rng(2).normal(size=(count, 4)) + 1, range(count)), silent(count, 4))
    assert (lens.weights == np.eye(4)).all() and (lens.centre != 0).any()
    assert not lens(np.zeros((1, 4), np.float32)).any()


def test_answers_are_compared_by_passage_beginning_and_whole() -> None:
    own = Answers.of(
        MeaningIndex(
            [Stored.of_vectors(vector_ids([4, 4, 9], [0, 1, 0]), np.array([[1, 0], [0, 1], [0, 1]], np.float32))]
        ),
        np.array([2, 4, 9]),
    )
    up = np.array([[0, 1]], np.float32)
    assert own.nearest(up).tolist() == [[0, 1, 1]] and own.opening(up).tolist() == [[0, 0, 1]]
    assert np.allclose(own.wholes(), [[0, 0], [0.5**0.5, 0.5**0.5], [0, 1]], atol=1e-3)
    none = Answers(1, np.zeros(0, np.int64), np.zeros((0, 2), np.float32))
    assert none.nearest(up).tolist() == none.opening(up).tolist() == [[0]] and not none.wholes().any()
