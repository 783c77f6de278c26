"""Which subjects the interviews speak of: found once the index is up, and brought up with it from then on.

Subjects that are there stay, with their names; what is new joins the nearest, and what is far from all becomes new subjects once there is
enough of it. A question that follows another one ("why is that?") is about what that one is about. Beside what was
asked, an exchange is about what somebody came to speak of unasked, and about what staff added and it says.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import floor, log
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from corpus.coverage_cells import bring_cells_up
from corpus.errors import IndexTrouble
from corpus.records import Language
from corpus.subjects_found import Found, SubjectsFound, Told, blocks
from research.subject_said import Speaking, said_of, words_at_home
from research.subject_told import Telling, telling_of, told_of
from research.subject_words import speaks_of
from research.workspace import Workspace

if TYPE_CHECKING:
    from index.encoders import Vectors
    from index.search import Searcher
    from index.subjects import Groups

LANGUAGES: tuple[Language, ...] = ("zh", "en")
MEMBERS = 200
"""Questions a subject is known by: those of the newest waves. So the time for new interviews does not grow with the rest."""
WORDINGS = 400
"""Questions a new subject is named by at most."""
OPENING = 0.06
"""Place in the interview, on average, up to which a subject is what interviews begin with."""
GROWTH = 1.5
"""New subjects are looked for once the questions that are about nothing have grown by this much."""


def bring_subjects_up(workspace: Workspace) -> int:
    """Find the subjects of interviews that were not looked at; how many were.

    Nothing is done where another process is at it, or where more has come in than the index holds: who brought that will.
    """
    try:
        with FileLock(workspace.settings.index / "subjects.lock", timeout=0):
            found = SubjectsFound(workspace.engine, workspace.viewer)
            fresh = {each: found.interviews(each, fresh=True) for each in LANGUAGES}
            if any(fresh.values()):
                finder = {each: _Finder(each, workspace, found) for each, new in fresh.items() if new}
                for language, one in finder.items():
                    one.bring_up(fresh[language])
            bring_cells_up(workspace.engine)
            return sum(map(len, fresh.values()))
    except Timeout:
        return 0
    except IndexTrouble as trouble:
        if trouble.key != "index_behind":
            raise
        return 0


class _Finder:
    """Finds the subjects of one language."""

    def __init__(self, language: Language, workspace: Workspace, found: SubjectsFound) -> None:
        self.language = language
        self.workspace = workspace
        self.found = found
        self.searcher: Searcher = workspace.searcher()

    def bring_up(self, fresh: Sequence[str]) -> None:
        """What was asked first, then what was said besides: the words of a subject are known by what was asked."""
        known = self._known()
        if known is None and (known := self._new(self.found.questions(self.language, most=_sampled()))):
            fresh = self.found.interviews(self.language, fresh=False)  # those looked at before had none to be about
        left = sum(self._keep_asked(block, known) for block in blocks(fresh))
        if known and left:
            self._keep_left(self.found.without(self.language), left)
        self._say(fresh)

    def _known(self) -> "tuple[Groups, list[int]] | None":
        """The subjects there are, as groups of their questions, with their ids; None where there are none."""
        import numpy as np

        from index.subjects import groups_of

        members = self.found.members(self.language, most=MEMBERS)
        if not members:
            return None
        ids = sorted(members)
        rows = [self._rows(members[each]) for each in ids]
        labels = np.repeat(np.arange(len(ids)), [len(each) for each in rows])
        return groups_of(np.vstack(rows), labels, len(ids)), ids

    def _new(self, questions: Sequence[Told]) -> "tuple[Groups, list[int]] | None":
        """New subjects from questions that are about none, with their names; None where there are too few to tell."""
        from index.subjects import find_groups
        from research.subject_names import names_of

        rows = self._rows(questions)
        groups = find_groups(rows)
        if groups is None:
            return None
        nearest = groups.nearest(rows).tolist()
        members = [
            [one for one, at in zip(questions, nearest, strict=True) if at == group]
            for group in range(len(groups.centres))
        ]
        said = [self._asked(each[:: -(-len(each) // WORDINGS) or 1]) for each in members]
        opening = [sum(one.place for one in each) <= OPENING * len(each) for each in members]
        taken = [one.name for one in self.workspace.subjects.all(self.language)]
        return groups, self.found.keep_subjects(self.language, names_of(said, self.language, taken, opening))

    def _keep_asked(self, block: Sequence[str], known: "tuple[Groups, list[int]] | None") -> int:
        """Keep what these interviews ask about; how many of their questions are about nothing."""
        told = self.found.told(block)
        questions = [one for one in told if one.follows is None]
        about = dict(
            zip([(one.interview, one.position) for one in questions], self._nearest(questions, known), strict=True)
        )
        named = list(self._named(told))
        asked = [
            Found(one, subject, "asked") for one in told
            if (subject := about.get((one.interview, one.position if one.follows is None else one.follows))) is not None
        ]  # fmt: skip
        guided = {one.id for one in self.workspace.subjects.all(self.language) if one.guide}
        asked = [Found(one.told, one.subject, "guide") if one.subject in guided else one for one in asked]
        self.found.keep({one.interview: one.version for one in told}, [*asked, *named])
        return sum(subject is None for subject in about.values())

    def _nearest(self, questions: Sequence[Told], known: "tuple[Groups, list[int]] | None") -> list[int | None]:
        if known is None or not questions:
            return [None] * len(questions)
        groups, ids = known
        return [ids[at] if at >= 0 else None for at in groups.nearest(self._rows(questions)).tolist()]

    def _named(self, told: Sequence[Told]) -> Iterator[Found]:
        """What says a word of a subject that staff added."""
        named = [one for one in self.workspace.subjects.all(self.language) if one.words]
        if named:
            yield from speaks_of(named, told, self.found)

    def _keep_left(self, left: Sequence[Told], of_them_new: int) -> None:
        """New subjects from what is about nothing, where that has become enough."""
        if _step(len(left)) <= _step(len(left) - of_them_new):
            return
        new = self._new(left)
        about = self._nearest(left, new)
        probes: dict[tuple[str, int], list[Told]] = {}
        for one in self.found.told(sorted({one.interview for one in left})):
            at = one.position if one.follows is None else one.follows
            probes.setdefault((one.interview, at), []).append(one)
        self.found.keep_more(
            Found(each, subject, "asked") for one, subject in zip(left, about, strict=True) if subject is not None
            for each in probes[one.interview, one.position]
        )  # fmt: skip

    def _say(self, fresh: Sequence[str]) -> None:
        """Find what people came to speak of unasked."""
        members = self.found.members(self.language, most=MEMBERS)
        if len(members) < 2:  # nothing to tell apart
            return
        texts = {each: list(self.found.words(members[each]).values()) for each in sorted(members)}
        telling = telling_of({each: [asked for asked, _ in own] for each, own in texts.items()}, self.language)
        speaking = self._speaking(texts, members) if self.searcher.reads_clauses(self.language) else None
        for block in blocks(fresh):
            told = {one.exchange: one for one in self.found.told(block)}
            found = self._said(told, telling, speaking)
            self.found.keep_more([Found(told[key], subject, "said") for key, subject in found])

    def _said(self, told: Mapping[int, Told], telling: Telling, speaking: Speaking | None) -> list[tuple[int, int]]:
        """(exchange, subject) of what is said unasked in these exchanges."""
        asked = {
            each: self.workspace.subjects.of(each, version)
            for each, version in {(one.interview, one.version) for one in told.values()}
        }
        words = self.found.words(list(told.values()))
        about = {key: frozenset(asked[one.interview].get(one.position, {})) for key, one in told.items()}
        found = told_of(((key, *words[key], about[key]) for key in told), telling, self.language)
        if speaking is not None:
            answers = ((key, words[key][1], about[key]) for key in told)
            found += said_of(answers, speaking, self.language, lambda parts: self.searcher.encode(parts, self.language))
        return found

    def _speaking(
        self, texts: Mapping[int, Sequence[tuple[str, str]]], members: Mapping[int, Sequence[Told]]
    ) -> Speaking:  # fmt: skip
        """The subjects as people speak of them."""
        import numpy as np

        asked = [
            self.searcher.vectors([one.exchange for one in members[each]], self.language)[0].mean(0) for each in texts
        ]
        centres = np.array(asked, dtype=np.float32)
        centres /= np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-9)
        said = {each: ["\n".join(pair) for pair in own] for each, own in texts.items()}
        return Speaking(tuple(texts), words_at_home(said, self.language), centres)

    def _rows(self, told: Sequence[Told]) -> "Vectors":
        import numpy as np

        from index.subjects import views

        questions, answers = self.searcher.vectors([one.exchange for one in told], self.language)
        return views(questions, answers, np.array([one.place for one in told], dtype=np.float32))

    def _asked(self, told: Sequence[Told]) -> list[str]:
        return [asked for asked, _ in self.found.words(told).values()]


def _sampled() -> int:
    from index.subjects import SAMPLED

    return SAMPLED


def _step(count: int) -> int:
    """Grows by one each time a count grows by GROWTH; 0 where there are too few for any subject."""
    from index.subjects import EACH, FEWEST

    return floor(log(count / (FEWEST * EACH), GROWTH)) + 1 if count >= FEWEST * EACH else 0
