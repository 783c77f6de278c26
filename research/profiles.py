"""Who somebody is, as far as anybody may be told: gender, age band, kind of place, region. Never a city or a job."""

from collections.abc import Mapping
from functools import lru_cache

from corpus.privacy import identifying
from corpus.records import Attributes, Language
from research.attribute_values import told_value
from research.evidence import PROFILE, Evidence
from research.messages import say
from research.selection import age_band

SHOWN = ("gender", "age", "city_tier", "region")
"""What a profile line tells at most, in its order."""


def profile_of(person: Attributes) -> dict[str, str]:
    """The values that people are counted by: ages as bands, no city. Unknown values are empty.

    What stands in a table's cell and could tell who it is, is no value.
    """
    told = {name: "" if name == "age" else _told(str(getattr(person, name))) for name in PROFILE}
    return told | {"age": age_band(person)}


def profile_line(profile: Mapping[str, str], language: Language) -> str:
    """The line that says who without saying whom, in the reader's language as far as that is known; "" where nothing is known."""
    return _line({name: told_value(value, language) for name, value in profile.items()}, language)


def _line(profile: Mapping[str, str], language: Language) -> str:
    age = say(language, "report.profile.age", age=profile["age"]) if profile["age"] else ""
    shown = (profile["gender"], age, profile["city_tier"], profile["region"])
    return ("，" if language == "zh" else ", ").join(part for part in shown if part)


def line_of(respondent: str, evidence: Evidence, language: Language) -> str:
    """The line beside somebody's words in a report, as recorded: reports that are out must read so when they are verified.

    Evidence gathered before rare combinations were generalised has its own.
    """
    return _line((evidence.shown or evidence.profiles)[respondent], language)


@lru_cache(maxsize=65_536)
def _told(value: str) -> str:
    return "" if any(identifying(value, language) for language in ("zh", "en")) else value
