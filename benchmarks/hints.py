"""How surely the hints of an outline see a faulty question: `python -m benchmarks.hints [--part dev|held] [--home DIR]`.

benchmarks/data/hints_LANGUAGE.jsonl: `text`, `hints` (leading, double, yes_no, brand; a person's judgement of the sentence by
itself), `source` (sample: really asked in an interview of the sample corpus; written: for this file) and `part` (the rules were
adjusted on `dev` alone). Sentences and rules were written by the same hand: real faulty guides may hold others. With --home, the share of all questions really asked in that workspace's interviews that are flagged.
Last a JSON line.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import BaseModel

from benchmarks.rows import read_rows
from benchmarks.sample import share
from corpus.database import open_database
from corpus.errors import QuipuError
from corpus.records import Language
from corpus.viewer import LOCAL
from research.hints import Wording, wording_of
from research.settings import read_settings
from research.workspace import Workspace

DATA = Path(__file__).parent / "data"
Labelled = Literal["leading", "double", "yes_no", "brand"]


class Sentence(BaseModel):
    """A question, and what a person sees in it."""

    text: str
    hints: tuple[Labelled, ...]
    source: Literal["sample", "written"]
    part: Literal["dev", "held"]


def sentences_of(language: Language, part: str = "") -> list[Sentence]:
    """The labelled sentences of a language. Raises BadInput as `read_rows` does."""
    return read_rows(DATA / f"hints_{language}.jsonl", Sentence, part=part)


def measured(sentences: Sequence[Sentence], language: Language) -> dict[str, Any]:
    """Kind → labelled, found, right, precision, recall; `wrong`, the sentences flagged without a label; `missed`."""
    found: dict[str, Any] = {}
    for kind in get_args(Labelled):
        seen = [one for one in sentences if kind in wording_of(one.text, language)]
        true = [one for one in sentences if kind in one.hints]
        right = [one for one in seen if one in true]
        found[kind] = {
            "labelled": len(true), "found": len(seen), "right": len(right),
            "precision": share(len(right), len(seen)), "recall": share(len(right), len(true)),
            "wrong": [one.text for one in seen if one not in true], "missed": [one.text for one in true if one not in seen],
        }  # fmt: skip
    total = {name: sum(each[name] for each in found.values()) for name in ("labelled", "found", "right")}
    found["all"] = total | {
        "precision": share(total["right"], total["found"]), "recall": share(total["right"], total["labelled"]),
    }  # fmt: skip
    return found


def flagged(home: Path, language: Language) -> dict[str, Any]:
    """How many different questions were really asked in a workspace's interviews, and the share flagged by kind."""
    settings = read_settings({"QUIPU_HOME": str(home)})
    corpus = Workspace(open_database(settings.database), LOCAL, settings).corpus
    asked = sorted(
        {one.asked(exchange) for one in corpus.interviews() if one.language == language for exchange in one.exchanges}
    )
    hits = {kind: sum(kind in wording_of(text, language) for text in asked) for kind in get_args(Wording)}
    return {"asked": len(asked), **{kind: share(many, len(asked)) for kind, many in hits.items()}}


def _show(language: Language, found: dict[str, Any]) -> None:
    print(f"{language:<9} labelled found right  prec  rec")
    for kind, own in found.items():
        shown = "  ".join("   –" if own[each] is None else f"{own[each]:.2f}" for each in ("precision", "recall"))
        print(f"{kind:<9} {own['labelled']:>8} {own['found']:>5} {own['right']:>5}  {shown}")


def main() -> int:
    """Print the tables and the JSON line; 1 and a line on stderr where a file cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hints", description=__doc__)
    parser.add_argument("--part", choices=("dev", "held"), default="", help="those sentences alone")
    parser.add_argument("--home", type=Path, help="a workspace whose interviewers' questions are looked at too")
    parser.add_argument("--faults", action="store_true", help="print what was flagged wrongly and what was missed")
    chosen = parser.parse_args()
    result: dict[str, Any] = {}
    try:
        for language in get_args(Language):
            result[language] = found = measured(sentences_of(language, chosen.part), language)
            _show(language, found)
            if chosen.faults:
                lines = [
                    (kind, what, text)
                    for kind, own in found.items()
                    for what in ("wrong", "missed")
                    for text in own.get(what, ())
                ]
                print(*(f"  {kind} {what}: {text}" for kind, what, text in lines), sep="\n")
            if chosen.home:
                result[f"{language}_asked"] = flagged(chosen.home, language)
                print(f"really asked: {result[f'{language}_asked']}")
    except (QuipuError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(result, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
