"""Files in order, then damaged: a reader reads them or raises FileRefused."""

from random import Random

import pytest

from corpus.readers import READERS
from tests.corpus.mutations import check, damaged, damaged_inside, seeds

CASES = 40  # of each
_TRIED_ELSEWHERE = (".docx", ".csv", ".xlsx")  # by the zoos; some of these tables are refused, and rightly


def test_the_seeds_are_in_order() -> None:
    assert seeds().keys() == READERS.keys()
    assert {
        check(suffix, data) for suffix, files in seeds().items() for data in files if suffix not in (".csv", ".xlsx")
    } == {"read"}


@pytest.mark.parametrize("suffix", READERS)
def test_damaged_bytes(suffix: str) -> None:
    files = seeds()[suffix]
    for case in range(CASES):
        random = Random(f"{suffix} {case}")
        check(suffix, damaged(random, random.choice(files), files))


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_damaged_parts(suffix: str) -> None:
    files = seeds()[suffix]
    told = set()
    for case in range(CASES // 2):
        random = Random(f"{suffix} inside {case}")
        told.add(check(suffix, damaged_inside(random, random.choice(files), files)))
    assert {"read", "corrupt_file"} <= told  # else nothing was tried


FOUND = {
    "a surrogate in a key": (".jsonl", b'{"\\ud800": 1}', "bad_json"),
    "digits without end": (".srt", b"1\n00:00:01,000 -->" + b"9" * 100_000 + b" 00:00:02,000\nQ: a", "corrupt_file"),
    "numbers without end": (".srt", b"1\n" * 60_000, "corrupt_file"),
    "blanks behind a number": (".txt", b"1. a" + b" " * 1900 + b"b\nQ: a\nA: b\n", "read"),
    "blanks before no colon": (".txt", b"a" + b" " * 100_000 + b"b\nQ: a\nA: b\n", "read"),
    "blanks behind words": (".txt", (b"Q: a" + b" " * 100_000 + b"b [00:01]\nA: b [00:02]\n") * 3, "read"),
    "stars in the head": (".txt", (b"*" * 298 + b"\n") * 150 + b"Q: a\nA: b\n", "read"),
    "blanks behind a year": (".csv", b"wave,speaker,text\n2026" + b" " * 20_000 + b"x,Q,a\n,A,b\n", "read"),
    "voices without end": (".vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"<v." * 30_000, "no_speakers"),
    "blanks without end in a label": (".csv", b"speaker,text\nA" + b" " * 100_000 + b"b,Why?\nJo,Tea\n", "read"),
}


@pytest.mark.parametrize("kind", FOUND)
def test_what_was_found(kind: str) -> None:
    suffix, data, told = FOUND[kind]
    assert check(suffix, data) == told
