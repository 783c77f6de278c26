"""Appendices: the outline, the responses used, every quote with its source, and the passages they stand in."""

from corpus.privacy import outside
from corpus.records import Span
from research.evidence import Answer
from research.outline import Outline
from research.report import Table
from research.writing.draft import Draft


def write_appendices(draft: Draft, outline: Outline) -> None:
    """All four, in the order a checker needs them."""
    draft.heading(1, draft.say("appendix.title"))
    _outline(draft, outline)
    _responses(draft)
    _register(draft)
    _passages(draft)


def _outline(draft: Draft, outline: Outline) -> None:
    draft.heading(2, draft.say("appendix.outline"))
    rows = []
    for section in outline.sections:
        for question in section.questions:
            probes = " ".join(question.probes)
            rows.append((
                draft.text("outline", question.id), section.title, draft.text("outline", question.text),
                draft.say(f"kind.{question.kind}"), probes,
            ))  # fmt: skip
    header = tuple(draft.say(f"appendix.column_{name}") for name in ("id", "section", "question", "kind", "probes"))
    draft.blocks.append(
        Table("outline", draft.say("appendix.outline_table"), header, tuple(rows), (0.08, 0.14, 0.42, 0.12, 0.24))
    )


def _responses(draft: Draft) -> None:
    draft.heading(2, draft.say("appendix.responses"))
    rows = []
    for who in draft.evidence.respondents:
        interviews = ", ".join(draft.evidence.interviews[who])
        rows.append((
            draft.text("id", who), draft.text("profile", draft.profile(who), {"respondent": who}), draft.text("id", interviews),
        ))  # fmt: skip
    header = tuple(draft.say(f"appendix.column_{name}") for name in ("respondent", "profile", "interviews"))
    draft.blocks.append(
        Table("responses", draft.say("appendix.responses_table"), header, tuple(rows), (0.18, 0.38, 0.44))
    )


def _register(draft: Draft) -> None:
    draft.heading(2, draft.say("appendix.register"))
    draft.paragraph(draft.say("appendix.register_intro"))
    draft.blocks.append(register_table(draft))


def register_table(draft: Draft) -> Table:
    """Every quote with its source and its place in the transcript."""
    rows = []
    for quote in draft.quotes.values():
        (start, end) = quote.spans[0]
        place = draft.text("id", f"{quote.interview} v{quote.version} {start}–{end}")
        rows.append((draft.text("id", quote.id), f"{{{quote.id}}}", quote.source, place))
    header = tuple(draft.say(f"appendix.column_{name}") for name in ("id", "quote", "source", "place"))
    return Table("register", draft.say("appendix.register_table"), header, tuple(rows), (0.08, 0.4, 0.34, 0.18))


def _passages(draft: Draft) -> None:
    draft.heading(2, draft.say("appendix.passages"))
    draft.paragraph(draft.say("appendix.passages_intro"))
    draft.blocks.append(passages_table(draft))


def passages_table(draft: Draft) -> Table:
    """The whole answer around every quote, once each, probes with what they asked."""
    rows, seen = [], set()
    for question in draft.evidence.questions.values():
        for answer in question.answers.values():
            if not _is_cited(draft, answer.interview, answer.spans) or (answer.interview, answer.spans) in seen:
                continue
            seen.add((answer.interview, answer.spans))
            rows.append(_passage(draft, answer))
    header = tuple(draft.say(f"appendix.column_{name}") for name in ("interview", "asked", "passage"))
    widths = (0.16, 0.26, 0.58)
    return Table("passages", draft.say("appendix.passages_table"), header, tuple(rows), widths)


def _passage(draft: Draft, answer: Answer) -> tuple[str, str, str]:
    interview = draft.interviews[answer.interview]

    def words(kind: str, span: Span) -> str:
        """The words, without those that may identify somebody: each piece is a stored text, whatever is decided on later."""
        return " […] ".join(
            draft.text(kind, interview.words(piece), {
                "interview": answer.interview, "version": answer.version, "start": piece[0], "end": piece[1],
            })
            for piece in outside(span, interview.never_quoted) if interview.words(piece).strip()
        )  # fmt: skip

    first, *probes = [interview.exchanges[at] for at in answer.exchanges]
    told = [words("passage", span) for span in first.answer]
    for probe in probes:
        told.append(draft.say("appendix.probe", asked=words("asked", probe.question)))
        told += [words("passage", span) for span in probe.answer]
    return draft.text("id", answer.interview), words("asked", first.question), "\n".join(told)


def _is_cited(draft: Draft, interview: str, spans: tuple[tuple[int, int], ...]) -> bool:
    return any(
        quote.interview == interview and any(start <= quote.spans[0][0] < end for start, end in spans)
        for quote in draft.quotes.values()
    )
