"""How well what identifies somebody is found: `python -m benchmarks.privacy FILE [FILE …] [--part P] [--show N]`.

FILE is JSONL: text, language (en, zh), spans [[start, end, kind], …] of the words that identify (and, if there, id and
part). Prints a table by language and kind for people and, last, one JSON line. `sure` is what is hidden without asking,
`found` that and what a curator is asked about. recall: marked spans of which no letter or digit is left to be read,
whatever kind they were taken for; precision: spans found of which at least half the letters and digits are marked;
missed and wrong: how many are not; wrong_sure: of those hidden without asking.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, model_validator

from benchmarks.rows import read_rows
from corpus.errors import QuipuError
from corpus.privacy import Found, identifying
from corpus.records import Identifying, Language


class Row(BaseModel):
    """One line of the file: a sentence, and which words of it identify somebody."""

    text: str
    language: Language
    spans: list[tuple[int, int, Identifying]]
    id: str = ""
    part: str = ""

    @model_validator(mode="after")
    def _within_the_text(self) -> "Row":
        if any(not 0 <= start < end <= len(self.text) for start, end, _ in self.spans):
            raise ValueError("a span lies outside the text")
        return self


class Counts:
    """Spans over several sentences; found ones are counted apart by whether they are sure."""

    def __init__(self) -> None:
        self.marked = self.hidden = self.met = self.sure = self.asked = self.wrong_sure = self.wrong_asked = 0

    def figures(self) -> dict[str, float]:
        """The figures of the JSON line; precision is 1 where nothing was found, recall where nothing was marked."""
        found, wrong = self.sure + self.asked, self.wrong_sure + self.wrong_asked
        return {
            "recall": _share(self.met, self.marked),
            "precision": _share(found - wrong, found),
            "sure_recall": _share(self.hidden, self.marked),
            "sure_precision": _share(self.sure - self.wrong_sure, self.sure),
            "missed": self.marked - self.met,
            "wrong": wrong,
            "wrong_sure": self.wrong_sure,
            "spans": self.marked,
        }


class Tally:
    """Counts of all, of each language, and of each kind in each; what was missed and wrong, for people."""

    def __init__(self) -> None:
        self.total = Counts()
        self.parts = defaultdict[str, Counts](Counts)
        self.otherwise: list[str] = []

    def add(self, row: Row) -> None:
        """Look for what identifies in one sentence as the product does, and count it."""
        found = identifying(row.text, row.language)
        signs = {at for at, sign in enumerate(row.text) if sign.isalnum()}
        sure, either = _under((one for one in found if one.sure), signs), _under(found, signs)
        marked = set[int]()
        for start, end, kind in row.spans:
            mine = signs & set(range(start, end))
            marked |= mine
            for counts in self._of(row.language, kind):
                counts.marked += 1
                counts.hidden += mine <= sure
                counts.met += mine <= either
            if not mine <= either:
                self.otherwise.append(f"missed {kind:9} {row.text[start:end]}  in  {row.text}")
        for one in found:
            self._count_found(one, row, signs & set(range(one.start, one.end)), marked)

    def _count_found(self, one: Found, row: Row, mine: set[int], marked: set[int]) -> None:
        wrong = 2 * len(mine & marked) < len(mine)
        for counts in self._of(row.language, one.kind):
            counts.sure += one.sure
            counts.asked += not one.sure
            counts.wrong_sure += wrong and one.sure
            counts.wrong_asked += wrong and not one.sure
        if wrong:
            how = "sure" if one.sure else "asked"
            self.otherwise.append(f"wrong  {one.kind:9} {row.text[one.start : one.end]} ({how})  in  {row.text}")

    def _of(self, language: Language, kind: Identifying) -> Iterable[Counts]:
        return self.total, self.parts[language], self.parts[f"{language} {kind}"]


def _under(found: Iterable[Found], signs: set[int]) -> set[int]:
    return {at for one in found for at in range(one.start, one.end)} & signs


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 1.0


def main() -> int:
    """Print the table and the JSON line; 1 and a line on stderr where a file cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.privacy", description=__doc__)
    parser.add_argument("file", type=Path, nargs="+")
    parser.add_argument("--part", default="", help="only rows of this part (dev, held)")
    parser.add_argument("--show", type=int, default=0, help="print so many that were missed or wrong")
    chosen = parser.parse_args()
    try:
        rows = [row for file in chosen.file for row in read_rows(file, Row, part=chosen.part)]
    except (QuipuError, OSError, UnicodeDecodeError) as error:
        print(error, file=sys.stderr)
        return 1
    tally = Tally()
    for row in rows:
        tally.add(row)
    for line in tally.otherwise[: chosen.show]:
        print(line)
    for name, counts in {**dict(sorted(tally.parts.items())), "all of them": tally.total}.items():
        print(f"{name:<12}", *(f"{key} {value:g}" for key, value in counts.figures().items()))
    parts = {language: tally.parts[language].figures() for language in ("en", "zh") if language in tally.parts}
    print(json.dumps(tally.total.figures() | {"texts": len(rows)} | parts, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
