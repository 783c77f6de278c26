"""Whether P(this answer answers the question) is true: `python -m benchmarks.validity FILE`.

FILE is .jsonl: question, answer, label (answered, partly, off_topic, no_answer), and source, the conversation the
question was asked in, where it is known. The answers become a corpus in which nobody knows what was asked. What fits a
curve in the product, the corpus's own pairs, are here the pairs labelled answered of the *other* conversations
(without sources: of the other tenths); no label of a pair is used to judge it. `shipped` is the curve of small corpora,
which has seen nothing of the file.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel
from sklearn.metrics import precision_recall_curve, roc_auc_score

from benchmarks.passages import Passage, import_set, index_set, spoken_in
from benchmarks.rows import read_rows
from corpus.errors import QuipuError
from index.answering import SHIPPED, Probabilities, compared_by, fit_curve, shares_of_others, standing_at_large
from index.fusion import Scores
from index.search import Searcher
from research.matches import Grade
from research.matching import SURE

TENTHS = 10
BINS = 10
"""Of equal width, for the calibration error."""

Figures = dict[str, float]


class Pair(BaseModel):
    """source  the conversation the question was asked in"""

    question: str
    answer: str
    label: Grade
    source: str = ""


@dataclass(frozen=True)
class Judged:
    """Pairs as places among the questions and answers there are.

    asked, given  place of each pair's question and answer, shape (pairs,)
    held          question → the group that is judged together, fitted on the others: its conversation, or its tenth
    said_in       answer → the conversation it is of; each its own where nobody knows
    """

    questions: list[str]
    answers: list[str]
    asked: NDArray[np.int64]
    given: NDArray[np.int64]
    answered: NDArray[np.bool_]
    held: NDArray[np.int64]
    said_in: NDArray[np.int64]

    @classmethod
    def of(cls, pairs: Sequence[Pair]) -> "Judged":
        """Those of a file."""
        questions = list(dict.fromkeys(each.question for each in pairs))
        answers = list(dict.fromkeys(each.answer for each in pairs))
        sources = sorted({each.source for each in pairs})
        source = {each.question: sources.index(each.source) for each in pairs}
        said = {each.answer: sources.index(each.source) for each in pairs if each.label == "answered" and each.source}
        return cls(
            questions, answers,
            np.array([questions.index(each.question) for each in pairs]),
            np.array([answers.index(each.answer) for each in pairs]),
            np.array([each.label == "answered" for each in pairs]),
            np.array([source[each] if sources != [""] else at % TENTHS for at, each in enumerate(questions)]),
            np.array([said.get(each, len(sources) + at) for at, each in enumerate(answers)]),
        )  # fmt: skip

    def standing(self, encoder: str | None) -> Scores:
        """How far each answer stands out for each question, in a corpus of these answers: shape (questions, answers)."""
        texts = [Passage(id=str(at), source=str(self.said_in[at]), text=each) for at, each in enumerate(self.answers)]
        with tempfile.TemporaryDirectory() as folder:
            home = import_set(texts, Path(folder))
            index_set(home, encoder=encoder)
            searcher = Searcher.open(home.index, encoder=encoder, read=home.corpus.said)
            ids = np.array([home.exchanges[str(at)] for at in range(len(texts))], np.int64)
            return searcher.judge(spoken_in(self.questions)).standing(self.questions, ids)

    def chances(self, standing: Scores) -> Probabilities:
        """P of every pair, by what is fitted on the own pairs of the other groups; NaN where those are too few."""
        found = np.full(len(self.asked), np.nan)
        own = dict(zip(self.asked[self.answered].tolist(), self.given[self.answered].tolist(), strict=True))
        for group in np.unique(self.held):
            asked = np.array([each for each in own if self.held[each] != group], np.int64)
            given = np.array([own[each] for each in asked.tolist()], np.int64)
            mine = [place for question, place in own.items() if self.held[question] == group]
            unlike = np.ones((len(asked), len(self.answers)), np.bool_)
            unlike[:, mine] = False
            curve = fit_curve(standing[asked], given, shares_of_others(given, self.said_in, unlike))
            if curve is not None:
                at_large = standing_at_large(standing[asked[compared_by(len(asked))]])
                judged = self.held[self.asked] == group
                found[judged] = curve(standing, at_large)[self.asked, self.given][judged]
        return found


def figures(chances: Probabilities, answered: NDArray[np.bool_]) -> Figures:
    """auc, recall_at_precision_90, and, of what is called answered from research.matching.SURE on, precision, recall; ece."""
    precision, recall, _ = precision_recall_curve(answered, chances)
    called = chances >= SURE
    right = int((called & answered).sum())
    return {
        "auc": round(float(roc_auc_score(answered, chances)), 4),
        "recall_at_precision_90": round(float(recall[precision >= 0.9].max(initial=0)), 4),
        "precision": round(right / max(int(called.sum()), 1), 4),
        "recall": round(right / max(int(answered.sum()), 1), 4),
        "ece": round(calibration_error(chances, answered), 4),
    }


def calibration_error(chances: Probabilities, answered: NDArray[np.bool_]) -> float:
    """How far off P is on average: |mean P − share answered| of each of BINS bins, weighed by its pairs.

    Source: expected calibration error, Naeini et al. 2015.
    """
    bins = np.minimum((chances * BINS).astype(int), BINS - 1)
    return float(
        sum(
            (bins == at).mean() * abs(chances[bins == at].mean() - answered[bins == at].mean())
            for at in set(bins.tolist())
        )
    )


def error_if_true(chances: Probabilities, times: int = 200) -> float:
    """The calibration error that so many pairs show by chance where every P is true: the mean of `times` draws."""
    draw = np.random.default_rng(0)
    return float(np.mean([calibration_error(chances, draw.random(len(chances)) < chances) for _ in range(times)]))


def by_label(pairs: Sequence[Pair], chances: Probabilities) -> dict[str, float]:
    """Label → share of its pairs called answered."""
    labels = np.array([each.label for each in pairs])
    return {label: round(float((chances[labels == label] >= SURE).mean()), 4) for label in sorted(set(labels.tolist()))}


def measured(pairs: Sequence[Pair], *, encoder: str | None = None) -> dict[str, Figures]:
    """The figures as the product would have them under the empty name; `shipped`, with the curve of small corpora and
    nothing to compare by; `called_answered`, the share of each label.
    """
    judged = Judged.of(pairs)
    standing = judged.standing(encoder)
    nothing = np.zeros(len(judged.answers))
    shipped = SHIPPED[spoken_in(judged.questions)](standing, nothing)[judged.asked, judged.given]
    fitted = judged.chances(standing)
    chances = np.where(np.isnan(fitted), shipped, fitted)
    return {
        "": figures(chances, judged.answered) | {"ece_if_true": round(error_if_true(chances), 4)},
        "shipped": figures(shipped, judged.answered),
        "called_answered": by_label(pairs, chances),
    }


def main() -> int:
    """Print the table and the JSON line; 1 and a line on stderr where the file cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.validity", description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--encoder", help="a sentence-transformers model for all languages")
    asked = parser.parse_args()
    try:
        result = measured(read_rows(asked.file, Pair), encoder=asked.encoder)
    except (QuipuError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    for way, own in result.items():
        print(f"{way or 'fitted':<10}", *(f"{name} {value}" for name, value in own.items()))
    print(json.dumps(result[""] | {way: own for way, own in result.items() if way}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
