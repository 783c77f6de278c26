"""What a person was asked more than once: reworded questions find each other, others do not."""

from itertools import pairwise

from corpus.records import Exchange, Interview, Language
from research.over_time import asked_again


def interview(wave: str, language: Language, *pairs: tuple[str, str], follows: tuple[int, ...] = ()) -> Interview:
    """An interview of these questions and answers; those at `follows` probe the one before."""
    parts = [part for pair in pairs for part in pair]
    text, edges = "\n".join(parts), [0]
    for part in parts:
        edges.append(edges[-1] + len(part) + 1)
    spans = [(start, end - 1) for start, end in pairwise(edges)]
    exchanges = tuple(
        Exchange(at, f"E01-{wave}", at, spans[2 * at], (spans[2 * at + 1],), at - 1 if at in follows else None)
        for at in range(len(pairs))
    )
    return Interview(f"E01-{wave}", "E01", wave, "", language, 1, text, "a.txt", (), exchanges)


EARLY = interview(
    "2025-Q4", "en",
    ("How much goes on coffee in a month?", "Forty pounds on coffee."),
    ("Who do you ask for advice about tea?", "Nobody at all."),
    ("Why is that?", "Forty pounds on coffee in a month."),
    follows=(2,),
)  # fmt: skip
LATE = interview(
    "2026-Q1", "en",
    ("What fills your evenings?", "Choir and telephone calls."),
    ("And the monthly coffee bill, up or down?", "Sixty pounds on coffee."),
    ("Whose advice counts, with tea?", "My sister."),
)  # fmt: skip


def said(*interviews: Interview) -> list[list[str]]:
    return [[answer.asked for answer in thread.answers] for thread in asked_again(interviews)]


def test_reworded_questions_find_each_other_oldest_first() -> None:
    assert said(LATE, EARLY) == [
        ["How much goes on coffee in a month?", "And the monthly coffee bill, up or down?"],
        ["Who do you ask for advice about tea?", "Whose advice counts, with tea?"],
    ]
    assert asked_again([LATE, EARLY])[0].question == "And the monthly coffee bill, up or down?"


def test_chinese_questions_find_each_other() -> None:
    first = interview("2025-Q4", "zh", ("一瓶原味一瓶无糖，选哪个？", "拿无糖的。"), ("周末怎么过？", "带孩子。"))
    second = interview("2026-Q1", "zh", ("最近忙什么？", "上班。"), ("同价的一瓶原味和一瓶无糖，选谁？", "还是无糖。"))
    assert said(first, second) == [["一瓶原味一瓶无糖，选哪个？", "同价的一瓶原味和一瓶无糖，选谁？"]]


def test_probes_other_languages_and_the_same_wave_are_not_compared() -> None:
    again = interview("2025-Q4", "en", ("How much goes on coffee in a month?", "Forty pounds on coffee."))
    assert said(EARLY) == [] and said() == []
    assert said(EARLY, again) == []  # one wave only
    probe = interview(
        "2026-Q1", "en", ("Tea?", "Tea."), ("How much goes on coffee in a month?", "Forty."), follows=(1,)
    )
    assert said(EARLY, probe) == []


def test_a_question_is_in_one_thread_only() -> None:
    twice = interview(
        "2026-Q1", "en", ("Coffee in a month, how much?", "Forty pounds."), ("Coffee a month, again?", "Forty pounds.")
    )  # fmt: skip
    threads = said(EARLY, twice)
    assert len(threads) == 1 and len(threads[0]) == 2
