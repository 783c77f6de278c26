"""`import` and `index`: files in, and made searchable."""

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from tqdm import tqdm

from corpus.errors import Busy, IndexTrouble
from corpus.records import Language
from corpus.sources import interviews_from
from research.cli.fieldwork import landed_here, landed_said
from research.cli.telling import EXIT_BAD, as_json_option, print_json, told_plainly, workspace
from research.fieldwork import Fieldwork
from research.messages import explain, say
from research.saved import to_json
from research.workspace import Workspace

if TYPE_CHECKING:
    from corpus.taking import FileResult
    from index.build import IndexResult, Progress
    from index.encoders import SentenceEncoder

PAUSE = 1.0
"""Seconds until an index somebody else is making is looked at again."""


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--wave", help="Wave of files that do not say theirs, e.g. 2026-Q1.")
@click.option("--fieldwork", metavar="ORDER", help="The order they were commissioned by; its study is matched again.")
@as_json_option
@told_plainly
def import_command(
    paths: tuple[Path, ...], wave: str | None, fieldwork: str | None, as_json: bool, chinese: bool
) -> None:
    """Bring in files and folders and make them searchable. A bad file is recorded with its reason; the rest goes on.

    Fails only where no file at all could be used.
    """
    space = workspace()
    if fieldwork:
        space.fieldworks.get(fieldwork)  # an unknown one is said before anything comes in
    results = bring_in(space, paths, wave=wave)
    language: Language = "zh" if chinese else "en"
    for one in results:
        if one.refusal is not None:
            click.echo(f"{one.name}: {explain(one.refusal, language)}", err=True)
    held = space.corpus.counts()["interviews"]
    indexed = _index_in_turn(space, language) if held else None  # also after an import that died before it was indexed
    counts = import_counts(results)
    landed = _landed(fieldwork, results, space)
    if as_json:
        refused = [{"file": one.name, "error": one.refusal.key, **one.refusal.values} for one in results if one.refusal]
        exchanges = indexed.exchanges if indexed else space.corpus.counts()["exchanges"]
        interviews = [identity for one in results for identity in one.interviews]
        back = {"fieldwork": landed.id, "changed": to_json(landed.after) if landed.after else None} if landed else {}
        print_json({**counts, "ids": interviews, "refused_files": refused, "exchanges": exchanges, **back})
    else:
        said = landed_said(landed, language) if landed else []
        click.echo("\n".join([say(language, "cli.imported", **counts), *said]))
    if counts["refused"] and not counts["files"] + counts["known"]:
        sys.exit(EXIT_BAD)


def _landed(order: str | None, results: "Sequence[FileResult]", space: Workspace) -> Fieldwork | None:
    """What was commissioned goes back to its study, in files that were in already too."""
    if not order:
        return None
    held = [one.sha256 for one in results if one.status in ("in", "known")]
    return landed_here(order, interviews_from(space.engine, space.viewer, held), space)


@click.command("index")
@click.option("--rebuild", is_flag=True, help="Build the whole index anew.")
@click.option("--check", is_flag=True, help="Change nothing: read every byte of the index and name what is damaged.")
@as_json_option
@told_plainly
def index_command(rebuild: bool, check: bool, as_json: bool, chinese: bool) -> None:
    """Bring the index up to the corpus, and make it with the encoder that is set where it is of another.

    That one is made beside the index in use, which serves until it is whole; broken off, it goes on where it was.
    """
    if check:
        _check_index(workspace(), as_json, "zh" if chinese else "en")
        return
    result = bring_index(workspace(), rebuild=rebuild, switch=True)
    counts = {"kind": result.kind, "interviews": result.interviews, "exchanges": result.exchanges}
    read_by = [read_how(each) for each in result.models]
    if as_json:
        print_json({**counts, "encoders": read_by})
        return
    language: Language = "zh" if chinese else "en"
    click.echo(say(language, "cli.indexed", **counts))
    for each in read_by:
        click.echo(say(language, "cli.read_by", **each | {"device": say(language, f"cli.device.{each['device']}")}))
        if each["query"] or each["passage"]:
            click.echo(say(language, "cli.prompts", query=each["query"].strip(), passage=each["passage"].strip()))


def read_how(model: "SentenceEncoder") -> dict[str, Any]:
    """Which model reads, how, and what stands before its questions and answers."""
    way, prompts = model.way, model.prompts
    return {
        "encoder": model.id.removeprefix("sentence-transformers:"), "device": way.device, "precision": way.precision,
        "batch": way.batch, "rate": way.rate, "query": prompts.query, "passage": prompts.passage,
    }  # fmt: skip


def _check_index(space: Workspace, as_json: bool, language: Language) -> None:
    """Say that the index is whole, or name the damaged files. Raises IndexTrouble where there are any."""
    from index.checking import check_index, part_of

    files, damaged = check_index(space.settings.index)
    if as_json:
        print_json({"files": files, "damaged": damaged})
    else:
        lines = [say(language, "cli.index_file_damaged", file=each) for each in damaged]
        click.echo("\n".join(lines or [say(language, "cli.index_whole", files=files)]))
    if damaged:
        raise IndexTrouble("index_damaged", part=part_of(damaged[0]))


def bring_in(space: Workspace, paths: Any, *, wave: str | None = None) -> "list[FileResult]":
    """Import with a progress bar."""
    from corpus.intake import import_files

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


def bring_index(space: Workspace, *, rebuild: bool = False, switch: bool = False) -> "IndexResult":
    """Bring the index up to the corpus with a progress bar.

    switch  make it with the encoder that is set where it is of another; else it stays with its own
    """
    from research.subject_finding import bring_subjects_up

    with tqdm(total=None, unit="exchange", desc="index", file=sys.stderr, leave=False, disable=None) as bar:

        def progress(done: int, of: int) -> None:
            bar.total, bar.n = of, done
            bar.refresh()

        made = _switched if switch and not rebuild else _updated
        result = made(space, progress, rebuild)
    bring_subjects_up(space)
    return result


def _updated(space: Workspace, progress: "Progress", rebuild: bool) -> "IndexResult":
    from index.build import update_index

    settings = space.settings
    return update_index(
        space.corpus, settings.index, encoder=settings.encoder, own=True, rebuild=rebuild, progress=progress
    )


def _switched(space: Workspace, progress: "Progress", _rebuild: bool) -> "IndexResult":
    """Another encoder is another name, or another model under the name it had."""
    from index.build import update_index
    from index.switching import forget_next, needs_switch, switch_index

    root, encoder = space.settings.index, space.settings.encoder
    if not needs_switch(root, encoder):
        forget_next(root)
        try:
            return update_index(space.corpus, root, encoder=encoder, progress=progress)
        except IndexTrouble as trouble:
            if trouble.key != "encoder_mismatch":
                raise
    return switch_index(space.corpus, root, encoder=encoder, progress=progress)


def _index_in_turn(space: Workspace, language: Language) -> "IndexResult":
    """Bring the index up, after another process that is at it: that one does not know of what has just come in."""
    waiting = False
    while True:
        try:
            return bring_index(space)
        except Busy as busy:
            if not waiting:
                click.echo(explain(busy, language), err=True)
            waiting = True
            time.sleep(PAUSE)


def import_counts(results: "Sequence[FileResult]") -> dict[str, int]:
    """What became of the files, in numbers."""
    return {
        "files": sum(one.status == "in" for one in results),
        "interviews": sum(len(one.interviews) for one in results),
        "attributes": sum(one.attributes for one in results),
        "known": sum(one.status == "known" for one in results),
        "refused": sum(one.status == "refused" for one in results),
    }
