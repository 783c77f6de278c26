"""Question by person: what became of each question with each respondent, as a researcher looks it through."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from research.matches import Match, by_respondent
from research.outline import Outline
from research.responses import Reason, Response, Responses

Cell = Literal["answered", "partly", "no_answer", "off_topic", "not_asked"]
Shown = Literal["valid", "audience", "window", "not_asked", "no_answer", "by_hand", "language", "all"]
"""Whom a grid shows: the valid ones, those left out for one reason, or everybody."""

REASONS: tuple[Reason, ...] = ("audience", "window", "not_asked", "no_answer", "by_hand", "language")


@dataclass(frozen=True)
class Row:
    """One person. cells: question id → what became of it in the window, the newest answer deciding."""

    response: Response
    profile: Mapping[str, str]
    cells: dict[str, Cell]


def counts(judged: Responses) -> dict[Shown, int]:
    """How many people each choice shows; reasons nobody was left out for are missing, `valid` and `all` are not."""
    by_reason = {reason: sum(one.reason == reason for one in judged.all) for reason in REASONS}
    left_out: dict[Shown, int] = {reason: count for reason, count in by_reason.items() if count}
    return {"valid": len(judged.valid), **left_out, "all": len(judged.all)}


def chosen(judged: Responses, show: Shown) -> tuple[Response, ...]:
    """The people a choice shows, in the order of their ids."""
    if show == "all":
        return judged.all
    return tuple(one for one in judged.all if (one.reason or "valid") == show)


def rows(
    responses: Sequence[Response], outline: Outline, matches: Sequence[Match], *,
    profile: Callable[[str, str], Mapping[str, str]], waves: Sequence[str],
) -> list[Row]:  # fmt: skip
    """The grid's rows for `responses`. profile: what may be told of (respondent, wave); waves: the window that was judged."""
    people = {one.respondent for one in responses}
    table = by_respondent([match for match in matches if match.respondent in people and match.wave in waves])
    return [
        Row(one, profile(one.respondent, one.wave), _cells(one, outline, table.get(one.respondent, {})))
        for one in responses
    ]


def _cells(response: Response, outline: Outline, found: Mapping[str, Sequence[Match]]) -> dict[str, Cell]:
    return {question.id: cell_of(found.get(question.id, ())) for question in outline.core}


def cell_of(matches: Sequence[Match]) -> Cell:
    """The grade of the newest match that is an answer, else of the newest one; matches oldest wave first."""
    answers = [match for match in matches if match.grade in ("answered", "partly")]
    decides = answers or matches
    return decides[-1].grade if decides else "not_asked"


def answered_of(response: Response, outline: Outline) -> tuple[int, int]:
    """(must-have questions answered, must-have questions)."""
    wanted = [question.id for question in outline.must_haves]
    return sum(response.statuses.get(question) == "answered" for question in wanted), len(wanted)
