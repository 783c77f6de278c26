"""From a comment to a change of the outline: proposed, looked at, accepted (all or part) or refused."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.errors import BadInput, NotFound
from research.acts import Act, apply, fits
from research.annotations import Left, read_annotation
from research.brief_text import terms_in
from research.comments import Comment
from research.outline import Outline
from research.outline_changes import unanswered
from research.proposals import Proposal
from research.revising import Standing, current_outline, save_outline, used_ids
from research.revisions import Revision
from research.studies import Study
from research.workspace import Workspace

MOST = 20
"""Comments that a model is asked about in one go."""


@dataclass(frozen=True)
class Proposed:
    """What is proposed for a comment on the outline as it stands; no acts where nothing is known to do.

    beneath   number of the revision it is proposed for
    left      what of the comment would stay open, and why
    made_by   "rule" or the name of the model; trouble: key of why the model's was not taken
    settled   what became of it, None while it is open
    """

    comment: Comment
    acts: tuple[Act, ...]
    left: tuple[Left, ...]
    beneath: int
    made_by: str = "rule"
    trouble: str = ""
    settled: Proposal | None = None

    @property
    def open(self) -> bool:
        """Whether there is something to be accepted or refused."""
        return bool(self.acts) and self.settled is None


def proposed(study: Study, stands: Standing, workspace: Workspace) -> tuple[Proposed, ...]:
    """What is proposed for each open comment, read anew for the outline as it stands: never what was meant for another."""
    if stands.outline is None:
        return ()
    known = {one.comment: one for one in workspace.proposals.all(study.id)}
    comments = [one for one in workspace.comments.all(study.id) if not one.resolved]
    return tuple(_proposed(study, stands.outline, stands.number, one, known.get(one.id)) for one in comments)


def _proposed(study: Study, outline: Outline, number: int, comment: Comment, known: Proposal | None) -> Proposed:
    if known and known.settled:
        return Proposed(comment, (), (), number, known.made_by, known.trouble, known)
    here = comment.question if comment.question in {one.id for one in outline.questions} else None
    if comment.question and here is None:
        return Proposed(comment, (), (Left(comment.text, "no_question"),), number)
    if known and known.acts and known.beneath == number and all(fits(outline, act) for act in known.acts):
        return Proposed(comment, known.acts, (), number, known.made_by)
    read = read_annotation(comment.text, here, outline, study.brief)
    return Proposed(comment, read.acts, read.left, number, "rule", known.trouble if known else "")


def accept(study: Study, workspace: Workspace, proposal: Proposed, chosen: Sequence[Act] | None = None) -> Revision:
    """Carry a proposal out as a revision, all of it or the acts `chosen`; the comment is resolved where nothing is left of it.

    Raises BadInput `outline_moved_on`, `proposal_moved_on` where it was proposed for another outline,
    `proposal_settled` where it is open no more, `proposal_nothing` where nothing was chosen; as `checked` does.
    """
    acts = proposal.acts if chosen is None else tuple(act for act in proposal.acts if act in chosen)
    if not acts:
        raise BadInput("proposal_nothing")
    _must_be_open(study, workspace, proposal.comment.id)
    outline, number = current_outline(study, workspace)
    if outline is None or number != proposal.beneath:
        raise BadInput("outline_moved_on", number=number)
    edited = apply(outline, acts, study.brief, used_ids(study, workspace))
    about = proposal.comment
    saved = save_outline(study, workspace, edited, beneath=number, why=about.text, comments=(about.id,))
    whole = len(acts) == len(proposal.acts) and not proposal.left
    workspace.proposals.settle(
        study.id, about.id, acts, "accepted" if whole else "part", beneath=number, made_by=proposal.made_by,
        trouble=proposal.trouble, revision=saved.number,
    )  # fmt: skip
    if whole:
        workspace.comments.resolve(study.id, about.id)
    return saved


def refuse(study: Study, workspace: Workspace, proposal: Proposed) -> None:
    """Leave the outline as it is. The comment stays open, and nothing is proposed for it again."""
    _must_be_open(study, workspace, proposal.comment.id)
    workspace.proposals.settle(
        study.id, proposal.comment.id, proposal.acts, "refused", beneath=proposal.beneath, made_by=proposal.made_by,
        trouble=proposal.trouble,
    )  # fmt: skip


def would_lose(study: Study, outline: Outline, acts: Sequence[Act]) -> tuple[int, ...]:
    """The numbers of the brief's questions that nobody would ask any more."""
    of = len(study.brief.questions)
    after = apply(outline, acts, study.brief)
    return tuple(sorted(set(unanswered(after, of)) - set(unanswered(outline, of))))


def lets_others_in(proposal: Proposed) -> bool:
    """Whether people come in that the comment does not name: of "county-town mothers" each condition is widened by itself."""
    named = {field for term in terms_in(proposal.comment.text) for field, _, _ in term.means}
    wider = (act.was and act.becomes and set(act.was.values) < set(act.becomes.values) for act in proposal.acts)
    return len(named) > 1 and any(wider)


def waiting_for_model(study: Study, outline: Outline, number: int, workspace: Workspace) -> list[Comment]:
    """The open comments with words that no rule reads, and that no model has answered for on this outline."""
    known = {one.comment: one for one in workspace.proposals.all(study.id)}
    ids = {one.id for one in outline.questions}

    def waits(comment: Comment) -> bool:
        one = known.get(comment.id)
        if comment.resolved or (comment.question and comment.question not in ids):
            return False
        if one and (one.settled or (one.beneath == number and not one.trouble)):
            return False
        return any(
            left.why == "unread" for left in read_annotation(comment.text, comment.question, outline, study.brief).left
        )

    return [comment for comment in workspace.comments.all(study.id) if waits(comment)]


def _must_be_open(study: Study, workspace: Workspace, comment: int) -> None:
    found = next((one for one in workspace.comments.all(study.id) if one.id == comment), None)
    if found is None:
        raise NotFound("no_comment", id=comment)
    settled = any(one.comment == comment and one.settled for one in workspace.proposals.all(study.id))
    if found.resolved or settled:
        raise BadInput("proposal_settled")
