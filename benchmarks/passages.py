"""A set of passages and queries (DIR/passages.jsonl, DIR/queries.jsonl) as a corpus: its sources are interviews.

Passages hold answers only, so every one is an exchange whose question says nothing: "…".
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from benchmarks.rows import read_rows
from corpus.database import open_database
from corpus.errors import BadInput
from corpus.intake import import_files
from corpus.language import language_of
from corpus.records import Language
from corpus.store import Corpus
from corpus.viewer import LOCAL
from index.build import update_index

NOTHING = "…"
"""What an interviewer says where nobody knows what was asked."""
_WHO_ASKS = "interviewer"
_OFTEN = 3  # turns: who speaks less is somebody passing by, for the product, and would not be read


class Passage(BaseModel):
    """speaker  who says it; "" where the set does not tell"""

    id: str
    source: str
    text: str
    speaker: str = ""


class Asked(BaseModel):
    """A query and the ids of the passages that are right."""

    text: str
    source: str
    positives: frozenset[str]


def read_set(folder: Path) -> tuple[list[Passage], list[Asked]]:
    """The two files. Raises BadInput as read_rows does."""
    return read_rows(folder / "passages.jsonl", Passage), read_rows(folder / "queries.jsonl", Asked)


@dataclass(frozen=True)
class Home:
    """A corpus and its index. exchanges: passage id → exchange id."""

    corpus: Corpus
    index: Path
    exchanges: dict[str, int]


def import_set(passages: Sequence[Passage], folder: Path) -> Home:
    """Bring the passages in as the product brings files in. Raises BadInput where they come out as other exchanges."""
    sources: dict[str, list[Passage]] = {}
    for each in passages:
        sources.setdefault(each.source, []).append(each)
    files = folder / "files"
    files.mkdir()
    by_name = {f"S{at:05}": own for at, own in enumerate(sources.values())}
    for name, own in by_name.items():
        (files / f"{name}.json").write_text(json.dumps(_interview(name, own)), encoding="utf-8")
    engine = open_database(f"sqlite:///{folder / 'quipu.db'}")
    import_files([files], engine=engine, viewer=LOCAL, lock=folder / "lock")
    corpus = Corpus(engine, LOCAL)
    exchanges: dict[str, int] = {}
    for interview in corpus.interviews():
        own = by_name[
            interview.respondent.partition("-")[0]
        ]  # of a discussion, everybody has an interview of their own
        asked = [turn.start for turn in interview.turns if turn.role == "interviewer"]
        exchanges |= {own[asked.index(one.question[0])].id: one.id for one in interview.exchanges}
    if len(exchanges) != sum(bool(each.text.strip()) for each in passages):
        raise BadInput("benchmark_other_exchanges", passages=len(passages), exchanges=len(exchanges))
    return Home(corpus, folder / "index", exchanges)


def index_set(home: Home, *, encoder: str | None) -> None:
    """Make the index of the corpus."""
    update_index(home.corpus, home.index, encoder=encoder)


def _interview(name: str, passages: Sequence[Passage]) -> dict[str, object]:
    times = Counter(each.speaker for each in passages)
    (often, _), *_ = times.most_common(1)
    turns = []
    for each in passages:
        who = each.speaker if times[each.speaker] >= _OFTEN else often
        turns += [{"speaker": _WHO_ASKS, "text": NOTHING}, {"speaker": _label(who), "text": each.text}]
    return {"respondent": name, "wave": "2026-Q1", "turns": turns}


def _label(speaker: str) -> str:
    """A name no rule takes for an interviewer's."""
    return f"Person {speaker}" if speaker and speaker != "respondent" else "respondent"


def spoken_in(texts: Sequence[str]) -> Language:
    """The language of the texts together."""
    return language_of(" ".join(texts)[:100_000])
