"""Long work on screen: what it is doing and how far it is, and what can be done where it did not come to its end.

All of it is read from the job's row, so that a reload, a second tab and a shared link show the same.
"""

import math
from datetime import timedelta
from pathlib import Path
from typing import Any

import streamlit as st

from corpus.disk import check_room
from corpus.errors import NoRoom, QuipuError
from research.jobs import NEVER_STOPPED, PHASES, Job, Kind
from research.messages import explain
from research.pages.acting import act_button
from research.pages.escaping import escaped
from research.pages.frame import page_language, word
from research.pages.opening import command
from research.studies import now
from research.workspace import Workspace

STYLE = Path(__file__).with_name("style_jobs.css")

EVERY = 1.5
"""Seconds between two looks at a job that is under way."""
OWN_WORDS: tuple[Kind, ...] = ("withdraw", "index")
"""Kinds whose phases bear the names of others' and do something else."""
SAID_AFTER = timedelta(seconds=3)
"""How long a phase must have gone before its speed says anything."""


def watch(workspace: Workspace, kind: Kind, subject: str) -> Job | None:
    """Draw the newest job of this kind on this subject where it is under way, failed or was cancelled, and return it.

    None where there never was one; one that is done draws nothing. When a live one ends, the whole page runs again.
    """
    job = workspace.jobs.of(kind, subject)
    if job is None or job.status == "done":
        return job
    st.html(STYLE)
    if job.live:
        st.fragment(_draw_live, run_every=EVERY)(workspace, kind, subject, job.phase)
    else:
        _draw_ended(job, workspace)
    return job


def begin_button(label: str, workspace: Workspace, kind: Kind, subject: str, *, key: str, **looks: Any) -> None:
    """A button that asks for work, which the page then watches."""
    act_button(label, lambda: workspace.jobs.ask(kind, subject), key=key, **looks)


def _draw_live(workspace: Workspace, kind: Kind, subject: str, phase: str) -> None:
    """phase: the one in which the rest of the page was drawn. Once an import's files are read, there is more to show."""
    job = workspace.jobs.of(kind, subject)
    if job is None or not job.live or (kind == "import" and job.phase == "index" != phase):
        st.rerun(scope="app")
    alive = workspace.jobs.worker_alive()
    with st.container(key="job-live" if alive else "job-idle"):
        if alive:
            st.markdown(_doing(job))
            st.progress(_fraction(job))
        elif full := _full(workspace):  # a worker that finds no room cannot say that it is there
            st.markdown(full)
        else:
            st.markdown(f"**{word('jobs.no_worker')}**")
            st.markdown(word("jobs.no_worker_remedy"))
            st.code(command(workspace.settings, "work"), language="bash", wrap_lines=True)
        with st.container(horizontal=True, vertical_alignment="center", key="job-foot"):
            st.caption(_aside(job) if alive else word(f"jobs.kept.{kind}"))
            stoppable = not job.stopping and job.kind not in NEVER_STOPPED
            if stoppable:
                act_button(
                    word("jobs.cancel"), lambda: workspace.jobs.cancel(job.id), key=f"cancel-{job.id}", whole=True,
                    type="tertiary",
                )  # fmt: skip


def _full(workspace: Workspace) -> str:
    """That the disk has no room, "" where it has."""
    try:
        check_room(workspace.settings.home)
    except NoRoom as error:
        return escaped(explain(error, page_language()))
    return ""


def _draw_ended(job: Job, workspace: Workspace) -> None:
    """What became of it, and the way to begin again: with what was finished, not from the start."""
    with st.container(key=f"job-{job.status}"):
        st.markdown(f"**{word(f'jobs.{job.status}.{job.kind}')}**")
        st.markdown(_why(job) if job.status == "failed" else word("jobs.stays"))
        label = word("jobs.again" if job.status == "failed" else "jobs.start_again")
        begin_button(
            label, workspace, job.kind, job.subject, key=f"again-{job.id}", type="tertiary", icon=":material/refresh:"
        )


def _why(job: Job) -> str:
    """The trouble and its remedy; that it is not known where the row was written by code that knows other troubles."""
    key, values = job.trouble or ("job_broke_off", {"error": "?"})
    try:
        return escaped(explain(QuipuError(key=key, **values), page_language()))
    except KeyError:
        return escaped(explain(QuipuError("job_broke_off", error=key), page_language()))


def _doing(job: Job) -> str:
    """What it is doing, in words: `Matching · step 2 of 3`, `Reading files · 12 of 87`."""
    if job.stopping:
        return f"**{word('jobs.stopping')}**"
    if job.status == "waiting" or not job.phase:
        return f"**{word('jobs.waiting' if job.status == 'waiting' else 'jobs.starting')}**"
    of = job.kind if job.kind in OWN_WORDS else "phase"
    parts = [f"**{word(f'jobs.{of}.{job.phase}')}**"]
    if job.of:
        parts.append(word("jobs.count", done=job.done, of=job.of))
    elif job.phase in PHASES[job.kind] and len(PHASES[job.kind]) > 2:
        steps = PHASES[job.kind]
        parts.append(word("jobs.steps", step=steps.index(job.phase) + 1, steps=len(steps)))
    return " · ".join(parts)


def _aside(job: Job) -> str:
    """How long it will take where that can be said, else that one need not wait here."""
    at = now()
    left = job.left(at) if job.phase_at and at - job.phase_at >= SAID_AFTER and not job.stopping else None
    return time_left(left) if left is not None else word("jobs.leave")


def time_left(left: timedelta) -> str:
    """A time as one says it: `about 2 minutes left`."""
    minutes = math.ceil(left.total_seconds() / 60)
    if minutes <= 1:
        return word("jobs.left.moment")
    hours = round(minutes / 60)
    return word("jobs.left.minutes", n=minutes) if minutes < 90 else word("jobs.left.hours", n=hours)


def _fraction(job: Job) -> float:
    """How much of the whole is done, 0 … 1: the phases before this one, and its own share."""
    phases = PHASES[job.kind]
    own = job.done / job.of if job.of else 0.0
    before = phases.index(job.phase) if job.phase in phases else 0
    return min((before + own) / len(phases), 1.0)
