"""One tree of errors. Each names its trouble by a key; research/messages holds the sentence and the remedy.

QuipuError
├── FileRefused          a file that cannot become an interview (recorded, never fatal to the others)
├── BadInput             a brief, an option or an id that cannot be used
├── NotAllowed           the viewer may not do this
├── NotFound             no such study, interview or report, or not for this viewer
├── Busy                 another process holds the corpus (retryable)
├── NoRoom               the disk has no room for it (retryable, once there is)
├── IndexTrouble         the index is missing, old, or made by another encoder
├── Shortage             not enough evidence for a report: a normal result with a remedy
└── ModelTrouble         the language model failed or answered outside its contract
"""

from functools import partial
from typing import Any, ClassVar


class QuipuError(Exception):
    """A trouble a person can act on.

    key     names the sentence in the message files, without the prefix `error.`
    values  fill the sentence's blanks; plain JSON values only, so that a trouble can be stored
    """

    retryable: ClassVar[bool] = False

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(type(self), self.key, **self.values), ()  # so that it comes through from another process

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={value}" for name, value in self.values.items())
        return f"{self.key} ({shown})" if shown else self.key


class FileRefused(QuipuError):
    """A file or one interview in it cannot be used; `line` in values points into the file (1-based)."""


class BadInput(QuipuError):
    """What the person gave cannot be used as it is."""


class NotAllowed(QuipuError):
    """The viewer's role does not allow this."""


class NotFound(QuipuError):
    """There is no such thing, or not for this viewer: the two are told apart nowhere."""


class Busy(QuipuError):
    """Somebody else is writing; trying again later helps."""

    retryable = True


class NoRoom(QuipuError):
    """The disk has no room for what is to be written; nothing of it stays half written."""

    retryable = True


class IndexTrouble(QuipuError):
    """The index cannot answer for this corpus and these encoders."""


class Shortage(QuipuError):
    """Too little evidence. `values` carries what binds and what relaxing it would bring."""


class ModelTrouble(QuipuError):
    """The language model could not be used; the study goes on by rule or says so."""

    retryable = True
