"""`run` and its stages, `report`, and the sample studies of `demo`."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from corpus.errors import NotFound
from corpus.records import Language
from research.cli.bringing import bring_in, bring_index, import_counts
from research.cli.files import brief_of, check_out, wanted_of, write_out
from research.cli.telling import Command, as_json_option, print_json, told, told_plainly, told_spent, workspace
from research.messages import say
from research.opened import open_report
from research.report import Report
from research.saved import to_json
from research.searchable import require_set_encoder
from research.settings import SAMPLE


@click.command("run")
@click.argument("brief", type=click.Path(path_type=Path))
@click.option("--responses", metavar="NUMBER", help="How many people; default: what the brief asks for.")
@click.option("--out", type=click.Path(path_type=Path), help="Where to write the Word report (.docx).")
@as_json_option
@told_plainly
def run_command(brief: Path, responses: str | None, out: Path | None, as_json: bool, chinese: bool) -> None:
    """From a brief to a report: outline, matches, valid responses, selection, evidence, report."""
    from research.study import run_study

    wanted = wanted_of(responses)
    check_out(out)
    space, read = workspace(), brief_of(brief)
    require_set_encoder(space)
    counts: dict[str, Any] = {}
    written = run_study(read, space, responses=wanted, told=told("zh" if chinese else "en", counts))
    report = open_report(written.id, space).report
    path = write_out(report, space.settings, out)
    spent = told_spent(report.study, space, "zh" if chinese else "en", as_json=as_json)
    _finish(report, path, {"counts": counts, **spent}, as_json, "zh" if chinese else "en")


def _stage_command(name: str) -> Command:
    """A command that runs a study up to one stage and prints the stage's result."""

    @click.argument("brief", type=click.Path(path_type=Path))
    @as_json_option
    @told_plainly
    def command(brief: Path, as_json: bool, chinese: bool) -> None:
        from research.study import Steps

        space = workspace()
        require_set_encoder(space)
        language: Language = "zh" if chinese else "en"
        study = space.studies.open(brief_of(brief))
        counts: dict[str, Any] = {}
        steps = Steps(study, space, told(language, counts))
        outline = steps.outline()
        result: Any = outline
        if name == "match":
            matches = steps.matches(outline)
            result = steps.responses(outline, matches)
        spent = told_spent(study.id, space, language, as_json=as_json)
        if as_json:
            print_json({"study": study.id, **counts, **spent, "result": to_json(result)})
        else:
            click.echo(json.dumps(to_json(result), ensure_ascii=False, indent=2))

    command.__doc__ = {
        "outline": "Draft the interview outline of a brief and print it.",
        "match": "Match a brief's outline against the corpus and print who is valid and why everyone else is left out.",
    }[name]
    return command


outline_command = click.command("outline")(_stage_command("outline"))
match_command = click.command("match")(_stage_command("match"))


@click.command("report")
@click.argument("study")
@click.option("--out", type=click.Path(path_type=Path), help="Where to write the Word report (.docx).")
@as_json_option
@told_plainly
def report_command(study: str, out: Path | None, as_json: bool, chinese: bool) -> None:
    """Write the newest report of a study (its id, or its brief's file) to a Word file again."""
    check_out(out)
    space = workspace()
    found = space.studies.find(brief_of(Path(study))) if Path(study).exists() else space.studies.get(study)
    if found is None:
        raise NotFound("no_study", id=study)
    saved = next(iter(space.studies.reports(found.id)), None)
    if saved is None:
        raise NotFound("no_report", id=found.id)
    report = open_report(saved.id, space).report
    path = write_out(report, space.settings, out)
    spent = told_spent(report.study, space, "zh" if chinese else "en", as_json=as_json)
    _finish(report, path, {"counts": {}, **spent}, as_json, "zh" if chinese else "en")


@click.command("demo")
@told_plainly
def demo_command() -> None:
    """The sample corpus imported and indexed, and both sample briefs run end to end. The second time repeats no work."""
    from research.study import run_study

    space = workspace()
    results = bring_in(space, [SAMPLE / "respondents_zh.csv", SAMPLE / "respondents_en.csv", SAMPLE / "transcripts"])
    click.echo(say("en", "cli.imported", **import_counts(results)))
    bring_index(space)
    for name in ("zh", "en"):
        brief = brief_of(SAMPLE / "briefs" / f"{name}.yaml")
        click.echo(f"\n{brief.title}")
        report = open_report(run_study(brief, space, told=told("en", {}, err=False)).id, space).report
        path = space.settings.exports / f"sample-{name}-{report.id}.docx"
        if not path.exists():
            write_out(report, space.settings, path)
        click.echo(say("en", "cli.written", path=str(path)))


def _finish(report: Report, path: Path, more: Mapping[str, Any], as_json: bool, language: Language) -> None:
    if as_json:
        print_json({"study": report.study, "report": report.id, "path": str(path), **more})
    else:
        click.echo(say(language, "cli.written", path=str(path)))
