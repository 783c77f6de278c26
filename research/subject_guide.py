"""Subjects from a discussion guide: each of its questions is one, and whoever was asked it, in whatever words, was asked about it."""

from collections import Counter
from collections.abc import Mapping, Sequence

from corpus.errors import BadInput
from corpus.records import Language
from corpus.subjects_found import Found, SubjectsFound, Told
from index.relevance import Candidate
from research.subject_names import names_of
from research.workspace import Workspace

SURE = 0.8
"""Chance that a question is the guide's, from which on it is taken for it."""
COVERED = 0.5
"""Share of a subject's questions that are one of the guide's, above which the subject is that one."""
TOUCHED = 0.3
"""The same where most of what was found for the guide's question is of that subject."""
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
    joined = _joined(
        before, {one.exchange: at for one, at in zip(asked, best, strict=True) if at is not None}, workspace
    )
    names = _names(wanted, asked, best, joined, language, found, workspace)
    ids = [
        subjects.add(language, name, guide=each, joined=[one for one, at in joined.items() if at == place])
        for place, (name, each) in enumerate(zip(names, wanted, strict=True))
    ]
    theirs = [(one, ids[at]) for one, at in zip(asked, best, strict=True) if at is not None]
    found.keep_more(Found(each, subject, "guide") for one, subject in theirs for each in _with_probes(one, found))
    return ids


def _names(
    wanted: Sequence[str], asked: Sequence[Told], best: Sequence[int | None], joined: Mapping[int, int],
    language: Language, found: SubjectsFound, workspace: Workspace,
) -> list[str]:  # fmt: skip
    """What each question is about, in its own words and those it was asked in; names of subjects that end are free."""
    words = found.words(asked)
    said = [
        [each, *(words[one.exchange][0] for one, at in zip(asked, best, strict=True) if at == place)]
        for place, each in enumerate(wanted)
    ]
    taken = [one.name for one in workspace.subjects.all(language) if one.id not in joined]
    return names_of(said, language, taken)


def _best(
    questions: Sequence[str], asked: Sequence[Told], language: Language, found: SubjectsFound, workspace: Workspace
) -> list[int | None]:
    """For each question asked the place of the guide's it most likely is; None where it is none of them."""
    if not asked:
        return []
    words = found.words(asked)
    candidates = [Candidate(one.exchange, one.interview, *words[one.exchange], probe=False) for one in asked]
    chances = workspace.searcher().answer_chances(questions, candidates, language=language, several=True).matched
    return [int(row.argmax()) if row.max() >= SURE else None for row in chances]


def _with_probes(one: Told, found: SubjectsFound) -> list[Told]:
    """A question and what follows it up."""
    return [each for each in found.told([one.interview]) if one.position in (each.position, each.follows)]


def _joined(before: Mapping[int, Sequence[Told]], guided: Mapping[int, int], workspace: Workspace) -> dict[int, int]:
    """Subjects found by rule that are one of the guide's → its place; staff can take it back.

    before  subject → its questions; guided  exchange → place of the guide's question it is
    """
    by_rule = {one.id for one in workspace.subjects.all() if one.by_rule}
    of_guide = Counter(guided.values())
    found = {}
    for subject, members in before.items():
        own = Counter(guided[one.exchange] for one in members if one.exchange in guided)
        at, times = own.most_common(1)[0] if own else (-1, 0)
        least = TOUCHED if 2 * times > of_guide[at] else COVERED
        if subject in by_rule and times > least * len(members):
            found[subject] = at
    return found


def _sampled() -> int:
    from index.subjects import SAMPLED

    return SAMPLED
