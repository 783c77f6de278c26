"""Who nearly counts, and by what each criterion was decided."""

from dataclasses import replace
from datetime import datetime

import pytest

from corpus.records import Attributes
from research.audience import Criterion, in_words
from research.deciding import decided
from research.near_misses import near_misses, short_of_one
from research.relaxing import relaxations
from research.responses import best_first, fit_of, judge_responses
from research.rulings import Ruling
from research.verdicts import Verdict
from tests.research.test_responses import CORPUS, MATCHES, WOMEN, match, outline

DOG = in_words("people with a dog")
YOUNG = Criterion("age", "between", ("18", "35"), True, "18–35")
VERDICTS = {
    "people with a dog": {
        "full-2026-Q1": Verdict("full-2026-Q1", True, (3, 9)),
        "half-2026-Q1": Verdict("half-2026-Q1", False, (0, 5)),
        "back-2025-Q3": Verdict("back-2025-Q3", True, (1, 4)),
        "back-2026-Q1": Verdict("back-2026-Q1", None),
    }
}


@pytest.mark.parametrize("criteria", [(WOMEN,), (WOMEN, YOUNG), (WOMEN, DOG), (WOMEN, YOUNG, DOG), (DOG,)])
def test_a_criterion_dropped_brings_exactly_its_near_misses(criteria: tuple[Criterion, ...]) -> None:
    asked = outline(*criteria)
    judged = judge_responses(asked, MATCHES, corpus=CORPUS, verdicts=VERDICTS)
    near = near_misses(judged, asked, profiles=CORPUS.attributes(), verdicts=VERDICTS)
    ways = relaxations(asked, MATCHES, corpus=CORPUS, verdicts=VERDICTS)
    assert {one.criterion: len(one.people) for one in near} == {
        one.criteria[0]: one.gain for one in ways if one.kind == "without"
    }


def test_who_was_taken_in_by_hand_is_no_near_miss() -> None:
    rulings = {"man": Ruling("man", True, "knows the shop", "local", datetime(2026, 1, 1))}
    judged = judge_responses(outline(WOMEN), MATCHES, corpus=CORPUS, rulings=rulings)
    (near,) = near_misses(judged, outline(WOMEN), profiles=CORPUS.attributes())
    assert [one.respondent for one in near.people] == ["nameless"] and near.unknown == 1
    ways = relaxations(outline(WOMEN), MATCHES, corpus=CORPUS, rulings=rulings)
    assert [(one.criteria, one.gain) for one in ways if one.kind == "without"] == [((WOMEN,), 1)]


def test_the_nearest_come_first_and_the_unknown_last() -> None:
    born = {"full": 1990, "half": 1975, "man": 1989, "back": None}
    profiles = {
        key: replace(one, birth_year=born.get(key[0], 1960)) for key, one in CORPUS.attributes().items()
    }  # fmt: skip
    held = replace(CORPUS)
    held.attributes = lambda: profiles  # type: ignore[method-assign]
    asked = outline(YOUNG)
    judged = judge_responses(asked, MATCHES, corpus=held)
    (near,) = near_misses(judged, asked, profiles=profiles)
    found = [(one.respondent, one.gap) for one in near.people if one.respondent in born]
    assert found[:3] == [("full", 1.0), ("man", 2.0), ("half", 16.0)] and found[-1][0] == "back"
    assert near.people[-1].unknown and near.unknown == 1


def test_one_answer_short() -> None:
    judged = judge_responses(outline(WOMEN), MATCHES, corpus=CORPUS)
    assert [one.respondent for one in short_of_one(judged, outline(WOMEN))] == ["silent", "unasked"]


def test_what_was_said_decides_and_the_newest_that_tells_counts() -> None:
    asked = outline(DOG)
    judged = {one.respondent: one for one in judge_responses(asked, MATCHES, corpus=CORPUS, verdicts=VERDICTS).all}
    assert judged["full"].reason is None and judged["back"].reason is None
    assert (judged["half"].reason, judged["half"].failed) == ("audience", "said")
    assert judged["man"].reason == "audience", "what nobody said is not known, and not known does not do"
    (one,) = decided(judged["back"], asked, CORPUS.attributes()["back", "2026-Q1"], VERDICTS)
    assert (one.holds, one.source, one.how) == (True, "words", "stated")
    assert one.verdict and (one.verdict.interview, one.verdict.span) == ("back-2025-Q3", (1, 4))
    (none,) = decided(judged["man"], asked, CORPUS.attributes()["man", "2026-Q1"], VERDICTS)
    assert (none.holds, none.source) == (None, "nothing")


def test_an_interview_outside_the_window_does_not_tell() -> None:
    told = {"people with a dog": {"back-2025-Q1": Verdict("back-2025-Q1", True, (0, 3))}}
    judged = judge_responses(outline(DOG), MATCHES, corpus=CORPUS, verdicts=told)
    assert "back" not in {one.respondent for one in judged.valid}
    wider = judge_responses(outline(DOG, window=5), MATCHES, corpus=CORPUS, verdicts=told)
    assert [one.respondent for one in wider.valid] == ["back"]


def test_each_decision_names_its_source() -> None:
    person = Attributes(
        "A", "2026-Q1", birth_year=1969, gender="女", city_tier="县级市", household="和丈夫、两个儿子、孩子奶奶同住"
    )
    asked = outline(
        YOUNG, Criterion("gender", "in", ("女",), True, "女性"), Criterion("household", "in", ("有孩子",), False, "宝妈"),
        Criterion("occupation", "contains", ("老师",), False, "老师"),
    )  # fmt: skip
    (response,) = (one for one in judge_responses(outline(), MATCHES, corpus=CORPUS).all if one.respondent == "full")
    found = {one.criterion.field: one for one in decided(response, asked, person)}
    assert (found["age"].source, found["age"].how, found["age"].value, found["age"].born) == (
        "birth_year", "inferred", "57", 1969,
    )  # fmt: skip
    assert (found["gender"].source, found["gender"].how, found["gender"].holds) == ("profile", "stated", True)
    assert (found["household"].how, found["household"].holds) == ("inferred", True)
    assert (found["occupation"].source, found["occupation"].holds) == ("nothing", None)


def test_what_is_preferred_decides_among_answers_that_match_alike() -> None:
    prefer = replace(DOG, required=False)
    asked = outline(prefer)
    equal = [match(who, n, probability=0.8) for who in ("full", "half", "man") for n in (1, 2)]
    judged = judge_responses(asked, equal, corpus=CORPUS, verdicts={
        "people with a dog": {"man-2026-Q1": Verdict("man-2026-Q1", True, (0, 1))}
    })  # fmt: skip
    assert [one.respondent for one in sorted(judged.valid, key=best_first)] == ["man", "full", "half"]
    plain = judge_responses(outline(), equal, corpus=CORPUS)
    assert [one.respondent for one in sorted(plain.valid, key=best_first)] == ["full", "half", "man"]
    better = [*equal, match("half", 3, probability=0.9)]
    judged = judge_responses(asked, better, corpus=CORPUS)
    assert sorted(judged.valid, key=best_first)[0].respondent == "half", "a better match goes before what is preferred"


def test_preferred_ones_are_counted_and_keep_nobody_out() -> None:
    asked = outline(replace(WOMEN, required=False), replace(YOUNG, required=False))
    judged = {one.respondent: one for one in judge_responses(asked, MATCHES, corpus=CORPUS).all}
    assert judged["man"].reason is None and judged["man"].preferred == 0
    assert judged["full"].preferred == 1
    profile = CORPUS.attributes()["full", "2026-Q1"]
    assert fit_of(asked, profile, "2026-Q1", ("full-2026-Q1",)).preferred == 1
