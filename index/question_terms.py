"""What a question asks the word index for: its terms, the rarer the weightier.

BM25 weighs a term by its rarity once; in a spoken question most terms are how one asks, and weighing them twice by it
finds more right answers in both languages (docs/MEASUREMENTS.md, ranking).
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.records import Language
from index.cutting import pairs, words
from index.terms import K1

MOST = 64
"""Terms a question is searched by: the rarest."""


@dataclass(frozen=True)
class QuestionTerms:
    """weights  term → weight
    whole    what saying each of them once would about score: scores over it are comparable between questions
    """

    weights: Mapping[str, float]
    whole: float


def cut_for(field: str, text: str, language: Language) -> list[str]:
    """The terms of `text` as `field` holds them."""
    return pairs(text) if field.endswith("pairs") else words(text, language)


def weighted(cut: Sequence[str], rarity: Mapping[str, float]) -> QuestionTerms:
    """Terms weighted by their rarity. rarity: term → inverse document frequency; terms without one are left out."""
    known = [term for term in dict.fromkeys(cut) if rarity.get(term, 0) > 0]
    rarest = sorted(known, key=lambda term: (-rarity[term], term))[:MOST]
    return QuestionTerms({term: rarity[term] for term in rarest}, max(sum(rarity[term] ** 2 for term in known), 1e-9))


def expanded(
    terms: QuestionTerms, said: Sequence[Sequence[str]], shares: Sequence[float], rarity: Mapping[str, float], *,
    weight: float, most: int,
) -> QuestionTerms:  # fmt: skip
    """The terms with those of the first hits: `weight` of the whole goes to the `most` telling terms of what they say.

    said    terms of each hit's answer; shares: how much each hit counts, summing up to 1

    Source: relevance models, Lavrenko and Croft 2001 (RM3, Abdul-Jaleel et al. 2004).
    """
    told: dict[str, float] = defaultdict(float)
    for cut, share in zip(said, shares, strict=True):
        for term, times in Counter(cut).items():
            told[term] += share * rarity.get(term, 0.0) * times / (times + K1)
    telling = dict(sorted(told.items(), key=lambda each: (-each[1], each[0]))[:most])
    own, theirs = sum(terms.weights.values()), sum(telling.values())
    if own <= 0 or theirs <= 0:
        return terms
    mixed = {term: (1 - weight) * value / own for term, value in terms.weights.items()}
    for term, value in telling.items():
        mixed[term] = mixed.get(term, 0.0) + weight * value / theirs
    scale = own / sum(mixed.values())
    return QuestionTerms({term: value * scale for term, value in mixed.items()}, terms.whole)
