"""Which words of a search are said, and which are not."""

import pytest

from corpus.records import Exchange, Hidden, Interview, Language
from research.marking import marked, unsaid


def interview(
    question: str, answer: str, language: Language, masked: tuple[Hidden, ...] = ()
) -> tuple[Interview, Exchange]:
    text = f"{question}\n{answer}"
    exchange = Exchange(1, "I", 0, (0, len(question)), ((len(question) + 1, len(text)),))
    return Interview("I", "R", "2026-Q1", "", language, 1, text, "f", (), (exchange,), masked), exchange


@pytest.mark.parametrize(
    ("searched", "said", "left"),
    [
        ("区块链挖矿成本", ["成本"], ("区块", "挖矿")),
        ("少糖零糖信不信", ["少糖"], ("零糖",)),
        ("晚上嘴馋怎么办", [], ("嘴馋",)),
        ("blockchain mining", ["mine"], ("blockchain",)),
        ("Which creams?", ["a cream"], ()),
        ("why", [], ()),
    ],
)
def test_words_that_nobody_says_are_told_as_they_were_typed(
    searched: str, said: list[str], left: tuple[str, ...]
) -> None:
    assert unsaid(searched, said, "en" if searched.isascii() else "zh") == left


def test_how_one_asks_is_no_word_of_the_search() -> None:
    held, exchange = interview("怎么办呢？", "嘴馋了就嗑瓜子，怎么都行。", "zh")
    assert [held.words(span) for span in marked(held, exchange, "嘴馋怎么办")] == ["嘴馋"]


def test_loosely_every_word_that_tells_something_counts() -> None:
    held, exchange = interview("什么时候吃？", "晚上吃。", "zh")
    assert marked(held, exchange, "晚上嘴馋怎么办") == ()
    assert [held.words(span) for span in marked(held, exchange, "晚上嘴馋怎么办", loose=True)] == ["晚上"]


def test_a_search_for_hidden_words_does_not_tell_where_they_stand() -> None:
    words = ("Who?", "Ann Marlow told me about the cream.", "en")
    open_, exchange = interview(*words)
    name = Hidden(5, 15, "name", "sure")
    closed, _ = interview(*words, masked=(name,))
    assert [open_.words(span) for span in marked(open_, exchange, "Marlow cream")] == ["Marlow", "cream"]
    assert [closed.words(span) for span in marked(closed, exchange, "Marlow cream")] == ["cream"]
