"""What the order of what is found is made of, beside the weights of the views (index/looking.py).

The product searches by Ranking() alone; `benchmarks.matching --ablate` hands in others, to tell which part pays.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.answers import Answers
from index.context import BESIDE, CONVERSATION
from index.first_hits import MEANING, WORDS
from index.fusion import Scores, fuse
from index.lens import Lens, fit_lens
from index.question_terms import QuestionTerms, weighted


@dataclass(frozen=True)
class Ranking:
    """weighted      terms of a question, and how rare each is → what it asks the word index for
    lens          some answers, and what was asked → how answers are seen that are compared as wholes
    fuse          views, their weights and the rows of the background → one score a row
    words         share of a question's weight that goes to the words of its first hits
    meaning       how much of the first hits' meaning is added to the question's
    beside        how much what is said one place away counts of what is said here
    conversation  how much the conversation's suiting counts beside the exchange's own
    """

    weighted: Callable[[Sequence[str], Mapping[str, float]], QuestionTerms] = weighted
    lens: Callable[[Answers, Answers], Lens] = fit_lens
    fuse: Callable[[Mapping[str, Scores], Mapping[str, float], NDArray[np.bool_]], Scores] = fuse
    words: float = WORDS
    meaning: float = MEANING
    beside: float = BESIDE
    conversation: float = CONVERSATION
