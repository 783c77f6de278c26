"""`orders` and `renew` on the tiny corpus."""

from typing import Any

import pytest

from research.cli.files import brief_of
from research.confirmations import Confirmation
from research.orders import ordered, place_order
from research.selection import draw_selection
from research.study import Steps
from tests.test_cli import brief, cli, on_tiny, refused, told  # noqa: F401  # fixtures
from tests.tiny import Home, transcript

SAID = ("Walks.", "Less coffee than last year.", "The price of the coffee.", "About 22 pounds on coffee in a month.")


@pytest.fixture
def ordered_once(tiny: Home, brief) -> Any:  # noqa: F811
    space = tiny.space()
    steps = Steps(space.studies.open(brief_of(brief)), space)
    outline = steps.outline()
    judged = steps.responses(outline, steps.matches(outline))
    drawn = draw_selection(judged, 5, draw="random", seed=1, profiles=space.corpus.attributes())
    return place_order(steps.study.id, space, Confirmation(5, "random", 1), ordered(judged, drawn), write=False)


def test_orders_are_listed_and_renewed(on_tiny, tiny: Home, brief, ordered_once) -> None:  # noqa: F811
    (listed,) = told(on_tiny("orders", brief, "--json"))["orders"]
    assert (listed["order"], listed["people"], listed["renews"]) == (ordered_once.id, 5, None)
    assert ordered_once.id in on_tiny("orders", ordered_once.study).stdout
    assert ordered_once.id in refused(on_tiny("renew", ordered_once.id))  # nothing newer
    tiny.bring_in("E01_2026-Q2.txt", transcript(SAID, "en"))
    looked = told(on_tiny("renew", ordered_once.id, "--preview", "--json"))
    assert looked["wave"] == "2026-Q2" and looked["people"] == 5
    assert len(tiny.space().orders.all()) == 1  # looked at only
    made = told(on_tiny("renew", ordered_once.id, "--json"))
    assert (made["number"], made["renews"], made["report"][0]) == (2, ordered_once.id, "r")
    assert "2026-Q2" in made["waves"] and len(tiny.space().orders.all()) == 2
    assert ordered_once.id in on_tiny("orders", ordered_once.study, "--chinese").stdout


def test_an_unknown_order_is_said(on_tiny) -> None:  # noqa: F811
    assert "o-none" in refused(on_tiny("renew", "o-none"))
    assert "o-none" in refused(on_tiny("renew", "o-none", "--chinese"))
