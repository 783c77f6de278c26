"""How well the whole chain does on the sample corpus: `python -m benchmarks.sample [--home DIR] [--json]`.

Both sample briefs are matched, judged, read and coded by the product's own steps, over everybody found valid, and held
against corpus/sample/truth.csv. Prints a table a language and, last, one JSON line; PLAN.md beside the truth says what
its codes mean. The k-th question of a sample brief is the k-th question of that language's guide.
"""

import argparse
import csv
import json
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import BaseModel, ValidationError

from benchmarks.themes import pair_kappa, recovery
from corpus.database import open_database
from corpus.errors import BadInput, QuipuError
from corpus.intake import import_files
from corpus.records import Language
from corpus.viewer import LOCAL
from index.build import update_index
from research.brief import read_brief
from research.evidence import Evidence, QuestionEvidence, ReadValue
from research.gathering import gather_evidence
from research.matches import Match
from research.matching import find_matches
from research.outline import Outline, draft_outline
from research.responses import Responses, Status, judge_responses, status_of
from research.selection import draw_selection
from research.settings import SAMPLE, Settings, read_settings
from research.values import Kind
from research.workspace import Workspace

NEAR = 0.1
"""A number is right within this share of the true one; the middle of a range stands for the range."""

DIRECTIONS = {"simpler": "less", "more_steps": "more"}
"""View codes that say a direction in the question's own words."""

GUIDE: dict[Language, str] = {"zh": "zq", "en": "eq"}
"""How a guide question's code begins; its number follows."""

Key = tuple[str, str]
"""(respondent, wave): one interview."""


class Row(BaseModel):
    """One line of truth.csv."""

    respondent: str
    wave: str
    question: str
    exchange: str
    status: Literal["answered", "no_answer", "refused", "off_topic", "not_asked"]
    views: str


@dataclass(frozen=True)
class Told:
    """What happened to a guide question in one interview. A refusal is no answer.

    exchanges   positions of the interviewer's questions, 0-based; the first asks, the others probe
    views       codes held; of a ranking the options, first to last
    """

    status: Status
    exchanges: tuple[int, ...] = ()
    views: tuple[str, ...] = ()


Truth = dict[str, dict[Key, Told]]
"""Guide question → interview → what happened."""

Figures = dict[str, Any]
"""As they stand in the JSON line; a share over nothing is None."""


def read_truth(path: Path) -> Truth:
    """The guide questions of a truth.csv; warm-up, sport and appliances are no guide questions.

    Raises BadInput naming the line that cannot be read.
    """
    truth: Truth = defaultdict(dict)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, line in enumerate(csv.DictReader(file), 2):
            try:
                row = Row.model_validate(line)
                if re.fullmatch(r"[ze]q\d+", row.question):
                    truth[row.question][row.respondent, row.wave] = _told(row)
            except (ValidationError, ValueError) as error:
                raise BadInput("benchmark_line", file=path.name, line=number) from error
    if not truth:
        raise BadInput("benchmark_empty", file=path.name)
    return truth


def _told(row: Row) -> Told:
    status: Status = "no_answer" if row.status == "refused" else row.status
    views = row.views.split(" > ") if ">" in row.views else row.views.split()
    return Told(status, tuple(int(at) for at in row.exchange.split(";") if at), tuple(views))


def share(part: float, whole: float) -> float | None:
    """part / whole, None over nothing."""
    return part / whole if whole else None


def matching(told: Mapping[Key, Told], found: Mapping[Key, Match]) -> Figures:
    """How well "this question was asked here" and what became of it agree, over the interviews of `told`.

    precision   share of the matches whose exchange is one of the question's
    recall      share of the interviews that asked it where such a match was found
    status      share of all interviews whose status (answered, no_answer, off_topic, not_asked) agrees
    """
    asked = {key for key, one in told.items() if one.status != "not_asked"}
    matched = {key: one for key, one in found.items() if key in told}
    right = sum(one.exchange in told[key].exchanges for key, one in matched.items())
    same = sum(told[key].status == _status(found, key) for key in told)
    return {
        "asked": len(asked), "found": len(matched), "right": right,
        "precision": share(right, len(matched)), "recall": share(right, len(asked)), "status": share(same, len(told)),
    }  # fmt: skip


def _status(found: Mapping[Key, Match], key: Key) -> Status:
    return status_of([found[key]] if key in found else [])


def confusion(pairs: Iterable[tuple[Status, Status]]) -> dict[str, dict[str, int]]:
    """True status → status found → how many interviews and questions."""
    counted = Counter(pairs)
    return {true: {found: counted[true, found] for found in get_args(Status)} for true in get_args(Status)}


def valid_people(told: Mapping[str, Mapping[Key, Told]], enough: float) -> set[str]:
    """Who answered at least `enough` of the questions of `told`, each in any wave."""
    answered = Counter(
        who for own in told.values() for who in {key[0] for key, one in own.items() if one.status == "answered"}
    )
    return {who for who, count in answered.items() if count >= enough * len(told)}


def is_right(kind: Kind, value: ReadValue, views: Sequence[str]) -> bool:
    """Whether a value says what the views say: the direction, the number within NEAR, or the first of the ranking."""
    if kind == "ranking":
        return value.order[:1] == tuple(views[:1])
    if kind == "choice":
        return value.option in {DIRECTIONS.get(view, view) for view in views}
    ends = [float(end) for end in views[0].split("-")] if views else []
    true = share(sum(ends), len(ends))
    return true is not None and value.middle is not None and abs(value.middle - true) <= NEAR * true


def values(kind: Kind, told: Mapping[Key, Told], found: QuestionEvidence) -> Figures:
    """answers: answered in truth and found; read: of them those with a value; right: of those with the right one."""
    here = [(who, wave) for wave, people in found.waves.items() for who in people]
    answered = [key for key in here if key in told and told[key].status == "answered"]
    read = {key: value for key in answered if (value := found.values_by_wave.get(key[1], {}).get(key[0]))}
    right = sum(is_right(kind, value, told[key].views) for key, value in read.items())
    return {
        "answers": len(answered), "read": len(read), "right": right,
        "read_share": share(len(read), len(answered)), "right_share": share(right, len(read)),
    }  # fmt: skip


def themes(told: Mapping[Key, Told], found: QuestionEvidence) -> Figures:
    """Recovery and pair agreement of the themes with the view codes, over each person's newest answer."""
    people = [who for who, answer in found.answers.items() if (who, answer.wave) in told]
    codes: dict[str, set[str]] = defaultdict(set)
    for who in people:
        for view in told[who, found.answers[who].wave].views:
            codes[view].add(who)
    groups = [set(theme.people) & set(people) for theme in found.themes]
    return {
        "people": len(people), "themes": len(groups), "recovery": recovery(list(codes.values()), groups, len(people)),
        "pair_kappa": pair_kappa(list(codes.values()), groups, people),
    }  # fmt: skip


@dataclass(frozen=True)
class Chain:
    """What the product makes of a brief before it writes: all valid respondents are drawn."""

    outline: Outline
    matches: tuple[Match, ...]
    responses: Responses
    evidence: Evidence


def run_chain(language: Language, space: Workspace) -> Chain:
    """The sample brief of a language through the study's own steps; nothing is saved."""
    path = SAMPLE / "briefs" / f"{language}.yaml"
    brief = read_brief(path.name, path.read_bytes())
    outline, corpus, searcher = draft_outline(brief), space.corpus, space.searcher()
    matches = find_matches(outline, corpus=corpus, searcher=searcher)
    judged = judge_responses(outline, matches, corpus=corpus)
    drawn = draw_selection(judged, None, draw=brief.draw, seed=brief.seed, profiles=corpus.attributes())
    evidence = gather_evidence(
        outline, matches, judged, drawn, corpus=corpus, searcher=searcher, seed=brief.seed, smallest=5
    )
    return Chain(outline, matches, judged, evidence)


def compare(chain: Chain, truth: Truth, language: Language) -> Figures:
    """Every figure of one language: a question each, and over all questions."""
    told = {code: truth[code] for code in (f"{GUIDE[language]}{at}" for at in range(1, len(chain.outline.core) + 1))}
    questions: dict[str, Figures] = {}
    pairs: list[tuple[Status, Status]] = []
    for (code, own), question in zip(told.items(), chain.outline.core, strict=True):
        found = {(one.respondent, one.wave): one for one in chain.matches if one.question == question.id}
        pairs += [(one.status, _status(found, key)) for key, one in own.items()]
        evidence = chain.evidence.questions[question.id]
        questions[code] = {"kind": question.kind, "matching": matching(own, found)}
        if question.kind != "open":
            questions[code]["values"] = values(question.kind, own, evidence)
        if question.kind in ("open", "choice"):
            questions[code]["themes"] = themes(own, evidence)
    return {
        "matching": _over_all([one["matching"] for one in questions.values()], pairs), "confusion": confusion(pairs),
        "valid": _valid(chain, told), "themes": _means([one["themes"] for one in questions.values() if "themes" in one]),
        "questions": questions,
    }  # fmt: skip


def _over_all(each: Sequence[Figures], pairs: Sequence[tuple[Status, Status]]) -> Figures:
    asked, found, right = (sum(one[key] for one in each) for key in ("asked", "found", "right"))
    same = sum(true == seen for true, seen in pairs)
    return {"precision": share(right, found), "recall": share(right, asked), "status": share(same, len(pairs))}


def _means(each: Sequence[Figures]) -> Figures:
    """Over the questions that have them."""
    known = {key: [one[key] for one in each if one[key] is not None] for key in ("recovery", "pair_kappa")}
    return {key: share(sum(own), len(own)) for key, own in known.items()}


def _valid(chain: Chain, told: Mapping[str, Mapping[Key, Told]]) -> Figures:
    """Valid respondents against truth; `extra` and `missed` name them, the missed with the product's reason."""
    true = valid_people(told, chain.outline.enough)
    known = {key[0] for own in told.values() for key in own}
    reasons = {one.respondent: one.reason for one in chain.responses.all if one.respondent in known}
    found = {who for who, reason in reasons.items() if reason is None}
    missed = {who: reasons.get(who) for who in sorted(true - found)}
    return {
        "true": len(true),
        "found": len(found),
        "both": len(true & found),
        "extra": sorted(found - true),
        "missed": missed,
    }


def sample_workspace(home: Path, truth: Truth, encoder: str | None = None) -> Workspace:
    """The workspace in `home`: as it is where there is one, else with the sample corpus brought in and indexed.

    Raises BadInput where it holds less than the interviews of `truth`.
    """
    fresh = not (home / "quipu.db").exists()
    read = read_settings({"QUIPU_HOME": str(home)})
    settings = Settings(read.home, read.database, encoder)
    space = Workspace(open_database(settings.database), LOCAL, settings)
    if fresh:
        files = [SAMPLE / "respondents_zh.csv", SAMPLE / "respondents_en.csv", SAMPLE / "transcripts"]
        import_files(files, engine=space.engine, viewer=LOCAL, lock=settings.import_lock)
        update_index(space.corpus, settings.index, encoder=encoder)
    held = {(each.respondent, each.wave) for each in space.corpus.interviews()}
    missing = {key for own in truth.values() for key in own} - held
    if missing:
        raise BadInput("benchmark_sample_missing", count=len(missing), home=str(home))
    return space


def show(language: Language, result: Figures) -> None:
    """The table of one language."""
    print(f"{language:<5} asked found  prec  rec  status | answers read right | themes recovery kappa")
    for code, own in result["questions"].items():
        seen, read, coded = own["matching"], own.get("values", {}), own.get("themes", {})
        line = f"{code:<5} {seen['asked']:>5} {seen['found']:>5} {_two(seen['precision'])} {_two(seen['recall'])} {_two(seen['status'])}"
        line += f"   | {read.get('answers', ''):>7} {_two(read.get('read_share'))} {_two(read.get('right_share'))}"
        print(
            f"{line}  | {coded.get('themes', ''):>6} {_two(coded.get('recovery'))}     {_two(coded.get('pair_kappa'))}"
        )
    total, valid = result["matching"], result["valid"]
    print(f"all               {_two(total['precision'])} {_two(total['recall'])} {_two(total['status'])}   |", end=" ")
    print(f"themes {_two(result['themes']['recovery'])} {_two(result['themes']['pair_kappa'])} | valid", end=" ")
    print(f"{valid['both']} of {valid['true']}, extra {valid['extra']}, missed {valid['missed']}\n")


def _two(value: float | None) -> str:
    return "    –" if value is None else f"{value:5.3f}"


def rounded(value: Any) -> Any:
    """Figures with four decimals, at any depth."""
    if isinstance(value, dict):
        return {key: rounded(each) for key, each in value.items()}
    return round(value, 4) if isinstance(value, float) else value


def measured(home: Path | None, encoder: str | None) -> Figures:
    """The figures of both languages, in a workspace of its own that is gone afterwards where no home is given."""
    truth = read_truth(SAMPLE / "truth.csv")
    with tempfile.TemporaryDirectory() as own:
        space = sample_workspace(home or Path(own), truth, encoder)
        return {language: rounded(compare(run_chain(language, space), truth, language)) for language in GUIDE}


def main() -> int:
    """Print the tables and the JSON line; 1 and a line on stderr where the workspace cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sample", description=__doc__)
    parser.add_argument(
        "--home", type=Path, help="an existing workspace with the sample corpus; default: a new one, removed"
    )
    parser.add_argument("--encoder", help="as QUIPU_ENCODER")
    parser.add_argument("--json", action="store_true", help="the JSON line alone")
    chosen = parser.parse_args()
    try:
        result = measured(chosen.home, chosen.encoder)
    except (QuipuError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    for language in () if chosen.json else GUIDE:
        show(language, result[language])
    print(json.dumps(result, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
