"""Who nearly fits: by the one criterion that failed, nearest first, with the way to prefer it instead."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from research.audience import Criterion
from research.describing import described
from research.messages import say
from research.near_misses import Near, Nearly, near_misses, short_of_one
from research.outline import Outline
from research.outline_edits import with_criteria
from research.pages.escaping import escaped
from research.pages.frame import page_language, word
from research.pages.outline_acts import attempt, tell_at
from research.pages.responses_decided import value_told
from research.pages.responses_loaded import Loaded
from research.pages.responses_rule import change_rule, number_of
from research.pages.transcripts_address import put
from research.pages.who import line_for
from research.responses import Response

NEAR = "near"
MOST = 12
"""People named below a criterion; of the others the number is told."""


def draw_near(loaded: Loaded) -> None:
    """Near-misses by criterion, and who is one answer short; nothing where there are none."""
    near = near_misses(loaded.judged, loaded.outline, profiles=loaded.attributes, verdicts=loaded.verdicts)
    short = short_of_one(loaded.judged, loaded.outline)
    if not near and not short:
        return
    people = sum(len(one.people) for one in near) + len(short)
    with st.expander(word("audience.near.title", people=people), key="near"):
        for at, one in enumerate(near):
            _draw_criterion(loaded, one, at)
        if short:
            with st.container(key="near-short", gap="xsmall"):
                st.markdown(word("audience.near.short", people=len(short)))
                _draw_people(
                    loaded, [Nearly(one.respondent, one.wave, _short_by(one), False) for one in short], "short"
                )
        tell_at(NEAR)


def _short_by(one: Response) -> str:
    """How many of the must-have questions somebody has answered."""
    answered, _, of = one.detail.partition("/")
    return word("audience.near.answered", answered=answered, of=of)


def _draw_criterion(loaded: Loaded, near: Near, at: int) -> None:
    with st.container(key=f"near-{at}", gap="xsmall"):
        said = escaped(described(near.criterion, page_language()))
        st.markdown(word("audience.near.criterion", said=said, people=len(near.people), unknown=near.unknown or None))
        _draw_people(loaded, near.people, str(at), near.criterion.field)
        number = number_of(loaded)
        if number is not None:
            st.button(
                word("audience.near.prefer"), key=f"near-prefer-{at}", type="tertiary",
                icon=":material/swap_vert:", on_click=_prefer, args=(loaded.study.id, number, near.criterion),
            )  # fmt: skip


def _draw_people(loaded: Loaded, near: Sequence[Nearly], key: str, field: str = "") -> None:
    """Whom a criterion keeps out a line each; those of whom it is not known beside one another."""
    known = [one for one in near if not one.unknown]
    for one in known[:MOST]:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            _draw_link(one, key)
            st.caption(escaped(" · ".join(part for part in _about(loaded, one, field) if part)))
    if len(known) > MOST:
        st.caption(word("audience.near.more", people=len(known) - MOST))
    unknown = [one for one in near if one.unknown]
    if unknown:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"near-unknown-{key}"):
            st.caption(word("audience.near.unknown"), width="content")
            for one in unknown[:MOST]:
                _draw_link(one, key)
            if len(unknown) > MOST:
                st.caption(word("audience.near.more", people=len(unknown) - MOST), width="content")


def _draw_link(one: Nearly, key: str) -> None:
    st.button(
        escaped(one.respondent), key=f"near-{key}-{one.respondent}", type="tertiary",
        on_click=partial(put, person=one.respondent, asked=None),
    )  # fmt: skip


def _about(loaded: Loaded, one: Nearly, field: str) -> tuple[str, ...]:
    """Who, the wave, and what the profile says that does not do; what was answered where `field` is none."""
    line = line_for(one.respondent, one.wave, loaded.workspace)
    value = value_told(field, one.value, one.respondent, one.wave, loaded) if field else one.value
    return (line, one.wave, "" if value in line else _named(field, value) if field else value)


def _named(field: str, value: str) -> str:
    """A value with what it is of: a bare number tells nothing."""
    language = page_language()
    return say(language, "outline.criterion", field=say(language, f"outline.field.{field}"), values=value)


def _prefer(study: str, number: int, criterion: Criterion) -> None:
    """Prefer what was required, and judge again."""

    def edit(outline: Outline) -> Outline:
        return with_criteria(
            outline, [replace(one, required=False) if one == criterion else one for one in outline.criteria]
        )

    attempt(NEAR, partial(change_rule, edit=edit, number=number), study, then=lambda: None)
