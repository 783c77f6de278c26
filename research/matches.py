"""Matches: which exchange of an interview asked which outline question, and how well it was answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Grade = Literal["answered", "partly", "off_topic", "no_answer"]


@dataclass(frozen=True)
class Match:
    """One outline question and the exchange of one interview that asked it.

    exchange     position in the interview; `probes` are the follow-ups that belong to it
    probability  P that the exchange is about the question, 0..1
    fit          P that the answer's own words answer it, 0..1
    """

    question: str
    interview: str
    respondent: str
    wave: str
    exchange: int
    probes: tuple[int, ...]
    probability: float
    fit: float
    grade: Grade


@dataclass(frozen=True)
class Matches:
    """The matches as a stage saves them."""

    found: tuple[Match, ...]


def by_respondent(matches: Sequence[Match]) -> Mapping[str, Mapping[str, list[Match]]]:
    """respondent → question → matches, oldest wave first."""
    table: dict[str, dict[str, list[Match]]] = {}
    for match in sorted(matches, key=lambda one: (one.wave, one.interview)):
        table.setdefault(match.respondent, {}).setdefault(match.question, []).append(match)
    return table
