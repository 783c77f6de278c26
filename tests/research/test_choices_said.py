"""Choices: options however they are said, the change family, saying no, and settling nothing."""

import pytest

from corpus.records import Language
from research.choices_said import choice_said, concept_of, is_direction

DIRECTION = ("less", "same", "more")
ZH = [
    ("没以前那么勤了，工作忙。", "less"),
    ("一样一样的。", "same"),
    ("反倒多了。", "more"),
    ("少了，少多了。", "less"),
    ("差不多吧，没怎么变。", "same"),
    ("比去年多，多不少呢。", "more"),
    ("没什么太大变化。", "same"),
    ("没多大区别。", "same"),
    ("降下来了，一个月就两回。", "less"),
    ("越买越多，管不住。", "more"),
    ("基本不喝了。", "less"),
    ("老样子。", "same"),
    ("有增无减。", "more"),
    ("砍了一半。", "less"),
    ("勤多了。", "more"),
    ("没多也没少。", "same"),
    ("少喝了很多。", "less"),
    ("涨上去了。", "more"),
    ("没变多，还是那样。", "same"),
    ("多了，夏天嘛。", "more"),
    ("以前天天买，现在买得少了。", "less"),
    ("不减反增。", "more"),
    ("不如去年勤。", "less"),
]
EN = [
    ("Cut right back, if I'm honest.", "less"),
    ("No different.", "same"),
    ("If anything more.", "more"),
    ("Much the same, love.", "same"),
    ("A lot less than I did.", "less"),
    ("Oh, it's gone up.", "more"),
    ("Nothing's changed.", "same"),
    ("I've added a toner.", "more"),
    ("I'm down to two things.", "less"),
    ("Not as much as I used to.", "less"),
    ("It's exactly the same.", "same"),
    ("There's more of it now.", "more"),
    ("I've stripped it right down.", "less"),
    ("Same as ever.", "same"),
    ("It hasn't really changed.", "same"),
    ("I don't do any more or any less.", "same"),
    ("It's got longer.", "more"),
    ("I've pared it back.", "less"),
    ("No more than before.", "same"),
]


@pytest.mark.parametrize(("said", "option"), ZH)
def test_chinese_change(said: str, option: str) -> None:
    assert (choice_said(said, DIRECTION, "zh") or ("none",))[0] == option


@pytest.mark.parametrize(("said", "option"), EN)
def test_english_change(said: str, option: str) -> None:
    assert (choice_said(said, DIRECTION, "en") or ("none",))[0] == option


@pytest.mark.parametrize(
    ("said", "options", "language", "option"),
    [
        ("原味。", ("原味", "无糖"), "zh", "原味"),
        ("我才不要无糖的。", ("原味", "无糖"), "zh", "原味"),
        ("得看给谁买。", ("原味", "无糖"), "zh", "depends"),
        ("都行，无所谓。", ("原味", "无糖", "看情况"), "zh", "看情况"),
        ("普通的就好。", ("原味", "无糖"), "zh", "原味"),
        ("Unscented, every time.", ("scented", "fragrance-free"), "en", "fragrance-free"),
        ("I'd go for plain.", ("scented", "unscented"), "en", "unscented"),
        ("Not the perfumed one.", ("scented", "unscented"), "en", "unscented"),
        ("I'm not fussed.", ("scented", "unscented"), "en", "depends"),
        ("Whichever's nearest.", ("scented", "unscented", "does not mind"), "en", "does not mind"),
        ("In the shop.", ("shop|store", "online|internet"), "en", "shop"),
        ("手机上下单。", ("门店|店里", "网上|手机"), "zh", "网上"),
        ("Yes, I would.", ("yes", "no"), "en", "yes"),
        ("不会。", ("会", "不会"), "zh", "不会"),
        ("Nah.", ("yes", "no"), "en", "no"),
    ],
)
def test_named_options(said: str, options: tuple[str, ...], language: Language, option: str) -> None:
    assert (choice_said(said, options, language) or ("none",))[0] == option


def test_the_change_family_keeps_the_names_it_was_given() -> None:
    options = ("simpler", "the same", "more steps")
    assert (choice_said("I've cut it right back.", options, "en") or ("",))[0] == "simpler"
    assert (choice_said("Not changed at all.", options, "en") or ("",))[0] == "the same"
    assert is_direction(options, "en")
    assert not is_direction(("scented", "unscented"), "en")


@pytest.mark.parametrize(
    ("said", "language"),
    [("今天天气不错。", "zh"), ("My sister lives in Leeds.", "en"), ("", "en"), ("不好说。", "zh")],
)
def test_nothing_is_read_from_words_that_take_no_side(said: str, language: Language) -> None:
    assert choice_said(said, DIRECTION, language) is None


def test_two_options_in_one_breath_settle_nothing_and_a_correction_does() -> None:
    assert choice_said("Scented or plain.", ("scented", "unscented"), "en") is None
    assert (choice_said("原味，不对，无糖。", ("原味", "无糖"), "zh") or ("",))[0] == "无糖"


def test_a_bare_no_needs_the_question() -> None:
    assert choice_said("No.", DIRECTION, "en") is None
    assert (choice_said("No.", DIRECTION, "en", "Has your routine changed since last year?") or ("",))[0] == "same"
    assert choice_said("No.", DIRECTION, "en", "Do you like tea?") is None


def test_the_span_points_at_the_words() -> None:
    text = "嗯，你问这个啊。我拿无糖的。"
    said = choice_said(text, ("原味", "无糖"), "zh")
    assert said is not None
    assert text[slice(*said[1])] == "无糖"


def test_an_option_knows_its_idea() -> None:
    assert concept_of("没变化", "zh") == "same"
    assert concept_of("fragrance_free", "en") == "scent.free"
    assert concept_of("blue", "en") is None
