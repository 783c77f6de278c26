"""The command line: progress on stderr, results on stdout, one clear line and a non-zero exit on bad input."""

import json
import os
import re
import sys
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn

import click
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError
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
from research.study import Steps, run_study
from research.verification import rederived
from research.workspace import Workspace

EXIT_BAD, EXIT_SHORTAGE, EXIT_DIFFERS = 2, 3, 4


def told_plainly(command: Callable[..., None]) -> Callable[..., None]:
    """One clear line on stderr and a non-zero exit for every trouble a person can act on."""

    @wraps(command)
    def run(**options: Any) -> None:
        try:
            command(**options)
        except QuipuError as error:
            _fail(error, options)
        except OperationalError:
            _fail(BadInput("cannot_write", path=_shown(read_settings().database)), options)
        except OSError as error:
            _fail(BadInput("cannot_write", path=str(error.filename)), options)

    return run


def _fail(error: QuipuError, options: Mapping[str, Any]) -> NoReturn:
    if options.get("as_json"):
        click.echo(json.dumps({"error": error.key, **error.values}, ensure_ascii=False))
    click.echo(explain(error, "zh" if options.get("chinese") else "en"), err=True)
    sys.exit(EXIT_SHORTAGE if isinstance(error, Shortage) else EXIT_BAD)


def _shown(database: str) -> str:
    """A database's address without the password."""
    return re.sub(r"(//[^/:@]*):[^@]*@", r"\1:***@", database).removeprefix("sqlite:///")


def as_json_option(command: Callable[..., None]) -> Callable[..., None]:
    """`--json` and `--chinese`, which every command has."""
    command = click.option("--chinese", is_flag=True, help="Messages in Chinese.")(command)
    return click.option("--json", "as_json", is_flag=True, help="One JSON object with ids, counts and paths.")(command)


def workspace() -> Workspace:
    """The workspace of QUIPU_HOME, as the one person on this machine."""
    settings = read_settings()
    shown = _shown(settings.database)
    try:
        return Workspace(open_database(settings.database), LOCAL, settings)
    except (ArgumentError, ImportError) as error:
        raise BadInput("bad_setting", name="QUIPU_DATABASE", value=shown, why="unknown") from error
    except DatabaseError as error:
        raise BadInput("cannot_write", path=shown) from error


@click.group(help=__doc__)
def main() -> None:
    """The commands of Quipu."""


@main.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--wave", help="Wave of files that do not say theirs, e.g. 2026-Q1.")
@as_json_option
@told_plainly
def import_command(paths: tuple[Path, ...], wave: str | None, as_json: bool, chinese: bool) -> None:
    """Bring in files and folders and make them searchable. A bad file is recorded with its reason; the rest goes on.

    Fails only where no file at all could be used.
    """
    space = workspace()
    results = bring_in(space, paths, wave=wave)
    language: Language = "zh" if chinese else "en"
    for one in results:
        if one.refusal is not None:
            click.echo(f"{one.name}: {explain(one.refusal, language)}", err=True)
    held = space.corpus.counts()["interviews"]
    indexed = bring_index(space) if held else None  # also after an import that died before it was indexed
    counts = _import_counts(results)
    if as_json:
        refused = [{"file": one.name, "error": one.refusal.key, **one.refusal.values} for one in results if one.refusal]
        exchanges = indexed.exchanges if indexed else space.corpus.counts()["exchanges"]
        interviews = [identity for one in results for identity in one.interviews]
        _print({**counts, "ids": interviews, "refused_files": refused, "exchanges": exchanges})
    else:
        click.echo(say(language, "cli.imported", **counts))
    if counts["refused"] and not counts["files"] + counts["known"]:
        sys.exit(EXIT_BAD)


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
@click.option("--responses", metavar="NUMBER", help="How many people; default: what the brief asks for.")
@click.option("--out", type=click.Path(path_type=Path), help="Where to write the Word report (.docx).")
@as_json_option
@told_plainly
def run_command(brief: Path, responses: str | None, out: Path | None, as_json: bool, chinese: bool) -> None:
    """From a brief to a report: outline, matches, valid responses, selection, evidence, report."""
    wanted = wanted_of(responses)
    check_out(out)
    space, read = workspace(), brief_of(brief)
    counts: dict[str, Any] = {}
    report = run_study(read, space, responses=wanted, told=_told("zh" if chinese else "en", counts))
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
    check_out(out)
    space = workspace()
    found = space.studies.find(brief_of(Path(study))) if Path(study).exists() else space.studies.get(study)
    if found is None:
        raise NotFound("no_study", id=study)
    saved = next(iter(space.studies.reports(found.id)), None)
    if saved is None:
        raise NotFound("no_report", id=found.id)
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
    marked = read_word(read_bytes(file))
    if marked.report is None:
        raise BadInput("not_our_report")
    report = rederived(marked.report, workspace())
    differences = verify(marked, report)
    wrong = blocking(differences)
    if as_json:
        _print({"verified": not wrong, "report": report.id, "differences": [to_json(one) for one in differences]})
    if wrong or not as_json:
        _say_verified(language, file, report, differences, wrong)
    if wrong:
        sys.exit(EXIT_DIFFERS)


def _say_verified(language: Language, file: Path, report: Report, differences: Any, wrong: Any) -> None:
    for one in differences:
        if one not in wrong:
            click.echo(say(language, "cli.note", text=f"{one.where}: {one.expected}"), err=True)
    if wrong:
        first = wrong[0]
        told = {
            "where": first.where,
            "expected": _line(first.expected),
            "found": _line(first.found),
            "count": len(wrong),
        }
        click.echo(say(language, "cli.not_verified", path=str(file), **told), err=True)
    else:
        sizes = {"figures": len(report.figures), "quotes": len(report.quotes), "texts": len(report.texts)}
        click.echo(say(language, "cli.verified", path=str(file), **sizes))


def _line(text: str) -> str:
    """`text` on one line of bearable length: what differs may be a whole table."""
    line = " ".join(text.split())
    return line if len(line) <= 200 else f"{line[:199]}…"


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
            paths,
            engine=space.engine,
            viewer=space.viewer,
            lock=space.settings.import_lock,
            wave=wave,
            progress=progress,
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
    return read_brief(path.name, read_bytes(path))


def read_bytes(path: Path) -> bytes:
    """A file's content. Raises BadInput where there is none, or none that may be read."""
    if not path.exists():
        raise BadInput("no_such_path", path=str(path))
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput("cannot_read", path=str(path)) from error


def wanted_of(responses: str | None) -> int | None:
    """How many people are wanted, None where it is not said. Raises BadInput unless it is a whole number from 1 on."""
    if responses is None:
        return None
    if not re.fullmatch(r"0*[1-9]\d{0,8}", responses.strip(), re.ASCII):
        raise BadInput("bad_responses", value=responses)
    return int(responses)


def check_out(out: Path | None) -> None:
    """Refuse a place nothing can be written to before any work is done."""
    if out is None:
        return
    if out.is_dir():
        raise BadInput("out_exists_not_file", path=str(out))
    if out.suffix.lower() != ".docx":
        raise BadInput("unknown_format_out", suffix=out.suffix or out.name)
    above = next(each for each in out.absolute().parents if each.exists())
    if not above.is_dir() or not os.access(out if out.exists() else above, os.W_OK):
        raise BadInput("cannot_write", path=str(out))


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
