"""What each block of a report is known by, so that an edit finds it again when the report is written anew.

A heading is known by its anchor (`finding-Q3`, `finding-Q3-price+taste`), what stands under it by that anchor, its
kind and its number among its kind (`finding-Q3/quote/2`), a conclusion of page one by the question of its first figure
(`front/key/Q3`), charts and tables by their ids.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from research.report import MARK, Block, Chart, Heading, Paragraph, Report, Table

FRONT = "front"
"""The section of what stands before the first heading."""

ALIKE = 0.5
"""Share of words two themes must have in common to be taken for the same one on other data."""

_THEME = re.compile(r"(finding-[^/]+?)-([^/]+)")


def block_keys(report: Report) -> tuple[str, ...]:
    """One key a block, in order; no two are the same."""
    section, counted, keys = FRONT, Counter[str](), []
    for block in report.blocks:
        if isinstance(block, Heading):
            section = block.anchor
            keys.append(section)
            continue
        place = f"{section}/{_named(block, report) or kind_of(block)}"
        counted[place] += 1
        numbered = _named(block, report) is None or counted[place] > 1
        keys.append(f"{place}/{counted[place]}" if numbered else place)
    return tuple(keys)


def kind_of(block: Block) -> str:
    """heading · quote · chart · table, and for a paragraph its style."""
    return block.style if isinstance(block, Paragraph) else block.type


def section_of(key: str) -> str:
    """The anchor of the section a block stands in; of a heading its own."""
    return key.split("/", 1)[0]


def is_named(key: str) -> bool:
    """Whether a key says what the block is about, and not only where it stands."""
    return not key.rpartition("/")[2].isdigit()


def _named(block: Block, report: Report) -> str | None:
    if isinstance(block, Chart | Table):
        return f"{block.type}-{block.id}"
    if isinstance(block, Paragraph) and block.style == "key" and (question := _question(block.text, report)):
        return f"key/{question}"
    return None


def _question(text: str, report: Report) -> str | None:
    """The question of the first figure that has one."""
    for mark in MARK.finditer(text):
        spec = report.figures[mark[1]].spec if mark[1] in report.figures else {}
        conditions = [spec, *spec.get("of", ()), *spec.get("among", ())]
        found = next((str(one["question"]) for one in conditions if "question" in one), None)
        if found:
            return found
    return None


def nearest(key: str, keys: Iterable[str]) -> str:
    """`key` moved to the theme that has most of its theme's words in common, where that very theme is not there."""
    theme = _THEME.fullmatch(section_of(key))
    known = {section_of(each) for each in keys}
    if theme is None or theme[0] in known:
        return key
    others = {each: found[2].split("+") for each in known if (found := _THEME.fullmatch(each)) and found[1] == theme[1]}
    moved = most_alike(theme[2].split("+"), others)
    return key if moved is None else moved + key[len(theme[0]) :]


def most_alike(words: Sequence[str], themes: dict[str, list[str]]) -> str | None:
    """The id of the theme that shares most words with `words`, None where none shares ALIKE of them."""
    own = set(words)
    shares = {each: len(own & set(its)) / (len(own | set(its)) or 1) for each, its in themes.items()}
    best = max(shares, key=lambda each: (shares[each], each), default=None)
    return best if best is not None and shares[best] >= ALIKE else None
