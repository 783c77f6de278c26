"""Criteria in words judged by a language model where the rule cannot tell: the nearest answers first, within a study's budget.

What the rule decides is never sent, nor is anybody who said nothing near. A verdict names the person's own words or counts
for nothing; wherever no usable one comes the rule's stands, and the study says so.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from corpus.errors import ModelTrouble
from corpus.lines import InterviewLine
from corpus.records import Language
from corpus.store import Corpus
from prompts import load_prompt
from research.model import Model
from research.model_cache import ReplyCache, StoredReplies
from research.outline import Outline
from research.refining import UNUSABLE
from research.responses import waves_of
from research.said_asked import SaidAsked, judge_of
from research.said_of_people import KeptVerdicts, words_of
from research.said_passages import (
    Entry,
    SaidVerdict,
    Told,
    batches,
    entry_of,
    known_entries,
    reply_on,
    verdict_in,
)
from research.said_rule import sought
from research.spending import Ledger, unkept
from research.verdicts import How, Verdict, Verdicts

if TYPE_CHECKING:
    from index.search import Searcher
    from research.workspace import Workspace

NEAREST = 60
"""Exchanges looked at of each wording a criterion is searched by: whoever has none among them said nothing near."""

UNUSABLE_AT_MOST = 2
"""So many unusable replies in a row, each after its repair, and the model is asked no more: it cannot do it."""

_OF_ONE_REPLY = (*UNUSABLE, "model_graded_blindly")

Progress = Callable[[int, int], None]
"""Called with (done, of) before each request; what it raises ends the asking. Kept replies stay kept."""


class KeptSaid(BaseModel):
    """A verdict as it is kept between studies."""

    holds: Told
    how: How
    words: str


@dataclass(frozen=True)
class Doubt:
    """A criterion the rule cannot tell of an interview; positions: of the exchanges nearest to it, the nearest first."""

    words: str
    interview: str
    positions: tuple[int, ...]


def ask_said(
    outline: Outline, rule: Verdicts, workspace: "Workspace", searcher: "Searcher", *,
    progress: Progress = lambda done, of: None, spent: Ledger = unkept,
) -> SaidAsked:  # fmt: skip
    """Have the model that is on judge what the rule cannot tell, and keep its verdicts (KeptVerdicts, by `judge_of`)."""
    settings = workspace.settings
    assert settings.model  # judge_of says whether there is one
    model = Model(settings.model, entered=partial(spent, settings.model.name))
    try:
        return judge_doubtful(
            outline, rule, corpus=workspace.corpus, searcher=searcher, model=model, most=settings.graded_at_most,
            kept=KeptVerdicts(workspace.engine, workspace.viewer), judge=judge_of(settings, outline.language),
            replies=StoredReplies(workspace.engine), progress=progress,
        )  # fmt: skip
    finally:
        model.close()


def judge_doubtful(
    outline: Outline, rule: Verdicts, *, corpus: Corpus, searcher: "Searcher", kept: KeptVerdicts, judge: str, model: Model,
    replies: ReplyCache, most: int, progress: Progress = lambda done, of: None,
) -> SaidAsked:  # fmt: skip
    """Judge the `most` nearest of what the rule cannot tell, and keep the verdicts under `judge`.

    rule    its verdicts on every interview; model: not asked anything before, so that what it used is what this cost

    Raises nothing of the model's: the record tells how much it left, and its trouble.
    """
    waves, words = waves_of(outline, corpus.waves()), words_of(outline)
    lines = {each.id: each for each in corpus.lines_for_studies() if _counts(each, outline.language, waves)}
    doubts = in_doubt(words, rule, lines, outline.language, corpus, searcher)
    asker = _Asker(outline.language, model, replies, progress)
    entries = asker.entries(doubts[:most], corpus)
    asker.judge(entries.values())
    given = {doubt: asker.given[entry] for doubt, entry in entries.items() if entry in asker.given}
    for each in words:
        made = [verdict for doubt, verdict in given.items() if doubt.words == each]
        kept.keep(each, outline.language, made, {one.interview: lines[one.interview].version for one in made}, judge)
    again = sum(entries[doubt] in asker.kept for doubt in given)
    dropped = sum(entry in asker.dropped for entry in entries.values())
    trouble = asker.trouble
    return SaidAsked(
        model=model.settings.name, most=most, words=words, waves=waves, doubtful=len(doubts), judged=len(given) - again,
        kept=again, beyond=len(doubts[most:]), dropped=dropped, failed=len(doubts[:most]) - len(given) - dropped,
        holds=sum(one.holds is True for one in given.values()), denied=sum(one.holds is False for one in given.values()),
        replies=model.used.replies, tokens=model.used.tokens, trouble=trouble.key if trouble else "",
        values=trouble.values if trouble else {},
    )  # fmt: skip


def in_doubt(
    words: Sequence[str], rule: Verdicts, lines: Iterable[str], language: Language, corpus: Corpus, searcher: "Searcher"
) -> list[Doubt]:
    """What the rule cannot tell though something near was said: the nearest first, no criterion before another."""
    ids = set(lines)
    found: list[tuple[int, int, Doubt]] = []
    for number, each in enumerate(words):
        verdicts = rule.get(each, {})
        untold = {one for one in ids if one not in verdicts or verdicts[one].holds is None}
        near = _near(each, untold, language, corpus, searcher)
        found += [(rank, number, Doubt(each, one, places)) for rank, (one, places) in enumerate(near.items())]
    return [doubt for _, _, doubt in sorted(found, key=lambda one: one[:2])]


def _near(
    words: str, among: set[str], language: Language, corpus: Corpus, searcher: "Searcher"
) -> Mapping[str, tuple[int, ...]]:
    """Interview → positions of its exchanges near to a criterion; both the nearest first."""
    from index.search import Query  # brings the encoders' libraries

    if not among:
        return {}
    wanted = sought(words, language)
    queries = [Query(text, language) for text in (wanted.search if wanted else (words,))]
    ranks: dict[int, int] = {}
    for hits in searcher.search(queries, among=searcher.exchanges_of(among), limit=NEAREST):
        for rank, hit in enumerate(hits):
            ranks[hit.exchange] = min(rank, ranks.get(hit.exchange, rank))
    places = corpus.places_of(sorted(ranks))
    near: dict[str, tuple[int, ...]] = {}
    for exchange in sorted(places, key=lambda one: (ranks[one], one)):
        interview, position = places[exchange]
        near[interview] = (*near.get(interview, ()), position)
    return near


def _counts(line: InterviewLine, language: Language, waves: Sequence[str]) -> bool:
    return line.language == language and line.wave in waves


@dataclass
class _Asker:
    """Judges entries: from kept replies where there are any, else by asking; those of the same words are asked about once.

    given    entry → the model's verdict; kept: those of them that were not asked for
    dropped  entries whose verdict named no words of the person
    """

    language: Language
    model: Model
    replies: ReplyCache
    progress: Progress
    given: dict[Entry, Verdict] = field(default_factory=dict)
    kept: set[Entry] = field(default_factory=set)
    dropped: set[Entry] = field(default_factory=set)
    trouble: ModelTrouble | None = None

    def __post_init__(self) -> None:
        self._prompt = load_prompt("said", self.language)
        settings = self.model.settings
        self._shaped = ("said", settings.name, settings.base_url, *self.model.prompt_hashes, self._prompt.hash)

    def entries(self, doubts: Sequence[Doubt], corpus: Corpus) -> Mapping[Doubt, Entry]:
        """The doubts' entries, without those whose interview is gone or has changed since."""
        interviews = {each.id: each for each in corpus.interviews({one.interview for one in doubts})}
        found = {
            one: entry_of(one.words, interviews[one.interview], one.positions, self._shaped)
            for one in doubts
            if one.interview in interviews
        }
        return {doubt: entry for doubt, entry in found.items() if entry is not None}

    def judge(self, entries: Iterable[Entry]) -> None:
        """Judge the entries. A trouble that is not of one reply alone ends it."""
        alike: dict[str, list[Entry]] = {}
        for entry in entries:
            alike.setdefault(entry.key, []).append(entry)
        for same in alike.values():
            if (known := self._kept(same[0])) is not None:
                self._give(same, known)
                self.kept |= {one for one in same if one in self.given}
        left = [same[0] for same in alike.values() if same[0] not in self.given]
        done = in_a_row = 0
        for batch in batches(left):
            self.progress(done, len(left))
            done += len(batch)
            try:
                self._ask(batch, alike)
                in_a_row = 0
            except ModelTrouble as trouble:
                self.trouble = trouble
                in_a_row += 1
                if trouble.key not in _OF_ONE_REPLY or in_a_row == UNUSABLE_AT_MOST:
                    return

    def _kept(self, entry: Entry) -> SaidVerdict | None:
        said = self.replies.get(entry.key)
        try:
            kept = None if said is None else KeptSaid.model_validate_json(said)
        except ValidationError:
            return None
        return None if kept is None else SaidVerdict(id=entry.id, **kept.model_dump())

    def _ask(self, batch: Sequence[Entry], alike: Mapping[str, Sequence[Entry]]) -> None:
        """One request about `batch` and the known entries, in the order of their ids, which tells nothing.

        Raises ModelTrouble as Model.ask does, and `model_graded_blindly` where a known entry got another verdict.
        """
        known = known_entries(self.language, self._shaped)
        shown = sorted([*batch, *known], key=lambda entry: entry.id)
        before = self.model.used.tokens
        reply = self.model.ask(self._prompt.fill(people="\n".join(one.line for one in shown)), reply_on(shown))
        said = {one.id: one for one in reply.verdicts}
        if any(said[entry.id].holds not in told for entry, told in known.items()):
            raise ModelTrouble("model_graded_blindly", model=self.model.settings.name)
        tokens = (self.model.used.tokens - before) // len(batch)
        for entry in batch:
            self._give(alike[entry.key], said[entry.id])
            if entry in self.given:
                kept = KeptSaid(**said[entry.id].model_dump(include={"holds", "how", "words"}))
                self.replies.put(entry.key, kept.model_dump_json(), tokens)

    def _give(self, same: Iterable[Entry], said: SaidVerdict) -> None:
        """The verdict to all entries of the same words."""
        for entry in same:
            verdict = verdict_in(entry, said, self.model.settings.name)
            if verdict is None:
                self.dropped.add(entry)
            else:
                self.given[entry] = verdict
                self.dropped.discard(entry)
