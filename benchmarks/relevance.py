"""The coefficients of index/relevance.py, fitted anew: `python -m benchmarks.relevance [--home DIR] [--json]`.

Questions are those of the sample briefs, candidates every interviewer's question of the sample corpus that opens a
subject (probes follow it), labels corpus/sample/truth.csv. Prints, for each question, the average precision of the
shipped coefficients beside that of coefficients fitted on the other questions only, then the coefficients fitted on all.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from benchmarks.sample import GUIDE, Figures, Truth, read_truth, rounded, sample_workspace
from corpus.errors import BadInput, QuipuError
from corpus.records import Language
from index.feedback import SURE
from index.relevance import COEFFICIENTS, Candidate, Vectors3, weigh
from research.brief import read_brief
from research.matching import without_options
from research.settings import SAMPLE
from research.workspace import Workspace

Coefficients = tuple[tuple[float, ...], float]
"""As in index.relevance: weights of the four cosines, and the intercept."""

Floats = NDArray[np.float64]

LOOSE = 100.0
"""Inverse strength of the penalty: four weights and hundreds of examples need next to none."""

VIEWS = 4


@dataclass(frozen=True)
class Pairs:
    """Every (candidate, question) of one language.

    cosines   shape (candidates, questions, VIEWS), as index.relevance compares them
    labels    shape (candidates, questions): whether this candidate asks that question, from the truth
    learnt    shape (candidates, questions): P after learning from the first hits, None where not measured
    """

    questions: tuple[str, ...]
    cosines: Floats
    labels: NDArray[np.bool_]
    learnt: Floats | None = None


def cosines(
    questions: Sequence[str], candidates: Sequence[Candidate], *, language: Language, vectors: Vectors3
) -> Floats:
    """The cosines index.relevance.weigh makes its prior of, shape (candidates, questions, VIEWS); see its arguments.

    weigh keeps those of the words to itself. With blank vectors its prior holds them alone, added up by the shipped
    weights; asked and answered changed places, by the other way round: two equations for the two.
    Raises BadInput where the four do not give the prior again: weigh compares something else by now.
    """
    (first, second, *_), intercept = COEFFICIENTS[language]
    swapped = [replace(one, asked=one.answered, answered=one.asked) for one in candidates]
    blank = (np.zeros_like(vectors[0]), np.zeros_like(vectors[1]), np.zeros_like(vectors[2]))
    sums = [
        _logit(weigh(questions, own, language=language, vectors=blank).prior) - intercept
        for own in (candidates, swapped)
    ]
    by_words = np.linalg.inv([[first, second], [second, first]]) @ np.stack(sums).reshape(2, -1)
    by_meaning = [rows @ vectors[2].T for rows in vectors[:2]]
    found = np.stack([*by_words.reshape(2, *sums[0].shape), *by_meaning], axis=-1).astype(np.float64)
    prior = weigh(questions, candidates, language=language, vectors=vectors).prior
    if not np.allclose(chances(found, COEFFICIENTS[language]), prior, atol=1e-5):
        raise BadInput("benchmark_relevance_differs", language=language)
    return found


def _logit(chance: Floats) -> Floats:
    return np.asarray(np.log(chance / (1 - chance)))


def chances(found: Floats, coefficients: Coefficients) -> Floats:
    """The logistic curve of index.relevance over cosines of shape (…, VIEWS)."""
    weights, intercept = coefficients
    return np.asarray(1 / (1 + np.exp(-(found @ np.array(weights) + intercept))))


def fit(found: Floats, labels: NDArray[np.bool_]) -> Coefficients:
    """Coefficients fitted on all pairs alike: a question asked often counts as often."""
    model = LogisticRegression(C=LOOSE, max_iter=1000).fit(found.reshape(-1, VIEWS), labels.ravel())
    return tuple(float(weight) for weight in model.coef_[0]), float(model.intercept_[0])


def left_out(own: Pairs) -> Floats:
    """P of every pair by coefficients fitted on the other questions only, shape (candidates, questions)."""
    columns = range(own.labels.shape[1])
    judged = np.zeros(own.labels.shape)
    for column in columns:
        others = [other for other in columns if other != column]
        judged[:, column] = chances(own.cosines[:, column], fit(own.cosines[:, others], own.labels[:, others]))
    return judged


def figures(own: Pairs, shipped: Coefficients) -> Figures:
    """Shipped beside fitted.

    average_precision   a question's, in the order of the questions, and the mean
    precision, recall   over all pairs at P ≥ SURE, where learning from the first hits takes its examples
    coefficients        shipped, and fitted on all questions together
    """
    ways = {"shipped": chances(own.cosines, shipped), "fitted": left_out(own)}
    result: Figures = {"candidates": len(own.labels), "positives": int(own.labels.sum())}
    for name, found in ways.items():
        each = [float(average_precision_score(own.labels[:, at], found[:, at])) for at in range(found.shape[1])]
        sure = found >= SURE
        right = int((sure & own.labels).sum())
        result[name] = {
            "average_precision": sum(each) / len(each), "sure": int(sure.sum()), "precision": right / max(int(sure.sum()), 1),
            "recall": right / max(int(own.labels.sum()), 1), "questions": dict(zip(own.questions, each, strict=True)),
        }  # fmt: skip
    if own.learnt is not None:
        each = [
            float(average_precision_score(own.labels[:, at], own.learnt[:, at])) for at in range(own.learnt.shape[1])
        ]
        result["learnt"] = {
            "average_precision": sum(each) / len(each),
            "questions": dict(zip(own.questions, each, strict=True)),
        }
    result["shipped"]["coefficients"] = shipped
    result["fitted"]["coefficients"] = fit(own.cosines, own.labels)
    return result


def sample_pairs(language: Language, space: Workspace, truth: Truth) -> Pairs:
    """The pairs of the sample brief's questions with the sample corpus; vectors are those of the index.

    Probes are compared too, for the words they add, and then left out: they ask under the question before them.
    """
    path = SAMPLE / "briefs" / f"{language}.yaml"
    questions = [without_options(question) for question in read_brief(path.name, path.read_bytes()).questions]
    codes = tuple(f"{GUIDE[language]}{at}" for at in range(1, len(questions) + 1))
    probes = {(*key, at) for own in truth.values() for key, one in own.items() for at in one.exchanges[1:]}
    candidates, labels, opens, follows = list[Candidate](), list[list[bool]](), list[bool](), list[bool]()
    for each in space.corpus.interviews():
        key = each.respondent, each.wave
        for exchange in each.exchanges if key in truth[codes[0]] else ():
            said = each.asked(exchange), each.answered(exchange)
            candidates.append(Candidate(exchange.id, each.id, *said, probe=False))
            labels.append([exchange.position in truth[code][key].exchanges for code in codes])
            opens.append((*key, exchange.position) not in probes)
            follows.append(exchange.follows is not None)
    vectors = _vectors(language, space, questions, [one.exchange for one in candidates])
    found = cosines(questions, candidates, language=language, vectors=vectors)
    asked = [replace(one, probe=probe) for one, probe in zip(candidates, follows, strict=True)]
    learnt = space.searcher().answer_chances(questions, asked, language=language).matched
    kept = np.array(opens)
    return Pairs(codes, found[kept], np.array(labels)[kept], learnt[kept])


def _vectors(language: Language, space: Workspace, questions: Sequence[str], exchanges: Sequence[int]) -> Vectors3:
    searcher = space.searcher()
    asked, answers = searcher.vectors(exchanges, language)
    return asked, answers, searcher.encode_questions(questions, language)


def show(language: Language, result: Figures) -> None:
    """The table of one language."""
    ways = [result["shipped"], result["fitted"]]
    print(
        f"{language}: {result['candidates']} exchanges, {result['positives']} positives\n{'':<18} shipped  fitted (left out)"
    )
    for code in ways[0]["questions"]:
        print(f"{code:<18}", *(f"{way['questions'][code]:8.3f}" for way in ways))
    for key in ("average_precision", "precision", "recall"):
        print(f"{key:<18}", *(f"{way[key]:8.3f}" for way in ways))
    if "learnt" in result:
        print(f"average precision after learning from the first hits {result['learnt']['average_precision']:.3f}")
    for name in ("shipped", "fitted"):
        weights, intercept = result[name]["coefficients"]
        print(f"{name:<18}", *(f"{weight:8.2f}" for weight in weights), f"  intercept {intercept:.2f}")
    print()


def measured(home: Path | None) -> Figures:
    """The figures of both languages, in a workspace of its own that is gone afterwards where no home is given."""
    truth = read_truth(SAMPLE / "truth.csv")
    with tempfile.TemporaryDirectory() as own:
        space = sample_workspace(home or Path(own), truth)
        return {each: rounded(figures(sample_pairs(each, space, truth), COEFFICIENTS[each])) for each in GUIDE}


def main() -> int:
    """Print the tables and the JSON line; 1 and a line on stderr where the workspace cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.relevance", description=__doc__)
    parser.add_argument("--home", type=Path, help="an existing workspace with the sample corpus")
    parser.add_argument("--json", action="store_true", help="the JSON line alone")
    chosen = parser.parse_args()
    try:
        result = measured(chosen.home)
    except (QuipuError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    for language in () if chosen.json else GUIDE:
        show(language, result[language])
    print(json.dumps(result, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
