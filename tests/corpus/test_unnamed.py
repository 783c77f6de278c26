"""People made up from file names: listed, and given to who they are in one transaction."""

import pytest
from sqlalchemy.orm import Session

from corpus.errors import BadInput, NotAllowed, NotFound
from corpus.naming import pseudonym
from corpus.schema import RespondentRow
from corpus.unnamed import name_person, unnamed_interviews
from corpus.viewer import LOCAL, Viewer

TALK = "Interviewer: How often?\nRespondent: {}\n"
LI = pseudonym("李雷.txt")


@pytest.fixture
def made(bring, write):
    write("李雷访谈 2026-Q1.txt", TALK.format("a"))
    write("李雷_2026-Q2 终稿.txt", TALK.format("b"))
    write("E05_2026-Q1.txt", TALK.format("c"))
    write("E06_2026-Q1.txt", "\n" + TALK.format("a"))
    write("people.csv", f"respondent,gender,consent\nE05,man,report\n{LI},woman,internal\n")
    bring()


def test_who_was_made_up(made, engine) -> None:
    assert sorted((one.interview, one.respondent, one.file) for one in unnamed_interviews(engine, LOCAL)) == [
        (f"{LI}-2026-Q1", LI, "files/李雷访谈 2026-Q1.txt"),
        (f"{LI}-2026-Q2", LI, "files/李雷_2026-Q2 终稿.txt"),
    ]


def test_an_interview_given_to_a_person_known(made, engine, corpus) -> None:
    stamp = corpus.stamp()
    name_person(engine, LOCAL, f"{LI}-2026-Q2", "E05")
    assert corpus.interview(f"{LI}-2026-Q2").respondent == "E05" and corpus.stamp() > stamp
    assert [one.interview for one in unnamed_interviews(engine, LOCAL)] == [f"{LI}-2026-Q1"]
    assert corpus.person("E05", "2026-Q2").consent == "report" and corpus.person(LI, "2026-Q1").gender == "woman"


def test_an_interview_given_to_somebody_new_takes_what_was_recorded_along(made, engine, corpus) -> None:
    name_person(engine, LOCAL, f"{LI}-2026-Q1", "E93")
    name_person(engine, LOCAL, f"{LI}-2026-Q2", "E93")
    person = corpus.person("E93", "2026-Q1")
    assert (person.gender, person.consent) == ("woman", "internal")
    with Session(engine) as session:
        assert session.get(RespondentRow, LI) is None


def test_a_second_interview_of_the_wave_is_asked_about_and_the_same_words_are_refused(made, engine, corpus) -> None:
    with pytest.raises(BadInput, match="same_person_said_it"):
        name_person(engine, LOCAL, f"{LI}-2026-Q1", "E06", twice=True)
    with pytest.raises(BadInput, match="interviewed_already"):
        name_person(engine, LOCAL, f"{LI}-2026-Q1", "E05")
    assert corpus.interview(f"{LI}-2026-Q1").respondent == LI
    name_person(engine, LOCAL, f"{LI}-2026-Q1", "E05", twice=True)
    assert corpus.interview(f"{LI}-2026-Q1").respondent == "E05"


def test_unknown_interviews_and_viewers(made, engine) -> None:
    with pytest.raises(NotFound, match="no_interview"):
        name_person(engine, LOCAL, "none", "E05")
    with pytest.raises(NotAllowed):
        name_person(engine, Viewer("x", "researcher", "c"), f"{LI}-2026-Q1", "E05")
    with pytest.raises(NotAllowed):
        unnamed_interviews(engine, Viewer("x", "researcher", "c"))
