"""The labelled questions: what the hints may not fall below on them."""

from typing import get_args

import pytest

from benchmarks.hints import Labelled, Sentence, measured, sentences_of
from corpus.records import Language

LANGUAGES: tuple[Language, ...] = ("zh", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_hints_are_right_where_they_are_given_and_miss_little(language: Language) -> None:
    for part in ("dev", "held"):
        found = measured(sentences_of(language, part), language)
        assert found["all"]["precision"] >= 0.9 and found["all"]["recall"] >= 0.7, part
        for kind in get_args(Labelled):
            assert found[kind]["precision"] >= 0.85 and found[kind]["recall"] >= 0.7, (part, kind)


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_sentences_and_each_stands_there_once(language: Language) -> None:
    rows = sentences_of(language)
    assert len(rows) >= 80 and len({one.text for one in rows}) == len(rows)
    assert sum(one.source == "sample" for one in rows) >= 40 and sum(not one.hints for one in rows) >= 30


def test_a_wrong_flag_costs_precision_and_a_missed_one_recall() -> None:
    rows = [
        Sentence(text="Do you drink tea?", hints=(), source="written", part="dev"),
        Sentence(text="How do you make tea?", hints=("yes_no",), source="written", part="dev"),
        Sentence(text="Is it good?", hints=("yes_no",), source="written", part="dev"),
    ]
    found = measured(rows, "en")["yes_no"]
    assert (found["labelled"], found["found"], found["right"]) == (2, 2, 1)
    assert (found["precision"], found["recall"]) == (0.5, 0.5)
    assert found["wrong"] == ["Do you drink tea?"] and found["missed"] == ["How do you make tea?"]
