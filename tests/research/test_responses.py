"""Who is valid, and why everybody else is not."""

from dataclasses import dataclass, replace
from datetime import datetime

import pytest

from corpus.records import Attributes, Interview, Language
from research.audience import Criterion
from research.matches import Grade, Match
from research.outline import Outline, OutlineQuestion, Section
from research.relaxing import relaxations
from research.responses import RULE, Response, judge_responses, status_of
from research.rulings import Ruling

WAVES = ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1")
WOMEN = Criterion("gender", "in", ("women",), True, "women")
ADULTS = Criterion("age", "between", ("18", ""), True, "adults")


@dataclass
class Held:
    """What judging asks of a corpus. People: id → (language, gender, waves)."""

    people: dict[str, tuple[Language, str, tuple[str, ...]]]

    def waves(self) -> list[str]:
        return sorted({wave for _, _, waves in self.people.values() for wave in waves})

    def interviews(self) -> list[Interview]:
        return [
            Interview(f"{who}-{wave}", who, wave, "", language, 1, "", "")
            for who, (language, _, waves) in self.people.items() for wave in waves
        ]  # fmt: skip

    lines_for_studies = interviews

    def size(self) -> tuple[int, int]:
        return len(self.people) + 2, len(self.interviews()) + 3  # two people keep theirs from studies

    def attributes(self) -> dict[tuple[str, str], Attributes]:
        return {
            (who, wave): Attributes(who, wave, birth_year=1990, gender=gender)
            for who, (_, gender, waves) in self.people.items() for wave in waves
        }  # fmt: skip


def outline(*criteria: Criterion, questions: int = 4, window: int = 4) -> Outline:
    core = tuple(OutlineQuestion(f"Q{n}", f"question {n}", n, must_have=True) for n in range(1, questions + 1))
    return Outline("en", criteria, (), (Section("core", "Core", "", core),), window=window)


def match(who: str, question: int, grade: Grade = "answered", wave: str = "2026-Q1", probability: float = 0.8) -> Match:
    return Match(f"Q{question}", f"{who}-{wave}", who, wave, question, (), probability, 0.5, grade)


CORPUS = Held({
    "full": ("en", "woman", ("2026-Q1",)), "half": ("en", "woman", ("2026-Q1",)), "man": ("en", "man", ("2026-Q1",)),
    "unasked": ("en", "woman", ("2026-Q1",)), "silent": ("en", "woman", ("2026-Q1",)), "old": ("en", "woman", ("2025-Q1",)),
    "other": ("zh", "woman", ("2026-Q1",)), "back": ("en", "woman", ("2025-Q1", "2025-Q3", "2026-Q1")),
    "filler": ("en", "man", WAVES[1:4]), "nameless": ("en", "", ("2026-Q1",)),
})  # fmt: skip
MATCHES = [
    *(match("full", n) for n in range(1, 5)), *(match("half", n) for n in (1, 2)),
    *(match("man", n) for n in range(1, 5)), match("unasked", 1),
    match("silent", 1, "no_answer"), match("silent", 2, "no_answer"), match("silent", 3, "off_topic"), match("silent", 4),
    *(match("old", n, wave="2025-Q1") for n in range(1, 5)),
    *(match("back", n, wave="2025-Q1") for n in range(1, 5)), match("back", 1, wave="2025-Q3"), match("back", 2, "partly"),
    *(match("nameless", n) for n in range(1, 5)),
]  # fmt: skip


@pytest.fixture
def judged() -> dict[str, Response]:
    return {one.respondent: one for one in judge_responses(outline(WOMEN), MATCHES, corpus=CORPUS).all}


def test_each_reason(judged: dict[str, Response]) -> None:
    assert {who: one.reason for who, one in judged.items()} == {
        "full": None, "half": None, "back": None, "man": "audience", "nameless": "audience", "filler": "audience",
        "unasked": "not_asked", "silent": "no_answer", "old": "window", "other": "language",
    }  # fmt: skip


def test_the_reason_says_what_failed(judged: dict[str, Response]) -> None:
    assert (judged["man"].detail, judged["man"].failed) == ("women", "gender")
    assert (judged["silent"].detail, judged["unasked"].detail) == ("1/4", "1/4")


def test_half_of_the_questions_is_enough_and_less_is_not() -> None:
    for answered in range(5):
        found = judge_responses(outline(), [match("full", n) for n in range(1, answered + 1)], corpus=CORPUS)
        assert ("full" in {one.respondent for one in found.valid}) == (answered >= 2)


def test_everybody_is_judged_once_in_order() -> None:
    found = [one.respondent for one in judge_responses(outline(WOMEN), MATCHES, corpus=CORPUS).all]
    assert found == sorted(CORPUS.people)


def test_the_funnel_adds_up() -> None:
    found = judge_responses(outline(WOMEN), MATCHES, corpus=CORPUS)
    assert list(found.funnel) == [*RULE, "taken_in", "left_out", "valid"]
    people = [found.funnel[step][0] for step in RULE]
    assert people == [12, 10, 9, 8, 5, 4, 3]
    interviews = [found.funnel[step][1] for step in RULE]
    assert interviews == sorted(interviews, reverse=True)
    assert found.funnel["valid"] == (len(found.valid), sum(len(one.interviews) for one in found.valid))
    reasons = [one.reason for one in found.all]
    assert found.funnel["corpus"][1] == found.funnel["reuse"][1] + 3
    assert len(reasons) == people[1] and people[1] - people[-1] == sum(reason is not None for reason in reasons)


def test_the_window_holds_the_newest_waves(judged: dict[str, Response]) -> None:
    assert judge_responses(outline(), MATCHES, corpus=CORPUS).waves == WAVES[1:]
    assert judged["back"].interviews == ("back-2025-Q3", "back-2026-Q1")  # 2025-Q1 lies outside
    assert judged["back"].statuses == {"Q1": "answered", "Q2": "answered", "Q3": "not_asked", "Q4": "not_asked"}
    wider = judge_responses(outline(WOMEN, window=5), MATCHES, corpus=CORPUS)
    assert {"old", "back"} <= {one.respondent for one in wider.valid}


def test_the_profile_of_the_newest_wave_counts(judged: dict[str, Response]) -> None:
    assert judged["back"].wave == "2026-Q1"


@pytest.mark.parametrize(
    ("grades", "status"),
    [
        ((), "not_asked"),
        (("answered",), "answered"),
        (("partly",), "answered"),
        (("answered", "no_answer"), "answered"),
        (("no_answer", "off_topic"), "off_topic"),
        (("off_topic", "no_answer"), "no_answer"),
    ],
)
def test_status_of_a_question(grades: tuple[Grade, ...], status: str) -> None:
    assert status_of([match("a", 1, grade, wave) for grade, wave in zip(grades, WAVES, strict=False)]) == status


def test_what_relaxing_brings() -> None:
    gains = [one for one in relaxations(outline(WOMEN, ADULTS), MATCHES, corpus=CORPUS) if one.kind == "without"]
    told = [(one.criteria, one.gain) for one in gains]
    assert told == [((WOMEN,), 2)]  # the man and the one whose gender is unknown; dropping the age brings nobody


def test_a_preferred_criterion_leaves_nobody_out() -> None:
    found = judge_responses(outline(replace(WOMEN, required=False)), MATCHES, corpus=CORPUS)
    assert {"man", "nameless"} <= {one.respondent for one in found.valid}


def test_nobody_there() -> None:
    found = judge_responses(outline(WOMEN), [], corpus=Held({}))
    assert found.all == () and found.funnel.pop("corpus") == (2, 3)
    assert set(found.funnel.values()) == {(0, 0)}


def ruled(who: str, included: bool) -> dict[str, Ruling]:
    return {who: Ruling(who, included, "knows the shop", "local", datetime(2026, 1, 1))}


def test_taken_in_by_hand_counts_and_says_what_the_rule_said() -> None:
    before = judge_responses(outline(WOMEN), MATCHES, corpus=CORPUS)
    found = judge_responses(outline(WOMEN), MATCHES, corpus=CORPUS, rulings=ruled("man", True))
    man = next(one for one in found.all if one.respondent == "man")
    assert (man.reason, man.rule, man.by_hand) == (None, "audience", "knows the shop")
    assert len(found.valid) == len(before.valid) + 1
    assert found.funnel["taken_in"][0] == 1 and found.funnel["left_out"] == (0, 0)
    assert [found.funnel[step] for step in RULE] == [before.funnel[step] for step in RULE]


def test_left_out_by_hand_does_not_count() -> None:
    before = judge_responses(outline(WOMEN), MATCHES, corpus=CORPUS)
    who = before.valid[0].respondent
    found = judge_responses(outline(WOMEN), MATCHES, corpus=CORPUS, rulings=ruled(who, False))
    assert who not in {one.respondent for one in found.valid}
    assert found.funnel["left_out"][0] == 1 and found.funnel["answered"] == before.funnel["answered"]
    assert found.funnel["valid"][0] == found.funnel["answered"][0] - 1


def test_a_ruling_that_says_what_the_rule_says_changes_nothing() -> None:
    before = judge_responses(outline(WOMEN), MATCHES, corpus=CORPUS)
    who = before.valid[0].respondent
    assert judge_responses(outline(WOMEN), MATCHES, corpus=CORPUS, rulings=ruled(who, True)) == before


def test_nobody_without_an_interview_in_the_window_is_taken_in() -> None:
    before = judge_responses(outline(WOMEN), MATCHES, corpus=CORPUS)
    outside = next(one.respondent for one in before.all if one.reason in ("window", "language"))
    assert judge_responses(outline(WOMEN), MATCHES, corpus=CORPUS, rulings=ruled(outside, True)) == before


def test_a_funnel_of_an_earlier_release_is_no_funnel() -> None:
    found = judge_responses(outline(), MATCHES, corpus=CORPUS)
    with pytest.raises(ValueError, match="left_out"):
        replace(found, funnel={step: counts for step, counts in found.funnel.items() if step != "left_out"})
