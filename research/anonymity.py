"""Rare combinations of attributes, generalised: what is shown of a person is shown alike of several others.

Everybody has one shown profile, whatever wave or study it stands in, and it lies on one ladder: each rung tells less
than the one above and nothing else. So two lines about the same person tell together what the finer of them tells
alone. See docs/why-a-profile-line-fits-several-people.md.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import groupby

from corpus.records import Attributes
from research.profiles import SHOWN, profile_of

Profile = dict[str, str]
History = tuple[Profile, ...]
"""The shown fields of somebody, interview by interview, oldest first; never empty."""

RUNGS: tuple[tuple[str, ...], ...] = (
    ("gender", "age", "city_tier", "region"),
    ("gender", "age", "region"),
    ("gender", "age"),
    ("gender", "wide age"),
    ("gender",),
    (),
)
"""What each rung of the ladder tells, finest first; the last tells nothing."""

_WIDE = {"18–29": "18–39", "30–39": "18–39", "40–49": "40–59", "50–59": "40–59"}


def shown_profiles(
    attributes: Mapping[tuple[str, str], Attributes], smallest: int, among: Collection[str] | None = None
) -> dict[str, Profile]:
    """Respondent → what may be shown of them, as in their newest interview; fields that may not are empty.

    attributes  (respondent, wave) → the person in that wave, of everybody in the corpus
    smallest    how many people at least share what is shown, each over all their interviews
    among       the people somebody who reads this knows it to be about (those who fit a study's audience): so many of
                these share it too, and nobody else is given. None: everybody
    """
    histories = _histories(attributes)
    rungs = rungs_of(histories, smallest)
    if among is not None:
        chosen = {who: histories[who] for who in among if who in histories}
        rungs = rungs_of(chosen, smallest, above=rungs)
    return {who: at_rung(histories[who][-1], rung) for who, rung in sorted(rungs.items())}


def rungs_of(histories: Mapping[str, History], smallest: int, above: Mapping[str, int] | None = None) -> dict[str, int]:
    """Respondent → the finest rung, not above the one given, that so many of those who stand on it share."""
    found: dict[str, int] = {}
    for rung in range(len(RUNGS)):
        alike: dict[tuple[tuple[str, ...], ...], list[str]] = defaultdict(list)
        for who in histories.keys() - found.keys():
            if above is None or above[who] <= rung:
                alike[_past(histories[who], rung)].append(who)
        for group in alike.values():
            if len(group) >= smallest or rung == len(RUNGS) - 1:
                found |= dict.fromkeys(group, rung)
    return found


def at_rung(profile: Profile, rung: int) -> Profile:
    """The profile as a rung tells it: all shown fields, empty where it does not."""
    told = {name: profile[name] if name in RUNGS[rung] else "" for name in SHOWN}
    if "wide age" in RUNGS[rung]:
        told["age"] = _WIDE.get(profile["age"], profile["age"])
    return told


def _past(history: History, rung: int) -> tuple[tuple[str, ...], ...]:
    """What the rung tells of each interview, said once where it stays the same: who moved is alike to who moved so."""
    return tuple(told for told, _ in groupby(tuple(at_rung(one, rung).values()) for one in history))


def _histories(attributes: Mapping[tuple[str, str], Attributes]) -> dict[str, History]:
    waves: dict[str, list[tuple[str, Profile]]] = defaultdict(list)
    for (who, wave), person in attributes.items():
        waves[who].append((wave, profile_of(person)))
    return {who: tuple(profile for _, profile in _in_order(found)) for who, found in waves.items()}


def _in_order(found: Iterable[tuple[str, Profile]]) -> list[tuple[str, Profile]]:
    return sorted(found, key=lambda one: one[0])
