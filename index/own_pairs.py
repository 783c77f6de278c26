"""The corpus's own pairs: a question that was really asked, the answer to it, and answers to something else."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.records import Language
from index.answers import Answers
from index.cutting import words
from index.encoders import Vectors
from index.ground import Ground
from index.scored import Exchanges, spread_over

MOST = 250
"""Pairs that are taken, spread evenly over the corpus."""

BESIDE = 20
"""Other answers of each one's conversation that are compared with it."""

WORDS = 4
"""Different words a question needs to say what it asks: "Why is that?" says it only beside what came before."""

ALIKE, SAME = 0.9, 0.9
"""Answers to the tenth of questions nearest to one, and to those of so high a cosine, are not taken for wrong answers to
it: a guide asks the same of everybody."""


@dataclass(frozen=True)
class OwnPairs:
    """questions  in words; vectors: theirs, as the index has them, shape (questions, dims)
    own        the place of each one's answer among `exchanges`, shape (questions,)
    exchanges  ids, ascending
    unlike     which of them were asked something unlike the question, shape (questions, exchanges)
    """

    questions: tuple[str, ...]
    vectors: Vectors
    own: NDArray[np.int64]
    exchanges: Exchanges
    unlike: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.questions)


def own_pairs(ground: Ground) -> OwnPairs:
    """Those of the exchanges of the ground's background, and what else was said in their conversations."""
    told = _told(ground)
    chosen = np.array(sorted(told), np.int64)
    exchanges = np.union1d(ground.background, ground.talk.together(chosen, BESIDE))
    asked = Answers.of(ground.asked, exchanges).wholes()
    own = np.searchsorted(exchanges, chosen)
    likeness = asked[own] @ asked.T
    nearest = np.quantile(likeness, ALIKE, axis=1, keepdims=True) if len(chosen) else 0
    unlike = (likeness <= nearest) & (likeness < SAME)
    return OwnPairs(tuple(told[each] for each in chosen.tolist()), asked[own], own, exchanges, unlike)


def _told(ground: Ground) -> dict[int, str]:
    """Exchange → what was asked, of at most MOST that ask something by themselves."""
    said = ground.read(ground.background.tolist()) if ground.read else {}
    asking = [one for one, each in sorted(said.items()) if asks(each.asked, ground.language) and each.answered.strip()]
    chosen = (asking[at] for at in spread_over(len(asking), MOST).tolist())
    return {each: said[each].asked for each in chosen}


def asks(question: str, language: Language) -> bool:
    """Whether words say by themselves what is asked."""
    return len(set(words(question, language))) >= WORDS
