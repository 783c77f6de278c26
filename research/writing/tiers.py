"""Who leads and who follows, with ties said as ties."""

from collections.abc import Sequence
from itertools import groupby

from research.figures import Figure
from research.writing.draft import Draft

Counted = Sequence[tuple[str, Figure]]
"""(label, figure) by falling count."""


def tiers(counted: Counted) -> list[tuple[list[str], Figure]]:
    """Labels of equal count together, with the figure they share."""
    grouped = groupby(counted, key=lambda one: one[1].n)
    return [([label for label, _ in each], each[0][1]) for _, same in grouped if (each := list(same))]


CLEAR = 3
"""People by which the first must lead the second to be called the first at all."""


def even(counted: Counted) -> bool:
    """Whether nobody leads clearly: the first two are fewer than CLEAR people apart."""
    return len(counted) > 1 and counted[0][1].n - counted[1][1].n < CLEAR


def listed(draft: Draft, counted: Counted, most: int = 3) -> str:
    """The first few with their counts, for where nobody leads."""
    return draft.say("comma").join(
        draft.say("named_count", name=label, n=draft.mark(figure, "n")) for label, figure in counted[:most]
    )


def told(draft: Draft, counted: Counted, at: int, key: str, form: str = "of", **values: object) -> str:
    """The sentence `key`_one or `key`_many on the tier at `at`; "" where there is none, or it is a crowd of four."""
    found = tiers(counted)
    if at >= len(found) or (at and len(found[at][0]) > 3):
        return ""
    labels, figure = found[at]
    names = draft.say("and").join([draft.say("comma").join(labels[:-1]), labels[-1]]) if len(labels) > 1 else labels[0]
    number = "one" if len(labels) == 1 else "many"
    return draft.say(f"{key}_{number}", names=names, figure=draft.mark(figure, form), **values)
