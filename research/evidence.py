"""What the selected people said to each question: answers, themes, values read, and where each stands in the text.

A report's figures are counts over this record and nothing else, so `verify` can count them again.
"""

from dataclasses import dataclass, field

from corpus.records import Span
from research.aspects_said import Aspect
from research.periods_said import Period
from research.responses import Status

PROFILE = ("gender", "age", "city_tier", "region", "income", "occupation", "household")
COUNTED = ("respondents", "interviews", "exchanges")
"""What a report says of the whole corpus."""


@dataclass(frozen=True)
class Place:
    """Words in the corpus: `span` of an interview's text version."""

    interview: str
    version: int
    span: Span


@dataclass(frozen=True)
class Answer:
    """What one respondent said to one question in one wave: the exchange that asked it and its probes.

    spans     the respondent's turns, in order; asked: the question as it was really asked
    quotable  whether the respondent's consent covers quoting
    """

    respondent: str
    wave: str
    interview: str
    version: int
    exchanges: tuple[int, ...]
    asked: Span
    spans: tuple[Span, ...]
    quotable: bool


@dataclass(frozen=True)
class ReadValue:
    """A value read from an answer; see research.values.Value. `place` is the words that say it.

    aspect   behaviour or intention: a sum somebody would pay is none that they paid
    """

    low: float | None
    high: float | None
    option: str | None
    order: tuple[str, ...]
    place: Place
    unit: str = ""
    period: Period | None = None
    aspect: Aspect = "behaviour"

    @property
    def middle(self) -> float | None:
        """The middle of the range said; the bound where only one was said."""
        said = [bound for bound in (self.low, self.high) if bound is not None]
        return sum(said) / len(said) if said else None


@dataclass(frozen=True)
class CodedTheme:
    """A view several people share. waves: wave → who says it in that wave; people: who says it in their newest answer.

    places   respondent → the words coded with it, most central first, newest answers only
    name     words that name it, said by somebody quotable; None where no phrase fits
    """

    id: str
    words: tuple[str, ...]
    people: tuple[str, ...]
    waves: dict[str, tuple[str, ...]]
    places: dict[str, tuple[Place, ...]]
    name: Place | None
    named_by: str | None


@dataclass(frozen=True)
class QuestionEvidence:
    """One question's evidence. answers: respondent → newest answer; earlier: wave → respondent → answer.

    values   what the newest answers say of what was asked: all of one aspect, and of one period
    aside    respondent → what the newest answer says of something else (what they would pay, where it was asked what they
             do): in no figure but the count of such people
    """

    id: str
    statuses: dict[str, Status]
    answers: dict[str, Answer]
    themes: tuple[CodedTheme, ...]
    values: dict[str, ReadValue]
    values_by_wave: dict[str, dict[str, ReadValue]]
    waves: dict[str, tuple[str, ...]]
    """wave → who answered in that wave"""
    aside: dict[str, ReadValue] = field(default_factory=dict)


@dataclass(frozen=True)
class Account:
    """What a report has to say of the decisions behind it, as counts.

    wanted   responses that were wanted, where fewer are valid and it is gone on with what there is; else None
    missed   left_out, looked, found: as research.missed.Estimate has them; looked is 0 where nobody looked
    said     words of a criterion → people, stated, inferred, silent, holds (research.deciding.tallied)
    order    number, people, inside: the study's newest order, and how many of the selection are in it; {} without one
    """

    wanted: int | None = None
    missed: dict[str, int] = field(default_factory=dict)
    said: dict[str, dict[str, int]] = field(default_factory=dict)
    order: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Evidence:
    """respondents  the selection, in order
    profiles     respondent → profile values, as in their newest wave: what people are counted by
    returned     those interviewed in every wave of the window
    funnel       step → (people, interviews); counts: how much the corpus holds
    shown        respondent → what of the profile may stand beside their words (research/anonymity.py)
    graded       how many of the study's matches a model graded, and of how many; {} where the rule alone did
    graded_by    that model's name, "" where the rule alone graded
    said_by      the model that decided of somebody whether a criterion in words holds, "" where none did
    account      what is said of the decisions, added when the report is written (research/account.py)
    """

    respondents: tuple[str, ...]
    profiles: dict[str, dict[str, str]]
    returned: tuple[str, ...]
    waves: tuple[str, ...]
    interviews: dict[str, tuple[str, ...]]
    questions: dict[str, QuestionEvidence]
    shares: bool
    funnel: dict[str, tuple[int, int]]
    counts: dict[str, int] = field(default_factory=dict)
    shown: dict[str, dict[str, str]] = field(default_factory=dict)
    graded: dict[str, int] = field(default_factory=dict)
    graded_by: str = ""
    said_by: str = ""
    account: Account = field(default_factory=Account)
