"""Which subjects the interviews ask about: found once the index is up, and brought up with it from then on.

Subjects that are there stay, with their names; what is new joins the nearest, and what is far from all becomes new subjects once there is
enough of it.
"""

from collections import Counter
from collections.abc import Sequence
from math import log
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from corpus.errors import IndexTrouble
from corpus.records import Language
from corpus.subjects import Asked
from research.workspace import Workspace

if TYPE_CHECKING:
    from index.encoders import Vectors
    from index.search import Searcher
    from index.subjects import Groups

LANGUAGES: tuple[Language, ...] = ("zh", "en")
WORDS = 3
"""Words in a name."""
SHARE = 0.15
"""Share of a subject's questions a word of its name stands in at least."""


def bring_subjects_up(workspace: Workspace) -> int:
    """Give every question a subject that has not been looked at; how many were.

    Nothing is done where another process is at it, or where more has come in than the index holds: who brought that will.
    """
    try:
        with FileLock(workspace.settings.index / "subjects.lock", timeout=0):
            fresh = [each for each in LANGUAGES if any(not one.looked_at for one in workspace.subjects.asked(each))]
            searcher = workspace.searcher() if fresh else None
            return sum(_bring_up(language, workspace, searcher) for language in fresh if searcher)
    except Timeout:
        return 0
    except IndexTrouble as trouble:
        if trouble.key != "index_behind":
            raise
        return 0


def _bring_up(language: Language, workspace: Workspace, searcher: "Searcher") -> int:
    from index.subjects import find_groups

    asked = workspace.subjects.asked(language)
    new = [one for one in asked if not one.looked_at]
    known = _known(asked, searcher, language)
    settled = [] if known is None else _settled(new, known, searcher, language)
    workspace.subjects.keep_found(language, [], settled)
    left = [one for one in workspace.subjects.asked(language) if one.subject is None and not one.set_by]
    groups = find_groups(_rows(left, searcher, language))
    if groups is None:  # too few to tell a subject from: looked at, and of none yet
        workspace.subjects.keep_found(language, [], [(one, None) for one in left if not one.looked_at])
        return len(new)
    nearest = groups.nearest(_rows(left, searcher, language)).tolist()
    _keep_new(left, nearest, len(groups.centres), workspace, language)
    return len(new)


def _rows(asked: Sequence[Asked], searcher: "Searcher", language: Language) -> "Vectors":
    import numpy as np

    from index.subjects import views

    questions, answers = searcher.vectors([one.exchange for one in asked], language)
    return views(questions, answers, np.array([one.place for one in asked], dtype=np.float32))


def _known(asked: Sequence[Asked], searcher: "Searcher", language: Language) -> "tuple[Groups, list[int]] | None":
    """The subjects there are, as groups of their questions, with their ids; None where there are none."""
    import numpy as np

    from index.subjects import SAMPLED, groups_of

    held = [one for one in asked if one.subject is not None][-SAMPLED:]
    if not held:
        return None
    ids = sorted({one.subject for one in held if one.subject is not None})
    labels = np.array([ids.index(one.subject) for one in held if one.subject is not None])
    return groups_of(_rows(held, searcher, language), labels, len(ids)), ids


def _settled(
    new: Sequence[Asked], known: "tuple[Groups, list[int]]", searcher: "Searcher", language: Language
) -> list[tuple[Asked, int | None]]:
    groups, ids = known
    nearest = groups.nearest(_rows(new, searcher, language))
    return [(one, ids[at] if at >= 0 else None) for one, at in zip(new, nearest.tolist(), strict=True)]


def _keep_new(
    left: Sequence[Asked], nearest: Sequence[int], groups: int, workspace: Workspace, language: Language
) -> None:
    members = [[one for one, at in zip(left, nearest, strict=True) if at == group] for group in range(groups)]
    said = [_wordings(each, workspace) for each in members]
    found = names_of(said, language)
    about = [(one, -1 - at if at >= 0 else None) for one, at in zip(left, nearest, strict=True)]
    workspace.subjects.keep_found(language, found, about)


def _wordings(members: Sequence[Asked], workspace: Workspace) -> list[str]:
    """The questions as they were asked."""
    interviews = {one.id: one for one in workspace.corpus.interviews({one.interview for one in members})}
    return [
        interviews[one.interview].asked(
            next(each for each in interviews[one.interview].exchanges if each.position == one.position)
        )
        for one in members
    ]


def names_of(said: Sequence[Sequence[str]], language: Language) -> list[str]:
    """A name for each subject from the wordings of its questions: the words that tell it from the others."""
    from research.units import terms

    counts = [Counter(word for text in each for word in set(terms(text, language))) for each in said]
    sizes = [max(len(each), 1) for each in said]
    everywhere = sum(sizes)
    named = []
    for count, size in zip(counts, sizes, strict=True):

        def telling(word: str, count: Counter[str] = count, size: int = size) -> float:
            share = count[word] / size
            other = (sum(each[word] for each in counts) - count[word] + 1) / (everywhere - size + 2)
            return share * log(share / other)

        words = [word for word in count if count[word] >= max(2, SHARE * size) and len(word) > 1] or list(count)
        best = sorted(words, key=lambda word: (-telling(word), word))[:WORDS]
        named.append(" · ".join(best))
    return named
