"""The findings: one part per question, the answer first, then people, quotes, and the other side."""

from collections.abc import Sequence

from research.evidence import Answer, CodedTheme, QuestionEvidence
from research.figures import Figure
from research.outline import OutlineQuestion
from research.report import Chart, QuoteBlock
from research.writing import closed
from research.writing.bases import answered, base_note, is_most
from research.writing.draft import Draft
from research.writing.labels import theme_label, theme_words, topic_of
from research.writing.picking import theme_quotes
from research.writing.themes_shown import shown_themes
from research.writing.tiers import told

SHOWN = 4
"""Themes a finding sets out with quotes; the chart and the table behind it hold all of them."""


def write_finding(draft: Draft, question: OutlineQuestion) -> None:
    """One question's part: headline, what was asked and of how many, the chart, the views, the other side."""
    asked = draft.evidence.questions[question.id]
    draft.heading(2, headline(draft, question, asked), f"finding-{question.id}")
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
    if themes[0].name is None:
        return draft.say("finding.head_subject", topic=topic, words=theme_words(draft, themes[0]))
    second = next((theme for theme in themes[1:] if theme.name is not None and _apart(themes[0], theme)), None)
    first = theme_label(draft, asked, themes[0])
    if second is None:
        return draft.say("finding.head_one", topic=topic, first=first)
    return draft.say("finding.head_two", topic=topic, first=first, second=theme_label(draft, asked, second))


def _apart(first: CodedTheme, second: CodedTheme) -> bool:
    """Whether two themes are mostly other people's."""
    return 2 * len(set(first.people) & set(second.people)) < len(second.people)


def _asked(draft: Draft, question: OutlineQuestion, asked: QuestionEvidence) -> str:
    def people(status: str) -> Figure:
        return draft.count([{"question": question.id, "status": status}])

    said = [
        draft.say("finding.asked", text=draft.text("outline", question.text), n=draft.mark(people("answered"), "n"))
    ]
    for status in ("no_answer", "off_topic", "not_asked"):
        if people(status).n:
            said.append(draft.say(f"finding.{status}", n=draft.mark(people(status), "n"), count=people(status).n))
    return draft.say("join").join(said) + draft.say("stop")


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
        caption=draft.say("chart.themes_share" if share else "chart.themes", topic=draft.text("outline", topic_of(question.text))),
        categories=tuple(theme_label(draft, asked, theme) for theme, _ in counted),
        series=((draft.say("chart.share" if share else "chart.people"), tuple(figure.id for _, figure in counted)),),
        note=base_note(draft, counted[0][1]),
    ))  # fmt: skip


def _overview(
    draft: Draft, question: OutlineQuestion, asked: QuestionEvidence, counted: Sequence[tuple[CodedTheme, Figure]]
) -> str:
    """What comes up most and next, counted by the words people use; how many say both."""
    named = [(theme_words(draft, theme), figure) for theme, figure in counted]
    most = is_most(counted[0][1])
    draft.said_most |= most
    said = [
        told(draft, named, 0, "finding.first_most" if most else "finding.first", "full"),
        told(draft, named, 1, "finding.next"),
    ]
    if len(counted) > 1:
        both = draft.count([{"question": question.id, "theme": theme.id} for theme, _ in counted[:2]])
        said.append(draft.say("finding.both", n=draft.mark(both, "n")) if both.n > 1 else "")
    return draft.say("space").join(part for part in said if part)


def _write_theme(draft: Draft, asked: QuestionEvidence, theme: CodedTheme, figure: Figure, *, quotes: int) -> None:
    draft.heading(3, theme_label(draft, asked, theme), f"finding-{asked.id}-{'+'.join(theme.words)}")
    draft.paragraph(draft.say("finding.theme", figure=draft.mark(figure, "of"), words=theme_words(draft, theme)))
    for quote in theme_quotes(draft, asked, theme, most=quotes):
        draft.blocks.append(QuoteBlock(quote))


def _may_open(draft: Draft, answer: Answer) -> bool:
    """Whether the beginning of an answer may be quoted."""
    return answer.quotable and draft.may_show(closed.opening(answer), answer)


def _other_side(draft: Draft, asked: QuestionEvidence, counted: Sequence[tuple[CodedTheme, Figure]]) -> None:
    """Small views get their say: the themes below those set out, and those few who stand alone."""
    small = counted[SHOWN:]
    coded = {who for theme, _ in counted for who in theme.people}
    alone = [who for who in asked.answers if who not in coded]
    for theme, figure in small:
        quotes = theme_quotes(draft, asked, theme, most=2)
        draft.paragraph(
            draft.say("finding.small", name=theme_label(draft, asked, theme), figure=draft.mark(figure, "of")), "lead"
        )
        draft.blocks += [QuoteBlock(quote) for quote in quotes]
    if alone:
        themed = [{"question": asked.id, "theme": theme.id} for theme, _ in counted]
        left = draft.figure(
            {"of": [{"question": asked.id, "none_of": [one["theme"] for one in themed]}], "among": answered(asked.id)}
        )
        draft.paragraph(
            draft.say("finding.alone" if left.n > 1 else "finding.alone_one", figure=draft.mark(left, "of")), "lead"
        )
        quoted = [who for who in alone if _may_open(draft, asked.answers[who])][:1]
        for who in quoted:
            answer = asked.answers[who]
            place = closed.opening(answer)
            draft.blocks.append(QuoteBlock(draft.quote(place, answer)))
