"""What a search is narrowed to. A filter on people is a criterion, judged as a study's audience is: it means the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

from corpus.language import language_of
from corpus.records import Attributes, Consent, Language
from research.attribute_values import told_value
from research.audience import Criterion, criteria_from, labelled, meant_by, unread_people
from research.brief import Brief
from research.brief_text import lexicon
from research.profiles import profile_of

Segment = Literal["gender", "age", "city_tier", "region"]
Name = Literal["wave", "spoken", "subject", "gender", "age", "city_tier", "region", "people", "consent"]
SEGMENTS: tuple[Segment, ...] = get_args(Segment)
NAMES: tuple[Name, ...] = get_args(Name)
"""In the order they are shown in."""
SCOPES_ASKED: tuple[Consent, ...] = ("none", "report", "advertising")
"""How far words may go at least: into studies, into reports, into advertising."""


@dataclass(frozen=True)
class Filter:
    """One thing a search is narrowed to.

    value     as an address has it: a wave, a language, a subject's id, a scope of consent, a segment's code or band,
              or words about people as a brief has them
    criteria  what it asks of people
    unread    words about people that became no criterion
    """

    name: Name
    value: str
    criteria: tuple[Criterion, ...] = ()
    unread: tuple[str, ...] = ()


Filters = tuple[Filter, ...]
"""All of them hold. At most one of a name."""


def filter_of(name: Name, value: str) -> Filter:
    """The filter an address names. `value` is one of those offered, but for `people`, where it is anything."""
    if name == "people":
        return _people(value)
    if name == "age":
        low, high = band_of(value)
        return Filter(name, value, (Criterion("age", "between", (low, high), True, value),))
    if name in SEGMENTS:
        return Filter(name, value, (Criterion(name, "in", (value,), True, value),))
    return Filter(name, value)


def _people(words: str) -> Filter:
    """Whom a brief with these words would ask; what it would merely prefer, a filter requires."""
    language = language_of(words)
    brief = Brief(title="", industry="", questions=(), people=words, language=language, source_text=words)
    criteria = tuple(replace(each, required=True) for each in criteria_from(brief))
    return Filter("people", words, criteria, unread_people(brief))


def chosen(filters: Filters, name: Name) -> str:
    """The value of the filter of that name; "" where there is none."""
    return next((one.value for one in filters if one.name == name), "")


def values_in(people: Iterable[Attributes]) -> Mapping[Segment, tuple[str, ...]]:
    """Segment → what can be asked of it that somebody is: codes of the lexicon in its order, then values it does not know."""
    profiles = [profile_of(each) for each in people]
    found: dict[Segment, tuple[str, ...]] = {}
    for segment in SEGMENTS:
        values = {profile[segment] for profile in profiles} - {""}
        if segment == "age":
            found[segment] = tuple(sorted(values, key=lambda band: int(band_of(band)[0])))
            continue
        held = frozenset[str]().union(*(meant_by(segment, value) for value in values))
        known = [code for code in lexicon()["values"].get(segment, {}) if code in held]
        found[segment] = (*known, *sorted(held - set(known)))
    return found


def value_said(segment: Segment, value: str, language: Language) -> str:
    """A value of a segment in the reader's language, as far as that is known."""
    return value if segment == "age" else told_value(labelled(segment, value, language), language)


def band_of(band: str) -> tuple[str, str]:
    """The ends of an age band, included: "30–39" → 30, 39; "60+" → 60 and no end."""
    low, _, high = band.rstrip("+").partition("–")
    return low, high
