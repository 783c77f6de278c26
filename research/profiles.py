"""Who somebody is, as far as anybody may be told: gender, age band, kind of place, region. Never a city or a job."""

from corpus.records import Attributes, Language
from research.evidence import PROFILE
from research.messages import say
from research.selection import age_band


def profile_of(person: Attributes) -> dict[str, str]:
    """The profile that may be shown: no city, nothing that identifies. Unknown values are empty."""
    shown = {name: "" if name == "age" else str(getattr(person, name)) for name in PROFILE}
    return shown | {"age": age_band(person)}


def profile_line(profile: dict[str, str], language: Language) -> str:
    """The line that says who without saying whom; "" where nothing is known."""
    age = say(language, "report.profile.age", age=profile["age"]) if profile["age"] else ""
    shown = (profile["gender"], age, profile["city_tier"], profile["region"])
    return ("，" if language == "zh" else ", ").join(part for part in shown if part)
