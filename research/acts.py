"""What a comment makes of an outline, act by act: each can be looked at, taken or left by itself. Nothing is saved here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus.errors import BadInput
from research.audience import Criterion
from research.brief import Brief
from research.messages import say
from research.outline import Outline, OutlineQuestion, aspect_of
from research.outline_edits import (
    added,
    changed,
    checked,
    dropped,
    fresh_id,
    place_of,
    placed,
    question_of,
    read_as,
    reworded,
    tied,
    with_criteria,
)
from research.spoken import two_of

ActKind = Literal[
    "drop", "reword", "add", "split", "probe", "unprobe", "must_have", "optional", "place", "people",
]  # fmt: skip


@dataclass(frozen=True)
class Act:
    """One change of an outline.

    question  the one it is about; of `add`: the one that the new question stands behind
    before    what it stands on: the question's words, of `unprobe` the probe's. Other words by now: it fits no more
    after     the words that come: of the question, of the new one (`add`), of the first of two (`split`), of the probe
    second    of `split`: the words of the second question, "" where the rest cannot be asked alone
    probe     of `split`: the rest, which becomes a probe of the first
    place     of `place`: where to, within its section
    was, becomes  of `people`: a criterion and what takes its place; None: there was none, or none is left
    """

    kind: ActKind
    question: str = ""
    before: str = ""
    after: str = ""
    second: str = ""
    probe: str = ""
    place: Literal["", "first", "last"] = ""
    was: Criterion | None = None
    becomes: Criterion | None = None


def apply(outline: Outline, acts: Sequence[Act], brief: Brief | None = None, used: Iterable[str] = ()) -> Outline:
    """The outline with the acts done to it, in their order.

    brief   what new questions are tied to
    used    ids that a new question must not get

    Raises BadInput `proposal_moved_on` where an act was proposed for other words, and as the edits themselves do.
    """
    for act in acts:
        if not fits(outline, act):
            raise BadInput("proposal_moved_on")
    taken = {*used, *(question.id for question in outline.questions)}
    for act in acts:
        outline = _DOING[act.kind](outline, act, brief, taken)
        taken |= {question.id for question in outline.questions}
    return checked(outline)


def fits(outline: Outline, act: Act) -> bool:
    """Whether what the act stands on is still so."""
    if act.kind == "people":
        return act.was is None or act.was in outline.criteria
    question = next((one for one in outline.questions if one.id == act.question), None)
    if act.kind == "add":
        return question is not None or not act.question
    if question is None:
        return False
    return act.before in question.probes if act.kind == "unprobe" else act.before == question.text


def split(outline: Outline, id_: str, used: Iterable[str] = ()) -> Outline:
    """With a question that asks two things as two; the same where no rule finds two. Raises NotFound `no_question`."""
    text = question_of(outline, id_).text
    two = two_of(text, outline.language)
    return apply(outline, [Act("split", id_, text, two.first, two.second, two.probe)], used=used) if two else outline


def _drop(outline: Outline, act: Act, brief: Brief | None, taken: set[str]) -> Outline:
    return dropped(outline, act.question)


def _reword(outline: Outline, act: Act, brief: Brief | None, taken: set[str]) -> Outline:
    return reworded(outline, act.question, act.after)


def _add(outline: Outline, act: Act, brief: Brief | None, taken: set[str]) -> Outline:
    section = place_of(outline, act.question)[0] if act.question else _last_core(outline)
    core = outline.sections[section].name == "core"
    new = read_as(act.after, OutlineQuestion(fresh_id(taken), act.after), outline)
    probes = (say(outline.language, f"report.probe.{new.aspect}"),) if core and new.kind == "open" else ()
    new = replace(new, probes=probes, brief_question=tied(act.after, brief) if core and brief else None)
    return added(outline, new, section=section, after=act.question or None)


def _last_core(outline: Outline) -> int:
    return max((at for at, section in enumerate(outline.sections) if section.name == "core"), default=0)


def _split(outline: Outline, act: Act, brief: Brief | None, taken: set[str]) -> Outline:
    """Both questions answer what the one did; its probes stay with the first."""
    whole = question_of(outline, act.question)
    first = read_as(act.after, whole, outline)
    if act.probe:
        first = replace(first, probes=(*dict.fromkeys((act.probe, *whole.probes)),))
    outline = changed(outline, first)
    if not act.second:
        return outline
    second = read_as(act.second, replace(whole, id=fresh_id(taken)), outline)
    own = say(outline.language, f"report.probe.{aspect_of(act.second, outline.language)}")
    second = replace(second, probes=(own,) if second.kind == "open" and whole.probes else ())
    return added(outline, second, section=place_of(outline, whole.id)[0], after=whole.id)


def _probe(outline: Outline, act: Act, brief: Brief | None, taken: set[str]) -> Outline:
    question = question_of(outline, act.question)
    return changed(outline, replace(question, probes=(*dict.fromkeys((*question.probes, act.after)),)))


def _unprobe(outline: Outline, act: Act, brief: Brief | None, taken: set[str]) -> Outline:
    question = question_of(outline, act.question)
    return changed(outline, replace(question, probes=tuple(one for one in question.probes if one != act.before)))


def _level(outline: Outline, act: Act, brief: Brief | None, taken: set[str]) -> Outline:
    return changed(outline, replace(question_of(outline, act.question), must_have=act.kind == "must_have"))


def _place(outline: Outline, act: Act, brief: Brief | None, taken: set[str]) -> Outline:
    section, _ = place_of(outline, act.question)
    last = len(outline.sections[section].questions) - 1
    return placed(outline, act.question, section, 0 if act.place == "first" else last)


def _people(outline: Outline, act: Act, brief: Brief | None, taken: set[str]) -> Outline:
    criteria = [act.becomes if one == act.was else one for one in outline.criteria]
    criteria += [act.becomes] if act.was is None else []
    return with_criteria(outline, [one for one in criteria if one is not None])


_DOING: Mapping[ActKind, Callable[[Outline, Act, Brief | None, set[str]], Outline]] = {
    "drop": _drop, "reword": _reword, "add": _add, "split": _split, "probe": _probe, "unprobe": _unprobe,
    "must_have": _level, "optional": _level, "place": _place, "people": _people,
}  # fmt: skip
