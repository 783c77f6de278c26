"""Another encoder is set: the workspace goes on with the index it has while a job makes the other's, which then serves."""

from dataclasses import replace
from typing import Any

import pytest

from corpus.batches import Batches
from corpus.errors import Busy, IndexTrouble
from corpus.viewer import LOCAL
from index import switching as growing
from index.manifest import Manifest, current
from index.switching import beside
from research.finding import find
from research.freshness import stale_stages
from research.job_rows import JobRows
from research.jobs import Job
from research.messages import explain
from research.opened import open_report
from research.searchable import require_set_encoder, searchable
from research.study import run_study
from research.switching import ask_switch, subject_of
from research.task import Crew, Task
from research.warm import WarmIndex
from research.withdrawing import withdraw
from research.working import work_of
from research.workspace import Workspace
from tests.tiny import Home, transcript


@pytest.fixture(autouse=True)
def small_pieces(no_model: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FIRST", "SMALLEST", "LARGEST"):
        monkeypatch.setattr(growing, name, 16)


def other(tiny: Home, encoder: str = "ours") -> Workspace:
    """The workspace once the setting names another encoder."""
    space = tiny.space()
    return replace(space, settings=replace(space.settings, encoder=encoder))


def serving(space: Workspace) -> str | None:
    assert space.searcher().spaces.name == Manifest.load(current(space.settings.index)).encoder
    return space.searcher().spaces.name


def done(space: Workspace, job: Job) -> Job:
    """The job once it has ended as the worker ends it."""
    crew = Crew(space.engine, space.settings)
    assert crew.rows.take(job.id)
    task = Task(job.id, crew)
    for at, piece in enumerate(pieces := task.plan()):
        task.do(piece, at, len(pieces))
    return space.jobs.get(job.id)


def test_the_old_one_serves_until_the_job_is_done_and_studies_stay(tiny: Home, monkeypatch, briefs) -> None:
    report = run_study(briefs["en"], tiny.space())
    space = other(tiny)
    assert serving(space) is None and stale_stages(report.study, space) == [], "what serves has not changed"
    files = [("E77_2026-Q1.txt", transcript(("a", "Quince jam.", "c", "d"), "en").encode())]
    batch = Batches(space.engine, LOCAL, space.settings.uploads).open(files).id
    assert done(space, space.jobs.ask("import", batch)).status == "done"
    assert serving(space) is None and [
        one.interview.respondent for one in find(space.searcher(), space.corpus, "quince")
    ] == ["E77"]
    job = ask_switch(space)
    assert job is not None and ask_switch(space) == job, "asked for once"
    ended = done(space, job)
    assert (ended.status, ended.result) == ("done", {"interviews": 15, "exchanges": space.corpus.counts()["exchanges"]})
    assert serving(space) == "ours" and searchable(space).other is None
    assert [one.interview.respondent for one in find(space.searcher(), space.corpus, "quince")][:1] == ["E77"]
    assert open_report(report.id, space).report.quotes == report.quotes
    assert stale_stages(report.study, space)[0] == "matches"
    assert run_study(briefs["en"], space).study == report.study
    assert ask_switch(space) is None


def test_what_was_cancelled_is_begun_again_only_by_hand(tiny: Home, monkeypatch) -> None:
    space = other(tiny)
    job = ask_switch(space)
    assert job is not None
    space.jobs.cancel(job.id)
    assert ask_switch(space) is None and searchable(space).other is not None
    again = space.jobs.ask("index", job.subject)
    JobRows(space.engine).end(again.id, "failed", trouble=("encoder_not_found", {"name": "ours"}))
    assert ask_switch(space) is not None, "what failed may be mended by now"


def test_cancelled_in_the_middle_it_stops_and_goes_on_later(tiny: Home, monkeypatch) -> None:
    space = other(tiny)
    job = ask_switch(space)
    assert job is not None
    grow = growing._Growing.grow

    def cancelled(self: Any) -> bool:
        more = grow(self)
        space.jobs.cancel(job.id)
        return more

    monkeypatch.setattr("research.task.OFTEN", 0)
    monkeypatch.setattr(growing._Growing, "grow", cancelled)
    assert done(space, job).status == "cancelled" and serving(space) is None
    held = Manifest.load(current(beside(space.settings.index))).exchanges
    assert 0 < held < space.corpus.counts()["exchanges"]
    monkeypatch.setattr(growing._Growing, "grow", grow)
    assert done(space, space.jobs.ask("index", job.subject)).status == "done" and serving(space) == "ours"


def test_a_model_that_is_not_there_is_said_and_the_old_index_serves(tiny: Home, monkeypatch) -> None:
    space = other(tiny, "lost/model")
    job = ask_switch(space)
    assert job is not None
    ended = done(space, job)
    assert (ended.status, ended.trouble) == ("failed", ("encoder_not_found", {"name": "lost/model"}))
    for language in ("zh", "en"):
        said = explain(IndexTrouble("encoder_not_found", name="lost/model"), language)
        assert "lost/model" in said and "QUIPU_ENCODER" in said
    assert serving(space) is None


def test_a_setting_that_has_changed_again_ends_the_job(tiny: Home, monkeypatch) -> None:
    job = ask_switch(other(tiny))
    assert job is not None
    space = other(tiny, "another")
    assert done(space, job).status == "cancelled" and not beside(space.settings.index).exists()
    assert (found := ask_switch(space)) is not None and found.subject == subject_of("another") != job.subject


def test_who_withdraws_meanwhile_is_in_neither(tiny: Home, monkeypatch) -> None:
    space = other(tiny)
    job = ask_switch(space)
    assert job is not None
    work = work_of(job, space, lambda *_: None, WarmIndex())
    grow = growing._Growing.grow

    def asked_meanwhile(self: Any) -> bool:
        more = grow(self)
        if not [each for each in space.jobs.live() if each.kind == "withdraw"]:
            space.jobs.ask("withdraw", "w-1")
        return more

    monkeypatch.setattr(growing._Growing, "grow", asked_meanwhile)
    with pytest.raises(Busy):  # the worker waits then, and begins again
        work.do("index", 0, 1)
    grown = Manifest.load(current(beside(space.settings.index))).interviews
    who = sorted(grown)[0][:3]
    withdraw(who, space)
    for folder in [each for each in beside(space.settings.index).iterdir() if each.is_dir()]:
        assert not [each for each in Manifest.load(folder).interviews if each.startswith(who)]
    (leaving,) = [each for each in space.jobs.live() if each.kind == "withdraw"]
    JobRows(space.engine).end(leaving.id, "done")
    monkeypatch.setattr(growing._Growing, "grow", grow)
    assert work.do("index", 0, 1) is not None and serving(space) == "ours"
    assert not [each for each in Manifest.load(current(space.settings.index)).interviews if each.startswith(who)]


def test_a_command_refuses_an_index_of_another_encoder(tiny: Home, monkeypatch) -> None:
    require_set_encoder(tiny.space())
    with pytest.raises(IndexTrouble) as refused:
        require_set_encoder(other(tiny))
    assert refused.value.values == {"built": "default", "set": "ours"}
