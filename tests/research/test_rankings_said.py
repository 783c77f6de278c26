"""Orders: with cues, without, with the place said after the thing, and what is said not to count."""

import pytest

from corpus.records import Language
from research.rankings_said import ranking_said

ZH = ("口味", "价格", "配料表", "牌子", "生产日期")
EN = ("price", "ingredients", "how it feels", "recommendation", "brand")


@pytest.mark.parametrize(
    ("said", "order"),
    [
        ("先看价格，再看配料表，最后看日期。", ("价格", "配料表", "生产日期")),
        ("头一个是好吃，第二划算，末了瞅一眼日期。", ("口味", "价格", "生产日期")),
        ("味道、价钱、牌子。", ("口味", "价格", "牌子")),
        ("日期垫底，味道最要紧，价钱第二。", ("口味", "价格", "生产日期")),
        ("第二看价钱，第一肯定是味道。", ("口味", "价格")),
        ("价钱嘛，我不看。先看成分，再看牌子。", ("配料表", "牌子")),
        ("牌子排最后，先看好不好吃。", ("口味", "牌子")),
        ("最重要的是新鲜，其次才是多少钱。", ("生产日期", "价格")),
    ],
)
def test_chinese_order(said: str, order: tuple[str, ...]) -> None:
    assert (ranking_said(said, ZH, "zh") or ((),))[0] == order


@pytest.mark.parametrize(
    ("said", "order"),
    [
        ("Price first, then ingredients, and last the brand.", ("price", "ingredients", "brand")),
        ("Brand comes last. Texture is top, then how much it costs.", ("how it feels", "price", "brand")),
        ("The ingredients, the cost, the feel.", ("ingredients", "price", "how it feels")),
        ("Second is the price. First is always what's in it.", ("ingredients", "price")),
        ("If a friend recommended it. Then the price.", ("recommendation", "price")),
        ("I don't care about the brand. Price, then how it feels.", ("price", "how it feels")),
        (
            "Third, the price. Number one is the feel, number two the ingredients.",
            ("how it feels", "ingredients", "price"),
        ),
    ],
)
def test_english_order(said: str, order: tuple[str, ...]) -> None:
    assert (ranking_said(said, EN, "en") or ((),))[0] == order


@pytest.mark.parametrize(
    ("said", "language"),
    [("没留意过。", "zh"), ("Never thought about it.", "en"), ("It's a nice price.", "en"), ("", "zh")],
)
def test_no_order_where_none_is_given(said: str, language: Language) -> None:
    assert ranking_said(said, ZH if language == "zh" else EN, language) is None


def test_options_of_their_own_with_synonyms() -> None:
    said = "First the warranty, then how loud it is, and colour last."
    assert (ranking_said(said, ("colour", "guarantee|warranty", "noise|loud"), "en") or ((),))[0] == (
        "guarantee",
        "noise",
        "colour",
    )


def test_without_options_the_criteria_keep_their_own_names() -> None:
    assert (ranking_said("先看味道，再看价钱。", (), "zh") or ((),))[0] == ("taste", "price")


def test_the_span_runs_from_the_first_to_the_last_named() -> None:
    text = "嗯，先看价格，再看味道，就这样。"
    said = ranking_said(text, ZH, "zh")
    assert said is not None
    assert text[slice(*said[1])].startswith("价格")
    assert text[slice(*said[1])].endswith("味道")
