"""Findings of closed answers: choices, numbers, marks and orders, as they were read from speech."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from research.evidence import Answer, Place, QuestionEvidence
from research.figures import Figure
from research.outline import OutlineQuestion
from research.people import Condition
from research.report import Chart, QuoteBlock, Table
from research.writing.bases import base_note
from research.writing.draft import Draft
from research.writing.labels import option_label, topic_of, unit_of
from research.writing.picking import value_quotes
from research.writing.tiers import even, told

FEW = 3
"""People an option needs for quotes of its own."""

BANDS = 5
"""About so many bands a number's distribution is shown in."""


def read_base(question_id: str) -> list[Condition]:
    """The base of a closed answer: those whose answer could be read."""
    return [{"question": question_id, "read": True}]


def opening(answer: Answer) -> Place:
    """Where an answer begins."""
    start, end = answer.spans[0]
    return Place(answer.interview, answer.version, (start, min(end, start + 12)))


def options_of(asked: QuestionEvidence) -> list[str]:
    """The options people chose or put first, most people first; ties by how many named them at all."""
    first: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for value in asked.values.values():
        first.update(value.order[:1] or ((value.option,) if value.option else ()))
        named.update(value.order[:3])
    return sorted(first, key=lambda option: (-first[option], -named[option], option))


def counted_options(draft: Draft, question: OutlineQuestion, asked: QuestionEvidence) -> list[tuple[str, Figure]]:
    """(label, figure) of every option, most people first."""
    within = {"within": 1} if question.kind == "ranking" else {}
    return [
        (
            option_label(draft, one),
            draft.count([{"question": question.id, "option": one} | within], read_base(question.id)),
        )
        for one in options_of(asked)
    ]


def headline(draft: Draft, question: OutlineQuestion, asked: QuestionEvidence) -> str:
    """What the closed answers say, in a heading: who leads and who follows, or the typical number."""
    if question.kind in ("number", "scale"):
        before, after = unit_of(question, draft.language)
        median = draft.figure({"statistic": "median", "question": question.id})
        topic = draft.text("outline", topic_of(question.text))
        return draft.say("closed.head_number", topic=topic, value=before + draft.mark(median, "value") + after)
    counted = counted_options(draft, question, asked)
    kind = "ranking" if question.kind == "ranking" else "choice"
    if even(counted):
        return draft.say(f"closed.head_{kind}_even", names=draft.say("comma").join(label for label, _ in counted[:3]))
    return told(draft, counted, 0, f"closed.head_{kind}")


def write_choice(draft: Draft, question: OutlineQuestion, asked: QuestionEvidence) -> None:
    """Who chose what: chart, the sentence, a quote or two for each option."""
    counted = [(one, _option(draft, question, one)) for one in options_of(asked)]
    _options_chart(draft, question, counted, "closed.chart_choice")
    said = [
        draft.say("closed.option", name=option_label(draft, one), figure=draft.mark(figure)) for one, figure in counted
    ]
    draft.paragraph(draft.say("list").join(said) + draft.say("stop") + draft.say("space") + _unread(draft, question))
    draft.paragraph(_by_return(draft, question, counted[0][0]))
    for one, figure in counted:
        if figure.n < FEW:
            continue
        people = [who for who, value in asked.values.items() if value.option == one]
        draft.paragraph(draft.say("closed.who", name=option_label(draft, one)), "lead")
        draft.blocks += [QuoteBlock(quote) for quote in value_quotes(draft, asked, people)]


def _by_return(draft: Draft, question: OutlineQuestion, option: str) -> str:
    """The leading option among those interviewed in every wave and among the others: two kinds of people, not one."""
    figures = [
        draft.count([{"question": question.id, "option": option}], [*read_base(question.id), {"returned": back}])
        for back in (True, False)
    ]
    if not all(figure.base for figure in figures):
        return ""
    marks = {name: draft.mark(figure, "of") for name, figure in zip(("returned", "others"), figures, strict=True)}
    return draft.say("closed.by_return", name=option_label(draft, option), **marks)


def write_ranking(draft: Draft, question: OutlineQuestion, asked: QuestionEvidence) -> None:
    """What comes first, and what is among the first three."""
    first = options_of(asked)
    named = list(dict.fromkeys([*first, *(option for value in asked.values.values() for option in value.order[:3])]))
    base = read_base(question.id)

    def within(option: str, places: int) -> Figure:
        return draft.count([{"question": question.id, "option": option, "within": places}], base)

    counted = [(option, within(option, 1)) for option in first]
    _options_chart(draft, question, counted, "closed.chart_ranking")
    said = [
        draft.say("closed.ranked", name=option_label(draft, one), figure=draft.mark(figure, "of"))
        for one, figure in counted[:3]
    ]
    draft.paragraph(draft.say("list").join(said) + draft.say("stop") + draft.say("space") + _unread(draft, question))
    rows = tuple(
        (option_label(draft, one), draft.mark(within(one, 1), "n"), draft.mark(within(one, 3), "n")) for one in named
    )
    draft.blocks.append(Table(
        f"t{question.id}", draft.say("closed.table_ranking"), tuple(draft.say(f"closed.column_{name}") for name in ("what", "first", "three")),
        rows, (0.5, 0.25, 0.25), draft.say("closed.table_note", base=draft.mark(counted[0][1], "base")),
    ))  # fmt: skip
    for one, _ in counted[:3]:
        people = [who for who, value in asked.values.items() if value.order[:1] == (one,)]
        draft.paragraph(draft.say("closed.who_first", name=option_label(draft, one)), "lead")
        draft.blocks += [QuoteBlock(quote) for quote in value_quotes(draft, asked, people)]


def write_number(draft: Draft, question: OutlineQuestion, asked: QuestionEvidence) -> None:
    """The typical number, the spread, and the distribution in bands."""
    if not asked.values:
        draft.paragraph(_unread(draft, question))
        return
    before, after = unit_of(question, draft.language)

    def statistic(name: str) -> str:
        figure = draft.figure({"statistic": name, "question": question.id})
        return before + draft.mark(figure, "value") + after

    said = {name: statistic(name) for name in ("median", "lower", "upper")}
    read = draft.count(read_base(question.id))
    draft.paragraph(
        draft.say("closed.number", **said, n=draft.mark(read, "n")) + draft.say("space") + _unread(draft, question)
    )
    bands = bands_of([value.middle for value in asked.values.values() if value.middle is not None])
    figures = [
        draft.count([{"question": question.id, "from": low, "below": high}], read_base(question.id))
        for low, high in bands
    ]
    draft.blocks.append(Chart(
        id=f"n{question.id}", kind="column", form="n",
        caption=draft.say("closed.chart_number", topic=draft.text("outline", topic_of(question.text))),
        categories=tuple(draft.text("setting", f"{before}{low:g}–{high - 1:g}{after}") for low, high in bands),
        series=((draft.say("chart.people"), tuple(figure.id for figure in figures)),),
        note=draft.say("closed.number_note", base=draft.mark(figures[0], "base")),
    ))  # fmt: skip
    ordered = sorted(asked.values, key=lambda who: (asked.values[who].middle or 0, who))
    for name, people in (("low", ordered[:4]), ("high", ordered[-4:])):
        draft.paragraph(draft.say(f"closed.who_{name}"), "lead")
        draft.blocks += [QuoteBlock(quote) for quote in value_quotes(draft, asked, people)]


def bands_of(values: Sequence[float]) -> list[tuple[float, float]]:
    """Bands [low, high) of one round width that hold all values, about BANDS of them."""
    spread = max(values) - min(values) or max(values) or 1
    rough = spread / BANDS
    size = 10 ** np.floor(np.log10(rough))
    width = float(next(size * step for step in (1, 2, 5, 10) if size * step >= rough))
    width = max(width, 1.0)
    low = float(np.floor(min(values) / width) * width)
    return [(low + at * width, low + (at + 1) * width) for at in range(int((max(values) - low) // width) + 1)]


def _option(draft: Draft, question: OutlineQuestion, option: str) -> Figure:
    return draft.count([{"question": question.id, "option": option}], read_base(question.id))


def _options_chart(
    draft: Draft, question: OutlineQuestion, counted: Sequence[tuple[str, Figure]], caption: str
) -> None:
    if not counted:
        return
    share = all(figure.has_share for _, figure in counted) and question.kind == "choice"
    draft.blocks.append(Chart(
        id=f"o{question.id}", kind="bar", form="share" if share else "n",
        caption=draft.say(caption, topic=draft.text("outline", topic_of(question.text))),
        categories=tuple(option_label(draft, option) for option, _ in counted),
        series=((draft.say("chart.share" if share else "chart.people"), tuple(figure.id for _, figure in counted)),),
        note=base_note(draft, counted[0][1]),
    ))  # fmt: skip


def _unread(draft: Draft, question: OutlineQuestion) -> str:
    """Who answered and is not in the base: nothing could be read, or what was read is of another kind."""
    answered = [{"question": question.id, "status": "answered"}]
    said = []
    for name in ("unread", "aside"):
        missing = draft.count([{"question": question.id, name: True}], answered)
        said += [draft.say(f"closed.{name}", figure=draft.mark(missing, "of"))] if missing.n else []
    return draft.say("space").join(said)
