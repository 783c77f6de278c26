"""Who was taken for the interviewer: grouped, said to be right, turned round, taken back."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from corpus.corrections import Corrections
from corpus.corrections_speakers import exchange_roles
from corpus.errors import NotAllowed
from corpus.how_read import how_read, leave_so, turn_round
from corpus.intake import import_files
from corpus.mappings import Mappings
from corpus.store import Corpus
from corpus.viewer import LOCAL, Viewer

ASKS_MOST = "{0}：您平时喝茶吗？\n{1}：喝的，天天喝{2}。\n{0}：在哪里买？\n{1}：楼下超市。\n"


def bring(engine: Engine, folder: Path, **files: str) -> Corpus:
    for name, text in files.items():
        (folder / f"{name}_2026-Q1.txt").write_text(text, encoding="utf-8")
    found = import_files([folder], engine=engine, viewer=LOCAL, lock=folder.parent / "lock")
    assert [one.refusal for one in found if one.refusal] == []
    return Corpus(engine, LOCAL)


@pytest.fixture
def corpus(engine: Engine, tmp_path: Path) -> Corpus:
    """Two interviews in which no label says who asks, one in which one does."""
    folder = tmp_path / "files"
    folder.mkdir()
    return bring(
        engine, folder, E01=ASKS_MOST.format("小王", "李芳", "绿茶"), E02=ASKS_MOST.format("小王", "赵敏", "红茶"),
        E03=ASKS_MOST.format("访问员", "受访者", "花茶"),
    )  # fmt: skip


def roles(corpus: Corpus, interview: str) -> list[str]:
    return [turn.role for turn in corpus.interview(interview).turns]


def test_a_guess_that_is_right_is_said_once_and_counts_for_files_to_come(engine: Engine, corpus: Corpus) -> None:
    guess, sure = how_read(engine, LOCAL, list(corpus.versions()))
    assert guess.guessed and guess.interviews == ("E01-2026-Q1", "E02-2026-Q1") and not sure.guessed
    before = corpus.versions()
    leave_so(engine, LOCAL, guess)
    assert not any(group.guessed for group in how_read(engine, LOCAL, list(before)))
    assert corpus.versions() == before
    assert [each.correction.interviewer for each in Mappings(engine, LOCAL).all()] == ["小王"]


def test_a_wrong_guess_is_turned_round_in_all_of_them_and_taken_back(engine: Engine, corpus: Corpus) -> None:
    guess = how_read(engine, LOCAL, list(corpus.versions()))[0]
    done = turn_round(engine, LOCAL, guess)
    assert (done.done, done.left) == (2, 0) and corpus.versions()["E03-2026-Q1"] == 1
    # Whoever answered before asks now: what they say first is nobody's answer.
    assert roles(corpus, "E01-2026-Q1") == ["respondent", "interviewer"] * 2
    assert not any(group.guessed for group in how_read(engine, LOCAL, list(corpus.versions())))
    assert Mappings(engine, LOCAL).all() == []  # the two who ask now go by different names
    assert Corrections(engine, LOCAL).undo(done.act).done == 2
    assert roles(corpus, "E02-2026-Q1") == ["interviewer", "respondent"] * 2


def test_an_interview_nobody_would_answer_in_is_left(engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    corpus = bring(engine, folder, E01="访问员：您喝茶吗？\n受访者：喝。\n")
    done = exchange_roles(engine, LOCAL, ["E01-2026-Q1", "E99-2026-Q1"])
    assert (done.done, done.left) == (0, 2) and corpus.versions() == {"E01-2026-Q1": 1}
    with pytest.raises(NotAllowed):
        exchange_roles(engine, Viewer("a", "researcher", "local"), ["E01-2026-Q1"])
