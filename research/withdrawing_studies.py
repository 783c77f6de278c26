"""What studies kept of somebody who withdraws: reports, stages, edits, comments, and what jobs left."""

from collections.abc import Mapping, Set
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from corpus.withdrawal import Leaving, own_words
from research.copied import Copied
from research.studies import now
from research.tables import CommentRow, EditRow, JobRow, ProposalRow, ReportRow, RevisionRow, StageRow, StudyRow


def remove_from_studies(session: Session, who: Leaving) -> None:
    """Reports, stages, edits, comments and what jobs left: each study touched is drawn anew."""
    reports, copied = reports_of(session, who), Copied(own_words(session, who))
    touched = {_empty(session, row, who.respondent) for row in reports}
    for stage in session.scalars(select(StageRow)):
        if mentions(stage.result, who.names):
            touched.add(stage.study_id)
            session.delete(stage)
    touched |= _take_out_copies(session, copied)
    for job in session.scalars(select(JobRow)):
        if mentions([job.result, job.trouble_values], who.names):
            job.result, job.trouble_values = None, None if job.trouble_key is None else {}
    session.execute(update(StudyRow).where(StudyRow.id.in_(touched)).values(stamp=StudyRow.stamp + 1))
    session.flush()


def _empty(session: Session, row: ReportRow, respondent: str) -> str:
    """A report without its content, and its study's id; what was last written is stale."""
    gone = {*row.evidence.get("withdrawn", ()), respondent}
    row.content, row.evidence, row.key = {}, {"withdrawn": sorted(gone)}, ""
    row.withdrawn_at = row.withdrawn_at or now()
    written = update(StageRow).where(StageRow.study_id == row.study_id, StageRow.name == "report")
    session.execute(written.values(key=""))
    return row.study_id


def _take_out_copies(session: Session, copied: Copied) -> set[str]:
    touched = set()
    for edit in session.scalars(select(EditRow)):
        left = copied.without_any(edit.content)
        if left != edit.content:
            edit.content = left
            touched.add(edit.study_id)
    for comment in session.scalars(select(CommentRow)):
        left = copied.without(comment.text)
        if left != comment.text:
            comment.text = left
            touched.add(comment.study_id)
    for revision in session.scalars(select(RevisionRow)):
        why, outline = copied.without(revision.why), copied.without_any(revision.outline)
        if (why, outline) != (revision.why, revision.outline):
            revision.why, revision.outline = why, outline
            touched.add(revision.study_id)
    for stage in session.scalars(select(StageRow).where(StageRow.name == "outline")):
        if copied.without_any(stage.result) != stage.result:
            touched.add(stage.study_id)
            session.delete(stage)
    for proposal in session.scalars(select(ProposalRow)):
        acts = copied.without_any(proposal.acts)
        if acts != proposal.acts:
            proposal.acts = acts
            touched.add(proposal.study_id)
    return touched


def reports_of(session: Session, who: Leaving) -> list[ReportRow]:
    """The reports that name them, in whatever study."""
    rows = session.scalars(select(ReportRow).order_by(ReportRow.made_at, ReportRow.id))
    return [row for row in rows if mentions([row.evidence, row.content], who.names)]


def mentions(value: Any, names: Set[str]) -> bool:
    """Whether a JSON value holds one of the names as a text or a key of its own."""
    if isinstance(value, str):
        return value in names
    if isinstance(value, Mapping):
        return any(name in names or mentions(each, names) for name, each in value.items())
    return isinstance(value, list | tuple) and any(mentions(each, names) for each in value)
