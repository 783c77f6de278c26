"""What one person was asked more than once: the same question through the waves, and what they said each time."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from statistics import fmean

from corpus.records import Exchange, Interview, Language

_ENDING = re.compile(r"(?<=[a-z]{4})(?:ing|ed|ly|es|s)$")
_PLAIN = frozenset(
    "about been does doing from going have just kind know like make more most much really same some something still than "
    "that them then there these they thing think this those time very want were what when where which with would year your "
    "last spring summer autumn winter "
    "一个 什么 时候 就是 这个 那个 怎么 没有 有没 不是 是不 现在 自己 我们 您们 一下 还是 是什 么时 也是 的时 平时 一般 会不 "
    "不会 喜欢 觉得 知道 为什 为啥 不过 可以 多少 的话 有什".split()
)
ALIKE: dict[Language, float] = {"en": 0.17, "zh": 0.12}
"""Cosine of two exchanges' words from which they count as the same question asked again. Chosen by reading the pairs
of the sample corpus: guides are reworded every wave, so a floor that takes only the same wording finds nothing."""

LOOSE = 0.75
"""Share of ALIKE that all pairs of a thread must reach on average: else two themes meet in one question of both."""

ANSWER: dict[Language, float] = {"en": 0.5, "zh": 0.3}
"""Weight of a word in the answer, where one of the question has 1: "and per month?" is known by its answer."""

Words = Mapping[str, float]


@dataclass(frozen=True)
class Answer:
    """An answer, with the question as it was really asked."""

    interview: Interview
    exchange: Exchange

    @property
    def asked(self) -> str:
        """The question, word for word."""
        return self.interview.asked(self.exchange)

    @property
    def said(self) -> str:
        """The answer, word for word."""
        return self.interview.answered(self.exchange)


@dataclass(frozen=True)
class AskedAgain:
    """A question that came up in more than one wave; answers oldest first, one an interview."""

    answers: tuple[Answer, ...]

    @property
    def question(self) -> str:
        """As it was worded last."""
        return self.answers[-1].asked


def asked_again(interviews: Sequence[Interview]) -> list[AskedAgain]:
    """Questions asked alike in interviews of more than one wave, in the order in which they were first asked.

    Only questions that open a subject are compared: "why is that?" is asked after everything. Each question of an
    interview is in one thread at most, and a thread has one question of an interview.
    """
    oldest = sorted(interviews, key=lambda each: (each.wave, each.date, each.id))
    answers = [Answer(each, one) for each in oldest for one in each.exchanges if one.follows is None]
    shares = _shares(answers)
    threads: dict[int, set[int]] = {at: {at} for at in range(len(answers))}
    for one, other in sorted(shares, key=lambda pair: (-shares[pair], pair)):
        if shares[one, other] >= ALIKE[answers[one].interview.language]:
            _join(threads, one, other, shares, answers)
    whole = [thread for at, thread in threads.items() if at == min(thread) and len(thread) > 1]
    found = [AskedAgain(tuple(answers[at] for at in sorted(thread))) for thread in whole]
    return [each for each in found if len({answer.interview.wave for answer in each.answers}) > 1]


def _join(
    threads: dict[int, set[int]], one: int, other: int, shares: Mapping[tuple[int, int], float], answers: Sequence[Answer]
) -> None:  # fmt: skip
    """Make one thread of two, unless an interview would have two questions in it or the rest of them is not alike."""
    first, second = threads[one], threads[other]
    held = [{answers[at].interview.id for at in thread} for thread in (first, second)]
    across = [shares.get((min(pair), max(pair)), 0.0) for pair in product(first, second)]
    if (
        first is not second
        and not held[0] & held[1]
        and fmean(across) >= LOOSE * ALIKE[answers[one].interview.language]
    ):
        first |= second
        threads.update(dict.fromkeys(second, first))


def _shares(answers: Sequence[Answer]) -> dict[tuple[int, int], float]:
    """(one, other) → cosine, of the pairs of one language and two interviews whose questions have a word in common."""
    asked = [_words(each.asked, each.interview.language) for each in answers]
    said = [_words(each.said, each.interview.language) for each in answers]
    known = Counter(word for one, other in zip(asked, said, strict=True) for word in one | other)
    rare = {word: math.log((len(answers) + 1) / (count + 0.5)) for word, count in known.items()}
    weighted = [_weighted(*each, rare) for each in zip(asked, said, answers, strict=True)]
    return {
        (one, other): _cosine(weighted[one], weighted[other])
        for one, other in combinations(range(len(answers)), 2)
        if asked[one] & asked[other] and _comparable(answers[one].interview, answers[other].interview)
    }


def _comparable(one: Interview, other: Interview) -> bool:
    return one.id != other.id and one.language == other.language


def _weighted(asked: frozenset[str], said: frozenset[str], answer: Answer, rare: Words) -> Words:
    """The rarer among this person's exchanges, the heavier; of length 1."""
    part = ANSWER[answer.interview.language]
    heavy = {word: rare[word] * (1 if word in asked else part) for word in asked | said}
    length = math.sqrt(sum(weight**2 for weight in heavy.values())) or 1.0
    return {word: weight / length for word, weight in heavy.items()}


def _cosine(one: Words, other: Words) -> float:
    return sum(weight * other[word] for word, weight in one.items() if word in other)


def _words(said: str, language: Language) -> frozenset[str]:
    """What tells one question from another: character pairs in Chinese, stems of longer words in English."""
    if language == "en":
        return frozenset(_ENDING.sub("", word) for word in re.findall(r"[a-z]{4,}", said.casefold())) - _PLAIN
    runs = re.findall(r"[一-鿿]+", said)
    return frozenset(run[at : at + 2] for run in runs for at in range(len(run) - 1)) - _PLAIN
