"""A quota in words, and back."""

import re

from corpus.records import Language
from research.audience import labelled
from research.brief_text import lexicon
from research.messages import say
from research.outline import Quota
from research.selection import AGE_BANDS

_BETWEEN = " · "


def quota_said(quota: Quota, language: Language) -> str:
    """ "Women · 30–39: 5" as the guide writes it."""
    return say(language, "guide.quota", cell=cell_said(quota, language), n=quota.wanted)


def cell_said(quota: Quota, language: Language) -> str:
    """Of whom."""
    return _BETWEEN.join(value_said(field, value, language) for field, value in quota.cell)


def value_said(field: str, value: str, language: Language) -> str:
    """A value of a cell: an age band as people say it, a code by its label."""
    if field != "age":
        return labelled(field, value, language)
    if value.endswith("+"):
        return say(language, "guide.old", low=value[:-1])
    return say(language, "guide.band", band=value)


def quota_read(line: str, language: Language) -> Quota | None:
    """The quota that a line says; None where it says none."""
    found = re.fullmatch(r"\s*(.+?)\s*[:：]\s*(\d{1,5})\s*\D*", line)
    if found is None:
        return None
    parts = [_read(part.strip(), language) for part in found[1].split(_BETWEEN.strip())]
    cell = tuple(part for part in parts if part)
    return Quota(cell, int(found[2])) if len(cell) == len(parts) else None


def _read(said: str, language: Language) -> tuple[str, str] | None:
    """(field, code) of a value in words."""
    bands = [f"{low}–{high}" if high < 120 else f"{low}+" for low, high in AGE_BANDS]
    plain = re.sub(r"[-~～—到至]", "–", said).casefold()
    for band in bands:
        if value_said("age", band, language).casefold() == plain or band == plain:
            return ("age", band)
    for field, known in lexicon()["values"].items():
        for code, entry in known.items():
            if plain in {entry["zh"].casefold(), entry["en"].casefold(), *(each.casefold() for each in entry.get("is", []))}:  # fmt: skip
                return (field, code)
    return None
