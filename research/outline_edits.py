"""What a researcher does to an outline, each a function from an outline to another one. Nothing is saved here."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence, Set
from dataclasses import replace
from itertools import count

from corpus.errors import BadInput, NotFound
from corpus.language import CJK
from research.audience import Criterion, criteria_from, in_words, prefers, unread_people
from research.brief import Brief
from research.outline import Outline, OutlineQuestion, Section, asked_as, aspect_of
from research.screener import kept_in_step

LONGEST = 500  # characters of a question
MOST = 60  # questions of an outline: beyond an hour's interview
MOST_PROBES = 8
ALIKE = 0.4
"""Share of the words of the shorter of two questions that they must share for one to answer the other."""
FEWEST = 2
"""Words (pairs of Chinese characters) they must share at least."""


def question_of(outline: Outline, id_: str) -> OutlineQuestion:
    """The question by id. Raises NotFound `no_question`."""
    found = next((question for question in outline.questions if question.id == id_), None)
    if found is None:
        raise NotFound("no_question", id=id_)
    return found


def place_of(outline: Outline, id_: str) -> tuple[int, int]:
    """(section, position in it) of a question. Raises NotFound `no_question`."""
    question = question_of(outline, id_)
    at = next(at for at, section in enumerate(outline.sections) if question in section.questions)
    return at, outline.sections[at].questions.index(question)


def read_as(text: str, question: OutlineQuestion, outline: Outline) -> OutlineQuestion:
    """The question with this wording, and with the type, options and aspect that the wording says."""
    kind, options = asked_as(text, outline.language)
    return replace(question, text=text, kind=kind, options=options, aspect=aspect_of(text, outline.language))


def changed(outline: Outline, wanted: OutlineQuestion) -> Outline:
    """The outline with `wanted` in place of the question of that id.

    A type, options and aspect that were read from the old wording and left alone are read from the new one.
    Raises BadInput as `checked` does, NotFound `no_question`.
    """
    old = question_of(outline, wanted.id)
    wanted = _tidy(wanted)
    if wanted.text != old.text:
        wanted = replace(wanted, looked_for="")  # it is matched by its own words from here on
        if wanted.asked_of == old.asked_of:
            wanted = replace(wanted, asked_of=())  # nobody was asked these words
    untouched = (wanted.kind, wanted.options, wanted.aspect) == (old.kind, old.options, old.aspect)
    if wanted.text != old.text and untouched and old == read_as(old.text, old, outline):
        wanted = read_as(wanted.text, wanted, outline)
    return checked(_each(outline, lambda one: wanted if one.id == wanted.id else one))


def reworded(outline: Outline, id_: str, text: str) -> Outline:
    """Another wording; see `changed`."""
    return changed(outline, replace(question_of(outline, id_), text=text))


def added(outline: Outline, wanted: OutlineQuestion, *, section: int, after: str | None = None) -> Outline:
    """A new question at the end of a section, or behind the question `after`."""
    place = place_of(outline, after) if after else (section, len(outline.sections[section].questions) - 1)
    return checked(_inserted(outline, _tidy(wanted), place[0], place[1] + 1))


def dropped(outline: Outline, id_: str) -> Outline:
    """Without the question."""
    question = question_of(outline, id_)
    return checked(_filtered(outline, question))


def moved(outline: Outline, id_: str, step: int) -> Outline:
    """One place up (-1) or down (1), into the section before or behind at its end; the first and last stay."""
    section, at = place_of(outline, id_)
    if 0 <= at + step < len(outline.sections[section].questions):
        return placed(outline, id_, section, at + step)
    other = section + step
    if not 0 <= other < len(outline.sections):
        return outline
    return placed(outline, id_, other, len(outline.sections[other].questions) if step < 0 else 0)


def placed(outline: Outline, id_: str, section: int, at: int) -> Outline:
    """The question at a position (from 0) of a section, the others closed up behind it."""
    question = question_of(outline, id_)
    return checked(_inserted(_filtered(outline, question), question, section, at))


def with_criteria(outline: Outline, criteria: Sequence[Criterion]) -> Outline:
    """Other criteria, each once, and the screener that asks for them."""
    criteria = tuple(dict.fromkeys(criteria))
    return replace(outline, criteria=criteria, screener=kept_in_step(outline, criteria))


def with_people(outline: Outline, words: str, brief: Brief) -> Outline:
    """The criteria that `words` say, beside those there are. Raises BadInput `criteria_unread` where they say none."""
    said = brief.model_copy(update={"people": " ".join(words.split()), "waves": ()})
    found = criteria_from(said)
    if not found:
        raise BadInput("criteria_unread", words=said.people)
    unread = tuple(dict.fromkeys((*outline.unread, *unread_people(said))))
    return replace(with_criteria(outline, (*outline.criteria, *found)), unread=unread)


def with_words(outline: Outline, words: str, brief: Brief) -> Outline:
    """What `words` say of people beside the criteria there are: what is in no profile is judged from what people said.

    Raises BadInput `criteria_unread` where they say nothing of anybody.
    """
    said = brief.model_copy(update={"people": " ".join(words.split()), "waves": ()})
    made = replace(outline, criteria=tuple(dict.fromkeys((*outline.criteria, *criteria_from(said)))))
    for each in unread_people(said):
        made = with_said(made, each, required=not prefers(said.people, each))
    if made == outline:
        raise BadInput("criteria_unread", words=said.people)
    return made


def with_said(outline: Outline, words: str, *, required: bool) -> Outline:
    """A criterion judged from what people said, last of all; the same words select in no other way any more."""
    wanted = in_words(words, required=required)
    others = [one for one in outline.criteria if (one.op, one.values) != (wanted.op, wanted.values)]
    return without_unread(with_criteria(outline, (*others, wanted)), words)


def without_unread(outline: Outline, words: str) -> Outline:
    """Words about people that select nobody, and are not to: they are named no more."""
    return replace(outline, unread=tuple(one for one in outline.unread if one != words))


def with_rule(outline: Outline, enough: float, window: int) -> Outline:
    """From when on a response is valid: the share of must-haves answered, the waves looked back over."""
    return replace(outline, enough=min(max(enough, 0.05), 1.0), window=max(1, window))


def with_must_haves(outline: Outline, ids: Collection[str]) -> Outline:
    """The core questions of these ids must be answered, the others may. Raises BadInput `outline_needs_must_have`."""
    core = {question.id for question in outline.core}
    return checked(_each(outline, lambda one: replace(one, must_have=one.id in ids) if one.id in core else one))


def fresh_id(used: Iterable[str]) -> str:
    """An id no question ever had: comments and reports go on meaning the question they were about."""
    return f"Q{max((int(found[0]) for each in used if (found := re.search(r'[0-9]+$', each))), default=0) + 1}"


def carried(outline: Outline, old: Outline, used: Iterable[str], own: Set[str] = frozenset()) -> Outline:
    """`outline` with the ids its questions had in `old` where they read the same, and free ids for the others.

    used   ids that no other question may take
    own    ids in `outline` that mean the study's question of that id, however it reads by now
    """
    own = own & {question.id for question in outline.questions}
    before = {question.id: question for question in old.questions}
    same = {question.text: question.id for question in reversed(old.questions) if question.id not in own}
    taken = {*used, *own, *(same[question.text] for question in outline.questions if question.text in same)}

    def named(question: OutlineQuestion) -> OutlineQuestion:
        id_ = question.id if question.id in own else same.pop(question.text, "") or _free_id(taken)
        taken.add(id_)
        return _with_synonyms(replace(question, id=id_), before.get(id_))

    return _each(outline, named)


def _free_id(taken: Set[str]) -> str:
    return next(id_ for number in count(1) if (id_ := f"Q{number}") not in taken)


def _with_synonyms(question: OutlineQuestion, before: OutlineQuestion | None) -> OutlineQuestion:
    """What a file does not hold, as it was before: other ways of saying its options, where its wording comes from."""
    if before is None:
        return question
    names = [option.split("|")[0] for option in before.options]
    question = replace(question, options=before.options) if names == [*question.options] else question
    if before.text != question.text:
        return question
    return replace(question, asked_of=before.asked_of, looked_for=before.looked_for)


def retied(outline: Outline, brief: Brief) -> Outline:
    """The outline on another brief: its language and industry, each question tied to what it now answers."""

    def tie(question: OutlineQuestion) -> OutlineQuestion:
        old = question.brief_question
        if old is None:
            return question
        return replace(
            question, brief_question=tied(question.text, brief) or (old if old <= len(brief.questions) else None)
        )

    return replace(_each(outline, tie), language=brief.language, industry=brief.industry)


def tied(text: str, brief: Brief) -> int | None:
    """The number of the brief's question that shares most words with `text`; None where none shares enough.

    Words that half of the brief's questions share, such as the product's name, tell nothing.
    """
    asked = [pieces(question) for question in brief.questions]
    often = {piece for one in asked for piece in one if 2 < 2 * sum(piece in other for other in asked) > len(asked)}
    held = pieces(text) - often
    shared = [(len(held & (one - often)), min(len(held), len(one - often))) for one in asked]
    best = max(range(len(shared)), key=lambda at: (shared[at][0] / max(1, shared[at][1]), -at))
    found, of = shared[best]
    return best + 1 if found >= FEWEST and found >= ALIKE * of else None


def checked(outline: Outline) -> Outline:
    """The outline, if a study can be made with it.

    Raises BadInput: question_empty, question_too_long (length, limit), choice_needs_options,
    outline_too_many_questions (found, limit), outline_needs_must_have.
    """
    for question in outline.questions:
        if not question.text:
            raise BadInput("question_empty")
        if len(question.text) > LONGEST:
            raise BadInput("question_too_long", length=len(question.text), limit=LONGEST)
        if question.kind == "choice" and len(question.options) < 2:
            raise BadInput("choice_needs_options")
    if len(outline.questions) > MOST:
        raise BadInput("outline_too_many_questions", found=len(outline.questions), limit=MOST)
    if not outline.must_haves:
        raise BadInput("outline_needs_must_have")
    return outline


def pieces(text: str) -> set[str]:
    """What two questions are compared by: pairs of Chinese characters, the stems of longer Latin words."""
    pairs = {run[at : at + 2] for run in re.findall(rf"{CJK.pattern}+", text) for at in range(len(run) - 1)}
    return pairs | {word[:6] for word in re.findall(r"[a-z]{4,}", text.casefold())}


def _tidy(question: OutlineQuestion) -> OutlineQuestion:
    probes = tuple(tidied for each in question.probes if (tidied := " ".join(each.split())))[:MOST_PROBES]
    options = tuple(dict.fromkeys(tidied for each in question.options if (tidied := " ".join(each.split()))))
    options = options if question.kind in ("choice", "ranking") else ()
    purpose = " ".join(question.purpose.split())
    return replace(question, text=" ".join(question.text.split()), probes=probes, options=options, purpose=purpose)


def _each(outline: Outline, make: Callable[[OutlineQuestion], OutlineQuestion]) -> Outline:
    sections = (replace(one, questions=tuple(make(question) for question in one.questions)) for one in outline.sections)
    return replace(outline, sections=tuple(sections))


def _filtered(outline: Outline, question: OutlineQuestion) -> Outline:
    def without(section: Section) -> Section:
        return replace(section, questions=tuple(one for one in section.questions if one.id != question.id))

    return replace(outline, sections=tuple(without(section) for section in outline.sections))


def _inserted(outline: Outline, question: OutlineQuestion, section: int, at: int) -> Outline:
    sections = list(outline.sections)
    before = sections[section].questions
    sections[section] = replace(sections[section], questions=(*before[:at], question, *before[at:]))
    return replace(outline, sections=tuple(sections))
