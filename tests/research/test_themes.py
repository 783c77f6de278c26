"""Themes on small made-up answers and an encoder that counts letters' words: no model, no corpus."""

import zlib
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.themes import pair_kappa, recovery
from research.themes import Coded, ThemeSet, find_themes
from research.units import terms

PRICE = [
    "too expensive for me",
    "the price is silly, far too expensive",
    "expensive, the price went up",
    "the price put me off",
]
SMELL = [
    "that smell made me sick",
    "the smell was horrible perfume",
    "horrible perfume smell",
    "perfume smell all over",
]
STICKY = ["sticky on my skin", "it left a sticky greasy film", "greasy and sticky film", "a sticky greasy mess"]


def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    """A bag of hashed words, unit length."""
    vectors = np.zeros((len(texts), 64), np.float32)
    for row, text in enumerate(texts):
        for term in terms(text, "en"):
            vectors[row, zlib.crc32(term.encode()) % 64] += 1
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(norms == 0, 1, norms), np.float32)


def answers() -> list[Coded]:
    return [Coded(f"R{at}", text) for at, text in enumerate([*PRICE, *SMELL, *STICKY])]


def people(found: ThemeSet, given: Sequence[Coded]) -> list[set[str]]:
    return [{given[found.units[at].answer].respondent for at in theme.units} for theme in found.themes]


def test_three_views_come_apart() -> None:
    given = answers()
    found = find_themes("Why did you stop?", given, language="en", encode=encode, most=3)
    codes = [{each.respondent for each in given if each.text in group} for group in (PRICE, SMELL, STICKY)]
    score = recovery(codes, people(found, given), len(given))
    assert score is not None and score > 0.7


def test_ids_follow_the_number_of_people_and_no_theme_is_of_two() -> None:
    given = answers()
    found = find_themes("Why did you stop?", given, language="en", encode=encode)
    sizes = [len(group) for group in people(found, given)]
    assert [theme.id for theme in found.themes] == [f"T{number}" for number in range(1, len(sizes) + 1)]
    assert sizes == sorted(sizes, reverse=True) and min(sizes) >= 3 and len(sizes) <= 8


def test_left_are_the_answers_in_no_theme() -> None:
    given = [*answers(), Coded("R99", "um, well")]
    found = find_themes("Why did you stop?", given, language="en", encode=encode)
    held = {found.units[at].answer for theme in found.themes for at in theme.units}
    assert set(found.left) == set(range(len(given))) - held and len(given) - 1 in found.left


def test_names_come_only_from_answers_that_may_be_quoted() -> None:
    given = answers()
    free = {2, 5, 9}
    found = find_themes("Why?", given, language="en", encode=encode, most=3, nameable=lambda answer: answer in free)
    names = [theme.name for theme in found.themes if theme.name is not None]
    assert names and all(answer in free for answer, _ in names)
    nobody = find_themes("Why?", given, language="en", encode=encode, nameable=lambda answer: False)
    assert nobody.themes and all(theme.name is None for theme in nobody.themes)


def test_same_input_same_themes() -> None:
    first, second = (find_themes("Why?", answers(), language="en", encode=encode, seed=3) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("texts", [[], ["um"], ["too dear", "too dear"], ["um", "well", "er", "oh"]])
def test_too_few_people_are_no_theme(texts: list[str]) -> None:
    given = [Coded(f"R{at}", text) for at, text in enumerate(texts)]
    found = find_themes("Why?", given, language="en", encode=encode)
    assert found.themes == () and found.left == tuple(range(len(texts)))


def test_one_person_saying_it_thrice_is_one_person() -> None:
    given = [Coded("R1", text) for text in PRICE]
    assert find_themes("Why?", given, language="en", encode=encode).themes == ()


def test_measures() -> None:
    codes, everybody = [{"a", "b", "c"}], [{"a", "b", "c", "d", "e", "f"}]
    assert recovery(codes, codes, 6) == 1 and recovery(codes, everybody, 6) == pytest.approx(2 / 3)
    assert recovery([{"a"}], codes, 6) is None
    assert pair_kappa(codes, everybody, "abcdef") == 0 and pair_kappa(codes, codes, "abcdef") == 1


def test_what_is_said_everywhere_is_no_theme_here() -> None:
    given = answers()
    elsewhere = [f"the perfume smell of place {at}" for at in range(40)]
    found = find_themes("Why did you stop?", given, language="en", encode=encode, background=elsewhere)
    words = {word for theme in found.themes for word in theme.words}
    assert not words & {"smell", "perfume"} and words & {"price", "expensive", "sticky", "greasy"}


def test_a_themes_people_say_its_words() -> None:
    given = answers()
    elsewhere = [f"we walked to the lake number {at}" for at in range(40)]
    found = find_themes("Why did you stop?", given, language="en", encode=encode, background=elsewhere)
    smell = next(theme for theme in found.themes if "smell" in theme.words)
    assert {found.units[at].answer for at in smell.units} == {at for at, each in enumerate(given) if each.text in SMELL}


def test_opposite_stances_come_apart() -> None:
    texts = [
        "it is sweet",
        "very sweet",
        "sweet for sure",
        "sweet",
        "it is not sweet",
        "not sweet",
        "never sweet",
        "no, not sweet",
    ]
    found = find_themes(
        "How is it?", [Coded(f"R{at}", text) for at, text in enumerate(texts)], language="en", encode=encode
    )
    assert {frozenset(found.units[at].answer for at in theme.units) for theme in found.themes} == {
        frozenset({0, 1, 2, 3}),
        frozenset({4, 5, 6, 7}),
    }


def test_a_question_in_chinese_with_background() -> None:
    texts = ["楼下超市买", "超市便宜", "超市会员日打折", "网上拼单", "网上直播间下单", "快递送到家，网上买", "没注意"]
    given = [Coded(f"R{at}", text) for at, text in enumerate(texts)]
    zeros = lambda texts: np.zeros((len(texts), 4), np.float32)  # noqa: E731
    found = find_themes("在哪儿买？", given, language="zh", encode=zeros, background=["看看配料表"] * 30)
    assert {frozenset(found.units[at].answer for at in theme.units) for theme in found.themes} >= {
        frozenset({0, 1, 2}),
        frozenset({3, 4, 5}),
    }
    assert 6 in found.left
