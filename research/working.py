"""What each kind of job does, piece by piece. Nothing here knows of queues: the worker runs the pieces and saves between.

A piece may be done twice, after a kill: stages are saved by key, files by their content, the index knows what it holds.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Protocol

from filelock import FileLock, Timeout

from corpus.errors import Busy, IndexTrouble, Shortage
from research.confirmations import asked_for
from research.jobs import PHASES, Job
from research.subject_finding import bring_subjects_up
from research.warm import WarmIndex
from research.workspace import Workspace

if TYPE_CHECKING:  # a worker says that it is alive before it loads what its first job needs
    from index.search import Searcher
    from research.evidence import Evidence
    from research.matches import Match
    from research.outline import Outline
    from research.report import Report
    from research.responses import Responses
    from research.selection import Selection

Result = dict[str, Any]
Told = Callable[[str, int, int], None]
"""Called with (phase, done, of), of = 0 where that cannot be told. Raises Cancelled where the job is to stop here."""

MENDED = ("index_behind", "no_index")
"""Troubles of the index that bringing it up to the corpus mends."""

TURN = 2.0
"""Seconds to wait for an import to let go of the corpus before Busy is raised; the worker then tries again."""


class Cancelled(Exception):
    """Somebody cancelled the job. Raised between pieces, and inside one where it leaves nothing half done."""


class Work(Protocol):
    """A job cut into pieces."""

    def plan(self) -> list[str]:
        """The names of the pieces in their order: ids and numbers only, for they are kept."""

    def do(self, piece: str, at: int, of: int) -> Result | None:
        """Do one piece, the `at`-th (from 0) of `of`. The last gives what came of the job.

        Raises Cancelled, Busy where somebody else holds what it needs, any other QuipuError that ends the job.
        """


def work_of(job: Job, workspace: Workspace, told: Told, warm: WarmIndex) -> Work:
    """The pieces of a job, done in the name of the workspace's viewer."""
    if job.kind == "import":
        return Importing(job.subject, workspace, told)
    if job.kind == "clean":
        return Refining(job.subject, workspace, told)
    if job.kind == "index":
        from research.switching import Indexing

        return Indexing(job.subject, workspace, told)
    if job.kind == "withdraw":
        from research.withdrawing import Withdrawing

        return Withdrawing(job.subject, workspace, told, warm)
    if job.kind == "revise":
        return Proposing(job.subject, workspace, told)
    kind = Matching if job.kind == "match" else Writing
    return kind(job.subject, _JobWorkspace(workspace.engine, workspace.viewer, workspace.settings, told, warm))


class Importing:
    """The files of a batch, one a piece, then the index, and with it the files that were let wait meanwhile."""

    def __init__(self, batch: str, workspace: Workspace, told: Told) -> None:
        from corpus.batches import Batches

        self._batch = batch
        self._workspace = workspace
        self._told = told
        self._batches = Batches(workspace.engine, workspace.viewer, workspace.settings.uploads)

    def plan(self) -> list[str]:
        return [*(f"file {number}" for number in self._batches.waiting(self._batch)), "index"]

    def do(self, piece: str, at: int, of: int) -> Result | None:
        if piece == "index":
            self._make_searchable()
            while late := self._batches.waiting(self._batch):  # somebody has said meanwhile how to read them
                for n, number in enumerate(late):
                    self._read(number, n, len(late))
                self._make_searchable()
            self._land()
            return self._counts()
        self._read(int(piece.removeprefix("file ")), at, of - 1)
        return None

    def _read(self, number: int, at: int, of: int) -> None:
        self._told("files", at, of)
        self._batches.bring_in(self._batch, number, lock=self._workspace.settings.import_lock)

    def _make_searchable(self) -> None:
        from corpus.nearly_same import find_alike

        find_alike(self._workspace.corpus, self._workspace.engine)
        bring_index_up(self._workspace, self._told)

    def _land(self) -> None:
        """What was commissioned for a study goes back to it."""
        from research.landing import land_batch

        land_batch(self._batches.get(self._batch), self._workspace)

    def _counts(self) -> Result:
        counts = Counter(file.status for file in self._batches.get(self._batch).files)
        found = {status: counts[status] for status in ("in", "known", "refused")}
        return {**found, "interviews": self._workspace.corpus.counts()["interviews"]}


class Refining:
    """The interviews of an ask for refinements, one a piece."""

    def __init__(self, ask: str, workspace: Workspace, told: Told) -> None:
        from corpus.refinement import Refinements

        self._ask = ask
        self._workspace = workspace
        self._told = told
        self._refinements = Refinements(workspace.engine, workspace.viewer)

    def plan(self) -> list[str]:
        return [f"refinement {one.id}" for one in self._refinements.of_ask(self._ask)]

    def do(self, piece: str, at: int, of: int) -> Result | None:
        from research.refining import refine_interview

        self._told("cleaning", at, of)
        number = int(piece.removeprefix("refinement "))
        for one in self._refinements.of_ask(self._ask):
            if one.id == number:  # whoever withdrew in the meantime has no row any more
                refine_interview(one, self._workspace)
        done = self._refinements.of_ask(self._ask)
        return {
            "interviews": len(done), "taken": sum(one.taken for one in done),
            "refused": sum(one.refused for one in done), "tokens": sum(one.tokens for one in done),
        }  # fmt: skip


class Proposing:
    """What a model proposes for a study's comments, in one piece: a reply that was had before a kill is kept."""

    def __init__(self, study: str, workspace: Workspace, told: Told) -> None:
        self._study = study
        self._workspace = workspace
        self._told = told

    def plan(self) -> list[str]:
        return list(PHASES["revise"])

    def do(self, piece: str, at: int, of: int) -> Result | None:
        from research.proposing_model import propose_all

        self._told(piece, 0, 0)
        study = self._workspace.studies.get(self._study)
        used = propose_all(study, self._workspace, partial(self._told, piece))
        return {"replies": used.replies, "tokens": used.tokens}


class _Studying:
    """The stages of a study, each done where it is missing or stale and else taken as saved."""

    def __init__(self, study: str, workspace: "_JobWorkspace") -> None:
        from research.study import Steps

        self._workspace = workspace
        self._steps = Steps(workspace.studies.get(study), workspace, progress=workspace.told)

    @cached_property
    def outline(self) -> "Outline":
        return self._steps.outline()

    @cached_property
    def matches(self) -> "tuple[Match, ...]":
        self._read_corpus  # noqa: B018  # once, before the first stage that looks at the interviews
        return self._steps.matches(self.outline)

    @cached_property
    def responses(self) -> "Responses":
        return self._steps.responses(self.outline, self.matches)

    @cached_property
    def _read_corpus(self) -> None:
        """Open the index and note what is in the corpus at one moment, with every import waiting.

        Else an interview that comes in between would count as matched without ever having been searched.
        """
        with nobody_importing(self._workspace):
            self._workspace.searcher()
            self._steps.keys.matches  # noqa: B018  # reads the interviews, and keeps what it read


class Matching(_Studying):
    """Outline, matches, responses. Too few valid responses are a result: the funnel shows them."""

    def plan(self) -> list[str]:
        return list(PHASES["match"])

    def do(self, piece: str, at: int, of: int) -> Result | None:
        self._workspace.told(piece, 0, 0)
        if piece != "responses":
            getattr(self, piece)
            return None
        from research.landing import settle_fieldwork

        result = self._judged()
        settle_fieldwork(self._steps.study, self._workspace)
        return result

    def _judged(self) -> Result:
        try:
            judged = self.responses
        except Shortage as shortage:
            return {"shortage": shortage.key, "values": shortage.values}
        self._steps.heard(self.outline, self.matches, judged)
        return {"people": len(judged.all), "valid": len(judged.valid)}


class Writing(_Studying):
    """The same, then selection, evidence and report. Too few valid responses end it: there is nothing to be written."""

    def plan(self) -> list[str]:
        return list(PHASES["write"])

    def do(self, piece: str, at: int, of: int) -> Result | None:
        self._workspace.told(piece, 0, 0)
        made = getattr(self, piece)
        return {"report": made.id} if piece == "report" else None

    @cached_property
    def selection(self) -> "Selection":
        study = self._steps.study
        confirmed = self._workspace.confirmations.newest(study.id) or asked_for(study.brief)
        return self._steps.selection(self.outline, self.matches, self.responses, confirmed)

    @cached_property
    def evidence(self) -> "Evidence":
        return self._steps.evidence(self.outline, self.matches, self.responses, self.selection)

    @cached_property
    def report(self) -> "Report":
        return self._steps.report(self.outline, self.responses, self.selection, self.evidence)


@dataclass(frozen=True)
class _JobWorkspace(Workspace):
    """A workspace whose index is brought up to the corpus where it lags behind, and then stays the same for a job."""

    told: Told
    warm: WarmIndex

    def searcher(self, *, lagging: bool = False) -> "Searcher":
        """The index, which never lags. Raises IndexTrouble where bringing it up does not help, Busy, Cancelled."""
        return self._opened

    @cached_property
    def _opened(self) -> "Searcher":
        try:
            return self.warm.open(self)
        except IndexTrouble as trouble:
            if trouble.key not in MENDED:
                raise
        bring_index_up(self, self.told)
        return self.warm.open(self)


def bring_index_up(workspace: Workspace, told: Told) -> None:
    """Bring the index up to the corpus; an empty corpus has none. Raises IndexTrouble and Busy as the index does.

    It stays with its own encoder: where another is set, a job of its own makes that one's index (research/switching.py).
    """
    from index.build import update_index

    told("index", 0, 0)
    corpus, settings = workspace.corpus, workspace.settings
    if corpus.count_lines():
        progress = partial(told, "index")
        update_index(corpus, settings.index, encoder=settings.encoder, own=True, progress=progress)
        bring_subjects_up(workspace)


@contextmanager
def nobody_importing(workspace: Workspace) -> Iterator[None]:
    """Hold what an import holds for each file. Raises Busy where one does not let go for TURN seconds."""
    lock = FileLock(workspace.settings.import_lock)
    try:
        # Asked for often: an import of our own lets go for some milliseconds between its files.
        lock.acquire(timeout=TURN, poll_interval=0.01)
    except Timeout as error:
        raise Busy("import_running") from error
    try:
        yield
    finally:
        lock.release()
