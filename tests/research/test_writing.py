"""The writer by rule: ties said as ties, groups compared only where bases allow, sentences quoted whole."""

import dataclasses
from collections.abc import Callable

import pytest

from corpus.records import Exchange, Interview, Turn
from research.audience import Criterion, in_words
from research.evidence import Account, Answer, CodedTheme, Evidence, Place, QuestionEvidence
from research.figures import Figure
from research.outline import Outline, OutlineQuestion, Section
from research.people import people
from research.selection import Selection
from research.writing.bases import is_most
from research.writing.changes import write_changes
from research.writing.closed import bands_of
from research.writing.decisions import write_audience, write_missed, write_rule, write_short
from research.writing.differences import write_differences
from research.writing.draft import Draft
from research.writing.labels import topic_of
from research.writing.passages import sentence_around
from research.writing.tiers import even, tiers, told

TEXT = "What do you like?\nI like the blue one. It is calm."


def evidence_of(women: int, men: int, say_women: int, say_men: int) -> Evidence:
    """Everybody answered Q1; the theme T1 is said by the first of each gender."""
    who = [f"W{n:03d}" for n in range(women)] + [f"M{n:03d}" for n in range(men)]
    says = [f"W{n:03d}" for n in range(say_women)] + [f"M{n:03d}" for n in range(say_men)]
    place = Place("i", 1, (18, 37))
    answers = {one: Answer(one, "2026-Q1", "i", 1, (0,), (0, 17), ((18, 50),), True) for one in who}
    theme = CodedTheme(
        "T1", ("blue",), tuple(says), {"2026-Q1": tuple(says)}, {one: (place,) for one in says}, None, None
    )
    question = QuestionEvidence(
        "Q1", dict.fromkeys(who, "answered"), answers, (theme,), {}, {}, {"2026-Q1": tuple(who)}
    )
    profile = dict.fromkeys(("age", "city_tier", "region", "income", "occupation", "household"), "")
    profiles = {one: profile | {"gender": "woman" if one[0] == "W" else "man"} for one in who}
    return Evidence(tuple(who), profiles, (), ("2026-Q1",), {one: ("i",) for one in who}, {"Q1": question}, True, {})


def draft_of(evidence: Evidence) -> Draft:
    interview = Interview(
        "i", "W000", "2026-Q1", "", "en", 1, TEXT, "f", (Turn(0, "interviewer", "Q", 0, 17), Turn(1, "respondent", "A", 18, 50)),
        (Exchange(1, "i", 0, (0, 17), ((18, 50),)),),
    )  # fmt: skip
    return Draft("en", evidence, {"i": interview})


def outline() -> Outline:
    question = OutlineQuestion("Q1", "What do you like?", 1, must_have=True)
    return Outline("en", (), (), (Section("core", "Core", "", (question,)),))


def prose(draft: Draft) -> str:
    texts = "\n".join(getattr(block, "text", "") for block in draft.blocks)
    for mark, figure in draft.figures.items():
        for form in ("full", "of", "n"):
            texts = texts.replace(f"{{{mark}:{form}}}", figure.shown(form, "en"))
    for mark, text in draft.texts.items():
        texts = texts.replace(f"{{{mark}}}", text.text)
    return texts


def test_a_real_difference_is_told_with_both_sides() -> None:
    draft = draft_of(evidence_of(50, 50, 40, 10))
    write_differences(draft, outline())
    assert "woman 40 of 50 (80%" in prose(draft)
    assert "everybody else 10 of 50 (20%" in prose(draft)


def test_no_difference_is_said_to_be_none() -> None:
    draft = draft_of(evidence_of(50, 50, 20, 21))
    write_differences(draft, outline())
    assert "none is statistically significant" in prose(draft)
    assert "everybody else 21" not in prose(draft)


@pytest.mark.parametrize(("women", "men"), [(50, 29), (29, 50), (10, 10)])
def test_small_groups_are_not_compared(women: int, men: int) -> None:
    draft = draft_of(evidence_of(women, men, women, 0))
    write_differences(draft, outline())
    assert "not compared" in prose(draft)


def test_a_draw_without_shares_compares_nothing() -> None:
    draft = draft_of(dataclasses.replace(evidence_of(50, 50, 40, 10), shares=False))
    write_differences(draft, outline())
    assert "not compared" in prose(draft)


def test_everybody_else_is_everybody_else() -> None:
    evidence = evidence_of(3, 2, 0, 0)
    assert people([{"profile": "gender", "not": "woman"}], evidence) == {"M000", "M001"}


def figure(n: int, base: int = 40) -> Figure:
    return Figure("F001", {}, n, base)


def test_ties_share_a_tier() -> None:
    counted = [("a", figure(9)), ("b", figure(9)), ("c", figure(4))]
    assert [labels for labels, _ in tiers(counted)] == [["a", "b"], ["c"]]
    draft = draft_of(evidence_of(3, 2, 0, 0))
    assert "As many say a and b" in told(draft, counted, 0, "closed.head_choice")


@pytest.mark.parametrize(("first", "second", "level"), [(11, 9, True), (11, 8, False), (9, 9, True)])
def test_a_lead_of_two_is_no_lead(first: int, second: int, level: bool) -> None:
    assert even([("a", figure(first)), ("b", figure(second))]) is level


@pytest.mark.parametrize(("n", "base", "most"), [(20, 26, False), (30, 40, True), (22, 40, False), (200, 400, False)])
def test_most_needs_its_whole_interval(n: int, base: int, most: bool) -> None:
    assert is_most(figure(n, base)) is most


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("When choosing a cream, what do they look at first (price, brand)?", "what do they look at first"),
        ("跟去年相比，大家喝奶茶的次数是少了、多了，还是差不多？", "大家喝奶茶的次数"),
        ("每个月花在奶茶上的钱大概是多少元？", "每个月花在奶茶上的钱"),
        ("Why?", "Why"),
    ],
)
def test_a_topic_is_the_asking_clause(text: str, topic: str) -> None:
    assert topic_of(text) == topic


@pytest.mark.parametrize("values", [[5.0], [1.0, 1.0], [80.0, 600.0, 250.0], [0.0, 3.5], [10.0, 1000000.0]])
def test_bands_hold_every_value_once(values: list[float]) -> None:
    bands = bands_of(values)
    assert len(bands) <= 11
    assert all(sum(low <= value < high for low, high in bands) == 1 for value in values)


def test_a_quote_is_a_whole_sentence() -> None:
    text = "Well. It was the cream, the heavy one, that did it in the end... and I stopped. Then I slept."
    at = text.index("heavy")
    start, end = sentence_around(text, (at, at + 5), (0, len(text)), "en")
    assert text[start:end] == "It was the cream, the heavy one, that did it in the end... and I stopped."


def returning(people: int, take_up: int) -> Evidence:
    """`people` answered in both waves; the first `take_up` of them say T1 in the second wave and not in the first."""
    evidence = evidence_of(people, 0, take_up, 0)
    question = evidence.questions["Q1"]
    who = evidence.respondents
    (theme,) = question.themes
    changed = dataclasses.replace(
        question, themes=(dataclasses.replace(theme, waves={"2026-Q1": theme.people}),),
        waves={"2025-Q4": who, "2026-Q1": who},
    )  # fmt: skip
    return dataclasses.replace(evidence, questions={"Q1": changed}, returned=who, waves=("2025-Q4", "2026-Q1"))


@pytest.mark.parametrize(
    ("people", "take_up", "said"),
    [(40, 12, "is statistically significant."), (40, 3, "a lead to follow."), (29, 12, "not a test")],
)
def test_a_change_is_tested_where_enough_came_back(people: int, take_up: int, said: str) -> None:
    draft = draft_of(returning(people, take_up))
    write_changes(draft, outline())
    assert said in prose(draft)
    assert ("This change is statistically significant" in prose(draft)) is (said == "is statistically significant.")


DOG = in_words("dog owners")


def told_by_account(write: Callable[[Draft], None], account: Account) -> str:
    draft = draft_of(dataclasses.replace(evidence_of(3, 2, 0, 0), account=account, waves=("2025-Q4", "2026-Q1")))
    write(draft)
    return prose(draft)


@pytest.mark.parametrize(
    ("silent", "required", "said"),
    [
        (4, True, "4 said nothing about it and do not count as fitting. It holds for 3."),
        (4, False, "It is preferred and keeps nobody out."),
        (9, True, "none of the 9 people interviewed within the time window said anything about it."),
    ],
)
def test_a_criterion_in_words_says_by_what_it_was_decided(silent: int, required: bool, said: str) -> None:
    counts = {"people": 9, "stated": 4, "inferred": 5 - silent if silent < 5 else 0, "silent": silent, "holds": 3}
    asked = dataclasses.replace(outline(), criteria=(dataclasses.replace(DOG, required=required),))
    text = told_by_account(lambda draft: write_audience(draft, asked), Account(said={"dog owners": counts}))
    assert said in text and "“dog owners”" in text
    assert ("Required of a respondent" in text) is required


def test_the_rule_names_the_waves_where_the_audience_does_and_rounds_up() -> None:
    core = tuple(OutlineQuestion(f"Q{n}", "What?", n, must_have=True) for n in range(1, 8))
    asked = dataclasses.replace(outline(), sections=(Section("core", "Core", "", core),), window=1)
    text = told_by_account(lambda draft: write_rule(draft, asked), Account())
    assert "within the last 1 wave, answered at least 4 of the 7" in text
    named = dataclasses.replace(asked, criteria=(Criterion("wave", "in", ("2025-Q4", "2026-Q1"), True, "two waves"),))
    text = told_by_account(lambda draft: write_rule(draft, named), Account())
    assert "in 2025-Q4, 2026-Q1, answered at least 4 of the 7" in text and "within the last" not in text


def test_where_the_rule_left_nobody_out_there_is_nobody_it_missed() -> None:
    text = told_by_account(write_missed, Account(missed={"left_out": 0, "looked": 0, "found": 0}))
    assert "nobody the rule may have missed" in text


@pytest.mark.parametrize(("valid", "said"), [(5, "goes on with all of them"), (8, "goes on with 5 of them")])
def test_a_short_report_says_how_many_of_the_valid_it_goes_on_with(valid: int, said: str) -> None:
    evidence = dataclasses.replace(
        evidence_of(3, 2, 0, 0), funnel={"valid": (valid, valid)}, account=Account(wanted=30)
    )
    draft = draft_of(evidence)
    write_short(draft, Selection(evidence.respondents, "random", 1, valid, 5, 30), "summary.short")
    assert said in prose(draft) and f"30 responses were wanted, {valid} are valid" in prose(draft)
