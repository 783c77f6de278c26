"""Edits that have no place any more, or another text beneath them; and what is refused in the first place."""

from dataclasses import replace
from typing import Any

import pytest

from corpus.errors import BadInput, NotFound
from exports.marks import read_word
from exports.word import Links, write_word
from research.editing import edited
from research.edits import Edit
from research.locked import locked
from research.opened import OpenedReport, Quoted, open_report
from research.report import Heading, Paragraph, QuoteBlock
from research.rewriting import dropped, retitled, rewritten, swapped
from research.swapping import candidates
from research.verification import rederived
from tests.edited_reports import (
    CONCLUSION,
    OWN,
    QUOTED,
    TwoVersions,
    add,
    first_key,
    other_quote,
    own_text,
    quote_words,
    text_of,
)

ASKED = "finding-Q3/asked/1"


def quoting(versions: TwoVersions) -> tuple[OpenedReport, Edit]:
    first = versions.opened()
    edit = add(versions, "swap", QUOTED, other_quote(QUOTED, first, versions))
    return first, edit


def on(opened: OpenedReport, evidence: Any, edit: Edit, versions: TwoVersions) -> Any:
    return edited(opened.written, evidence, [edit], interviews=Quoted(versions.space, evidence))


def test_a_quote_goes_when_its_person_may_not_be_quoted_any_more(versions: TwoVersions) -> None:
    first, edit = quoting(versions)
    who = edit.content["quote"]["respondent"]
    questions = {
        id_: replace(asked, answers={each: replace(answer, quotable=answer.quotable and each != who)
                                     for each, answer in asked.answers.items()})
        for id_, asked in first.evidence.questions.items()
    }  # fmt: skip
    assert on(first, first.evidence, edit, versions).notes == ()
    done = on(first, replace(first.evidence, questions=questions), edit, versions)
    assert [(note.number, note.kind, note.edit) for note in done.notes] == [(1, "unplaced", "swap")]
    assert who not in {done.report.quotes[one.quote].respondent for one in done.report.blocks
                       if isinstance(one, QuoteBlock)} - {one.respondent for one in first.written.quotes.values()}  # fmt: skip


def test_a_figure_of_a_question_that_is_gone_has_no_place(versions: TwoVersions) -> None:
    first = versions.opened()
    figure = next(
        id_ for id_, one in first.report.figures.items()
        if one.spec.get("of") == [{"question": "Q3", "status": "answered"}]
    )  # fmt: skip
    text = OWN[versions.language] + locked(f"{{{figure}:n}}", first.report)
    edit = add(versions, "text", ASKED, rewritten(ASKED, text, first))
    assert on(first, first.evidence, edit, versions).notes == ()
    questions = {id_: asked for id_, asked in first.evidence.questions.items() if id_ != "Q3"}
    written = replace(first.written, figures={})  # as if the second writing had nothing on it
    front = replace(written, blocks=(Heading(2, "x", "finding-Q3"), Paragraph("x", "asked")))
    done = edited(front, replace(first.evidence, questions=questions), [edit], interviews={})
    assert done.notes[-1].kind == "unplaced" and "edited" not in done.keys
    assert versions.space.edits.all(first.saved.study)[0].content == edit.content, "it stays in the log"


def test_a_figure_the_new_report_does_not_show_is_counted_again(versions: TwoVersions) -> None:
    first = versions.opened()
    edit = add(versions, "text", "front/subtitle/1", rewritten(
        "front/subtitle/1", OWN[versions.language] + locked("{F001:n}", first.report), first))  # fmt: skip
    bare = replace(first.written, figures={}, blocks=(Paragraph("x", "subtitle"),))
    done = edited(bare, first.evidence, [edit], interviews={})
    assert [note.kind for note in done.notes] == ["beneath_changed"] and list(done.report.figures) == ["F001"]
    assert done.report.figures["F001"].n == len(first.evidence.respondents)


def test_text_written_differently_beneath_is_told(versions: TwoVersions) -> None:
    first = versions.opened()
    edit = add(versions, "text", CONCLUSION, own_text(CONCLUSION, first))
    keys = dict(zip(first.keys, first.written.blocks, strict=True))
    other = tuple(
        replace(block, text=block.text + "…") if key == CONCLUSION and isinstance(block, Paragraph) else block
        for key, block in keys.items()
    )
    done = edited(replace(first.written, blocks=other), first.evidence, [edit], interviews={})
    assert [note.kind for note in done.notes] == ["beneath_changed"]
    assert text_of(CONCLUSION, replace(first, keys=done.keys, report=done.report)).startswith(OWN[versions.language])


def test_words_nobody_has_dropped_are_not_dropped(versions: TwoVersions) -> None:
    """The quote that was left out has moved, or gone: what stands in its place stays."""
    first = versions.opened()
    edit = add(versions, "drop", QUOTED, dropped(QUOTED, first))
    at = first.keys.index(QUOTED)
    blocks = list(first.written.blocks)
    blocks[at], blocks[at + 1] = blocks[at + 1], blocks[at]
    swapped_round = edited(
        replace(first.written, blocks=tuple(blocks)),
        first.evidence,
        [edit],
        interviews=Quoted(versions.space, first.evidence),
    )
    was, now = quote_words(first), quote_words(replace(first, report=swapped_round.report))
    assert len(now) == len(was) - 1 and first.report.quoted[first.written.blocks[at].quote] not in now  # type: ignore[union-attr]
    blocks = [block for place, block in enumerate(first.written.blocks) if place != at]
    interviews = Quoted(versions.space, first.evidence)
    gone = edited(replace(first.written, blocks=tuple(blocks)), first.evidence, [edit], interviews=interviews)
    assert [note.kind for note in gone.notes] == ["unplaced"]


def test_a_withdrawn_interview_is_told_and_not_called_tampering(versions: TwoVersions) -> None:
    from sqlalchemy import text as sql

    _, edit = quoting(versions)
    interview = edit.content["quote"]["interview"]
    data = write_word(versions.opened().report, links=Links(None))
    with versions.space.engine.begin() as connection:
        connection.execute(sql("delete from text_version where interview_id = :id"), {"id": interview})
    marked = read_word(data)
    assert marked.report is not None
    with pytest.raises(NotFound, match="report_withdrawn"):
        rederived(marked.report, versions.space)


def test_swaps_offer_only_what_may_be_quoted_and_is_not_shown(versions: TwoVersions) -> None:
    opened = versions.opened()
    for key, block in zip(opened.keys, opened.report.blocks, strict=True):
        if not isinstance(block, QuoteBlock):
            continue
        for one in candidates(key, opened.report.quotes[block.quote], opened, versions.space):
            answers = [asked.answers[one.quote.respondent] for asked in opened.evidence.questions.values()
                       if one.quote.respondent in asked.answers]  # fmt: skip
            assert all(answer.quotable for answer in answers)
            assert one.words not in opened.report.quoted.values()
            assert one.quote.respondent != opened.report.quotes[block.quote].respondent


def test_the_same_words_are_never_shown_twice(versions: TwoVersions) -> None:
    opened = versions.opened()
    shown = [one.quote for one in opened.report.blocks if isinstance(one, QuoteBlock)]
    other = next(one for one in shown if one != shown[0])
    with pytest.raises(BadInput, match="edit_quote_twice"):
        swapped(QUOTED, opened.report.quotes[other], opened)


def test_what_is_no_text_is_not_rewritten_and_what_is_no_quote_not_swapped(versions: TwoVersions) -> None:
    opened = versions.opened()
    chart = first_key(opened, "chart")
    with pytest.raises(NotFound, match="no_block"):
        rewritten(chart, "x", opened)
    with pytest.raises(NotFound, match="no_block"):
        swapped(chart, next(iter(opened.report.quotes.values())), opened)
    with pytest.raises(NotFound, match="no_block"):
        dropped("finding-Q9/body/1", opened)


def test_an_address_of_nothing_is_not_found(versions: TwoVersions) -> None:
    for name in ("r-nothing", f"{versions.first}.1", f"{versions.first}.x", "", "."):
        with pytest.raises(NotFound, match="no_report"):
            open_report(name, versions.space)
    assert open_report(f"{versions.first}.0", versions.space).report.id == versions.first


def test_a_report_without_method_or_headings_still_says_it_was_edited(versions: TwoVersions) -> None:
    first = versions.opened()
    edit = add(versions, "title", "", retitled(OWN[versions.language], first))
    bare = replace(first.written, blocks=tuple(b for b in first.written.blocks if not isinstance(b, Heading))[:3])
    done = edited(bare, first.evidence, [edit], interviews={})
    assert done.keys[-1] == "edited" and len(done.report.blocks) == 4
