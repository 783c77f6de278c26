"""Names of subjects were made of questions as they were asked: words that only a withdrawn interview held leave them."""

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from corpus.changed import corpus_changed
from corpus.schema import ExchangeSubjectRow, SubjectRow
from corpus.subjects import Subject
from research.subject_finding import names_of
from research.workspace import Workspace

LOOKED_AT = (50, 5_000)
"""Questions of a subject that are read until every word of its name was found: nearly always the first are enough."""

JOIN = " · "


def rename_unsaid(workspace: Workspace) -> None:
    """Take words nobody asks any more out of names that were found by rule; forget such subjects that nobody asks about."""
    for subject in workspace.subjects.all():
        if subject.by_rule and (left := _still_said(subject, workspace)) != subject.name:
            with Session(workspace.engine) as session, session.begin():
                session.execute(update(SubjectRow).where(SubjectRow.id == subject.id).values(name=left))
                corpus_changed(session)
    held = select(ExchangeSubjectRow.subject_id).where(ExchangeSubjectRow.subject_id.is_not(None))
    with Session(workspace.engine) as session, session.begin():
        session.execute(delete(SubjectRow).where(SubjectRow.named_by == "", SubjectRow.id.not_in(held)))


def _still_said(subject: Subject, workspace: Workspace) -> str:
    """The name without the words nobody says; where none is left, a new one."""
    from research.units import terms

    words, said = subject.name.split(JOIN), list[str]()
    for most in LOOKED_AT:
        said = [text for _, text, *_ in workspace.subjects.wordings(subject.id, most=most)]
        found = {term for text in said for term in terms(text, subject.language)}
        if found.issuperset(words):
            return subject.name
        if len(said) < most:
            break
    left = [word for word in words if word in found]
    return JOIN.join(left) if left else names_of([said], subject.language)[0]
