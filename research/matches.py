"""Matches: which exchange of an interview asked which outline question, and how well it was answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Grade = Literal["answered", "partly", "off_topic", "no_answer"]


@dataclass(frozen=True)
class Match:
    """One outline question and the exchange of one interview that asked it.

    exchange     position in the interview; `probes` are the follow-ups that belong to it
    probability  P that the exchange is about the question, 0..1
    fit          P that the answer's own words answer it, 0..1
    graded_by    "rule" or the name of the model
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
    graded_by: str = "rule"


@dataclass(frozen=True)
class Grading:
    """How the matches the rule was in doubt about were graded, where a model is on. All but the last four count matches.

    doubtful  those in doubt: graded + kept + beyond + failed
    graded    the model's grade, asked for this time; kept: the model's, from a reply that was kept
    beyond    the rule's grade, because `most`, the study's budget, was used up
    failed    the rule's grade, because no usable reply came; `trouble` and its `values` say why, as an error's
    replies   paid for this time, those included that could not be used, and the tokens of them all
    """

    model: str
    most: int
    doubtful: int
    graded: int
    kept: int
    beyond: int
    failed: int
    replies: int
    tokens: int
    trouble: str = ""
    values: dict[str, str | int | float] = field(default_factory=dict)

    @property
    def by_model(self) -> int:
        """Matches that carry the model's grade."""
        return self.graded + self.kept


@dataclass(frozen=True)
class Matches:
    """The matches as a stage saves them. grading: None where the rule alone graded."""

    found: tuple[Match, ...]
    grading: Grading | None = None


def by_respondent(matches: Sequence[Match]) -> Mapping[str, Mapping[str, list[Match]]]:
    """respondent → question → matches, oldest wave first."""
    table: dict[str, dict[str, list[Match]]] = {}
    for match in sorted(matches, key=lambda one: (one.wave, one.interview)):
        table.setdefault(match.respondent, {}).setdefault(match.question, []).append(match)
    return table
