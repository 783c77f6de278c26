"""What a moderator would remark on an outline, and what one press does about it."""

from dataclasses import replace

import pytest

from corpus.records import Language
from research.brief import Brief, parse_brief
from research.hint_fixes import FIXED, fixed
from research.hints import Hint, Wording, brand_in, hints_of, wording_of
from research.outline import Outline, OutlineQuestion, draft_outline
from research.outline_edits import added, changed, dropped, question_of, reworded
from tests.tiny import BRIEFS

LANGUAGES: tuple[Language, ...] = ("zh", "en")


def drafted(language: Language) -> tuple[Outline, Brief]:
    brief = parse_brief(BRIEFS[language])
    return draft_outline(brief), brief


def kinds(outline: Outline, brief: Brief, id_: str) -> list[str]:
    return [one.kind for one in hints_of(outline, brief) if one.question == id_]


def asking(outline: Outline, text: str, **more: object) -> Outline:
    """The outline with this wording of its second core question, kind open unless told otherwise."""
    question = replace(question_of(outline, "Q2"), text=text, **{"kind": "open", "options": (), **more})
    return changed(outline, question)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_drafted_guide_of_plain_questions_has_no_hint(language: Language) -> None:
    outline, brief = drafted(language)
    assert hints_of(outline, brief) == ()


@pytest.mark.parametrize(
    ("language", "text", "kind", "words"),
    [
        ("zh", "您是不是也觉得奶茶太甜了？", "leading", "是不是也觉得"),
        ("en", "Wouldn't you agree that coffee is too dear?", "leading", "Wouldn't"),
        ("zh", "您在哪里买奶茶，多久买一次？", "double", "多久买一次"),
        ("en", "Where do you buy coffee, and how often do you drink it?", "double", "and how often do you drink it"),
        ("zh", "您喝奶茶吗？", "yes_no", "吗"),
        ("en", "Do you drink coffee?", "yes_no", "Do you"),
    ],
)  # fmt: skip
def test_a_wording_is_remarked_on_with_the_words_that_show_it(
    language: Language, text: str, kind: Wording, words: str
) -> None:
    outline, brief = drafted(language)
    found = [one for one in hints_of(asking(outline, text), brief) if one.question == "Q2" and one.kind == kind]
    assert found == [Hint(kind, "Q2", words)]  # type: ignore[arg-type]  # none of the cases is a brand


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "买奶茶的时候您最看重什么，为什么？"), ("zh", "平时喝奶茶吗？跟谁一块儿？"), ("zh", "奶茶和咖啡，您更喜欢哪个？"),
        ("zh", "方便说说最近一次买奶茶的经过吗？"), ("zh", "您先看什么、再看什么、最后看什么？"),
        ("en", "What do you look for in a coffee, and why?"), ("en", "Could you describe your last coffee?"),
        ("en", "Is it a shop or a machine at home?"), ("en", "When you drink coffee, what do you eat with it?"),
    ],
)  # fmt: skip
def test_asking_on_and_choosing_and_polite_requests_are_no_faults(language: Language, text: str) -> None:
    assert not wording_of(text, language)


def test_a_question_in_the_other_script_is_read_alike() -> None:
    assert "leading" in wording_of("您難道不覺得現在的奶茶太甜了嗎？", "zh")


@pytest.mark.parametrize("language", LANGUAGES)
def test_too_long_counts_what_is_read_aloud(language: Language) -> None:
    long = "奶茶" * 22 + "如何？" if language == "zh" else "how " + "coffee " * 30 + "went?"
    assert wording_of(long, language).get("too_long") == ("46" if language == "zh" else "32")
    assert "too_long" not in wording_of("奶茶" * 20 if language == "zh" else "coffee " * 29, language)


def test_a_yes_or_no_question_that_is_counted_as_one_is_no_fault() -> None:
    outline, brief = drafted("en")
    closed = asking(outline, "Do you drink coffee?", kind="choice", options=("yes", "no"))
    assert "yes_no" not in kinds(closed, brief, "Q2")
    assert "yes_no" not in kinds(reworded(outline, "C1", "Is there anything you would like to add?"), brief, "C1")


@pytest.mark.parametrize(
    ("language", "text"), [("zh", "您用过Dyson的吹风机吗？"), ("en", "What comes to mind when you hear Starbucks?")]
)
def test_a_brand_is_named(language: Language, text: str) -> None:
    assert brand_in(text, language)


def test_a_brand_is_too_early_only_before_the_category() -> None:
    outline, brief = drafted("zh")
    early = reworded(outline, "Q1", "提到喜茶，您会想到什么？")
    assert kinds(early, brief, "Q1") == ["brand_early"]
    late = fixed(early, next(one for one in hints_of(early, brief) if one.kind == "brand_early"), brief)
    assert [one.id for one in late.core] == ["Q2", "Q3", "Q1"] and kinds(late, brief, "Q1") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_brief_wants_and_nobody_asks_is_asked_by_one_press(language: Language) -> None:
    outline, brief = drafted(language)
    without = dropped(outline, "Q2")
    (hint,) = hints_of(without, brief)
    assert hint == Hint("unasked", "", brief.questions[1], 2)
    again = fixed(without, hint, brief, frozenset({"Q9"}))
    new = question_of(again, "Q10")
    assert new.text == brief.questions[1] and new.brief_question == 2 and new.must_have and new.probes
    assert hints_of(again, brief) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_of_ones_own_is_told_to_be_beyond_the_brief_and_to_lack_probes(language: Language) -> None:
    outline, brief = drafted(language)
    text = "平时周末怎么过？" if language == "zh" else "How do you spend a weekend?"
    own = added(outline, OutlineQuestion("Q7", text), section=1)
    assert kinds(own, brief, "Q7") == ["no_probe", "unneeded"]
    probed = fixed(own, Hint("no_probe", "Q7"), brief)
    assert len(question_of(probed, "Q7").probes) == 2 and kinds(probed, brief, "Q7") == ["unneeded"]


def test_a_fix_takes_away_its_hint_and_changes_nothing_else() -> None:
    outline, brief = drafted("en")
    closed = asking(outline, "Do you drink coffee?")
    hint = next(one for one in hints_of(closed, brief) if one.kind == "yes_no")
    after = fixed(closed, hint, brief)
    assert hint not in hints_of(after, brief)
    assert replace(question_of(after, "Q2"), kind="open", options=()) == question_of(closed, "Q2")
    assert [one for one in after.questions if one.id != "Q2"] == [one for one in closed.questions if one.id != "Q2"]


def test_what_needs_another_wording_is_left_to_a_person() -> None:
    outline, brief = drafted("en")
    leading = asking(outline, "Surely you drink coffee?")
    assert "leading" not in FIXED
    assert fixed(leading, Hint("leading", "Q2", "Surely"), brief) == leading
