"""Names of subjects were made of questions as they were asked: words that only a withdrawn interview held leave them."""

import re

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from corpus.changed import corpus_changed
from corpus.schema_subjects import ExchangeAboutRow, SubjectRow
from corpus.script import simplified
from corpus.subjects import Subject
from corpus.subjects_found import SubjectsFound
from research.messages import say
from research.subject_aspects import aspect_names
from research.subject_names import names_of
from research.workspace import Workspace

LOOKED_AT = 5_000
"""Questions of a subject that are read for the words of its name."""

JOIN = " · "
_NUMBER = re.compile(r" \d+$")  # what tells a subject from another of the same name


def rename_unsaid(workspace: Workspace) -> None:
    """Take words nobody asks any more out of names that were found by rule; forget such subjects that nobody asks about."""
    for subject in workspace.subjects.all():
        if subject.by_rule and (left := _still_said(subject, workspace)) != subject.name:
            with Session(workspace.engine) as session, session.begin():
                session.execute(update(SubjectRow).where(SubjectRow.id == subject.id).values(name=left))
                corpus_changed(session)
    with Session(workspace.engine) as session, session.begin():
        session.execute(delete(SubjectRow).where(
            SubjectRow.named_by == "", SubjectRow.merged_into.is_(None), SubjectRow.words == "", SubjectRow.guide == "",
            SubjectRow.id.not_in(select(ExchangeAboutRow.subject_id)),
            SubjectRow.id.not_in(select(SubjectRow.merged_into).where(SubjectRow.merged_into.is_not(None))),
        ))  # fmt: skip


def _still_said(subject: Subject, workspace: Workspace) -> str:
    """The name without the parts nobody says; where none is left, a new one."""
    parts = subject.name.split(JOIN)
    ours = {_plain(each) for each in (*aspect_names(subject.language), say(subject.language, "subject.opening"))}
    wanted = {part: words for part in parts if (words := _plain(_NUMBER.sub("", part))) not in ours}
    if not wanted:
        return subject.name
    asked = _asked(subject, workspace)
    unsaid = {part for part, words in wanted.items() if not any(words in _plain(text) for text in asked)}
    left = [part for part in parts if part not in unsaid]
    return JOIN.join(left) if left else names_of([asked], subject.language)[0]


def _asked(subject: Subject, workspace: Workspace) -> list[str]:
    found = SubjectsFound(workspace.engine, workspace.viewer)
    members = found.members(subject.language, most=LOOKED_AT).get(subject.id, [])
    return [asked for asked, _ in found.words(members).values()]


def _plain(text: str) -> str:
    return " ".join(simplified(text).casefold().split())
