"""Attribute values in the reader's language; unknown ones, and those of the language itself, as recorded."""

import pytest

from corpus.records import Language
from research.attribute_values import told_value
from research.profiles import profile_line


@pytest.mark.parametrize(
    ("recorded", "language", "told"),
    [
        ("女", "en", "woman"), ("县城", "en", "county town"), ("縣城", "en", "county town"), ("东北", "en", "North-east"),
        ("Large city", "zh", "大城市"), ("Female", "zh", "女"),
        ("女性", "zh", "女性"), ("Female", "en", "Female"),
        ("江浙沪", "en", "江浙沪"), ("Yorkshire", "zh", "Yorkshire"), ("", "en", ""), ("30–39", "zh", "30–39"),
    ],
)  # fmt: skip
def test_a_value_is_told_as_its_reader_says_it(recorded: str, language: Language, told: str) -> None:
    assert told_value(recorded, language) == told


def test_a_profile_line_is_in_one_language() -> None:
    profile = {"gender": "女", "age": "40–49", "city_tier": "县城", "region": "中部"}
    assert profile_line(profile, "en") == "woman, aged 40–49, county town, Centre"
    assert profile_line(profile, "zh") == "女，40–49岁，县城，中部"
