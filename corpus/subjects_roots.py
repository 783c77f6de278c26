"""Which subject each subject is one with, as staff have merged them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus.records import Language
from corpus.schema_subjects import SubjectRow


def roots(session: Session, language: Language | None = None) -> dict[int, int]:
    """Subject → the one it was merged into, over several steps; itself where it was not."""
    query = select(SubjectRow.id, SubjectRow.merged_into)
    query = query.where(SubjectRow.language == language) if language else query
    into = {each: up for each, up in session.execute(query)}
    found = {}
    for subject in into:
        root = subject
        while (up := into.get(root)) is not None:
            root = up
        found[subject] = root
    return found


def one_with(session: Session, subject: int) -> list[int]:
    """A subject and all that were merged into it."""
    return [each for each, root in roots(session).items() if root == subject] or [subject]
