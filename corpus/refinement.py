"""The cleaned layer as a model would have it: checked against the words, taken turn by turn, or refused with a reason.

A refinement only takes out. Where it is refused, the layer the rules made stands, and the turn says why.
"""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import rjieba
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from corpus.changed import corpus_changed
from corpus.cleaning import apply_cleaning, removable
from corpus.cleaning_aligned import BEYOND, aligned
from corpus.cleaning_english_lexicon import FUNCTION
from corpus.cleaning_meaning import loses, names
from corpus.errors import BadInput, NotFound
from corpus.records import Interview, Language, Span, Turn
from corpus.schema import InterviewRow, RefinementRow, TurnRow
from corpus.script import simplified
from corpus.viewer import Viewer, require

Broken = Literal["words", "meaning", "names", "hidden", "much", "empty", "reply"]
"""Rules a refinement can break: words put in or changed, a negation, hedge or number lost, a name lost, words taken out
that are hidden from the model, too much taken out, nothing left, no usable reply."""

MASK = "█"
"""Stands for each character of hidden words in what a model reads."""
MOST = 0.6
"""The share of a turn's characters that may go; a turn of few words may be all filler but one."""
SHORT = 24
"""Characters up to which a turn is such a short one."""


ANEW = 2
"""Words of one stretch that may go without being said again after it: more is no slip, but something told."""
_WORD = re.compile(r"[A-Za-z']{4,}")


class Refused(Exception):
    """A refinement that breaks `rule`."""

    def __init__(self, rule: Broken) -> None:
        super().__init__(rule)
        self.rule: Broken = rule


@dataclass(frozen=True)
class Outcome:
    """What came of one turn: spans of the turn's words that go, or the rule that was broken."""

    removed: tuple[Span, ...] = ()
    refused: Broken | None = None


@dataclass(frozen=True)
class Refinement:
    """One interview of one ask. version: the text version that was refined, None while it waits."""

    id: int
    ask: str
    interview: str
    model: str
    version: int | None
    taken: int
    refused: int
    tokens: int


def readable(interview: Interview, turn: Turn) -> str:
    """The turn's words as a model may read them: what is hidden, or may have to be, is masked, character for character."""
    words = list(interview.text[turn.start : turn.end])
    for one in turn.hidden:
        if one.state != "dismissed":
            words[one.start - turn.start : one.end - turn.start] = MASK * (one.end - one.start)
    return "".join(words)


def taken_out(original: str, refined: str, language: Language) -> tuple[Span, ...]:
    """Spans of `original` that `refined` lacks. Raises Refused where it is anything but `original` with idle words out."""
    if not refined.strip():
        raise Refused("empty")
    ours = removable(original, language)
    if refined == apply_cleaning(original, ours):
        return ours
    try:
        spans = aligned(original, refined)
    except ValueError as error:
        raise Refused("words" if str(error).startswith("not in") else "meaning") from error
    for start, end in spans:
        gone, after = original[start:end], original[end : end + (end - start) + BEYOND]
        if MASK in gone:
            raise Refused("hidden")
        if any(one <= start and end <= other for one, other in ours):
            continue
        if loses(gone, after, language):
            raise Refused("meaning")
        said = original[max(0, start - 2) : end]  # a capital that begins a sentence makes no name
        if not original.isupper() and names(said, language) - names(f" {after}", language):
            raise Refused("names")
        if len(_content(gone, language) - _content(original[end:], language)) > ANEW:
            raise Refused("much")
    if len(original) > SHORT and sum(end - start for start, end in spans) > MOST * len(original):
        raise Refused("much")
    return spans


def _content(text: str, language: Language) -> set[str]:
    """Words that tell something: in English of four letters and more, in Chinese of two characters and more."""
    if language == "en":
        return {word for word in _WORD.findall(text.lower()) if word not in FUNCTION}
    return {word for word in rjieba.cut(simplified(text)) if len(word) > 1 and word[0] > "㐀"}


class Refinements:
    """Refinements of one workspace's interviews; all of it needs the right to import."""

    def __init__(self, engine: Engine, viewer: Viewer) -> None:
        self._engine = engine
        self._viewer = viewer

    def ask(self, interviews: Sequence[str], model: str) -> str:
        """Note that `model` is to refine these interviews; gives the id of the ask. Raises NotAllowed, NotFound."""
        require(self._viewer, "import")
        ask = "r-" + secrets.token_hex(8)
        with Session(self._engine) as session, session.begin():
            for interview in interviews:
                if session.get(InterviewRow, interview) is None:
                    raise NotFound("no_interview", id=interview)
                session.add(RefinementRow(
                    ask=ask, interview_id=interview, model=model, asked_by=self._viewer.person,
                    asked_at=datetime.now(UTC).replace(tzinfo=None), taken=0, refused=0, tokens=0,
                ))  # fmt: skip
        return ask

    def of_ask(self, ask: str) -> list[Refinement]:
        """The refinements of an ask, in their order. Raises NotAllowed."""
        require(self._viewer, "import")
        with Session(self._engine) as session:
            query = select(RefinementRow).where(RefinementRow.ask == ask).order_by(RefinementRow.id)
            return [_record(row) for row in session.scalars(query)]

    def newest(self, interview: str) -> Refinement | None:
        """The newest refinement asked for of an interview, None where none was. Raises NotAllowed."""
        require(self._viewer, "import")
        with Session(self._engine) as session:
            query = select(RefinementRow).where(RefinementRow.interview_id == interview)
            row = session.scalar(query.order_by(RefinementRow.id.desc()).limit(1))
            return _record(row) if row else None

    def keep(self, refinement: Refinement, interview: Interview, outcomes: Mapping[int, Outcome], tokens: int) -> None:
        """Put the outcomes, by the turn's position, into the layer: the model's spans, or why the rules' stand.

        Raises NotAllowed, BadInput `corrected_meanwhile` where the words have been corrected since they were read.
        """
        require(self._viewer, "import")
        with Session(self._engine) as session, session.begin():
            row = session.get(InterviewRow, interview.id, with_for_update=True)
            if row is None or row.version != interview.version:
                now = row.version if row else interview.version
                raise BadInput("corrected_meanwhile", id=interview.id, version=now)
            here = (TurnRow.interview_id == interview.id, TurnRow.version == interview.version)
            for turn in session.scalars(select(TurnRow).where(*here, TurnRow.position.in_(outcomes))):
                _put(turn, outcomes[turn.position], refinement.model)
            kept = session.get_one(RefinementRow, refinement.id)
            kept.version = interview.version
            kept.taken = sum(one.refused is None for one in outcomes.values())
            kept.refused = len(outcomes) - kept.taken
            kept.tokens += tokens
            corpus_changed(session)


def _put(turn: TurnRow, outcome: Outcome, model: str) -> None:
    if outcome.refused is None:
        turn.removed = [[turn.start + start, turn.start + end] for start, end in outcome.removed]
        turn.cleaned = {"by": model}
    else:  # what stood before stands: the rules' layer, or an earlier refinement that was taken
        turn.cleaned = {**(turn.cleaned or {}), "refused": outcome.refused}


def _record(row: RefinementRow) -> Refinement:
    return Refinement(row.id, row.ask, row.interview_id, row.model, row.version, row.taken, row.refused, row.tokens)
