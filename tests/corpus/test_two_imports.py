"""Two imports at once, in two processes, of the same files and of others: it ends as one after the other would."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from sqlalchemy import MetaData, select

from corpus.batches import Batches
from corpus.database import open_database
from corpus.errors import Busy
from corpus.intake import import_files
from corpus.viewer import LOCAL

ROOT = Path(__file__).parents[2]
FILES = 8

COMMAND = """
import sys, time
from pathlib import Path
from corpus.database import open_database
from corpus.errors import Busy
from corpus.intake import import_files
from corpus.viewer import LOCAL

home, files, refused = Path(sys.argv[1]), [Path(each) for each in sys.argv[2:]], 0
engine = open_database(f"sqlite:///{home / 'quipu.db'}")
(home / f"ready-{files[0].parent.name}").touch()
while not (home / "go").exists():
    time.sleep(0.005)
for each in files:  # as somebody who asks again when told that another import is running
    while True:
        try:
            (found,) = import_files([each], engine=engine, viewer=LOCAL, lock=home / "lock")
        except Busy:
            refused += 1
            time.sleep(0.002)
        else:
            break
    assert found.status in ("in", "known"), found
print(refused)
"""


def told(engine: Any) -> dict[str, list[str]]:
    """What is in, whichever came first: without moments and numbers given in the order of coming."""
    tables, found = MetaData(), {}
    tables.reflect(engine)
    with engine.connect() as connection:
        for name in ("respondent", "interview", "text_version", "turn", "exchange", "source_file"):
            left = {"id", "source_id", "brought_at", "brought_by", "name"} if name != "interview" else {"source_id"}
            kept = [column for column in tables.tables[name].columns if column.name not in left]
            found[name] = sorted(map(repr, connection.execute(select(*kept))))
    return found


@pytest.mark.parametrize("shared", [0, FILES // 2, FILES], ids=["other files", "some the same", "the same files"])
def test_two_processes_bring_in_at_once(tmp_path: Path, write: Any, talk: Any, shared: int) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'quipu.db'}")
    given = []
    for who, first in (("a", 0), ("b", FILES - shared)):
        given.append([
            write(f"{who}/E{n:02}_2026-Q1.jsonl", talk("Tea?", f"{n} cups.", "Why?", f"For {n} reasons.", who=f"E{n:02}"))
            for n in range(first, first + FILES)
        ])  # fmt: skip
    running = [
        subprocess.Popen(
            [sys.executable, "-c", COMMAND, str(tmp_path), *map(str, files)],
            cwd=ROOT,
            env={**os.environ},
            stdout=subprocess.PIPE,
        )
        for files in given
    ]
    while not all((tmp_path / f"ready-{name}").exists() for name in "ab") and all(
        one.poll() is None for one in running
    ):
        os.sched_yield()
    (tmp_path / "go").touch()
    for one in running:
        one.communicate(timeout=90)
    assert [one.returncode for one in running] == [0, 0]
    after = open_database(f"sqlite:///{tmp_path / 'whole.db'}")
    for files in given:
        import_files(files, engine=after, viewer=LOCAL, lock=tmp_path / "lock")
    assert told(engine) == told(after)
    assert len(told(engine)["interview"]) == 2 * FILES - shared
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() == []


def test_the_second_is_told_at_the_command_line_and_waits_in_the_workspace(
    bring: Any, write: Any, talk: Any, batches: Batches, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("E01_2026-Q1.jsonl", talk("Tea?", "Two cups."))
    batch = batches.open_paths([path]).id
    monkeypatch.setattr("corpus.batches.PATIENCE", 0.05)
    with FileLock(tmp_path / "lock"):
        with pytest.raises(Busy, match="import_running"):
            bring()
        with pytest.raises(Busy, match="import_running"):
            batches.bring_in(batch, 1, lock=tmp_path / "lock")
        assert batches.file(batch, 1).status == "waiting"
    assert bring()[0].status == "in"
    assert batches.bring_in(batch, 1, lock=tmp_path / "lock").status == "known"
