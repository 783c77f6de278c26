"""Writing the report by rule: from figures and quotes, in the order a client reads."""

import secrets
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from research.evidence import Evidence
from research.outline import Outline
from research.report import Report
from research.selection import Selection
from research.studies import Study
from research.writing.appendices import write_appendices
from research.writing.changes import write_changes
from research.writing.differences import write_differences
from research.writing.draft import Draft
from research.writing.findings import write_finding
from research.writing.method import write_limits, write_method, write_sample
from research.writing.summary import write_summary

if TYPE_CHECKING:
    from research.workspace import Workspace


def write_report(
    study: Study, outline: Outline, selection: Selection, evidence: Evidence, *, workspace: "Workspace",
    troubled: Callable[[str], None] = lambda key: None,
) -> Report:  # fmt: skip
    """The whole report. Where a model is on it rewords the prose; figures and quotes stay as the rule set them.

    troubled   called with the key of why sentences of a model were not taken, where some were not for want of a usable reply
    """
    interviews = {
        each.id: each for each in workspace.corpus.interviews(i for ids in evidence.interviews.values() for i in ids)
    }
    draft = Draft(study.brief.language, evidence, interviews)
    model = workspace.settings.model
    write_summary(draft, outline, selection)
    draft.heading(1, draft.say("findings.title"))
    for question in outline.core:
        write_finding(draft, question)
    write_differences(draft, outline)
    write_changes(draft, outline)
    draft.heading(1, draft.say("about.title"))
    write_method(draft, outline, selection)
    write_sample(draft)
    write_limits(draft, selection)
    write_appendices(draft, outline)
    report = Report(
        id="r-" + secrets.token_hex(6), study=study.id, language=study.brief.language, title=study.title,
        blocks=tuple(draft.blocks), figures=draft.figures, quotes=draft.quotes, texts=draft.texts, quoted=draft.quoted,
    )  # fmt: skip
    if model is None:
        return report
    from research.writing.wording import with_model  # loads the client's library: pages read reports without it

    spent = partial(workspace.spending.add, study.id, "wording")
    return with_model(report, outline.drafted_by, model, workspace.engine, spent=spent, troubled=troubled)
