"""Fusion against a plain loop, and what it is compared with."""

from random import Random
from statistics import fmean, pstdev

import numpy as np
import pytest

from index.fusion import fuse, standardise


def plain(views: dict[str, list[float]], weights: dict[str, float], background: list[bool]) -> list[float]:
    total = [0.0] * len(background)
    for name, scores in views.items():
        among = [score for score, own in zip(scores, background, strict=True) if own]
        mean, spread = fmean(among), pstdev(among)
        for at, score in enumerate(scores):
            total[at] += weights.get(name, 0.0) * ((score - mean) / spread if spread else 0.0)
    among = [score for score, own in zip(total, background, strict=True) if own]
    return [(score - fmean(among)) / (pstdev(among) or 1.0) for score in total]


@pytest.mark.parametrize("seed", range(20))
def test_fused_as_a_loop_would(seed) -> None:
    draw = Random(seed)
    views = {name: [draw.uniform(-1, 9) for _ in range(30)] for name in "abc"}
    background = [draw.random() < 0.6 for _ in range(30)]
    weights = {"a": 1.0, "b": 0.5}
    arrays = {name: np.array(each) for name, each in views.items()}
    assert fuse(arrays, weights, np.array(background)) == pytest.approx(plain(views, weights, background))


def test_all_alike_and_nothing_to_compare_with() -> None:
    alike = np.array([3.0, 3.0, 5.0])
    assert standardise(alike, np.array([True, True, False])).tolist() == [0, 0, 0]
    assert standardise(alike, np.zeros(3, bool)).tolist() == [0, 0, 0]
    assert fuse({}, {}, np.ones(2, bool)).tolist() == [0, 0]


def test_who_else_was_found_changes_no_score() -> None:
    background = np.array([True] * 5 + [False] * 3)
    scores = np.array([0.1, 0.3, 0.2, 0.5, 0.4, 2.0, 3.0, 9.0])
    some = [0, 1, 2, 3, 4, 6]
    whole = fuse({"a": scores}, {"a": 1.0}, background)
    assert fuse({"a": scores[some]}, {"a": 1.0}, background[some]) == pytest.approx(whole[some])
