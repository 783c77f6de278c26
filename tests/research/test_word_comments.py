"""Comments in the margin of a guide in Word: read with author and date, tied to their question, never twice."""

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from corpus.records import Language
from exports.outline_word import write_outline
from research.brief import parse_brief
from research.outline import draft_outline
from research.outline_edits import reworded
from research.word_comments import comments_in, known_digests
from research.workspace import Workspace
from tests.small_workspace import workspace_at
from tests.tiny import BRIEFS

LANGUAGES: tuple[Language, ...] = ("zh", "en")
WHEN = datetime(2026, 3, 1, 9, 30)


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    return workspace_at(tmp_path)


def remarked(data: bytes, *remarks: tuple[str, str, str], day: str = "2026-03-02T10:00:00Z") -> bytes:
    """The file with comments (words of the paragraph, author, text) put into its margin."""
    document: Any = Document(io.BytesIO(data))
    for begins, author, text in remarks:
        paragraph = next(one for one in document.paragraphs if begins in one.text)
        made = document.add_comment(paragraph.runs, text, author, author[:2])
        made._comment_elm.set(qn("w:date"), day)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_authors_are_read_each_once_however_often_the_file_is_read(space: Workspace, language: Language) -> None:
    study = space.studies.open(parse_brief(BRIEFS[language]))
    outline = draft_outline(study.brief)
    space.comments.add(study.id, "Mine, printed\nin the margin", "Q1")
    space.comments.add(study.id, "整体太长了")
    own = write_outline(outline, study.brief, space.comments.all(study.id), study=study.id)
    q2 = outline.core[1]
    data = remarked(own, (q2.text[:12], "Li Na", "Drop this"), (q2.probes[0], "Tom", "Another probe?"), (study.brief.title, "Tom", "Less about price"))  # fmt: skip
    for _ in range(2):
        found = comments_in("guide.docx", data, study.id, outline)
        assert len(found) == 5
        space.comments.take(study.id, found, known_digests(space.comments.all(study.id)))
    kept = [one for one in space.comments.all(study.id) if one.source == "word"]
    assert [(one.question, one.made_by, one.text) for one in kept] == [
        ("Q2", "Li Na", "Drop this"), ("Q2", "Tom", "Another probe?"), (None, "Tom", "Less about price"),
    ]  # fmt: skip
    assert {one.made_at for one in kept} == {datetime(2026, 3, 2, 10)}
    again = remarked(write_outline(outline, study.brief, space.comments.all(study.id), study=study.id))
    assert {one.digest for one in comments_in("guide.docx", again, study.id, outline)} <= known_digests(space.comments.all(study.id))  # fmt: skip


def test_a_reworded_question_is_known_by_its_mark_and_a_foreign_guide_by_its_words(space: Workspace) -> None:
    study = space.studies.open(parse_brief(BRIEFS["en"]))
    outline = draft_outline(study.brief)
    data = remarked(write_outline(outline, study.brief, study=study.id), ("Q1  ", "Tom", "Softer"))
    changed = reworded(outline, "Q1", "Quite other words?")
    assert [one.question for one in comments_in("a.docx", data, study.id, changed)] == ["Q1"]
    foreign = Document()
    foreign.add_paragraph(f"1. {outline.core[2].text}")
    foreign.add_paragraph("Something else")
    stream = io.BytesIO()
    foreign.save(stream)
    data = remarked(stream.getvalue(), (outline.core[2].text, "Tom", "Here"))
    assert [one.question for one in comments_in("a.docx", data, study.id, outline)] == ["Q3"]
    assert comments_in("a.txt", b"text", study.id, outline) == ()


def test_the_same_words_at_another_hour_are_another_comment(space: Workspace) -> None:
    study = space.studies.open(parse_brief(BRIEFS["en"]))
    outline = draft_outline(study.brief)
    data = write_outline(outline, study.brief, study=study.id)
    first = comments_in("a.docx", remarked(data, ("Q1", "Tom", "Shorter")), study.id, outline)
    later = comments_in("a.docx", remarked(data, ("Q1", "Tom", "Shorter"), day="2026-03-03T10:00:00Z"), study.id, outline)  # fmt: skip
    assert space.comments.take(study.id, first, set()) == 1
    assert space.comments.take(study.id, [*first, *later, *later], set()) == 1
