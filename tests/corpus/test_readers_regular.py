"""Labels in no form anybody agreed upon: read where the same few begin every line in turn, refused where they do not."""

import pytest

from corpus.errors import FileRefused
from corpus.readers import read_transcripts

EN = (
    ("Dana", "Where do you buy tea?"),
    ("Pat", "At the corner shop - mostly."),
    ("Dana", "Why?"),
    ("Pat", "On my way."),
)
ZH = (("小陈", "您在哪里买茶？"), ("大伟", "楼下小店。"), ("小陈", "为什么？"), ("大伟", "顺路——也便宜。"))


@pytest.mark.parametrize(
    "mark", [" >> ", ">> ", " -> ", " => ", " → ", " - ", " – ", " — ", "——", "\t", " | ", " > ", " / ", " = "]
)
@pytest.mark.parametrize("talk", [EN, ZH], ids=["en", "zh"])
def test_one_mark_behind_the_same_names(talk, mark) -> None:
    (read,) = read_transcripts("a.txt", "\n".join(f"{who}{mark}{said}" for who, said in talk).encode())
    assert [(turn.speaker, turn.text) for turn in read.turns] == list(talk)


def test_a_line_without_it_continues() -> None:
    lines = [f"{who} >> {said}" for who, said in EN * 3]
    (read,) = read_transcripts("a.txt", "\n".join([*lines[:4], "and it is cheap.", *lines[4:]]).encode())
    assert len(read.turns) == 12 and read.turns[3].text == "On my way.\nand it is cheap."


@pytest.mark.parametrize(
    "lines",
    [
        ("Fruit - apple", "Fruit - pear", "Leaves - kale", "Leaves - leek"),
        ("Tea - a drink", "Milk - white", "Sugar - sweet", "Bread - brown"),
        ("I like tea - mostly", "We buy it there", "I like it - really", "It is cheap"),
        ("2024 > up", "2025 > down", "2024 > up", "2025 > down"),
        ("Dana >> Hello?", "Pat >> Hi."),
    ],
    ids=["headings", "glossary", "prose", "years", "too few"],
)
def test_no_talk(lines) -> None:
    with pytest.raises(FileRefused) as refused:
        read_transcripts("a.txt", "\n".join(lines).encode())
    assert refused.value.key == "no_speakers"
