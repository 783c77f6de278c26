"""What a brief is about, and whether the answers found for its questions are about it."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from index.feedback import FEWEST, SURE, _supported
from index.relevance import Evidence, subject_of

BRIEF = (
    "How has your skin care changed?",
    "What matters most in skin care?",
    "Do you wear sunscreen on ordinary days?",
    "How much money goes on it in a month?",
)
SKIN = "skin care cleanser".split()


def evidence(answers: list[list[str]], *topics: set[str]) -> Evidence:
    """Of as many questions as topics, each with FEWEST answers that use these words."""
    words = tuple(frozenset(said) for said in answers for _ in range(FEWEST))
    empty = np.zeros((len(words), 0))
    return Evidence(
        empty, empty, csr_matrix((len(words), 0)), words, tuple((frozenset(each),) for each in topics), (frozenset({"skin"}),)
    )  # fmt: skip


def claimed(found: Evidence) -> list[bool]:
    """Whether anything is claimed for each question, where all its answers are sure."""
    chances = np.kron(np.eye(len(found.topics)), np.full((FEWEST, 1), SURE + 0.3))
    return _supported(found, chances, "en", False).any(axis=0).tolist()


def test_what_two_questions_share_is_the_subject() -> None:
    assert any("skin" in topic for topic in subject_of(BRIEF, "", "en"))


def test_answers_that_speak_of_all_their_question_is_about_are_on_the_subject() -> None:
    """Who tells of sunscreen does not say "skin": two such questions of three must not undo the third."""
    said = evidence([SKIN, ["sunscreen", "sunny"], ["pounds", "month"]], {"skin"}, {"sunscreen"}, {"pounds"})
    assert claimed(said) == [True, True, True]


@pytest.mark.parametrize("strange", [{"zeppelin"}, {"lighthouse"}])
def test_answers_that_speak_neither_of_the_subject_nor_of_their_question_are_not(strange) -> None:
    said = evidence([["tea"], ["tea"], ["coffee"]], {"skin"}, strange, strange)
    assert claimed(said) == [False, False, False]


def test_half_of_a_questions_topics_do_not_stand_for_the_subject() -> None:
    topics = (frozenset({"charging"}), frozenset({"station"}))
    said = evidence([["tea"], ["station", "train"]], {"skin"}, {"charging"})
    half = Evidence(said.prior, said.features, said.answers, said.words, (said.topics[0], topics), said.subject)
    assert claimed(half) == [False, False]
