"""What each criterion was decided by for one person: the profile's field, or the very words, stated or inferred."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.records import Attributes, Language
from corpus.script import simplified
from research.audience import SAID, Criterion, profile_value
from research.brief_text import lexicon
from research.outline import Outline
from research.responses import Response, Responses, fit_of, personal
from research.said_of_people import words_of
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


def tallied(outline: Outline, judged: Responses, verdicts: Verdicts = NONE) -> dict[str, dict[str, int]]:
    """Words of a criterion → how it was decided, by everybody heard in the study's language and waves.

    people   all of these; stated, inferred: decided by words said outright, or read out of what was said; silent: of
             whom nothing tells; holds: of whom it holds
    """
    heard = [one.interviews for one in judged.all if one.interviews]
    return {words: _tally([told_by(verdicts, words, each) for each in heard]) for words in words_of(outline)}


def _tally(found: Sequence[Verdict | None]) -> dict[str, int]:
    told = [one for one in found if one]
    stated = sum(one.how == "stated" for one in told)
    return {
        "people": len(found), "stated": stated, "inferred": len(told) - stated, "silent": len(found) - len(told),
        "holds": sum(one.holds is True for one in told),
    }  # fmt: skip


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
