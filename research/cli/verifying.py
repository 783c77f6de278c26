"""`verify`: an exported file held against the database."""

import sys
from pathlib import Path
from typing import Any

import click

from corpus.errors import BadInput
from corpus.records import Language
from research.cli.files import read_bytes
from research.cli.telling import EXIT_DIFFERS, as_json_option, print_json, told_plainly, workspace
from research.messages import say
from research.report import Report
from research.saved import to_json


@click.command("verify")
@click.argument("file", type=click.Path(path_type=Path))
@as_json_option
@told_plainly
def verify_command(file: Path, as_json: bool, chinese: bool) -> None:
    """Hold an exported file against the database: every figure counted again, every quote read again."""
    from exports.marks import read_word
    from exports.verify import blocking, verify
    from research.verification import rederived

    language: Language = "zh" if chinese else "en"
    marked = read_word(read_bytes(file))
    if marked.report is None:
        raise BadInput("not_our_report")
    report = rederived(marked.report, workspace())
    differences = verify(marked, report)
    wrong = blocking(differences)
    if as_json:
        print_json({"verified": not wrong, "report": report.id, "differences": [to_json(one) for one in differences]})
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
        differs = {
            "where": first.where,
            "expected": _line(first.expected),
            "found": _line(first.found),
            "count": len(wrong),
        }
        click.echo(say(language, "cli.not_verified", path=str(file), **differs), err=True)
    else:
        sizes = {"figures": len(report.figures), "quotes": len(report.quotes), "texts": len(report.texts)}
        click.echo(say(language, "cli.verified", path=str(file), **sizes))


def _line(text: str) -> str:
    """`text` on one line of bearable length: what differs may be a whole table."""
    line = " ".join(text.split())
    return line if len(line) <= 200 else f"{line[:199]}…"
