"""A discussion guide of one's own, read into an outline: sections, questions, probes, must-have marks, types."""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import count
from typing import cast

from corpus.errors import BadInput
from corpus.records import Language
from research.audience import criteria_from, unread_people
from research.brief import Brief
from research.brief_text import questions_in
from research.describing import option_meant
from research.guide_lines import Line, Marker, guide_lines
from research.guide_marks import question_marked
from research.messages import say, texts
from research.outline import Aspect, Outline, OutlineQuestion, Section, SectionName, asked_as, aspect_of
from research.outline_edits import LONGEST, MOST, MOST_PROBES, checked, tied
from research.quota_words import quota_read
from research.timing import rule_minutes
from research.values import Kind

_LANGUAGES: tuple[Language, ...] = ("zh", "en")
_MUST = re.compile(
    r"\s*[(（【\[]\s*(?:必问|必答|must(?:[- ](?:have|ask))?|required)\s*[)）】\]]|^\s*[*★]+\s*|\s*[*★]+\s*$", re.I
)
_LABELLED = re.compile(r"[^:：,，。?？]{1,24}[:：]")
"""A line that says what it is, "Aim: …": no question, unless it is listed."""
_OPTIONAL = re.compile(r"\s*[(（【\[]\s*(?:选[问答做]|可选|optional|if time(?: allows)?)\s*[)）】\]]", re.IGNORECASE)


_RECRUITING = frozenset({"screener", "quotas", "projective", "purpose", "closes", "minutes"})
"""Cues that stand with the words of a drafted guide (research/messages/guide_*.yaml)."""


@dataclass
class _Asked:
    """A question while its lines are read."""

    text: str
    marker: Marker
    depth: int
    must: bool
    code: str = ""
    marks: tuple[str, ...] = ()
    probes: list[str] = field(default_factory=list)
    told: str = ""
    """What its type line says."""
    purpose: str = ""


@dataclass
class _Part:
    """A section while its lines are read."""

    title: str
    purpose: str = ""
    asked: list[_Asked] = field(default_factory=list)
    skipped: bool = False
    lines: list[str] = field(default_factory=list)
    """What else stands in it."""


def read_own(
    name: str, data: bytes, brief: Brief, study: str, now: Set[str] = frozenset()
) -> tuple[Outline, frozenset[str]]:
    """The guide, and those of its ids that mean the study's own question of that id, reworded or not.

    They are known where the file is the study's own outline, downloaded before: by the mark in the paragraph, else by
    the code before the question, if it is one of `now`, the ids of the outline as it stands. Raises as `read_guide`.
    """
    lines = guide_lines(name, data)
    read = _parts(lines, brief.language)
    parts = _filled([part for part in read if not _is_before(part)])
    asked = [one for part in parts for one in part.asked]
    own = _own_ids(asked, study, now)
    outline = _outline(parts, lines, brief, _numbered(len(asked), own))
    return _with_recruiting(outline, read), frozenset(own.values())


def _own_ids(asked: Sequence[_Asked], study: str, now: Set[str]) -> dict[int, str]:
    """Position → id, each once. A code alone tells nothing: any guide may number its questions."""
    own: dict[int, str] = {}
    for at, one in enumerate(asked):
        marked = next((id_ for mark in one.marks if (id_ := question_marked(mark, study))), "")
        if marked and marked not in own.values():
            own[at] = marked
    codes = {at: one.code for at, one in enumerate(asked) if one.code in now} if own else {}
    for at, code in codes.items():
        if at not in own and code not in own.values():
            own[at] = code
    return own


def _numbered(of: int, own: Mapping[int, str]) -> list[str]:
    """The ids of `of` questions in their order: their own, else free numbers."""
    free = (id_ for number in count(1) if (id_ := f"Q{number}") not in own.values())
    return [own.get(at) or next(free) for at in range(of)]


def read_guide(name: str, data: bytes, brief: Brief) -> Outline:
    """The guide in a file (.docx, .txt, .md) as an outline for `brief`; its criteria are the brief's.

    Headings make the sections, and only those named as warm-up or closing are not core. Listed lines, and lines that
    ask, are questions; what is listed below or set in under one is a probe of it, and so is "Probe: …". Every core
    question is matched against the corpus; `brief_question` is the brief's question whose words it holds most of, None
    where it holds few of any. Must-have are those so marked; where the guide marks none, those that answer the brief,
    and all of them where none does.

    Raises BadInput: guide_unreadable (name, why), guide_too_long, guide_no_questions, outline_too_many_questions,
    question_too_long.
    """
    return read_own(name, data, brief, "")[0]


def _is_before(part: _Part) -> bool:
    """Whether a part is about whom to invite."""
    return _is_named("screener", part.title) or _is_named("quotas", part.title)


def _with_recruiting(outline: Outline, parts: Sequence[_Part]) -> Outline:
    """The outline with the screener and the quotas of the guide; without either none is made up."""
    asked = [one for part in parts if _is_named("screener", part.title) for one in part.asked]
    lines = [line for part in parts if _is_named("quotas", part.title) for line in part.lines]
    screener = (_screening(one) for one in asked)
    kept = [one for one in screener if one is not None]
    quotas = (quota_read(line, outline.language) for line in lines)
    return replace(
        outline, quotas=tuple(quota for quota in quotas if quota),
        screener=tuple(replace(one, id=f"S{at}") for at, one in enumerate(kept, start=1)),
    )  # fmt: skip


def _screening(one: _Asked) -> OutlineQuestion | None:
    """A question of a screener: its options are listed below it, each with what it leads to. None without options."""
    read = [re.match(r"(.+?)\s*(?:→|->|—>|=>)\s*(.+)", line) for line in one.probes]
    options = tuple(found[1] for found in read if found)
    if len(options) < 2:
        return None
    closes = _cues("closes")
    passes = tuple(found[1] for found in read if found and not re.search(closes, found[2], re.IGNORECASE))
    return OutlineQuestion("", one.text, kind="choice", options=options, passes=passes)


def _filled(read: Sequence[_Part]) -> list[_Part]:
    """The parts that ask something."""
    parts = [part for part in read if part.asked and not part.skipped]
    found = sum(len(part.asked) for part in parts)
    if not found:
        raise BadInput("guide_no_questions")
    if found > MOST:
        raise BadInput("outline_too_many_questions", found=found, limit=MOST)
    return parts


def _outline(parts: Sequence[_Part], lines: Sequence[Line], brief: Brief, ids: Sequence[str]) -> Outline:
    sections = _with_must_haves(_sections(parts, brief, ids, numbered=_lists_questions(lines, brief)))
    return checked(
        Outline(brief.language, criteria_from(brief), unread_people(brief), sections, industry=brief.industry)
    )


def _lists_questions(lines: Sequence[Line], brief: Brief) -> bool:
    """Whether the guide was made for this very brief: only then do the numbers in it mean this brief's questions."""
    return {" ".join(question.split()) for question in brief.questions} <= {line.text for line in lines}


def _parts(lines: Sequence[Line], language: Language) -> list[_Part]:
    parts = [_Part("")]
    for line in lines:
        if line.heading:
            skipped = _is_named("skip", line.text) or (line.heading > 2 and parts[-1].skipped and not parts[-1].asked)
            parts.append(_Part(line.text, skipped=skipped))
        else:
            _read(line, parts[-1], language)
    return parts


def _read(line: Line, part: _Part, language: Language) -> None:
    """One line: the type of the question before it, its probe, a question, or what the section is for."""
    last = part.asked[-1] if part.asked else None
    part.lines.append(line.text)
    if last and (told := _after(line.text, "type")):
        last.told = last.told or told  # the first: a question deleted in Word may leave its type line behind
    elif last and (purpose := _after(line.text, "purpose")):
        last.purpose = last.purpose or purpose
    elif last and (probe := _after(line.text, "probe")) is not None:
        last.probes += [probe] if probe else []
    elif not last and not line.marker and (note := _noted(line.text)):
        part.purpose = part.purpose or note
    elif last and _is_below(line, last):
        last.probes.append(_MUST.sub("", line.text))
    elif line.marker or (not _LABELLED.match(line.text) and questions_in([line.text], language)):
        text = _OPTIONAL.sub("", _MUST.sub("", line.text)).strip()
        must = bool(_MUST.search(line.text))
        part.asked += [_Asked(text, line.marker, line.depth, must, line.code, line.marks)] if text else []
    elif not part.asked and not part.purpose:
        part.purpose = line.text


def _noted(text: str) -> str:
    """What a section is for, of a line that ends with its minutes; "" for any other line."""
    found = re.fullmatch(rf"(.+?)\s*·\s*\d+\s*(?:{_cues('minutes')})\w*", text, re.IGNORECASE)
    return found[1] if found else ""


def _titled(name: SectionName) -> str:
    """Where the words of a section stand."""
    return f"{'guide' if name == 'projective' else 'report'}.section.{name}"


def _after(text: str, name: str) -> str | None:
    """What stands behind "Probe:", "Type:" and the like; None where the line does not begin so."""
    found = re.match(rf"(?:{_cues(name)})s?\s*\d*\s*[:：]\s*(.*)", text, re.IGNORECASE)
    return found[1].strip() if found else None


def _is_below(line: Line, asked: _Asked) -> bool:
    """Whether the line is set in under the question, or listed in a lesser way than it."""
    lesser = asked.marker == "number" and line.marker in ("bullet", "letter")
    return line.depth > asked.depth or lesser or (asked.marker == "bullet" and line.marker == "letter")


def _cues(name: str) -> str:
    """The words of both languages that name a part of a guide, as a pattern."""
    prefix = "guide.reading" if name in _RECRUITING else "outline.reading"
    return "|".join(say(language, f"{prefix}.{name}") for language in _LANGUAGES)


def _is_named(name: str, title: str) -> bool:
    return re.search(_cues(name), title, re.IGNORECASE) is not None


def _sections(parts: Sequence[_Part], brief: Brief, ids: Sequence[str], *, numbered: bool) -> tuple[Section, ...]:
    names: list[SectionName] = [_name(part, at, len(parts)) for at, part in enumerate(parts)]
    names = names if "core" in names else ["core" for _ in names]
    made, left = [], iter(ids)
    for part, name in zip(parts, names, strict=True):
        questions = [_question(one, next(left), name, brief, numbered=numbered) for one in part.asked]
        title = part.title or say(brief.language, f"{_titled(name)}.title")
        purpose = part.purpose or say(brief.language, f"{_titled(name)}.purpose")
        made.append(Section(name, title[:80], purpose[:300], tuple(questions)))
    return tuple(made)


def _name(part: _Part, at: int, of: int) -> SectionName:
    """A warm-up comes before the last section, a closing after the first; what stands between is core."""
    if at < of - 1 and _is_named("warmup", part.title):
        return "warmup"
    if at and _is_named("projective", part.title):
        return "projective"
    return "closing" if at and _is_named("closing", part.title) else "core"


def _question(one: _Asked, id_: str, section: SectionName, brief: Brief, *, numbered: bool) -> OutlineQuestion:
    kind, options = asked_as(one.text, brief.language)
    aspect = aspect_of(one.text, brief.language) if section == "core" else "behaviour"
    answers = tied(one.text, brief) if section == "core" else None
    question = OutlineQuestion(
        id_, one.text, answers, kind, options, aspect, one.must and section == "core",
        tuple(one.probes[:MOST_PROBES]), one.purpose[:LONGEST],
    )  # fmt: skip
    return _as_told(question, one.told, brief, numbered=numbered) if one.told else question


def _as_told(question: OutlineQuestion, told: str, brief: Brief, *, numbered: bool) -> OutlineQuestion:
    """The question as its type line says: "choice (less / same / more) · reason · brief question 3"."""
    kinds, aspects = _meanings("report.kind"), _meanings("outline.aspect")
    first, *rest = [part.strip() for part in re.split(r"\s+·\s+", told)]
    said = re.match(r"([^（(]+?)\s*(?:[（(](.*)[）)])?$", first)
    if said and said[1].casefold() in kinds:
        question = _of_kind(question, cast(Kind, kinds[said[1].casefold()]), said[2] or "", brief.language)
    for part in rest:
        if taken := re.fullmatch(rf"(\d{{1,3}}(?:\.\d)?)\s*(?:{_cues('minutes')})\w*\.?", part, re.IGNORECASE):
            minutes = float(taken[1])
            question = replace(question, minutes=minutes)
        elif part.casefold() in aspects:
            question = replace(question, aspect=cast(Aspect, aspects[part.casefold()]))
        elif numbered and (number := re.search(r"\d{1,2}", part)) and 0 < int(number[0]) <= len(brief.questions):
            question = replace(question, brief_question=int(number[0]))
    return replace(question, minutes=0.0) if question.minutes == rule_minutes(question) else question


def _of_kind(question: OutlineQuestion, kind: Kind, listed: str, language: Language) -> OutlineQuestion:
    parts = listed.split(" / ") if " / " in listed else re.split(r"\s*[、,，;；/]\s*", listed)
    options = tuple(option_meant(part.strip(), language) for part in parts if part.strip())
    if kind == "choice" and len(options) < 2:
        return question
    return replace(question, kind=kind, options=options if kind in ("choice", "ranking") else ())


def _meanings(prefix: str) -> dict[str, str]:
    """Words of both languages → what they stand for."""
    return {text.casefold(): code for language in _LANGUAGES for code, text in texts(language, prefix).items()}


def _with_must_haves(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    core = [question for section in sections if section.name == "core" for question in section.questions]
    if any(question.must_have for question in core):
        return sections
    wanted = {question.id for question in core if question.brief_question} or {question.id for question in core}
    return tuple(
        replace(one, questions=tuple(replace(each, must_have=each.id in wanted) for each in one.questions))
        for one in sections
    )
