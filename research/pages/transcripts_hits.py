"""What a search found, a page of cards at a time: the words in their context, why they were found, and whose they are."""

import re
from collections.abc import Sequence

import streamlit as st

from corpus.language import language_of
from corpus.records import QUOTABLE, Consent, Span
from corpus.viewer import Viewer
from index.manifest import current
from research.filters import Filters
from research.finding import MOST, Found, chances, find
from research.marking import unsaid
from research.matching import MATCHED, SURE
from research.pages.escaping import escaped
from research.pages.frame import word
from research.pages.remembered import searcher
from research.pages.transcript import around, draw_turns, highlighted
from research.pages.transcripts_address import open_interview, paged
from research.pages.transcripts_filters import within_asked
from research.pages.transcripts_nothing import draw_nobody, draw_nothing
from research.pages.transcripts_search import Asked
from research.pages.who import line_for
from research.why_found import Why, why_found
from research.workspace import Workspace

SIZE = 10
"""Hits on a page."""

SHOWN = 320
"""Characters of an answer a card shows."""

_HALF = re.compile(r"[A-Za-z0-9'’]+")


def draw_hits(asked: Asked, workspace: Workspace) -> None:
    """What the search found. Raises IndexTrouble where the index cannot answer."""
    if asked.filters and not within_asked(asked.filters, workspace).exchanges:
        draw_nobody(asked.filters, workspace)
        return
    with st.spinner(word("transcripts.searching")):
        found = _found(asked.text, asked.filters, *_state(workspace), _workspace=workspace)
    if not found:
        draw_nothing(asked, workspace, elsewhere=lambda: _elsewhere(asked, workspace))
        return
    said = sum(one.said for one in found)
    _draw_head(found, asked, said)
    cards = st.container(key="hits")
    page = paged(len(found), size=SIZE, key="hit-pages")
    with cards:
        shown = found[page]
        whys = _whys(asked.text, asked.filters, page.start, *_state(workspace), _all=found, _workspace=workspace)
        answering = _chances(
            asked.text, asked.filters, page.start, *_state(workspace), _all=found, _workspace=workspace
        )
        agreed = workspace.corpus.consents({one.interview.id for one in shown})
        for at, (one, why, chance) in enumerate(zip(shown, whys, answering, strict=True)):
            if said and not one.said and (at == 0 or shown[at - 1].said):
                st.caption(word("transcripts.near"))
            _draw_card(one, why, chance, agreed[one.interview.id], workspace)


def _draw_head(found: Sequence[Found], asked: Asked, said: int) -> None:
    """How many of what is listed say the words, and which words nobody said."""
    # Not how many there are: the search lists the closest and leaves the rest.
    none = "transcripts.found_near_within" if asked.filters else "transcripts.found_near"
    told = [word("transcripts.found_said", said=said) if said else word(none)]
    words = [one.interview.words(span) for one in found for span in one.marked]
    missing = unsaid(asked.text, words, language_of(asked.text)) if said else ()
    if missing:
        told.append(word("transcripts.unsaid", words=[escaped(each) for each in missing]))
    if len(found) == MOST:
        told.append(word("transcripts.found_most", most=MOST))
    with st.container(key="told"):
        st.caption("  \n".join(told))


def _state(workspace: Workspace) -> tuple[str, str, int, Viewer]:
    """What a search's result stands on beside its words: as long as it is the same, so is the result."""
    settings = workspace.settings
    return settings.database, str(current(settings.index)), workspace.corpus.stamp(), workspace.viewer


@st.cache_resource(max_entries=12, show_spinner=False)
def _found(
    text: str, filters: Filters, database: str, index: str, stamp: int, viewer: Viewer, *, _workspace: Workspace
) -> tuple[Found, ...]:
    opened = searcher(_workspace)
    among = within_asked(filters, _workspace).among(opened) if filters else None
    return find(opened, _workspace.corpus, text, among=among)


@st.cache_resource(max_entries=60, show_spinner=False)
def _whys(
    text: str, filters: Filters, first: int, database: str, index: str, stamp: int, viewer: Viewer, *,
    _all: Sequence[Found], _workspace: Workspace,
) -> tuple[Why, ...]:  # fmt: skip
    shown = _all[first : first + SIZE]
    others = [*_all[:first], *_all[first + SIZE :]]
    return why_found(shown, text, searcher(_workspace).encode, others=others)


@st.cache_resource(max_entries=60, show_spinner=False)
def _chances(
    text: str, filters: Filters, first: int, database: str, index: str, stamp: int, viewer: Viewer, *,
    _all: Sequence[Found], _workspace: Workspace,
) -> tuple[float | None, ...]:  # fmt: skip
    return chances(searcher(_workspace), _all[first : first + SIZE], text)


def _elsewhere(asked: Asked, workspace: Workspace) -> int:
    """How many places there would be without the filters."""
    return len(_found(asked.text, (), *_state(workspace), _workspace=workspace))


def _draw_card(found: Found, why: Why, chance: float | None, consent: Consent, workspace: Workspace) -> None:
    """The question as asked, the answer with what was found marked, why, whose it is, and what stands around it."""
    interview, exchange = found.interview, found.exchange
    kept = "" if consent in QUOTABLE else word("transcripts.unquotable")
    about = (interview.respondent, interview.wave, line_for(interview.respondent, interview.wave, workspace), kept)
    with st.container(key=f"hit-{exchange.id}"):
        asked = highlighted(interview.text, exchange.question, found.marked, masked=interview.masked)
        st.markdown(f":gray[{asked}]  \n{_answer(found, why)}")
        with st.container(key=f"why-{exchange.id}"):
            st.markdown(_because(found, why, chance))
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.caption(escaped(" · ".join(part for part in about if part)))
            st.button(
                word("transcripts.read"), key=f"read-{exchange.id}", type="tertiary", on_click=open_interview,
                args=(interview.id, interview.version, *_place(found, why)),
            )  # fmt: skip
        _draw_around(found, why)


def _draw_around(found: Found, why: Why) -> None:
    """The turns before and after, drawn only when they are asked for."""
    exchange = found.exchange
    folded = st.expander(word("transcripts.around"), key=f"around-{exchange.id}", on_change="rerun")
    if folded.open:
        with folded:
            spans = (exchange.question, *exchange.answer)
            turns = around(found.interview, spans)
            draw_turns(found.interview, turns, found.marked, cited=spans, lined=_lined(why), key=f"turns-{exchange.id}")


def _place(found: Found, why: Why) -> Span:
    """The words a transcript opens at: the nearest clause, else the first words of the search in the answer, else the answer."""
    whole = (found.exchange.answer[0][0], found.exchange.answer[-1][1])
    return why.nearest or next((span for span in found.marked if whole[0] <= span[0] < whole[1]), whole)


def _because(found: Found, why: Why, chance: float | None) -> str:
    """Why it was found, in one small line; and whether it looks like an answer to what was asked."""
    told = [f"{_likely(chance)}:gray-badge[{word(f'transcripts.by_{why.by}')}]"]
    if why.words:
        told.append(word("transcripts.shared", words=[escaped(each) for each in why.words]))
    near = [part for part in found.near if part == "asked" or not why.nearest]
    near_by = [word(f"transcripts.near_{part}") for part in near]
    near_by += [word("transcripts.near_clause")] if why.nearest else []
    if near_by:
        told.append(word("transcripts.alike", parts=near_by))
    if why.also:
        related = dict.fromkeys(found.interview.words(span) for span in why.also)
        told.append(word("transcripts.related", words=[escaped(each) for each in related]))
    return f":small[:gray[{' · '.join(told)}]]"


def _likely(chance: float | None) -> str:
    if chance is None or chance < MATCHED:
        return ""
    return (
        f":green-badge[{word('transcripts.likely')}] "
        if chance >= SURE
        else f":gray-badge[{word('transcripts.maybe')}] "
    )


def _answer(found: Found, why: Why) -> str:
    """The answer's words around those that are marked; the rest behind dots. What is nearest is always shown."""
    parts, left, awaited = [], SHOWN, why.nearest
    for span in found.exchange.answer:
        if left <= 0:
            break
        room = left if awaited is None or _in(awaited, span) else left // 2
        cut = _at_words(_window(span, found.marked, awaited, room), span, found.interview.text)
        awaited = None if awaited and _in(awaited, span) else awaited
        dots = ("… " if cut[0] > span[0] else "", " …" if cut[1] < span[1] else "")
        words = highlighted(
            found.interview.text, cut, found.marked, masked=found.interview.masked, lined=_lined(why), faint=why.also
        )
        parts.append(dots[0] + words + dots[1])
        left -= cut[1] - cut[0]
    return "  \n".join(parts)


def _lined(why: Why) -> tuple[Span, ...]:
    return (why.nearest,) if why.nearest else ()


def _in(part: Span, span: Span) -> bool:
    return span[0] <= part[0] < span[1]


def _window(span: Span, marked: tuple[Span, ...], nearest: Span | None, length: int) -> Span:
    """At most `length` characters of `span`, with its first marked word in them, and before all what is nearest."""
    anchors = [each for each in (*marked, *([nearest] if nearest else [])) if _in(each, span)]
    first = min((start for start, _ in anchors), default=span[0])
    if nearest and _in(nearest, span) and nearest[1] - first > length * 2 // 3:
        first = nearest[0]
    start = span[0] if first - span[0] < length // 3 else first - length // 3
    return start, min(start + length, span[1])


def _at_words(cut: Span, span: Span, text: str) -> Span:
    """The cut without the half of a Latin word at either end."""
    start, end = cut
    if start > span[0] and (half := _HALF.match(text, start)) and _HALF.match(text, start - 1):
        start = half.end()
    while end < span[1] and end > start and _HALF.match(text, end) and _HALF.match(text, end - 1):
        end -= 1
    return min(start, end), end
