"""The amount an answer settles on, of all the numbers in it, in the period asked for; and whether it is one that is paid.

Each number is weighed by the signs around it. One that somebody would pay is no answer to what they pay, nor the other way round.
"""

import re
from dataclasses import dataclass, replace

from corpus.records import Language, Span
from research.aspects_said import Aspect, aspect_meant
from research.choices_said import clauses, says, sentences, vocabulary
from research.numbers_said import NumberSaid, holds, near, numbers_said, without_taken_back
from research.often_said import often_said
from research.periods_said import Period, fits, in_period, period_asked, period_beside

_LIKELY: dict[Language, float] = {"zh": 1.0, "en": 1.5}
"""An amount weighed below this is not read: it stands in the answer without a sign that it is the answer. On the labelled
development answers English gains .03 of precision from 1.5 and loses .02 of recall; Chinese would only lose."""

_ALONE = 1.0
"""What is added to the one number that nothing speaks against."""

_UNSURE = 3.0
"""The same where the answer also says that it would rather not say, or where no amount was asked for."""

_SUM = 4
"""So many amounts in one answer are a sum said aloud."""

_LEAD = 32
"""Characters of hesitation before a number at most."""

_OTHER_ASPECT = 3.0
"""What is taken off a number that is meant where what is done was asked, or done where what is meant was asked."""

_TIMES = frozenset(("次", "回", "趟", "遍", "节", "times"))
_SPANS = frozenset(("年", "月", "周", "天", "日", "号", "礼拜", "星期"))
"""Counters that are asked about as a period ("一年多少"), never as what is counted."""

_SHARES = frozenset(("成", "%", "％", "percent", "per cent"))


@dataclass(frozen=True)
class Amount:
    """low, high, unit, period and aspect as in research.values.Value."""

    low: float | None
    high: float | None
    span: Span
    unit: str
    period: Period | None
    aspect: Aspect


@dataclass(frozen=True)
class _Asked:
    """What the question asks for. amount: any at all; often: how many times, in words that name no sum."""

    question: str
    amount: bool
    money: bool
    often: bool
    period: Period | None
    aspect: Aspect


def amount_said(text: str, language: Language, question: str, aspect: Aspect) -> Amount | None:
    """The amount `text` settles on as an answer to `question`, None where nothing in it is likely to be one.

    aspect   whether `question` asks for what is meant (intention) or for what is done
    """
    asked = _asked(question, language, aspect)
    if asked.often and (rate := _rate(text, language, asked)):
        return rate
    said = [number for number in numbers_said(text, language) if _usable(number, text, asked, language)]
    weighed = _weighed(text, without_taken_back(text, said, language), language, asked)
    unsure = says(vocabulary("values", language)["refuses"], text) or not asked.amount
    if not weighed or max(weight for weight, _ in weighed) < (_UNSURE if unsure else _LIKELY[language]):
        return None
    # 现在五百，下半年控制在三百: what is meant is not taken for what is paid where there is one of each
    weighed = _rather(
        weighed, [aspect_meant(text, one.span, language, asked.aspect) == asked.aspect for _, one in weighed], language
    )
    if asked.period:
        # 一天五块，一个月一百五: what is said for the month itself goes before what can be turned into one
        said_of = [period_beside(one.span, text, language) for _, one in weighed]
        weighed = _rather(weighed, [period in (None, asked.period) for period in said_of], language)
    best = _refined(max(weighed, key=lambda one: one[0])[1], weighed, text, language)
    return _as_asked(best, period_beside(best.span, text, language), text, language, asked)


def _rather(
    weighed: list[tuple[float, NumberSaid]], suits: list[bool], language: Language
) -> list[tuple[float, NumberSaid]]:
    """Those that suit, where one of them is likely; else all."""
    own = [one for one, suit in zip(weighed, suits, strict=True) if suit]
    return own if any(weight >= _LIKELY[language] for weight, _ in own) else weighed


def _asked(question: str, language: Language, aspect: Aspect) -> _Asked:
    words = vocabulary("numbers_said", language)
    often = says(words["asks_often"], question)
    money = not question or (says(words["asks_money"], question) and not often)
    amount = money or often or says(words["asks_amount"], question)
    return _Asked(question, amount, money, often, period_asked(question, language), aspect)


def _rate(text: str, language: Language, asked: _Asked) -> Amount | None:
    """How often, where it is said without a sum and before any count of times."""
    said = often_said(text, language)
    counted = [number for number in numbers_said(text, language) if number.counted in _TIMES]
    if said is None or (counted and counted[0].span[0] < said[0].span[0]):
        return None
    return _as_asked(said[0], said[1], text, language, asked)


def _weighed(text: str, said: list[NumberSaid], language: Language, asked: _Asked) -> list[tuple[float, NumberSaid]]:
    """Each number with how likely it is to be the answer: signs for and against, added up."""
    words, weighed = vocabulary("numbers_said", language), list[tuple[float, NumberSaid]]()
    all_sentences = sentences(text)
    for number in said:
        sentence = next((one for one in all_sentences if one[0] <= number.span[0] < one[1]), (0, len(text)))
        clause = next((one for one in clauses(text, sentence) if one[0] <= number.span[0] < one[1]), sentence)
        weight = 1.0 if number.unit == "money" else 0.0
        weight += 1.0 if number.low != number.high else 0.0
        weight += _opening(text, sentence, number, words) + _alone(text, clause, number, words)
        weight += _around(text, sentence, clause, number, words, asked) + _for_question(text, number, language, asked)
        weighed.append((weight, number))
    standing = [at for at, (weight, _) in enumerate(weighed) if weight >= 0.0]
    if len(standing) == 1 and asked.amount:
        # The one number that nothing speaks against is the answer to a question about one.
        at = standing[0]
        weighed[at] = (weighed[at][0] + _ALONE, weighed[at][1])
    if len(weighed) >= _SUM:
        # Components said aloud come before their total.
        return [(weight + 1.5 * at / (len(weighed) - 1), number) for at, (weight, number) in enumerate(weighed)]
    return weighed


def _for_question(text: str, number: NumberSaid, language: Language, asked: _Asked) -> float:
    """How well the number suits what was asked: what it counts, of which period, done or meant."""
    weight = 1.0 if number.unit == "other" and _counts(number, asked) else 0.0
    weight -= 0.0 if fits(period_beside(number.span, text, language), asked.period) else 2.0
    other = aspect_meant(text, number.span, language, asked.aspect) != asked.aspect
    return weight - (_OTHER_ASPECT if other else 0.0)


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


def _around(text: str, sentence: Span, clause: Span, number: NumberSaid, words: dict[str, str], asked: _Asked) -> float:
    """Cues in the words around the number: a conclusion or a correction speaks for it, another time against it."""
    before = text[sentence[0] : number.span[0]]
    # "he says twenty but it's thirty": what stands before the "but" is about another number
    spoken = re.split(words["but"], text[clause[0] : number.span[0]])[-1] + " "
    weight = 1.0 if says(words["spends"], spoken.rstrip()) else 0.0
    spoken += re.split(words["but"], text[number.span[1] : clause[1]])[0]
    weight += 2.5 if says(words["conclusion"], before[-24:]) else 0.0
    weight += 1.0 if says(words["correction"], before) else 0.0
    weight += 2.5 if re.match(words["settled"], text[number.span[1] :], re.IGNORECASE) else 0.0
    weight -= 3.0 if says(words["elsewhere"], spoken + _carried(text, sentence, clause, spoken)) else 0.0
    item = says(words["item"], spoken) or says(words["item_after"], text[number.span[1] : clause[1]])
    weight -= 2.5 if item and not _asks_for_item(spoken, words, asked) else 0.0
    weight -= 1.5 if asked.aspect == "behaviour" and says(words["condition"], spoken) else 0.0
    return weight


def _carried(text: str, sentence: Span, clause: Span, spoken: str) -> str:
    """The clause before one that is a number alone, unless it has a number of its own: "a new tyre last year, six pounds"."""
    before = [one for one in clauses(text, sentence) if one[1] <= clause[0]]
    said = text[slice(*before[-1])] if before and not spoken.strip() else ""
    return "" if re.search(r"\d|[一二两三四五六七八九十百千万]", said) else f" {said}"


def _asks_for_item(spoken: str, words: dict[str, str], asked: _Asked) -> bool:
    """Whether the question is about one of those that the number is the price of: 一节多少钱."""
    named = re.search(words["item"], spoken, re.IGNORECASE)
    return named is not None and named[0].lower() in asked.question.lower()


def _usable(number: NumberSaid, text: str, asked: _Asked, language: Language) -> bool:
    """Money where money is asked, else bare numbers and those that count what the question counts."""
    if number.unit == "other":
        denied = re.match(vocabulary("often_said", language)["denied"], text[number.span[1] :], re.IGNORECASE)
        return not asked.money and _counts(number, asked) and not denied
    if asked.often:
        return number.low == 0
    year = (
        asked.money and number.unit != "money" and re.fullmatch(r"(?:19|20)\d\d", text[slice(*number.span)].strip(" ,"))
    )
    small = (number.high or number.low or 0) < (10 if language == "zh" else 3)
    ordinal = text[max(0, number.span[0] - 1) : number.span[0]] in ("第", "#")
    return not ordinal and not year and not (asked.money and small and number.unit != "money")


def _counts(number: NumberSaid, asked: _Asked) -> bool:
    """Whether the number counts what is asked for: times, shares, or the question's own counter."""
    if asked.often or number.counted in _TIMES:
        return asked.often and number.counted in _TIMES
    return number.counted in _SHARES or (number.counted in asked.question and number.counted not in _SPANS)


def _refined(best: NumberSaid, weighed: list[tuple[float, NumberSaid]], text: str, language: Language) -> NumberSaid:
    """`best`, or the range said after it that holds it; a lone lower bound is closed by the upper bound after it."""
    words = vocabulary("numbers_said", language)
    for weight, other in weighed:
        later, ends = other.span[0] > best.span[0], (best.span[0], other.span[1])
        if later and best.low is not None and best.high is None and other.low is None:
            return NumberSaid(best.low, other.high, ends, other.unit)
        if later and weight >= _LIKELY[language] and best.low == best.high and holds(other, best.low):
            return other
        if later and best.high is None and other.high is not None and other.low == best.low:
            return other
        if later and best.low == best.high and other.low is None and near(best.low, other.high):
            return NumberSaid(best.low, other.high, ends, best.unit)
        if later and best.low == best.high and _spans(best, other) and says(words["between"], text[other.span[1] :]):
            return replace(best, high=other.high, span=ends)
        if later and len(re.findall(words["extremes"], _sentences_of(text, ends), re.IGNORECASE)) > 1:
            bounds = [end for one in (best, other) for end in (one.low, one.high) if end is not None]
            return replace(best, low=min(bounds), high=max(bounds), span=ends)
    return best


def _sentences_of(text: str, span: Span) -> str:
    """The sentence `span` lies in, "" where it lies in several."""
    return next((text[slice(*one)] for one in sentences(text) if one[0] <= span[0] and span[1] <= one[1]), "")


def _spans(first: NumberSaid, second: NumberSaid) -> bool:
    """Whether two numbers said apart can be the ends of one range."""
    return first.high is not None and second.high is not None and first.high < second.high <= 2 * first.high


def _as_asked(number: NumberSaid, said: Period | None, text: str, language: Language, asked: _Asked) -> Amount:
    """The amount of the period asked for, where the answer names another one."""
    low, high = (
        None if end is None else in_period(end * (10 if number.counted == "成" else 1), said, asked.period)
        for end in (number.low, number.high)
    )
    period = asked.period if fits(said, asked.period) and asked.period else said
    aspect = aspect_meant(text, number.span, language, asked.aspect)
    return Amount(low, high, number.span, _unit(number, asked), period, aspect)


def _unit(number: NumberSaid, asked: _Asked) -> str:
    if asked.often or number.counted in _TIMES:
        return "times"
    if number.counted in _SHARES:
        return "percent"
    return number.counted or ("money" if asked.money or number.unit == "money" else "")
