"""Learning from the first hits: how this corpus asks the questions of this outline.

Guides ask one thing in many ways, and a brief's wording matches few of them. The surest matches of every question are
taken as examples, one classifier is trained on all questions together (a question's examples are the others'
counter-examples), and its surest matches become the next round's examples. An interview asks a question once, so each
interview gives at most one example a question. Source: self-training, Yarowsky 1995; feedback, Rocchio 1971.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from corpus.records import Language
from index.relevance import Candidate, Evidence, Probabilities, spoken_of, support

ROUNDS = 4
SURE = 0.5
"""P from which a match may serve as an example."""

FEWEST = 5
"""Examples a question needs; with fewer nothing is learnt and nothing is claimed for it."""

SUPPORT: dict[Language, float] = {"zh": 0.5, "en": 0.34}
"""Share of what a question is about that its answers must speak of; where nothing says what the whole brief is about,
more than half. On the sample corpus every question of its briefs passes and questions about subjects it never touches
do not (docs/MEASUREMENTS.md)."""

ALONE = 0.5
"""The same share, half or more, where questions are about several things and none vouches for another."""

_FIRST, _MORE = 25, 15  # examples a question in the first round, and how many more in each later one
_OTHER = 0.35  # share of candidates, those least like any question, that stand for "something else"


def learn(
    evidence: Evidence, candidates: Sequence[Candidate], *, language: Language, several: bool = False, seed: int = 0
) -> Probabilities:  # fmt: skip
    """P(candidate answers question), shape (candidates, questions); all zero for a question nothing supports.

    several  whether the questions are about several things, as a guide's are: each must be supported by itself

    A question that finds no examples beside the others is learnt by itself, on what the others leave: a wording that
    another question is a little closer to must not be lost for that.
    """
    chances = _learn_together(evidence, candidates, seed)
    for question in np.flatnonzero((chances >= SURE).sum(axis=0) < FEWEST):
        alone = _learn_together(evidence.only(int(question)), candidates, seed)[:, 0]
        chances[:, question] = alone * (1 - chances.max(axis=1, initial=0))
    return _supported(evidence, chances, language, several)


def _learn_together(evidence: Evidence, candidates: Sequence[Candidate], seed: int) -> Probabilities:
    """All questions at once: each one's examples are the others' counter-examples."""
    chances = evidence.prior
    for turn in range(ROUNDS + 1):
        most = _FIRST + _MORE * turn if turn < ROUNDS else len(candidates)
        examples = _examples(chances, candidates, most)
        if not (examples >= 0).any():
            return np.zeros_like(evidence.prior)
        chances = _train(evidence, examples, chances, seed)
    return chances


def _examples(chances: Probabilities, candidates: Sequence[Candidate], most: int) -> NDArray[np.int64]:
    """Candidate → the question it is an example of, −1 for none."""
    chosen = _once_an_interview(chances, candidates)
    for question in range(chances.shape[1]):
        mine = np.flatnonzero(chosen == question)
        sure = mine[chances[mine, question] >= SURE]
        best = sure[np.argsort(-chances[sure, question], kind="stable")][:most]
        chosen[mine] = -1
        if len(best) >= FEWEST:
            chosen[best] = question
    return chosen


def _once_an_interview(chances: Probabilities, candidates: Sequence[Candidate]) -> NDArray[np.int64]:
    """The best candidate of each interview for each question, where that question is also the candidate's best."""
    chosen = np.full(len(candidates), -1)
    inside: dict[str, list[int]] = {}
    for at, one in enumerate(candidates):
        if not one.probe:
            inside.setdefault(one.interview, []).append(at)
    for rows in inside.values():
        own = chances[rows]
        for question, best in enumerate(own.argmax(axis=0)):
            if own[best].argmax() == question:
                chosen[rows[best]] = question
    return chosen


def _train(evidence: Evidence, examples: NDArray[np.int64], chances: Probabilities, seed: int) -> Probabilities:
    """One classifier over all questions and "something else"; its P for every candidate."""
    questions = chances.shape[1]
    strange = np.argsort(chances.max(axis=1), kind="stable")[: max(int(len(examples) * _OTHER), FEWEST)]
    strange = strange[examples[strange] < 0]
    rows = np.concatenate([np.flatnonzero(examples >= 0), strange])
    labels = np.where(examples[rows] >= 0, examples[rows], questions)
    model = LogisticRegression(C=10, max_iter=200, tol=1e-3, class_weight="balanced", random_state=seed)
    found = model.fit(evidence.features[rows], labels).predict_proba(evidence.features)
    learnt = np.zeros_like(chances)
    for column, label in enumerate(model.classes_):
        if label < questions:
            learnt[:, label] = found[:, column]
    return learnt


def _supported(evidence: Evidence, chances: Probabilities, language: Language, several: bool) -> Probabilities:
    """Nothing is claimed for a question whose supposed answers do not speak of what it asks about, nor for any question
    of a brief whose subject the answers do not speak of."""
    members = [np.flatnonzero(column >= SURE).tolist() for column in chances.T]
    least = SUPPORT[language] if evidence.subject else max(SUPPORT[language], 0.5 + 1e-9)
    least = max(SUPPORT[language], ALONE) if several else least
    on_subject = several or _on_subject(evidence, members)
    for question, own in enumerate(members):
        if not on_subject or len(own) < FEWEST or support(evidence, question, own) < least:
            chances[:, question] = 0
    return chances


def _on_subject(evidence: Evidence, members: Sequence[list[int]]) -> bool:
    """Whether the supposed answers to at least half of the questions that have some speak of what the brief is about."""
    if not evidence.subject:
        return True
    speak = [_speak(evidence, question, own) for question, own in enumerate(members) if len(own) >= FEWEST]
    return 2 * sum(speak) >= len(speak)


def _speak(evidence: Evidence, question: int, own: Sequence[int]) -> bool:
    """Whether answers speak of what the brief is about, or of all that their question is about beside it: sunscreen is skin care,
    though nobody who tells of theirs says so."""
    beside = [topic for topic in evidence.topics[question] if topic not in evidence.subject]
    return any(spoken_of(evidence, topic, own) for topic in evidence.subject) or (
        bool(beside) and all(spoken_of(evidence, topic, own) for topic in beside)
    )
