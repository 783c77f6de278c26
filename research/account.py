"""What a report has to say of the decisions behind it: what was lacking, whom the rule may have missed, what was ordered."""

from typing import TYPE_CHECKING

from research.deciding import tallied
from research.evidence import Account
from research.looks import Looks
from research.missed import key_of, left_out, sample_of
from research.outline import Outline
from research.rejudging import verdicts_known
from research.responses import Responses
from research.selection import Selection
from research.studies import Study

if TYPE_CHECKING:
    from research.workspace import Workspace


def account_of(
    study: Study, outline: Outline, judged: Responses, selection: Selection, workspace: "Workspace"
) -> Account:
    """The account of a report on `selection`, as things stand now."""
    verdicts, _ = verdicts_known(outline, workspace)
    return Account(
        selection.short_of, missed_in(study, outline, judged, workspace), tallied(outline, judged, verdicts),
        _ordered(study, selection, workspace),
    )  # fmt: skip


def missed_in(study: Study, outline: Outline, judged: Responses, workspace: "Workspace") -> dict[str, int]:
    """left_out, looked, found: what is known of how many valid responses the rule missed.

    Only looks at who was drawn, under the rule as it is, count (research/missed.py).
    """
    people, seed = left_out(judged), study.brief.seed
    looks = Looks(workspace.engine, workspace.viewer).all(study.id, key_of(outline, people, seed))
    done = [looks[one.respondent] for one in sample_of(people, seed) if one.respondent in looks]
    return {"left_out": len(people), "looked": len(done), "found": sum(one.valid for one in done)}


def _ordered(study: Study, selection: Selection, workspace: "Workspace") -> dict[str, int]:
    newest = next(iter(workspace.orders.of(study.id)), None)
    if newest is None:
        return {}
    inside = set(newest.respondents) & set(selection.respondents)
    return {"number": newest.number, "people": newest.people, "inside": len(inside)}
