"""Whom to ask, made wider or narrower by words: each change a criterion and what takes its place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from research.audience import Criterion, criteria_from, meant_by, unread_people
from research.brief import Brief

AGAIN = "; "


@dataclass(frozen=True)
class Swap:
    """was: None where there was no such criterion; becomes: None where none is left."""

    was: Criterion | None
    becomes: Criterion | None


def people_in(words: str, brief: Brief) -> tuple[Criterion, ...]:
    """The criteria that `words` say, none where any part of them says something else."""
    said = brief.model_copy(update={"people": " ".join(words.split()), "waves": ()})
    return () if unread_people(said) else criteria_from(said)


def widened(criteria: Sequence[Criterion], more: Sequence[Criterion]) -> tuple[Swap, ...] | None:
    """What lets those who are `more` in too: each required criterion in their way takes their values as well.

    None where criteria stand in their way that cannot both be widened.
    """
    swaps = []
    for new in more:
        own = [one for one in criteria if one.field == new.field and one.required]
        if new.op == "not_in" or (len(own) > 1 and not any(_holds_all(one, new) for one in own)):
            return None
        if len(own) == 1 and (wider := _wider(own[0], new)) != own[0]:
            swaps.append(Swap(own[0], wider))
    return tuple(swaps)


def _wider(old: Criterion, new: Criterion) -> Criterion | None:
    said = AGAIN.join(dict.fromkeys((old.said, new.said)))
    if old.op == "not_in":
        meant = {code for value in new.values for code in meant_by(new.field, value)}
        kept = tuple(value for value in old.values if not meant & meant_by(old.field, value))
        return (replace(old, values=kept) if kept else None) if kept != old.values else old
    if old.op == "between":
        values = _joined(old.values, new.values)
        return old if values == old.values else replace(old, values=values, said=said)
    values = tuple(dict.fromkeys((*old.values, *new.values)))
    return old if values == old.values else replace(old, values=values, said=said)


def _joined(old: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    """Both ranges, as one where they meet. Birth years and ages, or other units, stay apart."""
    (low, high), more = _bounds(old), _bounds(new)
    if len(old) != 2 or len(new) != 2 or not _comparable([*old, *new]):
        return (*old, *new) if tuple(new) != tuple(old) else tuple(old)
    if more[0] > high + 1 or low > more[1] + 1:
        return (*old, *new)
    first = old[0] if low <= more[0] else new[0]
    last = old[1] if high >= more[1] else new[1]
    return (first, last)


def _bounds(values: Sequence[str]) -> tuple[float, float]:
    numbers = [float(found[0]) if (found := re.match(r"\d+(?:\.\d+)?", each)) else None for each in values[:2]]
    low, high = [*numbers, None, None][:2]
    return (float("-inf") if low is None else low, float("inf") if high is None else high)


def _comparable(values: Sequence[str]) -> bool:
    """Whether all are plain years of age."""
    return all(not each or (each.isdigit() and int(each) < 1900) for each in values)


def _holds_all(old: Criterion, new: Criterion) -> bool:
    return set(new.values) <= set(old.values)


def narrowed(criteria: Sequence[Criterion], only: Sequence[Criterion]) -> tuple[Swap, ...]:
    """What leaves only those in who are `only`: their values in place of the criterion's, or a criterion of their own."""
    swaps = []
    for new in only:
        own = [one for one in criteria if (one.field, one.op, one.required) == (new.field, new.op, new.required)]
        apart = new.op == "not_in" or new.field == "household"
        if any(set(one.values) == set(new.values) for one in own):
            continue
        swaps.append(Swap(None, new) if apart or len(own) != 1 else Swap(own[0], new))
    return tuple(swaps)


def without(criteria: Sequence[Criterion], fields: Sequence[str]) -> tuple[Swap, ...]:
    """What leaves a field open: its criteria gone."""
    return tuple(Swap(one, None) for one in criteria if one.field in fields)


def aged_to(criteria: Sequence[Criterion], years: int, said: str) -> tuple[Swap, ...]:
    """What moves the nearer end of the one age range to `years`, so that it holds more; nothing where it holds them."""
    own = [one for one in criteria if one.field == "age" and one.required and len(one.values) == 2]
    if len(own) != 1 or not _comparable(own[0].values):
        return ()
    low, high = _bounds(own[0].values)
    if low <= years <= high:
        return ()
    values = (own[0].values[0], str(years)) if years > high else (str(years), own[0].values[1])
    return (Swap(own[0], replace(own[0], values=values, said=AGAIN.join((own[0].said, said)))),)
