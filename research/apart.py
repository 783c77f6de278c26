"""Values that are counted together, and those that are not: what is done and what is meant, sums of one stretch of time.

A median over what some people pay and what others would pay is a figure about nobody.
"""

from collections import Counter
from collections.abc import Mapping

from corpus.records import Language
from research.aspects_said import Aspect, aspect_asked
from research.choices_said import is_direction
from research.evidence import ReadValue
from research.outline import OutlineQuestion
from research.periods_said import Period

LANGUAGES: tuple[Language, ...] = ("zh", "en")

ByWave = dict[str, dict[str, ReadValue]]
"""wave → respondent → value"""


def kept_apart(question: OutlineQuestion, read: Mapping[str, Mapping[str, ReadValue]]) -> tuple[ByWave, ByWave]:
    """The values of every wave that answer what was asked, and those set aside, over the same waves."""
    period = _usual_period(read)
    aspect = aspect_of_values(question) if _tells_deeds(question) else None
    counted: ByWave = {wave: {} for wave in read}
    aside: ByWave = {wave: {} for wave in read}
    for wave, values in read.items():
        for who, value in values.items():
            belongs = value.period in (None, period) and aspect in (None, value.aspect)
            (counted if belongs else aside)[wave][who] = value
    return counted, aside


def aspect_of_values(question: OutlineQuestion) -> Aspect:
    """What the question's values are of: of plans where its author or its words say so, else of what is done."""
    planned = [question.aspect, *(aspect_asked(question.text, language) for language in LANGUAGES)]
    return "intention" if "intention" in planned else "behaviour"


def _tells_deeds(question: OutlineQuestion) -> bool:
    """Whether done and meant can be told from each other: of amounts and changes. Which of two one would take is no deed."""
    changes = any(is_direction(question.options, language) for language in LANGUAGES)
    return question.kind == "number" or (question.kind == "choice" and changes)


def _usual_period(read: Mapping[str, Mapping[str, ReadValue]]) -> Period | None:
    """The period most values are of; the first said of those that are equally many."""
    said = Counter(value.period for values in read.values() for value in values.values() if value.period)
    return said.most_common(1)[0][0] if said else None
