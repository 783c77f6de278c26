"""Each condition on the evidence, alone and together."""

import pytest

from research.evidence import Answer, CodedTheme, Evidence, Place, QuestionEvidence, ReadValue
from research.people import people

PLACE = Place("A-2026-Q1", 1, (0, 5))


def answer(who: str, wave: str = "2026-Q1") -> Answer:
    return Answer(who, wave, f"{who}-{wave}", 1, (0,), (0, 3), ((4, 20),), True)


def value(
    low: float | None = None, high: float | None = None, option: str | None = None, order: tuple[str, ...] = ()
) -> ReadValue:
    return ReadValue(low, high, option, order, PLACE)


def theme(id_: str, who: tuple[str, ...], waves: dict[str, tuple[str, ...]]) -> CodedTheme:
    return CodedTheme(id_, (), who, waves, {one: (PLACE,) for one in who}, None, None)


def question(id_: str, values: dict[str, ReadValue], themes: tuple[CodedTheme, ...] = ()) -> QuestionEvidence:
    statuses = {"A": "answered", "B": "answered", "C": "answered", "D": "no_answer", "E": "not_asked"}
    return QuestionEvidence(
        id_, statuses, {who: answer(who) for who in "ABC"}, themes, values,
        {"2025-Q4": {"A": value(option="more")}, "2026-Q1": values},
        {"2025-Q4": ("A",), "2026-Q1": ("A", "B", "C")},
    )  # fmt: skip


EVIDENCE = Evidence(
    respondents=("A", "B", "C", "D", "E"),
    profiles={who: {"gender": "woman" if who in "ABD" else "man", "age": "18–29"} for who in "ABCDE"},
    returned=("A",),
    waves=("2025-Q4", "2026-Q1"),
    interviews={who: (f"{who}-2026-Q1",) for who in "BCDE"} | {"A": ("A-2025-Q4", "A-2026-Q1")},
    questions={
        "Q1": question("Q1", {"A": value(option="less"), "B": value(option="more")}, (
            theme("T1", ("A", "B"), {"2025-Q4": ("A",), "2026-Q1": ("A", "B")}), theme("T2", ("B",), {"2026-Q1": ("B",)}),
        )),
        "Q2": question("Q2", {"A": value(order=("price", "taste", "brand")), "C": value(order=("taste",))}),
        "Q7": question("Q7", {"A": value(100, 100), "B": value(150, 250), "C": value(None, 300)}),
    },
    shares=True,
    funnel={"corpus": (9, 12), "valid": (5, 6)},
    counts={"respondents": 9, "interviews": 12, "exchanges": 80},
)  # fmt: skip


@pytest.mark.parametrize(
    ("conditions", "who"),
    [
        ([], "ABCDE"),
        ([{"question": "Q1", "status": "answered"}], "ABC"),
        ([{"question": "Q1", "status": "no_answer"}], "D"),
        ([{"question": "Q1", "status": "off_topic"}], ""),
        ([{"question": "Q1", "theme": "T1"}], "AB"),
        ([{"question": "Q1", "theme": "T1", "wave": "2025-Q4"}], "A"),
        ([{"question": "Q1", "theme": "T2", "wave": "2025-Q4"}], ""),
        ([{"question": "Q1", "none_of": ["T1", "T2"]}], "C"),
        ([{"question": "Q1", "none_of": ["T2"]}], "AC"),
        ([{"question": "Q1", "option": "less"}], "A"),
        ([{"question": "Q1", "option": "more", "wave": "2025-Q4"}], "A"),
        ([{"question": "Q1", "option": "more", "wave": "2024-Q1"}], ""),
        ([{"question": "Q2", "option": "taste", "within": 1}], "C"),
        ([{"question": "Q2", "option": "taste", "within": 2}], "AC"),
        ([{"question": "Q7", "from": 100, "below": 200}], "A"),
        ([{"question": "Q7", "from": 101, "below": 201}], "B"),
        ([{"question": "Q7", "from": 200, "below": 301}], "BC"),
        ([{"question": "Q1", "read": True}], "AB"),
        ([{"question": "Q1", "unread": True}], "C"),
        ([{"question": "Q1", "answered_in": "2025-Q4"}], "A"),
        ([{"profile": "gender", "value": "woman"}], "ABD"),
        ([{"returned": True}], "A"),
        ([{"question": "Q1", "status": "answered"}, {"profile": "gender", "value": "woman"}], "AB"),
        ([{"question": "Q1", "theme": "T2"}, {"returned": True}], ""),
    ],
)
def test_who_is_counted(conditions: list[dict[str, object]], who: str) -> None:
    assert people(conditions, EVIDENCE) == set(who)


def test_a_wave_that_asked_nobody_counts_nobody() -> None:
    assert people([{"question": "Q1", "answered_in": "2024-Q1"}], EVIDENCE) == set()


def test_an_unknown_question_is_an_error_not_nobody() -> None:
    with pytest.raises(KeyError):
        people([{"question": "Q99", "status": "answered"}], EVIDENCE)
