"""Building, adding, rebuilding: what an index holds afterwards, and what it never touches."""

import hashlib
from pathlib import Path

import pytest
from filelock import FileLock
from sqlalchemy import delete
from sqlalchemy.orm import Session

from corpus.errors import Busy, IndexTrouble
from corpus.schema import ExchangeRow, InterviewRow, TextVersion, TurnRow
from index import build
from index.build import IndexResult
from index.manifest import current
from index.search import Query, Searcher

QUERIES = [
    Query("Do you drink tea or coffee?", "en"), Query("price of milk", "en"),
    Query("喝茶还是咖啡？", "zh"), Query("牛奶价格", "zh"),
]  # fmt: skip


def digests(folder: Path) -> dict[str, str]:
    return {
        str(each.relative_to(folder)): hashlib.sha256(each.read_bytes()).hexdigest()
        for each in folder.rglob("*") if each.is_file()
    }  # fmt: skip


def found(home) -> list[list]:
    versions = {each.id: each.version for each in home.corpus.interviews()}
    return Searcher.open(home.root, encoder=None, interviews=versions).search(QUERIES)


def withdraw(home, interview: str) -> None:
    with Session(home.engine) as session, session.begin():
        for table in (ExchangeRow, TurnRow, TextVersion):
            session.execute(delete(table).where(table.interview_id == interview))
        session.execute(delete(InterviewRow).where(InterviewRow.id == interview))


def test_built_added_unchanged(home) -> None:
    told = []
    assert home.update(progress=lambda *what: told.append(what)) == IndexResult("built", 10, 40)
    assert told[-1] == (40, 40)
    assert home.update() == IndexResult("unchanged", 10, 40)
    home.bring("E5")
    assert home.update() == IndexResult("added", 1, 44)
    assert home.update(rebuild=True) == IndexResult("built", 11, 44)


def test_an_add_changes_nothing_in_the_folder_still_read(home) -> None:
    home.update()
    folder = current(home.root)
    before, reader, seen = digests(folder), Searcher.open(home.root, encoder=None), None
    seen = reader.search(QUERIES)
    home.bring("E5", "E6", "E7")
    home.bring("Z7", chinese=True)
    assert home.update().kind == "added"
    assert current(home.root) != folder
    assert digests(folder) == before
    assert reader.search(QUERIES) == seen


def test_an_index_added_to_finds_what_one_built_whole_finds(home, new_home) -> None:
    home.update()
    home.bring("E5", "E6")
    assert home.update().kind == "added"
    whole = new_home("whole")
    whole.bring("E1", "E2", "E3", "E4")
    whole.bring("Z1", "Z2", "Z3", "Z4", "Z5", "Z6", chinese=True)
    whole.bring("E5", "E6")
    assert whole.update().kind == "built"
    added, built = found(home), found(whole)
    assert any(hit.exchange > 40 for hit in added[0])
    for ours, theirs in zip(added, built, strict=True):
        assert ours and [one.exchange for one in ours] == [one.exchange for one in theirs]
        assert [one.views for one in ours] == [pytest.approx(one.views) for one in theirs]
        meaning = [{name: score for name, score in one.views.items() if "meaning" in name} for one in ours]
        assert meaning == [{name: one.views[name] for name in meaning[0]} for one in theirs]


def test_several_adds_still_rank_as_one_build(home, new_home) -> None:
    """Each add is a segment of its own; what a word weighs must not depend on it."""
    home.update()
    for who in ("E5", "E6", "E7", "E8"):
        home.bring(who)
        home.update()
    added = found(home)
    home.update(rebuild=True)
    for ours, theirs in zip(added, found(home), strict=True):
        assert [one.exchange for one in ours] == [one.exchange for one in theirs]


def test_a_withdrawn_interview_leads_to_a_rebuild(home) -> None:
    home.update()
    gone = {one.id for one in home.corpus.interview("E2-2026-Q1").exchanges}
    assert gone & {hit.exchange for hits in found(home) for hit in hits}
    withdraw(home, "E2-2026-Q1")
    with pytest.raises(IndexTrouble, match="index_behind"):
        found(home)
    assert home.update() == IndexResult("built", 9, 36)
    assert not gone & {hit.exchange for hits in found(home) for hit in hits}


def test_a_new_version_leads_to_a_rebuild(home) -> None:
    home.update()
    with Session(home.engine) as session, session.begin():
        row = session.get(InterviewRow, "E2-2026-Q1")
        row.version = 2
        session.add(TextVersion(interview_id=row.id, version=2, text="Why?\nZebras."))
        session.add(ExchangeRow(
            interview_id=row.id, version=2, position=0, question_start=0, question_end=4, answer=[[5, 12]], follows=None,
        ))  # fmt: skip
    with pytest.raises(IndexTrouble, match="index_behind"):
        found(home)
    assert home.update() == IndexResult("built", 10, 37)
    hits = Searcher.open(home.root, encoder=None).search([Query("zebras", "en")])[0]
    (corrected,) = home.corpus.interview("E2-2026-Q1").exchanges
    assert [hit.exchange for hit in hits if hit.views["answer_words"] > 0] == [corrected.id]


@pytest.mark.parametrize("rebuild", [True, False])
@pytest.mark.parametrize("step", ["save_spaces", "_write", "swap"])
def test_a_build_that_dies_leaves_the_old_index_and_its_debris_goes(home, monkeypatch, rebuild, step) -> None:
    home.update()
    folder, seen = current(home.root), found(home)
    before = digests(folder)
    home.bring("E5")
    real, opening = getattr(build, step), build.WordIndex.open

    def dying(*args):
        if step == "_write":
            real(*args)
        raise KeyboardInterrupt

    monkeypatch.setattr(build, step, dying)
    if step == "save_spaces" and not rebuild:
        monkeypatch.setattr(build.WordIndex, "open", dying)
    with pytest.raises(KeyboardInterrupt):
        home.update(rebuild=rebuild)
    monkeypatch.setattr(build, step, real)
    monkeypatch.setattr(build.WordIndex, "open", opening)
    folders = {each for each in home.root.iterdir() if each.is_dir()}
    assert len(folders) == 2
    assert current(home.root) == folder and digests(folder) == before
    assert Searcher.open(home.root, encoder=None).search(QUERIES) == seen
    assert home.update().kind == "added"
    (debris,) = folders - {folder}
    assert not debris.exists()
    assert {each for each in home.root.iterdir() if each.is_dir()} == {folder, current(home.root)}


def test_debris_is_swept_before_anything_is_built(home) -> None:
    home.update()
    (home.root / "0123456789ab").mkdir()
    assert home.update().kind == "unchanged"
    assert [each for each in home.root.iterdir() if each.is_dir()] == [current(home.root)]


def test_chinese_after_english_is_fitted_as_soon_as_it_comes(new_home) -> None:
    home = new_home("english")
    home.bring(*(f"E{n}" for n in range(1, 9)))
    home.update()
    home.bring("Z1", "Z2", "Z3", chinese=True)
    assert home.update().kind == "built"
    assert max(hit.views["answer_meaning"] for hit in found(home)[2]) > 0.3  # an empty space: 0
    home.bring("Z4", chinese=True)
    assert home.update().kind == "added"  # a third more is not half more
    home.bring("E9")
    assert home.update().kind == "added"
    home.bring("Z5", chinese=True)
    assert home.update().kind == "built"


def test_a_second_build_is_busy(home) -> None:
    home.root.mkdir()
    with FileLock(home.root / "lock"), pytest.raises(Busy, match="indexing_running"):
        home.update()
    assert home.update().kind == "built"


def test_an_empty_corpus_has_an_index_that_finds_nothing(new_home) -> None:
    home = new_home("empty")
    assert home.update() == IndexResult("built", 0, 0)
    assert found(home) == [[], [], [], []]


def test_without_hard_links_segments_are_copied(home, monkeypatch) -> None:
    def no_links(*_):
        raise OSError

    home.update()
    monkeypatch.setattr(build.os, "link", no_links)
    home.bring("E5")
    assert home.update().kind == "added"
    assert len(found(home)[0]) > 5
