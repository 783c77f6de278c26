"""How many valid responses the rule missed: some of those it left out are drawn at random and looked at by somebody.

Those left out for their language, for the audience or because nothing of theirs lies in the window are no question of
the rule's: only who fits and was asked or answered too little, as the machine sees it, may have been missed.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import hypergeom

from research.held import digest
from research.outline import Outline
from research.responses import Response, Responses

SAMPLE = 20
"""People that are drawn at most."""

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Estimate:
    """Valid responses among those left out: a 95 % interval of whole people, both ends included, and the best guess.

    left_out  people it speaks of; looked: of them looked at; found: of those, valid after all
    """

    left_out: int
    looked: int
    found: int
    low: int
    point: int
    high: int

    @property
    def whole(self) -> bool:
        """Whether everybody was looked at: then it is no estimate."""
        return self.looked == self.left_out


def missed(left_out: int, looked: int, found: int) -> Estimate:
    """The exact interval for a sample without replacement from a finite population (Clopper–Pearson's for the hypergeometric
    distribution: Buonaccorsi, The American Statistician 41, 1987): all K for which neither tail is rarer than 2.5 %.

    Raises ValueError where the counts cannot be.
    """
    if not 0 <= found <= looked <= left_out or not looked:
        raise ValueError(f"{found} of {looked} of {left_out}")
    possible = np.arange(found, left_out - (looked - found) + 1)
    tail = (1 - CONFIDENCE) / 2
    at_least = hypergeom.sf(found - 1, left_out, possible, looked) > tail
    at_most = hypergeom.cdf(found, left_out, possible, looked) > tail
    held = possible[at_least & at_most]
    return Estimate(left_out, looked, found, int(held[0]), round(left_out * found / looked), int(held[-1]))


def left_out(judged: Responses) -> tuple[Response, ...]:
    """Whom the rule left out though they fit, whatever was decided by hand since, ordered by id."""
    return tuple(one for one in judged.all if (one.rule or one.reason) in ("not_asked", "no_answer"))


def sample_of(people: Sequence[Response], seed: int) -> tuple[Response, ...]:
    """Some of them in the order in which they are to be looked at: the first of them are a random sample, however many."""
    return tuple(random.Random(seed).sample(list(people), min(SAMPLE, len(people))))


def key_of(outline: Outline, people: Sequence[Response], seed: int) -> str:
    """What a look stands for: the people it was drawn from, and the rule. Another one now means it says nothing any more."""
    rule = repr((outline.enough, outline.window, [(one.id, one.text) for one in outline.must_haves], seed))
    return digest([rule, *(f"{one.respondent} {sorted(one.statuses.items())}" for one in people)])
