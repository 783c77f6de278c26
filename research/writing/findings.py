"""The findings: one part per question, the answer first, then people, quotes, and the other side."""

from collections.abc import Sequence

from research.evidence import CodedTheme, QuestionEvidence
from research.figures import Figure
from research.outline import OutlineQuestion
from research.people import Condition
from research.report import Chart, QuoteBlock
from research.writing import closed
from research.writing.bases import amount_word, base_note
from research.writing.draft import Draft
from research.writing.labels import theme_label, theme_words, topic_of
from research.writing.picking import theme_quotes

SHOWN = 4
"""Themes a finding sets out with quotes; the chart and the table behind it hold all of them."""

SAME = 0.5
"""Share of people in common from which a theme is an option said over again."""

FEWEST = 3
"""People a theme needs to be shown as one."""


def write_finding(draft: Draft, question: OutlineQuestion, number: int) -> None:
    """One question's part: headline, what was asked and of how many, the chart, the views, the other side."""
    asked = draft.evidence.questions[question.id]
    draft.heading(2, headline(draft, question, asked))
    draft.paragraph(_asked(draft, question, asked), "asked")
    if not asked.answers:
        draft.paragraph(draft.say("finding.nobody", text=draft.text("outline", question.text)))
        return
    if question.kind == "choice":
        closed.write_choice(draft, question, asked)
    elif question.kind in ("number", "scale"):
        closed.write_number(draft, question, asked)
    elif question.kind == "ranking":
        closed.write_ranking(draft, question, asked)
    _write_themes(draft, question, asked)


def answered(question_id: str) -> list[Condition]:
    """The base of a finding: those who answered the question."""
    return [{"question": question_id, "status": "answered"}]


def shown_themes(asked: QuestionEvidence) -> list[CodedTheme]:
    """The themes with people enough to be shown, without those that only say an option over again."""
    return [theme for theme in asked.themes if len(theme.people) >= FEWEST and not _says_an_option(asked, theme)]


def _says_an_option(asked: QuestionEvidence, theme: CodedTheme) -> bool:
    """Whether a theme's people are, for the most part, the people of one option: "less" is no reason for less."""
    for option in {value.option for value in asked.values.values() if value.option}:
        chose = {who for who, value in asked.values.items() if value.option == option}
        if len(chose & set(theme.people)) >= SAME * len(chose | set(theme.people)):
            return True
    return False


def headline(draft: Draft, question: OutlineQuestion, asked: QuestionEvidence) -> str:
    """A finding, not a topic: what most said, in words people used; no number stands in a heading."""
    topic = draft.text("outline", topic_of(question.text))
    if question.kind in ("choice", "number", "scale", "ranking") and asked.values:
        said = closed.headline(draft, question, asked)
        if said:
            return said
    themes = shown_themes(asked)
    if not themes:
        return draft.say("finding.head_little", topic=topic)
    pattern = "head_two" if len(themes) > 1 else "head_one"
    second = theme_label(draft, asked, themes[1]) if len(themes) > 1 else ""
    return draft.say(f"finding.{pattern}", topic=topic, first=theme_label(draft, asked, themes[0]), second=second)


def _asked(draft: Draft, question: OutlineQuestion, asked: QuestionEvidence) -> str:
    def people(status: str) -> Figure:
        return draft.count([{"question": question.id, "status": status}])

    told = [
        draft.say("finding.asked", text=draft.text("outline", question.text), n=draft.mark(people("answered"), "n"))
    ]
    for status in ("no_answer", "off_topic", "not_asked"):
        if people(status).n:
            told.append(draft.say(f"finding.{status}", n=draft.mark(people(status), "n"), count=people(status).n))
    return draft.say("join").join(told) + draft.say("stop")


def _write_themes(draft: Draft, question: OutlineQuestion, asked: QuestionEvidence) -> None:
    themes = shown_themes(asked)
    if not themes:
        if question.kind == "open":
            draft.paragraph(draft.say("finding.no_theme"))
        return
    counted = [
        (theme, draft.count([{"question": question.id, "theme": theme.id}], answered(question.id))) for theme in themes
    ]
    _chart(draft, question, asked, counted)
    draft.paragraph(_overview(draft, question, asked, counted))
    for at, (theme, figure) in enumerate(counted[:SHOWN]):
        _write_theme(draft, asked, theme, figure, quotes=3 if at == 0 else 2)
    _other_side(draft, asked, counted)


def _chart(
    draft: Draft, question: OutlineQuestion, asked: QuestionEvidence, counted: Sequence[tuple[CodedTheme, Figure]]
) -> None:
    share = all(figure.has_share for _, figure in counted)
    draft.blocks.append(Chart(
        id=f"c{question.id}", kind="bar", form="share" if share else "n",
        caption=draft.say("chart.themes", topic=draft.text("outline", topic_of(question.text))),
        categories=tuple(theme_label(draft, asked, theme) for theme, _ in counted),
        series=((draft.say("chart.share" if share else "chart.people"), tuple(figure.id for _, figure in counted)),),
        note=base_note(draft, counted[0][1]),
    ))  # fmt: skip


def _overview(
    draft: Draft, question: OutlineQuestion, asked: QuestionEvidence, counted: Sequence[tuple[CodedTheme, Figure]]
) -> str:
    (first, most), rest = counted[0], counted[1:]
    word = amount_word(most)
    label = theme_label(draft, asked, first)
    tie = bool(rest) and rest[0][1].n == most.n
    first_key = f"finding.first_{word}" if word else "finding.first_tie" if tie else "finding.first"
    told = [draft.say(first_key, name=label, figure=draft.mark(most))]
    if rest:
        told.append(
            draft.say(
                "finding.as_many" if tie else "finding.second",
                name=theme_label(draft, asked, rest[0][0]),
                figure=draft.mark(rest[0][1], "of"),
            )
        )
        both = draft.count(
            [{"question": question.id, "theme": first.id}, {"question": question.id, "theme": rest[0][0].id}]
        )
        told.append(
            draft.say("finding.both" if both.n > 1 else "finding.not_both", n=draft.mark(both, "n"))
            if both.n != 1
            else ""
        )
    if len(rest) > 1:
        others = [
            draft.say("finding.other", name=theme_label(draft, asked, theme), n=draft.mark(figure, "n"))
            for theme, figure in rest[1:4]
        ]
        told.append(draft.say("finding.others", list=draft.say("list").join(others)))
    return draft.say("space").join(part for part in told if part)


def _write_theme(draft: Draft, asked: QuestionEvidence, theme: CodedTheme, figure: Figure, *, quotes: int) -> None:
    draft.heading(3, theme_label(draft, asked, theme))
    draft.paragraph(draft.say("finding.theme", figure=draft.mark(figure), words=theme_words(draft, theme)))
    for quote in theme_quotes(draft, asked, theme, most=quotes):
        draft.blocks.append(QuoteBlock(quote))


def _other_side(draft: Draft, asked: QuestionEvidence, counted: Sequence[tuple[CodedTheme, Figure]]) -> None:
    """Small views get their say: the themes below those set out, and those few who stand alone."""
    small = counted[SHOWN:]
    coded = {who for theme, _ in counted for who in theme.people}
    alone = [who for who in asked.answers if who not in coded]
    for theme, figure in small:
        quotes = theme_quotes(draft, asked, theme, most=1)
        draft.paragraph(
            draft.say("finding.small", name=theme_label(draft, asked, theme), figure=draft.mark(figure, "of"))
        )
        draft.blocks += [QuoteBlock(quote) for quote in quotes]
    if alone:
        themed = [{"question": asked.id, "theme": theme.id} for theme, _ in counted]
        left = draft.figure(
            {"of": [{"question": asked.id, "none_of": [one["theme"] for one in themed]}], "among": answered(asked.id)}
        )
        draft.paragraph(draft.say("finding.alone", figure=draft.mark(left, "of")))
        quoted = [who for who in alone if asked.answers[who].quotable][:1]
        for who in quoted:
            answer = asked.answers[who]
            place = closed.opening(answer)
            draft.blocks.append(QuoteBlock(draft.quote(place, answer)))
