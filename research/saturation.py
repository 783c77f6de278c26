"""Saturation: whether the last people drawn still say something nobody before them said.

Themes are found once after matching (research/hearing.py) and kept as a stage of the study; who of a draw says something
new is then told for any number at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

STAGE = "saturation"

LAST = 10
"""New themes are counted among so many last responses."""

STEP = 5
"""Responses between two points of the curve."""


@dataclass(frozen=True)
class Heard:
    """respondent → the themes they voice (question and theme: "Q1 T2"); nobody is in it who was not read."""

    themes: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class NewThemes:
    """new      themes that the last `last` responses of a draw brought and nobody before them
    of       themes the whole draw voices
    """

    new: int
    last: int
    of: int


def new_themes(heard: Heard, order: Sequence[str]) -> NewThemes | None:
    """What the last of those in `order` bring that is new; None where fewer than twice so many of them were read."""
    read = [who for who in order if who in heard.themes]
    if len(read) < 2 * LAST:
        return None
    before = _voiced(heard, read[:-LAST])
    return NewThemes(len(_voiced(heard, read) - before), LAST, len(_voiced(heard, read)))


def curve(heard: Heard, order: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """(responses, themes they voice together) after each STEP of them and at the end."""
    read = [who for who in order if who in heard.themes]
    points = sorted({*range(STEP, len(read), STEP), len(read)} - {0})
    return tuple((at, len(_voiced(heard, read[:at]))) for at in points)


def _voiced(heard: Heard, people: Sequence[str]) -> set[str]:
    return {theme for who in people for theme in heard.themes[who]}
