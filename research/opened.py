"""A report as it is read: written, then edited by its owner, up to the newest edit or to the one its address names.

r-abc      in an address: with all edits made so far; in a file: as it was written
r-abc.5    with the edits up to number 5; .0 is the report as it was written
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from corpus.errors import NotFound
from corpus.records import QUOTABLE, Consent, Interview
from corpus.store import Corpus
from corpus.viewer import Viewer
from research.editing import Edited, Note, edited
from research.edits import Edit
from research.evidence import Evidence
from research.report import Report
from research.saved import from_json
from research.studies import SavedReport
from research.workspace import Workspace

_STATE = re.compile(r"(.+?)(?:\.(\d{1,6}))?")


@dataclass(frozen=True)
class OpenedReport:
    """report    with the edits up to `edit`; its id names that state
    keys      the key of each of its blocks (research/block_keys.py)
    written   as it was written
    notes     what became of edits that do not hold as they were made, and who may not be quoted any more
    left_out  keys of the blocks its owner left out
    edit      number of the last edit in it, 0 where there is none; newest: of the study's newest edit
    """

    report: Report
    keys: tuple[str, ...]
    written: Report
    evidence: Evidence
    saved: SavedReport
    notes: tuple[Note, ...]
    left_out: tuple[str, ...]
    edits: tuple[Edit, ...]
    edit: int
    newest: int


def open_report(report_id: str, workspace: Workspace) -> OpenedReport:
    """The report in the state `report_id` names. Raises NotFound `no_report` where there is none for this viewer.

    Raises NotFound `report_withdrawn` where somebody it rests on has withdrawn, or an edit shows words that are gone.
    """
    name, number = state_of(report_id)
    try:
        saved = workspace.studies.report(name)
    except NotFound as error:
        if error.key == "report_withdrawn":
            raise
        raise NotFound("no_report", id=report_id) from error
    log = workspace.edits.all(saved.study)
    newest = log[-1].number if log else 0
    if number is not None and number > newest:
        raise NotFound("no_report", id=report_id)
    return _opened(saved, tuple(log), newest if number is None else number, workspace)


def state_now(report_id: str, workspace: Workspace) -> str:
    """The whole name of the state an address means now: "r-abc.5", "r-abc.0". Cheap; raises NotFound as `open_report`."""
    name, number = state_of(report_id)
    newest = workspace.edits.newest(name)
    if number is not None and number > newest:
        raise NotFound("no_report", id=report_id)
    return f"{name}.{newest if number is None else number}"


def state_of(report_id: str) -> tuple[str, int | None]:
    """(the id of the written report, the number of the last edit or None for all)."""
    found = _STATE.fullmatch(report_id)
    return (found[1], int(found[2]) if found[2] else None) if found else (report_id, None)


def corpus_stamp(workspace: Workspace) -> int:
    """Grows when the interviews change: what is remembered of an open report is then read again."""
    return _corpus(workspace).stamp()


def _corpus(workspace: Workspace) -> Corpus:
    """The interviews as a report's writer reads them: whoever may read a report may read what it quotes."""
    return Corpus(workspace.engine, Viewer(workspace.viewer.person, "researcher", workspace.viewer.client))


def _opened(saved: SavedReport, log: tuple[Edit, ...], number: int, workspace: Workspace) -> OpenedReport:
    written, evidence = from_json(Report, saved.content), from_json(Evidence, saved.evidence)
    held = tuple(edit for edit in log if edit.number <= number)
    done = _edited(written, evidence, held, workspace)
    report = replace(done.report, id=f"{written.id}.{number}" if number else written.id)
    newest = log[-1].number if log else 0
    return OpenedReport(report, done.keys, written, evidence, saved, done.notes, done.left_out, held, number, newest)


def _edited(written: Report, evidence: Evidence, held: tuple[Edit, ...], workspace: Workspace) -> Edited:
    try:
        quoted = Quoted(workspace, evidence)
        done = edited(written, evidence, held, interviews=quoted, may_quote=quoted.may_quote)
        return replace(done, notes=(*done.notes, *_withdrawn(done.report, quoted)))
    except NotFound as error:
        raise NotFound("report_withdrawn", respondents=str(error.values.get("id", "")).rsplit("-20", 1)[0]) from error


def _withdrawn(report: Report, quoted: "Quoted") -> list[Note]:
    """A note for each person the report quotes who does not agree to it any more."""
    agreed = quoted.consents({quote.interview for quote in report.quotes.values()})
    gone = [quote.respondent for quote in report.quotes.values() if agreed.get(quote.interview) not in QUOTABLE]
    return [Note(0, "withdrawn", None, who) for who in dict.fromkeys(gone)]


class Quoted(Mapping[str, Interview]):
    """The interviews of a report's evidence by id, at the text version it read; each is read when it is asked for.

    What is shown of them is for the caller to hold to what may be quoted.
    """

    def __init__(self, workspace: Workspace, evidence: Evidence) -> None:
        self._corpus = _corpus(workspace)
        self._evidence = evidence
        self._read: dict[str, Interview] = {}

    @cached_property
    def _versions(self) -> dict[str, int]:
        asked = self._evidence.questions.values()
        places = [value.place for one in asked for values in one.values_by_wave.values() for value in values.values()]
        places += [value.place for one in asked for value in one.aside.values()]
        answers = [answer for one in asked for answer in one.answers.values()]
        return {one.interview: one.version for one in places} | {one.interview: one.version for one in answers}

    def may_quote(self, respondent: str) -> bool:
        """Whether somebody agrees, by now, to be quoted: the evidence knows how it was when the report was written."""
        return respondent in self._quotable

    @cached_property
    def _quotable(self) -> set[str]:
        return self.quotable()

    def quotable(self) -> set[str]:
        """The respondents who have agreed, by now, to be quoted."""
        return {who for (who, _), person in self._corpus.attributes().items() if person.consent in QUOTABLE}

    def consents(self, interviews: set[str]) -> dict[str, Consent]:
        """How far the words of these interviews may go, by now; those that are gone are missing."""
        return self._corpus.consents(interviews)

    def fetch(self, ids: set[str]) -> None:
        """Read several at once: much quicker than one by one."""
        missing = (ids & self._versions.keys()) - self._read.keys()
        current = {each.id: each for each in self._corpus.interviews(missing)} if missing else {}
        self._read |= {id_: one for id_, one in current.items() if one.version == self._versions[id_]}

    def __getitem__(self, interview: str) -> Interview:
        if interview not in self._read:
            self._read[interview] = self._corpus.interview(interview, self._versions[interview])
        return self._read[interview]

    def __iter__(self) -> Iterator[str]:
        return iter(self._versions)

    def __len__(self) -> int:
        return len(self._versions)
