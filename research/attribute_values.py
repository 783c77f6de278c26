"""Values of attributes in the reader's language, where it is known how that says them; all others as they are recorded."""

from functools import cache

from corpus.records import Language
from corpus.script import simplified
from research.messages import texts

LANGUAGES: tuple[Language, ...] = ("zh", "en")


def told_value(value: str, language: Language) -> str:
    """女 → woman, large city → 大城市. What is recorded in the reader's own language stays letter for letter."""
    key = _keys().get(_plain(value))
    return value if key is None or _plain(value) in _forms(language, key) else _written(language, key)[0]


@cache
def _keys() -> dict[str, str]:
    """How a value may be written → what it says."""
    return {_plain(form): key for each in LANGUAGES for key in texts(each, "attribute") for form in _written(each, key)}


@cache
def _forms(language: Language, key: str) -> frozenset[str]:
    return frozenset(_plain(form) for form in _written(language, key))


def _written(language: Language, key: str) -> list[str]:
    return texts(language, "attribute")[key].split("|")


def _plain(value: str) -> str:
    return " ".join(simplified(value).casefold().split())
