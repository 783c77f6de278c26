"""A report made again from the database, so that a file can be held against it."""

from dataclasses import replace
from typing import Any

from corpus.errors import NotFound
from research.derive import derive
from research.evidence import Evidence
from research.opened import open_report, state_of
from research.profiles import line_of
from research.report import Quote, Report, StoredText
from research.workspace import Workspace


def rederived(report_id: str, workspace: Workspace) -> Report:
    """The report with every figure counted again from its evidence and every quote read again from the transcripts.

    report_id   as a file carries it: "r-abc" is the report as it was written, "r-abc.5" with its edits up to number 5,
                whatever was edited since

    Raises NotFound for an unknown report, NotFound `report_withdrawn` where an interview it quotes is gone.
    """
    opened = open_report(report_id if state_of(report_id)[1] else f"{report_id}.0", workspace)
    gone = [note.respondent for note in opened.notes if note.kind == "unplaced" and note.respondent]
    if gone:  # an edit shows words of somebody who has withdrawn since: a file made before is not tampered with
        raise NotFound("report_withdrawn", respondents=gone)
    report, evidence = opened.report, opened.evidence
    again = Again(workspace, evidence)
    return replace(
        report,
        figures={id_: derive(id_, figure.spec, evidence) for id_, figure in report.figures.items()},
        quoted={id_: again.words_of(quote) for id_, quote in report.quotes.items()},
        texts={id_: again.text(text, report) for id_, text in report.texts.items()},
    )


class Again:
    """Reads stored words again."""

    def __init__(self, workspace: Workspace, evidence: Evidence) -> None:
        self._corpus = workspace.corpus
        self._evidence = evidence

    def words_of(self, quote: Quote) -> str:
        """The quote's words as the corpus holds them now, at the version quoted."""
        return " […] ".join(self._words(quote.interview, quote.version, start, end) for start, end in quote.spans)

    def text(self, text: StoredText, report: Report) -> StoredText:
        """The stored text, read again where it comes from the corpus or the profiles."""
        ref: dict[str, Any] = text.ref
        if "spans" in ref:
            found = "\n".join(self._words(ref["interview"], ref["version"], start, end) for start, end in ref["spans"])
            return replace(text, text=found)
        if "interview" in ref:
            return replace(text, text=self._words(ref["interview"], ref["version"], ref["start"], ref["end"]))
        if "respondent" in ref:
            return replace(text, text=line_of(ref["respondent"], self._evidence, report.language))
        return text

    def _words(self, interview: str, version: int, start: int, end: int) -> str:
        try:
            return self._corpus.interview(interview, version).text[start:end]
        except NotFound as error:
            raise NotFound("report_withdrawn", respondents=interview.rsplit("-20", 1)[0]) from error
