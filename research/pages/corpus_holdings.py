"""What the corpus holds at a glance, and whether all of it can be searched."""

import streamlit as st

from corpus.errors import IndexTrouble
from corpus.holdings import Holdings, holdings_of
from corpus.records import Language
from corpus.viewer import may
from index.manifest import current
from research.pages.acting import act_button
from research.pages.corpus_encoder import draw_switch
from research.pages.corpus_import import batches, show_import, start
from research.pages.frame import day, tell, word
from research.pages.opening import command
from research.searchable import Searchable, searchable
from research.workspace import Workspace

WAVES = 8
"""Waves shown one by one; what is older is one sum."""

HEATS = (0.0, 0.25, 0.5, 0.75)
"""Shares of the fullest cell above which a cell is one shade darker."""


def held(workspace: Workspace) -> Holdings:
    """The counts, taken once for each state of the corpus."""
    return _held(workspace.corpus.stamp(), workspace.settings.database, _workspace=workspace)


@st.cache_data(max_entries=20, show_spinner=False)
def _held(stamp: int, database: str, *, _workspace: Workspace) -> Holdings:
    return holdings_of(_workspace.engine, _workspace.viewer)


def draw_holdings(holdings: Holdings, workspace: Workspace) -> None:
    """People, interviews and exchanges; how many in each wave and language; what may be quoted; the index."""
    st.markdown(word(
        "corpus.held", people=holdings.people, interviews=holdings.interviews, exchanges=holdings.exchanges,
    ))  # fmt: skip
    for language in ("zh", "en"):
        _draw_strip(holdings, language)
    _draw_notes(holdings, workspace)


def _draw_strip(holdings: Holdings, language: Language) -> None:
    """A cell a wave, the fuller the darker, newest last."""
    waves = sorted({wave for wave, _ in holdings.by_wave})
    counts = {wave: holdings.by_wave.get((wave, language), 0) for wave in waves}
    if not any(counts.values()):
        return
    earlier, shown = waves[:-WAVES], waves[-WAVES:]
    cells = [(word("corpus.earlier"), sum(counts[wave] for wave in earlier))] if earlier else []
    cells += [(wave, counts[wave]) for wave in shown]
    most = max(holdings.by_wave.get((wave, each), 0) for wave in shown for each in ("zh", "en"))
    with st.container(horizontal=True, gap=None, key=f"strip-{language}"):
        with st.container(key=f"strip-name-{language}", width="content"):
            st.caption(word(f"corpus.language.{language}"))
        for at, (label, count) in enumerate(cells):
            with st.container(key=f"cell-heat{_heat(count, most)}-{language}-{at}", width="content"):
                st.markdown(f"{count:,}  \n:small[{label}]")


def _heat(count: int, most: int) -> int:
    return sum(count > share * most for share in HEATS)


def _draw_notes(holdings: Holdings, workspace: Workspace) -> None:
    quotable = sum(holdings.consents.get(scope, 0) for scope in ("report", "advertising"))
    parts = [word("corpus.consent", quotable=quotable, people=holdings.people)]
    if holdings.newest:
        parts.append(word("corpus.newest", day=day(holdings.newest)))
    state = _state(workspace)
    if state.fresh:
        parts.append(word("corpus.index.fresh"))
    st.caption(" · ".join(parts))
    draw_behind(workspace)


def _state(workspace: Workspace) -> Searchable:
    folder, settings = str(current(workspace.settings.index)), workspace.settings
    return _searchable(workspace.corpus.stamp(), folder, settings.database, settings.encoder, _workspace=workspace)


# Keyed by the index's folder, which never changes once it is the current one. A resource: a trouble cannot be pickled.
@st.cache_resource(max_entries=20, show_spinner=False)
def _searchable(stamp: int, folder: str, database: str, encoder: str | None, *, _workspace: Workspace) -> Searchable:
    return searchable(_workspace)


def draw_behind(workspace: Workspace) -> None:
    """A stale index is never silent: what is missing, and the one thing that helps. Nothing where all can be searched."""
    state = _state(workspace)
    if state.other is not None and state.trouble is None:
        draw_switch(state.other, workspace)
    if state.fresh:
        return
    if state.trouble is not None:
        tell(IndexTrouble(key=state.trouble.key, **state.trouble.values))
        how = [] if state.trouble.key == "encoder_mismatch" else ["--rebuild"]
        st.code(command(workspace.settings, "index", *how), language=None, wrap_lines=True)
        return
    if any(job.kind == "import" for job in workspace.jobs.live()):
        return  # it is being brought up right now, which is said where the import is
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="behind"):
        key = "missing" if state.missing else "gone"
        st.markdown(word(f"corpus.index.{key}", n=state.missing or state.gone), width="stretch")
        if may(workspace.viewer, "import"):
            act_button(
                word("corpus.index.bring_up"), lambda: start(batches(workspace).open_empty().id, workspace),
                key="bring-up", then=show_import,
            )  # fmt: skip
