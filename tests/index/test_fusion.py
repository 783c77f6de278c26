"""Fusion against a plain loop."""

from random import Random
from statistics import fmean, pstdev

import pytest

from index.fusion import fuse


def plain(views: dict[str, dict[int, float]], weights: dict[str, float]) -> dict[int, float]:
    candidates = {one for found in views.values() for one in found}
    total = dict.fromkeys(candidates, 0.0)
    for name, found in views.items():
        if not found:
            continue
        lowest = min(found.values())
        if len(found) < len(candidates):
            lowest = min(lowest, 0.0)
        scores = {one: found.get(one, lowest) for one in candidates}
        mean, spread = fmean(scores.values()), pstdev(scores.values())
        for one in candidates:
            total[one] += weights.get(name, 1.0) * ((scores[one] - mean) / spread if spread else 0.0)
    return total


@pytest.mark.parametrize("seed", range(20))
def test_fused_as_a_loop_would(seed) -> None:
    draw = Random(seed)
    views = {
        name: {one: draw.uniform(-1, 9) for one in range(1, 30) if draw.random() < share}
        for name, share in (("a", 0.9), ("b", 0.3), ("c", 1.0), ("d", 0.0))
    }
    weights = {"a": 1.0, "b": 0.5, "c": 2.0}
    assert fuse(views, weights) == pytest.approx(plain(views, weights))


def test_nothing_all_alike_and_one() -> None:
    assert fuse({}, {}) == {} and fuse({"a": {}}, {}) == {}
    assert fuse({"a": {1: 3.0, 2: 3.0}}, {}) == {1: 0.0, 2: 0.0}
    assert fuse({"a": {7: 3.0}}, {}) == {7: 0.0}


def test_found_beats_not_found_and_the_heavier_view_wins() -> None:
    fused = fuse({"a": {1: 5.0, 2: 1.0}, "b": {2: 5.0, 1: 1.0}, "c": {1: 1.0, 2: 1.0}}, {"a": 1.0, "b": 2.0})
    assert fused[2] > fused[1]
    assert fuse({"a": {1: 0.2}, "b": {2: 0.0}}, {})[1] > fuse({"a": {1: 0.2}, "b": {2: 0.0}}, {})[2]
