"""The statistics the report uses, each a call into statsmodels or scipy.

Both take a second to load and most pages need neither: each function imports what it calls.
"""

from collections.abc import Sequence
from functools import lru_cache


def percent(n: int, base: int) -> int:
    """n of base in whole percent, halves rounded up (not to even): 12.5 % reads 13 %."""
    return (200 * n + base) // (2 * base)


@lru_cache(maxsize=4096)
def wilson(n: int, base: int, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson score interval of a share, as (low, high) in 0..1 (Wilson 1927)."""
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(n, base, alpha=1 - confidence, method="wilson")
    return float(low), float(high)


def complement_test(n: int, base: int, rest_n: int, rest_base: int) -> float:
    """Two-sided p of a subgroup's share against everybody else's (Fisher's exact test)."""
    from scipy.stats import fisher_exact

    return float(fisher_exact([[n, base - n], [rest_n, rest_base - rest_n]]).pvalue)


def false_discovery(p_values: Sequence[float], rate: float = 0.05) -> list[bool]:
    """Which tests hold with the share of false ones among them kept at `rate` (Benjamini and Hochberg 1995)."""
    from statsmodels.stats.multitest import multipletests

    if not p_values:
        return []
    return [bool(holds) for holds in multipletests(p_values, alpha=rate, method="fdr_bh")[0]]


def mcnemar(gained: int, lost: int) -> float:
    """Exact two-sided p that people who changed went either way alike (McNemar 1947)."""
    from scipy.stats import binomtest

    if gained + lost == 0:
        return 1.0
    return float(binomtest(gained, gained + lost, 0.5).pvalue)
