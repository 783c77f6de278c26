"""A word that was mis-heard everywhere: found first, shown with its context, then corrected in one transaction."""

import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from sqlalchemy import Engine, and_, select
from sqlalchemy.orm import Session

from corpus.changed import corpus_changed
from corpus.corrections_version import Act, claim, keep_version, said_in
from corpus.errors import BadInput
from corpus.schema import InterviewRow, TextVersion
from corpus.viewer import Viewer, require

EXAMPLES = 6
_CONTEXT = 28  # characters shown on either side of a place
_SAME_WORD = r"[^\W\u2e80-\U0003ffff]"  # Chinese is written without blanks: there, words have no ends to see


@dataclass(frozen=True)
class Wanted:
    """wrong → right, in the interviews named (None: in all).

    whole_word  leaves "cola" alone in "chocolate"; in Chinese it says nothing
    """

    wrong: str
    right: str
    interviews: tuple[str, ...] | None = None
    whole_word: bool = True

    @property
    def pattern(self) -> re.Pattern[str]:
        """Finds the wrong word in group 1; where the right one is there already, it matches that without the group."""
        wrong = re.escape(self.wrong)
        if self.whole_word:
            wrong = _edge(self.wrong[0], "<!") + wrong + _edge(self.wrong[-1], "!")
        there = f"{re.escape(self.right)}|" if self.wrong in self.right else ""
        return re.compile(f"{there}({wrong})")

    def count(self, text: str) -> int:
        """How many places of a text are to be corrected."""
        return sum(found[1] is not None for found in self.pattern.finditer(text))

    def corrected(self, text: str) -> str:
        """The text with all of them corrected."""
        return self.pattern.sub(lambda found: found[0] if found[1] is None else self.right, text)


@dataclass(frozen=True)
class Found:
    """How many places an interview has, at the text version they were counted in."""

    interview: str
    version: int
    places: int


@dataclass(frozen=True)
class Example:
    """A place and what stands around it."""

    interview: str
    before: str
    after: str


@dataclass(frozen=True)
class Preview:
    """All that would be changed, by interview, with some examples, each from another interview while there are."""

    found: tuple[Found, ...]
    examples: tuple[Example, ...]

    @property
    def places(self) -> int:
        """How many places there are in all."""
        return sum(each.places for each in self.found)


@dataclass(frozen=True)
class Corrected:
    """What came of it; `act` takes it back."""

    act: str
    interviews: int
    places: int


def wanted(wrong: str, right: str, *, interviews: tuple[str, ...] | None = None, whole_word: bool = True) -> Wanted:
    """What is asked for, as it can be used. Raises BadInput `no_words_left`, `nothing_changed`."""
    asked = Wanted(" ".join(wrong.split()), " ".join(right.split()), interviews, whole_word)
    if not asked.wrong or not asked.right:
        raise BadInput("no_words_left")
    if asked.wrong == asked.right:
        raise BadInput("nothing_changed")
    return asked


def preview(engine: Engine, viewer: Viewer, asked: Wanted) -> Preview:
    """Where the wrong word stands, in the newest text versions. Reads all texts that hold it; changes nothing."""
    require(viewer, "import")
    found: list[Found] = []
    first: list[Example] = []
    more: list[Example] = []
    with Session(engine) as session:
        for interview, version, text in _texts(session, asked):
            if places := asked.count(text):
                found.append(Found(interview, version, places))
                if len(first) < EXAMPLES:
                    examples = list(islice(_examples(interview, text, asked), EXAMPLES))
                    first += examples[:1]
                    more += examples[1:]
    return Preview(tuple(found), tuple([*first, *more][:EXAMPLES]))


def correct_everywhere(engine: Engine, viewer: Viewer, asked: Wanted, seen: Mapping[str, int]) -> Corrected:
    """Correct the interviews of `seen` (id → text version it was seen in), all of them or none.

    Raises BadInput `corrected_meanwhile` where one has changed since, `nothing_changed` where none has the word.
    """
    require(viewer, "import")
    act, places, interviews = Act(secrets.token_hex(6), "everywhere", viewer.person), 0, 0
    with Session(engine) as session, session.begin():
        for interview, version in sorted(seen.items()):
            if changed := _correct(session, asked, interview, version, act):
                places, interviews = places + changed, interviews + 1
        if not places:
            raise BadInput("nothing_changed")
        corpus_changed(session)
    return Corrected(act.id, interviews, places)


def _correct(session: Session, asked: Wanted, interview: str, version: int, act: Act) -> int:
    row = claim(session, interview, version)
    said = said_in(session, interview, version)
    places = sum(asked.count(each.text) for each in said)
    if not places:
        row.version = version  # nothing to correct: it moves back before anybody could see it
        session.flush()
        return 0
    new = [replace(each, text=asked.corrected(each.text)) for each in said]
    keep_version(session, row, new, act, {"from": asked.wrong, "to": asked.right, "places": places})
    session.expunge_all()  # thousands of interviews need not be in memory at once
    return places


def _texts(session: Session, asked: Wanted) -> Iterator[tuple[str, int, str]]:
    current = and_(TextVersion.interview_id == InterviewRow.id, TextVersion.version == InterviewRow.version)
    query = select(InterviewRow.id, InterviewRow.version, TextVersion.text).join(TextVersion, current)
    query = query.where(TextVersion.text.contains(asked.wrong, autoescape=True)).order_by(InterviewRow.id)
    if asked.interviews is not None:
        query = query.where(InterviewRow.id.in_(asked.interviews))
    yield from session.execute(query.execution_options(yield_per=200))


def _examples(interview: str, text: str, asked: Wanted) -> Iterator[Example]:
    for found in asked.pattern.finditer(text):
        if found[1] is not None:
            line = text.rfind("\n", 0, found.start()) + 1
            end = text.find("\n", found.end())
            before, after = text[line : found.start()], text[found.end() : end if end >= 0 else None]
            yield Example(interview, _shortened(before[::-1])[::-1], _shortened(after))


def _shortened(around: str) -> str:
    """The first characters of what stands beside a place, up to the end of a word."""
    if len(around) <= _CONTEXT:
        return around
    short = around[:_CONTEXT]
    return (short[: short.rindex(" ")] if " " in short.strip() else short) + "…"


def _edge(character: str, kind: str) -> str:
    """Nothing of the same word may stand on this side, where the character is of a word at all."""
    return f"(?{kind}{_SAME_WORD})" if re.match(_SAME_WORD, character) else ""
