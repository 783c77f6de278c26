"""The words that tell a person, a place or an employer, one file a language."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

import yaml

from corpus.records import Language, Span

WordKind = Literal["name", "address", "employer"]
RawWords = tuple[Span, WordKind, bool]
"""Where, what, and whether it is sure."""

_FOLDER = Path(__file__).with_name("lexicon")


@cache
def lexicon(language: Language) -> Mapping[str, Any]:
    """The file as it is."""
    said = (_FOLDER / f"privacy_{language}.yaml").read_text(encoding="utf-8")
    return cast("Mapping[str, Any]", yaml.safe_load(said))


@cache
def words(language: Language, name: str) -> frozenset[str]:
    """A list of the file, or the words of a text of it."""
    said = lexicon(language)[name]
    return frozenset(said.split() if isinstance(said, str) else said)
