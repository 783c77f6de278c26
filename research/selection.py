"""The confirmed number of valid responses, drawn by a seeded rule: same study, same seed, same people."""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.errors import Shortage
from corpus.records import Attributes
from research.brief import Draw
from research.confirmations import Confirmation
from research.outline import Quota
from research.quotas import draw_to_quotas
from research.responses import Response, Responses, best_first

SHARES: tuple[Draw, ...] = ("random", "balanced")
"""The draws that let shares and intervals be shown."""


@dataclass(frozen=True)
class Selection:
    """The people a report stands on.

    respondents  ids in order; valid: how many could have been drawn
    wanted       how many were asked for; None: all who were valid
    short_of     how many the brief wanted where fewer were valid
    """

    respondents: tuple[str, ...]
    draw: Draw
    seed: int
    valid: int
    wanted: int | None = None
    short_of: int | None = None

    @property
    def confirmed(self) -> Confirmation:
        """What was asked for."""
        return Confirmation(self.wanted, self.draw, self.seed, self.short_of)

    @property
    def shares(self) -> bool:
        """Whether shares and intervals may be shown for this draw."""
        return self.draw in SHARES


def draw_selection(
    responses: Responses, wanted: int | None, *, draw: Draw, seed: int, profiles: Mapping[tuple[str, str], Attributes],
    quotas: Sequence[Quota] = (),
) -> Selection:  # fmt: skip
    """Draw `wanted` of the valid responses (all of them where None).

    quotas   what a balanced draw fills; without any it fills gender by age band evenly

    Raises Shortage `more_than_valid` where more are wanted than there are.
    """
    drawn = draw_order(responses, wanted, draw=draw, seed=seed, profiles=profiles, quotas=quotas)
    return Selection(tuple(sorted(drawn)), draw, seed, len(responses.valid), wanted)


def draw_order(
    responses: Responses, wanted: int | None, *, draw: Draw, seed: int, profiles: Mapping[tuple[str, str], Attributes],
    quotas: Sequence[Quota] = (),
) -> tuple[str, ...]:  # fmt: skip
    """The same people, in the order in which the rule draws them."""
    valid = responses.valid
    count = len(valid) if wanted is None else wanted
    if count > len(valid):
        raise Shortage("more_than_valid", wanted=count, valid=len(valid), binds="")
    if draw == "balanced" and any(quota.wanted > 0 for quota in quotas):
        return tuple(one.respondent for one in draw_to_quotas(valid, count, seed, profiles, quotas))
    rule = {"random": _random, "balanced": _balanced, "best": _best, "widest": _widest}[draw]
    return tuple(one.respondent for one in rule(valid, count, seed, profiles))


Profiles = Mapping[tuple[str, str], Attributes]


def _random(valid: Sequence[Response], count: int, seed: int, _profiles: Profiles) -> list[Response]:
    return random.Random(seed).sample(list(valid), count)


def _balanced(valid: Sequence[Response], count: int, seed: int, profiles: Profiles) -> list[Response]:
    """Round robin over the cells gender × age band, each cell in seeded order, so that cells grow evenly."""
    cells: dict[tuple[str, str], list[Response]] = defaultdict(list)
    for one in random.Random(seed).sample(list(valid), len(valid)):
        cells[cell_of(profiles[one.respondent, one.wave])].append(one)
    drawn: list[Response] = []
    while len(drawn) < count:
        for cell in sorted(cells):
            if cells[cell] and len(drawn) < count:
                drawn.append(cells[cell].pop())
    return drawn


def _best(valid: Sequence[Response], count: int, _seed: int, _profiles: Profiles) -> list[Response]:
    return sorted(valid, key=best_first)[:count]


def _widest(valid: Sequence[Response], count: int, seed: int, profiles: Profiles) -> list[Response]:
    """The next person is the one who shares fewest attribute values with those already drawn."""
    left = random.Random(seed).sample(list(valid), len(valid))
    seen: dict[tuple[str, str], int] = defaultdict(int)
    drawn: list[Response] = []
    while len(drawn) < count:
        chosen = min(left, key=lambda one: sum(seen[trait] for trait in _traits(profiles[one.respondent, one.wave])))
        left.remove(chosen)
        drawn.append(chosen)
        for trait in _traits(profiles[chosen.respondent, chosen.wave]):
            seen[trait] += 1
    return drawn


def _traits(person: Attributes) -> list[tuple[str, str]]:
    names = ("gender", "city_tier", "region", "income", "household")
    return [("age", age_band(person))] + [(name, getattr(person, name)) for name in names]


def cell_of(person: Attributes) -> tuple[str, str]:
    """Gender and age band: the cells a balanced draw fills evenly."""
    return person.gender, age_band(person)


AGE_BANDS = ((0, 17), (18, 29), (30, 39), (40, 49), (50, 59), (60, 120))


def age_band(person: Attributes) -> str:
    """The person's age band in their wave ("30–39"), "" where the birth year is unknown."""
    if person.birth_year is None or not person.wave:
        return ""
    age = int(person.wave[:4]) - person.birth_year
    return next((f"{low}–{high}" if high < 120 else f"{low}+" for low, high in AGE_BANDS if low <= age <= high), "")
