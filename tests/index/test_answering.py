"""P(answer answers question): fitted on the corpus's own pairs, from the words of the answer alone."""

import numpy as np
import pytest

from index.answering import (
    FEWEST,
    OTHERS,
    SHIPPED,
    compared_by,
    damped,
    features,
    fit_curve,
    shares_of_others,
    standing_at_large,
)
from index.own_pairs import MOST, own_pairs
from index.search import Searcher


def drawn(pairs: int, *, right: float, seed: int = 0):
    """Own answers of each question stand out by `right` more than the others do."""
    draw = np.random.default_rng(seed)
    standing = draw.normal(size=(pairs, pairs))
    standing[np.arange(pairs), np.arange(pairs)] += right
    own, conversations = np.arange(pairs), np.arange(pairs) // 5
    return standing, own, shares_of_others(own, conversations, np.ones((pairs, pairs), bool))


def test_a_curve_says_how_often_answers_that_stand_out_so_far_are_right() -> None:
    standing, own, shares = drawn(300, right=2.0)
    curve = fit_curve(standing, own, shares)
    assert curve is not None
    fresh, _, weights = drawn(300, right=2.0, seed=1)
    chances, right = curve(fresh, standing_at_large(fresh[compared_by(300)])), np.eye(300, dtype=bool)
    weights = np.where(right, 1.0, weights)
    for low in (0.0, 0.25, 0.5, 0.75):
        own_bin = (chances >= low) & (chances < low + 0.25) & (weights > 0)
        share = (weights * right)[own_bin].sum() / weights[own_bin].sum()
        assert abs(share - (weights * chances)[own_bin].sum() / weights[own_bin].sum()) < 0.1


def test_too_few_pairs_fit_nothing() -> None:
    assert fit_curve(*drawn(FEWEST - 1, right=2.0)) is None and fit_curve(*drawn(FEWEST, right=2.0)) is not None


def test_an_answer_that_suits_every_question_answers_none_for_that() -> None:
    standing, own, shares = drawn(200, right=2.0)
    draw = np.random.default_rng(2)
    curve = fit_curve(standing + draw.normal(size=200) * 2, own, shares)  # some answers suit all questions more
    assert curve is not None and curve.others < -0.5
    assert standing_at_large(np.array([[5.0, 0.0], [3.0, 2.0]])).tolist() == [4.0, 1.0]
    assert standing_at_large(np.zeros((0, 2))).tolist() == [0.0, 0.0]
    suits, rare = curve(np.array([[3.0, 3.0]]), np.array([2.0, 0.0]))[0]
    assert suits < rare


def test_a_question_is_no_measure_of_its_own_answer() -> None:
    at_large = features(np.eye(OTHERS))[..., 1]  # each answer stands out for its own question alone
    assert np.allclose(np.diag(at_large), 0) and np.allclose(at_large[0, 1:], 1 / (OTHERS - 1))


def test_far_out_says_more_but_ever_less_more() -> None:
    steps = np.diff(damped(np.arange(-3.0, 12.0)))
    assert (steps > 0).all() and np.allclose(steps[:3], 1) and (np.diff(steps[3:]) < 0).all()


def test_two_wrong_answers_to_a_right_one_half_of_its_conversation() -> None:
    unlike = np.ones((2, 5), bool)
    unlike[1, 4] = False  # asked the same elsewhere
    shares = shares_of_others(np.array([0, 2]), np.array([7, 7, 8, 8, 8]), unlike)
    assert shares[0].tolist() == pytest.approx([0, 1, 1 / 3, 1 / 3, 1 / 3])
    assert shares[1].tolist() == [0.5, 0.5, 0, 1, 0]
    alone = shares_of_others(np.array([0]), np.array([7, 7, 7]), np.ones((1, 3), bool))
    assert alone.tolist() == [[0, 1, 1]]


@pytest.mark.parametrize(("pairs", "compared"), [(0, 0), (OTHERS, OTHERS), (3 * OTHERS, OTHERS)])
def test_answers_are_compared_by_questions_spread_over_the_pairs(pairs: int, compared: int) -> None:
    assert len(compared_by(pairs)) == compared


def test_own_pairs_ask_something_and_those_asked_alike_are_no_wrong_answers(home) -> None:
    home.update()
    searcher = Searcher.open(home.root, encoder=None, read=home.corpus.said)
    pairs = own_pairs(searcher.judge("en").ground)
    said = home.corpus.said(pairs.exchanges.tolist())
    assert 0 < len(pairs) <= MOST and "What about price?" not in pairs.questions  # which says too little alone
    for question, own, unlike in zip(pairs.questions, pairs.own.tolist(), pairs.unlike, strict=True):
        assert said[int(pairs.exchanges[own])].asked == question
        assert not any(said[one].asked == question for one in pairs.exchanges[unlike].tolist())


def test_what_was_asked_and_what_stands_beside_never_enter(home) -> None:
    home.update()
    searcher = Searcher.open(home.root, encoder=None, read=home.corpus.said)
    judge = searcher.judge("en")
    assert judge.curve == SHIPPED["en"]  # a small corpus
    ids = home.corpus.exchange_ids(language="en")
    said = home.corpus.said(ids)
    chances = searcher.answered(["Is tea cheap online?", "How is the weather?"], ids, "en")
    assert chances.shape == (2, len(ids)) and ((chances > 0) & (chances < 1)).all()
    assert "cheap there" in said[ids[int(chances[0].argmax())]].answered
    same: dict[str, list[float]] = {}
    for one, chance in zip(ids, chances[0], strict=True):
        same.setdefault(said[one].answered[:12], []).append(chance)
    assert all(np.ptp(each) < 0.1 for each in same.values())  # alike but for the number at the end, whoever said it


def test_nothing_to_judge(home) -> None:
    home.update()
    searcher = Searcher.open(home.root, encoder=None)
    assert searcher.answered([], [1], "en").shape == (0, 1) and searcher.answered(["Tea?"], [], "en").shape == (1, 0)
