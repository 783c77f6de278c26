"""Values: amounts, marks, the kind of a question; what is taken back, imagined or about something else is not read."""

import pytest

from corpus.errors import BadInput
from corpus.records import Language
from research.values import Kind, kind_of, read_value

MONEY_ZH, MONEY_EN = "一个月大概花多少钱？", "How much do you spend in a month?"


def _read(said: str, kind: Kind, question: str, language: Language) -> tuple[float | None, float | None] | None:
    value = read_value(said, kind, (), language, question=question)
    return (value.low, value.high) if value else None


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("两三百吧。", 200, 300),
        ("一百、哦不对，得有一百五。", 150, 150),
        ("三百五到四百吧。", 350, 400),
        ("大概四百来块。", 400, 400),
        ("家里六个人，一个月五百块。", 500, 500),
        ("我今年四十二岁，一个月三百。", 300, 300),
        ("去年四百，今年两百。", 200, 200),
        ("零食一百，饮料八十，水果一百二，加起来三百。", 300, 300),
        ("我算算啊，大概三百二。", 320, 320),
        ("你就写二百五吧。", 250, 250),
        ("没记过账，估摸着六百上下。", 600, 600),
        ("一周五十吧。", 216.67, 216.67),
        ("一天十块。", 304.17, 304.17),
        ("半年六百。", 100, 100),
        ("以前三百，现在要五百了。", 500, 500),
        ("至少三百，最多五百。", 300, 500),
    ],
)
def test_chinese_amount(said: str, low: float, high: float) -> None:
    assert _read(said, "number", MONEY_ZH, "zh") == (low, high)


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("About twenty-five quid.", 25, 25),
        ("Forty-five, maybe fifty.", 45, 50),
        ("Between thirty and forty.", 30, 40),
        ("A fiver.", 5, 5),
        ("£15–20.", 15, 20),
        ("Twenty— no, more like thirty.", 30, 30),
        ("It was eighty last year. It's forty now.", 40, 40),
        ("Cream's ten, wash is five, serum twelve. So about twenty-seven all in.", 27, 27),
        ("Ten pounds a week.", 43.33, 43.33),
        ("You'd think twenty. It's fifty.", 50, 50),
        ("I'm sixty-one, so I only spend fifteen pounds.", 15, 15),
        ("I've never added it up. Sixty? Sixty to seventy.", 60, 70),
        ("Ooh, thirty-odd.", 30, 40),
        ("Nearer forty than thirty.", 40, 40),
        ("Getting on for thirty.", 30, 30),
        ("I'd say it comes to about thirty-five pound.", 35, 35),
        ("Probably a hundred and twenty.", 120, 120),
        ("Call it forty.", 40, 40),
        ("Must be, what, fifty quid?", 50, 50),
        ("My husband says twenty but it's thirty.", 30, 30),
    ],
)
def test_english_amount(said: str, low: float, high: float) -> None:
    assert _read(said, "number", MONEY_EN, "en") == (low, high)


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("没算过，说不上来。", "zh"),
        ("钱的事不说。", "zh"),
        ("我三十八岁了，两个孩子。", "zh"),
        ("", "zh"),
        ("I'd rather not say.", "en"),
        ("I couldn't tell you. I've two kids and forty hens.", "en"),
        ("No idea, love.", "en"),
        ("It's been going three years.", "en"),
    ],
)
def test_no_amount_is_guessed(said: str, language: Language) -> None:
    assert _read(said, "number", MONEY_ZH if language == "zh" else MONEY_EN, language) is None


def test_what_the_question_counts_is_read() -> None:
    assert _read("三四次吧。", "number", "一周买几次？", "zh") == (3, 4)
    assert _read("About five times.", "number", "How many times a week?", "en") == (5, 5)
    assert _read("我儿子八岁。", "number", "一周买几次？", "zh") is None


@pytest.mark.parametrize(
    ("said", "language", "low", "high"),
    [
        ("七分吧。", "zh", 7, 7),
        ("八分。扣两分是因为吵。", "zh", 8, 8),
        ("本来想给九分，还是给七分。", "zh", 7, 7),
        ("扣两分，八分。", "zh", 8, 8),
        ("六分半。", "zh", 6.5, 6.5),
        ("五分，不对，六分。", "zh", 6, 6),
        ("七八分。", "zh", 7, 8),
        ("开了三家店，我给六分。", "zh", 6, 6),
        ("A six, six and a half at most.", "en", 6, 6.5),
        ("Seven out of ten.", "en", 7, 7),
        ("I was going to say five, but four.", "en", 4, 4),
        ("It was a three last time. Six now.", "en", 6, 6),
        ("Seven, no, eight.", "en", 8, 8),
        ("I'm fifty-two, so a solid seven.", "en", 7, 7),
    ],
)
def test_mark(said: str, language: Language, low: float, high: float) -> None:
    question = "一到十分，打几分？" if language == "zh" else "How would you rate it out of ten?"
    assert _read(said, "scale", question, language) == (low, high)


def test_a_mark_outside_the_scale_is_none() -> None:
    assert _read("Eight.", "scale", "Rate it out of five.", "en") is None
    assert _read("I'd not want to put a number on it.", "scale", "Out of ten?", "en") is None
    assert _read("八十分。", "scale", "满分一百，打多少分？", "zh") == (80, 80)
    assert _read("八十分。", "scale", "满分十分，打多少分？", "zh") is None


@pytest.mark.parametrize(
    ("question", "language", "kind", "options"),
    [
        ("一个月大概花多少钱？", "zh", "number", ()),
        ("How many cups do you drink a day?", "en", "number", ()),
        ("满分十分，您打几分？", "zh", "scale", ()),
        ("How happy are you with it out of ten?", "en", "scale", ()),
        ("您先看什么，再看什么？", "zh", "ranking", ()),
        ("What do you look at first, second and third?", "en", "ranking", ()),
        ("跟去年比，次数有变化吗？", "zh", "choice", ("less", "same", "more")),
        ("Do you drink more or less than a year ago?", "en", "choice", ("less", "same", "more")),
        ("同样的价钱，您选原味还是无糖？", "zh", "choice", ("原味", "无糖")),
        ("Would you prefer scented or unscented?", "en", "choice", ("scented", "unscented")),
        ("您怎么看这种说法？", "zh", "open", ()),
        ("What do you think of the new shops?", "en", "open", ()),
        ("为什么比去年少了？", "zh", "open", ()),
        ("接下来半年打算有变化吗？", "zh", "open", ()),
        ("Any changes planned for next year?", "en", "open", ()),
        ("您现在还是去超市买吗？", "zh", "open", ()),
        ("Why did you stop?", "en", "open", ()),
        ("", "en", "open", ()),
    ],
)
def test_kind_of(question: str, language: Language, kind: Kind, options: tuple[str, ...]) -> None:
    assert kind_of(question, language) == (kind, options)


def test_value_spans_are_offsets_in_the_answer() -> None:
    said = "让我想想，就写三百五到四百吧。"
    value = read_value(said, "number", (), "zh", question=MONEY_ZH)
    assert value is not None
    assert said[slice(*value.span)] == "三百五到四百"


def test_choice_and_ranking_values() -> None:
    chosen = read_value("原味。", "choice", ("原味", "无糖"), "zh")
    ranked = read_value("Price first, then brand.", "ranking", ("brand", "price"), "en")
    assert chosen is not None
    assert (chosen.option, chosen.low, chosen.order) == ("原味", None, ())
    assert ranked is not None
    assert ranked.order == ("price", "brand")


def test_open_answers_hold_no_value_and_a_choice_needs_options() -> None:
    assert read_value("Forty quid.", "open", (), "en") is None
    with pytest.raises(BadInput, match="choice_needs_options"):
        read_value("Forty quid.", "choice", (), "en")


@pytest.mark.parametrize(
    ("said", "language"), [("还是" * 4000, "zh"), ("maybe " * 4000 + "zz", "en"), ("一" * 9000, "zh")]
)
def test_long_stammering_is_read_to_its_end(said: str, language: Language) -> None:
    """How long it takes, and how that grows, is `benchmarks.hostile`."""
    assert read_value(said, "number", (), language, question=MONEY_ZH) is None
