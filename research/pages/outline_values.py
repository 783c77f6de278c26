"""The values of a criterion in its form: a range, a choice among what profiles know, or words."""

import re
from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from corpus.errors import BadInput
from corpus.records import Language
from research.audience import Criterion, in_words, labelled
from research.brief_text import lexicon
from research.pages.frame import word

LONGEST = 200  # characters


def draw_values(criterion: Criterion, language: Language, *, key: str) -> None:
    """The fields of a criterion's values; those of several ranges, which no two fields hold, stay as they are."""
    if _is_range(criterion):
        low, high = criterion.values
        left, right = st.columns(2)
        left.text_input(word("audience.from"), low, key=f"from-{key}", max_chars=20)
        right.text_input(word("audience.to"), high, key=f"to-{key}", max_chars=20)
    elif options := _options(criterion, language):
        st.multiselect(
            word("audience.values"), options, list(criterion.values), key=f"values-{key}",
            label_visibility="collapsed",
        )  # fmt: skip
    elif criterion.op != "between":
        st.text_input(
            word("audience.values"), ", ".join(criterion.values), key=f"values-{key}", max_chars=LONGEST,
            help=None if criterion.op == "said" else word("audience.separated"), label_visibility="collapsed",
        )  # fmt: skip


def typed_values(criterion: Criterion, *, key: str) -> Criterion:
    """The criterion with the values its fields hold; where they are emptied, or were not drawn, it stays as it is.

    Raises BadInput `criterion_range` (low, high) for ends that are no numbers or the wrong way round.
    """
    typed = st.session_state
    if f"from-{key}" in typed:
        return _ranged(criterion, str(typed[f"from-{key}"]), str(typed[f"to-{key}"]))
    value = typed.get(f"values-{key}")
    if not value:
        return criterion
    if criterion.op == "said":
        return in_words(str(value), required=criterion.required) if str(value).strip() else criterion
    parts: tuple[str, ...] = tuple(_parts(value) if isinstance(value, str) else map(str, value))
    return criterion if not parts or parts == criterion.values else replace(criterion, values=parts)


def _is_range(criterion: Criterion) -> bool:
    return criterion.op == "between" and len(criterion.values) == 2


def _options(criterion: Criterion, language: Language) -> list[str]:
    """The labels a field's values have in the outline's language, with those it has now; none for a field of free words."""
    if criterion.op not in ("in", "not_in"):
        return []
    codes = lexicon()["values"].get(criterion.field, {})
    known = [labelled(criterion.field, code, language) for code in codes]
    return list(dict.fromkeys((*criterion.values, *known))) if known else []


def _parts(value: str) -> Sequence[str]:
    return tuple(dict.fromkeys(part.strip() for part in re.split(r"[,，、;；]", value) if part.strip()))


def _ranged(criterion: Criterion, low: str, high: str) -> Criterion:
    low, high = low.strip(), high.strip()
    if (low, high) == criterion.values or not (low or high):
        return criterion
    numbers = [_number(each) for each in (low, high)]
    if any(each is None for each, said in zip(numbers, (low, high), strict=True) if said) or (
        low and high and (numbers[0] or 0) > (numbers[1] or 0)
    ):
        raise BadInput("criterion_range", low=low, high=high)
    return replace(criterion, values=(low, high))


def _number(said: str) -> float | None:
    """The number of an end as it is compared: years, or an amount with its currency around it."""
    found = re.fullmatch(r"[£$€¥]?\s*(\d[\d,]*(?:\.\d+)?)\s*(?:元|块)?", said)
    return float(found[1].replace(",", "")) if found else None
