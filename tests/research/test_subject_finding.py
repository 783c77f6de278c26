"""Subjects: the same questions in other words are one, what is new joins or makes its own, what staff said stays."""

from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from corpus.corrections import Corrections
from corpus.coverage import coverage_of
from corpus.errors import BadInput, NotAllowed, NotFound
from corpus.removing import remove_interviews
from corpus.schema import SourceFile
from corpus.subjects import Subject
from corpus.viewer import LOCAL, Viewer
from index.build import update_index
from research.subject_finding import bring_subjects_up
from research.subject_guide import bring_guide_in
from research.subject_names import names_of
from research.subject_words import bring_named_up
from research.workspace import Workspace
from tests.tiny import Home

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
    """The subject of the first question on a topic."""
    found = about(space, first(space, topic))
    return next(one for one in space.subjects.all() if one.id in found)


@pytest.fixture
def home(no_model: None, tmp_path: Path) -> Home:
    (tmp_path / "home").mkdir()
    return Home(tmp_path / "home")


def questions(space: Workspace) -> dict[tuple[str, int], str]:
    """(interview, position) of every question of its own → its topic."""
    found = {}
    for interview in space.corpus.interviews():
        for exchange in interview.exchanges:
            said = interview.asked(exchange)
            for topic, (asked, _) in TALK.items():
                if asked == said:
                    found[interview.id, exchange.position] = topic
    return found


def about(space: Workspace, where: tuple[str, int]) -> dict[int, str]:
    return dict(space.subjects.of(where[0], space.corpus.versions()[where[0]]).get(where[1], {}))


def topics_of(space: Workspace) -> dict[str, str]:
    """Topic → the name of its subject; every question of a topic must be of the same one."""
    names = {one.id: one.name for one in space.subjects.all()}
    found: dict[str, set[str]] = {}
    for where, topic in questions(space).items():
        found.setdefault(topic, set()).update(names[each] for each in about(space, where))
    assert all(len(each) == 1 for each in found.values()), found
    return {topic: next(iter(each)) for topic, each in found.items()}


def first(space: Workspace, topic: str) -> tuple[str, int]:
    return min(where for where, own in questions(space).items() if own == topic)


def test_the_same_question_is_one_subject_named_by_its_words(home: Home) -> None:
    space = bring(home, range(15))
    assert bring_subjects_up(space) == 15 and bring_subjects_up(space) == 0
    named = topics_of(space)
    assert len(set(named.values())) == 4
    for topic, name in named.items():
        assert name.split(" · ")[0].split()[0].lower() in TALK[topic][0].lower(), named


def test_what_comes_later_joins_the_nearest_and_keeps_names(home: Home) -> None:
    space = bring(home, range(15))
    bring_subjects_up(space)
    tea = subject_of("tea", space)
    space.subjects.rename(tea.id, "  What they  drink ")
    space = bring(home, range(15, 18), ("tea", "bus"), "2026-Q2")
    assert bring_subjects_up(space) == 3 and len(space.subjects.all()) == 4
    assert topics_of(space)["tea"] == "What they drink"
    found = coverage_of(space.engine, LOCAL, "en", "wave")
    assert found.columns == ("2026-Q1", "2026-Q2") and found.of(tea.id, "2026-Q2").people == 3
    assert found.of(tea.id).people == 18 and found.of(0).people == 18
    assert Counter(found.newest[one.id] for one in found.subjects) == {"2026-Q2": 2, "2026-Q1": 2}


def test_too_few_are_of_no_subject_yet(home: Home) -> None:
    space = bring(home, range(2))
    assert bring_subjects_up(space) == 2 and space.subjects.all() == []
    assert coverage_of(space.engine, LOCAL, "en", "wave").subjects == ()
    space = bring(home, range(2, 15))
    bring_subjects_up(space)
    assert len(set(topics_of(space).values())) == 4, "those looked at before too"


def test_what_follows_up_is_about_what_it_follows(home: Home) -> None:
    for number in range(15):
        lines = [f"Interviewer: {asked}\nRespondent: {said} {number}." for asked, said in TALK.values()]
        lines.insert(1, "Interviewer: Why is that?\nRespondent: Because.")
        home.bring_in(f"P{number:02}_2026-Q1.txt", "\n".join(lines))
    space = home.space()
    bring_subjects_up(space)
    where = first(space, "tea")
    follow = (where[0], where[1] + 1)
    assert about(space, follow) == about(space, where)
    tea = subject_of("tea", space).id
    space.subjects.take([where], tea)
    assert about(space, where) == about(space, follow) == {}, "what follows up goes with it"


def test_what_comes_up_unasked_is_a_subject_too(home: Home) -> None:
    space = bring(home, range(15))
    home.bring_in("P90_2026-Q1.txt", "\n".join(
        f"Interviewer: {asked}\nRespondent: {said}" for asked, said in (
            (TALK["tea"][0], "Tea. I buy shoes in shops and I buy shoes there."), TALK["bus"], TALK["garden"])))  # fmt: skip
    bring_subjects_up(space)
    shoes = subject_of("shoes", space).id
    assert about(space, ("P90-2026-Q1", 0))[shoes] == "said"
    assert all(source == "asked" for source in about(space, first(space, "tea")).values())


def test_what_staff_said_outlasts_finding_again_and_a_correction(home: Home) -> None:
    space = bring(home, range(15))
    bring_subjects_up(space)
    tea, garden = subject_of("tea", space).id, subject_of("garden", space).id
    where = first(space, "tea")
    act = space.subjects.move([where], tea, garden)
    assert about(space, where) == {garden: "curator"}
    before = space.corpus.interview(where[0])
    words = before.exchanges[where[1]].answer[0]
    Corrections(space.engine, LOCAL).correct(where[0], 1, words[0], words[0] + 1, "Well, I")
    update_index(space.corpus, space.settings.index, encoder=None)
    bring_subjects_up(space)
    assert about(space, where) == {garden: "curator"}, "also where its words were corrected"
    space.subjects.undo(act)
    assert garden not in about(space, where)
    with pytest.raises(BadInput, match="subject_act_undone"):
        space.subjects.undo(act)
    (told,) = [one for one in space.subjects.acts(tea) if one.id == act]
    assert (told.by, told.undone_by, told.exchanges) == (LOCAL.person, LOCAL.person, 1)


def test_what_staff_said_holds_for_the_same_words_brought_in_again(home: Home) -> None:
    space = bring(home, range(15))
    bring_subjects_up(space)
    tea, where = subject_of("tea", space).id, first(space, "tea")
    space.subjects.take([where], tea)
    with Session(space.engine) as session, session.begin():
        remove_interviews(session, [where[0]])
        session.query(SourceFile).filter(SourceFile.name.contains(where[0][:3])).delete(synchronize_session=False)
    update_index(space.corpus, space.settings.index, encoder=None)
    home.bring_in(f"{where[0][:3]}_2026-Q1.txt", (home.folder / f"{where[0][:3]}_2026-Q1.txt").read_text())
    update_index(space.corpus, space.settings.index, encoder=None)
    bring_subjects_up(space)
    assert tea not in about(space, where) and tea in about(
        space, sorted(w for w, t in questions(space).items() if t == "tea")[1]
    )


def test_staff_merge_split_and_take_it_all_back(home: Home) -> None:
    space = bring(home, range(15))
    bring_subjects_up(space)
    tea, bus = subject_of("tea", space), subject_of("bus", space)
    stamp = space.corpus.stamp()
    space.subjects.merge(bus.id, tea.id)
    assert space.corpus.stamp() > stamp and len(space.subjects.all()) == 3
    assert set(about(space, first(space, "bus"))) == {tea.id}
    assert coverage_of(space.engine, LOCAL, "en", "wave").of(tea.id).people == 15
    new = space.subjects.split([first(space, "tea")], tea.id, "Green tea")
    assert set(about(space, first(space, "tea"))) == {new}
    for act in space.subjects.acts(tea.id):
        space.subjects.undo(act.id)
    assert set(about(space, first(space, "tea"))) == {tea.id} and set(about(space, first(space, "bus"))) == {bus.id}


def test_a_subject_added_by_its_words(home: Home) -> None:
    space = bring(home, range(15))
    bring_subjects_up(space)
    new = space.subjects.add("en", "Roses", "rose, tulips")
    subject = next(one for one in space.subjects.all() if one.id == new)
    assert bring_named_up(space, subject) == 15
    assert about(space, first(space, "garden"))[new] == "said"
    space.subjects.take([first(space, "garden")], new)
    bring_named_up(space, subject)
    assert new not in about(space, first(space, "garden")), "what staff took out stays out"
    space = bring(home, range(15, 17))
    bring_subjects_up(space)
    assert coverage_of(space.engine, LOCAL, "en", "wave").of(new).people == 16


def test_what_cannot_be_done_says_so(home: Home) -> None:
    space = bring(home, range(15))
    bring_subjects_up(space)
    tea, bus = subject_of("tea", space), subject_of("bus", space)
    for act, key in (
        (lambda: space.subjects.merge(tea.id, tea.id), "subjects_differ"),
        (lambda: space.subjects.rename(tea.id, "  "), "subject_empty"),
        (lambda: space.subjects.rename(tea.id, bus.name), "subject_known"),
        (lambda: space.subjects.move([first(space, "tea")], tea.id, tea.id), "subjects_differ"),
    ):
        with pytest.raises(BadInput) as refused:
            act()
        assert refused.value.key == key
    for gone in (lambda: space.subjects.rename(999, "x"), lambda: space.subjects.undo("x")):
        with pytest.raises(NotFound):
            gone()
    researcher = home.space(Viewer("r", "researcher", "local")).subjects
    assert researcher.all() and researcher.acts(tea.id) == []
    for act in (
        lambda: researcher.rename(tea.id, "mine"),
        lambda: researcher.take([("x", 0)], tea.id),
        lambda: researcher.undo("x"),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_names_tell_the_thing_and_what_of_it_is_asked() -> None:
    said = [
        ["How much do you spend on tea in a month?", "What does tea cost you in a month?"],
        ["Which shop sells the best tulips?", "Where do tulips come from?"],
    ]
    money, tulips = names_of(said, "en")
    assert money == "Tea · monthly spending" and tulips.startswith("Tulips")
    assert (
        names_of([["一个月在奶茶上花多少钱？", "奶茶每月开销多少？"], ["奶茶里的珍珠您爱吃吗？"]], "zh")[0]
        == "奶茶 · 每月花费"
    )
    assert names_of([[]], "en") == [""]
    assert names_of([["Which tulips?"], ["Which tulips?"]], "en", ["Tulips"]) == ["Tulips 2", "Tulips 3"]


def test_a_guides_questions_are_subjects_and_what_was_found_before_joins_them(home: Home) -> None:
    space = bring(home, range(15))
    bring_subjects_up(space)
    count = len(space.subjects.all())
    tea, shoes = bring_guide_in(
        ["How often do people drink tea at home?", " ", "Which shops do people buy shoes in?"], "en", space
    )
    about_each = {topic: about(space, first(space, topic)) for topic in TALK}
    assert tea in about_each["tea"] and shoes in about_each["shoes"]
    assert not {tea, shoes} & {*about_each["bus"], *about_each["garden"]}
    assert len(space.subjects.all()) == count  # the two found by rule are one with the guide's
    space = bring(home, range(15, 17))
    bring_subjects_up(space)
    newcomer = space.subjects.of("P15-2026-Q1", 1)
    assert newcomer[0] == {tea: "guide"} and newcomer[1] == {shoes: "guide"}


def test_a_guide_taken_back_leaves_what_was_found_before(home: Home) -> None:
    space = bring(home, range(15))
    bring_subjects_up(space)
    before = {one.id: one.name for one in space.subjects.all()}
    (tea,) = bring_guide_in(["How often do people drink tea at home?"], "en", space)
    assert len(space.subjects.all()) == len(before)
    for act in space.subjects.acts(tea):
        if act.kind == "new":
            space.subjects.undo(act.id)
    assert {one.id: one.name for one in space.subjects.all()} == before


@pytest.mark.parametrize(
    ("lines", "key"),
    [
        ([], "guide_without_questions"), (["", "  "], "guide_without_questions"),
        ([f"Question {number}?" for number in range(41)], "too_many_guide_questions"),
    ],
)  # fmt: skip
def test_a_guide_that_cannot_be_taken_adds_nothing(home: Home, lines: list[str], key: str) -> None:
    space = bring(home, range(1, 3))
    with pytest.raises(BadInput, match=key):
        bring_guide_in(lines, "en", space)
    assert space.subjects.all() == []
