"""What a file holds, worked out from its bytes alone: who is in it, what was said, what the layers over it take off.

Nothing here looks at the corpus, so that it can be done ahead and in another process (corpus/ahead.py).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpus.arrivals import Arrival
from corpus.cleaning import removable
from corpus.errors import FileRefused
from corpus.exchanges import pair_turns, roles_of
from corpus.language import language_of
from corpus.naming import id_in, pseudonym
from corpus.privacy_layer import as_kept, layer_of
from corpus.readers import READERS, read_transcripts
from corpus.readers.groups import each_alone
from corpus.readers.office_old import unreadable
from corpus.records import Attributes, Language, SpokenTurn, Transcript, Turn
from corpus.tables import TABLES, Read, read_table

Reading = Callable[[Arrival, bytes], Read]
"""The people and the interviews in a file, and what was left out. Raises FileRefused. Other processes are given it: no closure."""


@dataclass(frozen=True)
class Words:
    """The words of an interview as the rows of a text version hold them, without the version.

    turns, exchanges  column → value, in their order
    """

    text: str
    language: Language
    turns: list[dict[str, Any]]
    exchanges: list[dict[str, Any]]


@dataclass(frozen=True)
class Interview:
    """An interview of a file. read: what it says of itself, without its turns; words: what was said, or why that cannot be used."""

    read: Transcript
    words: Words | FileRefused


@dataclass(frozen=True)
class Contents:
    """The people a file tells of, its interviews, and what a curator is told of rows that were left out."""

    people: list[Attributes]
    interviews: list[Interview]
    left_out: FileRefused | None = None


def contents_of(arrival: Arrival, data: bytes, read: Reading | None = None) -> Contents:
    """Read a file. Raises FileRefused where nothing of it can be read; an interview of it that cannot be used says so.

    read  how somebody said it is to be read; None: as it says itself
    """
    people, transcripts, left_out = (read or _as_it_says)(arrival, data)
    whose = id_in(arrival.name) or pseudonym(arrival.name)
    alone = [one for each in transcripts for one in each_alone(each, whose)] if read is None else transcripts
    return Contents(people, [Interview(replace(one, turns=()), _words_or_refusal(one)) for one in alone], left_out)


def _as_it_says(arrival: Arrival, data: bytes) -> Read:
    if arrival.suffix not in READERS:
        raise unreadable(arrival.suffix or arrival.name)
    if arrival.suffix in TABLES:
        return read_table(arrival.name, data)
    return [], read_transcripts(arrival.name, data), None


def _words_or_refusal(read: Transcript) -> Words | FileRefused:
    try:
        text, turns = compose(read)
        return words_of(text, turns, language_of(text))
    except FileRefused as refusal:
        return refusal


def compose(read: Transcript) -> tuple[str, list[Turn]]:
    """The interview's text (turns joined by line ends) and its turns with their offsets and roles.

    Raises FileRefused `no_speakers` where only one voice is heard.
    """
    spoken = [turn for turn in read.turns if turn.text.strip()]
    _check_speakers(spoken)
    roles = roles_of([turn.speaker for turn in spoken], [turn.text for turn in spoken], read.names_interviewer)
    turns, at = [], 0
    for position, one in enumerate(spoken):
        turns.append(Turn(position, roles[one.speaker], one.speaker, at, at + len(one.text)))
        at += len(one.text) + 1
    return "\n".join(one.text for one in spoken), turns


def _check_speakers(spoken: Sequence[SpokenTurn]) -> None:
    if len({turn.speaker for turn in spoken}) < 2:
        raise FileRefused("no_speakers", line=spoken[0].line if spoken else 1)


def words_of(text: str, turns: Sequence[Turn], language: Language) -> Words:
    """What the rows of a text version hold: who said which span, what the layers take off, the exchanges.

    Raises FileRefused `no_exchanges` where nobody answers anybody.
    """
    pairs = pair_turns(turns, text, language)
    if not pairs:
        raise FileRefused("no_exchanges")
    exchanges = [
        {"position": position, "follows": pair.follows, "question_start": turns[pair.question].start,
         "question_end": turns[pair.question].end, "answer": [[turns[at].start, turns[at].end] for at in pair.answers]}
        for position, pair in enumerate(pairs)
    ]  # fmt: skip
    return Words(text, language, list(_turn_rows(text, turns, language)), exchanges)


def _turn_rows(text: str, turns: Iterable[Turn], language: Language) -> Iterable[dict[str, Any]]:
    for turn in turns:
        removed = removable(text[turn.start : turn.end], language)
        yield {
            "position": turn.position, "role": turn.role, "label": turn.label, "start": turn.start, "end": turn.end,
            "removed": [[turn.start + start, turn.start + end] for start, end in removed],
            "hidden": as_kept(layer_of(text, (turn.start, turn.end), language)),
        }  # fmt: skip
