"""How well a discussion guide's questions find who was asked them: benchmarks/data/subject_guides.csv against the sample's truth.

Part of `python -m benchmarks.subjects`. One guide a language, worded unlike the sample's own; its last question is asked of nobody.
"""

import csv
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.sample import share
from corpus.records import Language
from research.subject_guide import bring_guide_in
from research.workspace import Workspace

GUIDES = Path(__file__).parent / "data" / "subject_guides.csv"
Place = tuple[str, int]


def guide_of(language: Language) -> dict[str, str]:
    """Question → the question of the sample's guide it stands for; "" for none."""
    with GUIDES.open(encoding="utf-8", newline="") as file:
        return {row["question"]: row["stands_for"] for row in csv.DictReader(file) if row["language"] == language}


def guide_figures(space: Workspace, language: Language, truth: Mapping[Place, str]) -> dict[str, Any]:
    """Precision and recall over all questions, and how many exchanges of the one nobody was asked; all is taken back after."""
    guide = guide_of(language)
    started = time.perf_counter()
    ids = bring_guide_in(list(guide), language, space)
    seconds = time.perf_counter() - started
    named = {one.id: one.name for one in space.subjects.all(language)}
    found = _asked(space, language)
    right = seen = wanted = strange = 0
    for subject, question in zip(ids, guide.values(), strict=True):
        mine = {place for place, about in found.items() if subject in about}
        true = {place for place in found if question and truth.get(place) == question}
        right, seen, wanted = right + len(mine & true), seen + len(mine), wanted + len(true)
        strange += 0 if question else len(mine)
    _take_back(space, ids)
    return {
        "questions": len(guide), "found": seen, "right": right, "asked": wanted, "strange": strange, "seconds": seconds,
        "precision": share(right, seen), "recall": share(right, wanted), "names": [named[one] for one in ids],
    }  # fmt: skip


def _asked(space: Workspace, language: Language) -> dict[Place, set[int]]:
    """Exchange → the subjects it was asked about, as the guide's or by rule."""
    found: dict[Place, set[int]] = {}
    for interview in space.corpus.interviews():
        if interview.language == language:
            about = space.subjects.of(interview.id, interview.version)
            for one in interview.exchanges:
                own = about.get(one.position, {})
                found[interview.id, one.position] = {subject for subject, how in own.items() if how != "said"}
    return found


def _take_back(space: Workspace, subjects: list[int]) -> None:
    for subject in subjects:
        for act in space.subjects.acts(subject):
            if act.kind == "new" and not act.undone_by:
                space.subjects.undo(act.id)
