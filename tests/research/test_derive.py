"""Figures computed from the evidence by their specification."""

import dataclasses

import numpy as np
import pytest

from research.derive import derive
from research.evidence import Evidence, Place, QuestionEvidence, ReadValue

PLACE = Place("A-2026-Q1", 1, (0, 5))


def read(amounts: dict[str, float]) -> QuestionEvidence:
    values = {who: ReadValue(amount, amount, None, (), PLACE) for who, amount in amounts.items()}
    return QuestionEvidence("Q7", {who: "answered" for who in "ABCDEF"}, {}, (), values, {}, {})


def evidence(amounts: dict[str, float] | None = None, *, shares: bool = True) -> Evidence:
    return Evidence(
        respondents=tuple("ABCDEFG"), profiles={who: {"gender": "f" if who in "AB" else "m"} for who in "ABCDEFG"},
        returned=(), waves=("2026-Q1",), interviews={who: (f"{who}-1", f"{who}-2")[: 1 + (who == "A")] for who in "ABCDEFG"},
        questions={"Q7": read(amounts or {})}, shares=shares, funnel={"corpus": (80, 128), "valid": (7, 8)},
        counts={"respondents": 80, "interviews": 128, "exchanges": 1500},
    )  # fmt: skip


def test_people_among_people() -> None:
    women, answered = {"profile": "gender", "value": "f"}, {"question": "Q7", "status": "answered"}
    found = derive("F1", {"of": [women], "among": [answered]}, evidence())
    assert (found.n, found.base, found.shares) == (2, 6, True)
    assert derive("F1", {"of": [women], "among": [answered]}, evidence(shares=False)).shares is False


def test_the_numerator_lies_inside_the_base() -> None:
    """G was not asked: a man, but not among those who answered."""
    men, answered = {"profile": "gender", "value": "m"}, {"question": "Q7", "status": "answered"}
    found = derive("F1", {"of": [men], "among": [answered]}, evidence())
    assert (found.n, found.base) == (4, 6)
    plain = derive("F1", {"of": [men]}, evidence())
    assert (plain.n, plain.base, plain.has_share) == (5, None, False)


def test_counts_that_are_not_of_people() -> None:
    assert derive("F1", {"funnel": "corpus", "unit": 0}, evidence()).n == 80
    assert derive("F1", {"funnel": "corpus", "unit": 1}, evidence()).n == 128
    assert derive("F1", {"corpus": "exchanges"}, evidence()).n == 1500
    assert derive("F1", {"interviews": True}, evidence()).n == 8


AMOUNTS = {"A": 3.0, "B": 5.5, "C": 8.25, "D": 10.0, "E": 14.0}


@pytest.mark.parametrize(
    ("statistic", "value"),
    [
        ("median", 8.2),
        ("mean", round(float(np.mean(list(AMOUNTS.values()))), 1)),
        ("lower", 5.5),
        ("upper", 10.0),
    ],
)
def test_statistics_of_values(statistic: str, value: float) -> None:
    found = derive("F1", {"statistic": statistic, "question": "Q7"}, evidence(AMOUNTS))
    assert (found.n, found.base, found.value) == (5, None, value)


def test_amounts_of_speech_are_no_finer_than_whole_numbers() -> None:
    found = derive("F1", {"statistic": "mean", "question": "Q7"}, evidence({"A": 100.0, "B": 101.0, "C": 101.0}))
    assert found.shown("value", "en") == "101"


def test_no_values_no_statistic() -> None:
    found = derive("F1", {"statistic": "median", "question": "Q7"}, evidence())
    assert (found.n, found.value) == (0, 0.0)


def test_the_same_evidence_gives_the_same_figure_and_another_does_not() -> None:
    spec = {"of": [], "among": [{"question": "Q7", "status": "answered"}]}
    assert derive("F1", spec, evidence()) == derive("F1", spec, evidence())
    fewer = dataclasses.replace(evidence(), respondents=tuple("ABC"))
    assert derive("F1", spec, fewer) != derive("F1", spec, evidence())
