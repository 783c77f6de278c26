"""Searching: all questions of an outline together, within the exchanges the audience allows."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from corpus.errors import IndexTrouble
from corpus.records import Language
from index.blocks import KINDS, Held, load_terms
from index.build import require_index
from index.checking import check_sizes
from index.encoders import FittedEncoder, Vectors
from index.finding import DEEP, Finder
from index.ground import Read
from index.judging import Judge
from index.looking import Found
from index.manifest import Manifest
from index.meaning import MeaningIndex
from index.quantising import load_quantiser
from index.ranking import Ranking
from index.roll import Roll
from index.scored import Exchanges, ids
from index.spaces import Spaces, load_own_spaces, load_spaces
from index.talk import Talk
from index.words import WordIndex

if TYPE_CHECKING:
    from index.alike import Alike
    from index.relevance import Candidate, Probabilities


@dataclass(frozen=True)
class Query:
    """A question to find answers to."""

    text: str
    language: Language


@dataclass(frozen=True)
class Hit:
    """An exchange found. `score` is the fused score (comparable within one query only).

    views   raw score by view: BM25 over what the question's own terms would score, cosine; 0 where not found
    added   search words that the first hits added to the query's own, with their weights: one record for all its hits
    """

    exchange: int
    score: float
    views: dict[str, float]
    added: Mapping[str, float] = field(default_factory=dict)


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
        self, manifest: Manifest, spaces: Spaces, word_index: WordIndex, meaning: dict[str, MeaningIndex], talk: Talk,
        hidden: Sequence[int] | Exchanges = (), read: Read | None = None, ranking: Ranking | None = None,
    ) -> None:  # fmt: skip
        """ranking   None: as the product ranks"""
        self.manifest = manifest
        self.spaces = spaces
        self._meaning = meaning
        self._finder = Finder(spaces, word_index, meaning, talk, ids(hidden), read, ranking)

    @classmethod
    def open(
        cls, root: Path, *, encoder: str | None, interviews: Mapping[str, int] | None = None, lagging: bool = False,
        own: bool = False, read: Read | None = None,
    ) -> "Searcher":  # fmt: skip
        """Open the current index under `root`.

        interviews   interview id → version the corpus holds now; where given, an index that differs is an error
        lagging      but one that only holds more than that will do: what is gone from the corpus is not found in it
        own          read with the encoder the index was made with, whichever is set
        read         exchange ids → what was asked and answered: to learn from the first hits and from the corpus's own
                     pairs; without it nothing is learnt

        Raises IndexTrouble: no index, damaged, another encoder, behind the corpus; each with its remedy.
        """
        folder = require_index(root)
        manifest = Manifest.load(folder)
        gone = _gone(manifest, interviews) if interviews is not None else frozenset()
        if gone and not lagging:
            raise _behind(manifest, interviews or {})
        check_sizes(folder, manifest.files)
        spaces = (load_own_spaces if own else load_spaces)(folder, manifest, encoder)
        stores = {
            part: MeaningIndex.open(folder / part, manifest.in_space(space), load_quantiser(folder, part))
            for space in spaces.encoders
            for part in (f"{kind}-{space}" for kind in KINDS)
        }
        for store in stores.values():
            store.begin()
        roll = Roll([Held.load(folder, block).entries for block in manifest.blocks])
        terms = [load_terms(folder, block) for block in manifest.blocks]
        words = WordIndex.open(folder / "words", roll, terms)
        talk = Talk.open(folder, list(manifest.blocks), roll)
        return cls(manifest, spaces, words, stores, talk, _exchanges_of(gone, manifest, roll), read)

    def exchanges_of(self, interviews: Set[str]) -> Exchanges:
        """Ids of the exchanges of some interviews, ascending: told from what is indexed, however many there are."""
        return np.sort(_exchanges_of(interviews, self.manifest, self._finder.talk.roll))

    def search(
        self, queries: Sequence[Query], *, among: Sequence[int] | Exchanges | None = None, limit: int = DEEP,
        views: Set[str] | None = None,
    ) -> list[list[Hit]]:  # fmt: skip
        """For each query its hits, best first, at most `limit`; only exchanges of `among` where it is given.

        views   names of the views that count, None for all (index.looking.WEIGHTS)
        """
        among = None if among is None else ids(among)
        found: list[list[Hit]] = [[] for _ in queries]
        for language in {query.language for query in queries}:
            own = [at for at, query in enumerate(queries) if query.language == language]
            each = self._finder.find([queries[at].text for at in own], language, among, views)
            for at, one in zip(own, each, strict=True):
                found[at] = _hits(one, limit)
        return found

    def answered(self, questions: Sequence[str], exchanges: Sequence[int], language: Language) -> "Probabilities":
        """P that each exchange's answer answers each question, by its own words alone: shape (questions, exchanges)."""
        return self._finder.judge(language)(questions, np.asarray(exchanges, np.int64))

    def judge(self, language: Language) -> Judge:
        """What gives those probabilities, with how far answers stand out."""
        return self._finder.judge(language)

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

        vectors = (
            *self.vectors([one.exchange for one in candidates], language),
            self.encode_questions(questions, language),
        )
        evidence = weigh(questions, candidates, language=language, vectors=vectors, industry=industry)
        matched = learn(evidence, candidates, language=language, several=several, seed=seed)
        return Chances(matched, fit_of_answers(evidence.answers, matched, seed=seed))

    def asked_alike(self, questions: Sequence[str], language: Language) -> "list[Alike]":
        """For each question the exchanges that were asked something like it, each question by itself: an estimate, made
        in a fraction of the time `answer_chances` takes, which learns over all of them. Needs `read`, else nothing is found.
        """
        from index.alike import asked_alike

        return asked_alike(self, questions, language, self._finder.read)

    def vectors(self, exchanges: Sequence[int], language: Language) -> tuple[Vectors, Vectors]:
        """What was asked and how the answers begin, in the language's space: shape (len(exchanges), dims) each.

        KeyError for an exchange that is not indexed.
        """
        space = self.spaces.of(language)
        return self._meaning[f"asked-{space}"].vectors(exchanges), self._meaning[f"answers-{space}"].vectors(exchanges)

    def encode(self, texts: Sequence[str], language: Language) -> Vectors:
        """Vectors of what was answered, or might be, in the space of `language`: shape (n, dims)."""
        return self.spaces.encoders[self.spaces.of(language)].encode(texts)

    def encode_questions(self, texts: Sequence[str], language: Language) -> Vectors:
        """The same of questions."""
        return self._finder.asked(texts, language)

    def reads_clauses(self, language: Language) -> bool:
        """Whether the language's encoder knows what a single clause means: one fitted on the corpus only knows its words."""
        return not isinstance(self.spaces.encoders[self.spaces.of(language)], FittedEncoder)


def _hits(found: Found, limit: int) -> list[Hit]:
    best = np.argsort(-found.scores, kind="stable")[:limit]  # equal ones in the order of their ids, which ascend
    raw = np.stack([each[best] for each in found.views.values()], axis=1).tolist() if len(best) else []
    rows = zip(found.exchanges[best].tolist(), found.scores[best].tolist(), raw, strict=True)
    return [
        Hit(exchange, score, dict(zip(found.views, row, strict=True)), found.added) for exchange, score, row in rows
    ]


def _gone(manifest: Manifest, interviews: Mapping[str, int]) -> Set[str]:
    """Interviews of the index that are not in the corpus any more. Raises IndexTrouble where it lacks some that are."""
    indexed = manifest.interviews
    if not indexed.items() >= interviews.items():
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
