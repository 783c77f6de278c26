"""Reading in other processes gives what reading here does, and a reader that dies costs its own file alone."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus import ahead
from corpus.ahead import Ahead
from corpus.arrivals import Arrival
from corpus.contents import contents_of
from corpus.database import open_database
from corpus.errors import FileRefused
from corpus.intake import import_files
from corpus.readers import read_transcripts
from corpus.schema import Base
from corpus.tables import Read
from corpus.viewer import LOCAL

SAID = "Respondent: {who}\nWave: 2026-Q1\n\nQ: How often?\nA: Um, well, I I go {n} times, my number is 07700 900123.\n"


@pytest.fixture
def files(tmp_path: Path) -> list[Arrival]:
    made = []
    for n in range(7):
        path = tmp_path / f"E{n:02}.txt"
        path.write_text("nobody speaks" if n == 5 else SAID.format(who=f"E{n:02}", n=n))
        made.append(Arrival(path, path.name))
    return made


def deadly(arrival: Arrival, data: bytes) -> Read:
    """A reader whose library brings its process down over one file."""
    if arrival.name == "E03.txt":
        os.kill(os.getpid(), signal.SIGKILL)
    return [], read_transcripts(arrival.name, data), None


def got(read_ahead: Ahead, files: list[Arrival]) -> list[object]:
    asked = read_ahead.read([(each, each.read()) for each in files])
    found: list[object] = []
    for each in asked:
        try:
            found.append(each())
        except FileRefused as refusal:
            found.append((refusal.key, refusal.values))
    return found


def test_other_processes_give_what_this_one_does(files, monkeypatch) -> None:
    monkeypatch.setattr(ahead, "WORTH", 1)
    with Ahead(len(files), processes=2) as beside, Ahead(len(files), processes=0) as here:
        found, wanted = got(beside, files), got(here, files)
    assert found == wanted
    assert found[0] == contents_of(files[0], files[0].read())
    assert found[0].interviews[0].words.turns
    assert found[5][0] == "no_speakers"


def test_a_reader_that_dies_costs_its_own_file(files, monkeypatch) -> None:
    monkeypatch.setattr(ahead, "WORTH", 1)
    with Ahead(len(files), deadly, processes=2) as beside:
        found = got(beside, files)
    assert found[3] == ("unexpected", {"error": "TerminatedWorkerError"})
    assert [each.interviews[0].read.respondent for at, each in enumerate(found) if at not in (3, 5)] == [
        "E00", "E01", "E02", "E04", "E06",
    ]  # fmt: skip


def test_an_import_by_processes_is_the_import_by_one(tmp_path, files, monkeypatch) -> None:
    held = []
    for worth in (1, 100):
        monkeypatch.setattr(ahead, "WORTH", worth)
        engine = open_database(f"sqlite:///{tmp_path / f'{worth}.db'}")
        import_files([each.path for each in files], engine=engine, viewer=LOCAL, lock=tmp_path / "lock")
        with Session(engine) as session:
            held.append([
                sorted(repr(row) for row in session.execute(select(*(c for c in table.c if c.name != "brought_at"))))
                for table in Base.metadata.sorted_tables
            ])  # fmt: skip
    assert held[0] == held[1]


def test_what_reads_ends_with_what_imports(tmp_path) -> None:
    """A kill -9 of the import leaves no process behind that waits for work for good."""
    script = tmp_path / "importing.py"
    script.write_text(
        "import os, signal, sys\nfrom pathlib import Path\nfrom corpus import ahead\nfrom corpus.arrivals import Arrival\n"
        "ahead.WORTH, ahead.IDLE = 1, 1\n"
        "beside = ahead.Ahead(2, processes=2)\n"
        "beside.read([(Arrival(Path('a.txt'), 'a.txt'), b'Q: a?\\nA: b.\\n')])[0]()\n"
        "print('read', flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    # The pipe of standard output is held by everybody who was started: reading it ends when the last of them has,
    # and with one that waits for good the time runs out.
    run = subprocess.run(
        [sys.executable, script], capture_output=True, timeout=60, env={**os.environ, "PYTHONPATH": "."}
    )
    assert run.returncode == -signal.SIGKILL
    assert run.stdout == b"read\n"
