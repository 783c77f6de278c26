"""P(this exchange answers the question) before anything is learnt from the first hits.

Four cosines between a question and an exchange (words and meaning, of the question really asked and of the answer)
go through a logistic curve per language. `python -m benchmarks.relevance` fits the shipped coefficients.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

from corpus.records import Language
from index.cutting import pairs, topics, words
from index.encoders import Vectors

Probabilities = NDArray[np.float64]
Vectors3 = tuple[Vectors, Vectors, Vectors]

COEFFICIENTS: dict[Language, tuple[tuple[float, float, float, float], float]] = {
    "zh": ((-4.45, 21.8, 13.2, 4.03), -4.91),
    "en": ((9.35, 6.26, 6.46, 6.22), -7.04),
}
"""Per language: weights of (asked words, answered words, asked meaning, answered meaning), and the intercept."""

DIMS = 200
_RARE, _ENOUGH = 2, 50  # a term in one text only tells nothing of another, where there are texts enough
_ANSWER_WEIGHT = 0.7  # an answer's words say less about the question than the question's own


@dataclass(frozen=True)
class Candidate:
    """An exchange that may answer: its interview, the question really asked, the answer."""

    exchange: int
    interview: str
    asked: str
    answered: str
    probe: bool


@dataclass(frozen=True)
class Evidence:
    """What is known of questions against candidates.

    prior     shape (candidates, questions): P from the four cosines alone
    features  shape (candidates, at most DIMS): what feedback learns from, questions asked and answers, reduced
    answers   shape (candidates, terms + dims): the answers alone
    words     candidate → its words, pairs in Chinese; topics: question → what it is about (index.cutting.topics)
    subject   what the whole brief is about: topics of two questions or more, else those of its industry
    """

    prior: Probabilities
    features: NDArray[np.float64]
    answers: csr_matrix
    words: tuple[frozenset[str], ...]
    topics: tuple[tuple[frozenset[str], ...], ...]
    subject: tuple[frozenset[str], ...]

    def only(self, question: int) -> "Evidence":
        """The evidence of one question, as if it had been asked alone."""
        return replace(self, prior=self.prior[:, [question]], topics=(self.topics[question],))


def weigh(
    questions: Sequence[str],
    candidates: Sequence[Candidate],
    *,
    language: Language,
    vectors: Vectors3,
    industry: str = "",
    learning: bool = True,
) -> Evidence:
    """Compare every question with every candidate.

    industry  what the brief says it is about, in words
    learning  without it `features` is empty, which takes most of the time, and nothing can be learnt from the evidence
    vectors   of the questions asked, of the answers (both a row a candidate), and of `questions`
    """
    asked = [one.asked for one in candidates]
    answered = [one.answered for one in candidates]
    rare = _RARE if len(candidates) >= _ENOUGH else 1
    cut: Callable[[str], list[str]] = partial(_terms, language=language)
    if not learning:  # a few hundred texts, each cut once; all that matching reads would not be kept in memory
        cut = cache(cut)
    terms = TfidfVectorizer(analyzer=cut, sublinear_tf=True, min_df=rare)
    terms.fit([*asked, *answered])
    term_rows = [terms.transform(texts) for texts in (asked, answered, questions)]
    cosines = [(rows @ term_rows[2].T).toarray() for rows in term_rows[:2]] + [
        rows @ vectors[2].T for rows in vectors[:2]
    ]
    answers = hstack([term_rows[1], csr_matrix(vectors[1])])
    parts = [term_rows[0], _ANSWER_WEIGHT * term_rows[1], csr_matrix(vectors[0]), csr_matrix(vectors[1])]
    return Evidence(
        prior=_logistic(np.stack(cosines, axis=-1), language),
        features=_reduced(hstack(parts)) if learning else np.zeros((len(candidates), 0)),
        answers=answers.tocsr(),
        words=tuple(frozenset([*cut(one.asked), *cut(one.answered)]) for one in candidates),
        topics=tuple(tuple(topics(question, language)) for question in questions),
        subject=subject_of(questions, industry, language),
    )


def _reduced(features: csr_matrix) -> NDArray[np.float64]:
    """Truncated SVD to DIMS: learning is ten times as fast and, measured, a little surer than on the terms themselves."""
    dims = min(DIMS, min(features.shape) - 1)
    return np.asarray(TruncatedSVD(dims, random_state=0).fit_transform(features), dtype=np.float64)


def subject_of(questions: Sequence[str], industry: str, language: Language) -> tuple[frozenset[str], ...]:
    """What a brief is about: the topics two of its questions share, else those its industry names."""
    asked = Counter(topic for question in questions for topic in topics(question, language))
    recurring = tuple(topic for topic, times in asked.items() if times > 1)
    return recurring or tuple(topics(industry, language))


def support(evidence: Evidence, question: int, members: Sequence[int]) -> float:
    """Share of what a question is about that its supposed answers speak of, in 0..1; low for a strange subject."""
    about = evidence.topics[question]
    return sum(spoken_of(evidence, topic, members) for topic in about) / len(about) if about else 0.5


def spoken_of(evidence: Evidence, topic: frozenset[str], members: Sequence[int], *, often: float = 0.03) -> bool:
    """Whether at least `often` of the members, and two of them, use a word of the topic."""
    return sum(not topic.isdisjoint(evidence.words[one]) for one in members) >= max(often * len(members), 2)


def _logistic(cosines: NDArray[np.float64], language: Language) -> Probabilities:
    weights, intercept = COEFFICIENTS[language]
    return np.asarray(1 / (1 + np.exp(-(cosines @ np.array(weights) + intercept))))


def _terms(text: str, language: Language) -> list[str]:
    cut = words(text, language)
    return cut + pairs(text) if language == "zh" else cut
