"""What all commands share: how a trouble is told, what `--json` prints, and the workspace they work on."""

import json
import re
import sys
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, NoReturn

import click
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

from corpus.database import open_database
from corpus.disk import full, is_full
from corpus.errors import BadInput, QuipuError, Shortage
from corpus.records import Language
from corpus.viewer import LOCAL
from research.messages import explain, say
from research.model_told import reason
from research.prices import told_sum
from research.saved import to_json
from research.settings import read_settings
from research.workspace import Workspace

EXIT_BAD, EXIT_SHORTAGE, EXIT_DIFFERS = 2, 3, 4

Command = Callable[..., None]


def told_plainly(command: Command) -> Command:
    """One clear line on stderr and a non-zero exit for every trouble a person can act on."""

    @wraps(command)
    def run(**options: Any) -> None:
        try:
            command(**options)
        except QuipuError as error:
            _fail(error, options)
        except DatabaseError as error:
            if is_full(error):
                _fail(full(read_settings().home), options)
            if not isinstance(error, OperationalError):
                raise
            _fail(BadInput("cannot_write", path=_shown(read_settings().database)), options)
        except OSError as error:
            if is_full(error):
                _fail(full(read_settings().home), options)
            _fail(BadInput("cannot_write", path=str(error.filename)), options)

    return run


def _fail(error: QuipuError, options: Mapping[str, Any]) -> NoReturn:
    if options.get("as_json"):
        print_json({"error": error.key, **error.values})
    click.echo(explain(error, "zh" if options.get("chinese") else "en"), err=True)
    sys.exit(EXIT_SHORTAGE if isinstance(error, Shortage) else EXIT_BAD)


def as_json_option(command: Command) -> Command:
    """`--json` and `--chinese`, which every command that ends has."""
    command = click.option("--chinese", is_flag=True, help="Messages in Chinese.")(command)
    return click.option("--json", "as_json", is_flag=True, help="One JSON object with ids, counts and paths.")(command)


def print_json(result: Mapping[str, Any]) -> None:
    """One object on one line."""
    click.echo(json.dumps(result, ensure_ascii=False))


def told(language: Language, counts: dict[str, Any], *, err: bool = True) -> Callable[[str, Mapping[str, Any]], None]:
    """Says each stage with its counts, and keeps them in `counts`."""

    def say_stage(name: str, stage: Mapping[str, Any]) -> None:
        counts[name] = dict(stage)
        missing = {"failed": None, "beyond": None, "dropped": None}
        why = reason(stage["trouble"], language) if stage.get("trouble") else None
        click.echo(say(language, f"cli.{name}", **{**missing, **stage, "why": why}), err=err)
        for criterion in stage.get("said", ()):
            click.echo(say(language, "cli.said_of", **criterion), err=err)

    return say_stage


def told_spent(study: str, space: Workspace, language: Language, *, as_json: bool) -> dict[str, Any]:
    """Says on stderr what a study used of the language model so far; gives it for `--json`: nothing where none was asked."""
    spent = space.spending.of(study)
    if not spent.replies:
        return {}
    if not as_json:
        cost = told_sum(spent.cost, spent.currency) if spent.cost is not None else None
        click.echo(say(language, "cli.spent", replies=spent.replies, tokens=spent.tokens or None, cost=cost), err=True)
    purposes = {purpose: to_json(used) for purpose, used in space.spending.by_purpose(study).items()}
    return {"spent": {**to_json(spent), "tokens": spent.tokens, "purposes": purposes}}


def workspace() -> Workspace:
    """The workspace of QUIPU_HOME, as the one person on this machine."""
    settings = read_settings()
    shown = _shown(settings.database)
    try:
        return Workspace(open_database(settings.database), LOCAL, settings)
    except (ArgumentError, ImportError) as error:
        raise BadInput("bad_setting", name="QUIPU_DATABASE", value=shown, why="unknown") from error
    except DatabaseError as error:
        raise full(settings.home) if is_full(error) else BadInput("cannot_write", path=shown) from error


def _shown(database: str) -> str:
    """A database's address without the password."""
    return re.sub(r"(//[^/:@]*):[^@]*@", r"\1:***@", database).removeprefix("sqlite:///")
