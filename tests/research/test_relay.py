"""Which waiting job may run now, and that nothing is lost between the rows and the queue."""

from pathlib import Path

import pytest

from corpus.database import open_database
from corpus.viewer import LOCAL
from research.brief import parse_brief
from research.job_rows import JobRows
from research.jobs import Jobs
from research.relay import Fate, Relay
from research.studies import Studies


class Queue:
    """Remembers what it was handed; knows what it is told to know."""

    def __init__(self) -> None:
        self.handed: list[str] = []
        self.fates: dict[str, Fate] = {}

    def hand_over(self, job_id: str) -> None:
        self.handed.append(job_id)
        self.fates[job_id] = "live"

    def fate(self, job_id: str) -> Fate:
        return self.fates.get(job_id, "unknown")


class Desk:
    """Rows, a queue and the relay between them."""

    def __init__(self, home: Path) -> None:
        engine = open_database(f"sqlite:///{home / 'quipu.db'}")
        studies = Studies(engine, LOCAL)
        self.jobs, self.rows, self.queue = Jobs(engine, LOCAL), JobRows(engine), Queue()
        self.relay = Relay(self.rows, self.queue)
        self.study, self.other = (studies.open(parse_brief(f"What do {who} drink?")).id for who in ("cats", "dogs"))

    def status(self, job_id: str) -> str:
        return self.jobs.get(job_id).status


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_two_run_at_once_oldest_first(desk: Desk) -> None:
    ids = [desk.jobs.ask(*what).id for what in (("match", desk.study), ("import", "b-1"), ("match", desk.other))]
    desk.relay.start_waiting()
    assert desk.queue.handed == ids[:2] and [desk.status(one) for one in ids] == ["running", "running", "waiting"]
    desk.relay.start_waiting()
    assert desk.queue.handed == ids[:2]
    desk.rows.end(ids[0], "done")
    desk.relay.start_waiting()
    assert desk.queue.handed == ids


def test_one_import_at_a_time_and_others_pass_it(desk: Desk) -> None:
    first, second = desk.jobs.ask("import", "b-1").id, desk.jobs.ask("import", "b-2").id
    study = desk.jobs.ask("match", desk.study).id
    desk.relay.start_waiting()
    assert desk.queue.handed == [first, study]
    desk.rows.end(first, "failed", trouble=("no_batch", {"id": "b-1"}))
    desk.relay.start_waiting()
    assert desk.queue.handed == [first, study, second]


def test_one_job_at_a_time_on_a_study(desk: Desk) -> None:
    match, write = desk.jobs.ask("match", desk.study).id, desk.jobs.ask("write", desk.study).id
    desk.relay.start_waiting()
    assert desk.queue.handed == [match]
    desk.rows.end(match, "done")
    desk.relay.start_waiting()
    assert desk.queue.handed == [match, write]


def test_a_cancelled_one_is_not_handed_over(desk: Desk) -> None:
    job = desk.jobs.ask("match", desk.study).id
    desk.jobs.cancel(job)
    desk.relay.start_waiting()
    assert desk.queue.handed == []


def test_what_died_between_row_and_queue_is_handed_over_by_the_next_look(desk: Desk) -> None:
    job = desk.jobs.ask("match", desk.study).id
    assert desk.rows.take(job)  # and then the process died
    desk.relay.start_waiting()
    assert desk.queue.handed == []
    desk.relay.mend()
    desk.relay.mend()
    assert desk.queue.handed == [job] and desk.status(job) == "running"


def test_what_the_queue_gave_up_is_ended(desk: Desk) -> None:
    job = desk.jobs.ask("match", desk.study).id
    desk.relay.start_waiting()
    desk.queue.fates[job] = "ended"
    desk.relay.mend()
    assert desk.jobs.get(job).trouble == ("job_given_up", {}) and desk.status(job) == "failed"
    assert desk.jobs.ask("match", desk.study).id != job


def test_one_that_ended_well_meanwhile_stays_done(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    job = desk.jobs.ask("match", desk.study).id
    desk.relay.start_waiting()

    def fate(_job: str) -> Fate:
        desk.rows.end(job, "done", result={"valid": 3})  # between the look at the rows and the look at the queue
        return "ended"

    monkeypatch.setattr(desk.queue, "fate", fate)
    desk.relay.mend()
    assert desk.status(job) == "done"


def test_an_index_in_the_making_keeps_nobody_out_and_waits_for_nobody(desk: Desk) -> None:
    asked = (("match", desk.study), ("import", "b-1"), ("index", "e-1"), ("match", desk.other))
    match, brought, made, other = (desk.jobs.ask(*what).id for what in asked)
    desk.relay.start_waiting()
    assert desk.queue.handed == [match, brought, made] and desk.status(other) == "waiting"
    desk.rows.end(match, "done")
    desk.rows.end(brought, "done")
    leaves = desk.jobs.ask("withdraw", "w-1").id
    desk.relay.start_waiting()
    assert desk.queue.handed == [match, brought, made, leaves], "nor does it keep anybody's words in"


def test_a_withdrawal_waits_for_studies_at_work_and_lets_none_begin(desk: Desk) -> None:
    asked = (("match", desk.study), ("withdraw", "w-1"), ("match", desk.other), ("import", "b-1"))
    match, leaves, other, brought = (desk.jobs.ask(*what).id for what in asked)
    desk.rows.take(match)
    desk.relay.start_waiting()
    assert desk.queue.handed == [brought], "a study at work may write their words down yet; an import may not"
    desk.rows.end(match, "done")
    desk.relay.start_waiting()
    assert desk.queue.handed == [brought, leaves]
    desk.rows.end(brought, "done")
    desk.relay.start_waiting()
    assert desk.status(other) == "waiting"
    desk.rows.end(leaves, "done")
    desk.relay.start_waiting()
    assert desk.queue.handed == [brought, leaves, other]
