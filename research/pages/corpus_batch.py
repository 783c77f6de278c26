"""One import: how far it is, and what became of each file."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

import streamlit as st

from corpus.batch_rows import Batch
from corpus.consent import without_consent
from corpus.errors import NotFound
from corpus.nearly_same import pairs_to_settle
from corpus.worklist import Entry, entry_of
from research.jobs import Job
from research.pages.acting import act_button
from research.pages.corpus_alike import draw_alike
from research.pages.corpus_entry import draw_entries
from research.pages.corpus_fieldwork import draw_landed
from research.pages.corpus_holdings import draw_behind
from research.pages.corpus_how import draw_how
from research.pages.corpus_import import batches, show_import, start
from research.pages.corpus_kinds import draw_kind
from research.pages.corpus_patterns import draw_patterns, is_staged
from research.pages.corpus_scope import draw_scope
from research.pages.corpus_tabs import draw_pages, draw_tabs, page_of
from research.pages.corpus_undo import draw_undo
from research.pages.escaping import escaped
from research.pages.frame import day, go, tell, word
from research.pages.watching import watch
from research.workspace import Workspace

LONGEST_ID = 40
SIZE = 20
"""Files on a page."""
PLACES = ("needs", "refused", "waiting", "in", "undone")


def draw_batch(asked: str, workspace: Workspace) -> None:
    """The import with this id; an unknown one is said, with the way back."""
    if st.button(word("corpus.back"), key="back", type="tertiary", icon=":material/arrow_back:"):
        go("corpus")
    try:
        batch = batches(workspace).get(asked)
    except NotFound:
        tell(NotFound("no_batch", id=asked[:LONGEST_ID]))
        return
    _draw(batch, workspace)


def _draw(batch: Batch, workspace: Workspace) -> None:
    st.title(word("corpus.batch.title" if batch.files else "corpus.batch.index"), anchor=False)
    st.caption(" · ".join(each for each in (escaped(batch.origin), moment(batch.made_at)) if each))
    job = watch(workspace, "import", batch.id)
    if job is not None and job.live:
        st.caption(word("corpus.mine.running"))  # half a count is a wrong one
        draw_patterns(batch, workspace)  # nobody has to wait for an import to say how the next files are to be read
        return
    _draw_left(batch, job, workspace)
    if job is not None and job.status != "done":
        draw_behind(workspace)
    if batch.fieldwork:
        draw_landed(batch.fieldwork, workspace)
    if batch.files:
        _draw_counts(batch, workspace)
        _draw_files(batch, workspace)
    elif job is not None and job.status == "done":
        st.markdown(word("corpus.index.done"))


def _draw_files(batch: Batch, workspace: Workspace) -> None:
    """What became of each file, by what is to be done about it."""
    entries = [entry_of(file) for file in batch.files if file.status != "dismissed"]
    counts = {place: sum(each.place == place for each in entries) for place in PLACES}
    pairs = pairs_to_settle(workspace.engine, workspace.viewer, among=_interviews(batch))
    counts["needs"] += len(pairs)
    show = draw_tabs({place: count for place, count in counts.items() if count}, order=PLACES)
    mine = [each for each in entries if each.place == show]
    if show == "needs":
        draw_patterns(batch, workspace)
        draw_alike(pairs, workspace)
        staged = {file.number for file in batch.files if is_staged(file)}
        _draw_kinds(batch, [each for each in mine if each.number not in staged], workspace)
    else:
        if show == "in":
            draw_how([each for entry in mine for each in entry.interviews], workspace)
        at = page_of(len(mine), SIZE)
        draw_entries(mine[at * SIZE : (at + 1) * SIZE], workspace)
        draw_pages(len(mine), SIZE)


def _draw_kinds(batch: Batch, entries: Sequence[Entry], workspace: Workspace) -> None:
    """Page by page, and on each page kind by kind."""
    at = page_of(len(entries), SIZE)
    kinds = Counter(_reason(each) for each in entries)
    page = sorted(entries, key=lambda each: (-kinds[_reason(each)], _reason(each), each.name))[
        at * SIZE : (at + 1) * SIZE
    ]
    for reason in dict.fromkeys(_reason(each) for each in page):
        numbers = [each.number for each in entries if _reason(each) == reason]
        with st.container(key=f"kind-{reason}"):
            mine = [each for each in page if _reason(each) == reason]
            draw_kind(reason, len(numbers), mine, partial(_retry, batch, numbers, workspace), workspace)
    draw_pages(len(entries), SIZE)


def _reason(entry: Entry) -> str:
    return entry.refusal.key if entry.refusal else ""


def _retry(batch: Batch, numbers: Sequence[int], workspace: Workspace, wave: str | None) -> list[str]:
    batches(workspace).retry(batch.id, numbers, wave=wave)
    return [batch.id]


def _interviews(batch: Batch) -> list[str]:
    return [each for file in batch.files for each in file.interviews]


def _draw_counts(batch: Batch, workspace: Workspace) -> None:
    """What an import brought, and what can be done with all of it at once."""
    lines = _counted(batch)
    silent = without_consent(workspace.engine, workspace.viewer, _interviews(batch))
    if silent:
        lines.append(word("batches.scope.lacking", n=silent))
    with st.container(key="counts"):
        st.markdown("  \n".join(lines))
        with st.container(horizontal=True, key="whole"):
            draw_scope(_interviews(batch), workspace)
            draw_undo(batch, workspace)


def _counted(batch: Batch) -> list[str]:
    """The lines an import is for: interviews that came in, rows of people, and files that brought nothing new."""
    lines: list[str] = []
    bringing = [file for file in batch.files if file.interviews]
    people = sum(file.people for file in batch.files)
    known, copies = batch.counts.get("known", 0), sum(len(file.also) for file in batch.files)
    if bringing:
        interviews = sum(len(file.interviews) for file in bringing)
        lines.append(word("corpus.mine.came", files=len(bringing), interviews=interviews))
    if people:
        lines.append(word("corpus.mine.described", people=people))
    if undone := batch.counts.get("undone", 0):
        lines.append(word("batches.undo.done", n=undone))
    if not lines:
        lines.append(word("corpus.mine.none"))
    if known:
        lines.append(word("corpus.mine.known", n=known))
    if copies:
        lines.append(word("corpus.batch.copies", n=copies))
    return lines


def _draw_left(batch: Batch, job: Job | None, workspace: Workspace) -> None:
    """Files that wait and nobody was asked to bring in: whoever let them wait did not come so far."""
    waiting = batch.counts.get("waiting", 0)
    asked = job is not None and (job.status != "done" or not waiting)
    if asked:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="left"):
        if waiting:
            st.markdown(word("corpus.batch.left", n=waiting), width="stretch")
        act_button(
            word("corpus.batch.go_on"),
            lambda: start(batch.id, workspace),
            key="go-on",
            then=show_import,
            type="primary",
        )


def draw_under_way(workspace: Workspace) -> bool:
    """The way to imports that wait or run, whoever asked for them and in whatever tab; whether there is one."""
    live = [job for job in workspace.jobs.live() if job.kind == "import"]
    for job in live:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"under-way-{job.id}"):
            st.markdown(word("corpus.under_way"), width="stretch")
            if st.button(word("corpus.see"), key=f"see-{job.subject}"):
                go("corpus", batch=job.subject)
    return bool(live)


def moment(at: datetime) -> str:
    """Day and time of day where the reader is; the records are in UTC."""
    local = at.replace(tzinfo=UTC).astimezone(ZoneInfo(st.context.timezone or "UTC"))
    return word("corpus.moment", day=day(local), time=f"{local:%H:%M}")
