"""Who nearly counts: answered enough, and only one required criterion does not hold, or is not known of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf

from corpus.records import Attributes
from research.audience import Criterion, profile_value
from research.outline import Outline
from research.responses import Response, Responses, fit_of, personal
from research.verdicts import NONE, Verdicts

Profiles = Mapping[tuple[str, str], Attributes]


@dataclass(frozen=True)
class Nearly:
    """Somebody who misses one criterion.

    value   what the profile says, "" where it says nothing, or where the criterion is about what was said
    unknown whether the criterion cannot be decided of them
    gap     years they are off an age, infinity where nothing can be measured
    """

    respondent: str
    wave: str
    value: str
    unknown: bool
    gap: float = inf


@dataclass(frozen=True)
class Near:
    """A required criterion and all whom it alone keeps out, nearest first, the unknown last."""

    criterion: Criterion
    people: tuple[Nearly, ...]

    @property
    def unknown(self) -> int:
        """Of how many it is not known."""
        return sum(one.unknown for one in self.people)


def near_misses(
    judged: Responses, outline: Outline, *, profiles: Profiles, verdicts: Verdicts = NONE
) -> tuple[Near, ...]:
    """Each required criterion that alone keeps somebody out, most people first: dropping it would bring exactly these.

    Those the researcher has decided about are none of them.
    """
    found: dict[Criterion, list[Nearly]] = {}
    for response in judged.all:
        if response.reason == "audience" and enough(response, outline):
            failed = _failed(response, outline, profiles, verdicts)
            if failed:
                found.setdefault(failed[0], []).append(failed[1])
    near = (Near(one, tuple(sorted(people, key=_order))) for one, people in found.items())
    return tuple(sorted(near, key=lambda one: -len(one.people)))


def short_of_one(judged: Responses, outline: Outline) -> tuple[Response, ...]:
    """Those who fit and are one answered must-have question short."""
    wanted = [question.id for question in outline.must_haves]
    return tuple(
        one for one in judged.all
        if one.reason in ("not_asked", "no_answer")
        and sum(one.statuses.get(each) == "answered" for each in wanted) == outline.least - 1
    )  # fmt: skip


def enough(response: Response, outline: Outline) -> bool:
    """Whether they answered as many must-have questions as the rule wants."""
    wanted = [question.id for question in outline.must_haves]
    return sum(response.statuses.get(each) == "answered" for each in wanted) >= outline.least


def _failed(
    response: Response, outline: Outline, profiles: Profiles, verdicts: Verdicts
) -> tuple[Criterion, Nearly] | None:
    """The one required criterion that does not hold; None where there are several."""
    profile = profiles[response.respondent, response.wave]
    fit = fit_of(outline, profile, response.wave, response.interviews, verdicts)
    missed = [
        (one, holds) for one, holds in zip(personal(outline), fit.holds, strict=True) if one.required and not holds
    ]
    if len(missed) != 1:
        return None
    criterion, holds = missed[0]
    value = profile_value(profile, criterion.field, response.wave, outline.language)
    return criterion, Nearly(response.respondent, response.wave, value, holds is None, _gap(criterion, value, profile))


def _gap(criterion: Criterion, value: str, profile: Attributes) -> float:
    """Years between an age and the nearest of the ages wanted; years of birth are compared with the year of birth."""
    if criterion.field != "age" or criterion.op != "between" or not value:
        return inf
    off = [inf]
    for low, high in zip(criterion.values[::2], criterion.values[1::2], strict=True):
        own = float(profile.birth_year or 0) if float(low or high or 0) >= 1900 else float(value)
        off.append(max(float(low) - own if low else 0.0, own - float(high) if high else 0.0, 0.0))
    return min(off)


def _order(one: Nearly) -> tuple[bool, float, str]:
    return one.unknown, one.gap, one.respondent
