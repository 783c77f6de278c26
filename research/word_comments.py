"""The comments in the margin of a discussion guide in Word: who said what, when, of which question."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus.errors import BadInput
from corpus.records import Language
from research.brief import document_part
from research.comments import LONGEST, Comment
from research.guide_lines import Line, document_lines
from research.guide_marks import question_marked
from research.messages import say
from research.outline import Outline

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_LANGUAGES: tuple[Language, ...] = ("zh", "en")
MOST = 500
"""Comments read from one file."""
UNNAMED = "Word"
"""Who said what nobody is named for."""


@dataclass(frozen=True)
class Remark:
    """A comment in a file.

    question  id of the outline's question it stands at, None for the whole outline
    made_at   UTC as records keep it; None where the file does not say
    resolved  whether it was marked as done in Word
    digest    of author, date and words: the same in a file that is read again
    """

    question: str | None
    text: str
    author: str
    made_at: datetime | None
    resolved: bool
    digest: str


def comments_in(name: str, data: bytes, study: str, outline: Outline) -> tuple[Remark, ...]:
    """The comments of a Word file, in the file's order; none of a file of another type, or without comments.

    A question is known by the hidden mark in its paragraph, by its code in a file of this study, else by its words. What
    stands below it (its type, its probes) speaks of it too; what stands at a heading or above all speaks of the whole.
    """
    if Path(name).suffix.lower() != ".docx":
        return ()
    told = list(_elements(name, data, "word/comments.xml", "comment"))[:MOST]
    if not told:
        return ()
    places, done = _places(name, data, study, outline), _done(name, data)
    made = (_remark(one, places, done) for one in told)
    return tuple(one for one in made if one.text)


def known_digests(comments: Sequence[Comment]) -> frozenset[str]:
    """The digests of comments that are here already: those read from a file, and those that an own file prints."""
    shown = (
        digest_of(author, comment.made_at, comment.text)
        for comment in comments for author in _authors(comment)
    )  # fmt: skip
    return frozenset((*shown, *(comment.digest for comment in comments if comment.digest)))


def digest_of(author: str, made_at: datetime | None, text: str) -> str:
    """Of who said what when, to the second; blanks, line ends and invisible signs do not count."""
    words = "".join(sign for sign in text if sign.isprintable() and not sign.isspace())
    moment = f"{made_at:%Y-%m-%dT%H:%M:%S}" if made_at else ""
    return hashlib.sha256("\n".join(("".join(author.split()), moment, words)).encode()).hexdigest()


def _authors(comment: Comment) -> tuple[str, ...]:
    """How a file names who said it; the one person of a machine without sign-in has a name in either language."""
    return (
        tuple(say(language, "outline.guide.author") for language in _LANGUAGES)
        if comment.made_by == "local"
        else (comment.made_by,)
    )


def _remark(element: Any, places: Mapping[str, str | None], done: frozenset[str]) -> Remark:
    paragraphs = list(element.iter(f"{_W}p"))
    text = "\n".join(filter(None, (_words(paragraph) for paragraph in paragraphs))).strip()
    text = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    author = " ".join(element.get(f"{_W}author", "").split())[:120]
    author = UNNAMED if author in ("", "local") else author  # "local" is whoever sits at this machine
    made_at = _moment(element.get(f"{_W}date", ""))
    ids = {paragraph.get(f"{_W14}paraId", "") for paragraph in paragraphs}
    return Remark(
        places.get(element.get(f"{_W}id", "")),
        text,
        author,
        made_at,
        bool(ids & done),
        digest_of(author, made_at, text),
    )


def _places(name: str, data: bytes, study: str, outline: Outline) -> dict[str, str | None]:
    """Comment → the question it stands at."""
    lines = list(document_lines(name, data))
    paragraphs = document_part(name, data).iter(f"{_W}p")
    known = {question.id for question in outline.questions}
    texts = {_bare(question.text): question.id for question in reversed(outline.questions)}
    own = any(question_marked(mark, study) for line in lines for mark in line.marks)
    places: dict[str, str | None] = {}
    last: str | None = None
    for paragraph, line in zip(paragraphs, lines, strict=True):
        if line.heading:
            last = None
        last = _question(line, study, known, texts, own) or last
        for id_ in _anchored(paragraph):
            places.setdefault(id_, last)
    return places


def _question(line: Line, study: str, known: set[str], texts: Mapping[str, str], own: bool) -> str | None:
    marked = next((id_ for mark in line.marks if (id_ := question_marked(mark, study)) in known), None)
    coded = line.code if own and line.code in known else None
    return marked or coded or texts.get(_bare(line.text))


def _bare(text: str) -> str:
    """A question's words without its code, stars and blanks, to be compared."""
    return re.sub(r"[\s★*]|^[QWCP]\d{1,3}(?=\W)", "", text).casefold()


def _anchored(paragraph: Any) -> Iterator[str]:
    for tag in ("commentRangeStart", "commentReference"):
        for element in paragraph.iter(f"{_W}{tag}"):
            yield element.get(f"{_W}id", "")


def _done(name: str, data: bytes) -> frozenset[str]:
    """The ids of paragraphs whose comment is marked as done."""
    extended = _elements(name, data, "word/commentsExtended.xml", "commentEx", _W15)
    return frozenset(
        one.get(f"{_W15}paraId", "") for one in extended if one.get(f"{_W15}done", "0") in ("1", "true", "on")
    ) - {""}


def _elements(name: str, data: bytes, part: str, tag: str, space: str = _W) -> Iterator[Any]:
    """The elements of a part that a file may lack."""
    try:
        yield from document_part(name, data, part).iter(f"{space}{tag}")
    except BadInput:
        return


def _words(paragraph: Any) -> str:
    blanks = {f"{_W}tab": " ", f"{_W}br": "\n"}
    return "".join(
        node.text or "" if node.tag == f"{_W}t" else blanks.get(node.tag, "") for node in paragraph.iter()
    ).strip()


def _moment(said: str) -> datetime | None:
    try:
        made = datetime.fromisoformat(said.replace("Z", "+00:00"))
    except ValueError:
        return None
    made = made.astimezone(UTC) if made.tzinfo else made
    return made.replace(tzinfo=None, microsecond=0)
