"""The cleaned layer only removes, only what means nothing, and every character knows where it came from."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.cleaning import apply_cleaning, removable
from corpus.language import language_of

CLEANED = [
    ("嗯，不是", "不是"), ("呃，三百块左右吧", "三百块左右吧"), ("嗯嗯，啊，好像可能买过两三次", "好像可能买过两三次"),
    ("怎么说呢，还行吧", "还行吧"), ("那个……我不要", "我不要"), ("那个那个，我没买", "我没买"), ("我我我觉得不贵", "我觉得不贵"),
    ("然后然后就没了", "然后就没了"), ("还行吧，嗯，不太贵", "还行吧，不太贵"), ("因为因为贵", "因为贵"),
    ("Um, no", "no"), ("You know, maybe twice", "maybe twice"), ("It's, you know, kind of pricey", "It's, kind of pricey"),
    ("well, I mean, not really", "not really"), ("the the price", "the price"), ("I, I, I don't", "I don't"),
    ("I guess, um... maybe 20", "I guess, maybe 20"), ("about 5 mm, um, thick", "about 5 mm, thick"),
    ("uh, -5 degrees", "-5 degrees"), ("mm, three or four", "three or four"), ("I'm I'm not sure", "I'm not sure"),
    ("£2.50, uh, or so", "£2.50, or so"), ("but but never", "but never"),
]  # fmt: skip
KEPT = [
    "嗯。每天都喝。", "啊。没有。", "不不不，没有没有", "就是就是", "这个，我不喜欢", "那个，我不要", "这个、那个都买", "我现在在家", "其他他不买",
    "实在在乎", "唔，唔好", "好像吧", "可能不会", "还行吧", "一一说明", "三三两两", "嗯……", "一个一个来", "差不多差不多", "没有，真没有", "大概十五六块",
    "Uh-huh.", "uh-uh, never", "Mm-hmm, yes", "Uh huh, I do", "um-hum", "5 mm thick", "Do you know the brand?", "I mean it",
    "What I mean, really", "if you know, you know it", "it was so so", "what I listen to to relax", "I told you you can't",
    "vitamin A a day", "No, no, no", "not not good", "maybe, maybe", "kind of, sort of", "I don't know", "a bit, I guess",
    "at the ER", "an HM shop", "what it is is cheap", "I'd think of of course", "twenty twenty", "very very", "Um. No.", "uh?",
]  # fmt: skip
WORTH = (
    "不 没 没有 别 未必 好像 可能 大概 也许 应该 左右 还行吧 差不多 一般 三百 15 二十五 no not never don't n't maybe perhaps possibly kind of "
    "sort of I guess I think about roughly probably hardly 7 2.50 fifteen half"
).split()  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CLEANED)
def test_cleaned(text, expected) -> None:
    assert apply_cleaning(text, removable(text, language_of(text))) == expected


@pytest.mark.parametrize("text", KEPT)
def test_kept(text) -> None:
    assert removable(text, language_of(text)) == ()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("word", WORTH)
def test_negations_hedges_and_numbers_survive_among_fillers(word, language) -> None:
    around = ("嗯，呃，", "，那个……嗯，", "，我我") if language == "zh" else ("Um, uh, ", ", you know, ", ", the the ")
    for before in around:
        for after in ("，嗯，好", ", um, well", "。", " "):
            text = f"{before}{word}{after}x"
            assert word in apply_cleaning(text, removable(text, language)), text


PIECES = st.lists(
    st.sampled_from(
        ["嗯", "呃，", "那个", "……", "我", "我我", "不", "，", "。", "买", "um", "uh", " ", ", ", "you know", "I ", "the ", "not", "-", "…", "mm", "5", "."]
    ),
    max_size=14,
).map("".join)  # fmt: skip


@given(PIECES, st.sampled_from(["zh", "en"]))
def test_every_character_maps_back(text, language) -> None:
    spans = removable(text, language)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges) and all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] < after[0] for one, after in pairwise(spans))
    origin = [at for at in range(len(text)) if not any(start <= at < end for start, end in spans)]
    assert "".join(text[at] for at in origin) == apply_cleaning(text, spans)
    removed = "".join(text[start:end] for start, end in spans)
    assert not (set(removed) - set(apply_cleaning(text, spans))) & set("不5"), "said twice, once is kept"
    said_no = [found.start() for found in re.finditer(r"\bnot\b", text, re.ASCII)]  # "notI" is no word
    assert not [at for at in said_no if any(start <= at < end for start, end in spans)]
    cleaned = apply_cleaning(text, spans)
    assert removable(cleaned, language) == ()


def test_stored_spans_are_of_the_interviews_text(bring, write, talk, corpus) -> None:
    write("a.jsonl", talk("Um, why?", "Um, uh, not the the price.", "Really?", "Never."))
    bring()
    interview = corpus.interview("E01-2026-Q1")
    assert [interview.cleaned(turn) for turn in interview.turns] == ["why?", "not the price.", "Really?", "Never."]
    spans = [span for turn in interview.turns for span in turn.removed]
    assert [interview.words(span) for span in spans] == ["Um, ", "Um, uh, ", "the "]
    assert all(turn.start <= start < end <= turn.end for turn in interview.turns for start, end in turn.removed)
