"""The worker as a process: it finishes what was asked for, once, however often it dies; and only one of it lives."""

import sqlite3
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from corpus import disk
from corpus.batches import Batches
from corpus.errors import Busy, QuipuError
from corpus.viewer import LOCAL
from index.manifest import Manifest, current
from index.switching import beside
from research import worker
from research.brief import parse_brief
from research.job_rows import JobRows
from research.jobs import Job
from research.messages import explain
from research.task import Crew, Progress, Task
from research.workspace import Workspace
from tests.tiny import BRIEFS, Home, transcript
from tests.worker_process import until, worker_on

FILES = 6


def ended(space: Workspace, job: Job) -> Job:
    return until(lambda: one if not (one := space.jobs.get(job.id)).live else None, f"{job.kind} ends")


def batch_of(space: Workspace) -> str:
    files = [(f"E7{n}_2026-Q1.txt", transcript(("a", f"b {n}", "c", "d"), "en").encode()) for n in range(FILES)]
    return Batches(space.engine, LOCAL, space.settings.uploads).open(files).id


def interviews(space: Workspace) -> int:
    return space.corpus.counts()["interviews"] - 14


def log_of(home: Home) -> str:
    return (home.folder / "worker.log").read_text(encoding="utf-8")


# As a process


def test_what_was_asked_for_is_done_and_nothing_is_said_of_its_words(tiny: Home) -> None:
    space = tiny.space()
    study = space.studies.open(parse_brief(BRIEFS["en"])).id
    first = space.jobs.ask("match", study)  # before there is a worker
    with worker_on(tiny.folder) as process:
        assert ended(space, first).result == {"people": 12, "valid": 6}
        assert space.jobs.worker_alive()
        written = ended(space, space.jobs.ask("write", study))
        assert written.status == "done" and space.studies.report(written.result["report"])
    assert process.returncode == 0 and not space.jobs.worker_alive()
    log = log_of(tiny)
    assert first.id in log and "matches" in log and "coffee" not in log.lower()
    with create_engine(f"sqlite:///{space.settings.jobs}").connect() as jobs:
        kept = [
            jobs.execute(text(f"SELECT * FROM {table}")).all() for table in ("workflow_status", "operation_outputs")
        ]
    assert all(kept) and "coffee" not in repr(kept).lower()


@pytest.mark.parametrize("at", [1, FILES])
def test_killed_in_the_middle_of_an_import_the_next_one_finishes_it(tiny: Home, at: int) -> None:
    space = tiny.space()
    job = space.jobs.ask("import", batch_of(space))
    with worker_on(tiny.folder, DIES_AT=at) as process:
        until(process.poll, "it dies")
    assert process.returncode == -9 and interviews(space) == at
    assert space.jobs.get(job.id).status == "running"
    with worker_on(tiny.folder):
        done = ended(space, job)
    assert (done.status, done.result) == ("done", {"in": FILES, "known": 0, "refused": 0, "interviews": 14 + FILES})
    assert interviews(space) == FILES and len(space.corpus.files()) == len({one.sha256 for one in space.corpus.files()})
    assert space.searcher() and len(space.jobs.recent()) == 1


def test_a_running_job_the_queue_has_lost_is_handed_over_again(tiny: Home) -> None:
    space = tiny.space()
    job = space.jobs.ask("import", batch_of(space))
    with worker_on(tiny.folder, DIES_AT=2) as process:
        until(process.poll, "it dies")
    for file in tiny.folder.glob("jobs.db*"):
        file.unlink()
    with worker_on(tiny.folder):
        assert ended(space, job).status == "done"
    assert interviews(space) == FILES


def test_killed_while_another_encoders_index_grows_the_next_one_finishes_it(tiny: Home, monkeypatch) -> None:
    monkeypatch.setenv("QUIPU_ENCODER", "ours")
    space = tiny.space()
    with worker_on(tiny.folder, DIES_GROWING=2) as process:  # nobody but the worker asks for it
        until(process.poll, "it dies")
    (job,) = space.jobs.live()
    grown = Manifest.load(current(beside(space.settings.index))).exchanges
    assert (job.kind, job.status) == ("index", "running") and 16 <= grown < space.corpus.counts()["exchanges"]
    assert space.searcher().spaces.name is None, "the one there was serves"
    with worker_on(tiny.folder):
        assert ended(space, job).status == "done"
    assert space.searcher().spaces.name == "ours" and not beside(space.settings.index).exists()
    assert len(space.jobs.recent()) == 1


def test_cancelled_it_stops_and_keeps_what_is_in(tiny: Home) -> None:
    space = tiny.space()
    (tiny.folder / "hold").touch()
    job = space.jobs.ask("import", batch_of(space))
    with worker_on(tiny.folder, HOLDS_AT=2):
        until(lambda: (tiny.folder / "held").exists() or None, "the second file is in")
        space.jobs.cancel(job.id)
        assert space.jobs.get(job.id).stopping
        (tiny.folder / "hold").unlink()
        assert ended(space, job).status == "cancelled"
        assert interviews(space) == 2
        again = ended(space, space.jobs.ask("import", job.subject))
    assert again.status == "done" and interviews(space) == FILES


def test_a_second_worker_is_refused_in_one_line(tiny: Home) -> None:
    space = tiny.space()
    with worker_on(tiny.folder, verb="research work"):
        until(lambda: space.jobs.worker_alive() or None, "it is alive")
        with worker_on(tiny.folder, verb="research work") as second:
            said = (until(second.poll, "it is refused"), second.stdout and second.stdout.read())
        assert said == (2, b"")
    lines = [line for line in log_of(tiny).splitlines() if str(tiny.folder) in line]
    assert len(lines) == 1 and "is running already" in lines[0] and "Traceback" not in log_of(tiny)


def test_records_of_its_own_that_cannot_be_read_are_named(tiny: Home) -> None:
    tiny.space()
    (tiny.folder / "jobs.db").write_bytes(b"this is no database" * 400)
    with worker_on(tiny.folder) as process:
        assert until(process.poll, "it gives up") == 2
    (line,) = log_of(tiny).splitlines()
    assert str(tiny.folder / "jobs.db") in line and "nothing is lost" in line


# Its parts


@pytest.fixture
def crew(tiny: Home) -> Crew:
    space = tiny.space()
    return Crew(space.engine, space.settings)


def taken(crew: Crew, kind: str = "import") -> Job:
    space = Workspace(crew.engine, LOCAL, crew.settings)
    subject = batch_of(space) if kind == "import" else space.studies.open(parse_brief(BRIEFS["en"])).id
    job = space.jobs.ask(kind, subject)
    assert crew.rows.take(job.id)
    return job


def now_of(crew: Crew, job: Job) -> Job:
    return crew.rows.get(job.id)[0]


def test_steps_end_the_row_and_say_whether_there_is_more(crew: Crew) -> None:
    job = taken(crew)
    task = Task(job.id, crew)
    pieces = task.plan()
    assert [task.do(piece, at, len(pieces)) for at, piece in enumerate(pieces)] == [True] * FILES + [False]
    assert now_of(crew, job).status == "done"
    assert not task.do(pieces[-1], FILES, len(pieces)) and task.plan() == []  # after a kill: nothing more
    assert now_of(crew, job).status == "done"


def test_a_trouble_ends_the_job_with_its_key_and_values(crew: Crew) -> None:
    job = Workspace(crew.engine, LOCAL, crew.settings).jobs.ask("import", "b-none")
    crew.rows.take(job.id)
    assert Task(job.id, crew).plan() == []
    assert (now_of(crew, job).status, now_of(crew, job).trouble) == ("failed", ("no_batch", {"id": "b-none"}))


def test_what_nobody_foresaw_is_told_by_its_kind_and_never_by_its_words(crew: Crew, monkeypatch, caplog) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("SEC" + "RET")  # the line of code itself is told

    job = taken(crew)
    monkeypatch.setattr(Batches, "bring_in", broken)
    task = Task(job.id, crew)
    pieces = task.plan()
    assert not task.do(pieces[0], 0, len(pieces))
    assert now_of(crew, job).trouble == ("job_broke_off", {"error": "RuntimeError"})
    assert "RuntimeError" in caplog.text and "broken" in caplog.text and "SECRET" not in caplog.text


def test_who_is_busy_is_waited_for_until_the_job_is_cancelled(crew: Crew, monkeypatch) -> None:
    job, tries = taken(crew), []
    jobs = Workspace(crew.engine, LOCAL, crew.settings).jobs

    def busy(*_: object, **__: object) -> None:
        tries.append(1)
        if len(tries) == 3:
            jobs.cancel(job.id)
        raise Busy("import_running")

    monkeypatch.setattr(Batches, "bring_in", busy)
    monkeypatch.setattr("research.task.PAUSE", 0)
    task = Task(job.id, crew)
    assert not task.do(task.plan()[0], 0, FILES + 1)
    assert len(tries) == 3 and now_of(crew, job).status == "cancelled"


def test_progress_is_written_seldom_but_each_phase_at_once(crew: Crew) -> None:
    job, at, written = taken(crew), [0.0], []
    progress = Progress(job.id, crew.rows, clock=lambda: at[0])
    for step in range(100):
        at[0] = step * 0.01
        progress("files", step, 100)
        written.append(now_of(crew, job).done)
    assert len(set(written)) <= 5 and written[-1] >= 75
    progress("index", 0, 0)
    assert (now_of(crew, job).phase, now_of(crew, job).of) == ("index", 0)


def test_a_worker_that_cannot_end_a_row_says_nothing_of_what_it_would_have_written(crew: Crew, monkeypatch) -> None:
    job = taken(crew)
    monkeypatch.setattr(JobRows, "wanted", lambda *_: True)
    crew.engine.dispose()
    database = Path(crew.settings.home / "quipu.db")
    with create_engine(f"sqlite:///{database}").begin() as records:
        records.execute(text("ALTER TABLE job RENAME TO elsewhere"))
    with pytest.raises(RuntimeError) as raised:
        Task(job.id, crew)._end("failed", trouble=("shortage_nothing_found", {"questions": ["SECRET"]}))
    assert "SECRET" not in str(raised.value) and raised.value.__suppress_context__


def test_the_worker_leaves_a_processor_to_the_pages(tiny: Home) -> None:
    code = (
        "import os; from research.serving import take_a_back_seat; before = os.nice(0); take_a_back_seat();"
        "print(os.environ['OMP_NUM_THREADS'], os.nice(0) - before)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    assert ran.stdout.split() == ["1", "10"]


# The disk is full


def sqlite_full() -> OperationalError:
    """As SQLite says it."""
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    return OperationalError("INSERT", {}, error)


def test_without_room_a_job_begins_no_piece_and_says_how_much_is_needed(crew: Crew, monkeypatch) -> None:
    job = taken(crew)
    task = Task(job.id, crew)
    pieces = task.plan()
    assert task.do(pieces[0], 0, len(pieces))
    monkeypatch.setattr(disk, "free_at", lambda _: disk.RESERVE - 1)
    assert not task.do(pieces[1], 1, len(pieces))
    key, values = now_of(crew, job).trouble or ("", {})
    assert key == "no_room" and values["need"] == disk.RESERVE == values["free"] + 1
    space = Workspace(crew.engine, LOCAL, crew.settings)
    assert interviews(space) == 1
    monkeypatch.undo()
    again = space.jobs.ask("import", job.subject)
    assert crew.rows.take(again.id)
    rest = Task(again.id, crew)
    assert len(rest.plan()) == FILES


def test_a_disk_that_fills_up_ends_the_job_with_that(crew: Crew, monkeypatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise sqlite_full()

    job = taken(crew)
    monkeypatch.setattr(Batches, "bring_in", full)
    task = Task(job.id, crew)
    pieces = task.plan()
    assert not task.do(pieces[0], 0, len(pieces))
    key, values = now_of(crew, job).trouble or ("", {})
    assert key == "disk_full" and values["at"] == str(crew.settings.home)
    assert "lost" in explain(QuipuError(key, **values), "en") and "磁盘已满" in explain(QuipuError(key, **values), "zh")


def test_an_end_that_finds_no_room_is_written_once_there_is(crew: Crew, monkeypatch) -> None:
    job, tries, end = taken(crew), [], JobRows.end

    def full_twice(*told: object, **more: object) -> object:
        tries.append(1)
        if len(tries) < 3:
            raise sqlite_full()
        return end(*told, **more)

    monkeypatch.setattr(JobRows, "end", full_twice)
    monkeypatch.setattr("research.task.PAUSE", 0)
    Task(job.id, crew)._end("done", result={})
    assert len(tries) == 3 and now_of(crew, job).status == "done"


def test_a_worker_begins_anew_where_what_it_did_finds_no_room_to_be_noted(tiny: Home) -> None:
    """Its own records are full right after the second file: the same process goes on, and nothing is done twice."""
    space = tiny.space()
    job = space.jobs.ask("import", batch_of(space))
    with worker_on(tiny.folder, FULL_AT=2) as process:
        until(lambda: log_of(tiny).count(f"worker {process.pid} is up") == 2 or None, "it has begun anew")
        done = ended(space, job)
        assert process.poll() is None
    assert (done.status, done.result) == ("done", {"in": FILES, "known": 0, "refused": 0, "interviews": 14 + FILES})
    log = log_of(tiny)
    assert "no room to write down" in log and log.count(f"worker {process.pid} is up") == 2
    assert interviews(space) == FILES


def test_a_worker_waits_for_room_to_begin(tiny: Home, monkeypatch, caplog) -> None:
    space, looks = tiny.space(), []

    class Stop(Event):
        def wait(self, timeout: float | None = None) -> bool:
            looks.append(timeout)
            return False

    monkeypatch.setattr(worker, "free_at", lambda _: 10 if len(looks) < 3 else 10**9)
    worker._until_room(space.settings, Stop())
    assert len(looks) == 3 and caplog.text.count("the disk is full") == 1
