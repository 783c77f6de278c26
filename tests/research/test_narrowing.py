"""What lies within filters, and which of them leaves nothing."""

import pytest

from corpus.errors import NotAllowed
from corpus.viewer import Viewer
from research.filters import Filters, Name, filter_of
from research.finding import find
from research.narrowing import within, without_each
from tests.tiny import Home


def filters(**asked: str) -> Filters:
    return tuple(filter_of(name, value) for name, value in asked.items())  # type: ignore[arg-type]


def test_all_filters_hold_together(tiny: Home) -> None:
    space = tiny.space()
    found = within(filters(gender="woman", spoken="zh", wave="2026-Q1"), space)
    profiles = space.corpus.attributes()
    women = {who for (who, wave), one in profiles.items() if wave == "2026-Q1" and one.gender == "女"}
    assert {line.respondent for line in found.lines} == women and found.people == len(women) == 3
    among = list(found.among(space.searcher()))
    ids = [line.id for line in found.lines]
    assert among == sorted(one.id for each in space.corpus.interviews(ids) for one in each.exchanges)
    assert found.exchanges == len(among) and found.about is None


def test_people_are_counted_once_and_interviews_each(tiny: Home) -> None:
    found = within(filters(spoken="zh"), tiny.space())
    assert (found.people, len(found.lines)) == (6, 7)


def test_the_search_itself_is_narrowed(tiny: Home) -> None:
    space = tiny.space()
    among = list(within(filters(gender="man", spoken="zh"), space).among(space.searcher()))
    hits = find(space.searcher(), space.corpus, "奶茶", among=among)
    assert {hit.exchange.id for hit in hits} <= set(among)
    assert len(hits) > len(
        [hit for hit in find(space.searcher(), space.corpus, "奶茶", most=10) if hit.exchange.id in among]
    )


@pytest.mark.parametrize(
    ("asked", "binding"),
    [
        ({"gender": "woman", "people": "伦敦的护士"}, ["people"]),
        ({"gender": "woman", "people": "blorf"}, []),  # nothing was understood of it: it keeps nobody out
        ({"spoken": "zh", "age": "60+", "gender": "woman"}, ["age"]),
        ({"consent": "advertising", "spoken": "en", "wave": "2026-Q1"}, ["consent"]),
        ({"consent": "advertising", "age": "60+"}, []),  # each leaves nothing by itself
    ],
)
def test_what_dropping_one_filter_brings(tiny: Home, asked: dict[Name, str], binding: list[Name]) -> None:
    space = tiny.space()
    chosen = filters(**asked)
    found = within(chosen, space)
    told = without_each(chosen, space) if not found.exchanges else ()
    assert [one.name for one, _ in told] == binding
    for one, left in told:
        assert left == within(tuple(other for other in chosen if other != one), space) and left.people


def test_who_may_not_search_is_told_nothing(tiny: Home) -> None:
    with pytest.raises(NotAllowed):
        within(filters(gender="woman"), tiny.space(Viewer("m", "merchant", "shop")))
