"""Which interviews a file's content brought, whoever brought it and when."""

from collections.abc import Iterable

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from corpus.schema import InterviewRow, SourceFile
from corpus.viewer import Viewer, require

_MANY = 500  # digests bound to one statement


def interviews_from(engine: Engine, viewer: Viewer, contents: Iterable[str]) -> list[str]:
    """Ids of the interviews in files with these contents (sha256), in order. Raises NotAllowed."""
    require(viewer, "import")
    digests, found = sorted(set(contents)), set[str]()
    with Session(engine) as session:
        for at in range(0, len(digests), _MANY):
            query = select(InterviewRow.id).join(SourceFile, SourceFile.id == InterviewRow.source_id)
            found.update(session.scalars(query.where(SourceFile.sha256.in_(digests[at : at + _MANY]))))
    return sorted(found)
