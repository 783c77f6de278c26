"""Choosing how a model reads here: a short trial on the corpus's own texts, before a large index is made, and kept.

The quickest precision whose ranking is that of float32, then the quickest number of texts at once. Where little is to be
read a trial would take as long as the reading, and the usual way will do.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import numpy as np

from corpus.records import Language
from corpus.store import Corpus
from index.blocks import passages_of
from index.encoders import SentenceEncoder, Vectors, as_queries
from index.manifest import SHARED
from index.spaces import Spaces, read_as_measured
from index.ways import Device, Way, keep_way, kept_way, precisions, usual_way

FEWEST = 5_000
"""Exchanges of a model's languages from which a trial pays: on two cores reading them takes the bundled model a minute and a half."""
SECONDS = 2.0
"""What each of the trials takes, about: by it the texts are counted, FEWER … MORE of them."""
FEWER, MORE = 32, 256
TOP = 10
KEEPS = 0.995
"""Least share of what its first ten stand out by that another precision must keep. The bundled model keeps .99998 in bfloat16;
.991 is left where every number of a vector is off by .01."""
QUICKER = 1.1
"""How much quicker another way must be to be taken: less is the machine's own noise."""
BATCHES: dict[Device, tuple[int, ...]] = {"cpu": (8, 32, 64), "cuda": (64, 128, 256), "mps": (16, 64, 128)}

Clock = Callable[[], float]


@dataclass(frozen=True)
class Texts:
    """What the corpus's people were asked and answered: one of each to an exchange."""

    asked: list[str]
    answers: list[str]

    def first(self, count: int) -> "Texts":
        """Only so many of each."""
        return Texts(self.asked[:count], self.answers[:count])


def measure(spaces: Spaces, root: Path, corpus: Corpus, interviews: Sequence[str]) -> None:
    """Let each model that will read many exchanges read as is best here: as measured before, or else measured now."""
    read_as_measured(spaces, root)
    for space, encoder in spaces.encoders.items():
        if not isinstance(encoder, SentenceEncoder) or kept_way(root, encoder.id):
            continue
        language: Language | None = None if space == SHARED else "en"
        if corpus.count_exchanges(interviews, language) >= FEWEST:
            encoder.read_so(choose_way(encoder, drawn_texts(corpus, interviews, language)))
            keep_way(root, encoder.id, encoder.way)


def drawn_texts(corpus: Corpus, interviews: Sequence[str], language: Language | None, seed: int = 0) -> Texts:
    """Texts of interviews drawn at random, MORE of each at most."""
    draw = Random(seed)
    pairs: list[tuple[str, str]] = []
    for each in draw.sample(list(interviews), len(interviews)):
        for interview in corpus.spoken([each]):
            if language in (None, interview.language):
                said = [(interview, one) for one in interview.exchanges]
                first = [passages_of([one])[2][:1] for one in said]
                pairs += [(interview.asked(one), own[0]) for (_, one), own in zip(said, first, strict=True) if own]
        if len(pairs) >= MORE:
            break
    return Texts([asked for asked, _ in pairs[:MORE]], [answer for _, answer in pairs[:MORE]])


def choose_way(encoder: SentenceEncoder, texts: Texts, clock: Clock | None = None) -> Way:
    """How the model is best read with on this machine, and how many texts a second it then reads.

    clock  seconds; by itself those of the processor's own work, which others at work on the machine change least
    """
    usual = usual_way()
    clock = clock or (time.process_time if usual.device == "cpu" else time.perf_counter)
    full = replace(usual, precision="float32")
    texts = _enough(encoder, full, texts, clock)
    best, right = _tried(encoder, full, texts, clock)
    for precision in precisions(usual.device)[1:]:
        way, found = _tried(encoder, replace(full, precision=precision), texts, clock)
        if _is_quicker(way, best) and kept_share(right, found) >= KEEPS:
            best = way
    for batch in BATCHES[usual.device]:
        if batch <= len(texts.answers):
            way, _ = _tried(encoder, replace(best, batch=batch), texts, clock)
            best = way if _is_quicker(way, best) and way.batch == batch else best
    return best


def _enough(encoder: SentenceEncoder, way: Way, texts: Texts, clock: Clock) -> Texts:
    """As many texts as take about SECONDS; the first reading, which loads the model, does not count."""
    few = texts.first(8)
    _tried(encoder, way, few, clock)
    rate = _tried(encoder, way, few, clock)[0].rate or 1.0
    return texts.first(int(min(max(SECONDS * rate / 2, FEWER), MORE)))


def _tried(encoder: SentenceEncoder, way: Way, texts: Texts, clock: Clock) -> tuple[Way, tuple[Vectors, Vectors]]:
    """Read so: the way, with its rate and the batch that fitted into the memory, and the vectors."""
    encoder.read_so(way)
    began = clock()
    found = as_queries(encoder, texts.asked), encoder.encode(texts.answers)
    seconds = max(clock() - began, 1e-9)
    read = len(set(texts.asked)) + len(set(texts.answers))
    return replace(encoder.way, rate=round(read / seconds, 1)), found


def _is_quicker(way: Way, than: Way) -> bool:
    return (way.rate or 0) > QUICKER * (than.rate or 0)


def kept_share(right: tuple[Vectors, Vectors], found: tuple[Vectors, Vectors]) -> float:
    """How much of what the first ten stand out by, over all, the other precision's first ten have: 1 is all of it, 0 none.

    Each pair holds questions and answers, shape (n, dims). Which of two equals comes first does not matter to it.
    """
    scores = right[0] @ right[1].T
    top = min(TOP, scores.shape[1])
    best, other = (np.argsort(-each, axis=1, kind="stable")[:, :top] for each in (scores, found[0] @ found[1].T))
    middle = scores.mean(axis=1, keepdims=True)
    over = [np.sum(np.take_along_axis(scores, rows, 1) - middle) for rows in (best, other)]
    return float(over[1] / over[0]) if over[0] > 0 else 1.0
