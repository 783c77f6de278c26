"""How well the cleaned layer agrees with a person's: `python -m benchmarks.cleaning FILE [--part P] [--show N]`.

FILE is JSONL: id, disfluent, fluent (and, if there, kind and part). Prints a table by kind for people and, last, one
JSON line: precision, recall, f1 of deleted tokens (words in English, characters in Chinese), exact, lost_meaning
(negations, hedges and numbers deleted that the fluent version keeps), pairs.
"""

import argparse
import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel

from benchmarks.rows import read_rows
from corpus.cleaning import apply_cleaning, removable
from corpus.cleaning_meaning import carriers
from corpus.errors import QuipuError
from corpus.language import language_of
from corpus.records import Language
from corpus.script import simplified

_HALF = re.compile(r"\s+(?=(?:n't|'(?:s|re|ve|m|d|ll))\b)", re.IGNORECASE)
_TOKENS: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"\w+(?:['-]\w+)*"),
    "zh": re.compile(r"[A-Za-z0-9]+|[^\W_]"),
}


class Row(BaseModel):
    """One line of the file: an utterance as it was said, and as a person cleaned it."""

    id: str
    disfluent: str
    fluent: str
    kind: str = "all"
    part: str = ""


class Counts:
    """Deleted tokens over several pairs: both deleted, by the product only, by the person only."""

    def __init__(self) -> None:
        self.both = self.ours = self.theirs = self.exact = self.lost = self.pairs = 0

    def add(self, row: Row) -> bool:
        """Clean one utterance as the product does and count it; whether it came out as the person's."""
        language = language_of(row.disfluent)
        cleaned = apply_cleaning(row.disfluent, removable(row.disfluent, language))
        texts = [plain(text) for text in (row.disfluent, cleaned, row.fluent)]
        spoken, ours, theirs = (tokens(text, language) for text in texts)
        found, meant = deleted(spoken, ours), deleted(spoken, theirs)
        self.both += len(found & meant)
        self.ours += len(found - meant)
        self.theirs += len(meant - found)
        said, kept, wanted = (carriers(text, language) for text in texts)
        self.lost += sum(((wanted - kept) & said).values())
        self.exact += ours == theirs
        self.pairs += 1
        return ours == theirs

    def figures(self) -> dict[str, float]:
        """The figures of the JSON line; precision is 1 where nothing was deleted, recall where nothing was to be."""
        precision = self.both / (self.both + self.ours) if self.both + self.ours else 1.0
        recall = self.both / (self.both + self.theirs) if self.both + self.theirs else 1.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return {
            "precision": round(precision, 4),
            "recall": round(recall, 4),
            "f1": round(f1, 4),
            "exact": round(self.exact / self.pairs, 4) if self.pairs else 0.0,
            "lost_meaning": self.lost,
            "pairs": self.pairs,
        }


def plain(text: str) -> str:
    """`text` as it is compared: however the fluent version writes its apostrophes, halves (do n't) and script."""
    folded = simplified(unicodedata.normalize("NFKC", text)).replace("’", "'").replace("‘", "'")
    return _HALF.sub("", folded)


def tokens(text: str, language: Language) -> list[str]:
    """Words in lower case, or characters (a Latin word or a figure is one); case and punctuation do not count."""
    return [found.casefold() for found in _TOKENS[language].findall(plain(text))]


def deleted(spoken: Sequence[str], kept: Sequence[str]) -> set[int]:
    """Places of `spoken` that are not in `kept`, by the longest common subsequence.

    Of equal ones the last: of "the the" the first is deleted, whoever did it.
    """
    rows = [[0] * (len(kept) + 1)]
    for one in spoken:
        above, row = rows[-1], [0]
        for at, other in enumerate(kept):
            row.append(above[at] + 1 if one == other else max(above[at + 1], row[at]))
        rows.append(row)
    gone, at, left = set[int](), len(spoken), len(kept)
    while at:
        if left and spoken[at - 1] == kept[left - 1] and rows[at][left] == rows[at - 1][left - 1] + 1:
            at, left = at - 1, left - 1
        elif left and rows[at][left - 1] == rows[at][left]:
            left -= 1
        else:
            at -= 1
            gone.add(at)
    return gone


def main() -> int:
    """Print the table and the JSON line; 1 and a line on stderr where the file cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cleaning", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--part", default="", help="only rows of this part (dev, held)")
    parser.add_argument("--show", type=int, default=0, help="print so many utterances that came out otherwise")
    chosen = parser.parse_args()
    try:
        rows = read_rows(chosen.file, Row, part=chosen.part)
    except (QuipuError, OSError, UnicodeDecodeError) as error:
        print(error, file=sys.stderr)
        return 1
    total, kinds, otherwise = Counts(), defaultdict[str, Counts](Counts), list[Row]()
    for row in rows:
        kinds[row.kind].add(row)
        if not total.add(row):
            otherwise.append(row)
    for row in otherwise[: chosen.show]:
        cleaned = apply_cleaning(row.disfluent, removable(row.disfluent, language_of(row.disfluent)))
        print(f"{row.id}\n  said   {row.disfluent}\n  person {row.fluent}\n  here   {cleaned}")
    for name, counts in {**kinds, "all of them": total}.items():
        print(f"{name:<12}", *(f"{key} {value:g}" for key, value in counts.figures().items()))
    print(json.dumps(total.figures(), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
