"""The worklist: every file in its place, mended one by one or a kind at a time, and off the list when dismissed."""

from pathlib import Path

import pytest

from corpus.batches import Batches
from corpus.errors import BadInput, NotAllowed
from corpus.intake import import_files
from corpus.viewer import LOCAL, Viewer
from corpus.worklist import MENDED_BY, Worklist, entry_of
from research.messages import texts

TALK = "Interviewer: How often?\nRespondent: {}\n"


@pytest.fixture
def batches(engine, tmp_path) -> Batches:
    return Batches(engine, LOCAL, tmp_path / "uploads")


@pytest.fixture
def listed(engine, tmp_path) -> Worklist:
    return Worklist(engine, LOCAL, tmp_path / "uploads")


@pytest.fixture
def bring(batches, tmp_path):
    def bring(**files: str) -> str:
        """Bring files in; a name's underscores before its suffix are kept, `__` is the dot."""
        batch = batches.open([(name.replace("__", "."), text.encode()) for name, text in files.items()])
        for number in batches.waiting(batch.id):
            batches.bring_in(batch.id, number, lock=tmp_path / "lock")
        return batch.id

    return bring


def waiting(batches: Batches, *ids: str) -> dict[str, list[int]]:
    return {each: batches.waiting(each) for each in ids}


def test_each_file_has_its_place(bring, listed) -> None:
    bring(E01_2026Q1__txt=TALK.format("a"), E02__txt=TALK.format("b"), a__exe="x", b__txt="", c_2026Q1__txt="Q: one")
    assert listed.counts() == {"in": 1, "needs": 2, "refused": 2}
    assert listed.reasons("needs") == {"no_speakers": 1, "no_wave": 1}
    assert listed.reasons("refused") == {"empty_file": 1, "unknown_format": 1}
    assert [entry.name for entry in listed.files("needs")] == ["c_2026Q1.txt", "E02.txt"]
    (one,) = listed.files("in")
    assert (one.place, one.interviews, one.kept, one.mend) == ("in", ("E01-2026-Q1",), False, None)
    (two,) = listed.files("needs", reason="no_wave")
    assert (two.place, two.mend, two.kept, two.refusal.key) == ("needs", "wave", True, "no_wave")


def test_pages_of_a_list(bring, listed) -> None:
    bring(**{f"f{at}__exe": str(at) for at in range(5)})
    assert [entry.name for entry in listed.files("refused", skip=1, most=2)] == ["f3.exe", "f2.exe"]
    assert listed.files("refused", skip=5) == []


def test_a_kind_is_mended_at_once_across_batches(bring, listed, batches) -> None:
    first = bring(E01__txt=TALK.format("a"), E02__txt=TALK.format("b"), bad_2026Q1__txt="Q: one")
    second = bring(E03__txt=TALK.format("c"))
    assert sorted(listed.retry("no_wave", wave="2026-Q3")) == sorted([first, second])
    assert waiting(batches, first, second) == {first: [1, 2], second: [1]}
    assert {entry.place for entry in listed.files("needs", reason="no_wave")} == {"waiting"}
    with pytest.raises(BadInput, match="bad_wave"):
        listed.retry("no_speakers", wave="soon")


def test_a_file_of_the_command_line_is_listed_without_bytes(engine, tmp_path, listed, batches) -> None:
    (tmp_path / "E01.txt").write_text(TALK.format("a"), encoding="utf-8")
    import_files([tmp_path / "E01.txt"], engine=engine, viewer=LOCAL, lock=tmp_path / "lock")
    (entry,) = listed.files("needs")
    assert (entry.name, entry.batch, entry.kept, entry.mend) == ("E01.txt", "", False, "wave")
    assert listed.retry("no_wave", wave="2026-Q1") == []
    batch = batches.open([("E01.txt", (tmp_path / "E01.txt").read_bytes())], wave="2026-Q1")
    assert listed.files("needs")[0].place == "waiting"
    batches.bring_in(batch.id, 1, lock=tmp_path / "lock")
    assert listed.counts() == {"in": 1, "needs": 0, "refused": 0}


def test_dismissed_files_leave_the_list_and_return_when_brought_again(bring, listed, batches, corpus, tmp_path) -> None:
    batch = bring(a__exe="x", b__exe="y", E01__txt=TALK.format("a"))
    bytes_of = Path(tmp_path / "uploads" / batch)
    first = listed.files("refused")[1]
    listed.dismiss([first.sha256, listed.files("needs")[0].sha256])
    assert listed.counts() == {"in": 0, "needs": 0, "refused": 1}
    assert {file.status for file in batches.get(batch).files} == {"dismissed", "refused"}
    assert [path.name for path in bytes_of.iterdir()] == ["2"]
    assert sorted(row.reason_key for row in corpus.files("dismissed")) == ["no_wave", "unknown_format"]
    listed.dismiss_all("refused")
    assert listed.counts()["refused"] == 0
    bring(a__exe="x")
    assert listed.counts()["refused"] == 1


def test_what_is_in_cannot_be_dismissed(bring, listed) -> None:
    bring(E01_2026Q1__txt=TALK.format("a"))
    listed.dismiss([listed.files("in")[0].sha256])
    listed.dismiss_all("in")
    assert listed.counts()["in"] == 1


def test_files_of_a_batch_are_entries(bring, batches) -> None:
    batch = bring(E01_2026Q1__txt=TALK.format("a"), E02__txt=TALK.format("b"), a__exe="x")
    assert [(entry_of(file).place, entry_of(file).mend) for file in batches.get(batch).files] == [
        ("in", None),
        ("needs", "wave"),
        ("refused", None),
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_kind_that_is_mended_has_a_name_and_a_remedy(language) -> None:
    assert texts(language, "page.corpus.why").keys() - {"heading"} == MENDED_BY.keys()
    assert all(f"{key}.remedy" in texts(language, "error") for key in MENDED_BY)


def test_only_who_may_import(engine, tmp_path) -> None:
    other = Worklist(engine, Viewer("x", "researcher", "c"), tmp_path)
    for call in (
        other.counts, lambda: other.reasons("needs"), lambda: other.files("in"), lambda: other.retry("no_wave"),
        lambda: other.dismiss([]), lambda: other.dismiss_all("refused"),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            call()
