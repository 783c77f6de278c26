"""Who answered something like a question, told while an outline is edited, against what matching finds: on the tiny corpus."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from corpus.records import Language
from research.audience import Criterion, in_words
from research.brief import Brief
from research.feasibility import Audience, Nearby, Place, asked_as, audience_of, feasible, matched_places, nearby
from research.matched_as import matched_as
from research.matches import Match
from research.matching import find_matches
from research.outline import Outline, draft_outline
from research.outline_edits import reworded
from research.responses import judge_responses
from research.revising import revise, standing
from research.saved import to_json
from research.verdicts import Verdict
from tests.tiny import Home

LANGUAGES: tuple[Language, ...] = ("zh", "en")
FAR = 2
"""People of six by which the estimate of a question may be off."""


def near_all(outline: Outline, home: Home) -> Mapping[str, Nearby]:
    space = home.space()
    texts = [one.text for one in outline.core]
    return nearby(texts, outline.language, corpus=space.corpus, searcher=space.searcher())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_estimate_is_near_the_truth(tiny: Home, briefs: Mapping[str, Brief], language: Language) -> None:
    space, outline = tiny.space(), draft_outline(briefs[language])
    audience = audience_of(outline, corpus=space.corpus)
    told = feasible(outline, audience, known={}, near=near_all(outline, tiny))
    assert [*told] == [one.id for one in outline.core] and audience.people
    for one in told.values():  # everybody was asked each of these and answered it
        assert not one.exact and not one.more and one.of == 6 and one.people >= 6 - FAR


def test_the_estimate_is_near_what_matching_finds(tiny: Home, briefs: Mapping[str, Brief]) -> None:
    space, outline = tiny.space(), draft_outline(briefs["en"])
    matches = find_matches(outline, corpus=space.corpus, searcher=space.searcher())
    audience = audience_of(outline, corpus=space.corpus)
    known = {one.id: matched_places(each for each in matches if each.question == one.id) for one in outline.core}
    exact = feasible(outline, audience, known=known, near={})
    about = feasible(outline, audience, known={}, near=near_all(outline, tiny))
    for one in outline.core:
        assert exact[one.id].exact and not about[one.id].exact
        assert abs(exact[one.id].people - about[one.id].people) <= FAR, one.text


@pytest.mark.parametrize(
    ("language", "text"), [("zh", "您家的充电桩等多久？"), ("en", "How long do you wait at a charging station?")]
)
def test_a_question_about_another_subject_is_answered_by_nobody(
    tiny: Home, briefs: Mapping[str, Brief], language: Language, text: str
) -> None:
    space, outline = tiny.space(), reworded(draft_outline(briefs[language]), "Q1", text)
    told = feasible(outline, audience_of(outline, corpus=space.corpus), known={}, near=near_all(outline, tiny))
    assert told["Q1"].people == 0 and told["Q1"].shown is None and told["Q2"].people > 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_exact_numbers_are_those_of_the_responses(tiny: Home, briefs: Mapping[str, Brief], language: Language) -> None:
    space, outline = tiny.space(), draft_outline(briefs[language])
    matches = find_matches(outline, corpus=space.corpus, searcher=space.searcher())
    judged = judge_responses(outline, matches, corpus=space.corpus)
    inside = [one for one in judged.all if one.reason not in ("language", "window", "audience")]
    known = {one.id: matched_places(each for each in matches if each.question == one.id) for one in outline.core}
    told = feasible(outline, audience_of(outline, corpus=space.corpus), known=known, near={})
    for one in outline.core:
        assert told[one.id].people == sum(each.statuses[one.id] == "answered" for each in inside)
        assert told[one.id].of == len(inside)


def test_it_follows_the_audience_and_the_window_without_searching(tiny: Home, briefs: Mapping[str, Brief]) -> None:
    space, outline = tiny.space(), draft_outline(briefs["en"])
    near = near_all(outline, tiny)
    women = replace(outline, criteria=(Criterion("gender", "in", ("women",), True, "women"),))
    newest = replace(outline, window=1)
    all_, some, late = (
        feasible(one, audience_of(one, corpus=space.corpus), known={}, near=near) for one in (outline, women, newest)
    )
    assert {one.of for one in all_.values()} == {6} and {one.of for one in some.values()} == {3}
    assert all(some[id_].people <= all_[id_].people for id_ in all_)
    assert set(all_["Q1"].waves) == {"2025-Q4", "2026-Q1"} and set(late["Q1"].waves) == {"2026-Q1"}


def test_what_people_must_have_said_keeps_nobody_out_before_it_was_looked_for(
    tiny: Home, briefs: Mapping[str, Brief]
) -> None:
    space, outline = tiny.space(), draft_outline(briefs["zh"])
    said = replace(outline, criteria=(*outline.criteria, in_words("养狗的人")))
    before = audience_of(said, corpus=space.corpus)
    assert before == replace(audience_of(outline, corpus=space.corpus), unheard=("养狗的人",))
    nobody = {"养狗的人": {"Z01-2026-Q1": Verdict("Z01-2026-Q1", None)}}
    assert audience_of(said, corpus=space.corpus, verdicts=nobody) == Audience(frozenset(), frozenset())
    one = {"养狗的人": {"Z01-2026-Q1": Verdict("Z01-2026-Q1", True, (0, 2))}}
    found = audience_of(said, corpus=space.corpus, verdicts=one)
    assert (found.people, found.unheard) == ({"Z01"}, ())


def test_somebody_who_answered_twice_is_one_person_in_two_waves() -> None:
    outline = draft_outline(
        Brief(title="t", industry="tea", questions=("How?",), people="", language="en", source_text="t")
    )
    places = tuple(Place("R1", f"R1-{wave}", wave, 0, 0.5) for wave in ("2026-Q1", "2025-Q4"))
    audience = Audience(frozenset({"R1", "R2"}), frozenset(one.interview for one in places))
    told = feasible(outline, audience, known={}, near={"How?": Nearby(places, more=True)})["Q1"]
    assert (told.people, told.of, told.waves, told.more) == (1, 2, {"2025-Q4": 1, "2026-Q1": 1}, True)
    assert [*told.waves] == ["2025-Q4", "2026-Q1"]


def test_a_question_nobody_has_counted_yet_is_missing() -> None:
    outline = draft_outline(
        Brief(title="t", industry="tea", questions=("How?",), people="", language="en", source_text="t")
    )
    assert feasible(outline, Audience(frozenset(), frozenset()), known={}, near={}) == {}


def test_what_is_shown_of_matches_is_neither_the_surest_nor_among_the_least_sure() -> None:
    def match(who: str, probability: float, grade: str = "answered") -> Match:
        return Match("Q1", f"{who}-a", who, "2026-Q1", 3, (), probability, 0.9, grade)  # type: ignore[arg-type]

    here = matched_places(
        [match("R1", 0.99), match("R2", 0.7), match("R3", 0.5, "partly"), match("R4", 0.98, "no_answer")]
    )
    assert {one.respondent for one in here.places} == {"R1", "R2", "R3"}
    brief = Brief(title="t", industry="tea", questions=("How?",), people="", language="en", source_text="t")

    def shown(*audience: str) -> str:
        asked = Audience(frozenset(audience), frozenset(f"{who}-a" for who in audience))
        place = feasible(draft_outline(brief), asked, known={"Q1": here}, near={})["Q1"].shown
        return place.respondent if place else ""

    assert shown("R1", "R2", "R3") == "R2" and shown("R3") == "R3" and shown("R4") == ""
    many = matched_places([match(f"R{at}", at / 100) for at in range(100)])
    place = feasible(
        draft_outline(brief), Audience(frozenset(f"R{at}" for at in range(100)), frozenset(f"R{at}-a" for at in range(100))),
        known={"Q1": many}, near={},
    )["Q1"].shown  # fmt: skip
    assert place and place.respondent == "R74", "one in five may be matched wrongly: those are the least sure"


def test_what_was_asked_is_shown_as_it_was(tiny: Home, briefs: Mapping[str, Brief]) -> None:
    space, outline = tiny.space(), draft_outline(briefs["zh"])
    told = feasible(outline, audience_of(outline, corpus=space.corpus), known={}, near=near_all(outline, tiny))
    assert told["Q1"].shown and asked_as(told["Q1"].shown, space.corpus) == "跟去年比，您喝奶茶的次数有变化吗？"
    assert asked_as(Place("Z01", "gone", "2026-Q1", 0, 0.0), space.corpus) == ""


def test_matches_count_for_the_wording_they_were_made_with(tiny: Home, briefs: Mapping[str, Brief]) -> None:
    from research.freshness import StageKeys
    from research.held import held_in

    space = tiny.space()
    study, held = space.studies.open(briefs["en"]), held_in(space.corpus)
    outline = standing(study, space).outline
    assert outline is not None and matched_as(study, space, held) == {}
    found = find_matches(outline, corpus=space.corpus, searcher=space.searcher())
    space.studies.save_stage(study.id, "matches", StageKeys(study, space, held).matches, to_json(list(found)))
    as_drafted = {one.id: one.sought for one in outline.core}
    assert matched_as(study, space, held) == as_drafted
    revise(study, space, lambda one: reworded(one, "Q2", "Which coffee do you choose?"), beneath=0)
    assert matched_as(space.studies.get(study.id), space, held) == as_drafted, (
        "Q2 reads otherwise by now, and is told to"
    )
    tiny.bring_in("E09_2026-Q1.txt", "Interviewer: How much coffee?\nRespondent: Two cups of coffee.")
    assert matched_as(study, space, held_in(space.corpus)) == {}
