"""Orders: what a confirmed number draws is recorded, its transcripts open to the client's people, and it can be renewed."""

import pytest

from corpus.errors import BadInput, NotAllowed, NotFound
from corpus.granted import granted, may_read
from corpus.viewer import Viewer
from research.confirmations import Confirmation
from research.orders import Order, ordered, place_order
from research.responses import Responses
from research.saved import from_json
from research.selection import draw_selection
from research.study import Steps
from research.workspace import Workspace
from tests.tiny import Home

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
