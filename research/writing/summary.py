"""Page one: the answer first. Three to five conclusions, from how many people, when."""

from dataclasses import dataclass

from research.evidence import CodedTheme, QuestionEvidence
from research.figures import Figure
from research.outline import Outline, OutlineQuestion
from research.selection import Selection
from research.writing import closed
from research.writing.bases import answered, is_most
from research.writing.decisions import write_short
from research.writing.draft import Draft
from research.writing.labels import theme_label, theme_words, topic_of, unit_of
from research.writing.picking import theme_quotes, value_quotes
from research.writing.themes_shown import shown_themes
from research.writing.tiers import even, listed, told

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
    """Of whom and when, that it is fewer than were wanted where it is so, the conclusions, and how to read them; the title stands above."""
    draft.paragraph(_of_whom(draft, outline, selection), "subtitle")
    write_short(draft, selection, "summary.short")
    for conclusion in conclusions(draft, outline):
        draft.paragraph(conclusion.text, "key")
    draft.paragraph(draft.say("summary.machine_coded"), "note")


def _of_whom(draft: Draft, outline: Outline, selection: Selection) -> str:
    people = draft.mark(draft.count([]), "n")
    interviews = draft.mark(draft.figure({"interviews": True}), "n")
    valid = draft.mark(draft.figure({"funnel": "valid", "unit": 0}), "n")
    waves = draft.evidence.waves
    required = dict.fromkeys(one.said for one in outline.criteria if one.required)  # one word may be two criteria
    said = (
        ("；" if draft.language == "zh" else "; ").join(draft.text("brief", words) for words in required)
        if required
        else draft.say("summary.anyone")
    )
    return draft.say(
        "summary.of_whom", people=people, interviews=interviews, valid=valid, audience=said,
        first=draft.text("wave", waves[0]), last=draft.text("wave", waves[-1]), draw=draft.say(f"draw.{selection.draw}"),
    )  # fmt: skip


def conclusions(draft: Draft, outline: Outline) -> list[Conclusion]:
    """The strongest finding of each question, the widest first, cut to CONCLUSIONS and put back in the outline's order."""
    found = [one for question in outline.core if (one := _conclusion(draft, question)) is not None]
    widest = sorted(found, key=lambda one: -one.weight)[:CONCLUSIONS]
    return [one for one in found if one in widest]


def _conclusion(draft: Draft, question: OutlineQuestion) -> Conclusion | None:
    asked = draft.evidence.questions[question.id]
    if question.kind in ("choice", "ranking") and asked.values:
        return _of_options(draft, question, asked)
    if question.kind in ("number", "scale") and asked.values:
        return _of_number(draft, question, asked)
    return _of_themes(draft, question, asked)


def _of_themes(draft: Draft, question: OutlineQuestion, asked: QuestionEvidence) -> Conclusion | None:
    """A conclusion only where people's own words name the leading view: bare words belong in the findings."""
    themes = shown_themes(asked)
    if not themes or themes[0].name is None:
        return None
    counted = [(theme_words(draft, theme), _theme(draft, question, theme)) for theme in themes]
    most = is_most(counted[0][1])
    topic = draft.text("outline", topic_of(question.text))
    name = theme_label(draft, asked, themes[0])
    text = told(draft, counted, 0, "summary.theme_most" if most else "summary.theme", "full", topic=topic, name=name)
    text += told(draft, counted, 1, "summary.next_theme")
    draft.said_most |= most
    quotes = theme_quotes(draft, asked, themes[0], most=1)
    text += draft.say("summary.quote", quote=f"{{{quotes[0]}}}") if quotes else ""
    return Conclusion(counted[0][1].n / max(len(draft.evidence.respondents), 1), text, question.id)


def _theme(draft: Draft, question: OutlineQuestion, theme: CodedTheme) -> Figure:
    return draft.count([{"question": question.id, "theme": theme.id}], answered(question.id))


def _of_options(draft: Draft, question: OutlineQuestion, asked: QuestionEvidence) -> Conclusion:
    ranked = question.kind == "ranking"
    counted = closed.counted_options(draft, question, asked)
    topic = draft.text("outline", topic_of(question.text))
    if even(counted):
        base = draft.mark(counted[0][1], "base")
        text = draft.say("summary.even", topic=topic, list=listed(draft, counted), base=base)
    else:
        text = told(draft, counted, 0, "summary.ranking" if ranked else "summary.choice", "full", topic=topic)
        text += told(draft, counted, 1, "summary.next_option")
    leading = closed.options_of(asked)[0]
    people = [who for who, value in asked.values.items() if leading in (value.option, *value.order[:1])]
    quotes = value_quotes(draft, asked, people, most=1)
    text += draft.say("summary.quote", quote=f"{{{quotes[0]}}}") if quotes else ""
    return Conclusion(
        RANKED if ranked else CHOSEN, text + ("" if ranked else _other_way(draft, asked, leading)), question.id
    )


def _other_way(draft: Draft, asked: QuestionEvidence, leading: str) -> str:
    """Somebody who says the opposite of the leading option: the other side gets its say on page one."""
    if leading == "same":
        return ""  # nothing is the opposite of no change
    opposite = {"less": "more", "more": "less"}.get(leading) or next(iter(closed.options_of(asked)[1:2]), "")
    people = [who for who, value in asked.values.items() if value.option == opposite]
    quotes = value_quotes(draft, asked, people, most=1)
    return draft.say("summary.other_way", quote=f"{{{quotes[0]}}}") if quotes else ""


def _of_number(draft: Draft, question: OutlineQuestion, asked: QuestionEvidence) -> Conclusion:
    before, after = unit_of(question, draft.language)

    def said(name: str) -> str:
        return before + draft.mark(draft.figure({"statistic": name, "question": question.id}), "value") + after

    text = draft.say(
        "summary.number", topic=draft.text("outline", topic_of(question.text)), median=said("median"),
        lower=said("lower"), upper=said("upper"), n=draft.mark(draft.count(closed.read_base(question.id)), "n"),
    )  # fmt: skip
    return Conclusion(NUMBER, text, question.id)
