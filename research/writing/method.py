"""How the study was made, of whom, and how far it carries."""

import re
from collections.abc import Mapping, Sequence

from prompts import load_prompt
from research.evidence import PROFILE
from research.figures import LOW_BASE
from research.outline import Outline
from research.report import Table
from research.responses import RULE
from research.selection import Selection
from research.writing.decisions import write_audience, write_missed, write_order, write_rule, write_short
from research.writing.draft import Draft

METHOD, PEOPLE, LIMITS = "method", "sample", "limits"
"""Anchors: what stands under the first and the last is no owner's to change (research/fixed.py)."""

SAMPLE = ("gender", "age", "city_tier", "region", "income")


def write_method(draft: Draft, outline: Outline, selection: Selection) -> None:
    """Corpus, dates, whom it asks, the rule and whom it may have missed, the draw, the order, who wrote, counts at each step."""
    draft.heading(2, draft.say("method.title"), METHOD)
    held = {
        name: draft.mark(draft.figure({"corpus": name}), "n") for name in ("respondents", "interviews", "exchanges")
    }
    waves = draft.evidence.waves
    first, last = draft.text("wave", waves[0]), draft.text("wave", waves[-1])
    draft.paragraph(draft.say("method.corpus", first=first, last=last, **held))
    write_audience(draft, outline)
    write_rule(draft, outline)
    _by_hand(draft)
    write_missed(draft)
    draft.paragraph(draft.say(f"method.draw_{selection.draw}", seed=draft.text("setting", str(selection.seed))))
    write_order(draft)
    draft.paragraph(draft.say("method.coding"))
    draft.paragraph(draft.say("method.outline_edited") if outline.edited else "")
    _graded(draft)
    _said(draft)
    asked = draft.evidence.graded or draft.evidence.said_by
    draft.paragraph(draft.say("method.by_rule_else" if asked else "method.by_rule"), "note")
    _funnel(draft)


def _graded(draft: Draft) -> None:
    """Says how many answers a model graded, which model, and by which prompt."""
    if not draft.evidence.graded:
        return
    counts = {name: draft.mark(draft.figure({"graded": name}), "n") for name in ("model", "matches")}
    model = draft.text("setting", draft.evidence.graded_by)
    prompt = draft.text("id", f"grading {load_prompt('grading', draft.language).hash}")
    draft.paragraph(draft.say("method.graded", n=counts["model"], of=counts["matches"], model=model, prompt=prompt))


def _said(draft: Draft) -> None:
    """Says that a model decided whom the rule could not tell of, which model, and by which prompt."""
    if not draft.evidence.said_by:
        return
    model = draft.text("setting", draft.evidence.said_by)
    prompt = draft.text("id", f"said {load_prompt('said', draft.language).hash}")
    draft.paragraph(draft.say("method.said", model=model, prompt=prompt))


def _by_hand(draft: Draft) -> None:
    """Says that the researcher decided about people, where that is so: a rule bent in silence is a lie."""
    for step in ("taken_in", "left_out"):
        figure = draft.figure({"funnel": step, "unit": 0})
        if figure.n:
            draft.paragraph(draft.say(f"method.{step}", n=draft.mark(figure, "n"), count=figure.n))


def _funnel(draft: Draft) -> None:
    rows = []
    for step in _steps(draft.evidence.funnel):
        people, interviews = (draft.figure({"funnel": step.removesuffix("_by_rule"), "unit": unit}) for unit in (0, 1))
        rows.append((draft.say(f"funnel.{step}"), draft.mark(people, "n"), draft.mark(interviews, "n")))
    chosen = draft.mark(draft.count([]), "n"), draft.mark(draft.figure({"interviews": True}), "n")
    rows.append((draft.say("funnel.selected"), *chosen))
    header = tuple(draft.say(f"funnel.column_{name}") for name in ("step", "people", "interviews"))
    draft.blocks.append(Table("funnel", draft.say("funnel.title"), header, tuple(rows), (0.6, 0.2, 0.2)))


def _steps(funnel: Mapping[str, tuple[int, int]]) -> list[str]:
    """The rule's steps and the valid responses; the researcher's own decisions, and who keeps their words from
    studies, stand between where there are any."""
    by_hand = [step for step in ("taken_in", "left_out") if funnel[step][0]]
    rule = [step for step in RULE if step != "reuse" or funnel["reuse"] != funnel["corpus"]]
    return [*rule, *by_hand, "valid"] if by_hand else [*rule[:-1], "valid_by_rule"]


def write_sample(draft: Draft) -> None:
    """Who the people are: one table of the profile fields."""
    draft.heading(2, draft.say("sample.title"), PEOPLE)
    people = draft.mark(draft.count([]), "n")
    draft.paragraph(draft.say("sample.intro", people=people))
    rows: list[tuple[str, str, str]] = []
    for name in SAMPLE:
        for value in _values(draft, name):
            figure = draft.count([{"profile": name, "value": value}], [])
            label = draft.text("profile_value", value) if value else draft.say("sample.unknown")
            rows.append((draft.say(f"sample.{name}"), label, draft.mark(figure, "of")))
    header = tuple(draft.say(f"sample.column_{name}") for name in ("field", "value", "people"))
    draft.blocks.append(Table("sample", draft.say("sample.table"), header, _once(rows), (0.25, 0.35, 0.4)))


def _values(draft: Draft, name: str) -> list[str]:
    assert name in PROFILE
    counts: dict[str, int] = {}
    for profile in draft.evidence.profiles.values():
        counts[profile[name]] = counts.get(profile[name], 0) + 1
    return (
        sorted(counts, key=_first_number)
        if name in ("age", "income")
        else sorted(counts, key=lambda value: (-counts[value], value))
    )


def _first_number(value: str) -> tuple[int, bool, str]:
    """Bands in the order of the numbers they begin with; "under" and 以下 come before the band they bound."""
    found = re.search(r"\d[\d,]*", value)
    return int(found[0].replace(",", "")) if found else 0, not re.search(r"under|below|以下", value), value


def _once(rows: Sequence[tuple[str, str, str]]) -> tuple[tuple[str, ...], ...]:
    """The field's name on its first row only."""
    seen: set[str] = set()
    told = []
    for field, value, people in rows:
        told.append(("" if field in seen else field, value, people))
        seen.add(field)
    return tuple(told)


def write_limits(draft: Draft, selection: Selection) -> None:
    """How to read these shares, and what this study cannot say."""
    draft.heading(2, draft.say("limits.title"), LIMITS)
    low = draft.text("setting", str(LOW_BASE))
    write_short(draft, selection, "limits.short")
    words = "words_most" if draft.said_most else "words"
    for name in ("panel", "base", "coding", words, "traced"):
        draft.paragraph(draft.say(f"limits.{name}", low=low), "bullet")
