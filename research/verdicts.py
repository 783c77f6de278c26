"""Verdicts on criteria in words: whether what somebody said meets them, and the very words that tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from corpus.records import Span

How = Literal["stated", "inferred"]


@dataclass(frozen=True)
class Verdict:
    """Whether the words of one interview meet a criterion.

    holds  None: its words do not tell; False: they deny it
    span   the words that tell, characters of the interview's text; None where none do
    how    stated: said outright of oneself; inferred: read out of what was said, by a model
    by     "rule", or the name of the model
    """

    interview: str
    holds: bool | None
    span: Span | None = None
    how: How = "stated"
    by: str = "rule"


Verdicts = Mapping[str, Mapping[str, Verdict]]
"""A criterion's words → interview → verdict. Interviews that do not tell may be missing."""

NONE: Verdicts = MappingProxyType({})
"""Nothing was looked for: every criterion in words is unknown of everybody."""


def told_by(verdicts: Verdicts, words: str, interviews: Sequence[str]) -> Verdict | None:
    """The verdict on somebody, by the newest of their interviews that tells; None where none does.

    interviews   theirs in the window, oldest first
    """
    found = verdicts.get(words, {})
    told = (found[each] for each in reversed(interviews) if each in found)
    return next((each for each in told if each.holds is not None), None)


def decided_by_model(verdicts: Verdicts, words: Sequence[str], people: Sequence[Sequence[str]]) -> str:
    """The model that decided a criterion of somebody, "" where none did. people: the interviews of each, as `told_by` takes them."""
    told = (told_by(verdicts, each, interviews) for each in words for interviews in people)
    return next((one.by for one in told if one is not None and one.by != "rule"), "")
