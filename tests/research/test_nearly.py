"""How many people were asked something like a question, on the tiny corpus."""

from collections.abc import Mapping

from research.brief import Brief
from research.nearly import asked_like
from research.outline import draft_outline
from tests.tiny import Home


def test_what_was_asked_is_near_and_what_was_not_is_not(tiny: Home, briefs: Mapping[str, Brief]) -> None:
    space = tiny.space()
    outline = draft_outline(
        briefs["zh"].model_copy(update={"questions": (*briefs["zh"].questions, "您怎么修理拖拉机？")})
    )
    people = asked_like(outline, corpus=space.corpus, searcher=space.searcher())
    assert [*people] == ["Q1", "Q2", "Q3", "Q4"]
    held = len({one.respondent for one in space.corpus.interviews() if one.language == "zh"})
    assert 0 < people["Q1"] <= held and people["Q4"] < people["Q1"]


def test_without_questions_there_is_nothing_to_count(tiny: Home, briefs: Mapping[str, Brief]) -> None:
    space = tiny.space()
    empty = draft_outline(briefs["en"].model_copy(update={"questions": ()}))
    assert asked_like(empty, corpus=space.corpus, searcher=space.searcher()) == {}
