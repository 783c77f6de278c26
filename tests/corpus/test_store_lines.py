"""Lists of interviews without their words, and what leads from an exchange or a person to them."""

import pytest

from corpus.errors import NotAllowed, NotFound
from corpus.viewer import Viewer
from tests.tiny import Home


def test_lines_are_newest_first_and_paged(tiny_made: Home) -> None:
    corpus = tiny_made.space().corpus
    lines = corpus.lines()
    assert [line.wave for line in lines] == ["2026-Q1"] * 12 + ["2025-Q4"] * 2
    assert corpus.lines(skip=5, most=4) == lines[5:9] and corpus.count_lines() == len(lines) == 14


def test_lines_are_narrowed(tiny_made: Home) -> None:
    corpus = tiny_made.space().corpus
    assert [line.id for line in corpus.lines(wave="2025-Q4", language="zh")] == ["Z01-2025-Q4"]
    assert corpus.count_lines(language="en") == 7 and corpus.count_lines(wave="1999-Q1") == 0


def test_exchanges_lead_to_their_interviews(tiny_made: Home) -> None:
    corpus = tiny_made.space().corpus
    held = {exchange.id: each.id for each in corpus.interviews() for exchange in each.exchanges}
    assert corpus.interviews_of([*held, 10**9]) == held
    assert corpus.exchange_ids() == sorted(held)
    assert {held[one] for one in corpus.exchange_ids(wave="2025-Q4", language="en")} == {"E01-2025-Q4"}


def test_a_person_is_as_the_attributes_have_them(tiny_made: Home) -> None:
    corpus = tiny_made.space().corpus
    for (who, wave), person in corpus.attributes().items():
        assert corpus.person(who, wave) == person
    with pytest.raises(NotFound):
        corpus.person("nobody", "2026-Q1")


def test_who_may_not_search_sees_no_line(tiny_made: Home) -> None:
    corpus = tiny_made.space(Viewer("m", "merchant", "shop")).corpus
    for read in (corpus.lines, corpus.count_lines, corpus.exchange_ids, lambda: corpus.interviews_of([1])):
        with pytest.raises(NotAllowed):
            read()
