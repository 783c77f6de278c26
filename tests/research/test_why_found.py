"""Why an exchange was found, read in both languages with an encoder whose space can be told by hand."""

from collections.abc import Sequence

import numpy as np
import pytest

from corpus.records import Exchange, Hidden, Interview, Language
from index.encoders import Vectors
from research.finding import Found, Part
from research.marking import marked
from research.why_found import ALSO, NEAREST, Why, clauses_of, why_found

ZH = ("少糖您信吗？", "我不太信。那个无糖的绿豆糕，吃起来跟嚼粉笔灰一样！我儿子尝了一口就吐了。")
EN = (
    "Do you wear sunscreen?",
    "I used to laugh at it. Now I put it on daily, UV is what gives you lines. My dog died.",
)
MEANS: dict[str, tuple[float, float]] = {
    "无糖": (1, 0),
    "绿豆糕": (1, 0),
    "daily": (1, 0),
    "UV": (1, 0),
    "儿子": (0, 1),
    "dog": (0, 1),
}


def space(nearest: str, cosine: float = 1.0) -> object:
    """An encoder in which the search lies beside what holds `nearest` (at that cosine), and words where MEANS has them."""

    def encode(texts: Sequence[str], language: Language) -> Vectors:
        def one(at: int, text: str) -> tuple[float, float]:
            if at == 0:
                return (1.0, 0.0)
            if nearest and nearest in text and text.lower() not in {word.lower() for word in MEANS}:
                return (cosine, (1 - cosine**2) ** 0.5)
            return next((place for word, place in MEANS.items() if text.lower() == word.lower()), (0.0, 1.0))

        return np.array([one(at, text) for at, text in enumerate(texts)], np.float32)

    return encode


def found(
    question: str, answer: str, searched: str, *, near: tuple[Part, ...] = (), added: dict[str, float] | None = None,
    masked: tuple[Hidden, ...] = (),
) -> Found:  # fmt: skip
    text = f"{question}\n{answer}"
    exchange = Exchange(1, "I", 0, (0, len(question)), ((len(question) + 1, len(text)),))
    language: Language = "en" if text.isascii() else "zh"
    held = Interview("I", "R", "2026-Q1", "", language, 1, text, "f", (), (exchange,), masked)
    return Found(held, exchange, marked(held, exchange, searched), near, added or {})


def why(one: Found, searched: str, encode: object, others: Sequence[Found] = ()) -> Why:
    (told,) = why_found([one], searched, encode, others=others)  # type: ignore[arg-type]
    return told


@pytest.mark.parametrize(
    ("said", "searched", "clause"),
    [(ZH, "少糖零糖信不信", "吃起来跟嚼粉笔灰一样！"), (EN, "sunscreen every day", "Now I put it on daily")],
)
def test_the_nearest_clause_is_told_by_its_place(said: tuple[str, str], searched: str, clause: str) -> None:
    one = found(*said, searched)
    span = why(one, searched, space(clause)).nearest
    assert span is not None and one.interview.words(span) == clause
    assert span in clauses_of(one.interview, one.exchange)


def test_what_is_only_the_least_far_is_not_told() -> None:
    one = found(*EN, "sunscreen")
    assert why(one, "sunscreen", space("daily", NEAREST + 0.01)).nearest
    assert why(one, "sunscreen", space("daily", NEAREST - 0.01)).nearest is None


@pytest.mark.parametrize(
    ("searched", "near", "nearest", "by"),
    [
        ("sunscreen", (), "", "words"), ("sunscreen", ("asked",), "", "both"), ("sunscreen", (), "daily", "both"),
        ("moles", ("answer",), "", "meaning"),
    ],
)  # fmt: skip
def test_by_words_by_meaning_or_both(searched: str, near: tuple[Part, ...], nearest: str, by: str) -> None:
    assert why(found(*EN, searched, near=near), searched, space(nearest)).by == by


def test_words_are_told_as_said_and_once() -> None:
    one = found("Creams?", "A cream, the Cream, creams.", "creams")
    assert why(one, "creams", space("")).words == ("Creams", "cream")
    assert why(found(*ZH, "少糖零糖信不信"), "少糖零糖信不信", space("")).words == ("少糖",)


@pytest.mark.parametrize(
    ("said", "other", "searched", "added", "told"),
    [
        (ZH, ("呢？", "无糖的我儿子不吃。"), "少糖", {"无糖": 0.3, "儿子": 0.5, "绿豆糕": 0.4}, ["无糖"]),
        (EN, ("And?", "Daily, says the dog."), "sunscreen", {"daili": 0.3, "dog": 0.5, "uv": 0.4}, ["daily"]),
    ],
)
def test_added_words_are_told_where_others_say_them_and_they_mean_something_like_it(
    said: tuple[str, str], other: tuple[str, str], searched: str, added: dict[str, float], told: list[str]
) -> None:
    one = found(*said, searched, added=added)
    beside = found(*other, searched, added=added)
    spans = why(one, searched, space(""), [beside]).also
    assert [one.interview.words(span) for span in spans] == told
    assert why(one, searched, space("")).also == ()  # nobody else says them


def test_a_word_of_the_search_is_not_told_twice_and_few_are_told() -> None:
    added = {word: 1.0 for word in ("daili", "uv", "line", "laugh", "dog")}
    one = found(*EN, "daily", added=added)
    spans = why(one, "daily", lambda texts, _: np.ones((len(texts), 1), np.float32), [one]).also
    told = [one.interview.words(span) for span in spans]
    assert "daily" not in told and len(told) == ALSO


def test_hidden_words_are_in_nothing_that_is_told() -> None:
    start = len(EN[0]) + 1 + EN[1].index("daily")
    one = found(*EN, "daily", added={"daili": 1.0}, masked=(Hidden(start, start + 5, "name", "sure"),))
    told = why(one, "daily", space("daily"), [one])
    assert told == Why("meaning", (), (), None)


def test_nothing_found_needs_no_reason() -> None:
    assert why_found([], "x", space("")) == ()  # type: ignore[arg-type]
