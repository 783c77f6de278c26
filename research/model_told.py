"""Why what a model gave was not taken, in the words pages and the command line share."""

from corpus.records import Language
from research.messages import texts

_REASONS = "page.guide.trouble"


def reason(trouble: str, language: Language) -> str:
    """The reason in a clause; that nothing usable came, where there is no more to say."""
    return known_reason(trouble, language) or texts(language, _REASONS)["other"]


def known_reason(trouble: str, language: Language) -> str:
    """The same, "" where there is no more to say than that nothing usable came."""
    return "" if trouble == "other" else texts(language, _REASONS).get(trouble, "")
