"""What was decided in a study, as its report tells it: whom it asks, the rule, whom the rule may have missed, the number."""

from collections.abc import Mapping

from research.audience import SAID, Criterion
from research.describing import described
from research.figures import Figure
from research.missed import CONFIDENCE
from research.outline import Outline
from research.report import ParagraphStyle
from research.selection import Selection
from research.writing.draft import Draft

ESTIMATED = ("low", "point", "high")


def write_audience(draft: Draft, outline: Outline) -> None:
    """Whom it asks for; the words that became no criterion; how many each criterion in words was decided of, and by what."""
    asked = [one for one in outline.criteria if one.field != "wave"]
    for name, required in (("required", True), ("preferred", False)):
        shown = [draft.text("outline", described(one, draft.language)) for one in asked if one.required is required]
        if shown:
            draft.paragraph(draft.say(f"method.{name}", criteria=draft.say("list").join(shown)))
    if outline.unread:
        words = draft.say("comma").join(_quoted(draft, each) for each in outline.unread)
        draft.paragraph(draft.say("method.unread", words=words))
    for one in asked:
        if one.field == SAID:
            _said(draft, one)


def _said(draft: Draft, criterion: Criterion) -> None:
    words = criterion.values[0]
    counts = {
        name: draft.figure({"said": words, "how": name})
        for name in ("people", "stated", "inferred", "silent", "holds")
    }  # fmt: skip
    key = "method.said_required" if criterion.required else "method.said_preferred"
    if counts["silent"].n == counts["people"].n:
        key, counts = "method.said_silent", {"people": counts["people"]}
    draft.paragraph(draft.say(key, words=_quoted(draft, words), **_counted(draft, counts)))


def write_rule(draft: Draft, outline: Outline) -> None:
    """From when on a response is valid: in the newest waves, or in those that the audience names."""
    counted = {"needed": outline.least, "total": len(outline.must_haves)}
    told = {name: draft.text("setting", str(count)) for name, count in counted.items()}
    if any(one.field == "wave" and one.required for one in outline.criteria):
        waves = draft.say("comma").join(draft.text("wave", each) for each in draft.evidence.waves)
        draft.paragraph(draft.say("method.rule_waves", waves=waves, **told))
    else:
        window = draft.text("setting", str(outline.window))
        draft.paragraph(draft.say("method.rule", window=window, count=outline.window, **told))


def write_missed(draft: Draft) -> None:
    """How many valid responses the rule missed: estimated from those somebody looked at, or that nobody did."""
    counts = draft.evidence.account.missed
    if not counts.get("left_out"):
        draft.paragraph(draft.say("method.missed_nobody"))
        return
    kind = "unknown" if not counts["looked"] else "whole" if counts["looked"] == counts["left_out"] else "estimate"
    names = ("left_out", "looked", "found", *ESTIMATED) if kind == "estimate" else ("left_out", "looked", "found")
    told = _counted(draft, {name: draft.figure({"missed": name}) for name in names})
    confidence = draft.text("setting", f"{CONFIDENCE:.0%}")
    draft.paragraph(draft.say(f"method.missed_{kind}", confidence=confidence, **told))


def write_order(draft: Draft) -> None:
    """Which order the report stands on; nothing where nothing was ordered."""
    order = draft.evidence.account.order
    if not order:
        return
    whole = order["inside"] == order["people"] == len(draft.evidence.respondents)
    names = ("number", "people") if whole else ("number", "people", "inside")
    told = _counted(draft, {name: draft.figure({"order": name}) for name in names})
    draft.paragraph(draft.say("method.order" if whole else "method.order_other", **told))


def write_short(draft: Draft, selection: Selection, key: str) -> None:
    """That fewer are valid than were wanted, where it is so."""
    if selection.short_of is None:
        return
    counts = {
        "wanted": draft.figure({"wanted": True}), "valid": draft.figure({"funnel": "valid", "unit": 0}),
        "people": draft.count([]),
    }  # fmt: skip
    style: ParagraphStyle = "bullet" if key.startswith("limits") else "note"
    whole = counts["people"].n == counts["valid"].n
    draft.paragraph(draft.say(f"{key}_all" if whole else key, **_counted(draft, counts)), style)


def _counted(draft: Draft, figures: Mapping[str, Figure]) -> dict[str, object]:
    """Name → the figure's mark, and name_n → its number, for the word that fits it."""
    marks: dict[str, object] = {name: draft.mark(figure, "n") for name, figure in figures.items()}
    return marks | {f"{name}_n": figure.n for name, figure in figures.items()}


def _quoted(draft: Draft, words: str) -> str:
    return draft.say("quoted", words=draft.text("brief", words))
