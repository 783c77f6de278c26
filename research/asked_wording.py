"""A question as it was asked before: light to import, for pages and drafts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wording:
    """A question as an interviewer said it, put so that it can be asked of anybody.

    people    who were asked something alike, in how many waves
    answered  share of them who gave an answer and no refusal, 0 to 1
    suits     how well it says what was looked for, 0 to about 2.3: to compare, never to show
    """

    text: str
    people: int
    waves: int
    answered: float
    suits: float
