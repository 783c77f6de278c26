"""What a page of a PDF shows: words with their place and look, and the lines ruled across it."""

from dataclasses import dataclass, field

Rule = tuple[float, float, float]
"""Where a line is drawn, where it begins and where it ends."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words shown at once, upright. left, right, base: points from the page's lower left corner; base is the baseline.

    order  counts the pieces of the page as the file shows them
    """

    words: str
    left: float
    right: float
    base: float
    size: float
    looks: frozenset[str]
    order: int


@dataclass
class Page:
    """rules: horizontal lines and edges of boxes, (height, left, right); uprights: (place, low, high). All in points."""

    width: float = 0.0
    height: float = 0.0
    pieces: list[Piece] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    uprights: list[Rule] = field(default_factory=list)
    unseen: list[Piece] = field(default_factory=list)  # beside words that are seen; alone they count
    tilted: int = 0  # characters that do not stand upright
