"""Interviews in nearly the same words: found whoever and whenever they are of, and settled by a curator."""

import random
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus.errors import BadInput, NotAllowed, NotFound
from corpus.nearly_same import differences, find_alike, keep_one, leave_different, pairs_to_settle
from corpus.schema import AlikeRow, RespondentRow, SketchRow, SourceFile
from corpus.sketches import ENOUGH, alike, pairs_alike, sketch_of
from corpus.viewer import LOCAL, Viewer

WORDS = ["".join(random.Random(at).choices("abcdefghijklmnopqrstuvwxyz", k=7)) for at in range(2000)]


def talk(seed: int, change: str = "") -> bytes:
    """An interview in words of its own; `change` takes the place of one answer."""
    draw = random.Random(seed)
    answers = [" ".join(draw.choices(WORDS, k=25)) + "." for _ in range(8)]
    if change:
        answers[3] = change
    return "".join(
        f"Interviewer: Question {at}, please?\nRespondent: {each}\n" for at, each in enumerate(answers)
    ).encode()


@pytest.fixture
def bring(batches, bring_all, corpus, engine):
    def bring(**files: bytes) -> str:
        """Bring in a batch and look for pairs; `__` in a name is its dot."""
        batch = batches.open([(name.replace("__", "."), data) for name, data in files.items()])
        bring_all(batch.id)
        find_alike(corpus, engine)
        return batch.id

    return bring


def settled(engine) -> list[tuple[str, str]]:
    return [(pair.one, pair.other) for pair in pairs_to_settle(engine, LOCAL)]


def test_a_copy_under_another_name_is_found_and_nothing_else(bring, engine) -> None:
    bring(E01_2026Q1__txt=talk(1), E02_2026Q1__txt=talk(2), E03_2026Q1__txt=talk(3))
    assert settled(engine) == []
    bring(E04_2026Q2__txt=talk(2, "Only this is another answer."))
    (pair,) = pairs_to_settle(engine, LOCAL)
    assert (pair.one, pair.other, pair.of, pair.waves) == (
        "E02-2026-Q1", "E04-2026-Q2", ("E02", "E04"), ("2026-Q1", "2026-Q2"),
    )  # fmt: skip
    assert pair.files == ("E02_2026Q1.txt", "E04_2026Q2.txt") and 0.9 <= pair.share < 1
    assert pairs_to_settle(engine, LOCAL, among={"E01-2026-Q1"}) == []
    assert pairs_to_settle(engine, LOCAL, among={"E04-2026-Q2"}) == [pair]


def test_what_differs_is_shown(bring, corpus) -> None:
    bring(E01_2026Q1__txt=talk(1), E02_2026Q1__txt=talk(1, "Only this is another answer."))
    ((ours, theirs),) = differences(corpus.interview("E01-2026-Q1"), corpus.interview("E02-2026-Q1"))
    assert theirs == "Only this is another answer." and ours.endswith(".") and ours != theirs


def test_short_interviews_are_not_compared(bring, engine) -> None:
    short = b"Interviewer: How often?\nRespondent: Twice a week, mostly.\n"
    bring(E01_2026Q1__txt=short, E02_2026Q1__txt=short.replace(b"How", b"So how"))
    assert settled(engine) == []


def test_what_was_said_of_a_pair_still_counts_when_more_comes_in(bring, engine, corpus) -> None:
    bring(E01_2026Q1__txt=talk(1), E02_2026Q1__txt=talk(1, "No."))
    before = corpus.stamp()
    leave_different(engine, LOCAL, "E01-2026-Q1", "E02-2026-Q1")
    assert corpus.stamp() > before
    bring(E03_2026Q1__txt=talk(1, "Yes."))
    assert sorted(settled(engine)) == [("E01-2026-Q1", "E03-2026-Q1"), ("E02-2026-Q1", "E03-2026-Q1")]


def test_keeping_one_takes_the_other_out_with_all_that_hung_on_it(bring, engine, corpus, batches, tmp_path) -> None:
    batch = bring(E01_2026Q1__txt=talk(1), E02_2026Q1__txt=talk(1, "No."))
    with pytest.raises(BadInput) as refused:
        keep_one(engine, LOCAL, "E02-2026-Q1", {"E02-2026-Q1"}, lock=tmp_path / "lock")
    assert refused.value.key == "alike_cited" and len(corpus.versions()) == 2
    keep_one(engine, LOCAL, "E02-2026-Q1", (), lock=tmp_path / "lock")
    assert list(corpus.versions()) == ["E01-2026-Q1"] and settled(engine) == []
    with Session(engine) as session:
        assert [row.interview_id for row in session.scalars(select(SketchRow))] == ["E01-2026-Q1"]
        assert session.scalars(select(AlikeRow)).all() == [] and session.get(RespondentRow, "E02") is None
        assert {row.name: row.status for row in session.scalars(select(SourceFile))} == {
            "E01_2026Q1.txt": "in", "E02_2026Q1.txt": "undone",
        }  # fmt: skip
    assert [file.status for file in batches.get(batch).files] == ["in", "undone"]
    with pytest.raises(NotFound):
        keep_one(engine, LOCAL, "E02-2026-Q1", (), lock=tmp_path / "lock")


def test_only_curators_settle(engine, tmp_path) -> None:
    nobody = Viewer("r", "researcher", "local")
    for act in (
        lambda: pairs_to_settle(engine, nobody),
        lambda: leave_different(engine, nobody, "a", "b"),
        lambda: keep_one(engine, nobody, "a", (), lock=tmp_path / "lock"),
    ):
        with pytest.raises(NotAllowed):
            act()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 10))
def test_the_estimate_is_near_the_share_of_characters_left(seed: int, percent: int) -> None:
    draw = random.Random(seed)
    text = [chr(0x4E00 + draw.randrange(3000)) for _ in range(3000)]
    other = list(text)
    for at in draw.sample(range(3000), 30 * percent):
        other[at] = chr(0x3400 + draw.randrange(3000))
    assert alike(sketch_of("".join(text)), sketch_of("".join(other))) == pytest.approx(
        1 - percent / 100, abs=0.05
    )  # three standard errors of J at its worst


def test_pairs_are_those_of_comparing_each_with_each() -> None:
    draw = random.Random(5)
    texts = {f"t{at}": "".join(draw.choices(WORDS, k=400)) for at in range(12)}
    texts |= {f"c{at}": texts[f"t{at}"][: 2000 - 40 * at] for at in range(6)}
    sketches = {key: sketch_of(text) for key, text in texts.items()}
    slow = {
        (one, other): share for one, other in combinations(sketches, 2)
        if (share := alike(sketches[one], sketches[other])) >= 0.9
    }  # fmt: skip
    assert slow and pairs_alike(sketches, least=0.9, among=frozenset(sketches)) == slow
    only = pairs_alike(sketches, least=0.9, among=frozenset({"c1"}))
    assert only == {pair: share for pair, share in slow.items() if "c1" in pair}


def test_blanks_case_and_punctuation_do_not_count() -> None:
    said = "Twice a week, mostly in the morning; " * 3 + "".join(map(str, range(200)))
    assert alike(sketch_of(said), sketch_of(said.upper().replace(",", " ").replace(" ", "  "))) == 1
    assert len(sketch_of("x" * ENOUGH)) == 0 and alike(sketch_of(""), sketch_of(said)) == 0
