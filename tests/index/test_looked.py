"""What is kept of the background, and what is not searched, changes nothing of what is found."""

import numpy as np
import pytest

from index import finding
from index.answers import Answers
from index.finding import Finder
from index.looking import WEIGHTS, Looking
from index.search import Query, Searcher

ASKED = {"en": ["Why is tea cheap?", "Do you read what labels say?"], "zh": ["为什么喝绿茶", "牛奶贵不贵"]}


@pytest.fixture
def searcher(new_home) -> Searcher:
    home = new_home("looked")
    home.bring("P1", "P2", "P3", "P4")
    home.bring("C1", "C2", "C3", "C4", chinese=True)
    home.update()
    return Searcher.open(home.root, encoder=None, read=home.corpus.said)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_part_that_is_kept_scores_as_one_that_is_read_now(searcher, monkeypatch, language) -> None:
    every = searcher._finder._ground(language).background
    whole = searcher._finder._ground(language).looked(every)
    monkeypatch.setattr(finding, "BACKGROUND", 3)
    searcher._finder._grounds.clear()
    ground = searcher._finder._ground(language)
    looking = Looking(ground, ASKED[language], WEIGHTS[language], searcher.encode_questions(ASKED[language], language))
    parted = ground.looked(every)
    assert [len(each.exchanges) for each in parted.parts] == [3, len(every) - 3]
    assert (parted.exchanges == every).all() and (every[parted.background] == ground.background).all()
    all_kept = looking.views(whole)
    for name, scores in looking.views(parted).items():
        if name != "answer_whole":  # the lens is fitted on the background
            assert scores.any() and scores == pytest.approx(all_kept[name], abs=1e-6)
    some = every[[0, 5, -1]]
    wholes = Answers.of(ground.answers, some).wholes()
    assert parted.seen(some) == pytest.approx(ground.lens(wholes), abs=1e-6)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("hide", [0, 3])
def test_where_few_may_be_found_searching_would_bring_the_same(searcher, monkeypatch, language, hide) -> None:
    every = searcher._finder._ground(language).everything
    searcher._finder.hidden = every[:hide]
    queries = [Query(text, language) for text in ASKED[language]]
    for among in (None, every[::2], np.arange(every[-1] + 9)):
        quick = searcher.search(queries, among=among)
        with monkeypatch.context() as patched:
            patched.setattr(Finder, "_few", lambda *_: None)
            assert searcher.search(queries, among=among) == quick
        allowed = set(every[hide:].tolist()) & set((every if among is None else among).tolist())
        assert all({hit.exchange for hit in own} == allowed for own in quick)
