"""`withdraw`: somebody leaves the panel."""

import sys

import click

from corpus.records import Language
from research.cli.telling import EXIT_BAD, as_json_option, print_json, told_plainly, workspace
from research.messages import say


@click.command("withdraw")
@click.argument("respondent")
@click.option("--yes", is_flag=True, help="Do it; without this it only says what would go.")
@as_json_option
@told_plainly
def withdraw_command(respondent: str, yes: bool, as_json: bool, chinese: bool) -> None:
    """Remove a respondent from everywhere: records, index, studies. Reports that rest on them are closed.

    Done again after it broke off, it finishes what is left.
    """
    from research.withdrawing import consequence_of, withdraw

    space = workspace()
    found = withdraw(respondent, space) if yes else consequence_of(respondent, space)
    reports = [one.id for one in found.reports]
    if as_json:
        print_json(
            {"respondent": respondent, "withdrawn": yes, "interviews": list(found.interviews), "reports": reports}
        )
    else:
        language: Language = "zh" if chinese else "en"
        key = "cli.withdrawn" if yes else "cli.would_withdraw"
        click.echo(say(language, key, who=respondent, interviews=len(found.interviews), reports=len(reports)))
    if not yes:
        sys.exit(EXIT_BAD)
