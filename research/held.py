"""What the corpus holds, in digests: all that a study's keys need of it, so that a page need not read it on each run."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

from corpus.records import QUOTABLE, Attributes, Interview, Language
from corpus.store import Corpus
from research.evidence import COUNTED


@dataclass(frozen=True)
class Held:
    """words     language → digest of every interview in it, word for word
    people    digest of everybody whose words may be used in studies, where and when interviewed, with every attribute but consent
    quotable  respondents all of whose words may be quoted; partly: (respondent, wave) of those where only some may
    decided   (respondent, interview, place, what) of words a curator has hidden or let stand
    counts    how much there is
    """

    words: dict[Language, str]
    people: str
    quotable: frozenset[str]
    partly: frozenset[tuple[str, str]]
    decided: frozenset[tuple[str, str, int, str]]
    counts: dict[str, int]


def held_in(corpus: Corpus) -> Held:
    """What `corpus` holds now. Reads all of it: remember it by the corpus's stamp."""
    interviews, attributes = corpus.for_studies(), corpus.attributes()
    spoken: dict[Language, list[str]] = {}
    for each in interviews:
        spoken.setdefault(each.language, []).append(_words(each))
    where = repr([(each.id, each.respondent, each.wave, each.language) for each in interviews])
    profiles = repr(sorted((who, _unasked(person)) for who, person in attributes.items()))
    counts = corpus.counts()
    quotable = frozenset(who for (who, _), person in attributes.items() if person.consent in QUOTABLE)
    refused = frozenset(who for (who, _), person in attributes.items() if person.consent not in QUOTABLE)
    return Held(
        {language: digest(words) for language, words in spoken.items()},
        digest([where, profiles]),
        quotable - refused,
        frozenset(
            (who, wave)
            for (who, wave), one in attributes.items()
            if who in quotable & refused and one.consent in QUOTABLE
        ),
        frozenset(_decided(interviews)),
        {name: counts[name] for name in COUNTED},
    )


def digest(parts: Iterable[str]) -> str:
    """64 digits that stand for `parts`; no two lists of parts run together alike."""
    made = sha256()
    for part in parts:
        words = part.encode("utf-8", "surrogatepass")
        made.update(len(words).to_bytes(8, "big") + words)
    return made.hexdigest()


def _decided(interviews: Iterable[Interview]) -> Iterator[tuple[str, str, int, str]]:
    for each in interviews:
        for one in (one for turn in each.turns for one in turn.hidden if one.state in ("accepted", "dismissed")):
            yield each.respondent, each.id, one.start, one.state


def _words(interview: Interview) -> str:
    exchanges = [(one.question, one.answer, one.follows) for one in interview.exchanges]
    said = (interview.id, interview.version, interview.respondent, interview.wave, interview.text, exchanges)
    return repr(said)


def _unasked(person: Attributes) -> str:
    return repr(replace(person, consent=None))
