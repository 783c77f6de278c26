"""What a researcher looks through before confirming: the grid, what binds, and what a number means."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from corpus.errors import Shortage
from research.binding import what_binds
from research.confirmations import Confirmation
from research.consequence import consequence
from research.grid import answered_of, cell_of, chosen, counts, rows
from research.matches import Grade, Match
from research.outline import Outline
from research.profiles import profile_line, profile_of
from research.responses import Responses, judge_responses
from research.statistics import wilson
from research.study import Steps
from research.workspace import Workspace
from tests.tiny import Home


@pytest.fixture
def matched(tiny: Home, briefs) -> tuple[Workspace, Outline, tuple[Match, ...], Responses]:
    space = tiny.space()
    steps = Steps(space.studies.open(briefs["en"]), space)
    outline = steps.outline()
    matches = steps.matches(outline)
    return space, outline, matches, steps.responses(outline, matches)


def graded(*grades: Grade) -> Sequence[Match]:
    return [Match("Q1", f"I{at}", "R", f"2026-Q{at + 1}", 0, (), 0.9, 0.9, grade) for at, grade in enumerate(grades)]


@pytest.mark.parametrize(
    ("grades", "cell"),
    [
        ((), "not_asked"),
        (("partly",), "partly"),
        (("answered", "partly"), "partly"),
        (("answered", "no_answer"), "answered"),
        (("no_answer", "off_topic"), "off_topic"),
    ],
)
def test_the_newest_answer_decides_a_cell(grades, cell) -> None:
    assert cell_of(graded(*grades)) == cell


def test_every_person_is_in_one_choice_and_in_all(matched) -> None:
    _, _, _, judged = matched
    found = counts(judged)
    assert sum(count for name, count in found.items() if name != "all") == found["all"] == len(judged.all)
    assert all(len(chosen(judged, name)) == count for name, count in found.items())
    assert found["language"] == 6 and next(iter(found)) == "valid"


def test_cells_agree_with_the_statuses_that_were_judged(matched) -> None:
    _, outline, matches, judged = matched
    drawn = rows(judged.all, outline, matches, profile=lambda who, wave: {"of": f"{who} {wave}"}, waves=judged.waves)
    for row in drawn:
        counted = {name: "answered" if cell == "partly" else cell for name, cell in row.cells.items()}
        assert counted == row.response.statuses
    row = next(row for row in drawn if row.response.respondent == "E01")
    assert row.profile == {"of": f"E01 {row.response.wave}"}
    assert answered_of(row.response, outline) == (3, 3)


def test_what_binds_agrees_with_judging_each_relaxation(matched) -> None:
    space, outline, matches, _ = matched
    strict = replace(outline, enough=1.0)
    some = [match for match in matches if (match.question, match.respondent) not in (("Q2", "E03"), ("Q2", "E04"))]
    judged = judge_responses(strict, some, corpus=space.corpus)
    found = what_binds(strict, some, judged, corpus=space.corpus, wanted=6)
    told = {one.question.id: one.gain for one in found.relaxations if one.question}
    for question in strict.must_haves:
        sections = tuple(
            replace(part, questions=tuple(replace(q, must_have=q.must_have and q.id != question.id) for q in part.questions))
            for part in strict.sections
        )  # fmt: skip
        relaxed = judge_responses(replace(strict, sections=sections), some, corpus=space.corpus)
        assert len(relaxed.valid) - len(judged.valid) == told.get(question.id, 0)
    assert told == {"Q2": 2} and [(one.id, people) for one, people in found.questions] == [("Q2", 4)]


def test_an_outline_without_must_haves_binds_nothing(matched) -> None:
    space, outline, matches, judged = matched
    sections = tuple(
        replace(part, questions=tuple(replace(q, must_have=False) for q in part.questions)) for part in outline.sections
    )
    found = what_binds(replace(outline, sections=sections), matches, judged, corpus=space.corpus)
    assert (found.kind, found.questions) == ("", ())


@pytest.mark.parametrize(("draw", "says"), [("random", "counts_base"), ("best", "counts_draw")])
def test_a_confirmation_says_whom_it_draws(matched, draw, says) -> None:
    space, outline, matches, judged = matched
    means = consequence(judged, matches, Confirmation(6, draw, 0), profiles=space.corpus.attributes(), outline=outline)
    assert (means.people, means.interviews, means.says) == (6, 7, says)
    assert means.waves == ("2025-Q4", "2026-Q1")


@pytest.mark.parametrize(("base", "says"), [(29, "counts_base"), (30, "marked"), (99, "marked"), (100, "shares")])
def test_the_base_decides_what_may_be_said(matched, base, says) -> None:
    space, outline, matches, judged = matched
    one = judged.valid[0]
    many = replace(judged, all=tuple(replace(one, respondent=f"X{at}") for at in range(base)))
    profiles = {(each.respondent, each.wave): space.corpus.person(one.respondent, one.wave) for each in many.all}
    means = consequence(many, matches, Confirmation(None, "random", 0), profiles=profiles, outline=outline)
    assert means.says == says and means.half == (None if says == "counts_base" else wilson((base + 1) // 2, base))


def test_more_than_are_valid_is_a_shortage(matched) -> None:
    space, outline, matches, judged = matched
    with pytest.raises(Shortage):
        consequence(judged, matches, Confirmation(7, "random", 0), profiles=space.corpus.attributes(), outline=outline)


def test_a_profile_line_leaves_out_what_is_not_known(matched) -> None:
    person = matched[0].corpus.person("E01", "2026-Q1")
    assert profile_line(profile_of(person), "en") == "man, aged 30–39, county town"
    assert profile_line(profile_of(replace(person, gender="", birth_year=None, city="Leeds")), "zh") == "县城"
