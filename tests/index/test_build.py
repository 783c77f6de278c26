"""Building, adding, rebuilding: what an index holds afterwards, and what it never touches."""

import hashlib
from pathlib import Path
from random import Random

import numpy as np
import pytest
from filelock import FileLock
from sqlalchemy import delete
from sqlalchemy.orm import Session

from corpus.errors import Busy, IndexTrouble
from corpus.schema import ExchangeRow, InterviewRow, TextVersion, TurnRow
from index import build
from index.build import IndexResult
from index.encoders import FittedEncoder
from index.manifest import Manifest, current
from index.plan import FEW
from index.search import Query, Searcher
from index.words import WordIndex
from tests.index.conftest import FakeEncoder

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


def test_a_withdrawn_interview_is_not_found_from_then_on_and_the_index_follows(home) -> None:
    home.update()
    gone = {one.id for one in home.corpus.interview("E2-2026-Q1").exchanges}
    assert gone & {hit.exchange for hits in found(home) for hit in hits}
    withdraw(home, "E2-2026-Q1")
    with pytest.raises(IndexTrouble, match="index_behind"):
        found(home)
    lagging = Searcher.open(home.root, encoder=None, interviews=home.corpus.versions(), lagging=True)
    left = set(home.corpus.exchange_ids())
    for among in (None, sorted(gone), sorted(left | gone)):
        hits = {hit.exchange for hits in lagging.search(QUERIES, among=among) for hit in hits}
        assert not hits & gone and bool(hits) == (among != sorted(gone))
    assert home.update() == IndexResult("changed", 1, 36)
    assert not gone & {hit.exchange for hits in found(home) for hit in hits}


def test_a_lagging_index_that_lacks_something_is_still_behind(home) -> None:
    home.update()
    home.bring("E5")
    with pytest.raises(IndexTrouble, match="index_behind"):
        Searcher.open(home.root, encoder=None, interviews=home.corpus.versions(), lagging=True)


def correct(home, interview: str, text: str = "Why?\nZebras.") -> None:
    with Session(home.engine) as session, session.begin():
        row = session.get(InterviewRow, interview)
        row.version += 1
        session.add(TextVersion(interview_id=row.id, version=row.version, text=text))
        cut = text.index("\n")
        session.add(ExchangeRow(
            interview_id=row.id, version=row.version, position=0, question_start=0, question_end=cut,
            answer=[[cut + 1, len(text)]], follows=None,
        ))  # fmt: skip


def test_a_new_version_takes_the_place_of_the_old_one(home) -> None:
    home.update()
    correct(home, "E2-2026-Q1")
    with pytest.raises(IndexTrouble, match="index_behind"):
        found(home)
    assert home.update() == IndexResult("changed", 1, 37)
    hits = Searcher.open(home.root, encoder=None).search([Query("zebras", "en")])[0]
    (corrected,) = home.corpus.interview("E2-2026-Q1").exchanges
    assert [hit.exchange for hit in hits if hit.views["answer_words"] > 0] == [corrected.id]


@pytest.fixture
def small_blocks(monkeypatch) -> None:
    """Blocks of two interviews."""
    monkeypatch.setattr("index.blocks.SMALLEST", 8)


def test_only_the_blocks_that_are_hit_are_written_and_only_new_words_encoded(home, small_blocks, monkeypatch) -> None:
    home.update()
    before, folder = Manifest.load(current(home.root)), current(home.root)
    kept, read = digests(folder), []
    monkeypatch.setattr(
        FakeEncoder, "encode", lambda self, texts, real=FakeEncoder.encode: read.extend(texts) or real(self, texts)
    )
    monkeypatch.setattr(FittedEncoder, "encode", lambda *_: pytest.fail("nothing Chinese was corrected"))
    withdraw(home, "E1-2026-Q1")
    withdraw(home, "Z3-2026-Q1")
    correct(home, "E3-2026-Q1")
    home.update()
    after = Manifest.load(current(home.root))
    assert len(before.blocks) == 5 and len(after.blocks.keys() & before.blocks.keys()) == 2
    assert sorted(read) == ["Why?", "Zebras."]
    assert digests(folder) == {}, "an index that holds somebody who is gone is gone"
    now = digests(current(home.root))
    shared = {name for name, digest in now.items() if kept.get(name) == digest}
    assert {Path(name).name.split(".")[0] for name in shared} >= after.blocks.keys() & before.blocks.keys()


def test_words_nobody_says_any_more_are_in_no_file_and_vectors_stay(new_home) -> None:
    home = new_home("planted")
    home.bring("Z1", "Z2", "Z3", "Z4", "Z5", "Z6", chinese=True)
    home.bring("E1", "E2")
    correct(home, "Z3-2026-Q1", "玄鹄岭好吗？\n玄鹄岭的Quillwhistle绿茶好。")
    correct(home, "E1-2026-Q1", "Why Quillwhistle?\n玄鹄岭 at Quillwhistle.")
    home.update()
    words = ("玄鹄", "鹄岭", "quillwhistle", "quillwhistl")
    encoder, held = FittedEncoder.load(current(home.root) / "encoder-zh"), _spoken(home.root)
    assert {"玄鹄", "鹄岭"} <= set(encoder.terms) and all(word in held for word in words if word != "quillwhistle")
    correct(home, "Z3-2026-Q1", "好吗？\n绿茶好。")
    home.update()
    pruned = FittedEncoder.load(current(home.root) / "encoder-zh")
    assert {"玄鹄", "鹄岭"} <= set(pruned.terms), "somebody else says them still"
    withdraw(home, "E1-2026-Q1")
    home.update()
    pruned, held = FittedEncoder.load(current(home.root) / "encoder-zh"), _spoken(home.root)
    assert not {"玄鹄", "鹄岭"} & set(pruned.terms) and not [word for word in words if word in held]
    said = ["绿茶好，网上买便宜。", "看配料表里的糖", "好吗？"]
    assert np.array_equal(pruned.encode(said), encoder.encode(said))
    assert 0 < len(pruned.terms) < len(encoder.terms) and pruned.id != encoder.id
    versions = home.corpus.versions()
    assert Searcher.open(home.root, encoder=None, interviews=versions).search(QUERIES)


def _spoken(root: Path) -> str:
    """All that the files of an index say, and the terms of its words."""
    files = [each.read_bytes() for each in root.rglob("*") if each.is_file()]
    terms = " ".join(WordIndex.open(current(root) / "words").terms())
    return " ".join(data.decode("utf-8", "ignore") for data in files).lower() + terms


@pytest.mark.parametrize("seed", range(4))
def test_whatever_comes_and_goes_it_finds_what_an_index_built_whole_finds(home, small_blocks, seed) -> None:
    draw, number = Random(seed), 10
    home.update()
    for _ in range(14):
        held = sorted(each for each in home.corpus.versions() if each[0] == "E")
        act = draw.choice(("bring", "bring", "withdraw", "correct"))
        if act == "bring" or len(held) < 3:
            number += 1
            home.bring(f"E{number}")
        elif act == "withdraw":
            withdraw(home, draw.choice(held))
        else:
            correct(home, draw.choice(held), f"What of tea?\nTea and milk, number {draw.randint(1, 99)}.")
        home.update()
        manifest = Manifest.load(current(home.root))
        assert manifest.interviews == home.corpus.versions() and manifest.exchanges == len(home.corpus.exchange_ids())
    assert len(manifest.blocks) <= FEW + 2 * manifest.exchanges / 8 + 1
    followed = found(home)
    home.update(rebuild=True)
    for ours, theirs in zip(followed, found(home), strict=True):
        assert [one.exchange for one in ours] == [one.exchange for one in theirs]
        assert [one.views for one in ours] == [pytest.approx(one.views, abs=1e-6) for one in theirs]


def test_many_small_imports_do_not_leave_many_blocks(home) -> None:
    home.update()
    for number in range(11, 11 + 2 * FEW):
        home.bring(f"E{number}")
        home.update()
    assert len(Manifest.load(current(home.root)).blocks) <= FEW


@pytest.mark.parametrize("rebuild", [True, False])
@pytest.mark.parametrize("step", ["write_block", "save_spaces", "list_words", "swap"])
def test_a_build_that_dies_leaves_the_old_index_and_its_debris_goes(home, monkeypatch, rebuild, step) -> None:
    home.update()
    folder, seen = current(home.root), found(home)
    before = digests(folder)
    home.bring("E5")
    withdraw(home, "E2-2026-Q1")
    real = getattr(build, step)

    def dying(*args, **more):
        if step != "swap":
            real(*args, **more)
        raise KeyboardInterrupt

    monkeypatch.setattr(build, step, dying)
    with pytest.raises(KeyboardInterrupt):
        home.update(rebuild=rebuild)
    monkeypatch.setattr(build, step, real)
    folders = {each for each in home.root.iterdir() if each.is_dir()}
    assert len(folders) == 2
    assert current(home.root) == folder and digests(folder) == before
    assert Searcher.open(home.root, encoder=None).search(QUERIES) == seen
    assert home.update().kind == "changed"
    (debris,) = folders - {folder}
    assert not debris.exists()
    assert {each for each in home.root.iterdir() if each.is_dir()} == {current(home.root)}


def test_a_kill_before_the_old_index_went_is_made_good(home, monkeypatch) -> None:
    home.update()
    folder = current(home.root)
    withdraw(home, "E2-2026-Q1")
    with monkeypatch.context() as patch:
        patch.setattr(build, "forget_gone", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            home.update()
    assert folder.exists() and current(home.root) != folder
    assert home.update().kind == "unchanged" and not folder.exists()


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


def test_a_large_corpus_is_fitted_on_a_drawn_part_of_it(home, monkeypatch) -> None:
    fitted: list[int] = []
    real = FittedEncoder.fit
    monkeypatch.setattr(FittedEncoder, "fit", lambda texts: fitted.append(len(texts)) or real(texts))
    home.update()
    monkeypatch.setattr(build, "FITTED_MOST", 20)
    first = home.update(rebuild=True) and Manifest.load(current(home.root)).spaces["zh"]
    home.update(rebuild=True)
    assert fitted[0] == 48 and 0 < fitted[1] == fitted[2] <= 40 and fitted[1] % 8 == 0
    assert Manifest.load(current(home.root)).spaces["zh"] == first, "the same part each time"
    assert found(home)[2]


def test_a_large_index_is_coded_and_follows(home, small_blocks, monkeypatch) -> None:
    """With the mark so low that even this corpus is searched by its codes."""
    for module in ("meaning", "quantising"):
        monkeypatch.setattr(f"index.{module}.EXACT", 10)
    home.update()
    exact_before = found(home)
    folder = current(home.root)
    assert len(list(folder.glob("quantisers/*.faiss"))) == 4
    home.bring("E5")
    withdraw(home, "Z3-2026-Q1")
    quantisers = digests(folder / "quantisers")
    assert home.update().kind == "changed"
    after = current(home.root)
    assert digests(after / "quantisers") == quantisers, "trained once"
    blocks = Manifest.load(after).blocks
    assert {each.name.split(".")[0] for each in after.glob("*/*.codes.npy")} == set(blocks)
    held = set(home.corpus.exchange_ids())
    hits = [{hit.exchange for hit in hits} for hits in found(home)]
    assert exact_before and all(each and each <= held for each in hits)
    home.update(rebuild=True)
    assert [{hit.exchange for hit in hits} for hits in found(home)] == hits


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
    monkeypatch.setattr("index.blocks.os.link", no_links)
    home.bring("E5")
    assert home.update().kind == "added"
    assert len(found(home)[0]) > 5
