"""Quotas: how many of whom are wanted, who counts towards which, and the draw that fills them."""

import random
import re
from collections.abc import Mapping, Sequence

from corpus.records import Attributes
from research.audience import meant_by
from research.outline import Quota
from research.responses import Response

_BAND = re.compile(r"\s*(\d+)\s*(?:[–—~-]\s*(\d+)|(\+))\s*")


def counts_towards(person: Attributes, quota: Quota) -> bool:
    """Whether a person, as they were in their wave, is one of those a quota asks for; nobody is whose profile does not say."""
    return all(_is(person, field, value) for field, value in quota.cell)


def _is(person: Attributes, field: str, value: str) -> bool:
    if field == "age":
        return _in_band(person, value)
    held = (person.wave or "") if field == "wave" else str(getattr(person, field, "") or "")
    return bool(held.strip()) and (value == held or value in meant_by(field, held))


def _in_band(person: Attributes, band: str) -> bool:
    """Ages as bands: "30–39", "60+"; both ends included."""
    read = _BAND.fullmatch(band)
    if read is None or person.birth_year is None or not person.wave:
        return False
    age = int(person.wave[:4]) - person.birth_year
    return int(read[1]) <= age <= (int(read[2]) if read[2] else 200)


def draw_to_quotas(
    valid: Sequence[Response], count: int, seed: int, profiles: Mapping[tuple[str, str], Attributes],
    quotas: Sequence[Quota],
) -> list[Response]:  # fmt: skip
    """`count` people in the order drawn: each time one whom the emptiest quotas wait for, in seeded order among equals.

    So cells fill in proportion to what is wanted of them. Whom no quota asks for comes after the quotas are full, and
    more of a cell than was wanted only when nobody else is left.
    """
    wanted = [quota for quota in quotas if quota.wanted > 0]
    waiting: dict[tuple[int, ...], list[Response]] = {}
    for one in random.Random(seed).sample(list(valid), len(valid)):
        person = profiles[one.respondent, one.wave]
        kind = tuple(at for at, quota in enumerate(wanted) if counts_towards(person, quota))
        waiting.setdefault(kind, []).append(one)
    filled = [0] * len(wanted)
    drawn: list[Response] = []
    while len(drawn) < count:
        kind = max(waiting, key=lambda kind: _awaited(kind, filled, wanted))
        drawn.append(waiting[kind].pop(0))
        for at in kind:
            filled[at] += 1
        if not waiting[kind]:
            del waiting[kind]
    return drawn


def _awaited(kind: Sequence[int], filled: Sequence[int], wanted: Sequence[Quota]) -> float:
    """How much one more person of a kind is waited for: shares of what their quotas lack; below 0 beyond what was wanted."""
    return sum(_lacks(wanted[at].wanted, filled[at]) for at in kind)


def _lacks(wanted: int, filled: int) -> float:
    left = wanted - filled
    return (left if left > 0 else left - 1) / wanted
