"""A report in the making: blocks are added, and every figure, quote and stored text gets its id before any prose."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from corpus.privacy import overlaps
from corpus.records import Interview, Language, Span
from research.derive import derive
from research.evidence import Answer, Evidence, Place
from research.figures import Figure
from research.messages import say
from research.people import Condition
from research.profiles import line_of
from research.report import Block, Heading, Paragraph, ParagraphStyle, Quote, Report, StoredText
from research.writing.passages import sentence_around


class Draft:
    """Collects what the report is made of. Same evidence, same order of calls: same ids."""

    def __init__(self, language: Language, evidence: Evidence, interviews: Mapping[str, Interview]) -> None:
        self.language = language
        self.evidence = evidence
        self.interviews = interviews
        self.blocks: list[Block] = []
        self.figures: dict[str, Figure] = {}
        self.quotes: dict[str, Quote] = {}
        self.texts: dict[str, StoredText] = {}
        self.quoted: dict[str, str] = {}
        self.said_most = False
        self._known: dict[str, str] = {}
        self._cited: dict[str, int] = {}
        self._anchors: list[str] = []

    @classmethod
    def of(cls, report: Report, evidence: Evidence, interviews: Mapping[str, Interview]) -> "Draft":
        """A written report's figures, quotes and texts, to be added to; what it holds already keeps its id."""
        draft = cls(report.language, evidence, interviews)
        draft.figures, draft.quotes = dict(report.figures), dict(report.quotes)
        draft.texts, draft.quoted = dict(report.texts), dict(report.quoted)
        draft._known |= {_key("F", figure.spec): id_ for id_, figure in report.figures.items()}
        draft._known |= {_key("T", one.kind, one.text, one.ref): id_ for id_, one in report.texts.items()}
        draft._known |= {_key("Q", one.interview, one.version, one.spans): id_ for id_, one in report.quotes.items()}
        return draft

    def say(self, key: str, **values: object) -> str:
        """A sentence of the message files, its blanks filled with marks or words."""
        return say(self.language, f"report.{key}", **values)

    def heading(self, level: int, text: str, anchor: str | None = None) -> None:
        """A heading. `anchor` is what it stays known by when the report is written again, on other people and words;
        without one it is known by its place among the headings that are always there."""
        found = anchor or self._numbered(level)
        again = sum(one == found or one.startswith(f"{found}~") for one in self._anchors)
        self._anchors.append(f"{found}~{again + 1}" if again else found)
        self.blocks.append(Heading(level, _capital(text), self._anchors[-1]))

    def _numbered(self, level: int) -> str:
        parts = sum(isinstance(block, Heading) and block.level == 1 for block in self.blocks)
        if level == 1:
            return f"part{parts + 1}"
        return f"part{parts}-{1 + sum(one.startswith(f'part{parts}-') for one in self._anchors)}"

    def paragraph(self, text: str, style: ParagraphStyle = "body") -> None:
        """A paragraph; an empty text adds none."""
        if text:
            self.blocks.append(Paragraph(_capital(text), style))

    def figure(self, spec: dict[str, Any]) -> Figure:
        """The figure of a specification; the same specification is the same figure."""
        key = _key("F", spec)
        if key not in self._known:
            known = f"F{len(self.figures) + 1:03d}"
            self.figures[known] = derive(known, spec, self.evidence)
            self._known[key] = known
        return self.figures[self._known[key]]

    def count(self, of: Sequence[Condition], among: Sequence[Condition] | None = None) -> Figure:
        """People for whom `of` holds, over those for whom `among` holds."""
        spec: dict[str, Any] = {"of": list(of)}
        return self.figure(spec if among is None else spec | {"among": list(among)})

    def mark(self, figure: Figure, form: str = "full") -> str:
        """The mark of a figure in one of its forms."""
        return f"{{{figure.id}:{form}}}"

    def text(self, kind: str, text: str, ref: dict[str, Any] | None = None) -> str:
        """The mark of a stored text; empty for an empty text."""
        if not text:
            return ""
        key = _key("T", kind, text, ref or {})
        if key not in self._known:
            mark = f"T{len(self.texts) + 1:03d}"
            self.texts[mark] = StoredText(mark, kind, text, ref or {})
            self._known[key] = mark
        return f"{{{self._known[key]}}}"

    def quote(self, place: Place, answer: Answer, *, whole: bool = True) -> str:
        """The mark of a quote: the words of `place`, widened to the sentence where `whole`."""
        interview = self.interviews[place.interview]
        turn = next(span for span in answer.spans if span[0] <= place.span[0] <= span[1])
        span = sentence_around(interview.text, place.span, turn, self.language) if whole else place.span
        key = _key("Q", place.interview, place.version, (span,))
        if key not in self._known:
            mark = f"Q{len(self.quotes) + 1:03d}"
            self._known[key] = mark
            asked = next(one.question for one in interview.exchanges if turn in one.answer)
            self.quotes[mark] = Quote(
                mark, answer.respondent, place.interview, place.version, (span,), asked, self._source(answer, asked)
            )
            self.quoted[mark] = interview.words(span)
            self._cited[answer.respondent] = self._cited.get(answer.respondent, 0) + 1
        return self._known[key]

    def may_show(self, place: Place, answer: Answer) -> bool:
        """Whether neither the quote that would be made of a place nor its question holds words that may identify somebody."""
        interview = self.interviews[place.interview]
        turn = next(span for span in answer.spans if span[0] <= place.span[0] <= span[1])
        asked = next(one.question for one in interview.exchanges if turn in one.answer)
        shown = sentence_around(interview.text, place.span, turn, self.language)
        return not (overlaps(shown, interview.never_quoted) or overlaps(asked, interview.never_quoted))

    def cited(self, respondent: str) -> int:
        """How often somebody has been quoted so far: the next quote goes to somebody less heard."""
        return self._cited.get(respondent, 0)

    def _source(self, answer: Answer, question: Span) -> str:
        interview = self.interviews[answer.interview]
        asked = self.text("asked", interview.words(question), _ref(answer, question))
        wave = self.text("wave", answer.wave)
        profile = self.text("profile", self.profile(answer.respondent), {"respondent": answer.respondent})
        return self.say("quote.source", asked=asked, wave=wave, profile=profile)

    def profile(self, respondent: str) -> str:
        """A line that says who without saying whom: of gender, age band, kind of place and region what others share."""
        return line_of(respondent, self.evidence, self.language)


def _key(kind: str, *parts: Any) -> str:
    """The same record gives the same key, in whatever order a database gave its fields back."""
    return kind + json.dumps(parts, sort_keys=True, ensure_ascii=False)


def _capital(text: str) -> str:
    """A capital at the start of what stands alone; a mark is left as it is."""
    return text[:1].upper() + text[1:]


def _ref(answer: Answer, span: Span) -> dict[str, Any]:
    return {"interview": answer.interview, "version": answer.version, "start": span[0], "end": span[1]}
