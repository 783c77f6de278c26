"""Conversations of several respondents: each becomes an interview of their own, what the others say is context."""

import hashlib
import re
from dataclasses import replace

from corpus.exchanges import roles_of
from corpus.readers.roles import is_code, is_respondent, key_of
from corpus.records import SpokenTurn, Transcript

_ALONE = re.compile(r"^(?:受访[者人]|被访[者人]|respondent|interviewee|participant|a|r|答|answer)$", re.IGNORECASE)
_FEWEST = 2  # turns: who speaks once is somebody passing by


def each_alone(read: Transcript, whose: str) -> list[Transcript]:
    """One transcript a respondent; the one given where there is one respondent, or one who is called so.

    whose  the id of the file's respondent, or what stands for it: ids are `whose`-P3, or end in a code for a name
    Others' turns stay, under a label that is nobody's answer.
    """
    asker = read.names_interviewer
    roles = roles_of([turn.speaker for turn in read.turns], [turn.text for turn in read.turns], asker)
    people = [label for label, role in roles.items() if role == "respondent"]
    often = [label for label in people if sum(turn.speaker == label for turn in read.turns) >= _FEWEST] or people
    itself = [label for label in people if _ALONE.match(label) or key_of(label) == key_of(read.respondent or "")]
    if len(people) < 2:
        return [read]
    if len(often) < 2 or len(itself) == 1:
        return [_of(read, (itself or often)[0], people)]
    return [
        replace(_of(read, label, people), respondent=f"{read.respondent or whose}-{_code(label)}") for label in often
    ]


def _of(read: Transcript, mine: str, people: list[str]) -> Transcript:
    others = {label for label in people if label != mine}
    turns = tuple(replace(turn, speaker=_other(turn)) if turn.speaker in others else turn for turn in read.turns)
    return replace(read, turns=turns)


def _other(turn: SpokenTurn) -> str:
    """A label that corpus.exchanges knows for a bystander's, in the language of the words."""
    return f"其他人（{turn.speaker}）" if re.search(r"[一-鿿]", turn.text) else f"Other ({turn.speaker})"


def _code(label: str) -> str:
    """The end of an id: a code as it is, and never a name, which would tell who it is."""
    if is_code(label) or is_respondent(label):
        return re.sub(r"\s+", "", label)
    return hashlib.sha256(label.casefold().encode()).hexdigest()[:6]
