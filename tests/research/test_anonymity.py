"""Profile lines: each fits several people of the corpus and of the audience, also all lines of a person together."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.records import Attributes
from research.anonymity import RUNGS, at_rung, rungs_of, shown_profiles
from research.profiles import SHOWN, profile_of

WAVES = ("2024-Q1", "2025-Q1", "2026-Q1")
Panel = dict[tuple[str, str], Attributes]

_PERSON = st.tuples(
    st.integers(1958, 2004), st.sampled_from(["woman", "man"]), st.sampled_from(["city", "county seat", ""]),
    st.sampled_from(["East", "West"]), st.sets(st.sampled_from(WAVES), min_size=1), st.booleans(),
)  # fmt: skip


def panel_of(people: Sequence[tuple[int, str, str, str, set[str], bool]]) -> Panel:
    """Each as in every wave they were interviewed in; who moves is in the North from the second interview on."""
    return {
        (f"R{at:03d}", wave): Attributes(
            f"R{at:03d}", wave, birth_year=born, gender=gender, city_tier=tier,
            region="North" if moves and nth else region, city="Leeds", occupation="nurse",
        )
        for at, (born, gender, tier, region, waves, moves) in enumerate(people)
        for nth, wave in enumerate(sorted(waves))
    }  # fmt: skip


def fits(line: dict[str, str], told: dict[str, str]) -> bool:
    """Whether a line could be of somebody of this exact profile: each value it gives is theirs, or a band around it."""
    wide = at_rung(told, 3)["age"]
    return all(value in ("", told[name], *([wide] if name == "age" else [])) for name, value in line.items())


panels = st.lists(_PERSON, min_size=1, max_size=60).map(panel_of)


@settings(max_examples=30, deadline=None)
@given(panels, st.sampled_from([2, 3, 5]), st.randoms(use_true_random=False))
def test_all_lines_of_a_person_together_fit_as_many_people_as_are_asked_for(panel, smallest, random) -> None:
    newest = {who: profile_of(panel[who, wave]) for who, wave in sorted(panel)}
    audiences = [None, *({who for who in newest if random.random() < share} for share in (0.3, 0.6, 0.9))]
    studies = [shown_profiles(panel, smallest, among) for among in audiences]
    for who in newest:
        lines = [shown[who] for shown in studies if who in shown]
        told = {name for line in lines for name in line if line[name]}
        alike = sum(all(fits(line, profile) for line in lines) for profile in newest.values())
        assert not told or alike >= smallest


@settings(max_examples=30, deadline=None)
@given(panels, st.sampled_from([2, 5]), st.randoms(use_true_random=False))
def test_every_line_stands_beside_several_of_the_audience(panel, smallest, random) -> None:
    among = {who for who, _ in sorted(panel) if random.random() < 0.6}
    for audience in (None, among):
        shown = shown_profiles(panel, smallest, audience)
        lines = Counter(tuple(line.values()) for line in shown.values())
        assert all(count >= smallest or not any(line) for line, count in lines.items())
        assert audience is None or shown.keys() == audience


@settings(max_examples=20, deadline=None)
@given(panels)
def test_what_a_study_shows_tells_no_more_than_the_corpus_does(panel) -> None:
    whole = shown_profiles(panel, 3)
    half = shown_profiles(panel, 3, among=sorted(whole)[::2])
    for who, line in half.items():
        assert all(value in ("", whole[who][name]) or name == "age" for name, value in line.items())


def test_each_rung_tells_less_and_nothing_else() -> None:
    exact = {"gender": "woman", "age": "30–39", "city_tier": "county seat", "region": "East"}
    told = [at_rung(exact, rung) for rung in range(len(RUNGS))]
    assert told[0] == exact and not any(told[-1].values())
    assert [one["age"] for one in told] == ["30–39", "30–39", "30–39", "18–39", "", ""]
    for finer, coarser in pairwise(told):
        assert all(value in ("", finer[name]) or (name, value) == ("age", "18–39") for name, value in coarser.items())


def test_of_ten_alike_and_one_of_a_kind_the_one_is_shown_by_what_all_share() -> None:
    alike = {f"R{n}": ({"gender": "woman", "age": "30–39", "city_tier": "city", "region": "East"},) for n in range(10)}
    alone = {"X": ({"gender": "woman", "age": "60+", "city_tier": "county seat", "region": "West"},)}
    rungs = rungs_of(alike | alone, 5)
    assert {rungs[who] for who in alike} == {0}
    assert rungs["X"] == len(RUNGS) - 1  # whoever is left below the finest rung stands there with nobody


def test_who_moved_is_alike_only_to_who_moved_so() -> None:
    stays = [(1990, "woman", "city", "East", set(WAVES), False)] * 6
    moved = [(1990, "woman", "city", "East", set(WAVES), True)]
    north = [(1990, "woman", "city", "North", set(WAVES), False)] * 6
    shown = shown_profiles(panel_of([*stays, *moved, *north]), 5)
    assert shown["R000"]["region"] == "East" and shown["R007"]["region"] == "North"
    assert shown["R006"]["region"] == ""  # "East" in an older file and "North" here would say who it is


def test_a_cell_that_identifies_is_no_value() -> None:
    person = Attributes("R1", "2026-Q1", gender="woman", region="call 07700 900123", city_tier="我叫王丽娟，县城")
    assert {name: profile_of(person)[name] for name in SHOWN} == {
        "gender": "woman", "age": "", "city_tier": "", "region": "",
    }  # fmt: skip


def test_the_same_people_in_another_order_are_shown_alike() -> None:
    panel = panel_of([(1960 + n, "woman", "city", "East", {"2026-Q1"}, False) for n in range(40)])
    backwards = dict(reversed(panel.items()))
    assert list(shown_profiles(panel, 5).items()) == list(shown_profiles(backwards, 5).items())
