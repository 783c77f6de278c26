"""Undoing a batch: exactly what it brought goes, and people are again what they were."""

from pathlib import Path

import pytest
from filelock import FileLock
from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus import undoing
from corpus.errors import Busy, NotAllowed, NotFound
from corpus.schema import AttributesRow, Base, ExchangeRow, RespondentRow, SourceFile, TextVersion, TurnRow
from corpus.undoing import Undoing, undo, what_goes
from corpus.viewer import LOCAL, Viewer

PEOPLE = "respondent,wave,city,gender,consent\n{}\n"


def talk(said: str = "Twice a week.") -> bytes:
    return f"Interviewer: How often do you buy tea?\nRespondent: {said}\n".encode()


@pytest.fixture
def bring(batches, bring_all):
    def bring(**files: bytes | str) -> str:
        """Bring in a batch; `__` in a name is its dot."""
        given = [
            (name.replace("__", "."), data if isinstance(data, bytes) else data.encode())
            for name, data in files.items()
        ]
        batch = batches.open(given)
        bring_all(batch.id)
        return batch.id

    return bring


@pytest.fixture
def take_back(engine, tmp_path):
    def take_back(batch: str, *cited: str) -> Undoing:
        return undo(engine, LOCAL, batch, cited, lock=tmp_path / "lock")

    return take_back


def everything(engine) -> dict[str, list[tuple[object, ...]]]:
    """All rows of people and interviews, but for the numbers the database gives."""
    tables = ("respondent", "attributes", "interview", "text_version")
    with Session(engine) as session:
        return {
            name: sorted((tuple(row) for row in session.execute(select(Base.metadata.tables[name]))), key=repr)
            for name in tables
        }


def test_undoing_leaves_what_was_there_before(bring, engine, take_back) -> None:
    bring(E01_2026Q1__txt=talk(), people__csv=PEOPLE.format("E01,2026-Q1,Leeds,,report"))
    before, corpus_before = everything(engine), Session(engine).scalars(select(TurnRow.id)).all()
    batch = bring(
        E02_2026Q1__txt=talk("Never."), E01_2026Q2__txt=talk("Daily."),
        more__csv=PEOPLE.format("E01,2026-Q1,York,female,none\nE02,2026-Q1,Bath,male,report\nE03,,Hull,,internal"),
    )  # fmt: skip
    assert everything(engine) != before
    done = take_back(batch)
    assert (done.files, sorted(done.interviews), done.people, done.described) == (
        3, ["E01-2026-Q2", "E02-2026-Q1"], 2, 1,
    )  # fmt: skip
    assert everything(engine) == before
    with Session(engine) as session:
        assert session.scalars(select(TurnRow.id)).all() == corpus_before
        assert len(session.scalars(select(ExchangeRow)).all()) == 1


def test_what_was_said_of_somebody_since_stays(bring, engine, take_back) -> None:
    first = bring(a__csv=PEOPLE.format("E01,2026-Q1,Leeds,female,report"))
    second = bring(b__csv=PEOPLE.format("E01,2026-Q1,York,,report"))
    take_back(first)
    with Session(engine) as session:
        row = session.get_one(AttributesRow, ("E01", "2026-Q1"))
        assert (row.city, row.gender) == ("York", "")
    take_back(second)
    with Session(engine) as session:
        assert session.get(AttributesRow, ("E01", "2026-Q1")) is None
        assert session.get(RespondentRow, "E01") is None


def test_undone_in_the_other_order_it_is_the_same(bring, engine, take_back) -> None:
    empty = everything(engine)
    first = bring(a__csv=PEOPLE.format("E01,2026-Q1,Leeds,female,report"))
    after_first = everything(engine)
    take_back(bring(b__csv=PEOPLE.format("E01,2026-Q1,York,,advertising")))
    assert everything(engine) == after_first
    take_back(first)
    assert everything(engine) == empty


def test_a_file_another_import_brought_too_is_that_ones_from_then_on(bring, batches, corpus, take_back) -> None:
    first, second = bring(E01_2026Q1__txt=talk()), bring(copy_2026Q1__txt=talk())
    done = take_back(first)
    assert (done.interviews, done.handed_on) == ((), 1)
    assert [file.status for file in batches.get(first).files] == ["undone"]
    heir = batches.get(second).files[0]
    assert (heir.status, heir.interviews, heir.known_as) == ("in", ("E01-2026-Q1",), "")
    assert corpus.counts()["interviews"] == 1
    take_back(second)
    assert corpus.counts()["interviews"] == 0


def test_a_file_a_report_rests_on_stays_and_is_named(bring, batches, corpus, engine, take_back) -> None:
    batch = bring(E01_2026Q1__txt=talk(), E02_2026Q1__txt=talk("Never."))
    told = what_goes(engine, LOCAL, batch, {"E01-2026-Q1"})
    assert (told.kept, told.interviews) == (("E01-2026-Q1",), ("E02-2026-Q1",))
    assert take_back(batch, "E01-2026-Q1") == told
    assert list(corpus.versions()) == ["E01-2026-Q1"]
    assert [file.status for file in batches.get(batch).files] == ["in", "undone"]
    assert take_back(batch).interviews == ("E01-2026-Q1",)


def test_what_was_undone_can_be_brought_in_again(bring, corpus, engine, take_back) -> None:
    take_back(bring(E01_2026Q1__txt=talk()))
    with Session(engine) as session:
        assert [row.status for row in session.scalars(select(SourceFile))] == ["undone"]
        assert session.scalars(select(TextVersion)).all() == []
    bring(E01_2026Q1__txt=talk())
    assert list(corpus.versions()) == ["E01-2026-Q1"] and [row.status for row in corpus.files()] == ["in"]


def test_the_stamp_moves_and_asking_does_not(bring, corpus, engine, take_back) -> None:
    batch = bring(E01_2026Q1__txt=talk())
    before = corpus.stamp()
    what_goes(engine, LOCAL, batch, ())
    assert corpus.stamp() == before
    take_back(batch)
    assert corpus.stamp() > before


def test_who_may_and_when(bring, engine, take_back, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = bring(E01_2026Q1__txt=talk())
    with pytest.raises(NotFound):
        take_back("b-none")
    with pytest.raises(NotAllowed):
        undo(engine, Viewer("r", "researcher", "local"), batch, (), lock=tmp_path / "lock")
    monkeypatch.setattr(undoing, "PATIENCE", 0)
    with FileLock(tmp_path / "lock"), pytest.raises(Busy):
        take_back(batch)
