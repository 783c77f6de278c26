"""What a base allows: the line under a chart, and the word a share supports."""

from research.figures import LOW_BASE, MARKED_BASE, Figure
from research.people import Condition
from research.statistics import wilson
from research.writing.draft import Draft


def base_note(draft: Draft, figure: Figure) -> str:
    """The line under a chart or table: the base, and what it allows."""
    base = figure.base or 0
    kind = "low" if base < LOW_BASE or not figure.shares else "marked" if base < MARKED_BASE else "full"
    limit = draft.text("setting", str(LOW_BASE if kind == "low" else MARKED_BASE))
    return draft.say(f"base.{kind}" if figure.shares else "base.counts", base=draft.mark(figure, "base"), limit=limit)


def is_most(figure: Figure) -> bool:
    """Whether a figure supports the word "most": a share may be shown, and its whole interval is above one half."""
    return bool(figure.has_share and figure.base and wilson(figure.n, figure.base)[0] > 0.5)


def answered(question_id: str) -> list[Condition]:
    """The base of a finding: those who answered the question."""
    return [{"question": question_id, "status": "answered"}]
