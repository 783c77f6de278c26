"""Searching: all questions of an outline together, within the exchanges the audience allows."""

import os
from collections.abc import Callable, Mapping, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from corpus.errors import IndexTrouble
from corpus.records import Language
from index.blocks import KINDS, Held, load_terms
from index.build import require_index
from index.checking import check_sizes
from index.cutting import pairs, words
from index.encoders import FittedEncoder, Vectors
from index.fusion import fuse_scored
from index.manifest import Manifest
from index.meaning import MeaningIndex
from index.quantising import load_quantiser
from index.roll import Roll
from index.scored import Exchanges, Scored
from index.spaces import Spaces, load_spaces
from index.words import FIELDS, WordIndex

if TYPE_CHECKING:
    from index.relevance import Candidate, Probabilities

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

    matched: "Probabilities"
    fits: "Probabilities"


class Searcher:
    """An index opened for reading. Safe to share: nothing in it changes."""

    def __init__(
        self, spaces: Spaces, word_index: WordIndex, meaning: dict[str, MeaningIndex], roll: Roll,
        hidden: Sequence[int] | Exchanges = (),
    ) -> None:  # fmt: skip
        self.spaces = spaces
        self._words = word_index
        self._meaning = meaning
        self._roll = roll
        self._hidden = hidden
        self._threads = ThreadPoolExecutor(min(len(os.sched_getaffinity(0)), 4))

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
        check_sizes(folder, manifest.files)
        spaces = load_spaces(folder, manifest, encoder)
        roll = Roll([Held.load(folder, block).entries for block in manifest.blocks])
        terms = [load_terms(folder, block) for block in manifest.blocks]
        stores = {
            part: MeaningIndex.open(folder / part, manifest.in_space(space), load_quantiser(folder, part))
            for space in spaces.encoders
            for part in (f"{kind}-{space}" for kind in KINDS)
        }
        words = WordIndex.open(folder / "words", roll, terms)
        return cls(spaces, words, stores, roll, _exchanges_of(gone, manifest, roll))

    def search(
        self, queries: Sequence[Query], *, among: Sequence[int] | Exchanges | None = None, limit: int = DEEP
    ) -> list[list[Hit]]:
        """For each query its hits, best first, at most `limit`; only exchanges of `among` where it is given."""
        among = None if among is None else np.unique(np.asarray(among, np.int64))
        found: list[list[Hit]] = [[] for _ in queries]
        for language in {query.language for query in queries}:
            own = [at for at, query in enumerate(queries) if query.language == language]
            views = self._views([queries[at].text for at in own], language, among)
            for at, each in zip(own, views, strict=True):
                found[at] = _hits(each, limit)
        return found

    def interview_numbers(self, exchanges: Sequence[int] | Exchanges) -> Exchanges:
        """A number for the interview of each exchange, the same for the same interview as long as the index is open; -1 for
        what is not indexed.
        """
        return self._roll.interview_numbers(np.asarray(exchanges, np.int64))

    def passages(self, exchanges: Sequence[int] | Exchanges, language: Language) -> tuple[Exchanges, Vectors]:
        """Every passage of some answers: (its place in `exchanges`, its vector), shapes (n,) and (n, dims)."""
        return self._meaning[f"answers-{self.spaces.of(language)}"].passages(exchanges)

    def answer_chances(
        self, questions: Sequence[str], candidates: "Sequence[Candidate]", *, language: Language, industry: str = "",
        several: bool = False, seed: int = 0,
    ) -> Chances:  # fmt: skip
        """How likely each candidate answers each question, learnt over all questions together.

        several  whether they are about several things, so that none vouches for another
        """
        from index.answer_fit import fit_of_answers  # these learn, with libraries that need seconds to load
        from index.feedback import learn
        from index.relevance import weigh

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

    def _views(self, texts: Sequence[str], language: Language, among: Exchanges | None) -> list[dict[str, Scored]]:
        """What each view found for each text; the views of all texts at once, side by side."""
        work = self._word_views(texts, language, among) | self._meaning_views(texts, language, among)
        begun = {name: [self._threads.submit(each) for each in some] for name, some in work.items()}
        found = {name: [one for each in some for one in each.result()] for name, some in begun.items()}
        return [{name: found[name][at] for name in sorted(found)} for at in range(len(texts))]

    def _word_views(
        self, texts: Sequence[str], language: Language, among: Exchanges | None
    ) -> dict[str, list[Callable[[], list[Scored]]]]:
        """Field → what is to be done for it: BM25 over the query's own length."""

        def scored(field: str, some: Sequence[str]) -> list[Scored]:
            raw = self._words.scores(some, language, field, limit=DEEP, among=among, hidden=self._hidden)
            return [
                Scored(each.exchanges, each.scores / np.float32(max(len(set(_cut(text, language, field))), 1)))
                for text, each in zip(some, raw, strict=True)
            ]

        fields = FIELDS if language == "zh" else tuple(field for field in FIELDS if field.endswith("words"))
        return {field: [lambda field=field: scored(field, texts)] for field in fields}  # type: ignore[misc]

    def _meaning_views(
        self, texts: Sequence[str], language: Language, among: Exchanges | None
    ) -> dict[str, list[Callable[[], list[Scored]]]]:
        """Cosine of the query to the questions asked, and to the nearest passage of each answer."""
        space, vectors = self.spaces.of(language), self.encode(texts, language)

        def scored(kind: str, limit: int) -> list[Scored]:
            index = self._meaning[f"{kind}-{space}"]
            return index.scores(vectors, limit=limit, among=among, hidden=self._hidden)

        wanted = (("answer", "answers", DEEP * 2), ("asked", "asked", DEEP))
        return {
            f"{view}_meaning": [lambda kind=kind, limit=limit: scored(kind, limit)]  # type: ignore[misc]
            for view, kind, limit in wanted
        }


def _cut(text: str, language: Language, field: str) -> list[str]:
    return pairs(text) if field.endswith("pairs") else words(text, language)


def _hits(views: Mapping[str, Scored], limit: int) -> list[Hit]:
    exchanges, totals, raw = fuse_scored(views, WEIGHTS)
    best = np.lexsort((exchanges, -totals))[:limit]
    rows = zip(exchanges[best].tolist(), totals[best].tolist(), raw[best].tolist(), strict=True)
    return [Hit(exchange, total, dict(zip(views, row, strict=True))) for exchange, total, row in rows]


def _gone(manifest: Manifest, interviews: Mapping[str, int]) -> Set[str]:
    """Interviews of the index that are not in the corpus any more. Raises IndexTrouble where it lacks some that are."""
    indexed = manifest.interviews
    if any(indexed.get(each) != version for each, version in interviews.items()):
        raise _behind(manifest, interviews)
    return indexed.keys() - interviews.keys()


def _behind(manifest: Manifest, interviews: Mapping[str, int]) -> IndexTrouble:
    return IndexTrouble("index_behind", indexed=len(manifest.interviews), held=len(interviews))


def _exchanges_of(interviews: Set[str], manifest: Manifest, roll: Roll) -> Exchanges:
    """The exchanges of some interviews of an index."""
    found = [np.zeros(0, np.int64)]
    for block, entries in zip(manifest.blocks.values(), roll.blocks, strict=True):
        places = [place for place, each in enumerate(block.interviews) if each in interviews] if interviews else []
        found.append(entries[np.isin(entries[:, 1], places), 0].astype(np.int64) if places else found[0])
    return np.concatenate(found)
