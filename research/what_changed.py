"""What new interviews changed in a study: counts only, so that whoever brings them in may see it too."""

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass

from research.fieldwork_content import Content, Profiles, refilled
from research.outline import Outline
from research.responses import Responses


@dataclass(frozen=True)
class Counted:
    """valid      responses
    questions  core question → how many of them answered it
    cells      people in each of the order's cells, in their order
    waves      those whose interviews count, oldest first
    """

    valid: int
    questions: dict[str, int]
    cells: tuple[int, ...]
    waves: tuple[str, ...] = ()


@dataclass(frozen=True)
class Changed:
    """joined, lost   people valid now and not before, and the other way round; None where who was valid is not kept any more
    why            why those who are lost are left out: reason → people
    """

    before: Counted
    after: Counted
    joined: int | None = None
    lost: int | None = None
    why: dict[str, int] | None = None

    @property
    def moved(self) -> bool:
        """Whether other waves count now: the newest ones do, and a new one pushes the oldest out."""
        return bool(self.before.waves) and self.before.waves != self.after.waves


def counted(content: Content, outline: Outline, judged: Responses, profiles: Profiles) -> Counted:
    """How a study stands."""
    questions = {
        one.id: sum(each.statuses.get(one.id) == "answered" for each in judged.valid) for one in outline.core
    }  # fmt: skip
    return Counted(
        len(judged.valid), questions, tuple(refilled(content.cells, judged, profiles)), tuple(judged.waves)
    )  # fmt: skip


def changed_between(before: Counted, after: Counted, were: Set[str] | None, judged: Responses) -> Changed:
    """What changed from `before`, when `were` were valid (None: not known any more), to the people judged now."""
    if were is None:
        return Changed(before, after)
    now = {one.respondent for one in judged.valid}
    why = Counter[str](one.reason or "" for one in judged.all if one.respondent in were - now)
    if gone := len(were - {one.respondent for one in judged.all}):
        why["gone"] = gone
    return Changed(before, after, len(now - were), len(were - now), dict(why))


def filled(content: Content, changed: Changed) -> Sequence[tuple[int, int, int]]:
    """(people before, people now, wanted) of each cell of the order."""
    return [
        (was, now, cell.wanted)
        for cell, was, now in zip(content.cells, changed.before.cells, changed.after.cells, strict=True)
    ]
