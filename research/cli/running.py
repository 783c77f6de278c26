"""`serve` and `work`: the workspace in the browser, and the process that does its long work."""

import logging
import sys

import click

from research.cli.telling import told_plainly, workspace
from research.serving import serve, take_a_back_seat


@click.command("serve", context_settings={"ignore_unknown_options": True})
@click.argument("streamlit", nargs=-1, type=click.UNPROCESSED)
@told_plainly
def serve_command(streamlit: tuple[str, ...]) -> None:
    """Serve the workspace in the browser with its worker beside it, which is started again if it dies.

    What follows is handed on to Streamlit, such as --server.port 8600. Ends with Ctrl-C.
    """
    workspace()  # makes the newest schema before two processes want to, and refuses a home that cannot be used
    sys.exit(serve(streamlit))


@click.command("work")
@click.option("--beside", type=int, hidden=True, help="Stop when the parent process is not this one any more.")
@told_plainly
def work_command(beside: int | None) -> None:
    """Do the long work of the workspace: imports, matching, reports. `serve` starts one; a workspace has one at a time.

    It may be killed at any moment: the next one goes on where it stopped. Ends with Ctrl-C.
    """
    take_a_back_seat()
    from research.worker import run_worker  # loads the numeric libraries, which must find their threads capped

    logging.basicConfig(format="%(asctime)s %(name)s %(message)s", level=logging.WARNING)
    logging.getLogger("quipu").setLevel(logging.INFO)
    run_worker(workspace().settings, beside=beside)
    leave()


def leave() -> None:
    """End at once: a job in the middle of a piece would hold the process, and is taken up again by the next worker."""
    import os

    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
