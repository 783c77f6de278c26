"""A fieldwork order in Word: the screener, who is missing in numbers, and the unanswered questions and no others."""

import io
from dataclasses import replace
from datetime import datetime

import pytest
from docx import Document

from corpus.records import Language
from exports.fieldwork_word import write_fieldwork
from research.brief import parse_brief
from research.fieldwork import Fieldwork, Terms
from research.fieldwork_content import Content, Missing, guide_of, screener_of
from research.messages import say
from research.outline import draft_outline
from research.what_changed import Counted
from tests.tiny import BRIEFS


def order_of(language: Language, *asked: str, alone: bool = True) -> Fieldwork:
    outline = draft_outline(parse_brief(BRIEFS[language]))
    cells = (Missing((("gender", "woman"), ("age", "30–39")), 3, 8), Missing((), 6, 60))
    content = Content(screener_of(outline), cells, guide_of(outline, asked), alone)
    return Fieldwork(
        "f-1", "s-1", "acme", language, "奶茶 <b> | study", 59, content, Terms("Mei", 60, "CNY", "2026-05-01"), "ordered",
        Counted(6, {}, (3, 6)), None, "ann", datetime(2026, 3, 1),
    )  # fmt: skip


def read(data: bytes) -> tuple[list[str], list[list[str]]]:
    document = Document(io.BytesIO(data))
    tables = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    return [paragraph.text for paragraph in document.paragraphs], tables


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_holds_the_screener_the_missing_and_only_what_is_unanswered(language: Language) -> None:
    order = order_of(language, "Q2")
    outline = draft_outline(parse_brief(BRIEFS[language]))
    lines, table = read(write_fieldwork(order))
    text = "\n".join(lines)
    assert lines[0] == order.title and "f-1" in lines[1] and "2026-05-01" in lines[1] and "60 CNY" in lines[1]
    asked = {question.id: question.text in text for question in outline.core}
    assert asked == {"Q1": False, "Q2": True, "Q3": False}
    assert any(line.startswith("W1") for line in lines) and any(line.startswith("C1") for line in lines)
    assert any(line.startswith("S1") for line in lines)
    assert say(language, "guide.screener.passes", option=say(language, "fieldwork.holds")) in lines
    assert say(language, "guide.screener.closes", option=say(language, "fieldwork.fails")) in lines
    told = [say(language, "outline.guide.answers", number=2), "★"]
    assert not any(words in text for words in told), "the field knows no brief"
    assert [row[1:] for row in table[1:]] == [["3", "8", "5"], ["6", "60", "54"]]
    assert table[2][0] == say(language, "fieldwork.anybody")
    assert "acme" not in text, "whose it is, is not told to the field"


def test_people_interviewed_before_are_asked_where_a_new_one_would_not_count() -> None:
    told = say("en", "fieldwork.again")
    assert told not in read(write_fieldwork(order_of("en", "Q2")))[0]
    assert told in read(write_fieldwork(order_of("en", "Q2", alone=False)))[0]


def test_the_same_order_gives_the_same_bytes_and_nobody_screens_where_anybody_may_be_asked() -> None:
    order = order_of("en", "Q1")
    assert write_fieldwork(order) == write_fieldwork(order)
    anyone = replace(order, content=replace(order.content, screener=()))
    assert say("en", "fieldwork.no_screener") in read(write_fieldwork(anyone))[0]
