"""The word index: tantivy over answers and the questions really asked, already cut (index/cutting.py).

Documents are written as segments that are then never changed; an index is a list of segments in one folder. Taking a
document out means writing its segment anew without it: tantivy alone would only mark it, and keep its words on disk
(docs/why-blocks.md). A search over everybody is tantivy's; one over a narrow audience reads that audience's own terms
(index/terms.py), with the same scores.
"""

import json
import math
import shutil
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import tantivy
from numpy.typing import NDArray

from corpus.errors import IndexTrouble
from corpus.records import Language
from index.cutting_many import cut_all
from index.roll import Roll
from index.scored import Exchanges, Scored, Scores, held_by, ids
from index.stored import Rows, by_block
from index.terms import Gathered, Hashes, Terms, bm25, hashes_of

FIELDS = ("answer_words", "answer_pairs", "asked_words", "asked_pairs")
NARROW = 0.5
"""Share of the corpus up to which an audience's own terms are read. Measured by benchmarks.scale: here they take half of tantivy's time."""
_LIST = "meta.json"
_HEAP = 64_000_000
_LARGE, _LARGE_HEAP = 20_000, 512_000_000  # documents, bytes: one block is to be one segment
_TOGETHER = 1_024  # texts cut at once
_KNOWN = 100_000  # terms whose rarity is remembered: the words of asking and of the first hits come again and again


@dataclass(frozen=True)
class WordDocument:
    """One exchange as the word index sees it."""

    exchange: int
    language: Language
    asked: str
    answer: str


Segment = dict[str, Any]
"""A segment as tantivy's own list names it: segment_id, max_doc, deletes."""


def write_segments(folder: Path, documents: Sequence[WordDocument]) -> tuple[list[Segment], dict[str, Terms]]:
    """Write documents into `folder`, in order, with one writer thread; they are searched once `list_segments` names them.

    Gives the segments, and each field's terms.
    """
    scratch = folder.with_name(f"{folder.name}.new-{uuid.uuid4().hex[:8]}")
    scratch.mkdir(parents=True)
    heap = _HEAP if len(documents) < _LARGE else _LARGE_HEAP
    writer = tantivy.Index(_schema(), path=str(scratch)).writer(heap_size=heap, num_threads=1)
    parts = []
    for at in range(0, len(documents), _TOGETHER):
        some = documents[at : at + _TOGETHER]
        lines = _cut(some)
        for number, one in enumerate(some):
            writer.add_document(_document(one.exchange, {field: lines[field][number] for field in FIELDS}))
        parts.append({field: Terms.of_lines(lines[field]) for field in FIELDS})
    writer.commit()
    writer.wait_merging_threads()
    segments: list[Segment] = _list_of(scratch)["segments"]
    folder.mkdir(exist_ok=True)
    for each in segments:
        for file in files_of(scratch, each):
            file.rename(folder / file.name)
    shutil.rmtree(scratch)
    return segments, {field: Terms.joined([each[field] for each in parts]) for field in FIELDS}


def _cut(documents: Sequence[WordDocument]) -> dict[str, list[str]]:
    """Field → the cut text of each document."""
    lines = {field: [""] * len(documents) for field in FIELDS}
    for language in {one.language for one in documents}:
        own = [at for at, one in enumerate(documents) if one.language == language]
        for name in ("answer", "asked"):
            texts = [getattr(documents[at], name) for at in own]
            place = {text: number for number, text in enumerate(dict.fromkeys(texts))}  # a guide asks the same of many
            for kind, cut in zip(("words", "pairs"), cut_all(list(place), language), strict=True):
                for at, text in zip(own, texts, strict=True):
                    lines[f"{name}_{kind}"][at] = cut[place[text]]
    return lines


def list_segments(folder: Path, segments: Sequence[Segment]) -> None:
    """Let the index in `folder` be these segments, whose files are there. Written last: without its list it is none."""
    folder.mkdir(parents=True, exist_ok=True)
    tantivy.Index(_schema(), path=str(folder))  # an empty one, for its list's other fields
    listed = _list_of(folder) | {"segments": list(segments)}
    (folder / _LIST).write_text(json.dumps(listed), encoding="utf-8")


def files_of(folder: Path, segment: Segment) -> list[Path]:
    """The files of a segment."""
    return sorted(folder.glob(f"{segment['segment_id'].replace('-', '')}.*"))


def _list_of(folder: Path) -> dict[str, Any]:
    listed: dict[str, Any] = json.loads((folder / _LIST).read_text(encoding="utf-8"))
    return listed


class WordIndex:
    """BM25 over exchanges, one field at a time."""

    def __init__(self, index: tantivy.Index, roll: Roll, terms: Sequence[Mapping[str, Terms]]) -> None:
        """roll   what is held; terms: of each of its blocks, by field"""
        self._index = index
        self._schema = index.schema
        self._roll = roll
        self._terms = terms
        self._idf = lru_cache(_KNOWN)(partial(_rarity, index, len(roll)))

    @classmethod
    def open(cls, folder: Path, roll: Roll | None = None, terms: Sequence[Mapping[str, Terms]] = ()) -> "WordIndex":
        """Open the index in `folder`; without a roll, for its terms alone. Raises IndexTrouble where it is missing or damaged."""
        try:
            if folder.is_dir() and tantivy.Index.exists(str(folder)):  # or else an empty one would be made
                index = tantivy.Index(_schema(), path=str(folder), reuse=True)
                index.searcher()  # the segments are opened now, not at the first question
                return cls(index, roll or Roll([]), terms)
        except (ValueError, OSError) as error:
            raise IndexTrouble("index_damaged", part="words") from error
        raise IndexTrouble("index_damaged", part="words")

    def without_any(self, terms: Iterable[str]) -> set[str]:
        """Those of the terms no document holds any more, in whatever field."""
        searcher = self._index.searcher()
        return {term for term in terms if not any(searcher.doc_freq(field, term) for field in FIELDS)}

    def terms(self) -> set[str]:
        """Every term of every field."""
        searcher = self._index.searcher()
        return {term for field in FIELDS for term, _ in searcher.terms_with_prefix(field, "")}

    def scores(
        self, queries: Sequence[Mapping[str, float]], language: Language, field: str, *, limit: int,
        among: Sequence[int] | Exchanges | None = None, hidden: Sequence[int] | Exchanges = (),
    ) -> list[Scored]:  # fmt: skip
        """For each query: exchanges by Σ weight × BM25 of each term in one field of FIELDS; the best `limit`, zeros left out.

        Only exchanges in that language.

        queries  each term → its weight
        among   only these exchanges, exactly; None for all
        hidden  none of these

        Raises IndexTrouble where a segment turns out to be damaged.
        """
        try:
            if among is not None:
                allowed = ids(among)
                allowed = np.setdiff1d(allowed, ids(hidden), assume_unique=True) if len(hidden) else allowed
                if len(allowed) <= NARROW * len(self._roll):
                    return self._among(queries, language, field, limit, allowed)
                return [self._everywhere(each, language, field, limit, allowed, ids(())) for each in queries]
            return [self._everywhere(each, language, field, limit, None, ids(hidden)) for each in queries]
        except (ValueError, OSError) as error:
            raise IndexTrouble("index_damaged", part="words") from error

    def _everywhere(
        self, terms: Mapping[str, float], language: Language, field: str, limit: int, allowed: Exchanges | None,
        hidden: Exchanges,
    ) -> Scored:  # fmt: skip
        """By tantivy over all; what is not allowed is cut afterwards, and more is asked for where too little is left.

        A filter in the query would do the same at four times the time: every document of the union would be scored.
        """
        if not terms:
            return Scored.none()
        wanted = tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, self._term(field, term, weight)) for term, weight in terms.items()]
        )
        searcher, total = self._index.searcher(), len(self._roll)
        share = 1.0 if allowed is None else max(len(allowed) / max(total, 1), 1e-6)
        ask = min(int(limit / share) + len(hidden), max(total, 1))
        while True:
            hits = searcher.search(wanted, ask, count=False).hits
            found = np.array(searcher.fast_field_values("exchange", [each for _, each in hits]), np.int64)
            scores = np.array([score for score, _ in hits], np.float32)
            kept = self._roll.spoken(found, language) & ~held_by(hidden, found)
            kept &= True if allowed is None else held_by(allowed, found)
            if kept.sum() >= limit or len(hits) < ask or ask >= total:
                return Scored.best(found[kept], scores[kept], limit)
            ask = min(ask * 4, total)

    def _among(
        self, queries: Sequence[Mapping[str, float]], language: Language, field: str, limit: int, allowed: Exchanges
    ) -> list[Scored]:
        """By the terms of the exchanges that are allowed."""
        rows = np.sort(self._roll.rows(allowed[self._roll.spoken(allowed, language)]))
        return [self._best(each, rows, limit) for each in self._weighed(queries, field, rows)]

    def weigh(
        self, queries: Sequence[Mapping[str, float]], language: Language, field: str, exchanges: Exchanges
    ) -> Scores:
        """The score of each of some exchanges, as `scores` has it, 0 for those in another language: shape (queries, n)."""
        return self.gathered(language, field, exchanges).bm25(*self.wanted(queries, field))

    def gathered(self, language: Language, field: str, exchanges: Exchanges) -> Gathered:
        """The terms of those of some exchanges that are in that language."""
        places = np.flatnonzero(self._roll.spoken(exchanges, language))
        rows = self._roll.rows(exchanges[places])
        order = np.argsort(rows, kind="stable")
        there = self._parts(field, rows[order])
        for each, own in there:
            each.ahead(own)
        parts = [each.of(own) for each, own in there]
        terms = np.concatenate([np.zeros(0, np.uint32), *(each for each, _ in parts)])
        lengths = np.concatenate([np.zeros(0, np.int64), *(each for _, each in parts)])
        return Gathered(len(exchanges), places[order], terms, lengths, self._mean(field))

    def wanted(self, queries: Sequence[Mapping[str, float]], field: str) -> tuple[Hashes, NDArray[np.float32]]:
        """What stands for the terms of all queries, ascending, and how much each counts, shape (terms, queries)."""
        hashes, counts = hashes_of([" ".join(each) for each in queries])
        wanted = np.unique(hashes)
        weights = np.zeros((len(wanted), len(queries)), np.float32)
        idf = [weight * self._idf(field, term) for each in queries for term, weight in each.items()]
        weights[np.searchsorted(wanted, hashes), np.repeat(np.arange(len(queries)), counts)] = idf
        return wanted, weights

    def _weighed(self, queries: Sequence[Mapping[str, float]], field: str, rows: Rows) -> Scores:
        """Scores of the rows, which ascend."""
        wanted, weights = self.wanted(queries, field)
        if not len(rows):
            return np.zeros((len(queries), 0), np.float32)
        mean, parts = self._mean(field), self._parts(field, rows)
        return np.hstack([bm25(*terms.of(own), wanted, weights, mean) for terms, own in parts])

    def _parts(self, field: str, rows: Rows) -> list[tuple[Terms, Rows]]:
        """The terms of each block that some rows, in order, are of, with its own rows."""
        return [(self._terms[block][field], own) for block, own in by_block(rows, self._roll.starts)]

    def _best(self, scores: np.ndarray, rows: np.ndarray, limit: int) -> Scored:
        there = np.flatnonzero(scores)
        if len(there) > limit:
            there = there[np.argpartition(-scores[there], limit)[:limit]]
        return Scored.best(self._roll.exchanges[rows[there]], scores[there])

    def rarity(self, terms: Iterable[str], field: str) -> dict[str, float]:
        """Term → inverse document frequency in a field of FIELDS; 0 for one no document has."""
        return {term: self._idf(field, term) for term in terms}

    def _term(self, field: str, term: str, weight: float) -> tantivy.Query:
        return tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, field, term), weight)

    def _mean(self, field: str) -> float:
        return sum(len(each[field].hashes) for each in self._terms) / max(len(self._roll), 1)


def _rarity(index: tantivy.Index, total: int, field: str, term: str) -> float:
    n = index.searcher().doc_freq(field, term)
    return math.log(1 + (total - n + 0.5) / (n + 0.5)) if n else 0.0


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("exchange", fast=True)
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _document(exchange: int, lines: Mapping[str, str]) -> tantivy.Document:
    document = tantivy.Document()
    document.add_unsigned("exchange", exchange)
    for field, line in lines.items():
        document.add_text(field, line)
    return document
