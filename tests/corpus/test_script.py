"""Traditional and simplified Chinese read alike, each character in its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.cleaning import apply_cleaning, removable
from corpus.readers import read_transcripts
from corpus.script import as_written, simplified, simplified_all
from corpus.tables import people_in

HAN = st.text(
    st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF) | st.sampled_from("，。a 1\n\U00020000後著麼髮乾")
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("比去年買得少了，睡不著覺。", "比去年买得少了，睡不着觉。"),
        ("乾淨的頭髮", "干净的头发"),
        ("這隻鞋兩百塊，後來沒買", "这只鞋两百块，后来没买"),
        ("乾坤", "乾坤"),
        ("著名的專著，效果顯著，看著它", "著名的专著，效果显著，看着它"),
        ("已经是简体", "已经是简体"),
        ("plain words", "plain words"),
    ],
)
def test_what_is_written_and_what_is_read(written: str, read: str) -> None:
    assert simplified(written) == read


@given(HAN)
def test_every_character_keeps_its_place(text: str) -> None:
    folded = simplified(text)
    assert len(folded) == len(text)
    assert simplified(folded) == folded or len(simplified(folded)) == len(text)
    assert as_written(folded, text) == text


def test_what_was_put_together_is_written_as_the_text_writes_it() -> None:
    original = "為什麼喝？後來呢，為什麼不喝了？"
    assert as_written("为什么不喝", original) == "為什麼不喝"
    assert as_written("后来，为什么喝", original) == "後來，為什麼喝"
    assert as_written("another", "plain") == "another"


def test_speakers_fillers_and_headings_are_known_in_either_script() -> None:
    (read,) = read_transcripts(
        "a.txt", "訪問員：您多久喝一次奶茶？\n受訪者：嗯，我我我覺得，一個星期買了三盒，不對，四盒。\n".encode("big5")
    )
    assert read.names_interviewer == "訪問員" and [turn.speaker for turn in read.turns] == ["訪問員", "受訪者"]
    said = read.turns[1].text
    assert apply_cleaning(said, removable(said, "zh")) == "我覺得，一個星期買了四盒。"
    people = people_in("a.csv", "受訪者編號,期次,性別,城市級別\nZ1,2026-Q1,女,縣城\n".encode())
    assert [(one.respondent, one.gender, one.city_tier) for one in people] == [("Z1", "女", "縣城")]


@given(st.lists(HAN.map(lambda text: text.replace("\n", ""))))
def test_texts_together_read_as_each_alone(texts: list[str]) -> None:
    assert simplified_all(texts) == [simplified(text) for text in texts]
