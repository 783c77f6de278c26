"""The address of the transcripts screen: what is searched, which interview is open, and where in it."""

from collections.abc import Sequence

import streamlit as st

from corpus.records import Span
from research.pages.frame import page_language

PLACE = (
    "interview",
    "version",
    "start",
    "end",
    "report",
    "text",
    "part",
    "correct",
    "turn",
    "wrong",
    "right",
    "where",
    "loose",
)
"""What names one interview and the words in it; the rest names the search it was found by."""


def put(**values: str | None) -> None:
    """Write values into the address; None and "" take theirs out. For callbacks: the next run reads them.

    All at once: each write is a step of the browser's history, and "back" must not stop between two of them.
    """
    stays = {name: value for name, value in st.query_params.items() if name not in values}
    st.query_params.from_dict(stays | {name: value for name, value in values.items() if value})


def number(name: str) -> int | None:
    """A whole number of the address; None where it is missing or none."""
    asked = st.query_params.get(name, "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None


def open_interview(interview: str, version: int, start: int | None = None, end: int | None = None) -> None:
    """Open an interview, at the words named; the search stays in the address, for the way back."""
    place = {"start": start, "end": end} if start is not None and end is not None else {}
    put(interview=interview, version=str(version), **{name: str(at) for name, at in place.items()})


def link_to(interview: str, version: int | None = None, *, label: str, spans: Sequence[Span] = ()) -> None:
    """Draw a link to an interview, at the words named. Unlike a button's, its way back leads to where it was pressed."""
    place = {"start": min(start for start, _ in spans), "end": max(end for _, end in spans)} if spans else {}
    asked = {"interview": interview, **({"version": version} if version else {}), **place}
    st.page_link(
        "research/pages/transcripts.py", label=label, icon=":material/article:",
        query_params={"lang": page_language(), **{name: str(value) for name, value in asked.items()}},
    )  # fmt: skip


def close_interview() -> None:
    """Go back to the search or the list."""
    put(**dict.fromkeys(PLACE, None))


def paged(count: int, *, size: int, key: str, name: str = "page", first: int = 1) -> slice:
    """Draw the page numbers where there are several pages, and give the slice of the page the address names.

    first   the page shown where the address names none
    """
    pages = max(1, -(-count // size))
    page = min(max(1, number(name) or first), pages)
    if pages > 1:
        own = f"{key}-{page}"  # the address decides, not what this tab last had: each page's numbers are a new widget

        def turn() -> None:
            put(**{name: str(st.session_state[own])})

        st.pagination(pages, default=page, key=own, on_change=turn)
    return slice((page - 1) * size, page * size)


def one_of(name: str, allowed: Sequence[str]) -> str | None:
    """A value of the address where it is one that is allowed."""
    asked = st.query_params.get(name)
    return asked if asked in allowed else None
