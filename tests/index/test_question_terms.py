"""Weights of a question's terms, and what the first hits add."""

import numpy as np
import pytest

from index.first_hits import FIRST, first_hits
from index.question_terms import MOST, QuestionTerms, expanded, weighted

RARITY = {"do": 0.1, "you": 0.2, "sunscreen": 4.0, "wear": 2.0, "spf": 3.5, "nobody": 0.0}


def test_the_rarer_the_weightier_and_what_nobody_says_is_left_out() -> None:
    terms = weighted(["do", "you", "wear", "sunscreen", "you", "nobody", "unheard"], RARITY)
    assert terms.weights == {"do": 0.1, "you": 0.2, "sunscreen": 4.0, "wear": 2.0}
    assert terms.whole == pytest.approx(0.1**2 + 0.2**2 + 4.0**2 + 2.0**2)


def test_of_many_terms_the_rarest_are_kept() -> None:
    many = {f"t{at}": float(at) for at in range(1, MOST + 20)}
    assert min(weighted(list(many), many).weights.values()) == 20.0


def test_first_hits_add_their_telling_words_and_the_whole_weight_stays() -> None:
    terms = weighted(["wear", "sunscreen"], RARITY)
    more = expanded(terms, [["spf", "you", "do", "spf"], ["spf"]], [0.7, 0.3], RARITY, weight=0.2, most=1)
    assert set(more.weights) == {"wear", "sunscreen", "spf"}
    assert sum(more.weights.values()) == pytest.approx(6.0) and more.whole == terms.whole
    assert more.weights["spf"] == pytest.approx(0.2 * 6.0)


def test_nothing_to_learn_from_changes_nothing() -> None:
    terms = QuestionTerms({"wear": 2.0}, 4.0)
    assert expanded(terms, [], [], RARITY, weight=0.2, most=5) == terms
    assert expanded(terms, [["unheard"]], [1.0], RARITY, weight=0.2, most=5) == terms


def test_the_best_hits_and_their_shares() -> None:
    hits = first_hits(np.array([3, 5, 8, 9]), np.array([0.0, 2.0, 1.0, -3.0]))
    assert hits.exchanges.tolist() == [3, 5, 8][: FIRST + 1] and sum(hits.shares) == pytest.approx(1)
    assert max(hits.shares) == hits.shares[1]
    assert not len(first_hits(np.zeros(0, int), np.zeros(0)).exchanges)
