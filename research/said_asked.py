"""What a model was asked of a study's criteria in words, and who asks: known without loading what speaks to it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from corpus.records import Language
from prompts import load_prompt
from research.saved import from_json
from research.settings import Settings

STAGE = "said"


@dataclass(frozen=True)
class SaidAsked:
    """How the criteria in words were judged where the rule could not tell. The counts are of interviews, once a criterion.

    words, waves   the criteria, and the waves whose interviews count
    doubtful  where the rule could not tell and something near was said: judged + kept + beyond + dropped + failed
    judged    asked for this time; kept: from a reply that was kept
    beyond    not asked, because `most`, the study's budget, was used up
    dropped   the verdict named no words that the person said, so that it counts for nothing
    failed    no usable reply came; `trouble` and its `values` say why, as an error's
    holds     verdicts of those judged and kept by which the criterion holds; denied: by which it does not
    replies   paid for this time, those included that could not be used, and the tokens of them all
    """

    model: str
    most: int
    words: tuple[str, ...]
    waves: tuple[str, ...]
    doubtful: int
    judged: int
    kept: int
    beyond: int
    dropped: int
    failed: int
    holds: int
    denied: int
    replies: int
    tokens: int
    trouble: str = ""
    values: dict[str, str | int | float] = field(default_factory=dict)

    @property
    def told(self) -> dict[str, Any]:
        """The counts that tell how it went, with the key of the trouble where there is one."""
        counts = {"doubtful": self.doubtful, "by_model": self.judged + self.kept}
        some = {name: getattr(self, name) for name in ("beyond", "dropped", "failed", "trouble")}
        return counts | {name: value for name, value in some.items() if value}

    @property
    def left(self) -> bool:
        """Whether asking once more could bring something."""
        return bool(self.dropped or self.failed)


def judge_of(settings: Settings, language: Language) -> str:
    """Who judges what the rule cannot tell, by which prompt; "" where nobody does: no model is on, or its budget is nothing."""
    model = settings.model
    if model is None or not settings.graded_at_most:
        return ""
    return f"{model.name} at {model.base_url} by {load_prompt('said', language).hash}"


def asked_of(
    saved: tuple[str, dict[str, Any]] | None, key: str, words: Sequence[str], waves: Sequence[str]
) -> SaidAsked | None:
    """What was asked, where that covers these criteria in these waves: fewer of them need no new question.

    saved   the study's stage; key: the one it would have now
    """
    if saved is None or saved[0] != key:
        return None
    try:
        found = from_json(SaidAsked, saved[1])
    except ValidationError:  # saved by code whose records had another shape
        return None
    return found if {*words} <= {*found.words} and {*waves} <= {*found.waves} else None
