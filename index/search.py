"""Searching: all questions of an outline together, within the exchanges the audience allows."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import IndexTrouble
from corpus.records import Language
from index.answer_fit import fit_of_answers
from index.blocks import KINDS, Held
from index.build import require_index
from index.cutting import pairs, words
from index.encoders import FittedEncoder, Vectors
from index.feedback import learn
from index.fusion import fuse
from index.manifest import Manifest
from index.meaning import MeaningIndex
from index.relevance import Candidate, Probabilities, weigh
from index.spaces import Spaces, load_spaces
from index.words import FIELDS, WordIndex

DEEP = 2000
"""Exchanges each view brings to the fusion."""

WEIGHTS = {
    "answer_words": 1.0, "answer_pairs": 0.5, "answer_meaning": 1.0,
    "asked_words": 1.0, "asked_pairs": 0.5, "asked_meaning": 2.0,
}  # fmt: skip


@dataclass(frozen=True)
class Query:
    """A question to find answers to."""

    text: str
    language: Language


@dataclass(frozen=True)
class Hit:
    """An exchange found. `score` is the fused score (comparable within one query only).

    views   raw score by view: BM25 per field over the query's own length, cosine per meaning space; 0 where not found
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
        self, spaces: Spaces, word_index: WordIndex, meaning: dict[str, MeaningIndex], hidden: Sequence[int] = ()
    ) -> None:
        self.spaces = spaces
        self._words = word_index
        self._meaning = meaning
        self._hidden = hidden

    @classmethod
    def open(
        cls, root: Path, *, encoder: str | None, interviews: Mapping[str, int] | None = None, lagging: bool = False
    ) -> "Searcher":
        """Open the current index under `root`.

        interviews   interview id → version the corpus holds now; where given, an index that differs is an error
        lagging      but one that only holds more than that will do: what is gone from the corpus is not found in it

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
        return cls(spaces, WordIndex.open(folder / "words"), stores, _exchanges_of(gone, folder, manifest))

    def search(
        self, queries: Sequence[Query], *, among: Sequence[int] | None = None, limit: int = DEEP
    ) -> list[list[Hit]]:
        """For each query its hits, best first, at most `limit`; only exchanges of `among` where it is given."""
        vectors = [self._vectors(query) for query in queries]
        return [self._fused(query, vector, among, limit) for query, vector in zip(queries, vectors, strict=True)]

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

    def _vectors(self, query: Query) -> Vectors:
        return self.encode([query.text], query.language)

    def _fused(self, query: Query, vectors: Vectors, among: Sequence[int] | None, limit: int) -> list[Hit]:
        views = self._word_views(query, among) | self._meaning_views(query, vectors, among)
        fused = fuse(views, WEIGHTS)
        best = sorted(fused, key=lambda exchange: (-fused[exchange], exchange))[:limit]
        return [Hit(one, fused[one], {name: found.get(one, 0.0) for name, found in views.items()}) for one in best]

    def _word_views(self, query: Query, among: Sequence[int] | None) -> dict[str, dict[int, float]]:
        fields = FIELDS if query.language == "zh" else tuple(field for field in FIELDS if field.endswith("words"))
        found = {}
        for field in fields:
            cut = pairs(query.text) if field.endswith("pairs") else words(query.text, query.language)
            length = max(len(set(cut)), 1)
            raw = self._words.scores(query.text, query.language, field, limit=DEEP, among=among, hidden=self._hidden)
            found[field] = {exchange: score / length for exchange, score in raw.items()}
        return found

    def _meaning_views(
        self, query: Query, vectors: Vectors, among: Sequence[int] | None
    ) -> dict[str, dict[int, float]]:
        """Cosine of the query to the questions asked, and to the nearest passage of each answer."""
        space = self.spaces.of(query.language)
        return {
            f"{view}_meaning": self._meaning[f"{kind}-{space}"].scores(
                vectors, limit=limit, among=among, hidden=self._hidden
            )[0]
            for view, kind, limit in (("answer", "answers", DEEP * 2), ("asked", "asked", DEEP))
        }


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
