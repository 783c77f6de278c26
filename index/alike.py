"""Exchanges that were asked something like a question, told quickly: while somebody edits an outline, not for a study.

The best hits of the question are weighed by the four cosines of index/relevance.py alone. Nothing is learnt from them, and no
question knows of another, so the number is about what matching finds, not that; `python -m benchmarks.feasibility` says how near.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.records import Language
from index.encoders import Vectors
from index.finding import DEEP
from index.relevance import Candidate, Probabilities, support, weigh
from index.scored import Exchanges

if TYPE_CHECKING:
    from index.ground import Read
    from index.search import Searcher

CLOSE = 400
"""Hits looked at first. Where the last of them are asked alike too, DEEP are."""

FROM: dict[Language, float] = {"zh": 0.2, "en": 0.1}
"""P from which an exchange counts as asked alike: where, over the questions of the sample's briefs, as many people count as
matching finds."""

SUPPORTED = 0.5
"""Share of what the question is about that those exchanges must speak of; with less, nothing is claimed (index/relevance.py)."""

_TAIL, _FEW = 40, 0.05  # of the last hits looked at, the share that may be asked alike before more are looked at


@dataclass(frozen=True)
class Alike:
    """exchanges  ids, shape (n,)
    chances    P of each that it was asked something like the question, same shape
    central    how near what was asked is to what the surest third were asked, same shape; the highest of that third is typical
    more       whether there were as many as were looked at, so that there may be more
    """

    exchanges: Exchanges
    chances: Probabilities
    central: NDArray[np.float64]
    more: bool = False

    @classmethod
    def none(cls) -> "Alike":
        """Nothing."""
        return cls(np.zeros(0, np.int64), np.zeros(0), np.zeros(0))


def asked_alike(searcher: "Searcher", questions: Sequence[str], language: Language, read: "Read | None") -> list[Alike]:
    """For each question what was asked something like it, each question by itself."""
    from index.search import Query

    if read is None:
        return [Alike.none() for _ in questions]
    hits = searcher.search([Query(each, language) for each in questions], limit=DEEP)
    return [
        _alike(searcher, one, [hit.exchange for hit in own], language, read)
        for one, own in zip(questions, hits, strict=True)
    ]


def _alike(searcher: "Searcher", question: str, best: Sequence[int], language: Language, read: "Read") -> Alike:
    """best   exchanges, the best hit first"""
    found, tail = _weighed(searcher, question, best[:CLOSE], language, read)
    if tail > _FEW and len(best) > CLOSE:
        found, tail = _weighed(searcher, question, best, language, read)
        return Alike(found.exchanges, found.chances, found.central, more=tail > _FEW and len(best) >= DEEP)
    return found


def _weighed(
    searcher: "Searcher", question: str, exchanges: Sequence[int], language: Language, read: "Read"
) -> tuple[Alike, float]:
    """What of these was asked alike, and the share of the last ones that was."""
    said = read(exchanges)
    held = [one for one in exchanges if one in said]
    if not held:
        return Alike.none(), 0.0
    candidates = [Candidate(one, "", said[one].asked, said[one].answered, False) for one in held]
    asked, answered = searcher.vectors(held, language)
    vectors = (asked, answered, searcher.encode_questions([question], language))
    evidence = weigh([question], candidates, language=language, vectors=vectors, learning=False)
    chances = evidence.prior[:, 0]
    alike = np.flatnonzero(chances >= FROM[language])
    if not len(alike) or support(evidence, 0, alike.tolist()) < SUPPORTED:
        return Alike.none(), 0.0
    found = Alike(np.array(held, np.int64)[alike], chances[alike], _central(asked[alike], chances[alike]))
    return found, float((chances[-_TAIL:] >= FROM[language]).mean())


def _central(asked: Vectors, chances: Probabilities) -> NDArray[np.float64]:
    """Cosines with the surest third's middle; those of all others lie below them, at −3 to −1."""
    surest = np.argsort(-chances, kind="stable")[: max(len(chances) // 3, 1)]
    near = np.asarray(asked @ asked[surest].mean(axis=0), np.float64)
    outside = np.ones(len(chances), np.bool_)
    outside[surest] = False
    return near - 2 * outside
