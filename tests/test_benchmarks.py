"""The measures of benchmarks/sample.py and benchmarks/relevance.py on tiny data, and the sample's plan against its truth."""

import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from benchmarks import probes, relevance, sample, validity
from benchmarks.sample import Told
from corpus.errors import BadInput
from corpus.records import Exchange, Interview
from index.relevance import COEFFICIENTS, Candidate, weigh
from research.evidence import Answer, CodedTheme, Place, QuestionEvidence, ReadValue
from research.matches import Match
from research.settings import SAMPLE

HEAD = "respondent,wave,question,exchange,status,views\n"


def told(status="answered", *exchanges, views=()):
    return Told(status, exchanges, views)


def match(who, exchange, grade="answered"):
    return Match("Q1", f"{who}-2026-Q1", who, "2026-Q1", exchange, (), 0.9, 0.9, grade)


def key(who):
    return who, "2026-Q1"


def value(low=None, high=None, option=None, order=()):
    return ReadValue(low, high, option, order, Place("i", 1, (0, 1)))


def evidence(people, *, themes=(), values=None):
    answers = {who: Answer(who, "2026-Q1", who, 1, (0,), (0, 1), ((1, 2),), True) for who in people}
    coded = tuple(CodedTheme(f"T{at}", ("w",), own, {}, {}, None, None) for at, own in enumerate(themes))
    return QuestionEvidence("Q1", {}, answers, coded, {}, {"2026-Q1": values or {}}, {"2026-Q1": tuple(people)})


def test_truth_is_read_and_a_refusal_is_no_answer(tmp_path):
    path = tmp_path / "truth.csv"
    path.write_text(
        HEAD + "Z1,2026-Q1,warmup,0,answered,\nZ1,2026-Q1,zq1,1;2,refused,\nZ1,2026-Q1,zq2,3,answered,b c > a\n",
        "utf-8",
    )
    truth = sample.read_truth(path)
    assert set(truth) == {"zq1", "zq2"}
    assert truth["zq1"]["Z1", "2026-Q1"] == Told("no_answer", (1, 2), ())
    assert truth["zq2"]["Z1", "2026-Q1"].views == ("b c", "a")


@pytest.mark.parametrize("line", ["Z1,2026-Q1,zq1,1,perhaps,", "Z1,2026-Q1,zq1,one,answered,"])
def test_a_line_that_cannot_be_read_is_named(tmp_path, line):
    path = tmp_path / "truth.csv"
    path.write_text(HEAD + "Z1,2026-Q1,warmup,0,answered,\n" + line + "\n", "utf-8")
    with pytest.raises(BadInput) as refused:
        sample.read_truth(path)
    assert (refused.value.key, refused.value.values["line"]) == ("benchmark_line", 3)


def test_matching_counts_wrong_exchanges_and_missed_interviews():
    own = {
        key("A"): told("answered", 1, 2),
        key("B"): told("off_topic", 3),
        key("C"): told("not_asked"),
        key("D"): told("answered", 5),
    }
    found = {
        key("A"): match("A", 2),
        key("B"): match("B", 4, "off_topic"),
        key("C"): match("C", 1),
        key("X"): match("X", 1),
    }
    figures = sample.matching(own, found)
    assert (figures["asked"], figures["found"], figures["right"]) == (3, 3, 1)
    assert figures["precision"] == figures["recall"] == pytest.approx(1 / 3)
    assert figures["status"] == pytest.approx(2 / 4), "A and B agree, C was never asked, D was missed"


def test_nothing_found_has_no_precision():
    assert sample.matching({key("A"): told("answered", 1)}, {})["precision"] is None


def test_half_of_the_questions_answered_in_any_wave_make_a_valid_respondent():
    later = ("A", "2026-Q2")
    truth = {
        "zq1": {key("A"): told("answered", 1), key("B"): told("no_answer", 1)},
        "zq2": {key("A"): told("not_asked"), key("B"): told("off_topic", 2), later: told("not_asked")},
        "zq3": {later: told("answered", 1), key("B"): told("answered", 3)},
    }
    assert sample.valid_people(truth, 0.5) == {"A"}
    assert sample.valid_people(truth, 0.3) == {"A", "B"}


@pytest.mark.parametrize(
    ("kind", "read", "views", "right"),
    [
        ("number", value(300, 400), ("350",), True),
        ("number", value(385, 385), ("300-400",), True),
        ("number", value(386, 386), ("300-400",), False),
        ("ranking", value(order=("price", "brand")), ("price", "taste", "brand"), True),
        ("ranking", value(order=("brand",)), ("price", "taste", "brand"), False),
        ("choice", value(option="less"), ("simpler", "why_time"), True),
        ("choice", value(option="more"), ("same", "habit"), False),
    ],
)
def test_right_values(kind, read, views, right):
    assert sample.is_right(kind, read, views) is right


def test_values_are_counted_over_answers_of_the_truth():
    own = {
        key("A"): told(views=("100",)),
        key("B"): told(views=("100",)),
        key("C"): told("no_answer"),
        key("D"): told(views=("100",)),
    }
    found = evidence("ABC", values={"A": value(100, 100), "B": value(200, 200), "C": value(1, 1)})
    assert sample.values("number", own, found) == {
        "answers": 2, "read": 2, "right": 1, "read_share": 1.0, "right_share": 0.5,
    }  # fmt: skip


def test_themes_that_are_the_codes_people_recover_them_wholly():
    people = [f"P{at}" for at in range(10)]
    own = {key(who): told(views=("a" if at < 5 else "b",)) for at, who in enumerate(people)}
    same = sample.themes(own, evidence(people, themes=(tuple(people[:5]), tuple(people[5:]))))
    assert (same["recovery"], same["pair_kappa"]) == (1.0, pytest.approx(1.0))
    assert sample.themes(own, evidence(people, themes=(tuple(people),)))["pair_kappa"] == pytest.approx(0.0)


ENGLISH = [
    ("how often do you shop", "every week at the market"),
    ("what do you buy", "apples"),
    ("why there", "cheap apples"),
]
ASKED = ["how often do you buy apples", "why the market"]


def test_cosines_read_back_from_the_prior_are_the_cosines():
    candidates = [Candidate(at, str(at), asked, said, False) for at, (asked, said) in enumerate(ENGLISH)]
    vectors = (np.eye(3, dtype=np.float32), np.eye(3, dtype=np.float32), np.eye(3, dtype=np.float32)[:2])
    found = relevance.cosines(ASKED, candidates, language="en", vectors=vectors)
    prior = weigh(ASKED, candidates, language="en", vectors=vectors).prior
    assert relevance.chances(found, COEFFICIENTS["en"]) == pytest.approx(prior, abs=1e-6)
    assert found[2, 0, 1] > 0.1, "answered words share 'apples' with the question"
    assert found[1, 1, :2] == pytest.approx([0, 0], abs=1e-6), "no word in common"
    assert found[:, 0, 3] == pytest.approx([1, 0, 0])


def pairs_of_two(*, reversed_: bool):
    """Two questions whose first cosine is high for what asks them; for the second, where reversed, for all else."""
    rng = np.random.default_rng(0)
    labels = rng.random((60, 2)) < 0.3
    found = rng.normal(0, 0.05, (60, 2, relevance.VIEWS))
    found[:, 0, 0] += labels[:, 0]
    found[:, 1, 0] += ~labels[:, 1] if reversed_ else labels[:, 1]
    return relevance.Pairs(("a", "b"), found, labels)


def test_a_question_is_judged_by_what_the_other_questions_teach():
    alike = relevance.figures(pairs_of_two(reversed_=False), ((1.0, 0, 0, 0), -0.5))
    assert alike["fitted"]["average_precision"] == pytest.approx(1)
    assert alike["fitted"]["recall"] == alike["shipped"]["recall"] == 1
    other = relevance.figures(pairs_of_two(reversed_=True), ((1.0, 0, 0, 0), -0.5))
    assert other["shipped"]["questions"]["a"] == pytest.approx(1)
    assert other["fitted"]["questions"]["a"] < 0.5, "fitted on b alone, where the sign is the other way round"


def plan_counts():
    """Guide question → code → people, as PLAN.md tells them; of a ranking, among the three."""
    told_of, code = {}, ""
    for line in (SAMPLE / "PLAN.md").read_text("utf-8").splitlines():
        if heading := re.match(r"### ([ze]q\d+):", line):
            code = heading[1]
        elif line.startswith("#"):
            code = ""
        elif code and (row := re.match(r"\| `([^`]+)` \| .* \| (\d+) \|$", line)):
            told_of.setdefault(code, {})[row[1]] = int(row[2])
    return told_of


def test_the_plan_tells_what_the_truth_holds():
    truth = sample.read_truth(SAMPLE / "truth.csv")
    newest = {
        who: max(wave for one, wave in truth["zq1"] | truth["eq1"] if one == who)
        for who, _ in truth["zq1"] | truth["eq1"]
    }
    plan = plan_counts()
    assert set(plan) == {code for code in truth if code[1:] not in ("q7", "q9")}
    for code, people in plan.items():
        held = Counter(view for (who, wave), one in truth[code].items() if newest[who] == wave for view in one.views)
        assert people == {view: held[view] for view in people}, code
        assert set(held) <= set(people), code


def test_the_plan_names_no_place_outside_the_project():
    assert not re.search(r"/work\b|/tmp\b|authoring", Path(SAMPLE / "PLAN.md").read_text("utf-8"))


def test_probes_are_counted_against_the_truth() -> None:
    """Of three exchanges the second probes the first; the import took the third for a probe and missed none."""
    turns = tuple((at * 4, at * 4 + 1) for at in range(3))
    exchanges = tuple(
        Exchange(at, "E1", at, span, ((span[1] + 1, span[1] + 2),), follows=0 if at else None)
        for at, span in enumerate(turns)
    )
    one = Interview("E1-2026-Q1", "E1", "2026-Q1", "", "en", 1, "q a q a q a ", "f", (), exchanges)
    truth = {"eq1": {("E1", "2026-Q1"): Told("answered", (0, 1))}, "eq2": {("E1", "2026-Q1"): Told("answered", (2,))}}
    assert probes.figures([one], truth)["en"] == {"precision": 0.5, "recall": 1.0, "probes": 1}


def test_validity_counts_what_is_called_answered_and_how_far_off_the_chances_are():
    chances, right = np.array([0.95, 0.85, 0.65, 0.3, 0.1, 0.1]), np.array([True, True, False, True, False, False])
    found = validity.figures(chances, right)
    assert (found["precision"], found["recall"], found["recall_at_precision_90"]) == (0.6667, 0.6667, 0.6667)
    assert found["auc"] == pytest.approx(8 / 9, abs=1e-4)
    assert found["ece"] == pytest.approx((0.05 + 0.15 + 0.65 + 0.7 + 0.2) / 6, abs=1e-4)


def test_validity_never_fits_on_the_conversation_it_judges():
    """A curve fitted on its own labels would call the last conversation's wrong answers right."""
    pairs = [
        validity.Pair(
            question=f"q{at}?", answer=f"a{answer}", label="answered" if own else "off_topic", source=f"s{at // 5}"
        )
        for at in range(60)
        for answer, own in ((at, True), ((at + 1) % 60, False), ((at + 30) % 60, False))
    ]
    judged = validity.Judged.of(pairs)
    standing = np.random.default_rng(0).normal(size=(60, 60))
    standing[judged.asked[judged.answered], judged.given[judged.answered]] += 4
    chances = judged.chances(standing)
    flipped = standing.copy()
    flipped[-5:] = -flipped[-5:]  # the last conversation's questions: whatever they show, the others fit the curve
    again = judged.chances(flipped)
    last = np.array([pair.source == "s11" for pair in pairs])
    assert validity.figures(chances, judged.answered)["auc"] > 0.9
    assert (chances[last & judged.answered] > 0.5).mean() > 0.5 and (again[last & judged.answered] < 0.2).all()
    assert not np.isnan(chances).any()
