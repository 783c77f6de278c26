"""`fieldwork`: new interviews commissioned for a study, from the order to what they changed."""

from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import click

from corpus.errors import NotFound
from corpus.records import Language
from research.cli.files import brief_of, check_out, wanted_of
from research.cli.telling import as_json_option, print_json, told_plainly, workspace
from research.fieldwork import STATUSES, Fieldwork, Status, Terms
from research.fieldwork_said import changed_said, facts_said, status_said
from research.messages import say
from research.saved import to_json
from research.workspace import Workspace


@click.group("fieldwork")
def fieldwork_command() -> None:
    """New interviews for a study that lacks some: order them, take the order along in Word, follow it."""


@fieldwork_command.command("order")
@click.argument("study")
@click.option("--wanted", metavar="NUMBER", help="How many interviews; default: as many people as are lacking.")
@click.option("--owner", default="", help="Who sees to it.")
@click.option("--due", default="", metavar="DAY", help="By when, e.g. 2026-04-30.")
@click.option("--price", type=float, help="What one interview costs.")
@click.option("--currency", default="", help="The currency of the price, e.g. CNY.")
@as_json_option
@told_plainly
def order_command(study: str, wanted: str | None, as_json: bool, chinese: bool, **terms: Any) -> None:
    """Order interviews for a study (its id, or its brief's file) that was matched: who is missing, what is unanswered."""
    from research.landing import order_fieldwork

    space = workspace()
    found = space.studies.find(brief_of(Path(study))) if Path(study).exists() else space.studies.get(study)
    if found is None:
        raise NotFound("no_study", id=study)
    _tell([order_fieldwork(found, space, wanted=wanted_of(wanted), terms=Terms(**terms))], as_json, chinese)


@fieldwork_command.command("list")
@as_json_option
@told_plainly
def list_command(as_json: bool, chinese: bool) -> None:
    """All orders, open ones first, and what the interviews that came in against them changed."""
    _tell(list(workspace().fieldworks.all()), as_json, chinese)


@fieldwork_command.command("status")
@click.argument("order")
@click.argument("status", type=click.Choice(STATUSES))
@click.option("--note", default="", help="Why, or what is to be known about it.")
@as_json_option
@told_plainly
def status_command(order: str, status: str, note: str, as_json: bool, chinese: bool) -> None:
    """Say how far an order is."""
    _tell([workspace().fieldworks.move(order, cast(Status, status), note)], as_json, chinese)


@fieldwork_command.command("word")
@click.argument("order")
@click.option("--out", type=click.Path(path_type=Path), help="Where to write it (.docx); default: the exports folder.")
@as_json_option
@told_plainly
def word_command(order: str, out: Path | None, as_json: bool, chinese: bool) -> None:
    """Write an order as a Word file: screener, quotas, and a guide with the unanswered questions only."""
    from corpus.disk import check_room
    from corpus.uploads import keep_bytes
    from exports.fieldwork_word import write_fieldwork

    check_out(out)
    space = workspace()
    data = write_fieldwork(space.fieldworks.get(order))
    path = out or space.settings.exports / f"{order}.docx"
    check_room(path.parent, len(data))
    path.parent.mkdir(parents=True, exist_ok=True)
    keep_bytes(path, data)
    if as_json:
        print_json({"fieldwork": order, "path": str(path)})
    else:
        click.echo(say("zh" if chinese else "en", "cli.written", path=str(path)))


def landed_here(order: str, interviews: list[str], space: Workspace) -> Fieldwork:
    """What `import --fieldwork` does once its interviews can be searched: they are the order's, its study is matched."""
    from research.landing import land, match_again

    linked = land(order, interviews, space, ask=False)
    if interviews:
        with suppress(NotFound):  # its study was put away
            return match_again(linked, space)
    return linked


def landed_said(order: Fieldwork, language: Language) -> list[str]:
    """What has come in against an order, and what that changed."""
    came = say(language, "fieldwork.came", came=order.came, wanted=order.wanted)
    return [came, *changed_said(order, language)]


def _tell(orders: list[Fieldwork], as_json: bool, chinese: bool) -> None:
    language: Language = "zh" if chinese else "en"
    if as_json:
        print_json({"fieldwork": [_record(one) for one in orders]})
        return
    for one in orders:
        head = [one.id, status_said(one, language), one.title, *facts_said(one, language)]
        click.echo(" · ".join(head))
        for line in landed_said(one, language) if one.came else []:
            click.echo(f"  {line}")
    if not orders:
        click.echo(say(language, "cli.no_orders"))


def _record(one: Fieldwork) -> dict[str, Any]:
    return {
        "id": one.id, "study": one.study, "title": one.title, "status": one.status, "wanted": one.wanted,
        "came": one.came, **to_json(one.terms), "questions": [each.id for each in one.content.guide.core],
        "lacking": sum(each.lacking for each in one.content.cells), "changed": to_json(one.after) if one.after else None,
    }  # fmt: skip
