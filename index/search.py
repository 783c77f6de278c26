"""Searching: all questions of an outline together, within the exchanges the audience allows."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.errors import IndexTrouble
from corpus.records import Language
from index.answer_fit import fit_of_answers
from index.blocks import KINDS, Held
from index.build import require_index
from index.encoders import FittedEncoder, Vectors
from index.feedback import learn
from index.finding import DEEP, Found, Finder, Read
from index.manifest import Manifest
from index.meaning import MeaningIndex
from index.relevance import Candidate, Probabilities, weigh
from index.spaces import Spaces, load_spaces
from index.talk import Talk
from index.words import WordIndex


@dataclass(frozen=True)
class Query:
    """A question to find answers to."""

    text: str
    language: Language


@dataclass(frozen=True)
class Hit:
    """An exchange found. `score` is the fused score (comparable within one query only).

    views   raw score by view: BM25 over what the question's own terms would score, cosine; 0 where not found
    """

    exchange: int
    score: float
    views: dict[str, float]


@dataclass(frozen=True)
class Chances:
    """matched  P that the exchange is about the question, shape (candidates, questions)
    fits     P that the answer's own words answer it, same shape
    """

    matched: Probabilities
    fits: Probabilities


class Searcher:
    """An index opened for reading. Safe to share: nothing in it changes."""

    def __init__(
        self, spaces: Spaces, word_index: WordIndex, meaning: dict[str, MeaningIndex], talk: Talk,
        hidden: Sequence[int] = (), read: Read | None = None,
    ) -> None:  # fmt: skip
        self.spaces = spaces
        self._meaning = meaning
        self._finder = Finder(spaces, word_index, meaning, talk, hidden, read)

    @classmethod
    def open(
        cls, root: Path, *, encoder: str | None, interviews: Mapping[str, int] | None = None, lagging: bool = False,
        read: Read | None = None,
    ) -> "Searcher":  # fmt: skip
        """Open the current index under `root`.

        interviews   interview id → version the corpus holds now; where given, an index that differs is an error
        lagging      but one that only holds more than that will do: what is gone from the corpus is not found in it
        read         exchange ids → what was answered, for learning from the first hits; without it nothing is learnt

        Raises IndexTrouble: no index, damaged, another encoder, behind the corpus; each with its remedy.
        """
        folder = require_index(root)
        manifest = Manifest.load(folder)
        gone = _gone(manifest, interviews) if interviews is not None else frozenset()
        if gone and not lagging:
            raise _behind(manifest, interviews or {})
        spaces = load_spaces(folder, manifest, encoder)
        stores = {
            f"{kind}-{space}": MeaningIndex.open(folder / f"{kind}-{space}", manifest.in_space(space))
            for space in spaces.encoders
            for kind in KINDS
        }
        talk = Talk.load(folder, list(manifest.blocks))
        hidden = _exchanges_of(gone, folder, manifest)
        return cls(spaces, WordIndex.open(folder / "words"), stores, talk, hidden, read)

    def search(
        self, queries: Sequence[Query], *, among: Sequence[int] | None = None, limit: int = DEEP,
        views: Set[str] | None = None,
    ) -> list[list[Hit]]:  # fmt: skip
        """For each query its hits, best first, at most `limit`; only exchanges of `among` where it is given.

        views   names of the views that count, None for all (index.finding.WEIGHTS)
        """
        return [_hits(self._finder.find(each.text, each.language, among, views), limit) for each in queries]

    def answer_chances(
        self, questions: Sequence[str], candidates: Sequence[Candidate], *, language: Language, industry: str = "",
        several: bool = False, seed: int = 0,
    ) -> Chances:  # fmt: skip
        """How likely each candidate answers each question, learnt over all questions together.

        several  whether they are about several things, so that none vouches for another
        """
        vectors = (*self.vectors([one.exchange for one in candidates], language), self.encode(questions, language))
        evidence = weigh(questions, candidates, language=language, vectors=vectors, industry=industry)
        matched = learn(evidence, candidates, language=language, several=several, seed=seed)
        return Chances(matched, fit_of_answers(evidence.answers, matched, seed=seed))

    def vectors(self, exchanges: Sequence[int], language: Language) -> tuple[Vectors, Vectors]:
        """What was asked and how the answers begin, in the language's space: shape (len(exchanges), dims) each.

        KeyError for an exchange that is not indexed.
        """
        space = self.spaces.of(language)
        return self._meaning[f"asked-{space}"].vectors(exchanges), self._meaning[f"answers-{space}"].vectors(exchanges)

    def encode(self, texts: Sequence[str], language: Language) -> Vectors:
        """Vectors of `texts` in the space of `language`, shape (n, dims)."""
        return self.spaces.encoders[self.spaces.of(language)].encode(texts)

    def reads_clauses(self, language: Language) -> bool:
        """Whether the language's encoder knows what a single clause means: one fitted on the corpus only knows its words."""
        return not isinstance(self.spaces.encoders[self.spaces.of(language)], FittedEncoder)


def _hits(found: Found, limit: int) -> list[Hit]:
    best = np.lexsort((found.exchanges, -found.scores))[:limit]
    return [
        Hit(int(found.exchanges[row]), float(found.scores[row]), {name: float(own[row]) for name, own in found.views.items()})
        for row in best
    ]


def _gone(manifest: Manifest, interviews: Mapping[str, int]) -> Set[str]:
    """Interviews of the index that are not in the corpus any more. Raises IndexTrouble where it lacks some that are."""
    indexed = manifest.interviews
    if any(indexed.get(each) != version for each, version in interviews.items()):
        raise _behind(manifest, interviews)
    return indexed.keys() - interviews.keys()


def _behind(manifest: Manifest, interviews: Mapping[str, int]) -> IndexTrouble:
    return IndexTrouble("index_behind", indexed=len(manifest.interviews), held=len(interviews))


def _exchanges_of(interviews: Set[str], folder: Path, manifest: Manifest) -> list[int]:
    hit = [name for name, block in manifest.blocks.items() if not interviews.isdisjoint(block.interviews)]
    held = (Held.load(folder, block).exchanges for block in hit)
    return [one for each in held for interview in interviews & each.keys() for one in each[interview]]
