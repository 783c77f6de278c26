"""A guide of one's own: sections, questions, probes, marks and types read from text and Word; hostile files refused."""

import io
import zipfile

import pytest
from docx import Document

from corpus.errors import BadInput
from corpus.records import Language
from research.brief import parse_brief
from research.guides import read_guide
from research.outline import Outline
from research.outline_edits import MOST
from tests.tiny import BRIEFS

ZH, EN = parse_brief(BRIEFS["zh"]), parse_brief(BRIEFS["en"])

CHINESE = """奶茶访谈提纲

一、开场
1. 先聊聊您自己？
二、正题
目的：弄清楚变化
2. 跟去年比，您喝奶茶的次数变多了还是变少了？（必问）
   - 为什么变了？
   追问：从什么时候开始的？
3. 买奶茶先看什么？
题型：排序（口味 / 价格 / 糖分）
- 还有呢？
4. 请介绍一下最近一次买奶茶的经过
三、结束
还有什么想说的吗？
"""
ENGLISH = """# Coffee
## Background
1. this is not asked
## Warm-up
* Tell me about yourself.
## Shopping
Aim: what do they buy and why
* How much do you spend on coffee in a month?
    * Where?
    * Probe: and online?
* **Do you like it?** ★
Show the card.
Why do you drink it?
## Wrap-up
* Anything else?
"""


def told(outline: Outline) -> list[tuple[str, list[str]]]:
    return [(section.name, [question.text for question in section.questions]) for section in outline.sections]


def test_a_chinese_guide() -> None:
    outline = read_guide("提纲.txt", CHINESE.encode(), ZH)
    assert told(outline) == [
        ("warmup", ["先聊聊您自己？"]),
        ("core", ["跟去年比，您喝奶茶的次数变多了还是变少了？", "买奶茶先看什么？", "请介绍一下最近一次买奶茶的经过"]),
        ("closing", ["还有什么想说的吗？"]),
    ]
    first, second, third = outline.core
    assert first.probes == ("为什么变了？", "从什么时候开始的？") and first.brief_question == 1
    assert (second.kind, second.options, second.probes) == ("ranking", ("口味", "价格", "糖分"), ("还有呢？",))
    assert [question.must_have for question in outline.core] == [True, False, False]
    assert third.brief_question is None and outline.language == "zh"
    assert outline.sections[1].purpose == "目的：弄清楚变化"


def test_an_english_guide_in_markdown() -> None:
    outline = read_guide("guide.md", ENGLISH.encode(), EN)
    assert told(outline) == [
        ("warmup", ["Tell me about yourself."]),
        ("core", ["How much do you spend on coffee in a month?", "Do you like it?", "Why do you drink it?"]),
        ("closing", ["Anything else?"]),
    ]
    first, second, third = outline.core
    assert first.probes == ("Where?", "and online?") and (first.kind, first.brief_question) == ("number", 3)
    assert [question.must_have for question in (first, second, third)] == [False, True, False]
    assert third.aspect == "reason" and outline.criteria


def test_without_headings_all_is_core_and_without_marks_what_answers_the_brief_is_must_have() -> None:
    outline = read_guide("a.txt", b"1. How much do you spend on coffee in a month?\n2. Do you have a dog?", EN)
    assert told(outline)[0][0] == "core" and len(outline.sections) == 1
    assert [question.must_have for question in outline.core] == [True, False]
    outline = read_guide("a.txt", b"1. Do you have a cat?\n2. Do you have a dog?", EN)
    assert [(one.must_have, one.brief_question) for one in outline.core] == [(True, None), (True, None)]


def test_a_guide_that_is_only_warm_up_is_core() -> None:
    assert told(read_guide("a.md", b"# Warm-up\n1. Do you have a cat?\n# Wrap-up\n2. A dog?", EN))[0][0] == "core"


@pytest.mark.parametrize("mark", ["(must)", "（必问）", "[must-have]", "*", "★", "【必答】", "(required)"])
def test_must_have_marks(mark: str) -> None:
    for text in (f"1. Do you have a cat? {mark}", f"1. {mark}Do you have a cat?"):
        outline = read_guide("a.txt", f"{text}\n2. A dog?\n3. How much a month for coffee?".encode(), EN)
        assert [one.must_have for one in outline.core] == [True, False, False], text
        assert outline.core[0].text == "Do you have a cat?"


@pytest.mark.parametrize("mark", ["(optional)", "（选问）", "（选答）", "【选做】", "(if time allows)"])
def test_an_optional_mark_is_no_part_of_the_question(mark: str) -> None:
    outline = read_guide("a.txt", f"1. Do you have a cat? {mark}\n2. A dog? (must)".encode(), EN)
    assert [(one.text, one.must_have) for one in outline.core] == [("Do you have a cat?", False), ("A dog?", True)]


def word(*lines: tuple[str, str]) -> bytes:
    document = Document()
    for style, text in lines:
        document.add_paragraph(text, style)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_word_guide_by_its_styles_and_lists() -> None:
    data = word(
        ("Title", "Coffee guide"), ("Heading 1", "Introduction"), ("List Number", "Tell me about yourself"),
        ("Heading 1", "Habits"), ("Normal", "About ten minutes."), ("List Number", "Where do you drink coffee? (must)"),
        ("List Bullet", "Alone or with others?"), ("List Number", "How much a month, in pounds?"),
        ("Normal", "Type: choice (a lot / a little)"), ("Normal", "What matters most when you choose a coffee?"),
    )  # fmt: skip
    outline = read_guide("guide.docx", data, EN)
    assert told(outline) == [
        ("warmup", ["Tell me about yourself"]),
        ("core", ["Where do you drink coffee?", "How much a month, in pounds?", "What matters most when you choose a coffee?"]),
    ]  # fmt: skip
    first, second, third = outline.core
    assert first.probes == ("Alone or with others?",) and first.must_have
    assert (second.kind, second.options) == ("choice", ("a lot", "a little"))
    assert third.brief_question == 2 and outline.sections[1].purpose == "About ten minutes."


@pytest.mark.parametrize("language", ["zh", "en"])
def test_words_that_mean_harm_stay_words(language: Language) -> None:
    text = "1. <script>alert(1)</script> {{x}} $x$ why?\n   - :smile: [a](http://evil.example)"
    (question,) = read_guide("a.txt", text.encode(), parse_brief(BRIEFS[language])).core
    assert question.text == "<script>alert(1)</script> {{x}} $x$ why?"
    assert question.probes == (":smile: [a](http://evil.example)",)


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (21 * 1024 * 1024))
    return stream.getvalue()


def with_entity() -> bytes:
    stream = io.BytesIO()
    xml = '<!DOCTYPE d [<!ENTITY a "aa">]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r><w:t>&a;?</w:t></w:r></w:p></w:document>'
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", xml)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "key"),
    [
        ("a.pdf", b"1. why?", "guide_unreadable"),
        ("a.docx", b"no zip", "guide_unreadable"),
        ("a.docx", bomb(), "guide_unreadable"),
        ("a.docx", with_entity(), "guide_unreadable"),
        ("a.txt", b"\x00\x01\x02?", "guide_unreadable"),
        ("a.txt", b" \n ", "guide_no_questions"),
        ("a.txt", b"Nothing is asked here.", "guide_no_questions"),
        ("a.txt", b"why? " * 5000, "guide_too_long"),
        ("a.txt", "\n".join(f"{n}. why {n}?" for n in range(MOST + 1)).encode(), "outline_too_many_questions"),
        ("a.txt", b"1. why " + b"x" * 600 + b"?", "question_too_long"),
    ],
)
def test_what_cannot_be_read_is_said(name: str, data: bytes, key: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_guide(name, data, EN)
    assert caught.value.key == key


TIMED = """Skin care discussion guide

Introduction (5 min)
1. Tell me about yourself

Routine (20 min)
2. What does your routine look like?
   - In the morning?
3. How much do you spend in a month?

Show card A

4. What else do you buy?

Wrap up
5. Anything else?
"""


def test_a_plain_guide_with_times() -> None:
    outline = read_guide("a.txt", TIMED.encode(), EN)
    assert [(one.name, one.title) for one in outline.sections] == [
        ("warmup", "Introduction (5 min)"), ("core", "Routine (20 min)"), ("closing", "Wrap up"),
    ]  # fmt: skip
    assert [question.id for question in outline.core] == ["Q2", "Q3", "Q4"]
    assert all("Skin care" not in one.purpose for one in outline.sections), "a title is no section's purpose"


@pytest.mark.parametrize(
    "head", ["护肤习惯（约20-25分钟）", "二、护肤习惯（20分钟）", "2. Routine (20 min)", "Routine - 20 mins"]
)
def test_a_heading_keeps_its_minutes(head: str) -> None:
    outline = read_guide("a.txt", f"Intro (5 min)\n1. Hello?\n{head}\n2. Do you have a cat?".encode(), EN)
    title = outline.sections[1].title
    assert "20" in title and title in head and outline.sections[1].name == "core"


def test_a_task_of_some_length_is_a_question() -> None:
    outline = read_guide("a.txt", b"1. Do you have a cat?\n2. How many minutes do you sleep (in min)?", EN)
    assert len(outline.core) == 2
