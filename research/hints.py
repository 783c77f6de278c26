"""What an experienced moderator would remark on an outline: by rule, each remark with the words that show it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, get_args

from corpus.records import Language
from corpus.script import simplified
from index.cutting import words
from research.brief import Brief
from research.choices_said import vocabulary
from research.outline import Outline, OutlineQuestion
from research.outline_changes import unanswered
from research.values import kind_of

Wording = Literal["leading", "double", "yes_no", "brand", "too_long"]
HintKind = Literal[
    "leading", "double", "brand_early", "yes_no", "no_probe", "too_long", "unneeded", "unasked"
]  # fmt: skip
"""The gravest first: an answer put into somebody's mouth is worth less than a long question's."""

ORDER: tuple[HintKind, ...] = get_args(HintKind)

_EASY = ("warmup", "closing")
"""Where two things at once do no harm: somebody introduces themselves, or adds what they like. There "anything to add?" may be closed."""


@dataclass(frozen=True)
class Hint:
    """One remark.

    question   id of the question it is about, "" for the whole outline
    words      what shows it: words of the question; of `unasked`, the brief's question nobody asks
    objective  number (from 1) of that question of the brief, None for any other hint
    """

    kind: HintKind
    question: str
    words: str = ""
    objective: int | None = None


def hints_of(outline: Outline, brief: Brief) -> tuple[Hint, ...]:
    """All hints, in the order of the questions and, of one question, the gravest first; what nobody asks comes last."""
    found: list[Hint] = []
    for section in outline.sections:
        for question in section.questions:
            own = [*_of_wording(question, outline, section.name), *_of_place(question, outline, section.name)]
            found += sorted(own, key=lambda one: ORDER.index(one.kind))
    missing = unanswered(outline, len(brief.questions))
    return (*found, *(Hint("unasked", "", brief.questions[number - 1], number) for number in missing))


def _of_wording(question: OutlineQuestion, outline: Outline, section: str) -> Iterator[Hint]:
    said = wording_of(question.text, outline.language)
    kinds: tuple[Literal["leading", "double", "too_long"], ...] = ("leading", "double", "too_long")
    for kind in kinds:
        if kind in said and not (kind == "double" and section in _EASY):
            yield Hint(kind, question.id, said[kind])
    if "yes_no" in said and question.kind == "open" and section != "closing":
        yield Hint("yes_no", question.id, said["yes_no"])


def _of_place(question: OutlineQuestion, outline: Outline, section: str) -> Iterator[Hint]:
    name = brand_in(question.text, outline.language)
    if name and section in ("warmup", "core") and behind_category(outline, question) is not None:
        yield Hint("brand_early", question.id, name)
    if section != "core":
        return
    if question.kind == "open" and not question.probes:
        yield Hint("no_probe", question.id)
    if question.brief_question is None:
        yield Hint("unneeded", question.id)


def behind_category(outline: Outline, question: OutlineQuestion) -> OutlineQuestion | None:
    """The last core question behind `question` that names no brand, None where there is none behind it."""
    asked = [one for section in outline.sections if section.name in ("warmup", "core") for one in section.questions]
    later = asked[asked.index(question) + 1 :]
    plain = [one for one in later if one in outline.core and not brand_in(one.text, outline.language)]
    return plain[-1] if plain else None


@lru_cache(2_000)
def wording_of(text: str, language: Language) -> Mapping[Wording, str]:
    """What is wrong with a sentence by itself → the words that show it; `brand` is nothing wrong, it only names one."""
    plain = simplified(text).strip()
    tests = {"leading": _leading, "double": _double, "yes_no": _yes_no, "brand": brand_in, "too_long": _too_long}
    found: dict[Wording, str] = {}
    names: tuple[Wording, ...] = ("leading", "double", "yes_no", "brand", "too_long")
    for name in names:
        if shown := tests[name](plain, language):
            found[name] = shown
    return MappingProxyType(found)


def brand_in(text: str, language: Language) -> str:
    """The first maker, shop or product line a sentence names, "" for none: a list of well-known ones, and what is written like one."""
    plain = simplified(text)
    for own in ("zh", "en") if language == "zh" else ("en",):  # a Chinese sentence names makers in Latin letters too
        lexicon = vocabulary("hints", own)
        found = re.search(lexicon["brand"], plain, re.IGNORECASE | re.ASCII)
        if found := found or re.search(lexicon["brand_form"], text, re.ASCII):
            return found[0]
    return ""


def _leading(text: str, language: Language) -> str:
    found = re.search(vocabulary("hints", language)["leading"], text, re.IGNORECASE)
    return found[0].strip(" ,，？?") if found else ""


def _too_long(text: str, language: Language) -> str:
    """How long it is, in characters or words, where that is too long."""
    length = len(re.sub(r"[\W_]", "", text)) if language == "zh" else len(words(text, "en"))
    return str(length) if length > vocabulary("hints", language)["longest"] else ""


def _double(text: str, language: Language) -> str:
    """What joins the two, or the second thing asked. Several steps of one ranking are one question."""
    lexicon = vocabulary("hints", language)
    once = re.sub(lexicon["pair_is_one"], "·", text, flags=re.IGNORECASE)
    if both := re.search(lexicon["both"], once, re.IGNORECASE):
        return both[0].strip(" ,，？?")
    if kind_of(text, language)[0] == "ranking":
        return ""
    asked = [clause for clause in _clauses(once, language) if _asks(clause, lexicon)]
    weighed = [clause for clause in _clauses(once, language) if re.search(lexicon["either_or"], clause)]
    more = [] if len(asked) > 1 else [*weighed, *(one for one in asked if re.search(lexicon["how_is"], one))]
    found = max(asked, more, key=len)
    return found[1] if len(found) > 1 else ""


def _asks(clause: str, lexicon: Mapping[str, str]) -> bool:
    """Whether a clause asks something of its own."""
    return bool(re.search(lexicon["asks"], clause, re.IGNORECASE)) and not re.search(
        lexicon["asks_on"], clause, re.IGNORECASE
    )


def _clauses(text: str, language: Language) -> list[str]:
    """What may be questions of their own, without the words that only look like asking."""
    plain = re.sub(vocabulary("hints", language)["no_ask"], " ", text, flags=re.IGNORECASE)
    marks = (
        r"[，,、；;。？?！!：:]"
        if language == "zh"
        else r"[,;.?!:]|\s(?=and (?:with |for |in |at |to )?(?:what|which|where|when|who|whose|how|why)\b)"
    )
    return [part for each in re.split(marks, plain) if (part := each.strip())]


def _yes_no(text: str, language: Language) -> str:
    """The words that close it, where nothing in the sentence opens it again."""
    lexicon = vocabulary("hints", language)
    last = re.split(r"(?<=[。.！!？?])\s*(?=.)", text)[-1]
    if re.search(lexicon["invites"], text, re.IGNORECASE) or re.search(lexicon["open_after"], last, re.IGNORECASE):
        return ""
    if any(re.search(lexicon["asks"], clause, re.IGNORECASE) for clause in _clauses(text, language)):
        return ""
    found = re.search(lexicon["closed"], text, re.IGNORECASE) or re.search(lexicon["stated"], text)
    return found[0].strip(" ,，.？?") or text if found else ""
