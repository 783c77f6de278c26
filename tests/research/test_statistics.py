"""The statistics against published values and against a slower truth."""

from fractions import Fraction
from itertools import product
from math import comb, floor

import pytest

from research.statistics import complement_test, false_discovery, mcnemar, percent, wilson

# Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998), table I, method 3.
NEWCOMBE = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]

# Benjamini and Hochberg, J. R. Statist. Soc. B 57 (1995), section 4.1: fifteen p values, four of which hold at .05.
MYOCARDIAL = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
]  # fmt: skip


@pytest.mark.parametrize(("n", "base", "low", "high"), NEWCOMBE)
def test_wilson_as_published(n: int, base: int, low: float, high: float) -> None:
    assert wilson(n, base) == pytest.approx((low, high), abs=0.00005)


def test_wilson_stays_inside_and_is_symmetric() -> None:
    for base in (1, 7, 30, 100):
        for n in range(base + 1):
            low, high = wilson(n, base)
            assert 0 <= low <= n / base + 1e-12 <= high + 2e-12 <= 1 + 3e-12
            assert (1 - high, 1 - low) == pytest.approx(wilson(base - n, base))


def test_benjamini_hochberg_as_published() -> None:
    assert false_discovery(MYOCARDIAL) == [True] * 4 + [False] * 11


def test_benjamini_hochberg_does_not_mind_the_order() -> None:
    mixed = [MYOCARDIAL[at * 4 % 15] for at in range(15)]
    assert [p for p, holds in zip(mixed, false_discovery(mixed), strict=True) if holds] == [
        p for p in mixed if p <= 0.0095
    ]
    assert false_discovery([]) == []


@pytest.mark.parametrize(("gained", "lost"), [(5, 0), (0, 5), (10, 2), (3, 3), (1, 0), (0, 0), (40, 20)])
def test_mcnemar_is_the_exact_binomial(gained: int, lost: int) -> None:
    both = gained + lost
    tail = sum(comb(both, k) for k in range(min(gained, lost) + 1)) / 2**both
    assert mcnemar(gained, lost) == pytest.approx(min(1.0, 2 * tail))


def test_mcnemar_known_values() -> None:
    assert mcnemar(5, 0) == pytest.approx(0.0625)
    assert mcnemar(10, 2) == pytest.approx(0.038574, abs=1e-6)


def test_complement_test_is_fishers() -> None:
    """The lady tasting tea: Fisher, The Design of Experiments (1935); two-sided p = 34/70."""
    assert complement_test(3, 4, 1, 4) == pytest.approx(34 / 70)
    assert complement_test(10, 20, 10, 20) == pytest.approx(1.0)


def test_percent_rounds_halves_up() -> None:
    assert [percent(1, 8), percent(3, 8), percent(5, 8), percent(1, 200), percent(5, 200)] == [13, 38, 63, 1, 3]
    for n, base in product(range(61), range(1, 61)):
        if n <= base:
            assert percent(n, base) == floor(Fraction(100 * n, base) + Fraction(1, 2))
