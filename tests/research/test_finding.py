"""Searching the interviews: what is found, in which order, what of it is marked, and who may search."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy.orm import Session

from corpus.errors import NotAllowed
from corpus.records import Exchange, Interview
from corpus.schema import ExchangeRow
from corpus.viewer import Viewer
from index.search import Hit
from research import finding
from research.finding import FLOOR, NEAR, Found, chances, find, near_of, speaks_language
from research.marking import marked, merged
from tests.tiny import Home


def interview(question: str, answer: str, language: str) -> tuple[Interview, Exchange]:
    text = f"{question}\n{answer}"
    exchange = Exchange(1, "I", 0, (0, len(question)), ((len(question) + 1, len(text)),))
    return Interview("I", "R", "2026-Q1", "", language, 1, text, "f", (), (exchange,)), exchange


def words(question: str, answer: str, language: str, searched: str) -> list[str]:
    held, exchange = interview(question, answer, language)
    return [held.words(span) for span in marked(held, exchange, searched)]


def test_answers_with_the_words_come_first(tiny: Home) -> None:
    space = tiny.space()
    hits = find(space.searcher(), space.corpus, "睡不着")
    said = [hit.said for hit in hits]
    assert said == sorted(said, reverse=True) and any(said) and said.count(False) <= NEAR
    first = hits[0]
    assert "睡不着" in first.interview.answered(first.exchange)
    assert [first.interview.words(span) for span in first.marked] == ["睡不着"]


def test_what_nobody_said_is_near_at_best(tiny: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    space = tiny.space()
    monkeypatch.setattr(finding, "FLOOR", -1)
    near = find(space.searcher(), space.corpus, "zzzz")
    assert near and not any(hit.said for hit in near)


@pytest.mark.parametrize("nonsense", ["不存在的词汇xyzzy", "飞船引擎推进剂"])
def test_what_is_near_to_nothing_is_not_there(tiny: Home, nonsense: str) -> None:
    space = tiny.space()
    assert find(space.searcher(), space.corpus, nonsense) == ()


def test_near_is_what_means_much_the_same() -> None:
    near, far = Hit(1, 9.0, {"asked_meaning": FLOOR}), Hit(2, 9.5, {"answer_meaning": FLOOR - 0.01, "asked_words": 9.0})
    assert (near_of(near), near_of(far)) == (("asked",), ())


def test_what_is_searched_can_be_narrowed(tiny: Home) -> None:
    space = tiny.space()
    index = space.searcher()
    among = space.corpus.exchange_ids(wave="2025-Q4")
    assert {hit.interview.id for hit in find(index, space.corpus, "奶茶", among=among)} == {"Z01-2025-Q4"}
    assert find(index, space.corpus, "奶茶", among=[]) == ()


def test_a_search_reads_its_own_language_where_each_has_a_space(tiny: Home) -> None:
    index = tiny.space().searcher()
    assert speaks_language(index, "奶茶", "zh") and not speaks_language(index, "奶茶", "en")


def test_a_hit_knows_the_words_that_the_closest_answers_added(tiny: Home) -> None:
    space = tiny.space()
    hits = find(space.searcher(), space.corpus, "喝奶茶睡不着")
    added = hits[0].added
    assert added and not {"奶茶", "睡不着"} & added.keys()
    assert all(hit.added is added for hit in hits)
    said = " ".join(hit.interview.answered(hit.exchange) for hit in hits)
    assert all(word in said for word in added)


@pytest.mark.parametrize("nothing", ["", "  \n"])
def test_nothing_finds_nothing(tiny: Home, nothing: str) -> None:
    space = tiny.space()
    assert find(space.searcher(), space.corpus, nothing) == ()


def test_who_may_not_search_is_refused_before_anything_is_searched(tiny: Home) -> None:
    merchant = tiny.space(Viewer("m", "merchant", "shop"))
    with pytest.raises(NotAllowed):
        find(None, merchant.corpus, "奶茶")


def test_marks_stems_in_english_and_pairs_in_chinese() -> None:
    assert words("Which creams?", "I stopped buying a cream.", "en", "creams I stop") == ["creams", "stopped", "cream"]
    assert words("奶茶呢？", "奶茶店的茶。", "zh", "奶茶") == ["奶茶", "奶茶"]
    assert words("SPF呢？", "不用SPF。", "zh", "spf") == ["SPF", "SPF"]


def test_words_of_asking_are_marked_only_where_nothing_else_was_searched() -> None:
    assert words("Why?", "Because it is what it is.", "en", "why is price") == []
    assert words("Why?", "Because.", "en", "why") == ["Why"]


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)).map(lambda pair: (pair[0], sum(pair))))


@given(SPANS)
def test_merged_spans_cover_the_same_characters_once(spans: list[tuple[int, int]]) -> None:
    one = merged(spans)
    assert [at for start, end in one for at in range(start, end)] == sorted(
        {at for start, end in spans for at in range(start, end)}
    )
    assert all(before[1] < after[0] for before, after in pairwise(one))


def test_what_is_gone_from_the_corpus_is_left_out(tiny: Home) -> None:
    space = tiny.space()
    index = space.searcher()
    held = {hit.interview.id for hit in find(index, space.corpus, "奶茶")}
    assert "Z01-2026-Q1" in held
    with Session(space.engine) as session, session.begin():
        session.execute(delete(ExchangeRow).where(ExchangeRow.interview_id == "Z01-2026-Q1"))
    assert {hit.interview.id for hit in find(index, space.corpus, "奶茶")} == held - {"Z01-2026-Q1"}


class Judging:
    """A searcher that has one chance for each exchange."""

    def answered(self, questions: list[str], exchanges: list[int], language: str) -> np.ndarray:
        assert len(questions) == 1
        return np.array([[exchange / 10 for exchange in exchanges]])


def test_a_question_is_judged_in_its_own_language_and_words_alone_are_not() -> None:
    def one(number: int, language: str) -> Found:
        held, exchange = interview("Why?", "Because.", language)
        return Found(held, replace(exchange, id=number), ())

    found = [one(3, "en"), one(7, "zh"), one(8, "en")]
    assert chances(Judging(), found, "Why do people drink less coffee?") == (0.3, None, 0.8)
    assert chances(Judging(), found, "coffee") == (None, None, None) and chances(Judging(), [], "Why so?") == ()
