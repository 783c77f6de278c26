"""Drawing people: each rule, its seed, its ties, and asking for more than there are."""

from collections import Counter
from itertools import pairwise

import pytest

from corpus.errors import Shortage
from corpus.records import Attributes
from research.responses import Response, Responses
from research.selection import Selection, age_band, cell_of, draw_selection

WAVE = "2026-Q1"


def person(at: int) -> Attributes:
    """Thirty people: two thirds are women, ages and towns in unlike numbers."""
    return Attributes(
        f"R{at:02}", WAVE, birth_year=1960 + at * 7 % 44, gender="man" if at % 3 == 0 else "woman",
        city_tier=("town", "city", "village")[at % 5 % 3], region="North" if at < 25 else "South",
    )  # fmt: skip


PROFILES = {(person(at).respondent, WAVE): person(at) for at in range(30)}


def response(at: int, score: float = 0.0) -> Response:
    return Response(f"R{at:02}", WAVE, (f"R{at:02}-{WAVE}",), {}, None, score=score)


JUDGED = Responses(
    tuple(response(at, score=(at * 7 % 10) / 10) for at in range(30)),
    {"corpus": (41, 45), "reuse": (40, 44), "language": (38, 42), "window": (37, 41), "audience": (33, 36), "asked": (32, 35), "answered": (30, 33),
     "taken_in": (0, 0), "left_out": (0, 0), "valid": (30, 33)},
    (WAVE,),
)  # fmt: skip


def drawn(draw: str, wanted: int | None, seed: int = 3) -> Selection:
    return draw_selection(JUDGED, wanted, draw=draw, seed=seed, profiles=PROFILES)


@pytest.mark.parametrize("draw", ["random", "balanced", "best", "widest"])
def test_every_draw_gives_as_many_as_wanted_each_once(draw: str) -> None:
    for wanted in (1, 7, 29, 30):
        found = drawn(draw, wanted).respondents
        assert len(found) == len(set(found)) == wanted
        assert list(found) == sorted(found) and set(found) <= {one.respondent for one in JUDGED.valid}


@pytest.mark.parametrize("draw", ["random", "balanced", "best", "widest"])
def test_the_same_seed_draws_the_same_people(draw: str) -> None:
    assert drawn(draw, 9) == drawn(draw, 9)


@pytest.mark.parametrize("draw", ["random", "balanced"])
def test_another_seed_draws_others(draw: str) -> None:
    assert len({drawn(draw, 9, seed).respondents for seed in range(8)}) > 4


def test_none_is_all_of_them_and_is_remembered() -> None:
    assert drawn("random", None).respondents == tuple(one.respondent for one in JUDGED.valid)
    assert (drawn("random", None).wanted, drawn("random", 30).wanted, drawn("random", 30).valid) == (None, 30, 30)


def test_shares_only_where_chance_or_quota_drew() -> None:
    assert {draw: drawn(draw, 5).shares for draw in ("random", "balanced", "best", "widest")} == {
        "random": True, "balanced": True, "best": False, "widest": False,
    }  # fmt: skip


def test_best_takes_the_highest_scores_and_ties_by_id() -> None:
    best = sorted(JUDGED.valid, key=lambda one: (-one.score, one.respondent))
    assert drawn("best", 4).respondents == tuple(sorted(one.respondent for one in best[:4]))
    assert drawn("best", 4).respondents == ("R04", "R07", "R17", "R27")  # all three of .9, and of R04, R14, R24 with .8
    assert drawn("best", 4, seed=1).respondents == drawn("best", 4, seed=2).respondents


@pytest.mark.parametrize("wanted", [6, 10, 18, 25])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_balanced_fills_cells_evenly(wanted: int, seed: int) -> None:
    """No cell is more than one ahead of a cell that still has people left."""
    held = Counter(cell_of(PROFILES[one.respondent, WAVE]) for one in JUDGED.valid)
    found = Counter(cell_of(PROFILES[who, WAVE]) for who in drawn("balanced", wanted, seed).respondents)
    for cell, size in held.items():
        if found[cell] < size:
            assert max(found.values()) - found[cell] <= 1


def test_widest_reaches_more_kinds_than_chance() -> None:
    def kinds(selection: Selection) -> int:
        people = [PROFILES[who, WAVE] for who in selection.respondents]
        return sum(len({getattr(one, name) for one in people}) for name in ("gender", "city_tier", "region")) + len(
            {age_band(one) for one in people}
        )

    chance = sum(kinds(drawn("random", 5, seed)) for seed in range(20)) / 20
    assert kinds(drawn("widest", 5)) > chance
    assert kinds(drawn("widest", 5)) == 2 + 3 + 2 + 5


@pytest.mark.parametrize("draw", ["random", "balanced", "best", "widest"])
def test_more_than_valid_is_a_shortage_with_numbers(draw: str) -> None:
    with pytest.raises(Shortage) as raised:
        drawn(draw, 31)
    assert raised.value.key == "more_than_valid"
    assert raised.value.values == {"wanted": 31, "valid": 30, "binds": ""}


def test_age_bands_meet_without_gap() -> None:
    bands = [age_band(Attributes("R", WAVE, birth_year=2026 - age)) for age in range(100)]
    assert all(bands) and len(set(bands)) == 6
    assert [age for age, (left, right) in enumerate(pairwise(bands), start=1) if left != right] == [18, 30, 40, 50, 60]
    assert age_band(Attributes("R", WAVE)) == "" == age_band(Attributes("R", None, birth_year=1990))
