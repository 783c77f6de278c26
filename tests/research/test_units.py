"""Units: an answer cut into what can carry one view."""

from itertools import pairwise

import pytest

from corpus.records import Language
from research.units import idea_of, in_family, is_filler, split_units, terms

ZH = "嗯，太甜了，喝两口就腻，所以后来只买小瓶的那种。那个……没了。"
EN = "Um, well. It felt sticky on my face, and the smell stayed on the pillow for days! So I gave it away."


def shown(text: str, language: Language) -> list[str]:
    return [text[start:end] for start, end in split_units(text, language)]


@pytest.mark.parametrize(("text", "language"), [(ZH, "zh"), (EN, "en")])
def test_units_are_in_order_disjoint_and_without_space_around(text: str, language: Language) -> None:
    spans = split_units(text, language)
    assert spans == sorted(spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert all(words == words.strip() and words for words in shown(text, language))


def test_long_sentences_are_cut_at_clauses() -> None:
    found = shown(EN, "en")
    assert "It felt sticky on my face" in found
    assert any(words.startswith("and the smell") for words in found)
    assert len(shown(ZH, "zh")) >= 2


def test_fillers_alone_are_no_unit() -> None:
    assert shown("嗯。啊。对。（笑）", "zh") == []
    assert shown("Um, well. Yeah. (laughs)", "en") == []
    assert not is_filler("不买", "zh")
    assert not is_filler("No idea", "en")


def test_a_line_end_and_a_full_stop_in_a_number() -> None:
    assert shown("I pay 2.50 each\nnever more", "en") == ["I pay 2.50 each", "never more"]


def test_a_negation_belongs_to_its_word() -> None:
    assert "不甜" in terms("不甜", "zh") or "不甜" in terms("一点都不甜", "zh")
    assert terms("It is not sweet", "en") == ["not sweet"]
    assert terms("It is sweet", "en") == ["sweet"]


def test_nothing_in_nothing_out() -> None:
    assert split_units("", "en") == [] and split_units("……", "zh") == [] and terms("", "zh") == []


def test_words_of_one_family_are_one_idea() -> None:
    assert idea_of("gp", "en") == idea_of("dermatologist", "en") and in_family(idea_of("gp", "en"))
    assert idea_of("大夫", "zh") == idea_of("体检", "zh") != idea_of("超市", "zh")
    assert idea_of("bottles", "en") == idea_of("bottle", "en") and not in_family(idea_of("bottle", "en"))


def test_a_denied_word_is_an_idea_of_its_own() -> None:
    assert idea_of("not cheap", "en") != idea_of("cheap", "en")
    assert idea_of("不信", "zh") != idea_of("信", "zh")


def test_two_neighbours_a_family_knows_are_one_term() -> None:
    assert terms("So I went back to it", "en") == ["went back"]
