"""What may go from spoken Chinese: rules over clauses and characters. A rule that is not sure does nothing."""

from collections.abc import Callable, Iterator

from corpus.cleaning_chinese_copies import copies
from corpus.cleaning_chinese_corrections import corrections
from corpus.cleaning_chinese_fillers import fillers
from corpus.cleaning_chinese_stutters import stutters
from corpus.records import Span

Rule = Callable[[str], Iterator[Span]]


def chinese_spans(text: str) -> tuple[Span, ...]:
    """Spans of `text` that may go, in order and disjoint: those of the first rule that finds any.

    What is taken back is looked for before the fillers: a 呃 between two starts is a sign of it.
    """
    for rule in RULES:
        if found := list(rule(text)):
            return tuple(_disjoint(found))
    return ()


def _disjoint(spans: list[Span]) -> Iterator[Span]:
    held: Span | None = None
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if held and start < held[1]:
            continue  # what overlaps is looked for again in what is left
        if held and start > held[1]:
            yield held
            held = None
        held = (held[0] if held else start, end)
    if held:
        yield held


RULES: tuple[Rule, ...] = (corrections, stutters, copies, fillers)
