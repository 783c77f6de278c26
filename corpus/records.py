"""What is handed over between the parts of the corpus. Offsets are characters, half-open [start, end)."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

Span = tuple[int, int]
"""[start, end) in characters of an interview's text version."""

Identifying = Literal["name", "phone", "mail", "id", "card", "account", "plate", "address", "employer"]
"""What words may tell of a person."""
HiddenState = Literal["sure", "asked", "accepted", "dismissed"]
"""sure: hidden when it was found; asked: a curator is to say; accepted, dismissed: one has said."""

SpeakerRole = Literal["interviewer", "respondent", "other"]
Language = Literal["zh", "en"]
Consent = Literal["closed", "none", "internal", "report", "advertising"]
"""How far a respondent's words may go, each step including those before it.

closed       not to be used again: staff may read it, every study leaves it out
none         nothing on record: searchable by staff and counted, never quoted
internal     reuse in studies, not quoted
report       quoted in reports; advertising: there too
"""

SCOPES: tuple[Consent, ...] = get_args(Consent)
"""From nothing to everything."""

QUOTABLE: frozenset[Consent] = frozenset({"report", "advertising"})
CONSENTS = frozenset({"consent", "reuse", "quoting"})
"""Columns that say how far somebody's words may go: the scope in one, or a yes or no for each."""
ATTRIBUTES = ("birth_year", "gender", "city", "city_tier", "region", "occupation", "income", "household", "recording")


@dataclass(frozen=True)
class SpokenTurn:
    """One turn as a reader found it in a file; `line` is its 1-based line, row or cue there."""

    speaker: str
    text: str
    line: int = 0


@dataclass(frozen=True)
class Transcript:
    """One interview as read from a file, before it is stored.

    respondent, wave ("2026-Q1") and date (ISO) are None where the file does not say; `names_interviewer`
    is the speaker label the reader knows to be the interviewer, where it does.
    """

    turns: tuple[SpokenTurn, ...]
    respondent: str | None = None
    wave: str | None = None
    date: str | None = None
    names_interviewer: str | None = None


@dataclass(frozen=True)
class Attributes:
    """A respondent as they were in one wave (`wave` None: as last known). Unknown values are empty strings.

    recording  "yes" or "no": whether what was recorded may be passed on; unknown is as good as no
    """

    respondent: str
    wave: str | None = None
    birth_year: int | None = None
    gender: str = ""
    city: str = ""
    city_tier: str = ""
    region: str = ""
    occupation: str = ""
    income: str = ""
    household: str = ""
    recording: str = ""
    consent: Consent | None = None


@dataclass(frozen=True)
class Hidden:
    """Words of an interview's text that may identify somebody. They stay in the text: this is a layer over it."""

    start: int
    end: int
    kind: Identifying
    state: HiddenState

    @property
    def applied(self) -> bool:
        """Whether the words are hidden from who may not import, and kept out of quotes."""
        return self.state in ("sure", "accepted")


@dataclass(frozen=True)
class Turn:
    """A stored turn: its words are interview text[start:end].

    removed  spans of the interview's text, within the turn, that the cleaned layer drops; in order, disjoint
    hidden   words within the turn that may identify somebody; in order, disjoint
    cleaned_by  who made `removed`: "" the rules, else the model's name
    refused     why a model's refinement of it was refused (a rule of corpus.refinement), "" where none was
    """

    position: int
    role: SpeakerRole
    label: str
    start: int
    end: int
    removed: tuple[Span, ...] = ()
    hidden: tuple[Hidden, ...] = field(default=(), repr=False)
    cleaned_by: str = ""
    refused: str = ""


@dataclass(frozen=True)
class Exchange:
    """One interviewer question and the answer to it: the unit of matching.

    answer   spans of the respondent's turns, in order, in interview text
    follows  position of the exchange this one probes deeper into ("why is that?"), else None
    """

    id: int
    interview: str
    position: int
    question: Span
    answer: tuple[Span, ...]
    follows: int | None = None


class Said(NamedTuple):
    """What was asked and what was answered, in words."""

    asked: str
    answered: str


@dataclass(frozen=True)
class Interview:
    """One respondent, one wave, one source file, at one text version.

    masked   the words its reader is not to see, by the reader's rights; () for who may import
    """

    id: str
    respondent: str
    wave: str
    date: str
    language: Language
    version: int
    text: str
    source: str
    turns: tuple[Turn, ...] = field(default=(), repr=False)
    exchanges: tuple[Exchange, ...] = field(default=(), repr=False)
    masked: tuple[Hidden, ...] = field(default=(), repr=False)

    @property
    def hidden(self) -> tuple[Hidden, ...]:
        """The words that identify and are hidden, whoever reads."""
        return tuple(one for turn in self.turns for one in turn.hidden if one.applied)

    @property
    def never_quoted(self) -> tuple[Span, ...]:
        """Where words stand that identify, or that nobody has yet said do not."""
        return tuple((one.start, one.end) for turn in self.turns for one in turn.hidden if one.state != "dismissed")

    def words(self, span: Span) -> str:
        """The original characters of `span`."""
        return self.text[span[0] : span[1]]

    def cleaned(self, turn: Turn) -> str:
        """The turn's words without the spans the cleaned layer drops."""
        edges = [turn.start, *(edge for span in turn.removed for edge in span), turn.end]
        return "".join(self.text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))

    def asked(self, exchange: Exchange) -> str:
        """The question as it was really asked."""
        return self.words(exchange.question)

    def answered(self, exchange: Exchange) -> str:
        """The answer's original words, turns joined by line ends."""
        return "\n".join(self.words(span) for span in exchange.answer)
