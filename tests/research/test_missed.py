"""How many the rule missed: the interval against every population there can be, and a sample anybody can repeat."""

import random

import pytest
from scipy.stats import hypergeom

from research.missed import SAMPLE, key_of, left_out, missed, sample_of
from research.responses import judge_responses
from tests.research.test_responses import CORPUS, MATCHES, WOMEN, outline


@pytest.mark.parametrize("people", [1, 2, 5, 13, 40, 200])
def test_the_interval_holds_the_truth_as_often_as_it_says(people: int) -> None:
    """Against the full distribution: for every true number, how likely a sample is whose interval holds it."""
    looked = min(SAMPLE, people)
    for valid in range(people + 1):
        held = 0.0
        for found in range(max(0, looked - (people - valid)), min(looked, valid) + 1):
            estimate = missed(people, looked, found)
            held += hypergeom.pmf(found, people, valid, looked) * (estimate.low <= valid <= estimate.high)
        assert held >= 0.95 - 1e-9


def test_two_hundred_populations_drawn_by_chance() -> None:
    chance, held = random.Random(7), 0
    for _ in range(200):
        people = chance.randint(1, 120)
        valid = set(chance.sample(range(people), chance.randint(0, people)))
        looked = chance.sample(range(people), min(SAMPLE, people))
        estimate = missed(people, len(looked), len(valid.intersection(looked)))
        held += estimate.low <= len(valid) <= estimate.high
    assert held >= 190


def test_everybody_looked_at_is_no_estimate() -> None:
    estimate = missed(2, 2, 1)
    assert estimate.whole and (estimate.low, estimate.point, estimate.high) == (1, 1, 1)
    assert not missed(40, 20, 3).whole


def test_nothing_found_still_leaves_some() -> None:
    estimate = missed(100, 20, 0)
    assert (estimate.low, estimate.point) == (0, 0) and 10 <= estimate.high <= 20


@pytest.mark.parametrize("counts", [(5, 0, 0), (5, 6, 1), (5, 3, 4), (5, 3, -1)])
def test_counts_that_cannot_be(counts: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="of"):
        missed(*counts)


def test_only_whom_the_rule_may_have_missed_is_drawn() -> None:
    judged = judge_responses(outline(WOMEN), MATCHES, corpus=CORPUS)
    people = left_out(judged)
    assert {one.reason for one in people} == {"not_asked", "no_answer"}
    drawn = sample_of(people, 3)
    assert drawn == sample_of(people, 3) and {one.respondent for one in drawn} == {one.respondent for one in people}


def test_a_look_stands_for_one_rule_only() -> None:
    judged = judge_responses(outline(WOMEN), MATCHES, corpus=CORPUS)
    people = left_out(judged)
    key = key_of(outline(WOMEN), people, 3)
    assert key == key_of(outline(WOMEN), people, 3)
    assert key not in (key_of(outline(WOMEN), people, 4), key_of(outline(WOMEN), people[1:], 3))
    assert key != key_of(outline(WOMEN, window=5), people, 3)
