"""The command line: progress on stderr, results on stdout, one clear line and a non-zero exit on bad input."""

import json
import sys
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from corpus.database import open_database
from corpus.errors import BadInput, NotFound, QuipuError, Shortage
from corpus.intake import FileResult, import_files
from corpus.records import Language
from corpus.viewer import LOCAL
from exports.marks import read_word
from exports.verify import blocking, verify
from exports.word import Links, write_word
from index.build import IndexResult, update_index
from research.brief import Brief, read_brief
from research.messages import explain, say
from research.report import Report
from research.saved import from_json, to_json
from research.settings import SAMPLE, Settings, read_settings
from research.study import Steps, Workspace, run_study
from research.verification import rederived

EXIT_BAD, EXIT_SHORTAGE, EXIT_DIFFERS = 2, 3, 4


def told_plainly(command: Callable[..., None]) -> Callable[..., None]:
    """One clear line on stderr and a non-zero exit for every trouble a person can act on."""

    @wraps(command)
    def run(**options: Any) -> None:
        try:
            command(**options)
        except QuipuError as error:
            language: Language = "zh" if options.get("chinese") else "en"
            if options.get("as_json"):
                click.echo(json.dumps({"error": error.key, **error.values}, ensure_ascii=False))
            click.echo(explain(error, language), err=True)
            sys.exit(EXIT_SHORTAGE if isinstance(error, Shortage) else EXIT_BAD)

    return run


def as_json_option(command: Callable[..., None]) -> Callable[..., None]:
    """`--json` and `--chinese`, which every command has."""
    command = click.option("--chinese", is_flag=True, help="Messages in Chinese.")(command)
    return click.option("--json", "as_json", is_flag=True, help="One JSON object with ids, counts and paths.")(command)


def workspace() -> Workspace:
    """The workspace of QUIPU_HOME, as the one person on this machine."""
    settings = read_settings()
    return Workspace(open_database(settings.database), LOCAL, settings)


@click.group(help=__doc__)
def main() -> None:
    """The commands of Quipu."""


@main.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--wave", help="Wave of files that do not say theirs, e.g. 2026-Q1.")
@as_json_option
@told_plainly
def import_command(paths: tuple[Path, ...], wave: str | None, as_json: bool, chinese: bool) -> None:
    """Bring in files and folders and make them searchable. A bad file is recorded with its reason; the rest goes on."""
    space = workspace()
    results = bring_in(space, paths, wave=wave)
    language: Language = "zh" if chinese else "en"
    for one in results:
        if one.refusal is not None:
            click.echo(f"{one.name}: {explain(one.refusal, language)}", err=True)
    indexed = bring_index(space) if any(one.interviews for one in results) else None
    counts = _import_counts(results)
    if as_json:
        refused = [{"file": one.name, "error": one.refusal.key, **one.refusal.values} for one in results if one.refusal]
        exchanges = indexed.exchanges if indexed else space.corpus.counts()["exchanges"]
        interviews = [identity for one in results for identity in one.interviews]
        _print({**counts, "ids": interviews, "refused_files": refused, "exchanges": exchanges})
    else:
        click.echo(say(language, "cli.imported", **counts))


@main.command("index")
@click.option("--rebuild", is_flag=True, help="Build the whole index anew.")
@as_json_option
@told_plainly
def index_command(rebuild: bool, as_json: bool, chinese: bool) -> None:
    """Bring the index up to the corpus."""
    result = bring_index(workspace(), rebuild=rebuild)
    counts = {"kind": result.kind, "interviews": result.interviews, "exchanges": result.exchanges}
    _print(counts) if as_json else click.echo(say("zh" if chinese else "en", "cli.indexed", **counts))


@main.command("run")
@click.argument("brief", type=click.Path(path_type=Path))
@click.option("--responses", type=click.IntRange(min=1), help="How many people; default: what the brief asks for.")
@click.option("--out", type=click.Path(path_type=Path), help="Where to write the Word report (.docx).")
@as_json_option
@told_plainly
def run_command(brief: Path, responses: int | None, out: Path | None, as_json: bool, chinese: bool) -> None:
    """From a brief to a report: outline, matches, valid responses, selection, evidence, report."""
    space, read = workspace(), brief_of(brief)
    check_out(out)
    counts: dict[str, Any] = {}
    report = run_study(read, space, responses=responses, told=_told("zh" if chinese else "en", counts))
    path = write_out(report, space.settings, out)
    _finish(report, path, counts, as_json, "zh" if chinese else "en")


def _stage_command(name: str) -> Callable[..., None]:
    """A command that runs a study up to one stage and prints the stage's result."""

    @click.argument("brief", type=click.Path(path_type=Path))
    @as_json_option
    @told_plainly
    def command(brief: Path, as_json: bool, chinese: bool) -> None:
        space = workspace()
        language: Language = "zh" if chinese else "en"
        study = space.studies.open(brief_of(brief))
        counts: dict[str, Any] = {}
        steps = Steps(study, space, _told(language, counts))
        outline = steps.outline()
        result: Any = outline
        if name == "match":
            matches = steps.matches(outline)
            result = steps.responses(outline, matches)
        if as_json:
            _print({"study": study.id, **counts, "result": to_json(result)})
        else:
            click.echo(json.dumps(to_json(result), ensure_ascii=False, indent=2))

    command.__doc__ = {
        "outline": "Draft the interview outline of a brief and print it.",
        "match": "Match a brief's outline against the corpus and print who is valid and why everyone else is left out.",
    }[name]
    return command


for _name in ("outline", "match"):
    main.command(_name)(_stage_command(_name))


@main.command("report")
@click.argument("study")
@click.option("--out", type=click.Path(path_type=Path), help="Where to write the Word report (.docx).")
@as_json_option
@told_plainly
def report_command(study: str, out: Path | None, as_json: bool, chinese: bool) -> None:
    """Write the newest report of a study (its id, or its brief's file) to a Word file again."""
    space = workspace()
    check_out(out)
    identity = space.studies.open(brief_of(Path(study))).id if Path(study).exists() else study
    space.studies.get(identity)
    saved = next(iter(space.studies.reports(identity)), None)
    if saved is None:
        raise NotFound("no_report", id=identity)
    report = from_json(Report, saved.content)
    path = write_out(report, space.settings, out)
    _finish(report, path, {}, as_json, "zh" if chinese else "en")


@main.command("verify")
@click.argument("file", type=click.Path(path_type=Path))
@as_json_option
@told_plainly
def verify_command(file: Path, as_json: bool, chinese: bool) -> None:
    """Hold an exported file against the database: every figure counted again, every quote read again."""
    language: Language = "zh" if chinese else "en"
    if not file.is_file():
        raise BadInput("no_such_path", path=str(file))
    marked = read_word(file.read_bytes())
    if marked.report is None:
        raise BadInput("not_our_report")
    report = rederived(marked.report, workspace())
    differences = verify(marked, report)
    wrong = blocking(differences)
    if as_json:
        _print({"verified": not wrong, "report": report.id, "differences": [to_json(one) for one in differences]})
    else:
        _say_verified(language, file, report, differences, wrong)
    if wrong:
        sys.exit(EXIT_DIFFERS)


def _say_verified(language: Language, file: Path, report: Report, differences: Any, wrong: Any) -> None:
    for one in differences:
        if one not in wrong:
            click.echo(say(language, "cli.note", text=f"{one.where}: {one.expected}"), err=True)
    if wrong:
        first = wrong[0]
        told = {"where": first.where, "expected": first.expected, "found": first.found, "count": len(wrong)}
        click.echo(say(language, "cli.not_verified", path=str(file), **told), err=True)
    else:
        sizes = {"figures": len(report.figures), "quotes": len(report.quotes), "texts": len(report.texts)}
        click.echo(say(language, "cli.verified", path=str(file), **sizes))


@main.command("demo")
@told_plainly
def demo_command() -> None:
    """The sample corpus imported and indexed, and both sample briefs run end to end. The second time repeats no work."""
    space = workspace()
    results = bring_in(space, [SAMPLE / "respondents_zh.csv", SAMPLE / "respondents_en.csv", SAMPLE / "transcripts"])
    click.echo(say("en", "cli.imported", **_import_counts(results)))
    bring_index(space)
    for name in ("zh", "en"):
        brief = brief_of(SAMPLE / "briefs" / f"{name}.yaml")
        click.echo(f"\n{brief.title}")
        report = run_study(brief, space, told=_told("en", {}, err=False))
        path = space.settings.exports / f"sample-{name}-{report.id}.docx"
        if not path.exists():
            write_out(report, space.settings, path)
        click.echo(say("en", "cli.written", path=str(path)))


def bring_in(space: Workspace, paths: Any, *, wave: str | None = None) -> list[FileResult]:
    """Import with a progress bar."""
    with tqdm(total=None, unit="file", desc="import", file=sys.stderr, leave=False, disable=None) as bar:

        def progress(done: int, of: int, _name: str) -> None:
            bar.total, bar.n = of, done
            bar.refresh()

        return import_files(
            paths, engine=space.engine, viewer=space.viewer, lock=space.settings.import_lock, wave=wave, progress=progress
        )


def bring_index(space: Workspace, *, rebuild: bool = False) -> IndexResult:
    """Bring the index up to the corpus with a progress bar."""
    with tqdm(total=None, unit="exchange", desc="index", file=sys.stderr, leave=False, disable=None) as bar:

        def progress(done: int, of: int) -> None:
            bar.total, bar.n = of, done
            bar.refresh()

        return update_index(
            space.corpus, space.settings.index, encoder=space.settings.encoder, rebuild=rebuild, progress=progress
        )


def brief_of(path: Path) -> Brief:
    """The brief in a file."""
    if not path.is_file():
        raise BadInput("no_such_path", path=str(path))
    return read_brief(path.name, path.read_bytes())


def check_out(out: Path | None) -> None:
    """Refuse a place nothing can be written to before any work is done."""
    if out is None:
        return
    if out.suffix.lower() != ".docx":
        raise BadInput("unknown_format_out", suffix=out.suffix or out.name)
    if out.is_dir():
        raise BadInput("out_exists_not_file", path=str(out))


def write_out(report: Report, settings: Settings, out: Path | None) -> Path:
    """Write the Word file; default: the exports folder."""
    path = out or settings.exports / f"{report.id}.docx"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(write_word(report, links=Links(settings.address)))
    except OSError as error:
        raise BadInput("cannot_write", path=str(path)) from error
    return path.absolute()


def _told(language: Language, counts: dict[str, Any], *, err: bool = True) -> Callable[[str, Mapping[str, Any]], None]:
    def told(name: str, stage: Mapping[str, Any]) -> None:
        counts[name] = dict(stage)
        click.echo(say(language, f"cli.{name}", **stage), err=err)

    return told


def _finish(report: Report, path: Path, counts: Mapping[str, Any], as_json: bool, language: Language) -> None:
    if as_json:
        _print({"study": report.study, "report": report.id, "path": str(path), "counts": counts})
    else:
        click.echo(say(language, "cli.written", path=str(path)))


def _import_counts(results: list[FileResult]) -> dict[str, int]:
    return {
        "files": sum(one.status == "in" for one in results),
        "interviews": sum(len(one.interviews) for one in results),
        "attributes": sum(one.attributes for one in results),
        "known": sum(one.status == "known" for one in results),
        "refused": sum(one.status == "refused" for one in results),
    }


def _print(result: Mapping[str, Any]) -> None:
    click.echo(json.dumps(result, ensure_ascii=False))
