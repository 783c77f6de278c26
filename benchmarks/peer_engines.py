"""Other search engines, each made of the same rows: the words of a passage already cut, and its vector.

All get the product's own cutting, blanks between the words, so that nobody is better at cutting Chinese; none stems or leaves
words out again. Those that search by vectors compare every one (no approximate index), and fuse by reciprocal ranks.
"""

import os
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar

from index.encoders import Vectors

Cut = Sequence[str]
"""Words of a text, in order."""
_TOGETHER = 2_000  # rows handed over at once: a message of Milvus has a largest size


@dataclass(frozen=True)
class Rows:
    """cut      the words of each row
    vectors  shape (n, dims), float32, of unit length
    """

    cut: Sequence[Cut]
    vectors: Vectors


class Peer(ABC):
    """An engine that holds rows.

    needs     modules it is made of, which are imported only here
    together  whether it answers many questions in one call
    """

    name: ClassVar[str]
    needs: ClassVar[tuple[str, ...]] = ()
    together: ClassVar[bool] = False

    @abstractmethod
    def __init__(self, folder: Path, rows: Rows, deep: int) -> None:
        """Build it in `folder`, which is there; it gives the `deep` best rows."""

    @abstractmethod
    def ask(self, cut: Cut, vector: Vectors) -> list[int]:
        """Numbers of rows, best first. vector: of shape (dims,)"""

    def ask_all(self, cuts: Sequence[Cut], vectors: Vectors) -> list[list[int]]:
        """The same for many questions; in one call where it is `together`."""
        return [self.ask(cut, vector) for cut, vector in zip(cuts, vectors, strict=True)]

    def close(self) -> None:  # noqa: B027 — most have nothing to close
        """Let go of files."""

    @classmethod
    def missing(cls) -> list[str]:
        """Modules it needs that are not installed."""
        return [each for each in cls.needs if find_spec(each) is None]


class Bm25s(Peer):
    """bm25s as it comes (Lucene's BM25, k1 1.5, b .75), compiled by numba: ten times as fast as without."""

    name, needs, together = "bm25s", ("bm25s", "numba"), True

    def __init__(self, folder: Path, rows: Rows, deep: int) -> None:
        self._deep = min(deep, len(rows.cut))
        self._held = import_module("bm25s").BM25(backend="numba")
        self._held.index([list(each) for each in rows.cut], show_progress=False)
        self._held.save(str(folder))

    def ask(self, cut: Cut, vector: Vectors) -> list[int]:
        return self._retrieve([cut])[0]

    def ask_all(self, cuts: Sequence[Cut], vectors: Vectors) -> list[list[int]]:
        return self._retrieve(cuts)

    def _retrieve(self, cuts: Sequence[Cut]) -> list[list[int]]:
        found = self._held.retrieve([list(each) for each in cuts], k=self._deep, show_progress=False)
        pairs = zip(found.documents.tolist(), found.scores.tolist(), strict=True)
        return [[row for row, score in zip(*each, strict=True) if score > 0] for each in pairs]


class Fts5(Peer):
    """SQLite FTS5 with its bm25(), without a copy of the texts; any of a question's words will do."""

    name = "SQLite FTS5"

    def __init__(self, folder: Path, rows: Rows, deep: int) -> None:
        self._deep = deep
        self._held = sqlite3.connect(folder / "fts5.db")
        self._held.execute("CREATE VIRTUAL TABLE said USING fts5(text, content='', tokenize='unicode61')")
        lines = ((at, " ".join(each)) for at, each in enumerate(rows.cut))
        self._held.executemany("INSERT INTO said(rowid, text) VALUES (?, ?)", lines)
        self._held.execute("INSERT INTO said(said) VALUES ('optimize')")
        self._held.commit()

    def ask(self, cut: Cut, vector: Vectors) -> list[int]:
        wanted = " OR ".join(f'"{word}"' for word in cut)  # words are letters and digits: nothing to escape
        found = self._held.execute(
            "SELECT rowid FROM said WHERE said MATCH ? ORDER BY rank LIMIT ?", (wanted or '""', self._deep)
        )
        return [row for (row,) in found]

    def close(self) -> None:
        self._held.close()


class LanceDb(Peer):
    """LanceDB's hybrid search: its full-text index and all vectors, fused by its RRFReranker."""

    name, needs = "LanceDB hybrid", ("lancedb",)

    def __init__(self, folder: Path, rows: Rows, deep: int) -> None:
        os.environ.setdefault("LANCEDB_LOG", "error")  # or each question prints two lines of deprecation
        arrow, lance = import_module("pyarrow"), import_module("lancedb")
        self._deep = deep
        self._fuse = import_module("lancedb.rerankers").RRFReranker()
        vectors = arrow.FixedSizeListArray.from_arrays(arrow.array(rows.vectors.ravel()), rows.vectors.shape[1])
        lines = [" ".join(each) for each in rows.cut]
        told = arrow.table({"id": arrow.array(range(len(lines))), "text": lines, "vector": vectors})
        self._held = lance.connect(str(folder)).create_table("said", told)
        config = lance.index.FTS(
            base_tokenizer="whitespace", lower_case=False, stem=False, remove_stop_words=False, ascii_folding=False
        )
        self._held.create_index("text", config=config)

    def ask(self, cut: Cut, vector: Vectors) -> list[int]:
        asked = self._held.search(query_type="hybrid").vector(vector).text(" ".join(cut))
        found = asked.distance_type("cosine").rerank(self._fuse).select(["id"]).limit(self._deep).to_arrow()
        rows: list[int] = found["id"].to_pylist()
        return rows


class MilvusLite(Peer):
    """Milvus Lite's hybrid search: its BM25 function over the cut text and all vectors (FLAT), fused by its RRFRanker."""

    name, needs, together = "Milvus Lite hybrid", ("pymilvus", "milvus_lite"), True

    def __init__(self, folder: Path, rows: Rows, deep: int) -> None:
        self._milvus: Any = import_module("pymilvus")
        self._deep = deep
        self._held = self._milvus.MilvusClient(str(folder / "milvus.db"))
        self._held.create_collection(
            "said", schema=self._schema(rows.vectors.shape[1]), index_params=self._indexes(), consistency_level="Strong"
        )
        told = [
            {"id": at, "text": " ".join(cut), "vector": vector}
            for at, (cut, vector) in enumerate(zip(rows.cut, rows.vectors.tolist(), strict=True))
        ]
        for at in range(0, len(told), _TOGETHER):
            self._held.insert("said", told[at : at + _TOGETHER])
        self._held.flush("said")
        self._held.load_collection("said")

    def _schema(self, dims: int) -> Any:
        kinds = self._milvus.DataType
        schema = self._held.create_schema(auto_id=False)
        schema.add_field("id", kinds.INT64, is_primary=True)
        schema.add_field("text", kinds.VARCHAR, max_length=65_535, enable_analyzer=True,
                         analyzer_params={"tokenizer": "standard"})  # fmt: skip
        schema.add_field("vector", kinds.FLOAT_VECTOR, dim=dims)
        schema.add_field("words", kinds.SPARSE_FLOAT_VECTOR)
        bm25 = self._milvus.FunctionType.BM25
        schema.add_function(
            self._milvus.Function("bm25", bm25, input_field_names=["text"], output_field_names=["words"])
        )
        return schema

    def _indexes(self) -> Any:
        indexes = self._held.prepare_index_params()
        indexes.add_index("vector", index_type="FLAT", metric_type="COSINE")
        indexes.add_index("words", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25")
        return indexes

    def ask(self, cut: Cut, vector: Vectors) -> list[int]:
        return self.ask_all([cut], vector[None])[0]

    def ask_all(self, cuts: Sequence[Cut], vectors: Vectors) -> list[list[int]]:
        near, deep = self._milvus.AnnSearchRequest, self._deep
        asked = [
            near(vectors.tolist(), "vector", {"metric_type": "COSINE"}, limit=deep),
            near([" ".join(each) for each in cuts], "words", {"metric_type": "BM25"}, limit=deep),
        ]
        found = self._held.hybrid_search("said", asked, self._milvus.RRFRanker(60), limit=deep, output_fields=["id"])
        return [[hit["id"] for hit in each] for each in found]

    def close(self) -> None:
        self._held.close()


PEERS: tuple[type[Peer], ...] = (Bm25s, Fts5, LanceDb, MilvusLite)
