"""A report in the making: blocks are added, and every figure, quote and stored text gets its id before any prose."""

from collections.abc import Sequence
from typing import Any

from corpus.records import Interview, Language, Span
from research.derive import derive
from research.evidence import Answer, Evidence, Place
from research.figures import Figure
from research.messages import say
from research.people import Condition
from research.report import Block, Heading, Paragraph, ParagraphStyle, Quote, StoredText
from research.writing.passages import sentence_around


class Draft:
    """Collects what the report is made of. Same evidence, same order of calls: same ids."""

    def __init__(self, language: Language, evidence: Evidence, interviews: dict[str, Interview]) -> None:
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

    def say(self, key: str, **values: object) -> str:
        """A sentence of the message files, its blanks filled with marks or words."""
        return say(self.language, f"report.{key}", **values)

    def heading(self, level: int, text: str) -> None:
        """A heading with an anchor of its own."""
        self.blocks.append(Heading(level, _capital(text), f"h{len(self.blocks)}"))

    def paragraph(self, text: str, style: ParagraphStyle = "body") -> None:
        """A paragraph; an empty text adds none."""
        if text:
            self.blocks.append(Paragraph(_capital(text), style))

    def figure(self, spec: dict[str, Any]) -> Figure:
        """The figure of a specification; the same specification is the same figure."""
        known = self._known.get(f"F{spec}")
        if known is None:
            known = f"F{len(self.figures) + 1:03d}"
            self.figures[known] = derive(known, spec, self.evidence)
            self._known[f"F{spec}"] = known
        return self.figures[known]

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
        key = f"T{kind}{text}{ref}"
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
        key = f"Q{place.interview}{place.version}{span}"
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
        """A line that says who without saying whom: gender, age band, kind of place, region."""
        return profile_line(self.evidence.profiles[respondent], self.language)


def _capital(text: str) -> str:
    """A capital at the start of what stands alone; a mark is left as it is."""
    return text[:1].upper() + text[1:]


def profile_line(profile: dict[str, str], language: Language) -> str:
    """The profile line of a respondent from their profile values."""
    shown = [profile["gender"], profile["age"], profile["city_tier"], profile["region"]]
    age = say(language, "report.profile.age", age=profile["age"]) if profile["age"] else ""
    return (", " if language == "en" else "，").join(part for part in [shown[0], age, *shown[2:]] if part)


def _ref(answer: Answer, span: Span) -> dict[str, Any]:
    return {"interview": answer.interview, "version": answer.version, "start": span[0], "end": span[1]}
