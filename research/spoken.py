"""A question's wording by rule: as one says it aloud, asked with more care, or as two questions. Lexicon: annotations.yaml."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from corpus.records import Language


@cache
def annotation_words() -> Mapping[str, Any]:
    """research/lexicon/annotations.yaml, all scalars as text."""
    data = (Path(__file__).parent / "lexicon" / "annotations.yaml").read_text("utf-8")
    read: Mapping[str, Any] = yaml.load(data, Loader=yaml.BaseLoader)
    return read


@dataclass(frozen=True)
class Two:
    """A question as two. second: "" where the rest ("and why?") cannot be asked alone and is a probe of the first."""

    first: str
    second: str = ""
    probe: str = ""


def softened(text: str, language: Language) -> str:
    """The question as one says it aloud: everyday words for written ones, the person addressed. The same where none is found."""
    words = annotation_words()["spoken"][language]
    addressed = [] if re.search(words["others"], text, re.IGNORECASE) else words["address"]
    for pattern, instead in (*_pairs(addressed), *_pairs(words["plain"])):
        text = re.sub(pattern, instead, text, flags=re.IGNORECASE)
    return _capital(" ".join(text.split()))


def gentler(text: str, language: Language) -> str:
    """The question with a word of care before it; the same where it has one."""
    words = annotation_words()["spoken"][language]
    if re.match(words["careful"], text, re.IGNORECASE):
        return text
    rest = text if re.match(r"I\b|[A-Z]{2}", text) else text[:1].lower() + text[1:]
    return str(words["care"]) + rest


def two_of(text: str, language: Language) -> Two | None:
    """The question as two; None where it does not clearly ask two things."""
    words = annotation_words()["two"][language]
    if paired := _shared(text, words["paired"], language):
        return paired
    lead, rest = _led(text, words)
    parts = _parts(rest, words)
    if len(parts) == 2:
        first, second = parts
        if re.fullmatch(words["why"], second, re.IGNORECASE):
            return Two(_asked(lead + first, language), probe=str(words["why_asked"]))
        if all(re.search(words["asks"], part, re.IGNORECASE) for part in parts):
            return Two(_asked(lead + first, language), _asked(lead + _addressed(second, first, words), language))
    return _shared(text, words["shared"], language)


def _led(text: str, words: Mapping[str, Any]) -> tuple[str, str]:
    """What both parts stand under ("When you buy coffee, "), and the rest."""
    found = re.match(words["lead"], text, re.IGNORECASE)
    return (found[0], text[found.end() :]) if found else ("", text)


def _parts(text: str, words: Mapping[str, Any]) -> list[str]:
    sentences = [one.strip() for one in re.split(r"[?？]", text) if one.strip(" 。.")]
    if len(sentences) > 1:
        return sentences
    pieces = re.split(words["joint"], text.strip("?？ "), flags=re.IGNORECASE)
    return [piece.strip(" ,，、；;") for piece in pieces if piece and piece.strip(" ,，、；;")]


def _addressed(second: str, first: str, words: Mapping[str, Any]) -> str:
    """In Chinese the second part often leaves out whom it asks."""
    you = words.get("you", "")
    return you + second if you and you in first and you not in second else second


def _shared(text: str, patterns: Sequence[str], language: Language) -> Two | None:
    """Where and how often do you …; … about price and packaging: two that share the rest."""
    for pattern in patterns:
        if found := re.fullmatch(pattern, text.strip("?？ "), re.IGNORECASE):
            parts = found.groupdict(default="")
            pair = [f"{parts['head']}{one}{parts['tail']}" for one in (parts["one"], parts["other"])]
            return Two(*(_asked(each, language) for each in pair))
    return None


def _asked(text: str, language: Language) -> str:
    """With its question mark, beginning as a sentence does."""
    return _capital(text.strip(" ,，、；;")) + ("？" if language == "zh" else "?")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _pairs(listed: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    return [(str(pattern), str(instead)) for pattern, instead in listed]
