"""A text of a report taken apart into words and what its marks are, so that it can be put together on other data.

Ids such as F012, Q003 and T2 are given anew each time a report is written. A part is a plain string, or one of

    {"figure": spec, "form": "of", "shown": "18 of 33"}  themes in the spec named by their words; shown: what it read as
    {"quote": {"interview": …, "version": …, "spans": …, "respondent": …}}
    {"text": {"kind": …, "text": …, "ref": …}}
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from research.block_keys import most_alike
from research.evidence import Answer, Evidence, Place
from research.people import Condition
from research.report import MARK, Quote, Report
from research.writing.draft import Draft

Part = str | dict[str, Any]


class Unplaceable(LookupError):
    """What a part stands for is not there any more, or may not be shown."""


class ConsentGone(Unplaceable):
    """Words of somebody who does not agree to be quoted any more; its message is the respondent."""


def taken_apart(text: str, report: Report, evidence: Evidence, *, shown: bool = False) -> list[Part]:
    """The words and marks of `text`, in order; with what its figures read as where `shown`. Raises KeyError for a mark the report has no record of."""
    parts: list[Part] = []
    at = 0
    for mark in MARK.finditer(text):
        parts += [text[at : mark.start()], _what(mark[1], mark[2], report, evidence, shown)]
        at = mark.end()
    return [part for part in (*parts, text[at:]) if part != ""]


def _what(mark: str, form: str | None, report: Report, evidence: Evidence, shown: bool) -> Part:
    if mark[0] == "F":
        part: dict[str, Any] = {"figure": by_words(report.figures[mark].spec, evidence), "form": form or "full"}
        return part | {"shown": report.rendered(mark, form)} if shown else part
    if mark[0] == "Q":
        return {"quote": place_of(report.quotes[mark])}
    text = report.texts[mark]
    return {"text": {"kind": text.kind, "text": text.text, "ref": text.ref}}


def place_of(quote: Quote) -> dict[str, Any]:
    """Where a quote stands, as an edit keeps it."""
    return {
        "interview": quote.interview, "version": quote.version, "spans": [list(span) for span in quote.spans],
        "respondent": quote.respondent,
    }  # fmt: skip


def by_words(spec: Mapping[str, Any], evidence: Evidence) -> dict[str, Any]:
    """A figure's specification with its themes named by their words: their ids are ranks, and ranks change."""
    return {name: _each(value, lambda one: _worded(one, evidence)) for name, value in spec.items()}


def by_ids(spec: Mapping[str, Any], evidence: Evidence) -> dict[str, Any]:
    """The specification on this evidence. Raises Unplaceable where a question or a theme of it is not there."""
    if "question" in spec and spec["question"] not in evidence.questions:
        raise Unplaceable(spec["question"])
    return {name: _each(value, lambda one: _found(one, evidence)) for name, value in spec.items()}


def _each(value: Any, change: Any) -> Any:
    return [change(one) for one in value] if isinstance(value, list | tuple) else value


def _worded(condition: Condition, evidence: Evidence) -> Condition:
    if "question" not in condition:
        return dict(condition)
    words = {theme.id: list(theme.words) for theme in evidence.questions[condition["question"]].themes}
    if "theme" in condition:
        return condition | {"theme": words[condition["theme"]]}
    if "none_of" in condition:
        return condition | {"none_of": [words[one] for one in condition["none_of"]]}
    return dict(condition)


def _found(condition: Condition, evidence: Evidence) -> Condition:
    if "question" in condition and condition["question"] not in evidence.questions:
        raise Unplaceable(condition["question"])
    if "theme" in condition:
        return condition | {"theme": _theme(condition["theme"], condition["question"], evidence)}
    if "none_of" in condition:
        themes = [_theme(one, condition["question"], evidence) for one in condition["none_of"]]
        return condition | {"none_of": themes}
    return dict(condition)


def _theme(words: Sequence[str] | None, question: str, evidence: Evidence) -> str:
    themes = {theme.id: list(theme.words) for theme in evidence.questions[question].themes}
    same = next((id_ for id_, its in themes.items() if its == list(words or ())), None)
    found = same or most_alike(words or (), themes)
    if found is None:
        raise Unplaceable("/".join(words or ()))
    return found


class Placing:
    """Puts parts together on a written report: what it holds keeps its id, anything else is derived and gets a new one."""

    def __init__(self, draft: Draft, report: Report, may_quote: Callable[[str], bool] = lambda who: True) -> None:
        """may_quote: whether a respondent has agreed, by now, to be quoted."""
        self._draft = draft
        self._may_quote = may_quote
        self.turned = False
        self._texts = {(one.kind, one.text): one.id for one in report.texts.values()}

    def text(self, parts: Sequence[Part]) -> str:
        """The text of `parts` with marks of this report. Raises Unplaceable.

        `turned` then says whether a figure in it reads otherwise than its writer saw it, or counts another theme.
        """
        self.turned = False
        return "".join(part if isinstance(part, str) else self._mark(part) for part in parts)

    def _mark(self, part: Mapping[str, Any]) -> str:
        if "figure" in part:
            return self._figure(part["figure"], part["form"], part.get("shown"))
        return f"{{{self.quote(part['quote'])}}}" if "quote" in part else self._stored(part["text"])

    def _figure(self, spec: Mapping[str, Any], form: str, seen: str | None) -> str:
        try:
            figure = self._draft.figure(by_ids(spec, self._draft.evidence))
            reads = figure.shown(form, self._draft.language)
        except (KeyError, StopIteration) as error:  # a step, a field or a statistic this evidence does not have
            raise Unplaceable(str(spec)) from error
        self.turned |= seen not in (None, reads) or by_words(figure.spec, self._draft.evidence) != spec
        return self._draft.mark(figure, form)

    def quote(self, place: Mapping[str, Any]) -> str:
        """The id of a quote. Raises Unplaceable where its person is not selected, or not quotable, any more,
        ConsentGone where they have withdrawn since the report was written."""
        spans = tuple((start, end) for start, end in place["spans"])
        known = next((one.id for one in self._draft.quotes.values() if _is_at(one, place, spans)), None)
        if known is not None:
            return known
        found = Place(place["interview"], place["version"], spans[0])
        answer = answer_at(found, self._draft.evidence)
        if answer is None or not answer.quotable or len(spans) > 1:
            raise Unplaceable(place["interview"])
        if not self._may_quote(answer.respondent):
            raise ConsentGone(answer.respondent)
        return self._draft.quote(found, answer, whole=False)

    def _stored(self, text: Mapping[str, Any]) -> str:
        """A stored text only where the report holds it too: a seed or a limit of another run says nothing true here."""
        known = self._texts.get((text["kind"], text["text"]))
        if known is None:
            raise Unplaceable(text["text"])
        return f"{{{known}}}"


def _is_at(quote: Quote, place: Mapping[str, Any], spans: tuple[tuple[int, int], ...]) -> bool:
    return (quote.interview, quote.version, quote.spans) == (place["interview"], place["version"], spans)


def answer_at(place: Place, evidence: Evidence) -> Answer | None:
    """The newest answer the words of `place` belong to."""
    answers = (answer for asked in evidence.questions.values() for answer in asked.answers.values())
    return next((answer for answer in answers if holds(answer, place)), None)


def holds(answer: Answer, place: Place) -> bool:
    """Whether the words of `place` are this answer's."""
    return (answer.interview, answer.version) == (place.interview, place.version) and any(
        start <= place.span[0] and place.span[1] <= end for start, end in answer.spans
    )
