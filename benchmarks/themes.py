"""How well found themes agree with a human coder's: `python -m benchmarks.themes FILE`.

FILE is JSONL: question_id, question, respondent, text, codes (human; several). Prints a table for people and, last,
one JSON line: recovery, pair_kappa, left_out, themes, nmi, ari, seconds (means), and the same by question.
"""

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from benchmarks.rows import read_rows
from corpus.errors import QuipuError
from corpus.language import language_of
from corpus.records import Language
from index.encoders import FittedEncoder, bundled_encoder
from research.themes import Coded, Encode, ThemeSet, find_themes

MOST = 15
"""Recovery is read only with at most this many themes a question."""

Figures = dict[str, float | None]


class Row(BaseModel):
    """One line of the file: one answer with its human codes."""

    question_id: str
    question: str
    respondent: str
    text: str
    codes: list[str]


def recovery(codes: Sequence[set[str]], themes: Sequence[set[str]], people: int) -> float | None:
    """Mean over human codes held by 5–60 % of people (and at least 3) of the best F1 of any theme's people.

    None where no code is of that size. Source: EVALUATION.md.
    """
    counted = [code for code in codes if len(code) >= 3 and 0.05 * people <= len(code) <= 0.6 * people]
    if not counted:
        return None
    best = [
        max((2 * len(code & theme) / (len(code) + len(theme)) for theme in themes), default=0.0) for code in counted
    ]
    return sum(best) / len(best)


def pair_kappa(codes: Sequence[set[str]], themes: Sequence[set[str]], people: Sequence[str]) -> float:
    """Cohen's kappa, over all pairs of people, of "share a human code" with "share a theme" (0 where chance is 1)."""
    pairs = np.triu_indices(len(people), 1)
    human, found = _share(codes, people)[pairs], _share(themes, people)[pairs]
    agreed = float(np.mean(human == found))
    chance = float(human.mean() * found.mean() + (1 - human.mean()) * (1 - found.mean()))
    return 0.0 if chance >= 1 or not len(human) else (agreed - chance) / (1 - chance)


def measure(
    rows: Sequence[Row], encode: Encode, language: Language, most: int, background: Sequence[str] = ()
) -> Figures:
    """The figures of one question; `background`: answers to others. Several rows of one respondent are one person."""
    started = time.perf_counter()
    answers = [Coded(row.respondent, row.text) for row in rows]
    found = find_themes(rows[0].question, answers, language=language, encode=encode, most=most, background=background)
    seconds = time.perf_counter() - started
    people = list(dict.fromkeys(row.respondent for row in rows))
    codes: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for code in row.codes:
            codes[code].add(row.respondent)
    themes = [{answers[found.units[at].answer].respondent for at in theme.units} for theme in found.themes]
    nmi, ari = _partitions(rows, found)
    return {
        "recovery": recovery(list(codes.values()), themes, len(people)),
        "pair_kappa": pair_kappa(list(codes.values()), themes, people),
        "left_out": 1 - len(set().union(*themes)) / len(people),
        "themes": len(themes),
        "nmi": nmi,
        "ari": ari,
        "seconds": seconds,
    }


def _share(groups: Sequence[set[str]], people: Sequence[str]) -> NDArray[np.bool_]:
    """Shape (people, people): whether two people stand together in any group."""
    member = np.array([[person in group for group in groups] for person in people], np.float32).reshape(len(people), -1)
    return np.asarray(member @ member.T > 0)


def _partitions(rows: Sequence[Row], found: ThemeSet) -> tuple[float, float]:
    """NMI and adjusted Rand of each answer's first code with its main theme: most units, then the larger theme."""
    from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

    held: list[list[int]] = [[] for _ in rows]
    for number, theme in enumerate(found.themes):
        for at in theme.units:
            held[found.units[at].answer].append(number)
    main = [min(set(own), key=lambda theme: (-own.count(theme), theme)) if own else -1 for own in held]
    first = [row.codes[0] if row.codes else "" for row in rows]
    return float(normalized_mutual_info_score(first, main)), float(adjusted_rand_score(first, main))


def read_questions(path: Path) -> dict[str, list[Row]]:
    """Rows by question, in the file's order. Raises BadInput as read_rows does."""
    questions: dict[str, list[Row]] = defaultdict(list)
    for row in read_rows(path, Row):
        questions[row.question_id].append(row)
    return questions


def encoder_for(questions: dict[str, list[Row]]) -> Callable[[Language], Encode]:
    """The product's encoders: the bundled one for English, one fitted on this file's questions and answers for Chinese."""
    texts = [row.text for rows in questions.values() for row in rows] + [
        rows[0].question for rows in questions.values()
    ]
    made: dict[Language, Encode] = {}

    def encode_of(language: Language) -> Encode:
        if language not in made:
            made[language] = bundled_encoder().encode if language == "en" else FittedEncoder.fit(texts).encode
        return made[language]

    return encode_of


def report(questions: dict[str, list[Row]], most: int) -> dict[str, object]:
    """Figures of every question and their means (over the questions that have them)."""
    encode_of = encoder_for(questions)
    figures: dict[str, Figures] = {}
    for name, rows in questions.items():
        language = language_of("\n".join(row.text for row in rows))
        figures[name] = measure(rows, encode_of(language), language, most, _elsewhere(questions, name, language))
    means: dict[str, object] = {}
    for key in ("recovery", "pair_kappa", "left_out", "themes", "nmi", "ari", "seconds"):
        known = [value for each in figures.values() if (value := each[key]) is not None]
        means[key] = round(sum(known) / len(known), 4) if known else None
    rounded = {
        name: {key: None if value is None else round(value, 4) for key, value in each.items()}
        for name, each in figures.items()
    }
    return {**means, "questions": rounded}


def _elsewhere(questions: dict[str, list[Row]], name: str, language: Language) -> list[str]:
    """Answers to the file's other questions in the same language, as the product gives them."""
    return [
        row.text
        for other, rows in questions.items()
        if other != name
        for row in rows
        if language_of(row.text) == language
    ]


def main() -> int:
    """Print the table and the JSON line; 1 and a line on stderr where the file cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.themes", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--most", type=int, default=MOST, help="themes a question at most")
    chosen = parser.parse_args()
    try:
        result = report(read_questions(chosen.file), chosen.most)
    except (QuipuError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    by_question = result["questions"]
    assert isinstance(by_question, dict)
    for name, each in {"mean": result, **by_question}.items():
        cells = (
            f"{key} {each[key]:.3f}"
            for key in ("recovery", "pair_kappa", "left_out", "themes")
            if each[key] is not None
        )
        print(f"{name:<24}", *cells)
    print(json.dumps(result, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
