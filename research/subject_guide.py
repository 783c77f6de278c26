"""Subjects from a discussion guide: each of its questions is one, and whoever was asked it, in whatever words, was asked about it."""

from collections import Counter
from collections.abc import Sequence

from corpus.errors import BadInput
from corpus.records import Language
from corpus.subjects_found import Found, SubjectsFound, Told
from index.relevance import Candidate
from research.subject_names import names_of
from research.workspace import Workspace

SURE = 0.5
"""Chance that a question is the guide's, from which on it is taken for it."""
COVERED = 0.5
"""Share of a subject's questions that are one of the guide's, above which the subject is that one."""
MOST = 40
"""Questions of a guide."""


def bring_guide_in(questions: Sequence[str], language: Language, workspace: Workspace) -> list[int]:
    """Add a subject for each question of a guide, find what was asked about it, and let subjects that are the same be one.

    Gives the subjects' ids in the order of the questions. Raises BadInput `guide_without_questions`, `too_many_guide_questions`;
    IndexTrouble where there is no index.
    """
    wanted = list(dict.fromkeys(" ".join(each.split()) for each in questions if each.strip()))
    if not wanted:
        raise BadInput("guide_without_questions")
    if len(wanted) > MOST:
        raise BadInput("too_many_guide_questions", count=len(wanted), limit=MOST)
    subjects, found = workspace.subjects, SubjectsFound(workspace.engine, workspace.viewer)
    before = found.members(language, most=_sampled())
    asked = found.questions(language, most=_sampled())
    best = _best(wanted, asked, language, found, workspace)
    taken = [one.name for one in subjects.all(language)]
    names = names_of([[each] for each in wanted], language, taken)
    ids = [subjects.add(language, name, guide=each) for name, each in zip(names, wanted, strict=True)]
    theirs = [(one, ids[at]) for one, at in zip(asked, best, strict=True) if at is not None]
    found.keep_more(Found(each, subject, "guide") for one, subject in theirs for each in _with_probes(one, found))
    _join(before, {one.exchange: subject for one, subject in theirs}, workspace)
    return ids


def _best(
    questions: Sequence[str], asked: Sequence[Told], language: Language, found: SubjectsFound, workspace: Workspace
) -> list[int | None]:
    """For each question asked the place of the guide's it most likely is; None where it is none of them."""
    if not asked:
        return []
    words = found.words(asked)
    candidates = [Candidate(one.exchange, one.interview, *words[one.exchange], probe=False) for one in asked]
    chances = workspace.searcher().answer_chances(questions, candidates, language=language).matched
    return [int(row.argmax()) if row.max() >= SURE else None for row in chances]


def _with_probes(one: Told, found: SubjectsFound) -> list[Told]:
    """A question and what follows it up."""
    return [each for each in found.told([one.interview]) if one.position in (each.position, each.follows)]


def _join(before: dict[int, list[Told]], guided: dict[int, int], workspace: Workspace) -> None:
    """A subject found by rule whose questions are mostly one of the guide's is that one; staff can take it back."""
    by_rule = {one.id for one in workspace.subjects.all() if one.by_rule}
    for subject, members in before.items():
        own = Counter(guided[one.exchange] for one in members if one.exchange in guided)
        if subject in by_rule and own and own.most_common(1)[0][1] > COVERED * len(members):
            workspace.subjects.merge(subject, own.most_common(1)[0][0])


def _sampled() -> int:
    from index.subjects import SAMPLED

    return SAMPLED
