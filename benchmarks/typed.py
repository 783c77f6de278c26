"""How well typed answers are read from speech: `python -m benchmarks.typed [FILE …] [--part held] [--source written]`.

Reads .jsonl lines of one answer each: what was asked and as which kind, what a person who read it takes it to say, and the
words that say it. `part` keeps a speaker in dev, which the readers were mended with, or in held, which they were not. `source`:

sample    exchanges of the sample corpus; the lexicons were first written with all of it in view
written   sentences about other trades, written for this file; a held one only ever gave its figures, not its errors
drawn     clauses drawn by chance from held speakers of the sample, before any was looked at

Per kind: precision is the share of what was read that is right, recall the share of what was said that was read right. A
value counts where each end lies within NEAR of the true one (or both are open), the option is the same, the order is the
same from first to last. A span counts where it shares at least OVERLAP of its characters with words that say the value.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import BaseModel

from benchmarks.rows import read_rows
from corpus.errors import QuipuError
from corpus.records import Language, Span
from research.aspects_said import Aspect, aspect_said
from research.values import Kind, Value, read_value

NEAR = 0.02
"""An end of a number is right within this share of the true one: a month has no fixed length, nor 小十五万 a sharp edge."""

OVERLAP = 0.5
"""Shared characters over all characters of two spans that are taken for the same words."""

DATA = Path(__file__).parent / "data"
FILES = (DATA / "typed_zh.jsonl", DATA / "typed_en.jsonl")


class Clause(BaseModel):
    """Words of an answer and what they tell: what is done, what is meant, why, or what is thought of it."""

    text: str
    aspect: Aspect


class Row(BaseModel):
    """One answer as it was read by a person.

    type             open answers carry clauses alone
    low, high        of a number or a mark, in the period asked, else in the one said; None for an end left open
    unit             money, times, percent; None where it is not judged
    spans            words that say the value, any of them; none where the answer says none
    """

    id: str
    language: Language
    source: Literal["sample", "written", "drawn"]
    part: Literal["dev", "held"]
    type: Kind
    question: str
    options: tuple[str, ...]
    answer: str
    low: float | None
    high: float | None
    option: str | None
    order: tuple[str, ...]
    spans: tuple[str, ...]
    unit: str | None = None
    period: str | None = None
    aspect: Aspect | None = None
    clauses: tuple[Clause, ...] = ()

    @property
    def says(self) -> bool:
        """Whether the answer gives a value at all."""
        return bool(self.spans)


def read(row: Row) -> Value | None:
    """What the product reads from the answer."""
    return read_value(row.answer, row.type, row.options, row.language, question=row.question)


def is_right(row: Row, value: Value) -> bool:
    """Whether `value` is what the row says."""
    if row.type == "choice":
        return value.option == row.option
    if row.type == "ranking":
        return value.order == row.order
    return _near(row.low, value.low) and _near(row.high, value.high)


def _near(true: float | None, read: float | None) -> bool:
    if true is None or read is None:
        return true is read
    return abs(true - read) <= NEAR * abs(true)


def is_placed(row: Row, span: Span) -> bool:
    """Whether `span` covers words that say the value, wherever the answer repeats them."""
    return any(_overlap(span, place) >= OVERLAP for said in row.spans for place in _places(row.answer, said))


def _places(text: str, said: str) -> Iterable[Span]:
    at = text.find(said)
    while at >= 0:
        yield at, at + len(said)
        at = text.find(said, at + 1)


def _overlap(one: Span, other: Span) -> float:
    shared = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    return shared / (one[1] - one[0] + other[1] - other[0] - shared)


class Counts:
    """Answers of one kind, counted."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()

    def add(self, row: Row) -> bool:
        """Count one answer; whether all of it was read as the person did."""
        value = read(row)
        self.seen.update(answers=1, said=row.says, read=value is not None)
        if value is None:
            return not row.says
        right = row.says and is_right(row, value)
        placed = row.says and is_placed(row, value.span)
        self.seen.update(right=right, placed=placed)
        return bool(right and placed and self._beside(row, value))

    def _beside(self, row: Row, value: Value) -> bool:
        """Unit, period and aspect, of numbers that are right."""
        if row.type != "number" or not is_right(row, value):
            return True
        told = {"period": row.period == value.period, "aspect": row.aspect == value.aspect}
        told |= {"unit": row.unit == value.unit} if row.unit else {}
        for name, agrees in told.items():
            self.seen.update({f"{name}_judged": 1, f"{name}_right": agrees})
        return all(told.values())

    def figures(self) -> dict[str, Any]:
        """The figures of one row of the table; None over nothing."""
        seen = self.seen
        return {
            "answers": seen["answers"], "said": seen["said"], "read": seen["read"],
            "precision": _share(seen["right"], seen["read"]), "recall": _share(seen["right"], seen["said"]),
            "span_precision": _share(seen["placed"], seen["read"]), "span_recall": _share(seen["placed"], seen["said"]),
            **{name: _share(seen[f"{name}_right"], seen[f"{name}_judged"]) for name in ("unit", "period", "aspect")},
        }  # fmt: skip


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def clauses_told(rows: Iterable[Row]) -> dict[Aspect, Counter[Aspect]]:
    """True aspect → aspect found → clauses."""
    told: dict[Aspect, Counter[Aspect]] = {aspect: Counter() for aspect in get_args(Aspect)}
    for row in rows:
        for clause in row.clauses:
            at = row.answer.index(clause.text)
            found = aspect_said(row.answer, (at, at + len(clause.text)), row.language, question=row.question)
            told[clause.aspect][found] += 1
    return told


def measured(rows: Sequence[Row]) -> dict[str, Any]:
    """The figures of `rows`: one entry a kind, and the aspects' confusion."""
    kinds: dict[str, Counts] = defaultdict(Counts)
    for row in rows:
        if row.type != "open":
            kinds[row.type].add(row)
    told = clauses_told(rows)
    right = sum(found[true] for true, found in told.items())
    return {
        **{kind: counts.figures() for kind, counts in sorted(kinds.items())},
        "aspects": {
            "clauses": (every := sum(found.total() for found in told.values())), "right": _share(right, every),
            "confusion": {true: dict(found) for true, found in told.items() if found},
        },
    }  # fmt: skip


def show(name: str, figures: dict[str, Any]) -> None:
    """The table of one language, part and source."""
    print(f"\n{name}")
    for kind, own in figures.items():
        print(f"  {kind:<8}", *(f"{key} {'–' if value is None else value}" for key, value in own.items()))


def show_otherwise(rows: Iterable[Row], most: int) -> None:
    """Print so many answers and clauses that were read otherwise than by the person."""
    values = (row for row in rows if row.type != "open" and not Counts().add(row))
    for row in [*values][:most]:
        print(f"{row.id} {row.type}: {row.question}\n  said   {row.answer}")
        print(f"  person {(row.low, row.high, row.option, row.order, row.unit, row.period, row.aspect, row.spans)}")
        print(f"  here   {(value := read(row))} {row.answer[slice(*value.span)] if value else ''}")
    for row in rows:
        for clause in row.clauses:
            at = row.answer.index(clause.text)
            found = aspect_said(row.answer, (at, at + len(clause.text)), row.language, question=row.question)
            if most and found != clause.aspect:
                print(f"{row.id} {clause.text}: person {clause.aspect}, here {found}")


def main() -> int:
    """Print the tables and the JSON line; 1 and a line on stderr where a file cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.typed", description=__doc__)
    parser.add_argument("files", type=Path, nargs="*", default=FILES)
    parser.add_argument("--part", default="", help="only rows of this part (dev, held)")
    parser.add_argument("--source", default="", help="only rows of this source (sample, written)")
    parser.add_argument("--show", type=int, default=0, help="print so many answers that were read otherwise")
    chosen = parser.parse_args()
    try:
        rows = [row for file in chosen.files for row in read_rows(file, Row, part=chosen.part)]
    except (QuipuError, OSError, UnicodeDecodeError) as error:
        print(error, file=sys.stderr)
        return 1
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if chosen.source in ("", row.source):
            groups[f"{row.language} {row.part}"].append(row)
            groups[f"{row.language} {row.part} {row.source}"].append(row)
    figures = {name: measured(own) for name, own in sorted(groups.items())}
    for name, own in figures.items():
        show(name, own)
        if len(name.split()) == 3:
            show_otherwise(groups[name], chosen.show)
    print(json.dumps(figures, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
