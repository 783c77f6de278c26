"""A corpus of any size that takes no room: interviews recombined from the sample's own sentences, made when they are read.

What an exchange says depends on its number and the seed alone, so a second reading finds the same words. An encoder hands
out the vectors that go with them: those of the sample's sentences, mixed as the sentences are, with noise of the text's own.
"""

import random
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from time import perf_counter

import numpy as np

from benchmarks.intake import sample_exchanges
from corpus.records import Exchange, Interview, Language, Span
from index.answers import unit
from index.encoders import Vectors, bundled_encoder

EACH = 33
"""Exchanges of an interview: ten million of 300,000."""
ENGLISH_IN = 10
"""One interview in so many is English, the others are Chinese, as the corpora this is built for."""
HELD_OUT = 60
"""Questions of the sample that are in no made interview: they are what is searched for."""
NOISE = 0.7
"""Length of the noise beside a vector of length 1: two texts of the same sentences then have a cosine of about .67."""
_POOL = 4096
_SENTENCE = re.compile(r"[^。！？!?\n….]*(?:[。！？!?…]+|\.(?=\s|$)|\n|\.|$)")


def sentences(text: str) -> list[str]:
    """The sentences of a text, without what stands around them."""
    return [found for each in _SENTENCE.findall(text) if (found := each.strip())]


@dataclass(frozen=True)
class Said:
    """The sample's words in one language: questions, each with its answer's first sentence; and every sentence of the answers."""

    asked: tuple[str, ...]
    first: tuple[str, ...]
    sentences: tuple[str, ...]
    held_out: tuple[str, ...]

    @cached_property
    def all(self) -> list[str]:
        """Every sentence of questions and answers."""
        return sorted({*self.sentences, *(one for each in self.asked + self.held_out for one in sentences(each))})


def sample_said(folder: Path, seed: int = 0) -> dict[Language, Said]:
    """The sample's words, some questions of each language held out."""
    return {language: _said(held, seed) for language, held in sample_exchanges(folder).items()}


def _said(held: Sequence[tuple[str, str]], seed: int) -> Said:
    draw = random.Random(seed)
    questions = sorted({asked for asked, _ in held})
    out = frozenset(draw.sample(questions, HELD_OUT))
    kept = [(asked, sentences(said)) for asked, said in held if asked not in out and said.strip()]
    return Said(
        tuple(asked for asked, _ in kept),
        tuple(said[0] for _, said in kept),
        tuple(dict.fromkeys(each for _, said in kept for each in said)),
        tuple(draw.sample(sorted(out), len(out))),
    )


class MadeCorpus:
    """What the index asks of a corpus, made up as it is read."""

    def __init__(self, said: dict[Language, Said], exchanges: int, seed: int = 0) -> None:
        self._said = said
        self._seed = seed
        self.held = dict.fromkeys((f"I{number:07}-2026-Q1" for number in range(-(-exchanges // EACH))), 1)
        self.seconds = 0.0

    def add(self) -> str:
        """One interview more: its id."""
        added = f"I{max(int(each[1:8]) for each in self.held) + 1:07}-2026-Q1"
        self.held[added] = 1
        return added

    def versions(self) -> dict[str, int]:
        """Interview id → its current text version."""
        return dict(self.held)

    def count_exchanges(self, interviews: Sequence[str], language: Language | None = None) -> int:
        """How many exchanges these interviews (those of the language) hold."""
        return EACH * sum(language is None or language_of(each) == language for each in interviews)

    def interviews(self, ids: Iterable[str]) -> list[Interview]:
        """Interviews, ordered by id."""
        began = perf_counter()
        made = [self._made(each) for each in sorted(ids)]
        self.seconds += perf_counter() - began
        return made

    spoken = interviews

    def everything(self, together: int = 200) -> Iterator[list[Interview]]:
        """All interviews, some at a time."""
        ids = sorted(self.held)
        for at in range(0, len(ids), together):
            yield self.interviews(ids[at : at + together])

    def _made(self, name: str) -> Interview:
        number, language = int(name[1:8]), language_of(name)
        draw, said = random.Random(number * 1_000_003 + self._seed), self._said[language]
        join, first = (" " if language == "en" else ""), number * EACH + 1
        text, exchanges, at = [], [], 0
        for position, topic in enumerate(draw.choices(range(len(said.asked)), k=EACH)):
            question = join.join((said.asked[topic], draw.choice(said.all)))  # no two of them are asked quite alike
            answer = join.join((said.first[topic], *draw.choices(said.sentences, k=draw.choice((0, 1, 1, 2, 3)))))
            spans: tuple[Span, Span] = (
                (at, at + len(question)),
                (at + len(question) + 1, at + len(question) + 1 + len(answer)),
            )
            at = spans[1][1] + 1
            text += [question, answer]
            exchanges.append(Exchange(first + position, name, position, spans[0], (spans[1],)))
        return Interview(
            name, name[:8], "2026-Q1", "", language, 1, "\n".join(text), "made", exchanges=tuple(exchanges)
        )


def language_of(name: str) -> Language:
    """The language of a made interview."""
    return "zh" if int(name[1:8]) % ENGLISH_IN else "en"


class HandedEncoder:
    """One space for both languages, 384 numbers a vector, as a multilingual encoder has.

    The bundled encoder reads no Chinese: a Chinese sentence is given the real vector of an English one.
    """

    id = "handed:384"

    def __init__(self, said: dict[Language, Said], seed: int = 0) -> None:
        english, chinese = (said[language].all for language in ("en", "zh"))
        self._table = bundled_encoder().encode(english)
        self._row = {each: at for at, each in enumerate(english)}
        paired = random.Random(seed).choices(range(len(english)), k=len(chinese))
        self._row |= dict(zip(chinese, paired, strict=True))
        drawn = np.random.default_rng(seed).standard_normal((_POOL, self._table.shape[1])).astype(np.float32)
        self._pool = drawn * np.float32(NOISE / np.sqrt(2 * self._table.shape[1]))
        self.seconds = 0.0

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), 384), rows of unit length; the same text has the same vector."""
        began = perf_counter()
        vectors = self._encoded(texts) if texts else np.zeros((0, self._table.shape[1]), np.float32)
        self.seconds += perf_counter() - began
        return vectors

    def _encoded(self, texts: Sequence[str]) -> Vectors:
        rows: list[int] = []
        starts: list[int] = []
        drawn = np.fromiter((zlib.crc32(text.encode()) for text in texts), np.int64, len(texts))
        for text in texts:
            starts.append(len(rows))
            known = [self._row[each] for each in sentences(text) if each in self._row]
            rows += known or [zlib.crc32(text[:4].encode()) % len(self._table)]
        means = unit(np.add.reduceat(self._table[rows], starts, axis=0))
        means += self._pool[drawn % _POOL]
        means += self._pool[drawn // _POOL % _POOL]
        return unit(means)
