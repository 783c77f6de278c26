"""Comments (批注) on an outline: on one question, or on all of it."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from corpus.errors import BadInput, NotFound
from corpus.viewer import Viewer, require
from research.studies import changed, now, own_study
from research.tables import CommentRow

if TYPE_CHECKING:
    from research.word_comments import Remark

LONGEST = 2000  # characters


@dataclass(frozen=True)
class Comment:
    """`question` is the id of the outline's question, None for a comment on the whole outline.

    source   page · word: read back from a file; digest: of its author, date and words there, "" for one of the page
    """

    id: int
    question: str | None
    text: str
    made_by: str
    made_at: datetime
    resolved: bool
    source: str = "page"
    digest: str = ""


class Comments:
    """The comments of the studies `viewer` may see."""

    def __init__(self, engine: Engine, viewer: Viewer) -> None:
        self._engine = engine
        self.viewer = viewer

    def all(self, study: str) -> Sequence[Comment]:
        """The study's comments, oldest first, those resolved included."""
        require(self.viewer, "study")
        with Session(self._engine) as session:
            own_study(session, study, self.viewer)
            query = select(CommentRow).where(CommentRow.study_id == study).order_by(CommentRow.id)
            return [_comment(row) for row in session.scalars(query)]

    def add(self, study: str, text: str, question: str | None = None) -> Comment:
        """Add a comment. Raises BadInput `comment_empty`, `comment_too_long` (length, limit)."""
        require(self.viewer, "study")
        words = text.strip()
        if not words:
            raise BadInput("comment_empty")
        if len(words) > LONGEST:
            raise BadInput("comment_too_long", length=len(words), limit=LONGEST)
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            changed(session, study, self.viewer)
            row = CommentRow(study_id=study, question=question, text=words, made_by=self.viewer.person, made_at=now())
            session.add(row)
            session.flush()
            return _comment(row)

    def take(self, study: str, remarks: "Iterable[Remark]", known: Set[str]) -> int:
        """Add comments read from a file, with their own authors and dates, and say how many are new.

        known   digests of those that are here already: the same file read twice adds nothing
        """
        require(self.viewer, "study")
        with Session(self._engine) as session, session.begin():
            changed(session, study, self.viewer)
            session.flush()  # from here on no other writer comes between the look and the new rows
            query = select(CommentRow.digest).where(CommentRow.study_id == study, CommentRow.digest.is_not(None))
            there = {*known, *session.scalars(query)}
            new = {one.digest: one for one in remarks if one.digest not in there}
            session.add_all(_row(study, one) for one in new.values())
            return len(new)

    def resolve(self, study: str, comment: int, *, resolved: bool = True) -> None:
        """Mark a comment as dealt with, or open again. Raises NotFound `no_comment`."""
        require(self.viewer, "study")
        with Session(self._engine) as session, session.begin():
            changed(session, study, self.viewer)
            row = session.get(CommentRow, comment)
            if row is None or row.study_id != study:
                raise NotFound("no_comment", id=comment)
            row.resolved_at = now() if resolved else None


def _row(study: str, remark: "Remark") -> CommentRow:
    made = remark.made_at or now()
    return CommentRow(
        study_id=study, question=remark.question, text=remark.text, made_by=remark.author, made_at=made, source="word",
        digest=remark.digest, resolved_at=made if remark.resolved else None,
    )  # fmt: skip


def _comment(row: CommentRow) -> Comment:
    return Comment(
        row.id,
        row.question,
        row.text,
        row.made_by,
        row.made_at,
        row.resolved_at is not None,
        row.source,
        row.digest or "",
    )
