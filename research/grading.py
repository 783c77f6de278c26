"""Doubtful matches graded by a language model: the most doubtful first, a few at a time, no more than a study's budget.

What the rule is sure of is never sent. Wherever the model gives no usable grade the rule's stands, and the stage says so.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from corpus.errors import ModelTrouble
from corpus.store import Corpus
from prompts import load_prompt
from research.grading_pairs import Pair, batches, known_pairs, pair_of, reply_on
from research.matches import Grade, Grading, Match, Matches
from research.matching import MATCHED, SURE
from research.model import Model
from research.model_cache import ReplyCache, StoredReplies
from research.outline import Outline
from research.refining import UNUSABLE
from research.spending import Ledger, unkept

if TYPE_CHECKING:
    from research.workspace import Workspace

DOUBTFUL_FROM = MATCHED - 0.1
DOUBTFUL_TO = SURE + 0.15
"""A match with a probability from the one up to, not including, the other is doubtful."""

UNUSABLE_AT_MOST = 2
"""So many unusable replies in a row, each after its repair, and the model is asked no more: it cannot do it."""

_OF_ONE_REPLY = (*UNUSABLE, "model_graded_blindly")

Progress = Callable[[int, int], None]
"""Called with (matches done, of) before each request; what it raises ends the grading. Kept replies stay kept."""


class KeptGrade(BaseModel):
    """A grade as it is kept between studies."""

    grade: Grade


def grade_matches(
    found: Sequence[Match], outline: Outline, workspace: "Workspace", *, progress: Progress = lambda done, of: None,
    spent: Ledger = unkept,
) -> Matches:  # fmt: skip
    """The matches as a stage saves them: by the rule alone where no model is on, or its budget is nothing."""
    settings = workspace.settings
    if settings.model is None or not settings.graded_at_most:
        return Matches(tuple(found))
    model = Model(settings.model, entered=partial(spent, settings.model.name))
    try:
        return grade_doubtful(
            found, outline, corpus=workspace.corpus, model=model, replies=StoredReplies(workspace.engine),
            most=settings.graded_at_most, progress=progress,
        )  # fmt: skip
    finally:
        model.close()


def grade_doubtful(
    found: Sequence[Match], outline: Outline, *, corpus: Corpus, model: Model, replies: ReplyCache, most: int,
    progress: Progress = lambda done, of: None,
) -> Matches:  # fmt: skip
    """`found` with the model's grade on those of its `most` most doubtful that it graded.

    model   not asked anything before: what it used is what this cost

    Raises nothing of the model's: the grading tells how many it left, and its trouble.
    """
    doubtful = most_doubtful(found)
    grader = _Grader(outline, model, replies, progress)
    pairs = grader.pairs(doubtful[:most], corpus)
    grader.grade(pairs.values())
    given = {match: grader.given[pair] for match, pair in pairs.items() if pair in grader.given}
    kept = sum(pairs[match] in grader.kept for match in given)
    trouble = grader.trouble
    grading = Grading(
        model=model.settings.name, most=most, doubtful=len(doubtful), graded=len(given) - kept, kept=kept,
        beyond=len(doubtful[most:]), failed=len(doubtful[:most]) - len(given), replies=model.used.replies,
        tokens=model.used.tokens, trouble=trouble.key if trouble else "", values=trouble.values if trouble else {},
    )  # fmt: skip
    by = model.settings.name
    return Matches(
        tuple(replace(one, grade=given[one], graded_by=by) if one in given else one for one in found), grading
    )


def most_doubtful(found: Iterable[Match]) -> list[Match]:
    """The doubtful matches, those nearest to the middle between the rule's two marks first."""
    middle = (MATCHED + SURE) / 2
    doubtful = [one for one in found if DOUBTFUL_FROM <= one.probability < DOUBTFUL_TO]
    return sorted(doubtful, key=lambda one: (abs(one.probability - middle), one.interview, one.question))


@dataclass
class _Grader:
    """Grades pairs: from kept replies where there are any, else by asking.

    given  pair → the model's grade; kept: those of them that were not asked for
    """

    outline: Outline
    model: Model
    replies: ReplyCache
    progress: Progress
    given: dict[Pair, Grade] = field(default_factory=dict)
    kept: set[Pair] = field(default_factory=set)
    trouble: ModelTrouble | None = None

    def __post_init__(self) -> None:
        self._prompt = load_prompt("grading", self.outline.language)
        settings = self.model.settings
        self._shaped = ("grade", settings.name, settings.base_url, *self.model.prompt_hashes, self._prompt.hash)

    def pairs(self, matches: Sequence[Match], corpus: Corpus) -> Mapping[Match, Pair]:
        """The matches' pairs, without those whose interview is gone or has changed since."""
        asked = {question.id: question.text for question in self.outline.core}
        interviews = {each.id: each for each in corpus.interviews({one.interview for one in matches})}
        found = {
            one: pair_of(one, asked[one.question], interviews[one.interview], self._shaped)
            for one in matches
            if one.interview in interviews
        }
        return {match: pair for match, pair in found.items() if pair is not None}

    def grade(self, pairs: Iterable[Pair]) -> None:
        """Grade the pairs, equal ones once. A trouble that is not of one reply alone ends it."""
        wanted = dict.fromkeys(pairs)
        for pair in wanted:
            if (known := self._kept(pair)) is not None:
                self.given[pair] = known
                self.kept.add(pair)
        left = [pair for pair in wanted if pair not in self.given]
        done = in_a_row = 0
        for batch in batches(left):
            self.progress(done, len(left))
            done += len(batch)
            try:
                self._ask(batch)
                in_a_row = 0
            except ModelTrouble as trouble:
                self.trouble = trouble
                in_a_row += 1
                if trouble.key not in _OF_ONE_REPLY or in_a_row == UNUSABLE_AT_MOST:
                    return

    def _kept(self, pair: Pair) -> Grade | None:
        said = self.replies.get(pair.key)
        try:
            return None if said is None else KeptGrade.model_validate_json(said).grade
        except ValidationError:
            return None

    def _ask(self, batch: Sequence[Pair]) -> None:
        """One request about `batch` and the known pairs, in the order of their ids, which tells nothing.

        Raises ModelTrouble as Model.ask does, and `model_graded_blindly` where a known pair got another grade.
        """
        known = known_pairs(self.outline.language, self._shaped)
        shown = sorted([*batch, *known], key=lambda pair: pair.id)
        before = self.model.used.tokens
        reply = self.model.ask(self._prompt.fill(pairs="\n".join(one.line for one in shown)), reply_on(shown))
        grades = {one.id: one.grade for one in reply.grades}
        if any(grades[pair.id] != grade for pair, grade in known.items()):
            raise ModelTrouble("model_graded_blindly", model=self.model.settings.name)
        tokens = (self.model.used.tokens - before) // len(batch)
        for pair in batch:
            self.given[pair] = grades[pair.id]
            self.replies.put(pair.key, KeptGrade(grade=grades[pair.id]).model_dump_json(), tokens)
