"""What a clause tells: done, meant, why, or thought; and whether a number is one that is paid or one that would be."""

import pytest

from corpus.records import Language
from research.aspects_said import Aspect, aspect_asked, aspect_said
from research.values import read_value

CLAUSES: list[tuple[str, str, Language, Aspect]] = [
    ("我上个月买了两次，下次可能试试别的，因为便宜。", "我上个月买了两次", "zh", "behaviour"),
    ("我上个月买了两次，下次可能试试别的，因为便宜。", "下次可能试试别的", "zh", "intention"),
    ("我上个月买了两次，下次可能试试别的，因为便宜。", "因为便宜", "zh", "reason"),
    ("我觉得不值。", "我觉得不值", "zh", "attitude"),
    ("本来打算换，后来没换。", "本来打算换", "zh", "behaviour"),
    ("I bought two last month because they're cheap. I might try another next time.", "I bought two", "en", "behaviour"),
    (
        "I bought two last month because they're cheap. I might try another next time.",
        "because they're cheap", "en", "reason",
    ),
    (
        "I bought two last month because they're cheap. I might try another next time.",
        "I might try another", "en", "intention",
    ),
    ("I don't trust them.", "I don't trust them", "en", "attitude"),
    ("We were going to move, but we stayed.", "We were going to move", "en", "behaviour"),
    ("I went in May.", "I went in May", "en", "behaviour"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "clause", "language", "aspect"), CLAUSES)
def test_a_clause_tells_one_thing(text: str, clause: str, language: Language, aspect: Aspect) -> None:
    at = text.index(clause)
    assert aspect_said(text, (at, at + len(clause)), language) == aspect


@pytest.mark.parametrize(
    ("question", "language", "aspect"),
    [
        ("接下来半年打算怎么买？", "zh", "intention"),
        ("您愿意花多少钱？", "zh", "intention"),
        ("为什么换了？", "zh", "reason"),
        ("一个月花多少钱？", "zh", "behaviour"),
        ("What do you plan to change?", "en", "intention"),
        ("How much would you pay for it?", "en", "intention"),
        ("What would you say you spend?", "en", "behaviour"),
        ("Why did you stop?", "en", "reason"),
    ],
)
def test_what_a_question_asks_for(question: str, language: Language, aspect: Aspect) -> None:
    assert aspect_asked(question, language) == aspect


def test_a_bare_clause_answers_what_was_asked() -> None:
    assert aspect_said("少买一点", (0, 4), "zh", question="接下来打算怎么变？") == "intention"
    assert aspect_said("Three good ones", (0, 15), "en", question="Any plans for the shelf?") == "intention"
    assert aspect_said("There's no room for them", (0, 24), "en", question="Why did you stop?") == "reason"


@pytest.mark.parametrize(
    ("said", "question", "language", "low", "aspect"),
    [
        ("现在三百，下个月打算降到两百。", "一个月花多少钱？", "zh", 300, "behaviour"),
        ("现在三百，下个月打算降到两百。", "打算一个月花多少钱？", "zh", 200, "intention"),
        ("要是涨工资了，我愿意花五百，现在也就两百。", "每个月花多少钱？", "zh", 200, "behaviour"),
        ("我愿意出四千，现在这个才一千九。", "新手机愿意出多少钱？", "zh", 4000, "intention"),
        ("Twenty-five. I'd pay forty if it lasted.", "How much do you spend on it?", "en", 25, "behaviour"),
        ("I'd pay forty. This one cost me twenty-five.", "What would you pay for the next one?", "en", 40, "intention"),
        ("I'd love to save three hundred but realistically it's eighty.", "How much do you save a month?", "en", 80, "behaviour"),
    ],
)  # fmt: skip
def test_what_is_paid_is_not_what_would_be(
    said: str, question: str, language: Language, low: float, aspect: Aspect
) -> None:
    value = read_value(said, "number", (), language, question=question)
    assert value is not None and (value.low, value.aspect) == (low, aspect)


@pytest.mark.parametrize(
    ("said", "question", "language"),
    [
        ("Fifty to sixty pounds, that's what I'm planning to spend.", "How much do you spend a month?", "en"),
        ("From now on I want to keep it to twenty pounds, twenty-five tops.", "How much do you spend a month?", "en"),
        ("一百五到两百块，这是我的打算。", "一个月花多少钱？", "zh"),
    ],
)
def test_a_plan_in_place_of_an_answer_says_that_it_is_one(said: str, question: str, language: Language) -> None:
    value = read_value(said, "number", (), language, question=question)
    assert value is not None and value.aspect == "intention"


@pytest.mark.parametrize(
    ("said", "question", "language"),
    [
        ("I plan to spend fifty to sixty pounds.", "How much do you spend a month?", "en"),
        ("我计划一百五到两百块。", "一个月花多少钱？", "zh"),
    ],
)
def test_a_mere_plan_is_no_answer_to_what_is_paid(said: str, question: str, language: Language) -> None:
    assert read_value(said, "number", (), language, question=question) is None
