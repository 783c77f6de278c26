"""`orders` and `renew`: what a study's client has subscribed to, and the next wave of it."""

from pathlib import Path
from typing import Any

import click

from corpus.errors import BadInput, NotFound
from corpus.records import Language
from research.cli.files import brief_of, check_out, write_out
from research.cli.telling import as_json_option, print_json, told, told_plainly, workspace
from research.messages import say
from research.opened import open_report
from research.orders import Order
from research.prices import told_sum
from research.renewing import Renewal, newer_waves, renew, renewal_of
from research.searchable import require_set_encoder


@click.command("orders")
@click.argument("study")
@as_json_option
@told_plainly
def orders_command(study: str, as_json: bool, chinese: bool) -> None:
    """List the orders of a study (its id, or its brief's file), newest first."""
    space = workspace()
    found = space.studies.find(brief_of(Path(study))) if Path(study).exists() else space.studies.get(study)
    if found is None:
        raise NotFound("no_study", id=study)
    orders = space.orders.of(found.id)
    if as_json:
        print_json({"study": found.id, "orders": [_as_json(each) for each in orders]})
        return
    language: Language = "zh" if chinese else "en"
    for order in orders:
        click.echo(_line(order, language))
    if not orders:
        click.echo(say(language, "cli.orders.none"))


@click.command("renew")
@click.argument("order")
@click.option("--preview", is_flag=True, help="Say what it would bring, and order nothing.")
@click.option("--out", type=click.Path(path_type=Path), help="Where to write the Word report (.docx).")
@as_json_option
@told_plainly
def renew_command(order: str, preview: bool, out: Path | None, as_json: bool, chinese: bool) -> None:
    """Renew an order on the newest wave: same outline, rule, selection and seed, then the report on it.

    Fails where no interviews are newer than the order.
    """
    from research.study import Steps

    check_out(out)
    space = workspace()
    before = space.orders.get(order)
    if not newer_waves(before, space.corpus.waves()):
        raise BadInput("order_not_newer", id=before.id, wave=before.waves[1])
    require_set_encoder(space)
    language: Language = "zh" if chinese else "en"
    counts: dict[str, Any] = {}
    steps = Steps(space.studies.get(before.study), space, told(language, counts))
    outline = steps.outline()
    matches = steps.matches(outline)
    judged = steps.responses(outline, matches)
    waves = {one.id: one.wave for one in space.corpus.lines_for_studies()}
    renewal = renewal_of(before, outline, judged, space.corpus.attributes(), waves)
    if not renewal.waves:
        raise BadInput("order_not_newer", id=before.id, wave=before.waves[1])
    price = space.settings.price
    cost = told_sum(price.of(len(renewal.interviews)), price.currency) if price else ""
    click.echo(say(language, "cli.renewal.means", **_counts(renewal), cost=cost), err=as_json)
    if preview:
        if as_json:
            print_json({"renews": before.id, **_counts(renewal)})
        return
    made = renew(before, space, renewal, write=False)
    selection = steps.selection(outline, matches, judged, made.confirmed)
    evidence = steps.evidence(outline, matches, judged, selection)
    report = open_report(steps.report(outline, judged, selection, evidence).id, space).report
    path = write_out(report, space.settings, out)
    if as_json:
        print_json({**_as_json(made), "report": report.id, "path": str(path)})
    else:
        click.echo(_line(made, language))
        click.echo(say(language, "cli.written", path=str(path)))


def _counts(renewal: Renewal) -> dict[str, Any]:
    return {
        "wave": renewal.waves[-1], "people": len(renewal.interviews), "returning": len(renewal.returning),
        "heard": len(renewal.heard_again), "new": len(renewal.new), "gone": len(renewal.gone),
        "short_of": renewal.confirmed.short_of,
    }  # fmt: skip


def _line(order: Order, language: Language) -> str:
    cost = told_sum(order.cost, order.price.currency) if order.price and order.cost is not None else ""
    return say(
        language, "cli.orders.one", id=order.id, number=order.number, people=len(order.respondents),
        interviews=len(order.transcripts), first=order.waves[0], last=order.waves[1], draw=order.confirmed.draw,
        seed=order.confirmed.seed, renews=order.renews, cost=cost, left=order.left or "",
        day=order.made_at.date().isoformat(), who=order.made_by,
    )  # fmt: skip


def _as_json(order: Order) -> dict[str, Any]:
    return {
        "order": order.id, "number": order.number, "renews": order.renews or None, "draw": order.confirmed.draw,
        "seed": order.confirmed.seed, "people": len(order.respondents), "short_of": order.confirmed.short_of,
        "interviews": [one.interview for one in order.transcripts], "waves": list(order.waves), "cost": order.cost,
        "currency": order.price.currency if order.price else None, "made_at": order.made_at.isoformat(),
    }  # fmt: skip
