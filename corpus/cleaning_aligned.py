"""What someone else's cleaning took out of a text, where it took out and did nothing else.

A model may refine the cleaned layer. Its answer is used only as far as it is the original with pieces missing; a word
put in, changed or moved, or a meaning left out, and the whole answer is refused.
"""

import re

from corpus.cleaning import removable
from corpus.cleaning_meaning import loses
from corpus.language import language_of
from corpus.records import Span

_PIECE = re.compile(r"[A-Za-zÀ-ɏ0-9_]+|.", re.DOTALL)
BEYOND = 12
"""Characters after a piece, beyond its own length, in which what replaces it is looked for."""


def aligned(original: str, refined: str) -> tuple[Span, ...]:
    """Spans of `original` that `refined` lacks: in order, disjoint, never inside a word or a figure.

    Of two equal words the first counts as taken out. Raises ValueError where `refined` is not `original` with pieces
    taken out, is empty while `original` is not, or lacks a negation, a hedge or a number that is not said again right
    after (what the product's own rules take back excepted).
    """
    spans = _missing(original, refined)
    if original.strip() and not refined.strip():
        raise ValueError("nothing would be left")
    ours = removable(original, language_of(original))
    for start, end in spans:
        covered = any(one <= start and end <= other for one, other in ours)
        after = original[end : end + (end - start) + BEYOND]
        if not covered and (loses(original[start:end], after, "zh") or loses(original[start:end], after, "en")):
            raise ValueError(f"a negation, hedge or number is lost: {original[start:end]!r}")
    return spans


def _missing(original: str, refined: str) -> tuple[Span, ...]:
    """The pieces of `original` that are not in `refined`, matched from the end. Raises ValueError where they do not fit."""
    kept, spans = _PIECE.findall(refined), list[Span]()
    for found in reversed(list(_PIECE.finditer(original))):
        if kept and kept[-1] == found.group():
            kept.pop()
        elif spans and spans[-1][0] == found.end():
            spans[-1] = (found.start(), spans[-1][1])
        else:
            spans.append(found.span())
    if kept:
        raise ValueError(f"not in the original: {''.join(kept)[-40:]!r}")
    return tuple(reversed(spans))
