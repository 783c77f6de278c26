"""What each criterion was decided by for one person: the profile's field, or the very words, stated or inferred."""

from dataclasses import dataclass
from typing import Literal

from corpus.records import Attributes, Language
from corpus.script import simplified
from research.audience import SAID, Criterion, profile_value
from research.brief_text import lexicon
from research.outline import Outline
from research.responses import Response, fit_of, personal
from research.verdicts import NONE, How, Verdict, Verdicts, told_by

Source = Literal["profile", "birth_year", "interview", "words", "nothing"]


@dataclass(frozen=True)
class Decided:
    """One criterion of one person.

    holds    None: it cannot be decided
    source   what decided: the profile's own field, a year of birth, the interview itself, what was said, or nothing
    value    the profile's value as it stands there; born: the year an age was worked out from
    how      stated: as the profile or the person puts it; inferred: worked out of it
    verdict  on a criterion in words: where the words stand
    """

    criterion: Criterion
    holds: bool | None
    source: Source
    how: How = "stated"
    value: str = ""
    born: int | None = None
    verdict: Verdict | None = None


def decided(
    response: Response, outline: Outline, profile: Attributes, verdicts: Verdicts = NONE
) -> tuple[Decided, ...]:
    """Each personal criterion with what decided it, in the outline's order.

    profile   as they were in the response's wave
    """
    fit = fit_of(outline, profile, response.wave, response.interviews, verdicts)
    return tuple(
        _one(each, holds, response, profile, verdicts, outline.language)
        for each, holds in zip(personal(outline), fit.holds, strict=True)
    )


def _one(
    criterion: Criterion, holds: bool | None, response: Response, profile: Attributes, verdicts: Verdicts,
    language: Language,
) -> Decided:  # fmt: skip
    if criterion.field == SAID:
        verdict = told_by(verdicts, criterion.values[0], response.interviews)
        if verdict is None:
            return Decided(criterion, holds, "nothing")
        return Decided(criterion, holds, "words", verdict.how, verdict=verdict)
    value = profile_value(profile, criterion.field, response.wave, language)
    if not value:
        return Decided(criterion, holds, "nothing")
    if criterion.field == "age":
        return Decided(criterion, holds, "birth_year", "inferred", value, profile.birth_year)
    if criterion.field in ("wave", "language"):
        return Decided(criterion, holds, "interview", "stated", value)
    return Decided(criterion, holds, "profile", _how(criterion, value), value)


def _how(criterion: Criterion, value: str) -> How:
    """Whether the profile says the thing itself, or something it follows from: two sons are children."""
    if criterion.op == "contains" or criterion.field in ("city", "occupation", "income"):
        return "stated"
    entries = lexicon()["values"].get(criterion.field, {}).values()
    named = {spelt.casefold() for entry in entries for spelt in (entry["zh"], entry["en"], *entry.get("is", ()))}
    own = simplified(value).strip().casefold()
    return "stated" if own in named or own in {each.casefold() for each in criterion.values} else "inferred"
