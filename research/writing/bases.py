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


def amount_word(figure: Figure) -> str:
    """most · about_half · some · few: the word a figure supports, "" where only the number may stand."""
    if not figure.has_share or not figure.base:
        return ""
    low, high = wilson(figure.n, figure.base)
    if low > 0.5:
        return "most"
    return "about_half" if low <= 0.5 <= high and high - low <= 0.2 else ""


def answered(question_id: str) -> list[Condition]:
    """The base of a finding: those who answered the question."""
    return [{"question": question_id, "status": "answered"}]
