"""Themes of the answers to one question: what a coder would code, found by the words and vectors of opinion units."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.records import Language, Span
from research.theme_names import name_span
from research.units import split_units, terms

Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]

FEWEST_PEOPLE = 3
"""What fewer people say is no theme."""

KEPT = {"few": 0.7, "many": 0.8}
"""Share of all units that stay in their theme, the closest first: the rest is anecdote. Talk strays more than a review."""

MANY = 100
"""Answers from which the corpus of one question is large enough to lean on its own company of words."""

FAR = 0.1
"""The farthest tenth of units stays out even where it is all an answer offers."""

LEANING = 0.35
"""How much a unit leans on its answer where answers are few; many short opinions on one subject stand alone."""

COMPANY_DIMS = 50
COMPANY_WEIGHT = 0.6
COMPANY_UNITS = 1000
"""Units at which word company has its full weight beside the encoder's 1; with fewer it falls in proportion."""


@dataclass(frozen=True)
class Coded:
    """One respondent's whole answer to one question (the question not included)."""

    respondent: str
    text: str


@dataclass(frozen=True)
class Unit:
    """An opinion unit: `answer` is an index into the answers, `span` lies in that answer's text."""

    answer: int
    span: Span


@dataclass(frozen=True)
class Theme:
    """A view several people share.

    id      "T1".. by falling number of people
    words   2–4 telling words of its own, most telling first
    units   indices into ThemeSet.units, most central first
    name    (answer index, span in its text) of the words that name it; None where no quotable phrase fits
    """

    id: str
    words: tuple[str, ...]
    units: tuple[int, ...]
    name: tuple[int, Span] | None


@dataclass(frozen=True)
class ThemeSet:
    """`left`: indices of the answers that stay without a theme."""

    units: tuple[Unit, ...]
    themes: tuple[Theme, ...]
    left: tuple[int, ...]


def find_themes(
    question: str,
    answers: Sequence[Coded],
    *,
    language: Language,
    encode: Encode,
    most: int = 8,
    seed: int = 0,
    nameable: Callable[[int], bool] = lambda answer: True,
) -> ThemeSet:
    """At most `most` themes of `answers`; one answer may have several or none.

    encode    texts to unit vectors of shape (n, dims), in the language's space
    nameable  whether the words of an answer (by index) may stand as a theme's name
    """
    units = tuple(Unit(at, span) for at, each in enumerate(answers) for span in split_units(each.text, language))
    people = [answers[unit.answer].respondent for unit in units]
    if len(set(people)) < FEWEST_PEOPLE:
        return ThemeSet(units, (), tuple(range(len(answers))))
    texts = [answers[unit.answer].text[slice(*unit.span)] for unit in units]
    said = [terms(text, language) for text in texts]
    answer = np.array([unit.answer for unit in units])
    person = np.unique(people, return_inverse=True)[1]
    vectors = _leaning(_views(question, texts, said, encode), answer)
    groups = _groups(vectors, answer, person, most, seed)
    groups.sort(key=lambda group: (-len({people[at] for at in group}), min(group)))
    words = _telling(groups, said, people)
    themes = []
    for number, (group, own) in enumerate(zip(groups, words, strict=True), 1):
        places = [(units[at].answer, units[at].span) for at in group if nameable(units[at].answer)]
        name = name_span([each.text for each in answers], places, own, language=language)
        themes.append(Theme(f"T{number}", own, tuple(group), name))
    held = {units[at].answer for theme in themes for at in theme.units}
    return ThemeSet(units, tuple(themes), tuple(at for at in range(len(answers)) if at not in held))


def _views(question: str, texts: Sequence[str], said: Sequence[Sequence[str]], encode: Encode) -> Vectors:
    """Three readings of each unit side by side, rows of unit length: its meaning, its words' meaning, their company.

    An encoder of sentences hears tone and grammar; its reading of the words alone hears the topic; the company the
    words keep in these answers knows what no general encoder does. Each misses what another finds.
    """
    vocabulary = sorted({term for own in said for term in own})
    if not vocabulary:
        return _meaning(encode(texts), encode([question])[0])
    member = _membership(said, vocabulary)
    rarity = np.log(1 + len(texts) / (1 + (member > 0).sum(axis=0)))
    by_word = encode(vocabulary)
    wording = _unit((member * rarity) @ _unit(by_word - by_word.mean(axis=0)))
    company = _unit((member * rarity) @ _company(member))
    weight = COMPANY_WEIGHT * min(1.0, len(texts) / COMPANY_UNITS)
    return _unit(np.hstack([_meaning(encode(texts), encode([question])[0]), wording, weight * company]))


def _meaning(vectors: Vectors, question: Vectors) -> Vectors:
    """Unit vectors without the direction of the question and of the common middle: what all share tells nothing apart."""
    free = vectors - np.outer(vectors @ question, question)
    return _unit(_unit(free) - _unit(free).mean(axis=0))


def _membership(said: Sequence[Sequence[str]], vocabulary: Sequence[str]) -> Vectors:
    """Shape (units, terms): how often a unit says a term."""
    column = {term: at for at, term in enumerate(vocabulary)}
    member = np.zeros((len(said), len(vocabulary)), np.float32)
    for row, own in enumerate(said):
        for term in own:
            member[row, column[term]] += 1
    return member


def _company(member: Vectors) -> Vectors:
    """Term vectors, shape (terms, dims): positive pointwise mutual information within units, then SVD.

    Source: Levy, Goldberg and Dagan 2015, with context distribution smoothing at 0.75 and eigenvalue weight 0.5.
    """
    from sklearn.utils.extmath import randomized_svd

    present = np.asarray(member > 0, np.float32)
    together = present.T @ present
    np.fill_diagonal(together, together.diagonal() / 2)
    context = together.sum(axis=0) ** 0.75
    expected = np.outer(together.sum(axis=1), context / max(1e-9, float(context.sum())))
    gain = np.log(np.maximum(together, 1e-9) / np.maximum(expected, 1e-9))
    left, values, _ = randomized_svd(np.maximum(gain, 0), min(COMPANY_DIMS, len(gain)), random_state=0)
    rare = present.sum(axis=0) < 2
    left[rare] = 0  # a term said once keeps the company of one sentence only
    return _unit(left * np.sqrt(values))


def _groups(
    vectors: Vectors, answer: NDArray[np.int64], person: NDArray[np.int64], most: int, seed: int
) -> list[list[int]]:
    """k-means of the units; each group's units by falling closeness to its middle, strays dropped.

    A group of too few people is dissolved and its units go to their next closest group.
    """
    from sklearn.cluster import KMeans

    count = max(1, min(most, len(np.unique(person)) // FEWEST_PEOPLE))
    label = KMeans(count, n_init=5, random_state=seed).fit_predict(vectors)
    middles = _unit(np.stack([vectors[label == group].mean(axis=0) for group in range(count)]))
    lasting = [group for group in range(count) if len(np.unique(person[label == group])) >= FEWEST_PEOPLE]
    if not lasting:
        return []
    likeness = vectors @ middles[lasting].T
    label, close = likeness.argmax(axis=1), likeness.max(axis=1)
    stays = _stays(close, answer)
    found = [np.flatnonzero((label == group) & stays) for group in range(len(lasting))]
    found = [group for group in found if len(np.unique(person[group])) >= FEWEST_PEOPLE]
    return [sorted(group.tolist(), key=lambda at: (-close[at], at)) for group in found]


def _stays(close: NDArray[np.float32], answer: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which units stay in their theme: the closest ones, and each answer's closest unless it is a far stray itself."""
    kept = KEPT["many" if len(np.unique(answer)) >= MANY else "few"]
    best = np.array([close[at] >= close[answer == own].max() for at, own in enumerate(answer)])
    return np.asarray((close >= np.quantile(close, 1 - kept)) | (best & (close >= np.quantile(close, FAR))))


def _leaning(vectors: Vectors, answer: NDArray[np.int64]) -> Vectors:
    """Units pulled a little towards what the rest of their answer says: a clause alone often only hints at its view."""
    if len(np.unique(answer)) >= MANY:
        return vectors
    middles = np.stack([vectors[answer == own].mean(axis=0) for own in np.unique(answer)])
    own = (_unit(middles) - _unit(middles).mean(axis=0))[np.unique(answer, return_inverse=True)[1]]
    return _unit(vectors + LEANING * _unit(own))


def _telling(
    groups: Sequence[Sequence[int]], said: Sequence[Sequence[str]], people: Sequence[str]
) -> list[tuple[str, ...]]:
    """The four terms of each group that weigh most by class-based TF-IDF over people (Grootendorst 2022)."""
    counts = [
        Counter(term for _, term in sorted({(people[at], term) for at in group for term in said[at]}))
        for group in groups
    ]
    total: Counter[str] = Counter()
    for count in counts:
        total.update(count)
    mean = sum(total.values()) / max(1, len(groups))

    def weight(count: Counter[str], term: str) -> float:
        return count[term] * count[term] / total[term] * float(np.log(1 + mean / total[term]))

    # What one person says is that person's word; a theme's words are said by two at least, where there are two such words.
    shared = [[term for term in count if count[term] > 1] for count in counts]
    pools = [own if len(own) > 1 else list(count) for own, count in zip(shared, counts, strict=True)]
    return [
        tuple(sorted(pool, key=lambda term: (-weight(count, term), term))[:4])
        for pool, count in zip(pools, counts, strict=True)
    ]


def _unit(vectors: NDArray[np.floating]) -> Vectors:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(norms == 0, 1, norms), np.float32)
