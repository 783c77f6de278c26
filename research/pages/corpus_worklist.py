"""The worklist across all imports: what needs somebody, what is refused, what is in."""

from collections.abc import Mapping, Sequence

import streamlit as st

from corpus.blank_table import blank_table
from corpus.holdings import Holdings, Incomplete, incomplete_people
from corpus.nearly_same import Pair, pairs_to_settle
from corpus.unnamed import Unnamed, unnamed_interviews
from corpus.worklist import MENDED_BY, Place
from research.pages.acting import act_button
from research.pages.corpus_alike import draw_alike
from research.pages.corpus_entry import draw_entries, worklist
from research.pages.corpus_kinds import draw_kind
from research.pages.corpus_people import draw_unnamed
from research.pages.corpus_tabs import draw_pages, draw_tabs, page_of
from research.pages.escaping import escaped
from research.pages.frame import page_language, word
from research.workspace import Workspace

SIZE = 20
"""Files on a page."""
FEW = 3
"""Files shown of each kind before one kind is asked for."""
PEOPLE = 10
PLACES: tuple[Place, ...] = ("needs", "refused", "in")
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw_worklist(holdings: Holdings, workspace: Workspace) -> None:
    """The three lists as parts of one; nothing where no file was ever brought."""
    counts: dict[str, int] = {place: count for place, count in worklist(workspace).counts().items()}
    pairs = pairs_to_settle(workspace.engine, workspace.viewer)
    if not any(counts.values()) and not pairs:
        return
    st.header(word("corpus.files"), anchor=False)
    unnamed = unnamed_interviews(workspace.engine, workspace.viewer)
    show = draw_tabs(
        {**counts, "needs": counts["needs"] + len(unnamed) + len(pairs) + holdings.incomplete}, order=PLACES
    )
    reason = st.query_params.get("why")
    if show == "needs" and reason not in MENDED_BY:
        _draw_needs(counts, unnamed, pairs, holdings, workspace)
    elif show == "needs" and reason:
        _draw_kind(reason, worklist(workspace).reasons("needs").get(reason, 0), SIZE, workspace)
    else:
        _draw_files("refused" if show == "refused" else "in", counts[show], workspace)


def _draw_needs(
    counts: Mapping[str, int],
    unnamed: Sequence[Unnamed],
    pairs: Sequence[Pair],
    holdings: Holdings,
    workspace: Workspace,
) -> None:
    """What there is in a line, then kind by kind: the same trouble is mended the same way."""
    open_ = {"needs": counts["needs"], "alike": len(pairs), "unnamed": len(unnamed), "people": holdings.incomplete}
    if sum(map(bool, open_.values())) > 1:
        st.markdown(" · ".join(word(f"corpus.open.{name}", n=n) for name, n in open_.items() if n))
    for reason, count in worklist(workspace).reasons("needs").items():
        _draw_kind(reason, count, FEW, workspace)
    draw_alike(pairs, workspace)
    draw_unnamed(unnamed, workspace)
    if holdings.incomplete:
        _draw_people(holdings.incomplete, workspace)
    if not counts["needs"] and not unnamed and not pairs and not holdings.incomplete:
        st.markdown(word("corpus.nothing.needs"))


def _draw_kind(reason: str, count: int, most: int, workspace: Workspace) -> None:
    """Files refused for one reason: a few of them, or page by page."""
    paged, listed = most == SIZE, worklist(workspace)
    at = page_of(count, SIZE) if paged else 0
    entries = listed.files("needs", reason=reason, skip=at * SIZE, most=most)
    with st.container(key=f"kind-{reason}"):
        draw_kind(reason, count, entries, lambda wave: listed.retry(reason, wave=wave), workspace)
        if paged:
            draw_pages(count, SIZE)
            st.button(word("corpus.all_kinds"), key="kinds", type="tertiary", on_click=_choose, args=(None,))
        elif count > most:
            label = word("corpus.all_of_kind", n=count)
            st.button(label, key=f"all-{reason}", type="tertiary", on_click=_choose, args=(reason,))


def _choose(reason: str | None) -> None:
    st.query_params.pop("page", None)
    st.query_params.pop("why", None)
    if reason:
        st.query_params.update({"show": "needs", "why": reason})


def _draw_people(count: int, workspace: Workspace) -> None:
    """People of whom nothing is known or whose words may not be quoted, and the table that mends it."""
    with st.container(key="people"):
        st.subheader(word("corpus.people.heading", n=count), anchor=False)
        st.caption(word("corpus.people.remedy"))
        found = incomplete_people(workspace.engine, workspace.viewer, most=PEOPLE)
        st.markdown("  \n".join(_person(each) for each in found))
        if count > PEOPLE:
            st.caption(word("corpus.people.more", n=count - PEOPLE))
        _draw_table(workspace)


def _person(each: Incomplete) -> str:
    lacking = (("attributes", each.lacks_attributes), ("consent", each.lacks_consent))
    lacks = word("corpus.people.lacks", what=[word(f"corpus.people.{what}") for what, lacks in lacking if lacks])
    return f"{escaped(each.respondent)} :small[:gray[{lacks}]]"


def _draw_table(workspace: Workspace) -> None:
    language = page_language()

    def build() -> bytes:
        found = incomplete_people(workspace.engine, workspace.viewer)
        return blank_table([each.respondent for each in found], language)

    st.download_button(
        word("corpus.people.table"), build, word("corpus.people.file"), SHEET, key="people-table", on_click="ignore"
    )


def _draw_files(place: Place, count: int, workspace: Workspace) -> None:
    if not count:
        st.markdown(word(f"corpus.nothing.{place}"))
        return
    at = page_of(count, SIZE)
    draw_entries(worklist(workspace).files(place, skip=at * SIZE, most=SIZE), workspace)
    draw_pages(count, SIZE)
    if place == "refused" and count > 1:
        act_button(
            word("corpus.leave_all", n=count), lambda: worklist(workspace).dismiss_all(place), key="leave-all",
            type="tertiary",
        )  # fmt: skip
