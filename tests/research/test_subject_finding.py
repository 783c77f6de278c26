"""Subjects: the same questions in other words are one, what is new joins or makes its own, what staff said stays."""

from collections import Counter
from pathlib import Path

import pytest

from corpus.coverage import coverage_of
from corpus.errors import BadInput, NotAllowed, NotFound
from corpus.subjects import Subject
from corpus.viewer import LOCAL, Viewer
from index.build import update_index
from research.subject_finding import bring_subjects_up, names_of
from research.workspace import Workspace
from tests.tiny import Home, transcript

TALK = {
    "tea": ("Let us talk about tea: how often do you drink tea at home?", "I drink tea every morning, green tea."),
    "shoes": ("Coming to shoes now, which shops do you buy shoes in?", "I buy shoes at the market, cheap shoes."),
    "bus": ("Tell me about the bus you take to work, how is that bus?", "The bus takes an hour, a slow bus."),
    "garden": ("Finally your garden: what is growing in the garden this year?", "My garden grows roses and beans."),
}


def bring(home: Home, people: range, topics: tuple[str, ...] = tuple(TALK), wave: str = "2026-Q1") -> Workspace:
    for number in people:
        turns = [line for topic in topics for asked, said in [TALK[topic]]
                 for line in (f"Interviewer: {asked}", f"Respondent: {said} Number {number}.")]  # fmt: skip
        home.bring_in(f"P{number:02}_{wave}.txt", "\n".join(turns))
    space = home.space()
    update_index(space.corpus, space.settings.index, encoder=None)
    return space


def subject_of(topic: str, space: Workspace) -> Subject:
    return next(one for one in space.subjects.all() if space.subjects.wordings(one.id, most=1)[0][1] == TALK[topic][0])


@pytest.fixture
def home(no_model: None, tmp_path: Path) -> Home:
    (tmp_path / "home").mkdir()
    return Home(tmp_path / "home")


def topics_of(space: Workspace) -> dict[str, str]:
    """Topic → the name of its subject; every question of a topic must be of the same one."""
    names = {one.id: one.name for one in space.subjects.all()}
    found: dict[str, set[str]] = {}
    for one in space.subjects.asked("en"):
        interview = space.corpus.interview(one.interview)
        said = interview.asked(interview.exchanges[one.position])
        topic = next(topic for topic, (asked, _) in TALK.items() if asked == said)
        found.setdefault(topic, set()).add(names[one.subject] if one.subject else "")
    assert all(len(each) == 1 for each in found.values()), found
    return {topic: next(iter(each)) for topic, each in found.items()}


def test_the_same_question_is_one_subject_named_by_its_words(home: Home) -> None:
    space = bring(home, range(15))
    assert bring_subjects_up(space) == 60 and bring_subjects_up(space) == 0
    named = topics_of(space)
    assert len(set(named.values())) == 4
    for topic, name in named.items():
        assert set(name.split(" · ")) & set(TALK[topic][0].lower().replace(",", "").split()), name


def test_what_comes_later_joins_the_nearest_and_keeps_names(home: Home) -> None:
    space = bring(home, range(15))
    bring_subjects_up(space)
    tea = subject_of("tea", space)
    space.subjects.rename(tea.id, "  What they  drink ")
    space = bring(home, range(15, 18), ("tea", "bus"), "2026-Q2")
    assert bring_subjects_up(space) == 6 and len(space.subjects.all()) == 4
    assert topics_of(space)["tea"] == "What they drink"
    found = coverage_of(space.engine, LOCAL, "en", "wave")
    assert found.columns == ("2026-Q1", "2026-Q2") and found.people[tea.id, "2026-Q2"] == 3
    assert found.asked(tea.id) == 18 and found.people[0, "*"] == 18
    assert Counter(found.newest.values()) == {"2026-Q2": 2, "2026-Q1": 2}


def test_too_few_are_of_no_subject_yet(home: Home) -> None:
    space = bring(home, range(2))
    assert bring_subjects_up(space) == 8 and space.subjects.all() == []
    assert {one.looked_at for one in space.subjects.asked("en")} == {True}
    assert coverage_of(space.engine, LOCAL, "en", "wave").subjects == ()
    space = bring(home, range(2, 15))
    bring_subjects_up(space)
    assert len(set(topics_of(space).values())) == 4, "those looked at before too"


def test_staff_merge_and_move(home: Home) -> None:
    space = bring(home, range(15))
    bring_subjects_up(space)
    by_name = {topic: subject_of(topic, space) for topic in TALK}
    stamp = space.corpus.stamp()
    space.subjects.merge(by_name["bus"].id, by_name["tea"].id)
    assert space.corpus.stamp() > stamp and len(space.subjects.all()) == 3
    first = space.subjects.asked("en")[0]
    space.subjects.move(first.interview, first.position, by_name["garden"].id)
    moved = space.subjects.asked("en")[0]
    assert (moved.subject, moved.set_by) == (by_name["garden"].id, LOCAL.person)
    for act, key in (
        (lambda: space.subjects.merge(by_name["tea"].id, by_name["tea"].id), "subjects_differ"),
        (lambda: space.subjects.rename(by_name["tea"].id, "  "), "subject_empty"),
    ):
        with pytest.raises(BadInput) as refused:
            act()
        assert refused.value.key == key
    for gone in (lambda: space.subjects.rename(999, "x"), lambda: space.subjects.move("nobody", 0, None)):
        with pytest.raises(NotFound):
            gone()
    with pytest.raises(NotAllowed):
        home.space(Viewer("r", "researcher", "local")).subjects.rename(by_name["tea"].id, "mine")


def test_names_tell_subjects_apart() -> None:
    said = [["Is the tea sweet?", "Sweet tea or not?"], ["Which market sells tea?", "The market with tea?"]]
    sweet, market = names_of(said, "en")
    assert sweet.split(" · ")[0] == "sweet" and market.split(" · ")[0] == "market"
    assert names_of([[]], "en") == [""]


def test_a_transcript_of_one_question_stands_at_its_begin(home: Home) -> None:
    home.bring_in("P99_2026-Q1.txt", transcript(("a", "b", "c", "d"), "en"))
    places = [one.place for one in home.space().subjects.asked("en")]
    assert places[0] == 0.0 and places == sorted(places) and places[-1] <= 1.0
