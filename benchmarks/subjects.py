"""How well subjects are found: `python -m benchmarks.subjects [--home DIR] [--seeds N] [--grouping N] [--cells N]`.

The product finds the subjects of the sample corpus, and they are held against corpus/sample/truth.csv: which question of the
guide an exchange belongs to. What people came to speak of unasked is held against benchmarks/data/subjects_said.csv: 690
Chinese and 331 English exchanges, drawn by chance and labelled by hand, in two halves; rules and thresholds were chosen on `dev`.
A discussion guide a language is brought in as curators do, and taken back (benchmarks/subject_guides.py).
With --grouping N the groups of N questions are timed; with --cells N the picture's queries are timed on N made interviews that each speak of ten subjects.
Prints a table and, last, one JSON line.
"""

import argparse
import csv
import json
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from benchmarks.intake import resident
from benchmarks.sample import GUIDE, read_truth, rounded, sample_workspace, share
from benchmarks.subject_guides import guide_figures
from corpus.coverage import coverage_of
from corpus.coverage_cells import bring_cells_up
from corpus.coverage_gaps import gaps_of
from corpus.database import open_database
from corpus.errors import QuipuError
from corpus.records import Language
from corpus.schema import AttributesRow, InterviewRow, RespondentRow, SourceFile
from corpus.schema_subjects import ExchangeAboutRow, SubjectRow
from corpus.viewer import LOCAL
from research.settings import SAMPLE
from research.subject_finding import bring_subjects_up
from research.workspace import Workspace

LABELS = Path(__file__).parent / "data" / "subjects_said.csv"
Place = tuple[str, int]
"""(interview, position of the exchange)."""
SUBJECTS = 10
_DAY = datetime(2026, 1, 1)


def true_questions() -> dict[Place, str]:
    """Exchange → the question of the guide it belongs to; sport, appliances and the warm-up are three more."""
    found: dict[Place, str] = {}
    with (SAMPLE / "truth.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            for at in filter(None, row["exchange"].split(";")):
                found[f"{row['respondent']}-{row['wave']}", int(at)] = row["question"]
    return found


def labels() -> dict[str, dict[Place, set[str]]]:
    """Half (dev, held) → exchange → the questions of the guide its answer also speaks of."""
    found: dict[str, dict[Place, set[str]]] = defaultdict(dict)
    with LABELS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["part"]][row["interview"], int(row["exchange"])] = set(row["said"].split())
    return found


def asked_figures(found: Mapping[Place, Mapping[int, str]], truth: Mapping[Place, str]) -> dict[str, Any]:
    """V-measure, pairwise F1 and purity of what was asked; `none`: share of the exchanges about nothing."""
    from sklearn.metrics import v_measure_score
    from sklearn.metrics.cluster import pair_confusion_matrix

    own = {place: next((each for each, how in about.items() if how != "said"), None) for place, about in found.items()}
    pairs = [(truth[place], subject) for place, subject in own.items() if subject is not None and place in truth]
    true, seen = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    (_, wrong), (missed, both) = pair_confusion_matrix(true, seen).tolist()
    by_subject: dict[int, Counter[str]] = defaultdict(Counter)
    for question, subject in pairs:
        by_subject[subject][question] += 1
    pure = sum(each.most_common(1)[0][1] for each in by_subject.values())
    return {
        "exchanges": len(found), "subjects": len(by_subject), "v_measure": float(v_measure_score(true, seen)),
        "pair_f1": share(2 * both, 2 * both + wrong + missed), "purity": share(pure, len(pairs)),
        "none": share(sum(not about for about in found.values()), len(found)),
    }  # fmt: skip


def said_figures(
    found: Mapping[Place, Mapping[int, str]], truth: Mapping[Place, str], true: Mapping[Place, set[str]]
) -> dict[str, Any]:  # fmt: skip
    """Precision and recall of what was said unasked; a subject stands for the question most asked in it."""
    asked: dict[int, Counter[str]] = defaultdict(Counter)
    for place, about in found.items():
        for subject, how in about.items():
            if how != "said" and place in truth:
                asked[subject][truth[place]] += 1
    stands_for = {subject: each.most_common(1)[0][0] for subject, each in asked.items()}
    right = wrong = missed = 0
    for place in true.keys() & found.keys():
        seen = {stands_for.get(each, "") for each, how in found[place].items() if how == "said"} - {
            truth.get(place, "")
        }
        right += len(seen & true[place])
        wrong += len(seen - true[place])
        missed += len(true[place] - seen)
    return {
        "right": right,
        "wrong": wrong,
        "missed": missed,
        "precision": share(right, right + wrong),
        "recall": share(right, right + missed),
    }


def found_in(space: Workspace, language: Language) -> dict[Place, dict[int, str]]:
    """Every exchange of a language → its subjects and where each comes from."""
    found: dict[Place, dict[int, str]] = {}
    for interview in space.corpus.interviews():
        if interview.language == language:
            about = space.subjects.of(interview.id, interview.version)
            found |= {(interview.id, one.position): dict(about.get(one.position, {})) for one in interview.exchanges}
    return found


def stability(space: Workspace, language: Language, seeds: int) -> float | None:
    """Mean adjusted Rand index of the groups of two seeds, over the questions that open a subject; None for one seed."""
    import numpy as np
    from sklearn.metrics import adjusted_rand_score

    from corpus.subjects_found import SubjectsFound
    from index.subjects import find_groups, views

    told = SubjectsFound(space.engine, LOCAL).questions(language, most=5_000)
    asked, answered = space.searcher().vectors([one.exchange for one in told], language)
    rows = views(asked, answered, np.array([one.place for one in told], dtype=np.float32))
    groups = [find_groups(rows, seed=seed) for seed in range(seeds)]
    labels_of = [each.nearest(rows) for each in groups if each is not None]
    alike = [float(adjusted_rand_score(labels_of[0], other)) for other in labels_of[1:]]
    return share(sum(alike), len(alike))


def grouping(space: Workspace, language: Language, count: int) -> dict[str, float]:
    """Processor seconds to find the groups of `count` questions, the sample's own drawn again with a little noise, and to join them all."""
    import numpy as np

    from corpus.subjects_found import SubjectsFound
    from index.subjects import find_groups, views

    told = SubjectsFound(space.engine, LOCAL).questions(language, most=5_000)
    asked, answered = space.searcher().vectors([one.exchange for one in told], language)
    rows = views(asked, answered, np.array([one.place for one in told], dtype=np.float32))
    draw = np.random.default_rng(0)
    many = rows[draw.integers(0, len(rows), count)]
    many += draw.normal(0, 0.02, many.shape).astype(np.float32)
    started = time.process_time()
    groups = find_groups(many)
    found = time.process_time()
    if groups is not None:
        groups.nearest(many)
    return {"questions": float(count), "find": found - started, "join": time.process_time() - found}


def measured(space: Workspace, seeds: int) -> dict[str, Any]:
    """All figures of the sample."""
    started = time.perf_counter(), time.process_time()
    looked = bring_subjects_up(space)
    took = {
        "interviews": looked,
        "seconds": time.perf_counter() - started[0],
        "cpu_seconds": time.process_time() - started[1],
    }
    truth, halves = true_questions(), labels()
    result: dict[str, Any] = {"finding": took | {"rss_mb": resident() >> 20}}
    for language in GUIDE:
        found = found_in(space, language)
        result[language] = asked_figures(found, truth)
        result[language]["said"] = sum("said" in about.values() for about in found.values())
        result[language]["unasked"] = {half: said_figures(found, truth, own) for half, own in halves.items()}
        result[language]["seeds_ari"] = stability(space, language, seeds)
        result[language]["names"] = [one.name for one in space.subjects.all(language)]
        result[language]["guide"] = guide_figures(space, language, truth)
    return result


def cells(interviews: int, folder: Path) -> dict[str, float]:
    """Seconds of the picture's queries on made interviews: three of a person, each about SUBJECTS subjects."""
    engine = open_database(f"sqlite:///{folder / 'cells.db'}")
    people = -(-interviews // 3)
    with engine.begin() as connection:
        connection.execute(
            insert(SourceFile),
            [
                {
                    "id": 1,
                    "name": "made",
                    "sha256": "0" * 64,
                    "size": 0,
                    "status": "in",
                    "brought_by": "",
                    "brought_at": _DAY,
                }
            ],
        )
        connection.execute(insert(SubjectRow), [_subject(at) for at in range(1, SUBJECTS + 1)])
        for start in range(0, people, 5_000):
            some = range(start, min(start + 5_000, people))
            connection.execute(insert(RespondentRow), [{"id": f"P{who:06}", "consent": "report"} for who in some])
            connection.execute(insert(AttributesRow), [_attributes(who) for who in some])
            held = [(who, turn) for who in some for turn in range(3) if who * 3 + turn < interviews]
            connection.execute(insert(InterviewRow), [_interview(who, turn) for who, turn in held])
            connection.execute(insert(ExchangeAboutRow), [
                {"interview_id": f"P{who:06}-{_wave(who, turn)}", "version": 1, "position": at, "subject_id": at + 1, "source": "asked"}
                for who, turn in held for at in range(SUBJECTS)
            ])  # fmt: skip
    times = {"interviews": float(interviews)}
    for name, act in (
        ("count_all", lambda: bring_cells_up(engine)),
        ("picture_waves", lambda: coverage_of(engine, LOCAL, "zh", "wave")),
        ("picture_age", lambda: coverage_of(engine, LOCAL, "zh", "age")),
        ("gaps", lambda: gaps_of(engine, LOCAL, "zh")),
    ):
        started = time.perf_counter()
        act()
        times[name] = time.perf_counter() - started
    return times


def _subject(at: int) -> dict[str, Any]:
    return {"id": at, "language": "zh", "name": f"S{at}", "named_by": "", "words": "", "guide": ""}


def _wave(who: int, turn: int) -> str:
    quarter = (who + turn * 5) % 20
    return f"{2021 + quarter // 4}-Q{quarter % 4 + 1}"


def _attributes(who: int) -> dict[str, Any]:
    return {
        "respondent_id": f"P{who:06}", "wave": "", "birth_year": 1955 + who % 50, "gender": "男女"[who % 2], "city": "",
        "city_tier": f"T{who % 6}", "region": f"R{who % 8}", "occupation": "", "income": "", "household": "",
    }  # fmt: skip


def _interview(who: int, turn: int) -> dict[str, Any]:
    wave = _wave(who, turn)
    return {
        "id": f"P{who:06}-{wave}", "respondent_id": f"P{who:06}", "wave": wave, "date": "", "language": "zh",
        "source_id": 1, "version": 1, "consent": None,
    }  # fmt: skip


def show(result: Mapping[str, Any]) -> None:
    """The tables for people."""
    for language in GUIDE:
        own = result[language]
        print(
            f"{language}: {own['subjects']} subjects, V {own['v_measure']:.3f}, pair F1 {own['pair_f1']:.3f}, purity {own['purity']:.3f}, none {own['none']:.3f}"
        )
        for half, told in own["unasked"].items():
            print(f"    unasked, {half}: right {told['right']}, wrong {told['wrong']}, missed {told['missed']}")
        guide = own["guide"]
        print(
            f"    guide: found {guide['found']}, right {guide['right']}, asked {guide['asked']}, strange {guide['strange']}"
        )
        print(f"    {' / '.join(own['names'])}")
        print(f"    {' / '.join(guide['names'])}")


def main(words: Sequence[str] | None = None) -> int:
    """Print the tables and the JSON line; 1 and a line on stderr where the workspace cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.subjects", description=__doc__)
    parser.add_argument("--home", type=Path, help="an existing workspace with the sample corpus")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument(
        "--grouping", type=int, default=0, help="time the finding on this many questions made of the sample's"
    )
    parser.add_argument("--cells", type=int, default=0, help="time the picture on this many made interviews")
    chosen = parser.parse_args(words)
    try:
        with tempfile.TemporaryDirectory() as own:
            space = sample_workspace(chosen.home or Path(own), read_truth(SAMPLE / "truth.csv"))
            result = rounded(measured(space, chosen.seeds))
            if chosen.grouping:
                result["grouping"] = rounded({each: grouping(space, each, chosen.grouping) for each in GUIDE})
            if chosen.cells:
                result["cells"] = rounded(cells(chosen.cells, Path(own)))
    except (QuipuError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    show(result)
    print(json.dumps(result, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
