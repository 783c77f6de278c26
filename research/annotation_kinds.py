"""What rules do for each kind of request that a comment makes (research/annotations.py reads which kind it is)."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.language import CJK
from corpus.records import Language
from research.acts import Act, ActKind
from research.audience import Criterion
from research.audience_edits import Swap, aged_to, narrowed, people_in, widened, without
from research.brief import Brief
from research.messages import say
from research.outline import Outline, OutlineQuestion
from research.spoken import annotation_words, gentler, softened, two_of
from research.topics_asked import Topic, asking_about, new_question, probes_for, probing_about, sensitive, topic_of

Why = Literal[
    "unread", "guarded", "which_question", "no_question", "topic_not_found", "topic_broad", "cannot_split",
    "nothing_to_soften", "already_in", "already_so", "audience_of_question", "people_unread", "people_mixed", "people_more",
    "words_not_found", "not_core", "no_must_have", "not_possible", "",
]  # fmt: skip
Done = tuple[Act, ...] | Why | None
"""What a request comes to: acts, or why there are none; None where it is no request of this kind after all."""

MOST_TOPIC = 0.5
"""Share of the core questions that a topic may hold of: beyond it, it is the subject of the whole study."""


@dataclass(frozen=True)
class Asked:
    """A request of a kind; groups: what its words named; question: the one that the comment stands on."""

    kind: str
    groups: Mapping[str, str]
    question: str | None
    outline: Outline
    brief: Brief

    @property
    def language(self) -> Language:
        """The outline's."""
        return self.outline.language

    def named(self) -> tuple[OutlineQuestion, ...] | Why:
        """The questions that are meant: those named, else the one that the comment stands on."""
        ref = self.groups.get("ref", "").upper()
        known = {one.id: one for one in self.outline.questions}
        codes = re.findall(r"[QWCP]\d{1,3}", ref) or _numbered(ref, self.outline)
        if codes is None:
            return "which_question"
        ids = codes or ([self.question] if self.question in known else [])
        if not ids:
            return "which_question"
        return tuple(known[id_] for id_ in ids) if set(ids) <= known.keys() else "no_question"

    def topic(self) -> Topic | None:
        """The topic that was named."""
        return topic_of(self.groups.get("topic", ""), self.language)

    def people(self, before: str = "") -> tuple[Criterion, ...]:
        """The people that were named."""
        words = self.groups.get("people", "") or self.groups.get("topic", "")
        return people_in(before + words, self.brief) if words.strip() else ()


def _numbered(ref: str, outline: Outline) -> list[str] | None:
    """The id behind "question 3" or 第三题; None where the third question of the core has another number."""
    found = re.search(r"第([\d一二三四五六七八九十]+)|QUESTION (\d+)", ref)
    if not found:
        return []
    said = found[1] or found[2]
    number = int(said) if said.isdigit() else int(annotation_words()["numerals"].get(said, 0))
    core = [one.id for one in outline.core]
    return [f"Q{number}"] if 0 < number <= len(core) and core[number - 1] == f"Q{number}" else None


def _each(make: Callable[[OutlineQuestion, Asked], tuple[Act, ...] | Why]) -> Callable[[Asked], Done]:
    """Does the same to each question that is meant; the first that it cannot be done to tells why."""

    def do(asked: Asked) -> Done:
        named = asked.named()
        if isinstance(named, str):
            return named
        acts: list[Act] = []
        for question in named:
            made = make(question, asked)
            if isinstance(made, str):
                return made
            acts += made
        return tuple(acts)

    return do


def _drop(question: OutlineQuestion, asked: Asked) -> tuple[Act, ...] | Why:
    return (Act("drop", question.id, question.text),)


def _drop_probes(question: OutlineQuestion, asked: Asked) -> tuple[Act, ...] | Why:
    return _unprobed(question, question.probes) or "already_so"


def _unprobed(question: OutlineQuestion, probes: Sequence[str]) -> tuple[Act, ...]:
    return tuple(Act("unprobe", question.id, probe) for probe in probes)


def _split(question: OutlineQuestion, asked: Asked) -> tuple[Act, ...] | Why:
    two = two_of(question.text, asked.language)
    if two is None:
        return "cannot_split"
    return (Act("split", question.id, question.text, two.first, two.second, two.probe),)


def _level(question: OutlineQuestion, asked: Asked) -> tuple[Act, ...] | Why:
    kind: ActKind = "must_have" if asked.kind == "must_have" else "optional"
    if question not in asked.outline.core:
        return "not_core"
    return "already_so" if question.must_have == (kind == "must_have") else (Act(kind, question.id, question.text),)


def _place(question: OutlineQuestion, asked: Asked) -> tuple[Act, ...] | Why:
    first = asked.kind == "place_first"
    section = next(one for one in asked.outline.sections if question in one.questions)
    if section.questions[0 if first else -1] == question:
        return "already_so"
    return (Act("place", question.id, question.text, place="first" if first else "last"),)


def _probe_why(question: OutlineQuestion, asked: Asked) -> tuple[Act, ...] | Why:
    return _probe(question, (str(annotation_words()["why_probe"][asked.language]),))


def _probe_words(question: OutlineQuestion, asked: Asked) -> tuple[Act, ...] | Why:
    return _probe(question, (asked.groups["words"].strip(),))


def _more_here(question: OutlineQuestion, asked: Asked) -> tuple[Act, ...] | Why:
    return _probe(question, probes_for(question, asked.language))


def _probe(question: OutlineQuestion, probes: Sequence[str]) -> tuple[Act, ...] | Why:
    new = [probe for probe in probes if probe not in question.probes]
    return tuple(Act("probe", question.id, question.text, probe) for probe in new) or "already_so"


def _reword(question: OutlineQuestion, asked: Asked) -> tuple[Act, ...] | Why:
    words = " ".join(asked.groups["words"].split())
    return "already_so" if words == question.text else (Act("reword", question.id, question.text, words),)


def _replace(asked: Asked) -> Done:
    named = asked.named()
    among = asked.outline.questions if isinstance(named, str) and asked.question is None else named
    if isinstance(among, str):
        return among
    old, new = asked.groups["old"].strip(), asked.groups["words"].strip()
    acts = [Act("reword", one.id, one.text, one.text.replace(old, new)) for one in among if old in one.text]
    return tuple(acts) or "words_not_found"


def _soften(asked: Asked) -> Done:
    """Those named, or all; of a whole outline only what is asked about money, income or health needs a word of care."""
    named = asked.named()
    whole = asked.question is None and not asked.groups.get("ref")
    among = asked.outline.questions if whole else named
    if isinstance(among, str):
        return among
    if asked.kind == "gentle":
        among = tuple(one for one in among if sensitive(one.text)) if whole else among
    made = gentler if asked.kind == "gentle" else softened
    pairs = [(one, made(one.text, asked.language)) for one in among]
    return (
        tuple(Act("reword", one.id, one.text, text) for one, text in pairs if text != one.text) or "nothing_to_soften"
    )


def _add(text: str, asked: Asked) -> tuple[Act, ...] | Why:
    text = " ".join(text.split())
    if any(text == one.text for one in asked.outline.questions):
        return "already_so"
    after = asked.question if asked.question in {one.id for one in asked.outline.questions} else ""
    return (Act("add", after or "", after=text),)


def _add_words(asked: Asked) -> Done:
    return _add(asked.groups["words"].strip(), asked)


def _add_indirect(asked: Asked) -> Done:
    """ "how often they buy" → a question to the person. In the outline's language only."""
    said = asked.groups["indirect"].strip(" ,，。.?？")
    if bool(CJK.search(said)) != (asked.language == "zh"):
        return "unread"
    words = annotation_words()["indirect"][asked.language]
    for pattern, instead in words["you"]:
        said = re.sub(pattern, instead, said, flags=re.IGNORECASE)
    if asked.language == "zh" and "您" not in said:
        said = "您" + said
    return _add(str(words["lead"]).replace("{asked}", said), asked)


def _add_topic(asked: Asked) -> Done:
    topic = asked.topic()
    if topic is None or asked.people() or (not topic.ask and asked.kind == "add_known"):
        return None
    if not topic.ask and bool(CJK.search(topic.words)) != (asked.language == "zh"):
        return "unread"
    known = (
        [] if asked.question else [one.id for one in asking_about(topic, asked.outline) if one in asked.outline.core]
    )
    made = _add(new_question(topic, asked.outline), asked)
    return tuple(Act("add", known[-1], after=act.after) for act in made) if known and isinstance(made, tuple) else made


def _found(
    asked: Asked,
) -> tuple[Topic, tuple[OutlineQuestion, ...], tuple[tuple[OutlineQuestion, str], ...]] | Why | None:
    """The topic, the questions and the probes about it: of the comment's question, else of the whole outline."""
    topic = asked.topic()
    if topic is None:
        return None
    if asked.people():
        return "people_more"
    here = {asked.question} if asked.question else {one.id for one in asked.outline.questions}
    questions = tuple(one for one in asking_about(topic, asked.outline) if one.id in here)
    core = asked.outline.core
    if not asked.question and len(core) > 2 and sum(one in core for one in questions) > MOST_TOPIC * len(core):
        return "topic_broad"
    return topic, questions, tuple((one, probe) for one, probe in probing_about(topic, asked.outline) if one.id in here)


def _drop_topic(asked: Asked) -> Done:
    found = _found(asked)
    if not isinstance(found, tuple):
        return None if found == "people_more" else found
    _, questions, probes = found
    gone = {one.id for one in questions}
    acts = [Act("drop", one.id, one.text) for one in questions]
    acts += [act for one, probe in probes if one.id not in gone for act in _unprobed(one, [probe])]
    return tuple(acts) or "topic_not_found"


def _less(asked: Asked) -> Done:
    """Fewer, not none: what the brief asks for stays, as an optional question without probes; what repeats it goes."""
    found = _found(asked)
    if not isinstance(found, tuple):
        return found
    _, questions, probes = found
    acts: list[Act] = []
    answered: set[int | None] = {None} if any(one.brief_question for one in questions) else set()
    for one in questions:
        if one.brief_question in answered:
            acts.append(Act("drop", one.id, one.text))
        else:
            answered.add(one.brief_question)
            acts += [Act("optional", one.id, one.text)] if one.must_have else []
            acts += _unprobed(one, one.probes)
    about = {one.id for one in questions}
    acts += [act for one, probe in probes if one.id not in about for act in _unprobed(one, [probe])]
    return tuple(acts) or ("already_so" if questions else "topic_not_found")


def _more(asked: Asked) -> Done:
    """Probes where it is asked already, and a question more."""
    found = _found(asked)
    if not isinstance(found, tuple):
        return found
    topic, questions, _ = found
    if not topic.ask and bool(CJK.search(topic.words)) != (asked.language == "zh"):
        return "unread"
    core = [one for one in questions if one in asked.outline.core][:1]
    acts = [Act("probe", one.id, one.text, probe) for one in core for probe in probes_for(one, asked.language, 1)]
    behind = core[0].id if core else asked.question or ""
    return (*acts, Act("add", behind, after=new_question(topic, asked.outline)))


def _people(change: Callable[[Asked], tuple[Swap, ...] | Why | None]) -> Callable[[Asked], Done]:
    """A change of whom to ask, which is set for the whole outline."""

    def do(asked: Asked) -> Done:
        swaps = change(asked)
        if not isinstance(swaps, tuple):
            return swaps
        if asked.question in {one.id for one in asked.outline.questions}:
            return "audience_of_question"
        return tuple(Act("people", was=one.was, becomes=one.becomes) for one in swaps) or "already_in"

    return do


def _widen(asked: Asked) -> tuple[Swap, ...] | Why | None:
    people = asked.people()
    if not people or not all(one.required for one in people):
        return None
    swaps = widened(asked.outline.criteria, people)
    return "people_mixed" if swaps is None else swaps


def _narrow(asked: Asked) -> tuple[Swap, ...] | Why | None:
    people = asked.people()
    return narrowed(asked.outline.criteria, people) if people and all(one.required for one in people) else None


def _exclude(asked: Asked) -> tuple[Swap, ...] | Why | None:
    """Mothers are women and have children: without both no one condition leaves just them out."""
    people = asked.people("不要" if CJK.search(asked.groups["people"]) else "not ")
    if not people or not all(one.op == "not_in" for one in people):
        return None
    return narrowed(asked.outline.criteria, people) if len(people) == 1 else "people_mixed"


def _prefer(asked: Asked) -> tuple[Swap, ...] | Why | None:
    people = asked.people("最好" if CJK.search(asked.groups["people"]) else "preferably ")
    if not people or any(one.required for one in people):
        return None
    known = {(one.field, one.values) for one in asked.outline.criteria}
    return tuple(Swap(None, one) for one in people if (one.field, one.values) not in known)


def _any_of(asked: Asked) -> tuple[Swap, ...] | Why | None:
    return without(asked.outline.criteria, annotation_words()["fields"][asked.groups["field"].casefold()])


def _age_to(asked: Asked) -> tuple[Swap, ...] | Why | None:
    return aged_to(asked.outline.criteria, int(asked.groups["years"]), say(asked.language, "outline.field.age"))


DOING: Mapping[str, Callable[[Asked], Done]] = {
    "drop": _each(_drop), "drop_probes": _each(_drop_probes), "split": _each(_split), "must_have": _each(_level),
    "optional": _each(_level), "place_first": _each(_place), "place_last": _each(_place), "probe_why": _each(_probe_why),
    "probe_words": _each(_probe_words), "more_here": _each(_more_here), "reword": _each(_reword), "replace": _replace,
    "spoken": _soften, "gentle": _soften, "add_words": _add_words, "add_indirect": _add_indirect, "add_topic": _add_topic,
    "add_known": _add_topic, "drop_topic": _drop_topic, "less": _less, "more": _more, "widen": _people(_widen),
    "narrow": _people(_narrow), "exclude": _people(_exclude), "prefer": _people(_prefer), "any": _people(_any_of),
    "age_to": _people(_age_to),
}  # fmt: skip
