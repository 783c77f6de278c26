"""Which part of the ranking pays: the same queries with each part left out in turn, and how sure the difference is.

A part is left out by handing the search a Ranking without it, or the names of the other views. What it brings is the whole
search's figure less the one without it, query by query; the interval is a bootstrap's over the queries (percentiles, 95 %).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.stats import bootstrap, rankdata

from corpus.records import Language
from index.answers import Answers
from index.fusion import Scores, standardise
from index.lens import Lens
from index.looking import WEIGHTS
from index.question_terms import MOST, QuestionTerms
from index.ranking import Ranking
from index.search import Searcher

RESAMPLES, SEED = 9_999, 0
MEASURES = ("mrr", "recall_at_10")
Each = Mapping[str, Sequence[float]]
"""Name of a figure → its value for each query."""


@dataclass(frozen=True)
class Without:
    """The search less one part: ends of the names of the views that are left out, and the ranking."""

    ends: tuple[str, ...] = ()
    ranking: Ranking = field(default_factory=Ranking)

    def views(self, language: Language) -> set[str]:
        """The names of the views that are left."""
        return {name for name in WEIGHTS[language] if not (self.ends and name.endswith(self.ends))}


def rare_once(cut: Sequence[str], rarity: Mapping[str, float]) -> QuestionTerms:
    """Terms as plain BM25 has them: each weighs 1 beside its rarity."""
    known = sorted({term for term in cut if rarity.get(term, 0) > 0}, key=lambda term: (-rarity[term], term))
    return QuestionTerms(dict.fromkeys(known[:MOST], 1.0), max(sum(rarity[term] for term in known), 1e-9))


def no_lens(answers: Answers, asked: Answers) -> Lens:
    """Answers as the encoder has them."""
    dims = answers.vectors.shape[1]
    return Lens(np.zeros(dims, np.float32), np.eye(dims, dtype=np.float32))


def raw_sum(views: Mapping[str, Scores], weights: Mapping[str, float], background: NDArray[np.bool_]) -> Scores:
    """The weighted sum of scores as they are; only the sum is put on the scale that surroundings are added on."""
    total = np.zeros(len(background))
    for name in views.keys() & weights.keys():
        total = total + weights[name] * views[name]
    return standardise(total, background)


def reciprocal_ranks(
    views: Mapping[str, Scores], weights: Mapping[str, float], background: NDArray[np.bool_], *, smoothing: int = 60
) -> Scores:
    """Σ weight / (smoothing + rank): Cormack, Clarke and Büttcher 2009, with their constant; equal scores share a rank."""
    total = np.zeros(len(background))
    for name in views.keys() & weights.keys():
        total = total + weights[name] / (smoothing + rankdata(-views[name], axis=-1))
    return standardise(total, background)


def parts(language: Language) -> dict[str, Without]:
    """Name of a part → the search without it. Views of the question really asked are silent in sets that hide it."""
    answered = [name for name in WEIGHTS[language] if name.startswith("answer")]
    return {
        "words": Without(("words", "pairs")),
        "meaning": Without(("meaning", "opening", "whole", "more")),
        **{name: Without((name,)) for name in answered},
        "rarity twice": Without(ranking=Ranking(weighted=rare_once)),
        "first hits, words": Without(ranking=Ranking(words=0.0)),
        "first hits, meaning": Without(ranking=Ranking(meaning=0.0)),
        "lens": Without(ranking=Ranking(lens=no_lens)),
        "neighbours": Without(ranking=Ranking(beside=0.0)),
        "conversation": Without(ranking=Ranking(conversation=0.0)),
        "neighbours and conversation": Without(ranking=Ranking(beside=0.0, conversation=0.0)),
        "standardising (raw sum)": Without(ranking=Ranking(fuse=raw_sum)),
        "standardising (by ranks)": Without(ranking=Ranking(fuse=reciprocal_ranks)),
    }


def ranked_by(searcher: Searcher, ranking: Ranking) -> Searcher:
    """The same index, searched with another ranking."""
    finder = searcher._finder
    return Searcher(
        searcher.manifest,
        searcher.spaces,
        finder.words,
        dict(finder.meaning),
        finder.talk,
        finder.hidden,
        finder.read,
        ranking,
    )


def brings(whole: Sequence[float], without: Sequence[float]) -> list[float]:
    """The mean of the differences, and the ends of its interval."""
    apart = np.subtract(whole, without)
    if not apart.any():
        return [0.0, 0.0, 0.0]
    told = bootstrap(
        (apart,), np.mean, n_resamples=RESAMPLES, method="percentile", batch=500, rng=np.random.default_rng(SEED)
    ).confidence_interval
    return [round(float(each), 4) for each in (apart.mean(), told.low, told.high)]


def ablated(
    language: Language, searcher: Searcher, found: Callable[[Searcher, set[str]], Each]
) -> dict[str, dict[str, object]]:
    """Part → the figures without it, and under `brings` what it brings; the whole search first, under "".

    found   a searcher and the names of the views that count → what each query's list is worth
    """
    whole = found(searcher, set(WEIGHTS[language]))
    told: dict[str, dict[str, object]] = {"": _means(whole)}
    for name, each in parts(language).items():
        own = found(ranked_by(searcher, each.ranking), each.views(language))
        told[name] = _means(own) | {"brings": {one: brings(whole[one], own[one]) for one in MEASURES}}
    return told


def _means(each: Each) -> dict[str, object]:
    return {name: round(float(np.mean(values)), 4) for name, values in each.items()}


def table(told: Mapping[str, Mapping[str, object]]) -> Iterable[str]:
    """Its lines: what is left out, the figures, and what the part brings with the interval."""
    yield f"{'left out':<28}" + "".join(f"{name:>14}{'brings [95 %]':>26}" for name in MEASURES)
    for part, own in told.items():
        gains = own.get("brings")
        line = f"{part or '(nothing)':<28}"
        for name in MEASURES:
            line += f"{own[name]:>14.4f}" + f"{_gain(gains[name]) if isinstance(gains, dict) else '':>26}"
        yield line


def _gain(told: Sequence[float]) -> str:
    mean, low, high = told
    sure = "+" if low > 0 else "-" if high < 0 else " "
    return f"{mean:+.3f} [{low:+.3f} {high:+.3f}] {sure}"
