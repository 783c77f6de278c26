"""What becomes of an interview that a file holds: the id it gets among those that are in, or why it does not come in."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from corpus.contents import Interview, Words
from corpus.errors import FileRefused
from corpus.naming import id_in, pseudonym, this_quarter, wave_in
from corpus.records import Consent, Transcript
from corpus.schema import (
    InterviewRow,
    RespondentRow,
    SourceFile,
    TextVersion,
    WaveConsent,
    WithdrawnContent,
    WithdrawnRow,
)
from corpus.withdrawal import digest_of

_MANY = 500
"""Values bound to one statement."""

Named = tuple[str, str]
"""(person, wave)"""


class SameInterview(FileRefused):
    """It is in already, or its person has withdrawn. What else its file holds is none the worse for it."""


@dataclass(frozen=True)
class Told:
    """What somebody said of a file, beside what it says itself.

    wave    for interviews that do not say theirs
    whose   the person as the file has it → who it really is
    twice   people who really were interviewed a second time in the wave
    """

    wave: str | None = None
    whose: Mapping[str, str] = field(default_factory=dict)
    twice: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Placed:
    """An interview that comes in. newcomer: of somebody not known; consent: the scope of its wave, None where the person's counts."""

    id: str
    respondent: str
    newcomer: bool
    wave: str
    date: str
    consent: Consent | None
    words: Words


@dataclass
class Held:
    """What the corpus holds of the people of some files; what is placed is added.

    people    those it knows
    left      people who have withdrawn, and digests of their files and words
    ids       those asked for that another interview has
    said      (person, wave) → digest of the words → (interview, digest of its file)
    consents  scope of a wave
    """

    people: set[str] = field(default_factory=set)
    left: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    said: dict[Named, dict[str, tuple[str, str]]] = field(default_factory=lambda: defaultdict(dict))
    consents: dict[Named, Consent] = field(default_factory=dict)


def whose(read: Transcript, name: str, told: Told) -> str:
    """The id the file gives, else the one its name begins with, else a pseudonym that tells nothing; if told, another."""
    who = read.respondent or id_in(name) or pseudonym(name)
    return told.whose.get(who, who)


def named(interviews: Iterable[Interview], name: str, told: Told) -> list[Named]:
    """Whose interviews a file holds, and of which waves. Raises FileRefused `no_wave`, `future_wave`."""
    return [(whose(one.read, name, told), _wave_of(one.read, name, told.wave)) for one in interviews]


def held_of(session: Session, names: Collection[Named], digests: Collection[str]) -> Held:
    """All that has to be known to place these: a few looks, however many they are. digests: of files and of words."""
    people, held = sorted({who for who, _ in names}), Held()
    held.people.update(_those(session, RespondentRow.id, people))
    held.left.update(_those(session, WithdrawnRow.respondent, people))
    held.left.update(_those(session, WithdrawnContent.digest, sorted(digests)))
    held.ids.update(_those(session, InterviewRow.id, sorted({f"{who}-{wave}" for who, wave in names})))
    scopes = select(WaveConsent.respondent, WaveConsent.wave, WaveConsent.consent)
    for who, wave, consent in _rows(session, scopes, WaveConsent.respondent, people):
        held.consents[who, wave] = consent
    words = select(InterviewRow.respondent_id, InterviewRow.wave, InterviewRow.id, SourceFile.sha256, TextVersion.text)
    words = words.join(SourceFile).join(TextVersion, TextVersion.interview_id == InterviewRow.id)
    words = words.where(InterviewRow.wave.in_({wave for _, wave in names})).order_by(InterviewRow.id)
    for who, wave, interview, file, text in _rows(session, words, InterviewRow.respondent_id, people):
        held.said[who, wave].setdefault(digest_of(text), (interview, file))
    return held


def _those(session: Session, column: InstrumentedAttribute[str], values: Sequence[str]) -> Iterator[str]:
    """Those of the values that the column has."""
    return (value for (value,) in _rows(session, select(column), column, values))


def _rows(
    session: Session, query: Select[*tuple[Any, ...]], column: InstrumentedAttribute[str], values: Sequence[str]
) -> Iterator[Any]:
    for at in range(0, len(values), _MANY):
        yield from session.execute(query.where(column.in_(values[at : at + _MANY])))


def place(
    one: Interview, name: Named, file: str, *, held: Held, told: Told, taken: Callable[[str], bool]
) -> Placed:  # fmt: skip
    """The interview with the id it gets.

    file   digest of its file
    taken  whether an id that was not asked for before is another's
    Raises FileRefused `no_speakers`, `no_exchanges`, `second_interview`; SameInterview (also `withdrawn`).
    """
    (who, wave), words = name, one.words
    if isinstance(words, FileRefused):
        raise words
    digest = digest_of(words.text)
    if held.left & {who, file, digest}:
        raise SameInterview("withdrawn", who=who)
    if found := held.said[name].get(digest):
        raise SameInterview("same_interview", id=found[0])
    others = [known for known, its in held.said[name].values() if its != file]
    if others and who not in told.twice:
        raise FileRefused("second_interview", who=who, wave=wave, id=min(others))
    placed = Placed(
        _free_id(f"{who}-{wave}", held, taken), who, who not in held.people, wave, one.read.date or "",
        held.consents.get(name), words,
    )  # fmt: skip
    held.ids.add(placed.id)
    held.people.add(who)
    held.said[name][digest] = (placed.id, file)
    return placed


def _free_id(wanted: str, held: Held, taken: Callable[[str], bool]) -> str:
    candidate, n = wanted, 2
    while candidate in held.ids or (candidate != wanted and taken(candidate)):
        candidate, n = f"{wanted}-{n}", n + 1
    return candidate


def _wave_of(read: Transcript, name: str, given: str | None) -> str:
    """The wave the file says, else the one given. One that lies ahead is a slip: then the given one counts."""
    said = (read.wave, Path(name).stem, _quarter(read.date), given, str(Path(name).parent))
    found = [wave for each in said if each and (wave := wave_in(each))]
    if not found:
        raise FileRefused("no_wave")
    if found[0] <= this_quarter():
        return found[0]
    if given and given <= this_quarter():
        return given
    raise FileRefused("future_wave", wave=found[0])


def _quarter(date: str | None) -> str | None:
    found = re.match(r"(20\d\d)-(\d\d)", date or "")
    return f"{found[1]}-Q{(int(found[2]) + 2) // 3}" if found else None
