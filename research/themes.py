"""Themes of the answers to one question: what a coder would code, found by the words and vectors of opinion units."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.records import Language, Span
from research.theme_names import name_span
from research.units import idea_of, in_family, split_units, terms

Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]

FEWEST_PEOPLE = 3
"""What fewer people say is no theme."""

FEWEST_LONE = 5
"""Fewest people for a theme on one lone word: an anecdote's thing is soon said by three."""

COMMONEST = 0.7
"""A word more answers than this say belongs to the subject, not to a view of it."""

PECULIAR = 0.3
"""Least log of how much oftener a word is said here than in answers to other questions (e^0.3: 1.35 times)."""

TELLING = 5.0
"""Least people times that log for a lone word. A family of words needs less."""

CLEAREST = 2.0
"""No word counts as more peculiar than this: beyond it the log only says that the word is rare elsewhere."""

CLOSE = 0.45
"""Least cosine with a theme's middle for a unit that says none of its words."""

LATE = 0.45
"""A lone word said this late in its answers, on average, belongs to their stories: views come first (0 first, 1 last)."""

FAMILY = 1.5
"""A family of words tells this many times better than a lone word: it was chosen for naming a view."""

KNOWN = 0.3
"""What people already in another theme still count when the next theme is chosen."""

TOGETHER = 0.3
"""Ideas that share this part of their units are said in one breath: one theme."""

MANY = 100
"""Answers from which the corpus of one question is large enough to lean on its own company of words."""

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
    words   1–3 telling words as people said them, most people first; they stand for the name where there is none
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


@dataclass(frozen=True)
class _Said:
    """All units of a question by row: words, ideas, vectors (units, dims), numbers of answer and speaker, place 0–1."""

    terms: Sequence[Sequence[str]]
    ideas: Sequence[frozenset[str]]
    answer: NDArray[np.int64]
    person: NDArray[np.int64]
    place: Vectors
    vectors: Vectors
    texts: Sequence[str]


@dataclass(frozen=True)
class _View:
    """A view: the ideas it stands on, the units that say one of them, and how well it tells."""

    ideas: frozenset[str]
    units: frozenset[int]
    people: frozenset[int]
    worth: float


def find_themes(
    question: str,
    answers: Sequence[Coded],
    *,
    language: Language,
    encode: Encode,
    most: int = 8,
    seed: int = 0,
    nameable: Callable[[int], bool] = lambda answer: True,
    background: Sequence[str] = (),
) -> ThemeSet:
    """At most `most` themes of `answers`; one answer may have several or none.

    A theme stands on words that several people say and that are peculiar to this question; its people are those with a
    unit that says one, or one very close in meaning.

    encode      texts to unit vectors of shape (n, dims), in the language's space
    seed        kept for callers: nothing is drawn at random
    nameable    whether the words of an answer (by index) may stand as a theme's name
    background  answers to other questions in the same language: what is common there too tells nothing here
    """
    units = tuple(Unit(at, span) for at, each in enumerate(answers) for span in split_units(each.text, language))
    people = [answers[unit.answer].respondent for unit in units]
    if len(set(people)) < FEWEST_PEOPLE:
        return ThemeSet(units, (), tuple(range(len(answers))))
    texts = [answers[unit.answer].text[slice(*unit.span)] for unit in units]
    elsewhere = [terms(text, language) for text in background]
    said = _read(question, answers, units, texts, language, encode)
    asked = _ideas(terms(question, language), language)
    views = _chosen(_candidates(said, asked, [_ideas(own, language) for own in elsewhere]), most)
    groups = [(view, _grown(view, said)) for view in views]
    groups.sort(key=lambda each: (-len({people[at] for at in each[1]}), min(each[1])))
    count = Counter(term for own in [*_by_answer(said, units), *map(set, elsewhere)] for term in own)
    common = {term for term, times in count.items() if times >= (5 if background else 3)}
    themes: list[Theme] = []
    taken: set[str] = set()
    for number, (view, group) in enumerate(groups, 1):
        own = _words(view, said, language)
        places = [(units[at].answer, units[at].span) for at in group if at in view.units and nameable(units[at].answer)]
        name = name_span([each.text for each in answers], places, own, language=language, common=common, taken=taken)
        taken |= {answers[name[0]].text[slice(*name[1])]} if name else set()
        themes.append(Theme(f"T{number}", _shown(own, view, said, language), tuple(group), name))
    held = {units[at].answer for theme in themes for at in theme.units}
    return ThemeSet(units, tuple(themes), tuple(at for at in range(len(answers)) if at not in held))


def _read(
    question: str,
    answers: Sequence[Coded],
    units: Sequence[Unit],
    texts: Sequence[str],
    language: Language,
    encode: Encode,
) -> _Said:
    own = [terms(text, language) for text in texts]
    people = [answers[unit.answer].respondent for unit in units]
    answer = np.array([unit.answer for unit in units])
    vectors = _leaning(_views(question, texts, own, encode), answer)
    person = np.unique(people, return_inverse=True)[1]
    return _Said(own, [_ideas(each, language) for each in own], answer, person, _places(answer), vectors, texts)


def _places(answer: NDArray[np.int64]) -> Vectors:
    """How far into its answer each unit stands, 0 the first; the units of an answer lie side by side."""
    first, count = np.searchsorted(answer, answer), np.bincount(answer)[answer]
    return np.asarray((np.arange(len(answer)) - first) / count, np.float32)


def _ideas(own: Sequence[str], language: Language) -> frozenset[str]:
    return frozenset(idea_of(term, language) for term in own)


def _by_answer(said: _Said, units: Sequence[Unit]) -> list[set[str]]:
    """The terms of each answer."""
    found: dict[int, set[str]] = {}
    for unit, own in zip(units, said.terms, strict=True):
        found.setdefault(unit.answer, set()).update(own)
    return list(found.values())


def _candidates(said: _Said, asked: frozenset[str], elsewhere: Sequence[frozenset[str]]) -> list[_View]:
    """Ideas that may carry a theme, most worth first. `asked`: the question's own, no theme unless of a family."""
    where: dict[str, list[int]] = {}
    for at, ideas in enumerate(said.ideas):
        for idea in sorted(ideas):
            where.setdefault(idea, []).append(at)
    count = Counter(idea for ideas in elsewhere for idea in ideas)
    total = len(np.unique(said.answer))
    found = []
    for idea, rows in where.items():
        people = frozenset(int(person) for person in said.person[rows])
        answers = len(np.unique(said.answer[rows]))
        if len(people) < FEWEST_PEOPLE or answers > max(FEWEST_PEOPLE, COMMONEST * total):
            continue
        share = (count[idea] + 0.5) / (len(elsewhere) + 1) if elsewhere else None
        worth = 0.0 if idea in asked and not in_family(idea) else _worth(idea, said, rows, answers / total, share)
        if worth > 0:
            found.append(_View(frozenset((idea,)), frozenset(rows), people, worth * len(people)))
    return sorted(found, key=lambda view: (-view.worth, min(view.ideas)))


def _worth(idea: str, said: _Said, rows: Sequence[int], share: float, elsewhere: float | None) -> float:
    """How well an idea tells, per person who says it; 0 where it carries no theme.

    The log of its share of people here over its share of answers elsewhere. Without answers to other questions, the mean
    cosine of its units: a word that tells is said in like company. A lone word has more to prove than a family.
    """
    better = FAMILY if in_family(idea) else 1.0
    if elsewhere is None:
        return better * _closeness(said.vectors[rows])
    lift = float(np.log(share / elsewhere))
    people = len(np.unique(said.person[rows]))
    proven = people >= FEWEST_LONE and people * lift >= TELLING and float(said.place[rows].mean()) <= LATE
    return better * min(lift, CLEAREST) if lift >= PECULIAR and (proven or in_family(idea)) else 0.0


def _closeness(vectors: Vectors) -> float:
    """Mean cosine of unit vectors over all their pairs: the squared length of their mean."""
    return float(np.linalg.norm(vectors.mean(axis=0))) ** 2


def _chosen(candidates: Sequence[_View], most: int) -> list[_View]:
    """At most `most` views: each the one that adds most people, ideas said in one breath joined to the view they go with."""
    chosen: list[_View] = []
    rest = list(candidates)
    while rest:
        held = frozenset(person for view in chosen for person in view.people)
        best = rest[0] if len(chosen) >= most else max(rest, key=lambda view: _gain(view, held))
        rest.remove(best)
        kin = max(chosen, key=lambda view: _shared(view, best), default=None)
        if kin is not None and _shared(kin, best) >= TOGETHER:
            chosen[chosen.index(kin)] = _View(
                kin.ideas | best.ideas, kin.units | best.units, kin.people | best.people, kin.worth
            )
        elif len(chosen) < most:
            chosen.append(best)
    return chosen


def _gain(view: _View, held: frozenset[int]) -> float:
    return view.worth * (KNOWN + len(view.people - held) / len(view.people))


def _shared(one: _View, other: _View) -> float:
    """Part of the units of both views that is the same (Jaccard)."""
    return len(one.units & other.units) / len(one.units | other.units)


def _grown(view: _View, said: _Said) -> list[int]:
    """The view's units, then those very close to their middle, each by falling closeness."""
    middle = said.vectors[sorted(view.units)].mean(axis=0)
    close = said.vectors @ (middle / max(1e-9, float(np.linalg.norm(middle))))
    near = {int(at) for at in np.flatnonzero(close >= CLOSE)}
    return sorted(view.units | near, key=lambda at: (at not in view.units, -close[at], at))


def _words(view: _View, said: _Said, language: Language) -> tuple[str, ...]:
    """The forms in which the view's ideas are said, by falling number of people; of forms alike, the first."""
    forms = {
        (term, int(said.person[at]))
        for at in sorted(view.units)
        for term in said.terms[at]
        if idea_of(term, language) in view.ideas
    }
    count = Counter(term for term, _ in forms)
    return tuple(sorted(count, key=lambda term: (-count[term], term)))


def _shown(own: Sequence[str], view: _View, said: _Said, language: Language) -> tuple[str, ...]:
    """Two or three words that show what a theme is about: its forms, unlike each other, else what is often said with them."""
    texts = [said.texts[at].lower() for at in sorted(view.units)]
    company = Counter(term for at in sorted(view.units) for term in sorted(set(said.terms[at]) - set(own)))
    shown: list[str] = []
    for term in [*own, *(term for term, times in company.most_common(1) if times > 1 and len(own) < 2)]:
        alike = next((at for at, other in enumerate(shown) if _alike(term, other, language)), None)
        whole = [other + term for other in shown if sum(other + term in text for text in texts) * 2 >= len(texts)]
        if language == "zh" and whole:
            shown[shown.index(whole[0].removesuffix(term))] = whole[0]
        elif alike is None:
            shown.append(term)
    return tuple(shown[:3])


def _alike(term: str, other: str, language: Language) -> bool:
    if language == "zh":
        return term in other or other in term
    return idea_of(term.split("'")[0], "en") == idea_of(other.split("'")[0], "en") and term[:3] == other[:3]


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
    company = np.zeros((present.shape[1], COMPANY_DIMS), np.float32)
    shared = np.flatnonzero(present.sum(axis=0) > 1)  # a term said once keeps the company of one sentence only
    if not len(shared):
        return company
    together = present[:, shared].T @ present[:, shared]
    np.fill_diagonal(together, together.diagonal() / 2)
    context = together.sum(axis=0) ** 0.75
    expected = np.outer(together.sum(axis=1), context / max(1e-9, float(context.sum())))
    gain = np.log(np.maximum(together, 1e-9) / np.maximum(expected, 1e-9))
    left, values, _ = randomized_svd(np.maximum(gain, 0), min(COMPANY_DIMS, len(gain)), random_state=0)
    company[shared, : left.shape[1]] = left * np.sqrt(values)
    return _unit(company)


def _leaning(vectors: Vectors, answer: NDArray[np.int64]) -> Vectors:
    """Units pulled a little towards what the rest of their answer says: a clause alone often only hints at its view."""
    if len(np.unique(answer)) >= MANY:
        return vectors
    middles = np.stack([vectors[answer == own].mean(axis=0) for own in np.unique(answer)])
    own = (_unit(middles) - _unit(middles).mean(axis=0))[np.unique(answer, return_inverse=True)[1]]
    return _unit(vectors + LEANING * _unit(own))


def _unit(vectors: NDArray[np.floating]) -> Vectors:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(norms == 0, 1, norms), np.float32)
