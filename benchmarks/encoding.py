"""How fast the index encodes, beside the model's own rate, and whether half the bits change what is found.

`python -m benchmarks.encoding DIR [--texts N] [--rounds N] [--among N]`, with `passages.jsonl` and `queries.jsonl` in DIR.

Rate: the passages come in as interviews; `update_index` makes their index, words and all. Beside it the model alone is given the texts
the index had it read, all at once, sorted by length as it does itself, with each of several batch sizes; the best counts. In turns, in
seconds of processor time, which other work on the machine changes least. The fitted Chinese encoder likewise, on the sample's texts.

Ranking: each query's passages by cosine, in float32, in bfloat16, and with the one asking the other (an index made on another machine).
Where the processor has no bfloat16, it is imitated: factors and results of every product of matrices are rounded to it, and summed up in
float32. How near that comes to torch's own bfloat16 (much too slow there for more than a few texts) is printed.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from corpus.database import open_database
from corpus.intake import import_files
from corpus.store import Corpus
from corpus.viewer import LOCAL
from index.build import update_index
from index.encoders import FittedEncoder, SentenceEncoder, Vectors, bundled_encoder
from research.settings import SAMPLE

BATCHES = (8, 16, 32, 64)
EACH = 15
"""Exchanges of an interview, as in the sample."""
TOP = 10
Read = Callable[[Sequence[str]], Vectors]


def lines(path: Path) -> list[dict[str, Any]]:
    """The records of a .jsonl file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def corpus_of(texts: Sequence[str], folder: Path) -> Corpus:
    """Interviews in which every other text is asked and the next one answers it."""
    turns = [{"speaker": "QA"[at % 2], "text": text} for at, text in enumerate(texts)]
    many = EACH * 2
    files = folder / "files"
    files.mkdir()
    for at in range(0, len(turns) - 1, many):
        told = {"respondent": f"X{at:06}", "wave": "2026-Q1", "turns": turns[at : at + many]}
        (files / f"X{at:06}.json").write_text(json.dumps(told), encoding="utf-8")
    engine = open_database(f"sqlite:///{folder / 'quipu.db'}")
    import_files([files], engine=engine, viewer=LOCAL, lock=folder / "lock")
    return Corpus(engine, LOCAL)


@contextmanager
def noted(kept: list[str]) -> Iterator[None]:
    """Note what any sentence encoder is asked to read."""
    reading = SentenceEncoder._read

    def noting(self: SentenceEncoder, texts: Sequence[str], read: Callable[..., Any], prompt: str) -> Vectors:
        kept.extend(texts)
        return reading(self, texts, read, prompt)

    SentenceEncoder._read = noting  # type: ignore[method-assign]
    try:
        yield
    finally:
        SentenceEncoder._read = reading  # type: ignore[method-assign]


def spent(work: Callable[[], object]) -> float:
    """Seconds of processor time."""
    began = time.process_time()
    work()
    return time.process_time() - began


def rates(texts: Sequence[str], rounds: int, folder: Path) -> dict[str, Any]:
    """Texts a second: of the whole index build, and of the model alone on the same texts with its best batch size."""
    corpus, kept = corpus_of(texts, folder), list[str]()
    with noted(kept):  # the first build loads the model, and is not counted
        update_index(corpus, folder / "index", encoder=None)
    model, bfloat16 = bundled_encoder()._model, bundled_encoder().precision == "bfloat16"

    def build() -> None:
        update_index(corpus, folder / "index", encoder=None, rebuild=True)

    def alone(batch: int) -> Callable[[], object]:
        return lambda: raw(model, kept, batch, bfloat16)

    ways = {"index": build, **{f"model, batch {batch}": alone(batch) for batch in BATCHES}}
    alone(16)()
    seconds = {name: median(each) for name, each in in_turns(ways, rounds).items()}
    best = min(value for name, value in seconds.items() if name != "index")
    figures = {name: round(len(kept) / value, 1) for name, value in seconds.items()}
    return {"texts": len(kept), "bfloat16": bfloat16, **figures, "ratio": round(best / seconds["index"], 3)}


def in_turns(ways: dict[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Each way once a round, so that what slows the machine slows them all."""
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, work in ways.items():
            found[name].append(spent(work))
    return found


def raw(model: Any, texts: Sequence[str], batch: int, bfloat16: bool) -> Vectors:
    """What sentence-transformers does by itself."""
    import torch

    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bfloat16):
        found = model.encode(list(texts), batch_size=batch, normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(found, dtype=np.float32)


def fitted_rate(rounds: int, folder: Path) -> dict[str, Any]:
    """Texts a second of the fitted encoder, in blocks as the index reads them, and of fitting it."""
    engine = open_database(f"sqlite:///{folder / 'zh.db'}")
    import_files(sorted((SAMPLE / "transcripts").glob("Z*")), engine=engine, viewer=LOCAL, lock=folder / "lock")
    held = Corpus(engine, LOCAL).interviews()
    texts = [text for one in held for each in one.exchanges for text in (one.asked(each), one.answered(each))]
    encoder = FittedEncoder.fit(texts)
    ways = {"fit": lambda: FittedEncoder.fit(texts), "read": lambda: encoder.encode(texts)}
    seconds = {name: median(each) for name, each in in_turns(ways, rounds).items()}
    return {"texts": len(texts), **{name: round(len(texts) / value, 1) for name, value in seconds.items()}}


@contextmanager
def imitated() -> Iterator[None]:
    """Products of matrices in bfloat16 as a processor has it: rounded factors, float32 sums, rounded results."""
    import torch

    functions: Any = torch.nn.functional
    linear, product = functions.linear, functions.scaled_dot_product_attention

    def rounded(value: Any) -> Any:
        return value.bfloat16().float() if value is not None and value.is_floating_point() else value

    def linear16(data: Any, weight: Any, bias: Any = None) -> Any:
        return rounded(linear(rounded(data), rounded(weight), rounded(bias)))

    def product16(query: Any, key: Any, value: Any, *more: Any, **named: Any) -> Any:
        return rounded(product(rounded(query), rounded(key), rounded(value), *more, **named))

    functions.linear, functions.scaled_dot_product_attention = linear16, product16
    try:
        yield
    finally:
        functions.linear, functions.scaled_dot_product_attention = linear, product


def half_reader(full: SentenceEncoder) -> tuple[Read, bool]:
    """How texts are read in bfloat16 here, and whether that is the processor's own."""
    if full.precision == "bfloat16":
        return bundled_encoder().encode, True
    plain = bundled_encoder()

    def read(texts: Sequence[str]) -> Vectors:
        with imitated():
            return plain.encode(texts)

    return read, False


def ranking(folder: Path, among: int, seed: int = 0) -> dict[str, Any]:
    """Mean reciprocal rank and recall in the first ten, and how many of the first ten are others than in float32."""
    passages, queries = chosen(lines(folder / "passages.jsonl"), lines(folder / "queries.jsonl"), among, seed)
    half, own = half_reader(bundled_encoder())
    full = SentenceEncoder(bundled_encoder().setting.name, precision="float32").encode
    told = [[one["text"] for one in each] for each in (passages, queries)]
    (full_p, full_q), (half_p, half_q) = ([read(each) for each in told] for read in (full, half))
    places = {one["id"]: at for at, one in enumerate(passages)}
    right = [{places[each] for each in one["positives"] if each in places} for one in queries]
    pairs = {
        "float32": (full_q, full_p), "bfloat16": (half_q, half_p), "float32 asks bfloat16": (full_q, half_p),
        "bfloat16 asks float32": (half_q, full_p),
    }  # fmt: skip
    first = _best(full_q, full_p)
    found = {name: _judged(_best(*both), right, first) for name, both in pairs.items()}
    cosine = np.sum(full_p * half_p, axis=1)
    return {"passages": len(passages), "queries": len(queries), "own_bfloat16": own,
            "cosine": [round(float(cosine.mean()), 6), round(float(cosine.min()), 6)], "ranking": found}  # fmt: skip


def chosen(
    passages: list[dict[str, Any]], queries: list[dict[str, Any]], among: int, seed: int
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """At most `among` passages drawn at random, and the queries that have a right one among them."""
    drawn = random.Random(seed).sample(passages, min(among, len(passages)))
    held = {one["id"] for one in drawn}
    return drawn, [one for one in queries if held & set(one["positives"])]


def _best(asked: Vectors, held: Vectors) -> np.ndarray:
    return np.argsort(-(asked @ held.T), axis=1, kind="stable")


def _judged(order: np.ndarray, right: Sequence[set[int]], first: np.ndarray) -> dict[str, float]:
    ranks = [
        min(at for at, one in enumerate(row, 1) if one in each) for row, each in zip(order.tolist(), right, strict=True)
    ]
    recall = [len(each & set(row[:TOP])) / min(len(each), TOP) for row, each in zip(order.tolist(), right, strict=True)]
    others = [len(set(row[:TOP]) - set(was[:TOP])) for row, was in zip(order.tolist(), first.tolist(), strict=True)]
    return {"mrr": round(float(np.mean([1 / rank for rank in ranks])), 4), "recall@10": round(float(np.mean(recall)), 4),
            "others_in_ten": round(float(np.mean(others)), 3)}  # fmt: skip


def nearness(texts: Sequence[str]) -> float:
    """The least cosine between the imitation's vectors and those of torch's own bfloat16."""
    own = SentenceEncoder(bundled_encoder().setting.name, precision="bfloat16").encode(texts)
    return float(np.sum(own * half_reader(bundled_encoder())[0](texts), axis=1).min())


def main() -> int:
    """Measure both, print the JSON line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.encoding", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--texts", type=int, default=480, help="texts the rate is measured on")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--among", type=int, default=3000, help="passages that are ranked, at most")
    asked = parser.parse_args()
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name:
        if asked.texts:
            held = [one["text"] for one in lines(asked.folder / "passages.jsonl") if one["text"].strip()]
            texts = random.Random(0).sample(held, min(asked.texts, len(held)))
            found["rate"] = rates(texts, asked.rounds, Path(name))
            print(found["rate"], file=sys.stderr)
            found["fitted"] = fitted_rate(asked.rounds, Path(name))
            print(found["fitted"], file=sys.stderr)
    if asked.among:
        found |= ranking(asked.folder, asked.among)
        if not found["own_bfloat16"]:
            found["imitation"] = round(nearness([one["text"] for one in lines(asked.folder / "passages.jsonl")[:4]]), 6)
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
