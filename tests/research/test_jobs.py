"""Jobs as rows: asked for once, seen by who may, cancelled wherever they are, ended once."""

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from corpus.database import open_database
from corpus.errors import NotAllowed, NotFound
from corpus.viewer import LOCAL, Viewer
from research.brief import parse_brief
from research.job_rows import JobRows
from research.jobs import SILENT, Job, Jobs
from research.settings import read_settings
from research.studies import now
from research.workspace import Workspace

CURATOR = Viewer("carla", "curator", "institute")


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    settings = read_settings({"QUIPU_HOME": str(tmp_path)})
    return Workspace(open_database(settings.database), LOCAL, settings)


@pytest.fixture
def study(space: Workspace) -> str:
    return space.studies.open(parse_brief("What do people drink in the morning?")).id


@pytest.fixture
def rows(space: Workspace) -> JobRows:
    return JobRows(space.engine)


def test_what_waits_or_runs_is_asked_for_once(space, study, rows) -> None:
    first = space.jobs.ask("match", study)
    assert (first.status, first.live, space.jobs.ask("match", study).id) == ("waiting", True, first.id)
    assert space.jobs.ask("write", study).id != first.id
    rows.take(first.id)
    assert space.jobs.ask("match", study).id == first.id
    rows.end(first.id, "done")
    second = space.jobs.ask("match", study)
    assert second.id != first.id and space.jobs.of("match", study) == second


def test_two_who_ask_at_once_get_one_job(space, study) -> None:
    start, ids = threading.Barrier(4), []

    def ask() -> None:
        start.wait()
        ids.append(Jobs(space.engine, LOCAL).ask("match", study).id)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(ids) == 4 and len(set(ids)) == 1 and len(space.jobs.recent()) == 1


def test_a_study_of_another_client_has_no_jobs(space, study) -> None:
    job = space.jobs.ask("match", study)
    other = Jobs(space.engine, Viewer("eve", "owner", "elsewhere"))
    for look in (lambda: other.ask("match", study), lambda: other.get(job.id), lambda: other.cancel(job.id)):
        with pytest.raises(NotFound):
            look()
    assert other.of("match", study) is None and not other.recent() and not other.live()
    assert not space.jobs.get(job.id).stopping


def test_imports_are_seen_by_all_who_may_import_and_by_nobody_else(space, study) -> None:
    job = space.jobs.ask("import", "b-1")
    match = space.jobs.ask("match", study)
    assert [one.id for one in Jobs(space.engine, CURATOR).live()] == [job.id]
    researcher = Jobs(space.engine, Viewer("rae", "researcher", LOCAL.client))
    assert [one.id for one in researcher.live()] == [match.id]
    with pytest.raises(NotAllowed):
        researcher.ask("import", "b-2")


def test_cancelling_what_waits_ends_it(space, study, rows) -> None:
    job = space.jobs.ask("match", study)
    space.jobs.cancel(job.id)
    ended = space.jobs.get(job.id)
    assert (ended.status, ended.live, ended.stopping) == ("cancelled", False, False) and ended.ended_at
    assert not rows.take(job.id) and space.jobs.ask("match", study).id != job.id


def test_cancelling_what_runs_is_a_wish_the_worker_reads(space, study, rows) -> None:
    job = space.jobs.ask("match", study)
    assert rows.take(job.id) and rows.wanted(job.id)
    assert rows.at(job.id, "matches", 1, 2, now())
    space.jobs.cancel(job.id)
    assert space.jobs.get(job.id).stopping and space.jobs.get(job.id).status == "running"
    assert not rows.wanted(job.id) and not rows.at(job.id, "matches", 2, 2, now())
    assert (space.jobs.get(job.id).done, space.jobs.get(job.id).of) == (1, 2)
    assert rows.end(job.id, "cancelled")
    assert space.jobs.get(job.id).status == "cancelled"


def test_cancelling_what_has_ended_changes_nothing(space, study, rows) -> None:
    job = space.jobs.ask("match", study)
    rows.take(job.id)
    rows.end(job.id, "done", result={"valid": 3})
    ended = space.jobs.get(job.id)
    space.jobs.cancel(job.id)
    assert space.jobs.get(job.id) == ended


def test_the_first_ending_counts(space, study, rows) -> None:
    job = space.jobs.ask("match", study)
    rows.take(job.id)
    assert rows.end(job.id, "failed", trouble=("no_corpus", {"a": 1}))
    assert not rows.end(job.id, "done", result={"valid": 3})
    ended = space.jobs.get(job.id)
    assert (ended.status, ended.trouble, ended.result) == ("failed", ("no_corpus", {"a": 1}), {})


def test_work_is_done_in_the_name_of_who_asked(space, rows) -> None:
    job = Jobs(space.engine, CURATOR).ask("import", "b-1")
    _, viewer = rows.get(job.id)
    assert (viewer.person, viewer.client) == ("carla", "institute")


def test_waiting_ones_are_taken_in_their_order_and_once(space, study, rows) -> None:
    first, second = space.jobs.ask("write", study), space.jobs.ask("match", study)
    assert [one.id for one in rows.waiting()] == [first.id, second.id]
    assert rows.take(first.id) and not rows.take(first.id)
    assert [one.id for one in rows.waiting()] == [second.id] and [one.id for one in rows.running()] == [first.id]


def test_a_worker_is_alive_until_it_is_silent_or_says_goodbye(space, rows, monkeypatch) -> None:
    assert not space.jobs.worker_alive()
    rows.alive("here", now())
    rows.alive("here", now())
    assert space.jobs.worker_alive()
    later = now() + SILENT
    monkeypatch.setattr("research.jobs.now", lambda: later)
    assert not space.jobs.worker_alive()
    monkeypatch.undo()
    rows.gone("here")
    assert not space.jobs.worker_alive()


def test_time_left_follows_the_speed_so_far(space, study) -> None:
    asked = space.jobs.ask("match", study)
    at = now()

    def running(**more: object) -> Job:
        return replace(asked, status="running", phase="files", **{"phase_at": at, "done": 10, "of": 40, **more})

    assert running().left(at + timedelta(seconds=20)) == timedelta(seconds=60)
    assert running(done=40).left(at + timedelta(seconds=20)) == timedelta(0)
    for unknown in (running(of=0), running(done=0), running(phase_at=None), replace(running(), status="done")):
        assert unknown.left(at + timedelta(seconds=20)) is None
    assert running().left(at) is None
