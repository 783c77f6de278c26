"""What all tests share: no network, no model of the developer's, no workspace of the developer's."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from corpus.taking import FileResult
    from research.report import Report
    from research.workspace import Workspace

pytest_plugins = ("tests.tiny", "tests.edited_reports")

# Before anything imports the encoders' libraries: they read these once.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"
if "PYTEST_XDIST_WORKER" in os.environ:  # each core has its tests: threads of theirs would only wait for one another
    os.environ.setdefault("OMP_NUM_THREADS", "1")

# Generated input is the same in every run: a test that fails fails again. To look further, with input of one's own:
# pytest --hypothesis-profile=free --hypothesis-seed=7
settings.register_profile("repeatable", derandomize=True)
settings.register_profile("free", derandomize=False, database=None, deadline=None)
settings.load_profile("repeatable")

_NOT_IN_TESTS = ("OPENAI_API_KEY", "OPENAI_BASE_URL", "QUIPU_ENCODER")


LONGEST = (
    "test_sample_corpus.py", "test_workspace.py", "test_reports_page.py", "test_worker.py", "test_mending.py",
    "test_coverage.py", "test_ahead.py", "test_withdraw_chain.py", "test_importing.py", "test_serving.py",
)  # fmt: skip
"""Files that take half a minute and more, though some have few tests."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first: where tests run on several cores, they must not be those that all others wait for."""
    places = {name: at for at, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.name, len(places)))


@pytest.fixture(scope="session", autouse=True)
def quipu_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A run-time folder of the session's own; nothing a test does reaches the developer's workspace or model."""
    home = str(tmp_path_factory.mktemp("home"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUIPU_HOME", home)
        for name in _NOT_IN_TESTS:
            patch.delenv(name, raising=False)
        yield home


@dataclass(frozen=True)
class Sample:
    """The sample corpus brought in, and the reports of both sample briefs: "zh" and "en"."""

    space: "Workspace"
    results: "list[FileResult]"
    reports: "dict[str, Report]"
    files: dict[str, Path]


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """The product's own chain on the sample corpus, run once a session (half a minute on two free cores)."""
    from corpus.database import open_database
    from corpus.viewer import LOCAL
    from research.cli import brief_of, bring_in, bring_index, write_out
    from research.settings import SAMPLE, read_settings
    from research.study import run_study
    from research.workspace import Workspace

    settings = read_settings({"QUIPU_HOME": str(tmp_path_factory.mktemp("sample"))})
    space = Workspace(open_database(settings.database), LOCAL, settings)
    results = bring_in(space, [SAMPLE / "respondents_zh.csv", SAMPLE / "respondents_en.csv", SAMPLE / "transcripts"])
    bring_index(space)
    reports = {name: run_study(brief_of(SAMPLE / "briefs" / f"{name}.yaml"), space) for name in ("zh", "en")}
    files = {name: write_out(report, settings, None) for name, report in reports.items()}
    return Sample(space, results, reports, files)
