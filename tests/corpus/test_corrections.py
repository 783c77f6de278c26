"""Corrections: a further text version each, everything made anew, nothing lost, two at once, and back."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus.corrections import Corrections, Mended
from corpus.corrections_everywhere import correct_everywhere, preview, wanted
from corpus.corrections_log import everywhere_log, log_of
from corpus.corrections_version import difference
from corpus.errors import BadInput, NotAllowed, NotFound
from corpus.schema import TurnRow
from corpus.viewer import LOCAL, Viewer

E01, E02 = "E01-2026-Q1", "E02-2026-Q1"
SAID = ("How often do you buy it?", "Um, I buy koka cola, like, twice a week.", "Why that one?", "Koka cola is cold.")
OTHER = ("What do you drink?", "Some koka cola and chocolate.", "Do you like it?", "Yes, I love chocolate.")


@pytest.fixture
def made(bring, write, talk, corpus):
    write("a.jsonl", talk(*SAID), talk(*OTHER, who="E02"))
    bring()
    return corpus


@pytest.fixture
def corrections(engine) -> Corrections:
    return Corrections(engine, LOCAL)


def words_of(interview) -> list[str]:
    return [interview.words((turn.start, turn.end)) for turn in interview.turns]


def test_one_place_is_a_further_version_and_the_one_before_stays(made, corrections) -> None:
    old, stamp = made.interview(E01), made.stamp()
    at = old.text.index("koka")
    assert corrections.correct(E01, 1, at, at + len("koka cola"), "Coca-Cola") == 2
    new = made.interview(E01)
    assert words_of(new)[1] == "Um, I buy Coca-Cola, like, twice a week." and new.version == 2
    assert made.interview(E01, 1) == old and made.stamp() > stamp
    assert made.interview(E02).version == 1


def test_turns_cleaned_words_and_exchanges_stand_in_the_new_text(made, corrections) -> None:
    at = made.interview(E01).text.index("koka")
    corrections.correct(E01, 1, at, at + 4, "a very much longer thing than")
    new = made.interview(E01)
    assert [new.words(span) for turn in new.turns for span in turn.removed] == ["Um, "]
    assert [(new.asked(one), new.answered(one)) for one in new.exchanges] == [
        (SAID[0], "Um, I buy a very much longer thing than cola, like, twice a week."), (SAID[2], SAID[3]),
    ]  # fmt: skip
    assert {one.id for one in new.exchanges}.isdisjoint(one.id for one in made.interview(E01, 1).exchanges)


def test_the_second_of_two_curators_is_told_and_nothing_is_lost(made, corrections) -> None:
    corrections.correct(E01, 1, 0, 3, "So how")
    with pytest.raises(BadInput, match="corrected_meanwhile") as refused:
        corrections.correct(E01, 1, 0, 3, "And how")
    assert refused.value.values == {"id": E01, "version": 2}
    assert made.interview(E01).text.startswith("So how") and len(log_of(corrections._engine, LOCAL, E01)) == 1


@pytest.mark.parametrize(("place", "words", "key"), [
    ((0, 30), "x", "no_such_turn"), ((900, 901), "x", "no_such_turn"), ((0, 3), "How", "nothing_changed"),
    ((0, 24), " ", "no_words_left"),
])  # fmt: skip
def test_what_cannot_be_done_leaves_all_as_it_was(made, corrections, engine, place, words, key) -> None:
    stamp = made.stamp()
    with pytest.raises(BadInput, match=key):
        corrections.correct(E01, 1, *place, words)
    assert (made.interview(E01).version, made.stamp(), list(log_of(engine, LOCAL, E01))) == (1, stamp, [])


def test_only_who_may_import_corrects(made, engine) -> None:
    reader = Viewer("r", "researcher", "c")
    for act in (
        lambda: Corrections(engine, reader).correct(E01, 1, 0, 3, "x"),
        lambda: preview(engine, reader, wanted("a", "b")),
        lambda: correct_everywhere(engine, reader, wanted("a", "b"), {E01: 1}),
        lambda: log_of(engine, reader, E01),
    ):
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(NotFound, match="no_interview"):
        Corrections(engine, LOCAL).correct("X", 1, 0, 3, "x")


def test_a_speaker_mended_once_and_throughout(made, corrections) -> None:
    corrections.mend(E01, 1, 2, Mended((SAID[2],), "respondent"))
    assert [turn.role for turn in made.interview(E01).turns] == ["interviewer", *["respondent"] * 3]
    assert [made.interview(E01).answered(one) for one in made.interview(E01).exchanges] == ["\n".join(SAID[1:])]
    with pytest.raises(BadInput, match="no_exchange_left"):  # nobody would ask anything
        corrections.mend(E02, 1, 0, Mended((OTHER[0],), "other", whole=True))
    assert made.interview(E02).version == 1


def test_a_speaker_is_mended_throughout_by_label(made, corrections, engine) -> None:
    corrections.mend(E01, 1, 0, Mended((SAID[0],), "respondent", whole=False))
    corrections.mend(E01, 2, 0, Mended((SAID[0],), "interviewer", whole=True))
    corrections.mend(E01, 3, 1, Mended((SAID[1],), "other"))
    corrections.mend(E01, 4, 3, Mended((SAID[3],), "respondent", whole=True))  # the other turn of that label too
    assert [turn.role for turn in made.interview(E01).turns] == ["interviewer", "respondent"] * 2
    assert log_of(engine, LOCAL, E01)[0].what == {"turn": 3, "speaker": ["respondent", "respondent"], "whole": True}


def test_a_turn_is_split_and_joined_again(made, corrections) -> None:
    corrections.mend(E01, 1, 1, Mended(("Um, I buy koka cola,", "like, twice a week."), "respondent"))
    new = made.interview(E01)
    assert words_of(new) == [SAID[0], "Um, I buy koka cola,", "like, twice a week.", *SAID[2:]]
    assert len(new.exchanges[0].answer) == 2
    corrections.join(E01, 2, 1)
    assert words_of(made.interview(E01)) == list(SAID)
    with pytest.raises(BadInput, match="no_such_turn"):
        corrections.join(E01, 3, 3)


def test_a_correction_is_undone_by_a_further_version(made, corrections, engine) -> None:
    corrections.mend(E01, 1, 1, Mended(("I buy nothing.",), "respondent"))
    first = log_of(engine, LOCAL, E01)[0]
    assert (first.kind, first.version, first.last, first.by) == ("turn", 2, True, "local")
    corrections.undo(first.act)
    assert made.interview(E01).version == 3 and words_of(made.interview(E01)) == list(SAID)
    newest, first = log_of(engine, LOCAL, E01)
    assert (newest.kind, newest.what) == ("undo", {"back": 1}) and not first.last
    with pytest.raises(BadInput, match="corrected_since"):
        corrections.undo(first.act)
    corrections.undo(newest.act)  # back and forth
    assert words_of(made.interview(E01))[1] == "I buy nothing."
    with pytest.raises(NotFound, match="no_correction"):
        corrections.undo("none")


def test_everywhere_is_seen_first_then_done_in_one_go(made, engine) -> None:
    asked = wanted(" koka  cola ", "Coca-Cola")
    seen = preview(engine, LOCAL, asked)
    assert [(one.interview, one.version, one.places) for one in seen.found] == [(E01, 1, 1), (E02, 1, 1)]
    assert [(one.before, one.after) for one in seen.examples] == [("Um, I buy ", ", like, twice a week."),
                                                                  ("Some ", " and chocolate.")]  # fmt: skip
    assert made.interview(E01).version == 1  # looking changes nothing
    done = correct_everywhere(engine, LOCAL, asked, {one.interview: one.version for one in seen.found})
    assert (done.interviews, done.places) == (2, 2)
    assert "Coca-Cola and chocolate" in made.interview(E02).text and "Koka cola is cold" in made.interview(E01).text
    assert preview(engine, LOCAL, asked).places == 0
    (act,) = everywhere_log(engine, LOCAL)
    assert (act.act, act.wrong, act.right, act.places, act.interviews, act.open) == (
        done.act, "koka cola", "Coca-Cola", 2, 2, 2,
    )  # fmt: skip


def test_everywhere_does_all_or_nothing(made, corrections, engine) -> None:
    asked = wanted("koka cola", "Coca-Cola")
    seen = {one.interview: one.version for one in preview(engine, LOCAL, asked).found}
    corrections.mend(E02, 1, 3, Mended(("No.",), "respondent"))
    with pytest.raises(BadInput, match="corrected_meanwhile"):
        correct_everywhere(engine, LOCAL, asked, seen)
    assert made.interview(E01).version == 1 and "koka cola" in made.interview(E01).text


def test_everywhere_is_undone_where_nobody_has_been_since(made, corrections, engine) -> None:
    asked = wanted("koka cola", "Coca-Cola")
    done = correct_everywhere(engine, LOCAL, asked, {E01: 1, E02: 1})
    corrections.mend(E02, 2, 3, Mended(("No.",), "respondent"))
    assert everywhere_log(engine, LOCAL)[0].open == 1
    undone = corrections.undo(done.act)
    assert (undone.done, undone.left) == (1, 1)
    assert "koka cola" in made.interview(E01).text and "Coca-Cola" in made.interview(E02).text


def test_words_end_where_words_end() -> None:
    assert wanted("cola", "Coke").count("cola, chocolate, cola-free Cola cola") == 3
    assert wanted("cola", "Coke", whole_word=False).count("cola, chocolate") == 2
    assert wanted("喜茶", "奈雪").count("我喝喜茶的喜茶") == 2
    assert wanted("hey tea", "HEYTEA").count("我喝hey tea的") == 1
    assert wanted("cola", "Coca cola").corrected("Coca cola and cola") == "Coca cola and Coca cola"
    assert wanted("a.c", r"\1").corrected("abc a.c") == r"abc \1"


def test_an_interview_without_the_word_keeps_its_version(made, engine) -> None:
    asked = wanted("chocolate", "cocoa")
    assert correct_everywhere(engine, LOCAL, asked, {E01: 1, E02: 1}).interviews == 1
    assert (made.interview(E01).version, made.interview(E02).version) == (1, 2)
    assert words_of(made.interview(E01)) == list(SAID)
    with pytest.raises(BadInput, match="nothing_changed"):
        correct_everywhere(engine, LOCAL, asked, {E01: 1})
    only = wanted("cocoa", "chocolate", interviews=(E01,))
    assert preview(engine, LOCAL, only).places == 0


@pytest.mark.parametrize(("before", "after", "said"), [
    ("I buy koka cola now", "I buy Coca-Cola now", ("koka cola", "Coca-Cola")), ("abc", "abc", ("", "")),
    ("our tea", "your tea", ("our", "your")), ("我喝西茶", "我喝喜茶", ("西", "喜")), ("a b", "a b b", ("", " b")),
])  # fmt: skip
def test_the_difference_is_cut_at_words(before: str, after: str, said: tuple[str, str]) -> None:
    assert difference(before, after) == said


def test_what_was_decided_about_identifying_words_holds_on(bring, write, talk, corpus, corrections, engine) -> None:
    mail = "Write to ann@example.org or bob@example.org."
    write("a.jsonl", talk("How do I reach you?", mail, "And by post?", "No post, write to ann@example.org."))
    bring()
    with Session(engine) as session, session.begin():
        for row in session.scalars(select(TurnRow).where(TurnRow.position == 1)):
            assert [state for *_, state in row.hidden] == ["sure", "sure"]
            row.hidden = [[*row.hidden[0][:3], "dismissed"], row.hidden[1]]
    corrections.correct(E01, 1, 0, 3, "So how")  # a turn before it
    corrections.mend(E01, 2, 1, Mended(("Do " + mail,), "respondent"))
    for version, words in ((2, mail), (3, "Do " + mail)):
        said = corpus.interview(E01, version)
        layer = {said.words((one.start, one.end)): one.state for one in said.turns[1].hidden}
        assert said.words((said.turns[1].start, said.turns[1].end)) == words
        assert layer == {"ann@example.org": "dismissed", "bob@example.org": "sure"}
        assert [one.state for one in said.turns[3].hidden] == ["sure"]
