"""How near the estimate beside a question comes to what matching finds, and how fast: `python -m benchmarks.feasibility [--home DIR]`.

Over both sample briefs: people of the whole corpus who answered each question as `find_matches` has it, and as it is estimated
from the question's words alone; the same of questions about subjects nobody was asked about. Seconds are those of one changed
question (search, weighing, counting) and of one changed criterion, each the middle one of all. Last a JSON line.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.sample import GUIDE, Key, Told, Truth, read_truth, rounded, sample_workspace
from corpus.errors import QuipuError
from corpus.records import Language
from research.brief import Brief, read_brief
from research.feasibility import Nearby, asked_as, audience_of, feasible, matched_places, nearby
from research.matching import find_matches
from research.outline import Outline, draft_outline
from research.settings import SAMPLE
from research.workspace import Workspace

STRANGE: dict[Language, tuple[str, ...]] = {
    "zh": (
        "小区里的公共充电桩够不够用，充一次电要等多久？", "您家的猫多久去一次宠物医院，一次花多少钱？",
        "贷款买房的利率对您家影响有多大？", "孩子上网课的时候用什么平板电脑？", "您坐高铁出差时怎么选座位？",
    ),
    "en": (
        "Are there enough public charging stations for electric cars near you, and how long do you wait?",
        "How often does your cat see the vet, and what does a visit cost?",
        "How has the mortgage rate changed what your family can afford?",
        "Which tablet do the children use for their online lessons?",
        "How do you pick a seat when you travel by train on business?",
    ),
}  # fmt: skip
"""Subjects no interview of the sample touches."""

PART: dict[Language, dict[str, str]] = {
    "zh": {"zq9": "给零食量贩店打个分，满分十分，您打几分？", "zq10": "原味和无糖同样的价钱，您选哪个？"},
    "en": {
        "eq9": "How satisfied are they with their skin, out of ten?",
        "eq10": "If they cost the same, would they choose a scented or an unscented cream?",
    },
}
"""Questions that only a part of the people were asked, by their code in truth.csv."""


def _brief(language: Language) -> Brief:
    path = SAMPLE / "briefs" / f"{language}.yaml"
    return read_brief(path.name, path.read_bytes())


def measured(space: Workspace, language: Language, truth: Truth) -> dict[str, Any]:
    """questions: (matched, estimated) people of each; error: the middle and the largest difference; part: (answered, estimated)
    people of questions a part was asked; strange: people claimed for what nobody was."""
    outline = replace(draft_outline(_brief(language)), criteria=(), window=99)
    searcher = space.searcher()
    matches = find_matches(outline, corpus=space.corpus, searcher=searcher)
    known = {each.id: matched_places(one for one in matches if one.question == each.id) for each in outline.core}
    near, seconds, busy = _timed(space, outline, searcher)
    audience = audience_of(outline, corpus=space.corpus)
    true = feasible(outline, audience, known=known, near={})
    about = feasible(outline, audience, known={}, near=near)
    pairs = {each.id: (true[each.id].people, about[each.id].people) for each in outline.core}
    errors = [abs(own - other) for own, other in pairs.values()]
    part = nearby(list(PART[language].values()), language, corpus=space.corpus, searcher=searcher)
    strange = nearby(STRANGE[language], language, corpus=space.corpus, searcher=searcher)
    return {
        "people": len(audience.people), "questions": pairs, "error": median(errors), "largest": max(errors),
        "part": {code: (_answered(truth[code]), _people(part[text])) for code, text in PART[language].items()},
        "strange": [_people(strange[text]) for text in STRANGE[language]],
        "ms_question": seconds * 1000, "ms_question_cpu": busy * 1000, "ms_criterion": _criterion(space, outline, known) * 1000,
        "asked_as": {id_: asked_as(one.shown, space.corpus) for id_, one in about.items() if one.shown},
    }  # fmt: skip


def _people(here: Nearby) -> int:
    return len({one.respondent for one in here.places})


def _answered(told: Mapping[Key, Told]) -> int:
    return len({who for (who, _), one in told.items() if one.status == "answered"})


def _timed(space: Workspace, outline: Outline, searcher: Any) -> tuple[dict[str, Nearby], float, float]:
    """Each question by itself, as after a change of it, in seconds and in seconds of a processor; the first one, which loads
    libraries, once before."""
    near: dict[str, Nearby] = {}
    nearby([outline.core[0].text], outline.language, corpus=space.corpus, searcher=searcher)
    took, busy = [], []
    for question in outline.core:
        started, worked = time.perf_counter(), time.process_time()
        near |= nearby([question.text], outline.language, corpus=space.corpus, searcher=searcher)
        took.append(time.perf_counter() - started)
        busy.append(time.process_time() - worked)
    return near, median(took), median(busy)


def _criterion(space: Workspace, outline: Outline, known: Mapping[str, Nearby]) -> float:
    """Seconds from another audience to all numbers."""
    took = []
    for window in (1, 2, 3, 4, 5):
        started = time.perf_counter()
        narrower = replace(outline, window=window)
        feasible(narrower, audience_of(narrower, corpus=space.corpus), known=known, near={})
        took.append(time.perf_counter() - started)
    return median(took)


def main() -> int:
    """Print the figures of both languages and the JSON line; 1 and a line on stderr where the workspace cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.feasibility", description=__doc__)
    parser.add_argument(
        "--home", type=Path, help="an existing workspace with the sample corpus; default: a new one, removed"
    )
    chosen = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory() as own:
            truth = read_truth(SAMPLE / "truth.csv")
            space = sample_workspace(chosen.home or Path(own), truth)
            result = {language: rounded(measured(space, language, truth)) for language in GUIDE}
    except (QuipuError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    for language, own_figures in result.items():
        print(language, *(f"{name} {value}" for name, value in own_figures.items() if name != "asked_as"), sep="\n  ")
        print(*(f"    {id_}: {text}" for id_, text in own_figures["asked_as"].items()), sep="\n")
    print(json.dumps(result, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
