"""The command line: progress on stderr, results on stdout, one clear line and a non-zero exit on bad input.

What is heavy is imported where it is used: `serve` and `work` must be up at once, and small.
"""

import click

from research.cli.bringing import bring_in, bring_index, import_command, index_command
from research.cli.fieldwork import fieldwork_command
from research.cli.files import brief_of, write_out
from research.cli.ordering import orders_command, renew_command
from research.cli.running import serve_command, work_command
from research.cli.studying import demo_command, match_command, outline_command, report_command, run_command
from research.cli.verifying import verify_command
from research.cli.withdrawing import withdraw_command

__all__ = ["brief_of", "bring_in", "bring_index", "main", "write_out"]


@click.group(help=__doc__.split("\n\n")[0])
def main() -> None:
    """The commands of Quipu."""


for _command in (
    import_command, index_command, run_command, outline_command, match_command, report_command, verify_command,
    demo_command, serve_command, work_command, withdraw_command, fieldwork_command, orders_command, renew_command,
):  # fmt: skip
    main.add_command(_command)
