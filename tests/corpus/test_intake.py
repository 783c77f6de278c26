"""Files coming in: what is taken, known and refused, and what a file that fails leaves behind."""

import hashlib
from pathlib import Path

import pytest
from filelock import FileLock
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from corpus import arrivals, contents, intake, keeping, opening
from corpus.database import open_database
from corpus.errors import BadInput, Busy, NotAllowed
from corpus.intake import import_files
from corpus.schema import Base, InterviewRow, RespondentRow, SourceFile
from corpus.viewer import LOCAL, Viewer

TURNS = ("How often do you buy tea?", "Twice a week.", "Why?", "It keeps me awake.")
TEXT = "Respondent: E01\nWave: 2026-Q1\n\nQ: How often do you buy tea?\nA: Twice a week.\nQ: Why?\nA: It keeps   me awake.\n"


def results_told(results) -> list[tuple[str, ...]]:
    """What became of each file, for comparing."""
    return [(one.name, one.status, one.interviews, one.refusal and one.refusal.key) for one in results]


def contents_told(engine, table) -> list[str]:
    """Every row of a table, without the moment it was written."""
    kept = [column for column in table.columns if column.name != "brought_at"]
    with Session(engine) as session:
        return sorted(map(repr, session.execute(select(*kept))))


@pytest.fixture
def changed_mind(folder, write, talk):
    """Nine files (f.csv before the others) in the order of their names, as a curator's folder has them."""
    write("a.jsonl", talk(*TURNS, who="E11"))
    write("b.jsonl", talk(*TURNS, who="E12"), talk("Tea?", "No.", "Why?", "Bitter.", who="E12"))
    write("c.txt", "nobody speaks here")
    write("d.jsonl", talk(*TURNS, who="E11"))
    write("aa.jsonl", talk("Juice?", "Yes, apple.", "Why?", "Sweet.", who="E11"))
    write("f.csv", "respondent,gender,consent\nE11,f,report\nE13,m,report\n")
    write("g.jsonl", talk("Juice?", "Never.", "Why?", "Sour.", who="E13"))
    write("h.jsonl", talk("Milk?", "Warm.", "Why?", "Sleep.", who="E14", wave=None))
    write("i.jsonl", talk("Milk?", "Cold.", "Why?", "Taste.", who="E15"))
    return folder


def rows(engine, table) -> int:
    with Session(engine) as session:
        return session.scalar(select(func.count()).select_from(table))


def test_an_interview_comes_in(bring, write, talk, corpus) -> None:
    write("a.jsonl", talk(*TURNS))
    (result,) = bring()
    assert (result.status, result.interviews, result.refusal) == ("in", ("E01-2026-Q1",), None)
    interview = corpus.interview("E01-2026-Q1")
    assert [interview.asked(one) for one in interview.exchanges] == [TURNS[0], TURNS[2]]
    assert [interview.answered(one) for one in interview.exchanges] == [TURNS[1], TURNS[3]]
    assert interview.exchanges[1].follows == 0


def test_known_content_under_another_name_is_known_and_keeps_its_name(bring, write, talk, folder, corpus) -> None:
    path = write("a.jsonl", talk(*TURNS))
    bring()
    path.rename(folder / "again_2025-Q1.jsonl")
    (result,) = bring()
    assert (result.status, result.interviews, result.known_as) == ("known", (), "files/a.jsonl")
    assert [(row.name, row.status) for row in corpus.files()] == [("files/a.jsonl", "in")]


def test_same_content_twice_in_one_batch(bring, write, talk, corpus) -> None:
    write("a.jsonl", talk(*TURNS))
    write("b.jsonl", talk(*TURNS))
    assert [(one.status, one.known_as) for one in bring()] == [("in", ""), ("known", "files/a.jsonl")]
    assert corpus.counts()["files"] == 1


def test_refused_content_may_come_again_under_a_name_that_helps(bring, write, talk, folder, corpus) -> None:
    path = write("a.jsonl", talk(*TURNS, wave=None))
    (refused,) = bring()
    assert (refused.status, refused.refusal.key) == ("refused", "no_wave")
    path.rename(folder / "2026-Q2.jsonl")
    (taken,) = bring()
    assert (taken.status, taken.interviews) == ("in", ("E01-2026-Q2",))
    assert [(row.name, row.status, row.reason_key) for row in corpus.files()] == [("files/2026-Q2.jsonl", "in", None)]


def test_same_interview_in_another_format_is_refused_by_name(bring, write, talk, corpus) -> None:
    write("a.jsonl", talk(*TURNS))
    bring()
    text = write("b.txt", TEXT)
    (result,) = bring(text)
    assert result.status == "refused"
    assert (result.refusal.key, result.refusal.values) == ("same_interview", {"id": "E01-2026-Q1"})
    assert corpus.counts()["interviews"] == 1


@pytest.mark.parametrize("changed", [("E01", "E02"), ("2026-Q1", "2026-Q2")])
def test_another_person_or_wave_is_another_interview(bring, write, talk, changed) -> None:
    write("a.jsonl", talk(*TURNS))
    write("b.txt", TEXT.replace(*changed))
    assert [one.status for one in bring()] == ["in", "in"]


def test_other_words_of_the_same_person_and_wave_are_asked_about(bring, write, talk, corpus) -> None:
    write("a.jsonl", talk(*TURNS))
    write("b.txt", TEXT.replace("awake", "asleep"))
    first, second = bring()
    assert (first.status, second.status, second.refusal.key) == ("in", "refused", "second_interview")
    assert second.refusal.values == {"who": "E01", "wave": "2026-Q1", "id": "E01-2026-Q1"}
    assert corpus.counts()["interviews"] == 1


def test_a_file_that_names_two_interviews_of_a_person_means_two(bring, write, talk) -> None:
    write("a.jsonl", talk(*TURNS), talk("And now?", "Coffee."))
    assert bring()[0].interviews == ("E01-2026-Q1", "E01-2026-Q1-2")


def test_the_words_of_one_person_under_the_name_of_another_are_not_folded(bring, write, corpus) -> None:
    write("E03_2026-Q1.txt", "Q: How often?\nA: Never.\n")
    write("E91_2026-Q1.txt", "Q: How often?\nA: Never.\n")
    write("again_2026-Q1.txt", "Q: How often?\nA: Never.\n")
    taken, other, again = bring()
    assert (taken.status, again.status) == ("in", "known")
    assert (other.status, other.refusal.key) == ("refused", "other_person")
    assert other.refusal.values == {"who": "E91", "id": "E03-2026-Q1"}
    assert sorted((row.name, row.status) for row in corpus.files()) == [
        ("files/E03_2026-Q1.txt", "in"), ("files/E91_2026-Q1.txt", "refused"),
    ]  # fmt: skip


def test_rows_that_say_nothing_are_not_counted(bring, write) -> None:
    write("people.csv", "respondent,gender,consent\nE01,woman,\nE02,,\nE03,,report\nE04,,\n")
    assert bring()[0].attributes == 2


def test_a_wave_ahead_is_questioned(bring, write, talk, monkeypatch) -> None:
    monkeypatch.setattr("corpus.placing.this_quarter", lambda: "2026-Q2")
    write("a.jsonl", talk(*TURNS, wave="2026-Q3"))
    (refused,) = bring()
    assert (refused.refusal.key, refused.refusal.values) == ("future_wave", {"wave": "2026-Q3"})
    assert bring(wave="2026-Q2")[0].interviews == ("E01-2026-Q2",)


def test_a_file_that_grew_brings_what_is_new_and_says_what_is_not(bring, write, talk, corpus) -> None:
    write("a.jsonl", talk(*TURNS))
    bring()
    write("a.jsonl", talk(*TURNS), talk("And now?", "Coffee.", wave="2026-Q2"))
    (result,) = bring()
    assert (result.status, result.interviews) == ("in", ("E01-2026-Q2",))
    assert (result.refusal.key, result.refusal.values["id"]) == ("same_interview", "E01-2026-Q1")
    assert corpus.files("in")[0].reason_key == "same_interview"


def test_a_file_whose_second_interview_fails_leaves_nothing(bring, write, talk, engine) -> None:
    write("a.jsonl", talk(*TURNS), talk("Only a question?", who="E02"))
    (result,) = bring()
    assert (result.status, result.refusal.key) == ("refused", "no_speakers")
    filled = {table.name for table in Base.metadata.sorted_tables if rows(engine, table)}
    assert filled == {"source_file", "corpus_state", "coverage_state"}  # two have their one row from the beginning


def test_many_files_come_in_as_each_alone_would(tmp_path, write, talk, changed_mind, monkeypatch) -> None:
    """Good ones, bad ones, copies, a table of people and second interviews, in groups of any size."""
    told = []
    for size in (1, 2, 3, 32):
        monkeypatch.setattr(intake, "TOGETHER", size)
        engine = open_database(f"sqlite:///{tmp_path / f'{size}.db'}")
        results = import_files([changed_mind], engine=engine, viewer=LOCAL, lock=tmp_path / "lock")
        tables = [each for each in Base.metadata.sorted_tables if each.name not in ("corpus_state", "coverage_state")]
        told.append((results_told(results), [contents_told(engine, table) for table in tables]))
    assert told[0] == told[1] == told[2] == told[3]
    results = told[0][0]
    assert [status for _, status, *_ in results].count("refused") == 3
    assert {key for *_, key in results} >= {"no_speakers", "no_wave", "second_interview"}
    assert [status for _, status, *_ in results].count("known") == 1


def test_a_crash_in_the_second_interview_leaves_nothing(bring, write, talk, engine, monkeypatch) -> None:
    write("a.jsonl", talk(*TURNS), talk(*TURNS, who="E02"))
    write("b.jsonl", talk(*TURNS, who="E03"))
    keep = keeping.keep_words

    def failing(session, said):
        keep(session, said)
        if any(interview.startswith("E02") for interview, _, _ in said):
            assert session.get(InterviewRow, "E01-2026-Q1") is not None
            raise MemoryError

    monkeypatch.setattr(keeping, "keep_words", failing)
    first, second = bring()
    assert (first.status, first.refusal.key, first.refusal.values) == (
        "refused",
        "unexpected",
        {"error": "MemoryError"},
    )
    assert isinstance(first.refusal.__cause__, MemoryError)
    assert second.status == "in"
    with Session(engine) as session:
        assert list(session.scalars(select(InterviewRow.id))) == ["E03-2026-Q1"]
        assert list(session.scalars(select(RespondentRow.id))) == ["E03"]


@pytest.mark.parametrize("error", [MemoryError, RuntimeError, KeyError, RecursionError])
@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_any_trouble_is_one_files_trouble(bring, write, talk, monkeypatch, corpus, error, name) -> None:
    def fail(*_):
        raise error("x")

    monkeypatch.setattr(contents, "read_transcripts", fail)
    monkeypatch.setattr(contents, "read_table", fail)
    monkeypatch.setattr(arrivals, "people_in", fail)
    write(name, "x")
    write("b.zzz", "y")
    assert [one.refusal.key for one in bring()] == ["unexpected", "unknown_format"]
    assert {row.reason_key: row.reason_values for row in corpus.files()}["unexpected"] == {"error": error.__name__}


def test_an_interruption_is_no_refusal(bring, write, talk, monkeypatch, corpus) -> None:
    def interrupted(*_):
        raise KeyboardInterrupt

    write("a.jsonl", talk(*TURNS))
    monkeypatch.setattr(contents, "read_transcripts", interrupted)
    with pytest.raises(KeyboardInterrupt):
        bring()
    assert corpus.files() == []


def test_trouble_does_not_put_out_what_is_in(bring, write, talk, monkeypatch, corpus) -> None:
    write("a.jsonl", talk(*TURNS))
    bring()
    monkeypatch.setattr(opening, "known_as", lambda *_: {})
    monkeypatch.setattr(contents, "read_transcripts", lambda *_: 1 / 0)
    assert bring()[0].refusal.key == "unexpected"
    assert [row.status for row in corpus.files()] == ["in"]


def test_a_file_too_large_is_not_read(bring, write, monkeypatch, corpus) -> None:
    path = write("a.csv", b"x" * 11)
    monkeypatch.setattr(arrivals, "MAX_BYTES", 10)
    opened, real = [], Path.open

    def watching(self, *args, **options):
        opened.append(self)
        return real(self, *args, **options)

    monkeypatch.setattr(Path, "open", watching)
    (result,) = bring()
    assert path not in opened
    assert (result.refusal.key, result.refusal.values) == ("too_large", {"size": 11, "limit": 10})
    assert corpus.files("refused")[0].size == 11


def test_a_file_that_grows_while_it_is_read_is_too_large(write, monkeypatch) -> None:
    path = write("a.txt", b"x" * 11)
    monkeypatch.setattr(arrivals, "MAX_BYTES", 10)
    sizes = iter([5, 11])
    monkeypatch.setattr(Path, "stat", lambda *_, **__: type("Size", (), {"st_size": next(sizes)}))
    with pytest.raises(arrivals.FileRefused, match="too_large"):
        arrivals.Arrival(path, "a.txt").read()


def test_hidden_files_and_links_out_of_the_folder_are_left_alone(bring, write, talk, folder, tmp_path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text(TEXT.replace("E01", "E66"), encoding="utf-8")
    (folder / "link.txt").symlink_to(outside / "secret.txt")
    (folder / "linked").symlink_to(outside)
    write(".hidden/b.txt", TEXT)
    write("~$c.docx", "x")
    write("sub/a.txt", TEXT)
    (folder / "inside.txt").symlink_to(folder / "sub" / "a.txt")
    assert [(one.name, one.status) for one in bring()] == [("files/inside.txt", "in"), ("files/sub/a.txt", "known")]


def test_a_name_that_is_no_text_is_kept_readable(folder) -> None:
    assert arrivals.storable("a\udcff.txt") == r"a\udcff.txt"
    assert arrivals.storable("x" * 500 + ".csv") == "x" * 396 + ".csv"


def test_a_second_import_is_busy(bring, write, tmp_path) -> None:
    write("a.txt", TEXT)
    with FileLock(tmp_path / "lock"), pytest.raises(Busy, match="import_running"):
        bring()
    assert bring()[0].status == "in"


def test_nothing_to_import_and_no_such_path(bring, folder) -> None:
    with pytest.raises(BadInput, match="nothing_to_import"):
        bring()
    with pytest.raises(BadInput, match="no_such_path"):
        bring(folder / "lost")


def test_only_who_may_import_imports(bring, write) -> None:
    write("a.txt", TEXT)
    for role in ("researcher", "merchant"):
        with pytest.raises(NotAllowed):
            bring(viewer=Viewer("x", role, "c"))
    bring(viewer=Viewer("x", "curator", "c"))


def test_every_file_leaves_a_row_with_its_digest(bring, write, engine) -> None:
    data = TEXT.encode()
    write("a.txt", data)
    bring()
    with Session(engine) as session:
        row = session.scalar(select(SourceFile))
        assert (row.sha256, row.size, row.brought_by) == (hashlib.sha256(data).hexdigest(), len(data), "local")
