"""Whether the right thing is named where the corpus cannot answer a brief: `python -m benchmarks.off_corpus [--home DIR]`.

benchmarks/data/off_corpus_LANGUAGE.jsonl: briefs that the sample corpus does not answer, with what keeps it from answering. They
were labelled before the product was run on them, by the one person who wrote them. After the first run eighteen English briefs got
another second question, for one and the same fault of matching hid what they are about; three keep it. `off`: the five kinds: a `category` nobody was
interviewed about, `people` it lacks, a `time` that is not there, a `question` nobody was asked in a category they were, and
`beyond`: more responses than there are people, things that bind together, words that nobody's words meet. `binds`, `named`: what
a person would name: the kind of limit, and the criteria by their fields and the questions by their ids, neither more nor less.

Each goes through the product's own drafting, matching and judging; words about people that became no criterion are looked for in
what people said, as one press does. Last a JSON line.
"""

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import BaseModel

from benchmarks.rows import read_rows
from benchmarks.sample import read_truth, sample_workspace
from corpus.errors import QuipuError, Shortage
from corpus.records import Language
from index.search import Searcher
from research.binding import Binding, Kind, what_binds
from research.brief import Brief, parse_brief
from research.drafting import Wordings, draft_guide, drafted_for
from research.matches import Match
from research.matching import find_matches
from research.messages import explain
from research.outline import Outline
from research.outline_edits import with_said
from research.responses import judge_responses
from research.said_of_people import KeptVerdicts, verdicts_for
from research.settings import SAMPLE
from research.shortage import binds_said, wanted_by
from research.workspace import Workspace

DATA = Path(__file__).parent / "data"
Off = Literal["category", "people", "time", "question", "beyond"]


class Row(BaseModel):
    """A brief, and what binds. named: fields of criteria, ids of questions; of a whole subject nothing by itself."""

    off: Off
    brief: str
    binds: Kind
    named: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """What the product makes of a brief. said: the sentence it tells, in the brief's language."""

    row: Row
    found: Binding
    named: tuple[str, ...]
    said: str

    @property
    def right(self) -> bool:
        """Whether it names the very thing."""
        return self.found.kind == self.row.binds and set(self.named) == set(self.row.named)


@dataclass
class Product:
    """The product with the sample corpus; what was matched once is not matched again for another audience."""

    space: Workspace
    searcher: Searcher
    _worded: dict[tuple[Any, ...], Wordings] = field(default_factory=dict)
    _matched: dict[tuple[Any, ...], tuple[Match, ...]] = field(default_factory=dict)

    def told(self, row: Row) -> Told:
        """What binds a brief, and how it is said."""
        brief = parse_brief(row.brief)
        outline = self._outline(brief)
        corpus, matches = self.space.corpus, self._matches(outline)
        kept = KeptVerdicts(self.space.engine, self.space.viewer)
        verdicts = verdicts_for(outline, corpus=corpus, searcher=self.searcher, kept=kept)
        judged = judge_responses(outline, matches, corpus=corpus, verdicts=verdicts)
        found = what_binds(outline, matches, judged, corpus=corpus, verdicts=verdicts, wanted=wanted_by(brief))
        return Told(row, found, named_in(found), _said(found, outline, matches))

    def _outline(self, brief: Brief) -> Outline:
        key = (brief.language, brief.industry, *brief.questions)
        if key not in self._worded:
            self._worded[key] = drafted_for(brief, self.space.corpus, lambda: self.searcher)[1]
        outline = draft_guide(brief, self._worded[key])
        for words in outline.unread:
            outline = with_said(outline, words, required=True)
        return outline

    def _matches(self, outline: Outline) -> tuple[Match, ...]:
        key = (
            outline.language,
            outline.industry,
            *(one.sought for one in outline.core),
            *(one.id for one in outline.core),
        )
        if key not in self._matched:
            self._matched[key] = find_matches(outline, corpus=self.space.corpus, searcher=self.searcher)
        return self._matched[key]


def named_in(found: Binding) -> tuple[str, ...]:
    """The criteria that are named, by field, and the questions, by id; of a whole subject none by itself."""
    fields = tuple(one.field for one in found.criteria)
    return fields if found.kind == "subject" else (*fields, *(one.id for one, _ in found.questions))


def _said(found: Binding, outline: Outline, matches: Sequence[Match]) -> str:
    if not matches:
        asked = [question.text for question in outline.core]
        return explain(Shortage("shortage_nothing_found", questions=asked), outline.language)
    return binds_said(found, outline.language)


def briefs_of(language: Language) -> list[Row]:
    """The labelled briefs of a language. Raises BadInput as `read_rows` does."""
    return read_rows(DATA / f"off_corpus_{language}.jsonl", Row)


def figures(told: Sequence[Told]) -> dict[str, Any]:
    """Kind → [rightly named, briefs]; `wrong`: what was named for what."""
    many, right = Counter(one.row.off for one in told), Counter(one.row.off for one in told if one.right)
    wrong = [
        {"brief": one.row.brief, "binds": one.row.binds, "named": one.row.named, "told": [one.found.kind, *one.named]}
        for one in told
        if not one.right
    ]
    return {
        **{off: [right[off], many[off]] for off in get_args(Off)},
        "all": [right.total(), many.total()],
        "wrong": wrong,
    }


def _shown(language: Language, one: Told) -> Told:
    """Print right or wrong, what binds as labelled, what the product names where that is something else, and says."""
    labelled = " ".join((one.row.binds, *one.row.named))
    named = "" if one.right else f" | told: {' '.join((one.found.kind or 'nothing', *one.named))}"
    counts = f"{one.found.valid} of {one.found.wanted}"
    verdict = "right" if one.right else "WRONG"
    print(f"{language} {one.row.off:<8} {verdict} | {labelled}{named} | {counts} | {one.said}", flush=True)
    return one


def _table(result: Mapping[str, dict[str, Any]]) -> None:
    print("         ", *(f"{off:>9}" for off in (*get_args(Off), "all")))
    for language, own in result.items():
        print(f"{language:<9}", *(f"{'/'.join(map(str, own[off])):>9}" for off in (*get_args(Off), "all")))


def main() -> int:
    """Print each brief, the table and the JSON line; 1 and a line on stderr where the workspace cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.off_corpus", description=__doc__)
    parser.add_argument(
        "--home", type=Path, help="an existing workspace with the sample corpus; default: a new one, removed"
    )
    parser.add_argument("--language", choices=get_args(Language), help="those briefs alone")
    chosen = parser.parse_args()
    result: dict[str, dict[str, Any]] = {}
    try:
        with tempfile.TemporaryDirectory() as own:
            space = sample_workspace(chosen.home or Path(own), read_truth(SAMPLE / "truth.csv"))
            product = Product(space, space.searcher())
            for language in [chosen.language] if chosen.language else get_args(Language):
                told = [_shown(language, product.told(row)) for row in briefs_of(language)]
                result[language] = figures(told)
    except (QuipuError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    _table(result)
    print(json.dumps(result, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
