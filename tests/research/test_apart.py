"""What is done and what is meant are counted apart, and the report says how many stand aside."""

import dataclasses

import pytest

from research.apart import aspect_of_values, kept_apart
from research.aspects_said import Aspect
from research.derive import derive
from research.evidence import Evidence, Place, QuestionEvidence, ReadValue
from research.outline import OutlineQuestion
from research.people import people
from research.periods_said import Period
from research.writing.closed import write_number
from research.writing.draft import Draft

PLACE = Place("A-2026-Q1", 1, (0, 5))
SPENT = OutlineQuestion("Q7", "How much do you spend a month?", 7, "number")


def value(amount: float, aspect: Aspect = "behaviour", period: Period | None = "month") -> ReadValue:
    return ReadValue(amount, amount, None, (), PLACE, "money", period, aspect)


READ = {"2026-Q1": {"A": value(20), "B": value(30), "C": value(90, "intention"), "D": value(300, period="year")}}


def test_a_plan_and_another_stretch_of_time_stand_aside() -> None:
    counted, aside = kept_apart(SPENT, READ)
    assert set(counted["2026-Q1"]) == {"A", "B"} and set(aside["2026-Q1"]) == {"C", "D"}


def test_where_plans_are_asked_for_they_count() -> None:
    counted, aside = kept_apart(dataclasses.replace(SPENT, aspect="intention"), READ)
    assert set(counted["2026-Q1"]) == {"C"} and set(aside["2026-Q1"]) == {"A", "B", "D"}


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("How much would you pay for it?", "intention"),
        ("您愿意花多少钱？", "intention"),
        ("每个月花多少钱？", "behaviour"),
    ],
)
def test_the_question_says_which_is_asked(text: str, aspect: Aspect) -> None:
    assert aspect_of_values(OutlineQuestion("Q1", text, 1, "number")) == aspect


def test_a_preference_is_no_deed() -> None:
    """Which of two somebody would take counts, a change that is only planned does not."""
    said = {"w": {"A": ReadValue(None, None, "plain", (), PLACE, aspect="intention")}}
    which = OutlineQuestion("Q1", "Which do you like, plain or scented?", 1, "choice", ("plain", "scented"))
    change = OutlineQuestion("Q1", "Do you buy more or less than last year?", 1, "choice", ("less", "same", "more"))
    assert kept_apart(which, said) == (said, {"w": {}}) and kept_apart(change, said) == ({"w": {}}, said)


def evidence() -> Evidence:
    counted, aside = kept_apart(SPENT, READ)
    answers = {who: None for who in "ABCD"}
    asked = QuestionEvidence(
        "Q7", dict.fromkeys("ABCD", "answered"), answers, (), counted["2026-Q1"], counted, {}, aside["2026-Q1"],  # type: ignore[arg-type]
    )  # fmt: skip
    return Evidence(tuple("ABCD"), {}, (), ("2026-Q1",), {}, {"Q7": asked}, True, {})


def test_no_figure_mixes_them() -> None:
    found = evidence()
    assert derive("F1", {"statistic": "median", "question": "Q7"}, found).value == 25
    assert people([{"question": "Q7", "read": True}], found) == {"A", "B"}
    assert people([{"question": "Q7", "from": 0, "below": 1000}], found) == {"A", "B"}
    assert people([{"question": "Q7", "aside": True}], found) == {"C", "D"}
    assert people([{"question": "Q7", "unread": True}], found) == set()


@pytest.mark.parametrize(("language", "words"), [("en", "something of another kind"), ("zh", "说的是另一回事")])
def test_the_report_says_how_many_stand_aside(language: str, words: str) -> None:
    found = evidence()
    nobody = dataclasses.replace(found.questions["Q7"], values={})
    draft = Draft(language, dataclasses.replace(found, questions={"Q7": nobody}), {})  # type: ignore[arg-type]
    write_number(draft, SPENT, nobody)
    assert any(words in getattr(block, "text", "") for block in draft.blocks)
