"""The lexicon that guides are drafted with (research/lexicon/guide.yaml)."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from corpus.records import Language


@lru_cache
def guide_words(language: Language) -> dict[str, Any]:
    """What the lexicon says for a language."""
    text = (Path(__file__).parent / "lexicon" / "guide.yaml").read_text("utf-8")
    read: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)[language]
    return read
