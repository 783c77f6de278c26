"""An outline as a discussion guide in Word: what a moderator takes along, the open comments in its margin.

research/guides.py reads the file back: the same questions, types and probes.
"""

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from corpus.records import Language
from exports.visible import visible
from exports.word.contents import field_character, field_start
from exports.word.inline import run
from exports.word.lists import add_lists
from exports.word.repack import repack
from exports.word.styles import apply_styles, style_paragraph
from research.brief import Brief
from research.comments import Comment
from research.describing import described, kind_said, rule_said
from research.guide_marks import mark_of
from research.messages import say
from research.outline import Outline, OutlineQuestion
from research.quota_words import quota_said
from research.timing import minutes_for, minutes_in, minutes_of

MUST = "★"
_COLON: dict[Language, str] = {"zh": "：", "en": ": "}
_LOCAL = "local"
"""Signs for the one person of a machine without sign-in: no name to print."""


def write_outline(outline: Outline, brief: Brief, comments: Sequence[Comment] = (), *, study: str = "") -> bytes:
    """The Word file of `outline`, in its language. The same outline and comments give the same bytes.

    study      its id: each question is marked with it, so that the file, reworded, is read back as the same questions
    comments   those still open stand in the margin of their question, or of the title; others are left out
    """
    document = Document()
    apply_styles(document)
    add_lists(document)
    guide = _Guide(document, outline, [comment for comment in comments if not comment.resolved], study)
    guide.front(brief)
    guide.parts()
    _page_numbers(document)
    _properties(document, brief.title, outline.language)
    stream = io.BytesIO()
    document.save(stream)
    return repack(stream.getvalue())


def write_guide_parts(document: Any, outline: Outline, *, study: str = "", level: int = 2) -> None:
    """Screener, quotas and sections of `outline` at the end of a Word document that has this project's styles and lists.

    For papers that hold a guide among other things, such as a fieldwork order. What is empty is left out.

    level   of their headings
    """
    guide = _Guide(document, outline, (), study, level)
    guide.screener()
    guide.quotas()
    guide.parts()


class _Guide:
    """Writes the guide, one paragraph after the other."""

    def __init__(
        self, document: Any, outline: Outline, comments: Sequence[Comment], study: str, level: int = 2
    ) -> None:
        self.document, self.outline, self.comments, self.study = document, outline, comments, study
        self.heading_style = f"Heading {level}"

    def say(self, key: str, **values: object) -> str:
        """Words of the guide, in the outline's language."""
        return say(self.outline.language, f"outline.guide.{key}", **values)

    def paragraph(self, style: str, text: str) -> Any:
        """A paragraph of plain words."""
        paragraph = style_paragraph(self.document.add_paragraph(), style)
        paragraph.add_run(visible(text))
        return paragraph

    def heading(self, text: str) -> None:
        """A section's title."""
        self.paragraph(self.heading_style, text)

    def front(self, brief: Brief) -> None:
        """Title, whom to ask, what the client wants to know."""
        title = self.paragraph("Title", brief.title)
        self._remark(title, None)
        whole = say(self.outline.language, "guide.whole_minutes", n=minutes_in(self.outline))
        subtitle = [self.say("name"), brief.industry, whole, self.say("legend", star=MUST)]
        self.paragraph("Subtitle", " · ".join(part for part in subtitle if part))
        self.heading(self.say("people"))
        for line in self._people():
            self.paragraph("Bullet", line)
        self.paragraph("Note", rule_said(self.outline, self.outline.language))
        self.screener()
        self.quotas()
        self.heading(self.say("questions"))
        for number, text in enumerate(brief.questions, 1):
            self.paragraph("Body", f"{number}. {text}")

    def label(self, key: str, **values: object) -> str:
        """Words of the parts that a drafted guide has, in the outline's language."""
        return say(self.outline.language, f"guide.{key}", **values)

    def screener(self) -> None:
        """What is asked before anybody is invited, each option with what it leads to."""
        if not self.outline.screener:
            return
        self.heading(self.label("label.screener"))
        self.paragraph("Note", self.label("label.screener_note")).paragraph_format.keep_with_next = True
        for question in self.outline.screener:
            self.paragraph("Lead", f"{question.id}  {question.text}").paragraph_format.keep_with_next = True
            for option in question.options:
                leads = "passes" if option in question.passes else "closes"
                self.paragraph("Bullet", self.label(f"screener.{leads}", option=option))

    def quotas(self) -> None:
        """How many of whom."""
        if not self.outline.quotas:
            return
        self.heading(self.label("label.quotas"))
        wanted = sum(quota.wanted for quota in self.outline.quotas)
        self.paragraph("Note", self.label("label.quotas_note", n=wanted)).paragraph_format.keep_with_next = True
        for quota in self.outline.quotas:
            self.paragraph("Bullet", quota_said(quota, self.outline.language))

    def parts(self) -> None:
        """The sections with their questions, each with its minutes."""
        for section in self.outline.sections:
            self.heading(section.title)
            minutes = self.label("minutes", n=minutes_for(section.questions))
            self.paragraph("Note", f"{section.purpose} · {minutes}").paragraph_format.keep_with_next = True
            for question in section.questions:
                self.question(question, core=section.name == "core")

    def _people(self) -> list[str]:
        language = self.outline.language
        levels = {level: say(language, f"outline.level.{level}") for level in ("required", "preferred")}
        said = [
            f"{described(one, language)} · {levels['required' if one.required else 'preferred']}"
            for one in self.outline.criteria
        ] or [self.say("anyone")]
        return said + ([self.say("unread", words=self.outline.unread)] if self.outline.unread else [])

    def question(self, question: OutlineQuestion, *, core: bool) -> None:
        """The question with its code; its type, what it is for, and its probes below it."""
        marked = f"\u00a0\u00a0{MUST}" if core and question.must_have else ""
        asked = self.paragraph("Lead", f"{question.id}  {question.text}{marked}")
        asked.paragraph_format.keep_with_next = True
        self._remark(asked, question.id)
        if self.study:
            at = [one.id for one in self.outline.questions].index(question.id)
            _bookmark(asked, at, mark_of(self.study, question.id))
        about = [self.say("type", kind=" · ".join(self._facts(question, core=core)))]
        about += (
            [f"{self.label('label.purpose')}{_COLON[self.outline.language]}{question.purpose}"]
            if question.purpose
            else []
        )
        for at, line in enumerate(about, start=1):
            written = self.paragraph("Asked", line)
            written.paragraph_format.space_after = None if at == len(about) else Pt(0)
            written.paragraph_format.keep_with_next = at < len(about) or bool(question.probes)
        for probe in question.probes:
            self.paragraph("Bullet", probe)

    def _facts(self, question: OutlineQuestion, *, core: bool) -> list[str]:
        language, number = self.outline.language, question.brief_question
        facts = [kind_said(question, language)]
        facts += [say(language, f"outline.aspect.{question.aspect}")] if core else []
        facts += [self.say("answers", number=number)] if number else []
        return [*facts, self.label("minutes", n=minutes_of(question))]

    def _remark(self, paragraph: Any, question: str | None) -> None:
        """The comments on a question (None: on the whole outline) as Word's own comments on the paragraph."""
        for comment in self.comments:
            if comment.question == question:
                author = self.say("author") if comment.made_by == _LOCAL else visible(comment.made_by)
                made = self.document.add_comment(paragraph.runs, visible(comment.text), author, author[:2])
                made._comment_elm.set(qn("w:date"), f"{comment.made_at:%Y-%m-%dT%H:%M:%SZ}")


def _bookmark(paragraph: Any, number: int, name: str) -> None:
    """A bookmark around the paragraph's words."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    properties = paragraph._p.pPr
    paragraph._p.insert(0 if properties is None else 1, start)
    paragraph._p.append(end)


def _page_numbers(document: Any) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.style, paragraph.alignment = document.styles["Footer"], WD_ALIGN_PARAGRAPH.RIGHT
    paragraph._p.extend([*field_start("PAGE"), run("1"), field_character("end")])


def _properties(document: Any, title: str, language: Language) -> None:
    """Title and language; the template's own author, dates and remarks are removed."""
    core = document.core_properties
    for child in list(core._element):
        core._element.remove(child)
    core.title, core.author = visible(title)[:255], "Quipu"
    core.language = "zh-CN" if language == "zh" else "en-US"
