"""Another's cleaning is taken only where it is the original with pieces missing, and nothing meant is missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.cleaning import apply_cleaning, removable
from corpus.cleaning_aligned import aligned

TAKEN = [
    ("Um, I I don't like it", "I don't like it"), ("So, basically, it's kind of dry", "it's kind of dry"),
    ("嗯，我觉得吧，还行吧", "我觉得吧，还行吧"), ("我买了三盒，不对，四盒", "我买了四盒"), ("just the same", "just the same"),
    ("I don't, I don't know", "I don't know"),
]  # fmt: skip
REFUSED = [
    ("I like it", "I love it"), ("I like it", "it I like"), ("I like it", "I like it a lot"), ("I do not like it", "I do like it"),
    ("maybe twice", "twice"), ("about 15 dollars", "about dollars"), ("15 dollars", "5 dollars"), ("unlike that", "like that"),
    ("我不喜欢", "我喜欢"), ("可能三百", "三百"), ("我不喜欢甜的，也不喜欢咸的", "我不喜欢甜的，也喜欢咸的"), ("嗯，不", " "),
]  # fmt: skip


@pytest.mark.parametrize(("original", "refined"), TAKEN)
def test_pieces_taken_out(original, refined) -> None:
    assert apply_cleaning(original, aligned(original, refined)) == refined


@pytest.mark.parametrize(("original", "refined"), REFUSED)
def test_refused(original, refined) -> None:
    with pytest.raises(ValueError, match=r"lost|not in the original|nothing would be left"):
        aligned(original, refined)


WORDS = st.lists(
    st.sampled_from("um I like not the price 5 maybe it , . — 我 不 买 嗯".split()), min_size=1, max_size=10
)


@given(WORDS, st.data())
def test_what_is_accepted_is_the_original_with_pieces_missing(words, data) -> None:
    original = " ".join(words)
    kept = [word for word in words if data.draw(st.booleans())]
    refined = " ".join(kept)
    try:
        spans = aligned(original, refined)
    except ValueError:
        return
    assert apply_cleaning(original, spans) == refined
    assert all(start < end for start, end in spans) and list(spans) == sorted(spans)
    for word in ("not", "5", "maybe", "不"):
        assert (word in words) == (word in kept)


@given(
    st.lists(st.sampled_from(["um, ", "I ", "the ", "like ", "not ", "5 ", "we went to, ", "price "]), max_size=10).map(
        "".join
    )
)
def test_the_products_own_cleaning_is_always_taken(text) -> None:
    cleaned = apply_cleaning(text, removable(text, "en"))
    if cleaned.strip():
        assert apply_cleaning(text, aligned(text, cleaned)) == cleaned
