"""The workspace served to a real browser: for page times, for scenarios, for the pictures in README."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from research.settings import PROJECT

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE = 90  # seconds until the server must answer; a cold start reads its packages from disk


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served(home: Path, folder: Path = PROJECT, *, by: str = "streamlit") -> Iterator[str]:
    """The address of app.py, served from `folder` on the workspace in `home`, without a worker.

    by  the module that serves it, run as `streamlit` is
    """
    port = free_port()
    with _running([by, "run", str(PROJECT / "app.py"), "--server.port", str(port)], home, folder, port) as address:
        yield address


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """The address of the workspace in `home` with its worker beside it, as `make run` serves it."""
    port = free_port()
    with _running(["research", "serve", "--server.port", str(port)], home, PROJECT, port) as address:
        yield address


@contextmanager
def _running(module: list[str], home: Path, folder: Path, port: int) -> Iterator[str]:
    command = [sys.executable, "-m", *module]
    with (home / "served.log").open("wb") as log:
        server = subprocess.Popen(
            command, cwd=folder, env={**os.environ, "QUIPU_HOME": str(home)}, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            _wait(f"http://127.0.0.1:{port}/_stcore/health", server)
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()
            server.wait(30)


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            if server.poll() is not None:
                break
            time.sleep(0.2)  # polling a process that is starting; nothing tells when it is ready
    raise RuntimeError(f"the workspace did not start: {address}")


@contextmanager
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        try:
            yield opened
        finally:
            opened.close()
