"""The discussion guide in Word: what it holds, its comments, and that it reads back as the same outline."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from corpus.records import Language
from exports.outline_word import write_guide_parts, write_outline
from exports.word.lists import add_lists
from exports.word.styles import apply_styles
from research.brief import parse_brief
from research.comments import Comment
from research.drafting import draft_guide
from research.guides import read_guide, read_own
from research.outline import Outline, OutlineQuestion, Quota, draft_outline
from research.outline_edits import added, carried, changed, question_of
from research.timing import minutes_for, minutes_in
from tests.edited_outlines import with_must_have
from tests.tiny import BRIEFS

WHEN = datetime(2026, 3, 1, 9, 30)


def outline_of(language: Language) -> Outline:
    """A draft with what a researcher may have done to it."""
    outline = with_must_have(draft_outline(parse_brief(BRIEFS[language])), "Q1", False)
    asked = replace(question_of(outline, "Q2"), kind="choice", options=("a|b|c", "less"), aspect="attitude")
    own = OutlineQuestion(
        "Q7", "Do you have a dog (or a cat)?", None, "ranking", ("x", "y"), "reason", False, ("Why not?",)
    )
    return added(changed(outline, asked), own, section=1, after="Q1")


def read(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_reads_back_as_the_same_outline(language: Language) -> None:
    brief, outline = parse_brief(BRIEFS[language]), outline_of(language)
    again = read_guide("guide.docx", write_outline(outline, brief), brief)
    assert [(one.name, one.title, one.purpose) for one in again.sections] == [
        (one.name, one.title, one.purpose) for one in outline.sections
    ]

    def told(one: OutlineQuestion) -> tuple[object, ...]:
        options = tuple(option.split("|")[0] for option in one.options)
        return one.text, one.kind, options, one.aspect, one.must_have, one.probes, one.brief_question

    core = {question.id for question in outline.core}
    assert [told(one) for one in again.questions] == [told(one) for one in outline.questions]
    assert len(core) == len(again.core) == 4


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_drafted_guide_reads_back_whole(language: Language) -> None:
    """Screener, quotas, purposes, minutes, the parts of the core and the wordings it took."""
    brief = parse_brief(f"{BRIEFS[language]}\n{'份数：24' if language == 'zh' else 'Responses: 24'}")
    outline = draft_guide(brief)
    asked = replace(question_of(outline, "Q2"), minutes=7.5, purpose="Why? For £5 · at once (no 1)", asked_of=(31, 4))
    outline = changed(outline, asked)
    assert outline.quotas and outline.screener and question_of(outline, "Q2").asked_of == (31, 4)
    data = write_outline(outline, brief, study="s-1")
    again, own = read_own("guide.docx", data, brief, "s-1", {one.id for one in outline.questions})
    assert carried(again, outline, {"Q9"}, own) == outline


def test_minutes_are_added_up() -> None:
    brief = parse_brief(BRIEFS["en"])
    outline = draft_guide(brief)
    text = "\n".join(read(write_outline(outline, brief)))
    assert f"about {minutes_in(outline)} minutes in all" in text
    for section in outline.sections:
        assert f"{section.purpose} · {minutes_for(section.questions)} min" in text


def test_the_parts_of_a_guide_go_into_another_paper() -> None:
    """A fieldwork order holds a screener, quotas and questions without the brief they are of."""
    document = Document()
    apply_styles(document)
    add_lists(document)
    outline = replace(draft_guide(parse_brief(BRIEFS["en"])), quotas=(Quota((("gender", "woman"),), 6),))
    write_guide_parts(document, outline)
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Screener" in text and "woman: 6 people" in text and "Whom to ask" not in text
    assert all(question.text in text for question in (*outline.screener, *outline.questions))


def test_another_screener_is_read_with_what_its_options_lead_to() -> None:
    guide = """## Screener
1. Do you drink coffee?
- every day -> continue
- never → terminate
2. No options here?
## Quotas
- woman · 30-39: 5
- people who sing: 4
## Warm-up
1. Hello, how are you?
## Core
2. What matters most when you choose a coffee?
"""
    outline = read_guide("guide.txt", guide.encode(), parse_brief(BRIEFS["en"]))
    (question,) = outline.screener
    assert (question.id, question.text, question.passes) == ("S1", "Do you drink coffee?", ("every day",))
    assert outline.quotas == (Quota((("gender", "woman"), ("age", "30–39")), 5),)
    assert [one.text for one in outline.core] == ["What matters most when you choose a coffee?"]


def test_a_guide_made_for_another_brief_does_not_number_this_ones_questions() -> None:
    data = write_outline(outline_of("en"), parse_brief(BRIEFS["en"]))
    other = parse_brief("Why do dogs bark?\nWhere do dogs sleep?\nWho walks them?")
    assert {question.brief_question for question in read_guide("guide.docx", data, other).core} == {None}


@pytest.mark.parametrize(("language", "words"), [("zh", ["访谈提纲", "访问谁", "题型：数字", "★"]), ("en", ["Discussion guide", "Whom to ask", "Type: number", "★"])])  # fmt: skip
def test_it_holds_what_a_moderator_needs(language: Language, words: list[str]) -> None:
    brief, outline = parse_brief(BRIEFS[language]), outline_of(language)
    text = "\n".join(read(write_outline(outline, brief)))
    assert [one for one in words if one not in text] == []
    for question in outline.questions:
        assert question.text in text and question.id in text
        assert all(probe in text for probe in question.probes)


def test_open_comments_stand_in_the_margin() -> None:
    brief, outline = parse_brief(BRIEFS["en"]), outline_of("en")
    comments = [
        Comment(1, None, "Too long & <b>dull</b>", "local", WHEN, False),
        Comment(2, "Q2", "Ask this first", "Mei", WHEN, False),
        Comment(3, "Q2", "Dealt with", "Mei", WHEN, True),
        Comment(4, "Q99", "Of a dropped question", "Mei", WHEN, False),
    ]
    data = write_outline(outline, brief, comments)
    found = [(each.text, each.author, each.timestamp) for each in Document(io.BytesIO(data)).comments]
    assert [one[:2] for one in found] == [("Too long & <b>dull</b>", "Researcher"), ("Ask this first", "Mei")]
    assert all(when is not None and when.replace(tzinfo=None) == WHEN for _, _, when in found)
    assert data == write_outline(outline, brief, comments)


def test_words_that_a_file_cannot_hold_are_left_out() -> None:
    brief = parse_brief(BRIEFS["en"])
    outline = changed(
        draft_outline(brief), replace(question_of(draft_outline(brief), "Q1"), text="Why\x00 <w:p/> now?")
    )
    assert any("Why <w:p/> now?" in line for line in read(write_outline(outline, brief)))


def test_chinese_is_set_in_a_chinese_font() -> None:
    data = write_outline(outline_of("zh"), parse_brief(BRIEFS["zh"]))
    document = Document(io.BytesIO(data))
    assert 'w:eastAsia="Microsoft YaHei"' in document.styles["Lead"].element.xml
    assert document.core_properties.language == "zh-CN"


def edited(data: bytes, change: Callable[[list[Any]], None]) -> bytes:
    """The file as somebody left it in Word."""
    document = Document(io.BytesIO(data))
    change([one for one in document.paragraphs if one.style is not None and one.style.name == "Lead"])
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_an_own_file_keeps_its_ids_however_it_is_reworded() -> None:
    brief, outline = parse_brief(BRIEFS["en"]), outline_of("en")

    def change(asked: list[Any]) -> None:
        asked[1].runs[0].text = "Why is that so?"  # the code is gone, the mark is not
        asked[3].runs[0].text = "Q1  What matters to them?"  # another code: the mark counts
        asked[4]._p.getparent().remove(asked[4]._p)

    data = edited(write_outline(outline, brief, study="s-12ab"), change)
    again, own = read_own("guide.docx", data, brief, "s-12ab")
    assert [question.id for question in outline.questions] == ["W1", "Q1", "Q7", "Q2", "Q3", "C1"]
    assert [question.id for question in again.questions] == ["W1", "Q1", "Q7", "Q2", "C1"] and own == {
        "W1", "Q1", "Q7", "Q2", "C1",
    }  # fmt: skip
    assert question_of(again, "Q2").text == "What matters to them?"
    kept = carried(again, outline, {"Q9"}, own)
    assert question_of(kept, "Q2").options == ("a|b|c", "less"), "other ways of saying an option are not lost"


def test_a_question_written_into_an_own_file_is_new() -> None:
    brief, outline = parse_brief(BRIEFS["en"]), draft_outline(parse_brief(BRIEFS["en"]))

    def change(asked: list[Any]) -> None:
        asked[1].insert_paragraph_before("Q1  Do they like milk?", "Lead")  # its number is taken by a mark
        twin = asked[2]._p
        for mark in [*twin.iter(qn("w:bookmarkStart"))]:
            twin.remove(mark)  # pasted over: only the number tells

    data = edited(write_outline(outline, brief, study="s-1"), change)
    now = {question.id for question in outline.questions}
    again, own = read_own("guide.docx", data, brief, "s-1", now)
    by_text = {question.text: question.id for question in again.questions}
    assert by_text[brief.questions[0]] == "Q1" and by_text[brief.questions[1]] == "Q2"
    assert by_text["Do they like milk?"] not in own


def test_the_marks_of_another_study_and_numbers_alone_tell_nothing() -> None:
    brief, outline = parse_brief(BRIEFS["en"]), outline_of("en")
    now = {question.id for question in outline.questions}
    for data in (write_outline(outline, brief, study="s-2"), write_outline(outline, brief)):
        assert read_own("guide.docx", data, brief, "s-1", now)[1] == frozenset()
