"""What a comment on an outline asks for, read by rule: acts that rules can carry out, and words that stay open.

A request fits a pattern whole or not at all (research/lexicon/annotations.yaml). What is hedged ("if there is time"),
what means two things, and what would break the outline is not guessed at: it stays open, with the reason.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any

from corpus.errors import QuipuError
from corpus.language import CJK
from corpus.records import Language
from corpus.script import simplified
from research.acts import Act, apply
from research.annotation_kinds import DOING, Asked, Why
from research.brief import Brief
from research.outline import Outline
from research.spoken import annotation_words

_QUOTES = re.compile(r"“[^”]*”|\"[^\"]*\"|「[^」]*」")
_ENDS = re.compile(r"[。！!；;\n]+|(?<!\d)\.(?=\s|$)|\.(?=\s|$)|(?<=[?？])\s*(?=\S)")
_EDGE = " \t，,、.。;；!！…"


@dataclass(frozen=True)
class Left:
    """Words of a comment that no rule carries out. why: a key of page.proposals.left."""

    words: str
    why: str


@dataclass(frozen=True)
class Reading:
    """A comment as understood: what would be done, in order, and what stays open."""

    acts: tuple[Act, ...] = ()
    left: tuple[Left, ...] = ()


def read_annotation(text: str, question: str | None, outline: Outline, brief: Brief) -> Reading:
    """What a comment on a question (None: on the whole outline) asks for. Nothing is done by it."""
    acts: list[Act] = []
    left: list[Left] = []
    for words in _pieces(text, _ENDS):
        for said, found in _sentence(words, question, outline, brief):
            new = [act for act in found if act not in acts] if isinstance(found, tuple) else []
            why = found if isinstance(found, str) else _trouble(outline, [*acts, *new], brief) if new else ""
            if why:
                left.append(Left(said, why))
            else:
                acts += new
    return Reading(tuple(acts), tuple(left))


def _sentence(
    words: str, question: str | None, outline: Outline, brief: Brief
) -> Iterator[tuple[str, tuple[Act, ...] | Why]]:
    """(words, acts or why there are none) of each request in a sentence."""
    written = _language(words)
    if re.fullmatch(annotation_words()["idle"][written], simplified(words), re.IGNORECASE):
        return
    if _bare(words, annotation_words()["guards"][written]):
        yield words, "guarded"
        return
    whole = _request(words, question, outline, brief)
    if isinstance(whole, tuple):
        yield words, whole
        return
    sides = _pieces(words, _pattern(annotation_words()["contrast"][written]))
    read = [_request(side, question, outline, brief) for side in sides]
    if len(sides) > 1:  # "drop this but keep the probes": half of it would be wrong
        yield (
            words,
            tuple(act for acts in read if isinstance(acts, tuple) for act in acts)
            if all(isinstance(one, tuple) for one in read)
            else "guarded",
        )
        return
    parts = _pieces(words, _pattern(annotation_words()["joints"][written]))
    asked = [
        part for part in parts if not re.match(annotation_words()["polite"][written]["reasons"], part, re.IGNORECASE)
    ]
    if len(parts) < 2 or not asked:
        yield words, whole
        return
    for part in asked:
        yield part, _request(part, question, outline, brief)


def _request(words: str, question: str | None, outline: Outline, brief: Brief) -> tuple[Act, ...] | Why:
    """The acts of one request, else why there are none: the first reason that a pattern it fits gave."""
    reasons: list[Why] = []
    for said in _unwrapped(words):
        for kind, groups in _kinds(said):
            found = DOING[kind](Asked(kind, groups, question, outline, brief))
            if isinstance(found, tuple):
                return found
            reasons += [found] if found else []
    return next(iter(reasons), "unread")


def _kinds(said: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The kinds of request that the words fit, with what the pattern's groups hold as it was written."""
    plain = simplified(said)
    for kind, patterns in _patterns(_language(said)):
        for pattern in patterns:
            if found := pattern.fullmatch(plain):
                spans = {name.partition("_")[0]: found.span(name) for name, held in found.groupdict().items() if held}
                yield kind, {name: said[start:end] for name, (start, end) in spans.items()}


def _unwrapped(words: str) -> Iterator[str]:
    """The words, and the words with what is only polite taken off, one after the other."""
    polite = annotation_words()["polite"][_language(words)]
    before, after = _pattern(_any(polite["before"], r"[\s,，]*")), _any(polite["after"], "")
    said = words.strip(_EDGE).rstrip("?？" if not re.search(r"[:：]", words) else "").strip(_EDGE)
    while True:
        yield said
        if found := before.match(simplified(said)):
            shorter = said[found.end() :].strip(_EDGE)
        elif found := re.search(rf"[\s,，]*(?:{after})$", simplified(said), re.IGNORECASE):
            shorter = said[: found.start()].strip(_EDGE)
        else:
            return
        if not shorter or shorter == said:
            return
        said = shorter


def _trouble(outline: Outline, acts: Sequence[Act], brief: Brief) -> Why:
    """Why the acts cannot be done together; "" where they can."""
    try:
        apply(outline, acts, brief)
    except QuipuError as error:
        return "no_must_have" if error.key == "outline_needs_must_have" else "not_possible"
    return ""


def _language(words: str) -> Language:
    """Which language a request is written in, what it quotes aside."""
    return "zh" if CJK.search(_QUOTES.sub("", words)) else "en"


def _bare(words: str, pattern: str) -> bool:
    """Whether a pattern is found outside of what is quoted."""
    return re.search(pattern, simplified(_QUOTES.sub("", words)), re.IGNORECASE) is not None


def _pieces(text: str, between: re.Pattern[str]) -> list[str]:
    """The text cut at a pattern, never inside of a quotation."""
    kept = [found.span() for found in _QUOTES.finditer(text)]
    pieces, start = [], 0
    for found in between.finditer(text):
        if not any(low <= found.start() < high for low, high in kept):
            pieces.append(text[start : found.start()])
            start = found.end()
    return [piece.strip(_EDGE) for piece in (*pieces, text[start:]) if piece.strip(_EDGE)]


@cache
def _patterns(language: Language) -> tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]:
    blanks: Mapping[str, str] = annotation_words()["parts"][language]

    def filled(pattern: str) -> re.Pattern[str]:
        for name, part in blanks.items():
            pattern = pattern.replace(f"{{{name}}}", part)
        numbers = count(1)  # a group may stand in several branches: ref_1, ref_2
        return re.compile(
            re.sub(r"(?<=\(\?P<)(\w+)(?=>)", lambda name: f"{name[1]}_{next(numbers)}", pattern), re.IGNORECASE
        )

    kinds: Sequence[Mapping[str, Any]] = annotation_words()["kinds"]
    return tuple((kind["kind"], tuple(filled(one) for one in kind[language])) for kind in kinds)


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _any(patterns: Sequence[str], behind: str) -> str:
    ordered = sorted(patterns, key=len, reverse=True)
    return "(?:" + "|".join(one if CJK.search(one) else rf"{one}(?![\w’'])" for one in ordered) + ")" + behind
