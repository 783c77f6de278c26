"""Orders: what a confirmed number draws is recorded, its transcripts open to the client's people, and it can be renewed."""

from dataclasses import replace

import pytest

from corpus.errors import BadInput, NotAllowed, NotFound
from corpus.granted import granted, may_read
from corpus.viewer import Viewer
from research.cells import cells
from research.confirmations import Confirmation
from research.orders import Order, ordered, place_order
from research.outline import Quota, draft_outline
from research.prices import Price
from research.renewing import Renewal, renew, renewal_of
from research.responses import Responses
from research.saved import from_json
from research.selection import draw_selection
from research.study import Steps
from research.withdrawing import withdraw
from research.workspace import Workspace
from tests.tiny import Home, transcript

MERCHANT = Viewer("Wang", "merchant", "local")
OTHER = Viewer("Li", "merchant", "elsewhere")


@pytest.fixture
def studied(tiny: Home, briefs) -> tuple[Workspace, str]:
    """The English brief on the tiny corpus, as far as everybody is judged."""
    space = tiny.space()
    return space, judge(space, space.studies.open(briefs["en"]).id)


def judge(space: Workspace, study: str) -> str:
    steps = Steps(space.studies.get(study), space)
    outline = steps.outline()
    steps.responses(outline, steps.matches(outline))
    return study


def judged(space: Workspace, study: str) -> Responses:
    return from_json(Responses, space.studies.stage(study, "responses")[1])


def order(space: Workspace, study: str, number: int = 5, **how) -> Order:
    confirmed = Confirmation(number, "random", 3, **how)
    everybody = judged(space, study)
    drawn = draw_selection(everybody, number, draw="random", seed=3, profiles=space.corpus.attributes())
    return place_order(study, space, confirmed, ordered(everybody, drawn))


def test_an_order_holds_the_people_drawn_and_asks_for_the_report(studied) -> None:
    space, study = studied
    made = order(space, study)
    drawn = draw_selection(judged(space, study), 5, draw="random", seed=3, profiles=space.corpus.attributes())
    assert made.respondents == drawn.respondents and (made.number, made.people, made.left) == (1, 5, 0)
    assert {one.interview for one in made.transcripts} == {
        each for one in judged(space, study).valid if one.respondent in drawn.respondents for each in one.interviews
    }
    assert space.confirmations.newest(study) == Confirmation(5, "random", 3) == made.confirmed
    assert [(job.kind, job.subject) for job in space.jobs.live()] == [("write", study)]
    assert space.orders.of(study) == [made] == space.orders.all() and space.orders.get(made.id) == made


def test_the_same_order_again_is_the_same_order(studied) -> None:
    space, study = studied
    assert order(space, study) == order(space, study)
    assert [one.number for one in space.orders.of(study)] == [1]
    assert order(space, study, 6).number == 2
    assert [one.number for one in space.orders.of(study)] == [2, 1]


def test_nothing_is_kept_of_an_order_that_cannot_be(studied) -> None:
    space, study = studied
    with pytest.raises(BadInput):
        place_order(study, space, Confirmation(0, "random", 3), {})
    with pytest.raises(NotFound):
        place_order("s-none", space, Confirmation(5, "random", 3), {"E01": ("E01-2026-Q1",)})
    assert space.orders.all() == [] and space.confirmations.newest(study) is None and space.jobs.live() == []


def test_the_clients_people_open_the_ordered_transcripts_and_no_others(studied) -> None:
    space, study = studied
    made = order(space, study)
    here, elsewhere = Workspace(space.engine, MERCHANT, space.settings), Workspace(space.engine, OTHER, space.settings)
    shown = {one.interview for one in made.transcripts if one.shown}
    assert shown and "E02-2026-Q1" not in shown  # nothing is on record that E02 agrees to
    for each in space.corpus.versions():
        assert may_read(space.engine, MERCHANT, each) == (each in shown)
        if each in shown:
            assert here.corpus.interview(each).id == each
        else:
            with pytest.raises(NotAllowed):
                here.corpus.interview(each)
        with pytest.raises(NotAllowed):
            elsewhere.corpus.interview(each)
    for look in (here.corpus.interviews, here.corpus.lines, here.corpus.counts):
        with pytest.raises(NotAllowed):
            look()
    assert {one.id for one in granted(space.engine, MERCHANT)} == shown and granted(space.engine, OTHER) == []
    with pytest.raises(NotFound):
        elsewhere.orders.get(made.id)
    with pytest.raises(NotAllowed):
        place_order(study, here, Confirmation(5, "random", 3), {})


SAID = (
    "Long walks in the evening.", "Less coffee than last year, it keeps me awake at night.",
    "I choose a coffee by its price.", "I spend about 22 pounds on coffee in a month.",
)  # fmt: skip


def renewal(space: Workspace, made: Order) -> Renewal:
    steps = Steps(space.studies.get(made.study), space)
    outline = steps.outline()
    everybody = steps.responses(outline, steps.matches(outline))
    waves = {one.id: one.wave for one in space.corpus.lines_for_studies()}
    return renewal_of(made, outline, everybody, space.corpus.attributes(), waves)


def test_renewing_brings_the_next_wave_and_leaves_the_first_order_as_it_was(studied, tiny: Home) -> None:
    space, study = studied
    first = order(space, study, 6)
    assert renewal(space, first).waves == () and renewal(space, first).returning == first.respondents
    for who in ("E01", "E07"):
        tiny.bring_in(f"{who}_2026-Q2.txt", transcript(SAID, "en"))
    found = renewal(space, first)
    assert found.confirmed == first.confirmed and len(found.interviews) == 6
    assert found.waves == ("2026-Q2",) and "E01" in {*found.heard_again, *found.gone}
    assert set(found.returning) | set(found.new) == set(found.interviews)
    assert set(found.gone) == set(first.respondents) - set(found.interviews)
    second = renew(first, space, found)
    assert (second.number, second.renews) == (2, first.id) and space.orders.get(first.id) == first
    assert {one.interview for one in second.transcripts} == {each for ids in found.interviews.values() for each in ids}
    assert renewal(space, first) == found  # the same seed on the same corpus


def test_a_renewal_of_fewer_than_ordered_says_of_how_many(studied) -> None:
    space, study = studied
    made = replace(order(space, study), confirmed=Confirmation(9, "random", 3))
    assert renewal(space, made).confirmed == Confirmation(6, "random", 3, short_of=9)


def test_who_withdraws_leaves_order_grant_and_count(studied) -> None:
    space, study = studied
    made = order(space, study, 6)
    assert "E01" in made.respondents and made.left == 0
    withdraw("E01", space)
    after = space.orders.get(made.id)
    assert "E01" not in repr(after) and (after.people, len(after.respondents), after.left) == (6, 5, 1)
    assert not any(one.respondent == "E01" for one in granted(space.engine, MERCHANT))


def test_a_price_is_kept_as_it_was_when_ordered(studied) -> None:
    space, study = studied
    priced = Workspace(space.engine, space.viewer, replace(space.settings, price=Price(60, "CNY")))
    made = order(priced, study)
    assert (made.price, made.cost) == (Price(60, "CNY"), 300)
    assert space.orders.get(made.id).cost == 300


def test_a_quota_drawn_order_is_the_same_twice(studied) -> None:
    space, study = studied
    everybody, profiles = judged(space, study), space.corpus.attributes()
    quotas = (Quota((("gender", "woman"),), 2), Quota((("gender", "man"),), 3))
    how = {"draw": "balanced", "seed": 5, "profiles": profiles, "quotas": quotas}
    assert draw_selection(everybody, 5, **how) == draw_selection(everybody, 5, **how)
    chosen = [one for one in everybody.valid if one.respondent in draw_selection(everybody, 5, **how).respondents]
    found = cells(replace(draft_outline(space.studies.get(study).brief), quotas=quotas), chosen, profiles)
    assert [cell.people for cell in found] == [2, 3]
