"""Subjects people come to speak of unasked, found in their own words.

A part of an answer speaks of another subject where it holds a word that is at home there and where, as a whole, it is
nearest to the questions of that subject. The word alone is not enough ("I copy her steps" is not about copies), and the
nearness alone is not either: something is always nearest.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from corpus.records import Language
from research.units import idea_of, split_units, terms

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.encoders import Vectors

AT_HOME = 0.4
"""Share of the exchanges with a word that are about a subject, from which on the word is at home there."""
OFTEN = 4
"""Exchanges of the subject a word stands in at least."""
ODDS = 2.0
"""Least log of how many times as often a word stands in exchanges about the subject as in others."""
NEAR = 0.45
"""Least cosine of a part of an answer to what is asked about the subject."""
_NUMERALS = frozenset("零一二两三四五六七八九十百千万半0123456789")


@dataclass(frozen=True)
class Speaking:
    """What is needed to tell: subjects in order, the words at home in each, and the mean of its questions.

    centres  shape (subjects, dims), rows of unit length
    """

    subjects: tuple[int, ...]
    words: Mapping[int, frozenset[str]]
    centres: "Vectors"


def words_at_home(texts: Mapping[int, Sequence[str]], language: Language) -> dict[int, frozenset[str]]:
    """Subject → the words at home there, from what was asked and answered about each."""
    docs = {subject: [_ideas(text, language) for text in each] for subject, each in texts.items()}
    held = {subject: Counter(word for doc in each for word in doc) for subject, each in docs.items()}
    everywhere: Counter[str] = Counter()
    for each in held.values():
        everywhere.update(each)
    total = sum(len(each) for each in docs.values())

    def is_home(word: str, subject: int) -> bool:
        own, size = held[subject][word], len(docs[subject])
        odds = (own + 0.5) / (size + 1) * (total - size + 1) / (everywhere[word] - own + 0.5)
        return own >= OFTEN and own / everywhere[word] >= AT_HOME and log(odds) >= ODDS and not set(word) & _NUMERALS

    return {subject: frozenset(word for word in each if is_home(word, subject)) for subject, each in held.items()}


def said_of(
    answers: Iterable[tuple[int, str, frozenset[int]]], speaking: Speaking, language: Language,
    encode: "Callable[[Sequence[str]], Vectors]",
) -> list[tuple[int, int]]:  # fmt: skip
    """(key of the answer, subject) of what is spoken of unasked.

    answers  (key, words, the subjects it was asked about)
    """
    parts: list[tuple[int, str, frozenset[int]]] = []
    for key, text, asked in answers:
        for start, end in split_units(text, language):
            ideas = _ideas(text[start:end], language)
            could = frozenset(each for each in speaking.subjects if each not in asked and ideas & speaking.words[each])
            if could:
                parts.append((key, text[start:end], could))
    if not parts:
        return []
    near = encode([words for _, words, _ in parts]) @ speaking.centres.T
    best = near.argmax(1)
    found = [
        (key, speaking.subjects[at]) for (key, _, could), at, row in zip(parts, best.tolist(), near, strict=True)
        if speaking.subjects[at] in could and row[at] >= NEAR
    ]  # fmt: skip
    return list(dict.fromkeys(found))


def _ideas(text: str, language: Language) -> set[str]:
    return {idea_of(term, language) for term in terms(text, language)}
