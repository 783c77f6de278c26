"""How fast interviews come in: read, cleaned, paired and stored, without encoding; and whether memory stays flat.

`python -m benchmarks.intake [--exchanges N] [--folder DIR]`. The files are made here: interviews in the sample corpus's own words,
put together anew, as .docx, .txt, .srt, .csv and .jsonl in turn. They come into an empty workspace by the product's own import, in this
process; making them is not timed. Memory is the process's resident size after each tenth of the files.
"""

import argparse
import csv
import io
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from docx import Document

from corpus.database import open_database
from corpus.intake import import_files
from corpus.records import Language
from corpus.store import Corpus
from corpus.viewer import LOCAL
from research.settings import SAMPLE

EACH = 15
"""Exchanges of an interview, as in the sample."""
LABELS: dict[Language, tuple[str, str]] = {"zh": ("访问员", "受访者"), "en": ("Interviewer", "Respondent")}
Turns = list[tuple[str, str]]
"""(label, words), in order."""


def _docx(turns: Turns) -> bytes:
    document, made = Document(), io.BytesIO()
    for label, words in turns:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{label}：").bold = True
        paragraph.add_run(words)
    document.save(made)
    return made.getvalue()


def _text(turns: Turns) -> bytes:
    return "\n\n".join(f"{label}: {words}" for label, words in turns).encode()


def _srt(turns: Turns) -> bytes:
    cues = (
        f"{at + 1}\n00:{at:02}:00,000 --> 00:{at:02}:40,000\n{label}: {words}\n"
        for at, (label, words) in enumerate(turns)
    )
    return "\n".join(cues).encode()


def _csv(turns: Turns) -> bytes:
    made = io.StringIO()
    csv.writer(made).writerows([("speaker", "text"), *turns])
    return made.getvalue().encode()


def _jsonl(turns: Turns) -> bytes:
    return json.dumps({"turns": [{"speaker": label, "text": words} for label, words in turns]}).encode()


WRITERS: dict[str, Callable[[Turns], bytes]] = {"docx": _docx, "txt": _text, "srt": _srt, "csv": _csv, "jsonl": _jsonl}


def sample_exchanges(folder: Path) -> dict[Language, Turns]:
    """(asked, answered) of every exchange of the sample corpus, by language."""
    engine = open_database(f"sqlite:///{folder / 'sample.db'}")
    import_files([SAMPLE / "transcripts"], engine=engine, viewer=LOCAL, lock=folder / "lock")
    found: dict[Language, Turns] = {"zh": [], "en": []}
    for interview in Corpus(engine, LOCAL).interviews():
        found[interview.language] += [(interview.asked(one), interview.answered(one)) for one in interview.exchanges]
    return found


def write_files(folder: Path, exchanges: int, held: dict[Language, Turns], seed: int = 0, each: int = EACH) -> None:
    """Interviews of `each` exchanges drawn from those held, each under the id of a person of its own."""
    draw = random.Random(seed)
    for number in range(-(-exchanges // each)):
        language: Language = "zh" if number % 2 else "en"
        asker, answerer = LABELS[language]
        drawn = draw.sample(held[language], each)
        turns = [turn for asked, said in drawn for turn in ((asker, asked), (answerer, said.replace("\n", " ")))]
        suffix = list(WRITERS)[number % len(WRITERS)]
        (folder / f"X{number:06}_2026-Q1.{suffix}").write_bytes(WRITERS[suffix](turns))


def resident(status: Path = Path("/proc/self/status")) -> int:
    """Bytes of this process in memory (Linux)."""
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) * 1024


def measured(folder: Path, out: IO[str]) -> dict[str, float]:
    """Bring in the folder's files; exchanges a second, and memory after the first tenth and at the end."""
    engine = open_database(f"sqlite:///{folder.parent / 'corpus.db'}")
    sizes: list[int] = []

    def progress(done: int, of: int, _name: str) -> None:
        if done * 10 // of > len(sizes):
            sizes.append(resident())
            print(f"{done:,} of {of:,} files, {sizes[-1] >> 20} MB", file=out)

    began = time.perf_counter()
    results = import_files([folder], engine=engine, viewer=LOCAL, lock=folder.parent / "lock", progress=progress)
    seconds = time.perf_counter() - began
    refused = sum(one.status != "in" for one in results)
    exchanges = Corpus(engine, LOCAL).counts()["exchanges"]
    return {
        "exchanges": exchanges, "refused": refused, "seconds": round(seconds, 1), "per_second": round(exchanges / seconds),
        "rss_first_tenth": sizes[0], "rss_end": sizes[-1],
    }  # fmt: skip


def main() -> int:
    """Make the files, bring them in, print the figures and the JSON line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.intake", description=__doc__)
    parser.add_argument("--exchanges", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="where the files are made; default: a temporary folder, removed")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.folder) as name:
        made = Path(name) / "files"
        made.mkdir()
        write_files(made, chosen.exchanges, sample_exchanges(Path(name)))
        figures = measured(made, sys.stderr)
    print(f"{figures['exchanges']:,} exchanges in {figures['seconds']} s: {figures['per_second']:,} a second")
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
