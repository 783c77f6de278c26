"""What jobs do, without a queue: pieces that may be done twice, stop where nothing is half done, and leave the rest."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from corpus.batches import Batches
from corpus.errors import Busy, IndexTrouble, NotFound, Shortage
from corpus.intake import import_files
from corpus.viewer import LOCAL
from research.brief import parse_brief
from research.confirmations import Confirmation
from research.freshness import stale_stages
from research.jobs import PHASES, Job, Kind
from research.saturation import STAGE
from research.searchable import searchable
from research.warm import WarmIndex
from research.working import Cancelled, Result, Work, nobody_importing, work_of
from research.workspace import Workspace
from tests.tiny import BRIEFS, Home, transcript

NOTHING = "Which electric car did they test drive?\nWhat do charging stations cost them?"


def no_word(phase: str, done: int, of: int) -> None:
    """Nobody listens."""


def job_on(space: Workspace, kind: Kind, subject: str) -> Job:
    return space.jobs.ask(kind, subject)


def the_work(space: Workspace, kind: Kind, subject: str, told: Callable[..., None] = no_word) -> Work:
    return work_of(job_on(space, kind, subject), space, told, WarmIndex())


def run_work(work: Work) -> Result:
    """All pieces one after the other, as the worker does them."""
    pieces = work.plan()
    return [work.do(piece, at, len(pieces)) for at, piece in enumerate(pieces)][-1] or {}


def study_of(space: Workspace, text: str = BRIEFS["en"]) -> str:
    return space.studies.open(parse_brief(text)).id


def batch_of(space: Workspace, files: dict[str, bytes]) -> str:
    return Batches(space.engine, LOCAL, space.settings.uploads).open(files.items()).id


def said(who: int) -> bytes:
    answers = ("I cook.", f"Cocoa more than coffee, number {who}.", "The price of it.", f"{who} pounds on coffee.")
    return transcript(answers, "en").encode()


def test_matching_says_its_phases_and_gives_the_counts(tiny: Home) -> None:
    space, phases = tiny.space(), []
    study = study_of(space)
    result = run_work(the_work(space, "match", study, lambda *at: phases.append(at)))
    assert result == {"people": 12, "valid": 6}
    assert phases == [("outline", 0, 0), ("matches", 0, 0), ("responses", 0, 0)]
    assert set(space.studies.stage_keys(study)) == {*PHASES["match"], STAGE}
    assert stale_stages(study, space) == []


def test_a_shortage_is_a_result_of_matching_with_its_stages_saved(tiny: Home) -> None:
    space = tiny.space()
    study = study_of(space, NOTHING)
    result = run_work(the_work(space, "match", study))
    assert result["shortage"] == "shortage_nothing_found" and len(result["values"]["questions"]) == 2
    assert "responses" in space.studies.stage_keys(study)
    with pytest.raises(Shortage):
        run_work(the_work(space, "write", study))


def test_writing_ends_with_a_report_of_the_confirmed_number(tiny: Home) -> None:
    space = tiny.space()
    study = study_of(space)
    space.confirmations.confirm(study, Confirmation(5, "random", 7))
    result = run_work(the_work(space, "write", study))
    (line,) = space.studies.report_lines(study)
    assert result == {"report": line.id} and line.people == 5
    assert run_work(the_work(space, "write", study)) == result and len(space.studies.report_lines(study)) == 1


def test_writing_without_a_confirmed_number_takes_the_briefs(tiny: Home) -> None:
    space = tiny.space()
    run_work(the_work(space, "write", study_of(space)))
    assert space.studies.report_lines()[0].people == 6


def test_a_lagging_index_is_brought_up_first(tiny: Home) -> None:
    space, phases = tiny.space(), []
    path = tiny.folder / "E77_2026-Q1.txt"
    path.write_bytes(said(77))
    import_files([path], engine=space.engine, viewer=LOCAL, lock=space.settings.import_lock)
    study = study_of(space)
    result = run_work(the_work(space, "match", study, lambda phase, *_: phases.append(phase)))
    assert result["people"] == 13 and phases[:2] == ["outline", "index"]  # a draft looks for the corpus's wordings
    assert space.searcher() and stale_stages(study, space) == []


def test_what_the_index_cannot_mend_ends_the_job(tiny: Home) -> None:
    space = tiny.space()
    next(space.settings.index.glob("*/manifest.json")).write_text("{", encoding="utf-8")
    with pytest.raises(IndexTrouble, match="index_damaged"):
        run_work(the_work(space, "match", study_of(space)))


@pytest.mark.parametrize("at", range(3))
def test_a_study_stops_between_its_stages_and_keeps_what_it_has(tiny: Home, at: int) -> None:
    space = tiny.space()
    study, stages = study_of(space), PHASES["match"]

    def told(phase: str, done: int, of: int) -> None:
        if phase == stages[at]:
            raise Cancelled

    with pytest.raises(Cancelled):
        run_work(the_work(space, "match", study, told))
    assert set(space.studies.stage_keys(study)) == set(stages[:at])
    assert run_work(the_work(space, "match", study))["valid"] == 6


def test_an_import_brings_in_and_makes_searchable(tiny: Home) -> None:
    space, phases = tiny.space(), []
    files = {"E71_2026-Q1.txt": said(71), "E72_2026-Q1.txt": said(72), "bad.exe": b"MZ"}
    batch = batch_of(space, {**files, "again.txt": said(71)})
    work = the_work(space, "import", batch, lambda *at: phases.append(at))
    assert len(work.plan()) == 4 and work.plan()[-1] == "index"
    assert run_work(work) == {"in": 2, "known": 0, "refused": 1, "interviews": 16}
    assert phases[:4] == [("files", 0, 3), ("files", 1, 3), ("files", 2, 3), ("index", 0, 0)]
    assert phases[-1][0] == "index" and phases[-1][1] == phases[-1][2] > 0
    assert space.searcher()


def test_files_that_are_let_wait_while_an_import_runs_come_in_with_it(tiny: Home) -> None:
    space = tiny.space()
    batch = batch_of(space, {"E90.txt": transcript(("a", "b", "c", "d"), "en").encode()})
    held = Batches(space.engine, space.viewer, space.settings.uploads)

    def told(phase: str, _done: int, _of: int) -> None:
        if phase == "index" and held.file(batch, 1).status == "refused":
            held.retry(batch, [1], wave="2026-Q1")

    assert run_work(the_work(space, "import", batch, told))["in"] == 1
    assert searchable(tiny.space()).fresh and "E90-2026-Q1" in space.corpus.versions()


def test_an_import_done_twice_brings_in_nothing_twice(tiny: Home) -> None:
    space = tiny.space()
    batch = batch_of(space, {f"E7{n}_2026-Q1.txt": said(n) for n in range(3)})
    work = the_work(space, "import", batch)
    pieces = work.plan()
    for at, piece in enumerate([*pieces, *pieces]):
        work.do(piece, at % len(pieces), len(pieces))
    assert space.corpus.counts()["interviews"] == 14 + 3
    names = [one.name for one in space.corpus.files() if one.name.startswith("E7")]
    assert sorted(names) == [f"E7{n}_2026-Q1.txt" for n in range(3)]


def test_an_import_stops_between_files_and_goes_on_with_the_rest(tiny: Home) -> None:
    space = tiny.space()
    batch = batch_of(space, {f"E7{n}_2026-Q1.txt": said(n) for n in range(4)})

    def told(phase: str, done: int, of: int) -> None:
        if done == 2:
            raise Cancelled

    job = job_on(space, "import", batch)
    with pytest.raises(Cancelled):
        run_work(work_of(job, space, told, WarmIndex()))
    assert space.corpus.counts()["interviews"] == 14 + 2
    rest = work_of(job, space, no_word, WarmIndex())
    assert len(rest.plan()) == 3
    assert run_work(rest)["in"] == 4 and space.corpus.counts()["interviews"] == 14 + 4


def test_a_batch_nobody_has_is_not_found(tiny: Home) -> None:
    with pytest.raises(NotFound):
        run_work(the_work(tiny.space(), "import", "b-none"))


def test_an_empty_corpus_has_nothing_to_index(tmp_path: Path, no_model: None) -> None:
    (tmp_path / "home").mkdir()
    space = Home(tmp_path / "home").space()
    result = run_work(the_work(space, "import", batch_of(space, {"bad.exe": b"MZ"})))
    assert result == {"in": 0, "known": 0, "refused": 1, "interviews": 0}
    assert not space.settings.index.exists()


def test_the_corpus_is_read_while_nobody_imports(tiny: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("research.working.TURN", 0.05)
    space = tiny.space()
    study = study_of(space)
    work = the_work(space, "match", study)
    work.do("outline", 0, 3)
    with FileLock(space.settings.import_lock), pytest.raises(Busy):
        work.do("matches", 1, 3)
    assert "matches" not in space.studies.stage_keys(study)
    work.do("matches", 1, 3)
    assert "matches" in space.studies.stage_keys(study)


def test_an_import_waits_while_the_corpus_is_read(tiny: Home) -> None:
    space, came = tiny.space(), threading.Event()
    batch = batch_of(space, {"E79_2026-Q1.txt": said(79)})
    work = the_work(space, "import", batch)

    def bring_in() -> None:
        work.do(work.plan()[0], 0, 2)
        came.set()

    with nobody_importing(space):
        thread = threading.Thread(target=bring_in)
        thread.start()
        assert not came.wait(0.2) and space.corpus.counts()["interviews"] == 14
    thread.join()
    assert space.corpus.counts()["interviews"] == 15


def test_the_index_stays_open_between_jobs_and_its_encoders_between_indexes(tiny: Home) -> None:
    space, warm = tiny.space(), WarmIndex()
    first = warm.open(space)
    assert warm.open(tiny.space()) is first
    tiny.bring_in("E78_2026-Q1.txt", said(78).decode())
    second = warm.open(space)
    assert second is not first
    kept: Any = {one.id: one for one in first.spaces.encoders.values()}
    assert [kept[one.id] is one for one in second.spaces.encoders.values() if one.id in kept] == [True, True]
