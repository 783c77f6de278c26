"""Prose around locked figures and quotes: what comes back as it was, and what is refused, with the piece that cannot stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadInput
from research.figures import Figure
from research.locked import LONGEST, check_title, lock, locked, unlocked
from research.report import MARK, Quote, Report, StoredText

QUOTE = Quote("Q003", "R01", "R01-2026-Q1", 1, ((0, 5),), (0, 2), "")
REPORT = Report(
    id="r", study="s", language="en", title="Tea in 2026", blocks=(),
    figures={
        "F001": Figure("F001", {}, 40, 100), "F002": Figure("F002", {}, 9, 14), "F003": Figure("F003", {}, 40, None),
        "F004": Figure("F004", {"statistic": "median"}, 9, None, 12.5),
    },
    quotes={"Q003": QUOTE}, quoted={"Q003": "I like ⟦it⟧ “very” much, more than I can say to anybody at all"},
    texts={"T002": StoredText("T002", "wave", "2026-Q1"), "T010": StoredText("T010", "words", "taste/price")},
)  # fmt: skip
TEXT = "Most say {F001:full}, {F002:of}; {F001:share} and {F004:value}. {Q003} “{T010}”, since {T002}, {F003:n}"
MARKS = [mark[0] for mark in MARK.finditer(TEXT)]
FREE = st.text(alphabet="abc ,.;:!?-()而且更喜欢这个{}[]#*", max_size=12)


def test_what_is_not_touched_comes_back() -> None:
    assert unlocked(locked(TEXT, REPORT), REPORT, TEXT) == TEXT


def test_a_lock_shows_what_the_reader_sees() -> None:
    shown = locked(TEXT, REPORT)
    assert "⟦F2 9 of 14⟧" in shown and "⟦F1 40%⟧" in shown and "⟦T2 2026-Q1⟧" in shown and "⟦F4 12.5⟧" in shown
    assert "⟦Q3 “I like it “very” much" in shown and shown.count("⟦") == len(MARKS)


@given(st.permutations(MARKS), st.lists(FREE, min_size=len(MARKS) + 1, max_size=len(MARKS) + 1))
def test_locks_move_among_free_words(marks: list[str], words: list[str]) -> None:
    words = [f" so {each} so " for each in words]  # beside a mark not everything is free
    text = "".join(part for pair in zip(words, [*marks, ""], strict=True) for part in pair)
    again = unlocked(locked(text, REPORT), REPORT, TEXT)
    assert again == " ".join(text.split())


@given(st.data())
def test_a_digit_anywhere_outside_is_refused(data: st.DataObject) -> None:
    shown = locked(TEXT, REPORT)
    outside = [at for at in range(len(shown) + 1) if shown[:at].count("⟦") == shown[:at].count("⟧")]
    at = data.draw(st.sampled_from(outside))
    digit = data.draw(st.sampled_from("0179٣３①½"))
    with pytest.raises(BadInput, match="edit_number"):
        unlocked(shown[:at] + digit + shown[at:], REPORT, TEXT)


@given(st.data())
def test_nothing_inside_a_lock_changes(data: st.DataObject) -> None:
    shown = locked("x {F001:full} y {T010} z", REPORT)
    inside = [at for at in range(len(shown)) if shown[:at].count("⟦") > shown[:at].count("⟧")]
    at = data.draw(st.sampled_from(inside))
    other = data.draw(st.characters(categories=("L", "N")).filter(lambda one: one != shown[at]))
    with pytest.raises(BadInput) as refused:
        unlocked(shown[:at] + other + shown[at + 1 :], REPORT, "")
    assert refused.value.key in ("edit_lock_changed", "edit_number") and refused.value.values["piece"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "edit_empty"), (" \n\t ", "edit_empty"), ("x" * (LONGEST + 1), "edit_too_long"),
        ("三成人这么说", "edit_number"), ("一半以上", "edit_number"), ("two thirds of them", "edit_number"),
        ("doubled since", "edit_number"), ("⟦F1 40%⟧0", "edit_number"), ("百分之⟦F3 40⟧", "edit_number"),
        ("{F001:n} people", "edit_number"), ("{Q003}", "edit_number"),
        ("“I hate it”", "edit_quotation"), ("他说「不好」", "edit_quotation"), ('an "open end', "edit_quotation"),
        ("“⟦F2 9 of 14⟧”", "edit_quotation"), ("“⟦T10 taste/price⟧ indeed”", "edit_quotation"),
        ("⟦F1 41%⟧", "edit_lock_changed"), ("⟦F9 40%⟧", "edit_lock_changed"), ("⟦40%⟧", "edit_lock_changed"),
        ("⟦F2 9 of 14", "edit_lock_changed"), ("F2 9 of 14⟧", "edit_lock_changed"), ("⟦⟧", "edit_lock_changed"),
        ("⟦F2 ⟦F2 9 of 14⟧⟧", "edit_lock_changed"), ("⟦T2 2025-Q1⟧", "edit_lock_changed"),
    ],
)  # fmt: skip
def test_what_breaks_a_rule_is_refused(text: str, key: str) -> None:
    with pytest.raises(BadInput) as refused:
        unlocked(text, REPORT, TEXT)
    assert refused.value.key == key
    assert key in ("edit_empty", "edit_too_long") or refused.value.values["piece"]


@pytest.mark.parametrize(
    "text",
    [
        "“⟦T10 taste/price⟧”",
        "don't, won't – it's 'so'",
        "万一不好喝",
        "十分喜欢",
        "⟦F2 9 of 14⟧, ⟦F2 9 of 14⟧",
        "£⟦F4 12.5⟧",
    ],
)
def test_what_keeps_the_rules_stays(text: str) -> None:
    assert locked(unlocked(text, REPORT, TEXT), REPORT) == text


def test_two_forms_that_look_alike_keep_the_one_that_stood_there() -> None:
    """Below thirty "full" and "of" read the same; on more people they will not."""
    assert lock("F002", "full", REPORT) == lock("F002", "of", REPORT)
    assert unlocked("⟦F2 9 of 14⟧", REPORT, "{F002:of}") == "{F002:of}"
    assert unlocked("⟦F2 9 of 14⟧", REPORT, "{F002:full}") == "{F002:full}"


@pytest.mark.parametrize("title", ["Tea in 2026", "What 2026 drank", "Tea, a year on", "Tea in 2025-Q4"])
def test_a_title_may_hold_the_numbers_it_had(title: str) -> None:
    assert check_title(f"  {title} ", "Tea in 2026", "2025-Q4") == title


@pytest.mark.parametrize(
    ("title", "key"),
    [("63% drink less", "edit_number"), ("Tea in 2", "edit_number"), ("Tea in 20266", "edit_number"), ("三成人不喝", "edit_number"),
     ("“Never again”", "edit_quotation"), (" ", "edit_empty"), ("x" * 201, "edit_too_long"), ("{F001}", "edit_number")],
)  # fmt: skip
def test_a_title_claims_nothing(title: str, key: str) -> None:
    with pytest.raises(BadInput, match=key):
        check_title(title, "Tea in 2026", "2025-Q4")
