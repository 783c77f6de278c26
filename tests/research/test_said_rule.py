"""Criteria in words held against sentences: what is said outright of oneself counts, and nothing else does."""

import pytest

from corpus.records import Exchange, Interview, Language
from research.said_rule import read_by_rule, sought

CHANGED, DOG = "去年换了工作的人", "家里养狗的人"
SAID: list[tuple[Language, str, str, bool | None]] = [
    ("zh", CHANGED, "我去年换了份工作，工资低了点。", True),
    ("zh", CHANGED, "去年我跳槽去了一家新公司。", True),
    ("zh", CHANGED, "去年从厂里辞职，到一家快递公司上班。", True),
    ("zh", CHANGED, "去年换单位了，忙得要命。", True),
    ("zh", CHANGED, "去年没换工作，还在老单位。", False),
    ("zh", CHANGED, "我去年一直没换工作。", False),
    ("zh", CHANGED, "想换工作，去年就想。", None),
    ("zh", CHANGED, "要是去年换了工作就好了。", None),
    ("zh", CHANGED, "我媳妇去年换了工作。", None),
    ("zh", CHANGED, "他去年换了工作，我没有。", None),
    ("zh", CHANGED, "我是前年换的工作。", None),
    ("zh", CHANGED, "你去年换工作了吗？", None),
    ("zh", CHANGED, "去年的事多，工作也忙。", None),
    ("zh", DOG, "我们家养了条金毛狗。", True),
    ("zh", DOG, "我天天早上遛狗。", True),
    ("zh", DOG, "家里有条狗，还有两只猫。", True),
    ("zh", DOG, "我没养狗，嫌麻烦。", False),
    ("zh", DOG, "我想养条狗。", None),
    ("zh", DOG, "条件反射，跟那个狗听铃铛一样。", None),
    ("zh", DOG, "谁家狗叫啥名我都知道。", None),
    ("zh", DOG, "隔壁家养了狗，天天叫。", None),
    ("zh", DOG, "以前养过狗，后来死了。", None),
    ("zh", DOG, "客人讲“我养了条狗”，我讲好的。", None),
    ("zh", "喝燕麦奶的人", "我早上都喝燕麦奶。", True),
    ("zh", "喝燕麦奶的人", "我不喝燕麦奶。", False),
    ("zh", "喝燕麦奶的人", "我同事喝燕麦奶。", None),
    ("en", "changed jobs last year", "I changed jobs last year and eat at my desk now.", True),
    ("en", "changed jobs last year", "I started a new job at the school last September.", True),
    ("en", "changed jobs last year", "I haven’t changed jobs, last year was quiet.", False),
    ("en", "changed jobs last year", "Busy, then dead, then busy.", None),
    ("en", "changed jobs last year", "I changed jobs in 2019.", None),
    ("en", "changed jobs last year", "My husband changed jobs last year.", None),
    ("en", "changed jobs last year", "I want to change jobs. Last year I nearly did.", None),
    ("en", "people who have a dog", "I walk the dog after work.", True),
    ("en", "people who have a dog", "We've got a spaniel, and he eats everything.", True),
    ("en", "people who have a dog", "Husband, two teenagers, a dog with a bad hip.", True),
    ("en", "people who have a dog", "I don't have a dog.", False),
    ("en", "people who have a dog", "With next door's dog. He's not mine, he just waits.", None),
    ("en", "people who have a dog", "We're renting, and it smells of dog even though we've not got one.", None),
    ("en", "people who have a dog", "I'd love a dog, one day.", None),
    ("en", "people who have a dog", "My sister has a dog and I walk it.", None),
    ("en", "people who have a dog", "Our dog died last spring.", None),
    ("en", "people who drink oat milk", "I drink oat milk every morning.", True),
    ("en", "people who drink oat milk", "I never drink oat milk.", False),
    ("en", "people who drink oat milk", "My flatmate drinks oat milk.", None),
]  # fmt: skip


def told(language: Language, *answers: str) -> Interview:
    text = "\n".join(answers)
    starts = [text.index(each) for each in answers]
    exchanges = tuple(
        Exchange(at, "A-1", at, (0, 0), ((start, start + len(each)),))
        for at, (start, each) in enumerate(zip(starts, answers, strict=True))
    )
    return Interview("A-1", "A", "2026-Q1", "", language, 1, text, "", (), exchanges)


@pytest.mark.parametrize(("language", "words", "answer", "holds"), SAID)
def test_a_sentence(language: Language, words: str, answer: str, holds: bool | None) -> None:
    wanted = sought(words, language)
    assert wanted
    assert read_by_rule(told(language, answer), wanted).holds is holds


def test_the_words_that_tell_are_named() -> None:
    wanted = sought("people who have a dog", "en")
    assert wanted
    interview = told("en", "Not much.", "Fine, thanks. I walk the dog after work. Then tea.")
    span = read_by_rule(interview, wanted).span
    assert span and interview.words(span) == "I walk the dog after work."


def test_said_and_denied_does_not_tell() -> None:
    wanted = sought(DOG, "zh")
    assert wanted
    assert read_by_rule(told("zh", "我没养狗。", "我天天早上遛狗。"), wanted).holds is None


def test_what_the_interviewer_asks_is_no_answer() -> None:
    text = "I walk the dog?\nNo idea."
    interview = Interview(
        "A-1", "A", "2026-Q1", "", "en", 1, text, "", (), (Exchange(0, "A-1", 0, (0, 15), ((16, 24),)),)
    )
    wanted = sought("people who have a dog", "en")
    assert wanted and read_by_rule(interview, wanted).holds is None


@pytest.mark.parametrize(("words", "language"), [("people who", "en"), ("的人", "zh"), ("", "en")])
def test_words_that_ask_for_nothing(words: str, language: Language) -> None:
    assert sought(words, language) is None
