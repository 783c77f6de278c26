"""Quotas and cells: who counts towards which, how a balanced draw fills them, and what prices come to."""

from collections import Counter

import pytest

from corpus.errors import BadInput
from corpus.records import Attributes
from research.cells import Cell, cell_said, cells
from research.outline import Outline, Quota
from research.prices import ModelPrice, Price, model_price_in, price_in, told_sum
from research.quotas import counts_towards
from research.selection import draw_order
from tests.research.test_selection import JUDGED, PROFILES, WAVE

WOMEN, MEN = Quota((("gender", "woman"),), 12), Quota((("gender", "man"),), 4)
YOUNG = Quota((("gender", "woman"), ("age", "18–39")), 6)


def outline(*quotas: Quota) -> Outline:
    return Outline("en", (), (), (), quotas=quotas)


def order(quotas: tuple[Quota, ...], wanted: int, seed: int = 3) -> tuple[str, ...]:
    return draw_order(JUDGED, wanted, draw="balanced", seed=seed, profiles=PROFILES, quotas=quotas)


def counted(who: tuple[str, ...], quota: Quota) -> int:
    return sum(counts_towards(PROFILES[one, WAVE], quota) for one in who)


@pytest.mark.parametrize(("value", "band", "holds"), [
    (1987, "30–39", True), (1986, "30–39", False), (1996, "30-39", True), (1997, "30–39", False), (1966, "60+", True),
    (None, "30–39", False), (1990, "thirties", False),
])  # fmt: skip
def test_ages_count_by_their_band_with_both_ends(value, band, holds) -> None:
    assert counts_towards(Attributes("R", WAVE, birth_year=value), Quota((("age", band),), 1)) is holds


@pytest.mark.parametrize(("gender", "holds"), [("女", True), ("woman", True), ("F", True), ("男", False), ("", False)])
def test_a_profile_counts_by_what_it_means_in_either_language(gender, holds) -> None:
    assert counts_towards(Attributes("R", WAVE, gender=gender), WOMEN) is holds


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("wanted", [4, 8, 12, 16])
def test_a_balanced_draw_fills_quotas_in_proportion(wanted, seed) -> None:
    found = order((WOMEN, MEN), wanted, seed)
    assert len(set(found)) == wanted
    assert abs(counted(found, WOMEN) - wanted * 12 / 16) <= 1 and abs(counted(found, MEN) - wanted * 4 / 16) <= 1


@pytest.mark.parametrize("seed", range(5))
def test_whom_no_quota_asks_for_comes_after_and_nobody_is_over_filled_before(seed) -> None:
    young = sum(counts_towards(one, YOUNG) for one in PROFILES.values())
    found = order((YOUNG,), 20, seed)
    assert young > 6 and counted(found[:6], YOUNG) == 6
    others = 30 - young
    assert counted(found, YOUNG) == max(6, 20 - others)
    assert found == order((YOUNG,), 20, seed) and len({order((YOUNG,), 20, each) for each in range(5)}) > 1


def test_an_empty_cell_is_no_hindrance() -> None:
    nobody = Quota((("region", "scotland"),), 10)
    assert len(set(order((nobody, WOMEN), 25))) == 25
    (empty, women) = cells(outline(nobody, WOMEN), JUDGED.valid, PROFILES)
    assert (empty.people, empty.missing, empty.low, women.missing) == (0, 10, True, 0)


def test_without_quotas_the_cells_are_gender_by_age() -> None:
    found = cells(outline(), JUDGED.valid, PROFILES)
    slower = Counter((person.gender, (2026 - person.birth_year) // 10) for person in PROFILES.values())
    women = sum(cell.people for cell in found if ("gender", "woman") in cell.quota.cell)
    assert women == sum(n for (gender, _), n in slower.items() if gender == "woman")
    assert sum(cell.people for cell in found) == 30 and all(cell.wanted == cell.missing == 0 for cell in found)


def test_a_cell_reads_in_both_languages() -> None:
    assert (cell_said(YOUNG, "en"), cell_said(YOUNG, "zh")) == ("woman, aged 18–39", "女，18–39岁")
    assert Cell(YOUNG, 30).low is False and Cell(YOUNG, 29).low is True


def test_prices_are_read_and_told() -> None:
    assert price_in(" ") is None and price_in("60 CNY") == Price(60, "CNY")
    assert model_price_in("") is None and model_price_in("0.5 2 USD") == ModelPrice(0.5, 2, "USD")
    assert (Price(60, "CNY").of(34), Price(0.1, "EUR").of(3)) == (2040, 0.3)
    assert ModelPrice(0.5, 2, "USD").of(1_000_000, 500_000) == 1.5
    assert [told_sum(each, "CNY") for each in (2040, 0, 12.5, 0.0136, 0.5, 1e-9)] == [
        "2,040 CNY", "0 CNY", "12.50 CNY", "0.0136 CNY", "0.5 CNY", "0.0001 CNY",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "said", ["60", "CNY", "60 yuan", "-3 CNY", "1e9 CNY", "60 60 CNY", "nan CNY", "inf CNY", "60CNY"]
)
def test_a_price_that_cannot_be_is_refused_by_its_setting(said) -> None:
    with pytest.raises(BadInput) as refused:
        price_in(said)
    assert refused.value.values["name"] == "QUIPU_PRICE"
    if said != "60 60 CNY":
        with pytest.raises(BadInput):
            model_price_in(said)
