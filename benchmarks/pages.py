"""How long a screen takes from the click until it stands still, in a real browser on a workspace served here.

`python -m benchmarks.pages [--home DIR] [--rounds N] [--while COMMAND]`. Each round opens every screen by its address inside
the open tab, as a link does; the first round warms and is not counted. A screen stands still when the script that draws it
has ended and the browser has painted. `--while` runs a command beside the rounds (an import, a study), to see what pages
cost while the worker is at it.
"""

import argparse
import json
import os
import shlex
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
from playwright.sync_api import Page

from benchmarks.served import browser, served
from corpus.database import open_database
from corpus.viewer import LOCAL
from research.settings import read_settings
from research.workspace import Workspace

PATIENCE = 120  # seconds until any screen must stand still

# Resolves with the milliseconds from the change of address until the script has ended and two frames were painted. A quick
# script's begin and end may reach the page in one piece: then the heading of another screen shows that it ran.
OPENED = """
(address) => new Promise((resolve, reject) => {
  setTimeout(() => reject(new Error('not drawn: ' + address)), 20000);
  const began = performance.now();
  const app = document.querySelector('[data-testid=stApp]');
  const heading = () => app.querySelector('h1')?.textContent;
  const before = heading();
  let ran = false;
  const painted = (then) => requestAnimationFrame(() => requestAnimationFrame(then));
  const seen = (changes) => {
    const state = app.dataset.testScriptState;
    ran ||= state === 'running' || changes.some((each) => each.oldValue === 'running') || ![before, undefined].includes(heading());
    if (ran && state === 'notRunning') { look.disconnect(); painted(() => resolve(performance.now() - began)); }
  };
  const look = new MutationObserver(seen);
  look.observe(app, {
    attributes: true, attributeOldValue: true, attributeFilter: ['data-test-script-state'], childList: true, subtree: true,
  });
  window.history.pushState({}, '', address);
  window.dispatchEvent(new PopStateEvent('popstate', {state: {}}));
})
"""


def screens(workspace: Workspace) -> dict[str, str]:
    """Screen → its address: all of them, on the newest report of the workspace and its study."""
    report = workspace.studies.report_lines()[0]
    interview = workspace.corpus.interviews()[0].id
    steps = {
        f"study: {step}": f"/study?study={report.study}&step={step}"
        for step in ("brief", "outline", "responses", "report")
    }
    return {
        "home": "/", "reports": "/reports", "a report": f"/reports?report={report.id}", "transcripts": "/transcripts",
        "a transcript": f"/transcripts?interview={interview}", "corpus": "/corpus", **steps,
    }  # fmt: skip


def timed(page: Page, addresses: dict[str, str], rounds: int) -> dict[str, list[float]]:
    """Screen → seconds of each counted round."""
    taken: dict[str, list[float]] = {name: [] for name in addresses}
    for at in range(rounds + 1):
        for name, address in addresses.items():
            page.evaluate(OPENED, _elsewhere(page.url, address))  # only going to another screen draws it
            seconds = float(page.evaluate(OPENED, address)) / 1000
            if at:
                taken[name].append(seconds)
    return taken


def _elsewhere(here: str, there: str) -> str:
    """A screen that is neither the one shown nor the one to be timed."""
    taken = {urlsplit(each).path for each in (here, there)}
    return next(path for path in ("/", "/corpus", "/reports") if path not in taken)


def first_page(page: Page, address: str) -> float:
    """Seconds from an empty tab to the first screen standing still, the browser's own loading included."""
    began = time.monotonic()
    page.goto(address)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=PATIENCE * 1000)
    page.get_by_role("heading", level=1).first.wait_for(timeout=PATIENCE * 1000)
    return time.monotonic() - began


def main() -> int:
    """Print a line a screen, p50 and p95 over all, and the JSON line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("--home", type=Path, help="an existing workspace; default: QUIPU_HOME")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--while", dest="beside", help="a command to run beside the rounds")
    chosen = parser.parse_args()
    settings = read_settings({**os.environ, **({"QUIPU_HOME": str(chosen.home)} if chosen.home else {})})
    addresses = screens(Workspace(open_database(settings.database), LOCAL, settings))
    with served(settings.home) as address, browser() as opened:
        page = opened.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(PATIENCE * 1000)
        cold, warm = first_page(page, address), first_page(page, address)
        beside = subprocess.Popen(shlex.split(chosen.beside)) if chosen.beside else None
        taken = timed(page, addresses, chosen.rounds)
        if beside is not None:
            beside.terminate()
    report(taken, cold, warm)
    return 0


def report(taken: dict[str, list[float]], cold: float, warm: float) -> None:
    """Say it to a person, then to a program."""
    every = [seconds for one in taken.values() for seconds in one]
    for name, seconds in taken.items():
        print(f"{name:18} p50 {np.percentile(seconds, 50):.2f} s  p95 {np.percentile(seconds, 95):.2f} s")
    p95 = {name: round(float(np.percentile(seconds, 95)), 3) for name, seconds in taken.items()}
    total = round(float(np.percentile(every, 95)), 3)
    print(f"{'all':18} p50 {np.percentile(every, 50):.2f} s  p95 {total:.2f} s")
    print(f"first page: {cold:.2f} s on a server just started, {warm:.2f} s when it is warm")
    print(json.dumps({"p95": total, "first": round(cold, 2), "first_warm": round(warm, 2), "screens": p95}))


if __name__ == "__main__":
    sys.exit(main())
