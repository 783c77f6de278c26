"""Page one: the answer first. Three to five conclusions, from how many people, when."""

from dataclasses import dataclass

from research.evidence import QuestionEvidence
from research.outline import Outline, OutlineQuestion
from research.selection import Selection
from research.writing import closed
from research.writing.bases import amount_word
from research.writing.changes import biggest_change
from research.writing.draft import Draft
from research.writing.findings import answered, shown_themes
from research.writing.labels import option_label, theme_label, topic_of, unit_of
from research.writing.picking import theme_quotes, value_quotes

CONCLUSIONS = 5

CHOSEN, RANKED, NUMBER = 1.0, 0.6, 0.5
"""Weights of closed answers, which settle a question, against the share of people behind a view."""


@dataclass(frozen=True)
class Conclusion:
    """A candidate for page one. weight: the share of people behind it, so that the widest finding comes first."""

    weight: float
    text: str
    question: str


def write_summary(draft: Draft, outline: Outline, selection: Selection) -> None:
    """Of whom and when, the conclusions, and how to read them; the title stands above."""
    draft.paragraph(_of_whom(draft, outline, selection), "subtitle")
    for conclusion in conclusions(draft, outline):
        draft.paragraph(conclusion.text, "key")
    draft.paragraph(draft.say("summary.machine_coded"), "note")


def _of_whom(draft: Draft, outline: Outline, selection: Selection) -> str:
    people = draft.mark(draft.count([]), "n")
    interviews = draft.mark(draft.figure({"interviews": True}), "n")
    valid = draft.mark(draft.figure({"funnel": "valid", "unit": 0}), "n")
    waves = draft.evidence.waves
    said = (
        "；".join(draft.text("brief", one.said) for one in outline.criteria)
        if outline.criteria
        else draft.say("summary.anyone")
    )
    if draft.language == "en":
        said = said.replace("；", "; ")
    return draft.say(
        "summary.of_whom", people=people, interviews=interviews, valid=valid, audience=said,
        first=draft.text("wave", waves[0]), last=draft.text("wave", waves[-1]), draw=draft.say(f"draw.{selection.draw}"),
    )  # fmt: skip


def conclusions(draft: Draft, outline: Outline) -> list[Conclusion]:
    """The strongest finding of each question, the widest first, cut to CONCLUSIONS and put back in the outline's order."""
    found = [one for question in outline.core if (one := _conclusion(draft, question)) is not None]
    change = biggest_change(draft, outline)
    widest = sorted(found, key=lambda one: -one.weight)[: CONCLUSIONS - bool(change)]
    last = [Conclusion(0.0, draft.say("summary.change", told=change), "")] if change else []
    return [one for one in found if one in widest] + last


def _conclusion(draft: Draft, question: OutlineQuestion) -> Conclusion | None:
    asked = draft.evidence.questions[question.id]
    if question.kind in ("choice", "ranking") and asked.values:
        return _of_options(draft, question, asked)
    if question.kind in ("number", "scale") and asked.values:
        return _of_number(draft, question, asked)
    return _of_themes(draft, question, asked)


def _of_themes(draft: Draft, question: OutlineQuestion, asked: QuestionEvidence) -> Conclusion | None:
    themes = shown_themes(asked)
    if not themes:
        return None
    figures = [
        draft.count([{"question": question.id, "theme": theme.id}], answered(question.id)) for theme in themes[:2]
    ]
    word = amount_word(figures[0])
    tie = len(figures) > 1 and figures[0].n == figures[1].n
    text = draft.say(
        f"summary.theme_{word}" if word else "summary.theme_tie" if tie else "summary.theme", name=theme_label(draft, asked, themes[0]),
        figure=draft.mark(figures[0]), topic=draft.text("outline", topic_of(question.text)),
    )  # fmt: skip
    if len(themes) > 1:
        text += draft.say(
            "summary.second", name=theme_label(draft, asked, themes[1]), figure=draft.mark(figures[1], "of")
        )
    quotes = theme_quotes(draft, asked, themes[0], most=1)
    text += draft.say("summary.quote", quote=f"{{{quotes[0]}}}") if quotes else ""
    weight = figures[0].n / max(len(draft.evidence.respondents), 1)
    return Conclusion(weight if themes[0].name else weight / 2, text, question.id)  # a phrase people said tells more


def _of_options(draft: Draft, question: OutlineQuestion, asked: QuestionEvidence) -> Conclusion:
    options = closed.options_of(asked)[:2]
    ranked = question.kind == "ranking"
    of = [{"question": question.id, "option": one} | ({"within": 1} if ranked else {}) for one in options]
    figures = [draft.count([condition], closed.read_base(question.id)) for condition in of]
    kind = "ranking" if ranked else "choice"
    told = {"figure": draft.mark(figures[0]), "topic": draft.text("outline", topic_of(question.text))}
    names = [option_label(draft, option) for option in options]
    if closed.tied(asked):
        text = draft.say(f"summary.{kind}_tie", first=names[0], second=names[1], **told)
    else:
        text = draft.say(f"summary.{kind}", name=names[0], **told)
    if len(options) > 1 and not closed.tied(asked):
        text += draft.say(
            "summary.option_second", name=option_label(draft, options[1]), figure=draft.mark(figures[1], "of")
        )
    people = [who for who, value in asked.values.items() if options[0] in (value.option, *value.order[:1])]
    quotes = value_quotes(draft, asked, people, most=1)
    text += draft.say("summary.quote", quote=f"{{{quotes[0]}}}") if quotes else ""
    return Conclusion(
        RANKED if ranked else CHOSEN, text + ("" if ranked else _minority(draft, question, asked)), question.id
    )


def _minority(draft: Draft, question: OutlineQuestion, asked: QuestionEvidence) -> str:
    """The option fewest chose, with somebody who did: the other side gets its say on page one."""
    last = closed.options_of(asked)[2:3]
    if not last:
        return ""
    figure = draft.count([{"question": question.id, "option": last[0]}], closed.read_base(question.id))
    people = [who for who, value in asked.values.items() if value.option == last[0]]
    quotes = value_quotes(draft, asked, people, most=1)
    told = draft.say("summary.minority", name=option_label(draft, last[0]), figure=draft.mark(figure, "of"))
    return told + (draft.say("summary.quote", quote=f"{{{quotes[0]}}}") if quotes else "")


def _of_number(draft: Draft, question: OutlineQuestion, asked: QuestionEvidence) -> Conclusion:
    before, after = unit_of(question, draft.language)

    def told(name: str) -> str:
        return before + draft.mark(draft.figure({"statistic": name, "question": question.id}), "value") + after

    text = draft.say(
        "summary.number", topic=draft.text("outline", topic_of(question.text)), median=told("median"),
        lower=told("lower"), upper=told("upper"), n=draft.mark(draft.count(closed.read_base(question.id)), "n"),
    )  # fmt: skip
    return Conclusion(NUMBER, text, question.id)
