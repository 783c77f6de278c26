"""The word index: tantivy over answers and the questions really asked, already cut (index/cutting.py).

Documents are written as segments that are then never changed; an index is a list of segments in one folder. Taking a
document out means writing its segment anew without it: tantivy alone would only mark it, and keep its words on disk
(docs/why-blocks.md).
"""

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy

from corpus.errors import IndexTrouble
from corpus.records import Language
from index.cutting import pairs, words
from index.question_terms import rarities

FIELDS = ("answer_words", "answer_pairs", "asked_words", "asked_pairs")
_LIST = "meta.json"
_HEAP = 64_000_000


@dataclass(frozen=True)
class WordDocument:
    """One exchange as the word index sees it."""

    exchange: int
    language: Language
    asked: str
    answer: str


Segment = dict[str, Any]
"""A segment as tantivy's own list names it: segment_id, max_doc, deletes."""


def write_segments(folder: Path, documents: Iterable[WordDocument]) -> list[Segment]:
    """Write documents into `folder`, in order, with one writer thread; they are searched once `list_segments` names them."""
    scratch = folder.with_name(folder.name + ".new")
    scratch.mkdir(parents=True)
    writer = tantivy.Index(_schema(), path=str(scratch)).writer(heap_size=_HEAP, num_threads=1)
    for document in documents:
        writer.add_document(_document(document))
    writer.commit()
    writer.wait_merging_threads()
    segments: list[Segment] = _list_of(scratch)["segments"]
    folder.mkdir(exist_ok=True)
    for each in segments:
        for file in files_of(scratch, each):
            file.rename(folder / file.name)
    shutil.rmtree(scratch)
    return segments


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

    def __init__(self, index: tantivy.Index) -> None:
        self._index = index
        self._schema = index.schema

    @classmethod
    def open(cls, folder: Path) -> "WordIndex":
        """Open the index in `folder`. Raises IndexTrouble where it is missing or damaged."""
        try:
            if folder.is_dir() and tantivy.Index.exists(str(folder)):  # or else an empty one would be made
                index = tantivy.Index(_schema(), path=str(folder), reuse=True)
                index.searcher()  # the segments are opened now, not at the first question
                return cls(index)
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

    def rarity(self, terms: Iterable[str], field: str) -> dict[str, float]:
        """Term → inverse document frequency in a field of FIELDS; 0 for one no document has."""
        searcher = self._index.searcher()
        return rarities(searcher.num_docs, {term: searcher.doc_freq(field, term) for term in terms})

    def scores(
        self, terms: Mapping[str, float], language: Language, field: str, *, limit: int, among: Sequence[int] | None = None,
        hidden: Sequence[int] = (),
    ) -> dict[int, float]:  # fmt: skip
        """Exchange id → Σ weight × BM25 of each term in one field of FIELDS; the best `limit` exchanges, zeros left out.

        terms   term → weight
        among   only these exchanges, exactly; None for all
        hidden  none of these

        Raises IndexTrouble where a segment turns out to be damaged.
        """
        if not terms:
            return {}
        wanted = tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Should, tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, field, term), weight))
                for term, weight in terms.items()
            ]
        )
        try:
            searcher = self._index.searcher()
            hits = searcher.search(self._within(wanted, language, among, hidden), limit, count=False).hits
            ids = searcher.fast_field_values("exchange", [address for _, address in hits])
        except (ValueError, OSError) as error:
            raise IndexTrouble("index_damaged", part="words") from error
        return {int(exchange or 0): float(score) for exchange, (score, _) in zip(ids, hits, strict=True)}

    def _within(
        self, wanted: tantivy.Query, language: Language, among: Sequence[int] | None, hidden: Sequence[int]
    ) -> tantivy.Query:
        must = [(tantivy.Occur.Must, wanted)]
        spoken = tantivy.Query.term_query(self._schema, "language", language)
        must.append((tantivy.Occur.Must, tantivy.Query.const_score_query(spoken, 0.0)))
        if among is not None:
            these = tantivy.Query.term_set_query(self._schema, "exchange", list(among))
            must.append((tantivy.Occur.Must, tantivy.Query.const_score_query(these, 0.0)))
        if hidden:
            those = tantivy.Query.term_set_query(self._schema, "exchange", list(hidden))
            must.append((tantivy.Occur.MustNot, those))
        return tantivy.Query.boolean_query(must)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("exchange", stored=True, indexed=True, fast=True)
    builder.add_text_field("language", tokenizer_name="raw", index_option="basic")
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _document(one: WordDocument) -> tantivy.Document:
    document = tantivy.Document()
    document.add_unsigned("exchange", one.exchange)
    document.add_text("language", one.language)
    for name, text in (("answer", one.answer), ("asked", one.asked)):
        document.add_text(f"{name}_words", " ".join(words(text, one.language)))
        document.add_text(f"{name}_pairs", " ".join(pairs(text)))
    return document
