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
from research.aspects_said import Aspect
from research.choices_said import DIRECTIONS, choice_said, clauses, says, sentences, vocabulary
from research.numbers_said import MONTHS, NumberSaid, holds, near, numbers_said, period_beside, without_taken_back
from research.rankings_said import ranking_said

Kind = Literal["open", "choice", "scale", "number", "ranking"]

_COUNTS = {"ten": 10.0, "five": 5.0, "a hundred": 100.0, "十": 10.0, "五": 5.0, "百": 100.0, "一百": 100.0}
_ASKED = ("scale", "ranking", "direction", "direction_time", "forward", "number", "reason", "direction_plain")

_LIKELY = 1.0
"""An amount weighed below this is not read: it stands in the answer without a sign that it is the answer."""


_SUM = 4
"""So many amounts in one answer are a sum said aloud."""

_READ = 4000
"""Characters of an answer that are read: a value is said early, and the work grows with the square of the length."""

_LEAD = 32
"""Characters of hesitation before a number at most."""

_REFUSED = 3.0
"""The same where the answer also says that it would rather not say."""


@dataclass(frozen=True)
class Value:
    """A value read from an answer, with the span that says it (offsets in the answer's text).

    low, high  number, scale: equal for a single number; one is None where only a bound was said
    option     choice: the canonical option
    order      ranking: options, first to last, as far as said
    unit       number: money, times, percent, the counter said ("杯"), "" where none was
    period     number: what low and high are said of, as in PERIODS, None for a sum that comes once
    aspect     whether the words tell what is done or what would be; a figure counts no two of them together
    """

    low: float | None
    high: float | None
    option: str | None
    order: tuple[str, ...]
    span: Span
    unit: str = ""
    period: str | None = None
    aspect: Aspect = "behaviour"


def read_value(
    text: str, kind: Kind, options: Sequence[str], language: Language, *, question: str = ""
) -> Value | None:
    """The value `text` gives, or None where none can be read with confidence.

    question  the question as asked: it names the scale, the period and whether money is meant.
    Raises BadInput("choice_needs_options") for a choice without options.
    """
    text, question = simplified(text[:_READ]), simplified(question)
    if kind == "number":
        return _amount(text, language, question)
    if kind == "scale":
        return _mark(text, language, question)
    if kind == "choice":
        if not options:
            raise BadInput("choice_needs_options")
        chosen = choice_said(text, options, language, question)
        return Value(None, None, chosen[0], (), chosen[1]) if chosen else None
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


def _weighed(text: str, said: list[NumberSaid], language: Language) -> list[tuple[float, NumberSaid]]:
    """Each number with how likely it is to be the answer: signs for and against, added up."""
    words, weighed = vocabulary("numbers_said", language), list[tuple[float, NumberSaid]]()
    all_sentences = sentences(text)
    for number in said:
        sentence = next((one for one in all_sentences if one[0] <= number.span[0] < one[1]), (0, len(text)))
        clause = next((one for one in clauses(text, sentence) if one[0] <= number.span[0] < one[1]), sentence)
        weight = 1.0 if number.unit == "money" else 0.0
        weight += 1.0 if number.low != number.high else 0.0
        weight += _opening(text, sentence, number, words) + _alone(text, clause, number, words)
        weight += _around(text, sentence, clause, number, words)
        weighed.append((weight, number))
    if len(weighed) >= _SUM:
        # Components said aloud come before their total.
        return [(weight + 1.5 * at / (len(weighed) - 1), number) for at, (weight, number) in enumerate(weighed)]
    return weighed


def _opening(text: str, sentence: Span, number: NumberSaid, words: dict[str, str]) -> float:
    """A number that opens its sentence is an answer; more so in the first sentence."""
    if not _only_filler(text[sentence[0] : number.span[0]], words):
        return 0.0
    return 2.0 if not text[: sentence[0]].strip() or number.low != number.high else 1.0


def _only_filler(lead: str, words: dict[str, str]) -> bool:
    """Whether `lead` says nothing of its own; a long one does, and is not worth the search."""
    return len(lead) <= _LEAD and says(words["filler"], lead)


def _alone(text: str, clause: Span, number: NumberSaid, words: dict[str, str]) -> float:
    """A clause that is the number and little else ("in there, a hundred") speaks for it."""
    lead = re.split(words["but"], text[clause[0] : number.span[0]])[-1]
    return 1.5 if _only_filler(lead, words) and re.match(words["tail"], text[number.span[1] :], re.IGNORECASE) else 0.0


def _around(text: str, sentence: Span, clause: Span, number: NumberSaid, words: dict[str, str]) -> float:
    """Cues in the words around the number: a conclusion or a correction speaks for it, another time against it."""
    before = text[sentence[0] : number.span[0]]
    # "he says twenty but it's thirty": what stands before the "but" is about another number
    spoken = re.split(words["but"], text[clause[0] : number.span[0]])[-1] + " "
    spoken += re.split(words["but"], text[number.span[1] : clause[1]])[0]
    weight = 2.5 if says(words["conclusion"], before[-24:]) else 0.0
    weight += 1.0 if says(words["correction"], before) else 0.0
    weight -= 3.0 if says(words["elsewhere"], spoken) else 0.0
    weight -= 2.5 if says(words["item"], spoken) else 0.0
    weight -= 1.0 if says(words["condition"], spoken) else 0.0
    return weight


def _amount(text: str, language: Language, question: str) -> Value | None:
    """The amount the answer settles on, in the question's period."""
    words = vocabulary("numbers_said", language)
    money = not question or (says(words["asks_money"], question))
    said = [number for number in numbers_said(text, language) if _usable(number, text, question, money, language)]
    weighed = _weighed(text, without_taken_back(text, said, language), language)
    refuses = says(vocabulary("values", language)["refuses"], text)
    if not weighed or max(weight for weight, _ in weighed) < (_REFUSED if refuses else _LIKELY):
        return None
    if says(words["month"], question):
        # 一天五块，一个月一百五: what is said for the month itself goes before what can be turned into one
        monthly = [one for one in weighed if not period_beside(one[1], text, language)]
        weighed = monthly if any(weight >= _LIKELY for weight, _ in monthly) else weighed
    best = _refined(max(weighed, key=lambda one: one[0])[1], weighed)
    return _in_month(best, text, language, question)


def _usable(number: NumberSaid, text: str, question: str, money: bool, language: Language) -> bool:
    """Money where money is asked, else bare numbers and those that count what the question counts."""
    if number.unit == "other":
        return not money and number.counted in question
    small = (number.high or number.low or 0) < (10 if language == "zh" else 3)
    ordinal = text[max(0, number.span[0] - 1) : number.span[0]] in ("第", "#")
    return not ordinal and not (money and small and number.unit != "money")


def _refined(best: NumberSaid, weighed: list[tuple[float, NumberSaid]]) -> NumberSaid:
    """`best`, or the range said after it that holds it; a lone lower bound is closed by the upper bound after it."""
    for weight, other in weighed:
        later = other.span[0] > best.span[0]
        if later and best.low is not None and best.high is None and other.low is None:
            return NumberSaid(best.low, other.high, (best.span[0], other.span[1]), other.unit)
        if later and weight >= _LIKELY and best.low == best.high and holds(other, best.low):
            return other
        if later and best.low == best.high and other.low is None and near(best.low, other.high):
            return NumberSaid(best.low, other.high, (best.span[0], other.span[1]), best.unit)
    return best


def _in_month(number: NumberSaid, text: str, language: Language, question: str) -> Value | None:
    """The amount a month where a month is asked and the answer names another period right beside it."""
    asked = says(vocabulary("numbers_said", language)["month"], question)
    period = period_beside(number, text, language) if asked else None
    factor = MONTHS[period] if period else 1.0
    low, high = (None if end is None else round(end * factor, 2) for end in (number.low, number.high))
    return Value(low, high, None, (), number.span)


def _mark(text: str, language: Language, question: str) -> Value | None:
    """The mark on the question's scale: the first that is given, not taken off, remembered or imagined."""
    words, top = vocabulary("values", language), _top(question, language)
    given = list[NumberSaid]()
    for number in numbers_said(text, language):
        high = number.high if number.high is not None else number.low or 0.0
        counted = number.unit == "other" and number.counted not in ("分", "out of", "points", "point", "marks", "mark")
        if high <= top and number.unit != "money" and not counted and _is_given(text, number, words):
            given.append(number)
    kept = without_taken_back(text, given, language)
    refused = says(words["refuses"], text[: kept[0].span[0]] if kept else text)
    if not kept or (refused and kept[0].counted == ""):
        return None
    return Value(kept[0].low, kept[0].high, None, (), kept[0].span)


def _is_given(text: str, number: NumberSaid, words: dict[str, str]) -> bool:
    sentence = next((one for one in sentences(text) if one[0] <= number.span[0] < one[1]), (0, len(text)))
    before, after = text[sentence[0] : number.span[0]], text[number.span[1] : number.span[1] + 16]
    clause = re.split(r"[，,；;—]", before)[-1]
    lost = says(words["not_mark"], before.rstrip()) or re.match(words["not_mark_after"], after, re.IGNORECASE)
    return not lost and not says(words["hedge"], clause)


def _top(question: str, language: Language) -> float:
    """The highest mark of the scale the question names; ten where it names none."""
    named = re.search(vocabulary("values", language)["scale_max"], question, re.IGNORECASE)
    said = next((group for group in named.groups() if group), "ten").lower() if named else "ten"
    return _COUNTS[said] if said in _COUNTS else float(said)
