"""A workspace of one interview and one report, made without running a study; the words in it mean harm."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.orm import Session

from corpus.intake import import_files
from corpus.viewer import LOCAL, Viewer
from research.brief import Brief
from research.evidence import PROFILE, Evidence
from research.figures import Figure
from research.report import Chart, Heading, Paragraph, Quote, QuoteBlock, Report, StoredText, Table
from research.saved import to_json
from research.settings import read_settings
from research.tables import ReportRow
from research.workspace import Workspace

HOSTILE = (
    "I *love* <b>it</b> <script>document.title='owned'</script> :smile: $x^2$ [a](http://evil.example) www.evil.example"
)
QUOTED = "and `my` mother :red[too] | she -- well -- said_so_"
QUESTION = "What has changed since last year?"
LINES = (
    ("Interviewer", "Hello, how are you?"),
    ("Respondent", "Well enough, thank you for asking."),
    ("Interviewer", QUESTION),
    ("Respondent", f"{HOSTILE} {QUOTED} and that is all."),
    ("Interviewer", "And next year?"),
    ("Respondent", "I could not say at all."),
    ("Interviewer", "Where do you buy it?"),
    ("Respondent", "Far from these words, in the market."),
)
TITLE = "Tea & *stars* <i>of</i> the year"
EVIDENCE = Evidence(
    respondents=("R01",), profiles={"R01": dict.fromkeys(PROFILE, "")}, returned=(), waves=("2026-Q1",),
    interviews={"R01": ("R01-2026-Q1",)}, questions={}, shares=True, funnel={},
)  # fmt: skip


def workspace_at(home: Path, viewer: Viewer = LOCAL) -> Workspace:
    """The workspace of a folder."""
    from corpus.database import open_database

    settings = read_settings({"QUIPU_HOME": str(home)})
    return Workspace(open_database(settings.database), viewer, settings)


def with_interview(home: Path) -> Workspace:
    """A workspace that holds one interview."""
    space = workspace_at(home)
    path = home / "R01_2026-Q1.txt"
    path.write_text("\n\n".join(f"{who}: {words}" for who, words in LINES), encoding="utf-8")
    (result,) = import_files([path], engine=space.engine, viewer=LOCAL, lock=space.settings.import_lock)
    assert result.interviews, result.refusal
    return space


def with_report(home: Path, *, client: str = "local", id_: str = "r-small") -> Workspace:
    """... and one report on it, written for `client`."""
    space = with_interview(home)
    own = workspace_at(home, Viewer("somebody", "owner", client))
    report = small_report(space, id_)
    brief = Brief(title=TITLE, industry="tea", questions=(QUESTION,), people="", language="en", source_text=QUESTION)
    study = own.studies.open(brief)
    own.studies.save_report(study.id, id_, to_json(report), to_json(EVIDENCE))
    with Session(space.engine) as session, session.begin():  # a fixed day, for the page shows it
        session.execute(update(ReportRow).where(ReportRow.id == id_).values(made_at=datetime(2026, 3, 1)))
    return own


def small_report(space: Workspace, id_: str) -> Report:
    """Every kind of block, and a method and an appendix to be folded."""
    (interview,) = space.corpus.interviews()
    start, asked = interview.text.index(QUOTED), interview.text.index(QUESTION)
    span = (start, start + len(QUOTED))
    quote = Quote(
        "Q001",
        "R01",
        interview.id,
        interview.version,
        (span,),
        (asked, asked + len(QUESTION)),
        "asked: “{T001}” · {T002}",
    )
    bars = Chart(
        "c1",
        "bar",
        "People by view",
        ("{T003}", "{Q001}"),
        (("people", ("F001", "F002")),),
        "share",
        "Base: {F001:base}",
    )
    line = Chart(
        "c2", "line", "By wave", ("2025-Q4", "2026-Q1"), (("one", ("F001", "F002")), ("two", ("F002", "F001"))), "n"
    )
    column = Chart("c3", "column", "Spend", ("0–10", "10–20"), (("people", ("F001", "F002")),), "n")
    table = Table("t1", "Who", ("View", "People"), (("{T003}", "{F001:of}"),), (0.5, 0.5))
    blocks = (
        Paragraph("{F001:n} people", "subtitle"),
        Paragraph("Most say so: {F001:full}. {Q001}", "key"),
        Paragraph("The rest do not.", "key"),
        Heading(1, "Findings", "h1"),
        Heading(2, "Less <u>tea</u>", "h2"),
        Paragraph("Asked: {T001}", "asked"),
        bars,
        Paragraph("Those who say less:", "lead"),
        QuoteBlock("Q001"),
        Heading(3, "First theme", "h3"),
        Paragraph("{F002:of}"),
        Heading(3, "Second theme", "h4"),
        QuoteBlock("Q001"),
        line,
        Heading(1, "Method", "h5"),
        Paragraph("How it was done", "bullet"),
        table,
        column,
    )
    texts = (("asked", QUESTION), ("wave", "2026-Q1"), ("outline", "a|b\n# c"))
    return Report(
        id=id_, study="", language="en", title=TITLE, blocks=blocks, quotes={"Q001": quote}, quoted={"Q001": QUOTED},
        figures={"F001": Figure("F001", {}, 40, 100), "F002": Figure("F002", {}, 12, 100)},
        texts={f"T00{at}": StoredText(f"T00{at}", kind, text) for at, (kind, text) in enumerate(texts, 1)},
    )  # fmt: skip
