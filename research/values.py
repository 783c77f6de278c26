"""Typed answers read from speech: a number, a mark, a choice or an order, with the words that say it.

Nothing is guessed: what cannot be read is None. The vocabulary stands in research/lexicon.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.errors import BadInput
from corpus.records import Language, Span
from corpus.script import as_written, simplified
from research.amounts_said import amount_said
from research.aspects_said import Aspect, aspect_asked, aspect_meant
from research.choices_said import DIRECTIONS, choice_said, says, sentences, vocabulary
from research.numbers_said import NumberSaid, numbers_said, without_taken_back
from research.periods_said import Period
from research.rankings_said import ranking_said

Kind = Literal["open", "choice", "scale", "number", "ranking"]

_COUNTS = {"ten": 10.0, "five": 5.0, "a hundred": 100.0, "十": 10.0, "五": 5.0, "百": 100.0, "一百": 100.0}
_ASKED = ("scale", "ranking", "direction", "direction_time", "forward", "number", "reason", "direction_plain")

_READ = 4000
"""Characters of an answer that are read: a value is said early, and the work grows with the square of the length."""


@dataclass(frozen=True)
class Value:
    """A value read from an answer, with the span that says it (offsets in the answer's text).

    low, high  number, scale: equal for a single number; one is None where only a bound was said
    option     choice: the canonical option
    order      ranking: options, first to last, as far as said
    unit       number: money, times, percent, the counter said ("杯"), "" where none was
    period     number: what low and high are of: the period asked, else the one said; None for a sum that comes once
    aspect     number, choice: whether it is so or is meant (behaviour, intention); no figure counts the two together
    """

    low: float | None
    high: float | None
    option: str | None
    order: tuple[str, ...]
    span: Span
    unit: str = ""
    period: Period | None = None
    aspect: Aspect = "behaviour"


def read_value(
    text: str,
    kind: Kind,
    options: Sequence[str],
    language: Language,
    *,
    question: str = "",
    aspect: Aspect | None = None,
) -> Value | None:
    """The value `text` gives, or None where none can be read with confidence.

    question  the question as asked: it names the scale, the period and whether money is meant.
    aspect    what the question asks for, where somebody has said so; else its words tell.
    Raises BadInput("choice_needs_options") for a choice without options.
    """
    text, question = simplified(text[:_READ]), simplified(question)
    asked = "intention" if aspect == "intention" else aspect_asked(question, language)
    if kind == "number":
        said = amount_said(text, language, question, asked)
        return Value(said.low, said.high, None, (), said.span, said.unit, said.period, said.aspect) if said else None
    if kind == "scale":
        return _mark(text, language, question)
    if kind == "choice":
        if not options:
            raise BadInput("choice_needs_options")
        chosen = choice_said(text, options, language, question)
        if chosen is None:
            return None
        return Value(None, None, chosen[0], (), chosen[1], aspect=aspect_meant(text, chosen[1], language, asked))
    ranked = ranking_said(text, options, language) if kind == "ranking" else None
    return Value(None, None, None, ranked[0], ranked[1]) if ranked else None


def kind_of(question: str, language: Language) -> tuple[Kind, tuple[str, ...]]:
    """Which kind of answer `question` asks for, and the options it names; open wherever that is not plain."""
    kind, options = _kind_of(simplified(question), language)
    return kind, tuple(as_written(option, question) for option in options)


def _kind_of(question: str, language: Language) -> tuple[Kind, tuple[str, ...]]:
    words = vocabulary("values", language)
    asked = {name: says(words[name], question) for name in _ASKED}
    if asked["scale"] or asked["ranking"]:
        return ("scale", ()) if asked["scale"] else ("ranking", ())
    over_time = asked["direction_time"] and asked["direction"]
    if (over_time or asked["direction_plain"]) and not (asked["forward"] or asked["reason"]):
        return "choice", DIRECTIONS
    if asked["number"] or asked["reason"]:
        return ("open", ()) if asked["reason"] else ("number", ())
    options = _options_named(question, language)
    return ("choice", options) if options else ("open", ())


def _options_named(question: str, language: Language) -> tuple[str, ...]:
    """The two options `question` puts: words of opposite ideas, else what stands around its "or"."""
    lexicon = vocabulary("choices_said", language)
    named = (
        (name, re.search(idea["forms"], question, re.IGNORECASE))
        for name, idea in lexicon["concepts"].items()
        if name in lexicon["opposites"] and "." in name
    )
    at = {name: match for name, match in named if match}
    for name, opposite in lexicon["opposites"].items():
        if name in at and opposite in at:
            return tuple(match[0].lower() for match in sorted((at[name], at[opposite]), key=lambda said: said.start()))
    return _around_or(question, language)


def _around_or(question: str, language: Language) -> tuple[str, ...]:
    words = vocabulary("values", language)
    found = re.search(words["choice"], question, re.IGNORECASE)
    if found is None or not says(words["choosing"], question):
        return ()
    first, second = found[1].strip(), found[2].strip()
    if language == "zh":
        first, second = (re.sub(words["choice_lead"], "", side) for side in (first, second))
        first, second = (re.sub(words["choice_tail"], "", side) for side in (first, second))
    plain = first and second and first != second and not says(words["not_option"], f"{first} | {second}")
    return (first, second) if plain else ()


def _mark(text: str, language: Language, question: str) -> Value | None:
    """The mark on the question's scale: the one given in the end, else the first that is given, not taken off,
    remembered or imagined."""
    words, top = vocabulary("values", language), _top(question, language)
    given = list[NumberSaid]()
    for number in numbers_said(text, language):
        high = number.high if number.high is not None else number.low or 0.0
        counted = number.unit == "other" and number.counted not in ("分", "out of", "points", "point", "marks", "mark")
        if high <= top and number.unit != "money" and not counted and _is_given(text, number, language):
            given.append(number)
    kept = without_taken_back(text, given, language)
    refused = says(words["refuses"], text[: kept[0].span[0]] if kept else text)
    if not kept or (refused and kept[0].counted == "") or not (says(words["scale"], question) or _opens(text, kept[0])):
        return None
    alone = [one for one in kept if not _before(text, one).strip(" Aan")]
    labelled = kept[0] not in alone and not says(
        vocabulary("aspects_said", language)["oneself"], _before(text, kept[0])
    )
    first = alone[-1] if alone and labelled else kept[0]  # "Food's an eight, the room's a six. A seven."
    mark = next((one for one in kept if _is_total(text, one, words)), first)
    return Value(mark.low, mark.high, None, (), mark.span)


def _opens(text: str, number: NumberSaid) -> bool:
    """Whether the number is the first thing said: what was not asked for as a mark is one only then."""
    return len(text[: number.span[0]].strip(" ，,。.…—-")) <= len("still a ")


def _before(text: str, number: NumberSaid) -> str:
    """What stands before the mark in its clause."""
    sentence = next((one for one in sentences(text) if one[0] <= number.span[0] < one[1]), (0, len(text)))
    return re.split(r"[，,；;—]", text[sentence[0] : number.span[0]])[-1]


def _is_total(text: str, number: NumberSaid, words: dict[str, str]) -> bool:
    """Whether the mark is called the one for all of it, or the one of today."""
    sentence = next((one for one in sentences(text) if one[0] <= number.span[0] < one[1]), (0, len(text)))
    *earlier, before = re.split(r"[，,；;—]", text[sentence[0] : number.span[0]])
    before = before if before.strip() or not earlier else earlier[-1]
    return says(words["total"], before) or says(words["total_after"], text[number.span[1] :])


def _is_given(text: str, number: NumberSaid, language: Language) -> bool:
    words = vocabulary("values", language)
    sentence = next((one for one in sentences(text) if one[0] <= number.span[0] < one[1]), (0, len(text)))
    before, after = text[sentence[0] : number.span[0]], text[number.span[1] : number.span[1] + 16]
    *earlier, clause = re.split(r"[，,；;—]", before)
    if not clause.strip() and earlier and not numbers_said(earlier[-1], language):
        clause = earlier[-1]  # "When I bought it, ten."
    lost = says(words["not_mark"], before.rstrip()) or re.match(words["not_mark_after"], after, re.IGNORECASE)
    return not lost and not says(words["hedge"], clause) and not says(words["then"], clause)


def _top(question: str, language: Language) -> float:
    """The highest mark of the scale the question names; ten where it names none."""
    named = re.search(vocabulary("values", language)["scale_max"], question, re.IGNORECASE)
    said = next((group for group in named.groups() if group), "ten").lower() if named else "ten"
    return _COUNTS[said] if said in _COUNTS else float(said)
