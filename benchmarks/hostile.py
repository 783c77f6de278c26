"""How long texts made to be slow take to read, and how that grows: `python -m benchmarks.hostile`.

Each text is read at a length and at four times that length, by the processor's own clock. Reading in step with the
length gives a growth of 1, every pair of characters 2, backtracking far more.
Ends with status 1 where something grows faster than LIMIT.
"""

import contextlib
import math
import sys
import time
from collections.abc import Callable
from functools import partial

from corpus.errors import BadInput, FileRefused
from corpus.readers import READERS, read_transcripts
from research.audience import criteria_from
from research.brief import MOST_CHARACTERS, parse_brief
from research.values import read_value

Text = tuple[str, str, int, str]
# (what comes first, what is repeated, how often, what comes last): no reader may be slow on any of them.
TRANSCRIPTS = (
    ("", " ", 200_000, ""), ("", "\n", 200_000, ""), ("Q: a\n", " \n", 100_000, ""), ("", "-", 200_000, "x"),
    ("", ": ", 100_000, ""), ("", "<v ", 60_000, ""), ("", "1\n", 60_000, ""), ("", "[", 200_000, ""),
    ("", "**", 100_000, ""), ("WEBVTT\n\n00:01.000 --> 00:02.000\n", "<", 200_000, ""), ("Q: ", "（", 200_000, ""),
    ("", ",", 200_000, ""),
)  # fmt: skip
STAMMERS = (("", "还是", 4000, "x三百"), ("", "maybe ", 4000, "zz forty"), ("", "一", 9000, ""))
BRIEFS = ("的人", "最好妈妈", "18岁以上", "not women, ", "年收入5", "18-", "want to know, and why ", "[", "a.b", "优先")
LIMIT = 1.5
LEAST = 0.02  # seconds: what takes less is too short to say how it grows


def of_length(text: Text, share: float = 1.0) -> str:
    """The text, its repeated part as often as `share` of its number."""
    first, again, times, last = text
    return first + again * int(times * share) + last


def seconds(read: Callable[[str], object], text: str) -> float:
    """Processor seconds of one reading; a refusal is an answer too."""
    began = time.process_time()
    with contextlib.suppress(FileRefused, BadInput):
        read(text)
    return time.process_time() - began


def growth(read: Callable[[str], object], text: Text) -> tuple[float, float]:
    """(seconds at full length, exponent between a quarter of it and all of it; 0 where both are nearly nothing)."""
    short, long = (min(seconds(read, of_length(text, share)) for _ in range(3)) for share in (0.25, 1.0))
    return long, math.log(long / max(short, 1e-6), 4) if long > LEAST else 0.0


def _works() -> list[tuple[str, Callable[[str], object], Text]]:
    transcripts = [(suffix, partial(_transcript, suffix), text) for text in TRANSCRIPTS for suffix in READERS]
    values = [("value", _value, text) for text in STAMMERS]
    briefs = [("brief", _brief, ("奶茶还喝吗？", each, (MOST_CHARACTERS - 6) // len(each), "")) for each in BRIEFS]
    return [*transcripts, *values, *briefs]


def _transcript(suffix: str, text: str) -> None:
    read_transcripts("a" + suffix, text.encode())


def _value(text: str) -> None:
    read_value(text, "number", (), "zh", question="一个月花多少钱？")


def _brief(text: str) -> None:
    criteria_from(parse_brief(text))


def main() -> int:
    """Prints what takes longer than LEAST, the slowest growth first."""
    found = [(name, text, *growth(read, text)) for name, read, text in _works()]
    for name, text, took, power in sorted(found, key=lambda each: -each[3]):
        if took > LEAST:
            print(f"{power:5.2f}  {took:6.2f} s  {name:<8} {text[1]!r} × {text[2]:,}")
    return int(any(power > LIMIT for _, _, _, power in found))


if __name__ == "__main__":
    sys.exit(main())
