"""What all tests share: no network, no model of the developer's, no workspace of the developer's."""

import os
from collections.abc import Iterator

import pytest

# Before anything imports the encoders' libraries: they read these once.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

_NOT_IN_TESTS = ("OPENAI_API_KEY", "OPENAI_BASE_URL", "QUIPU_ENCODER")


@pytest.fixture(scope="session", autouse=True)
def quipu_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A run-time folder of the session's own; nothing a test does reaches the developer's workspace or model."""
    home = str(tmp_path_factory.mktemp("home"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUIPU_HOME", home)
        for name in _NOT_IN_TESTS:
            patch.delenv(name, raising=False)
        yield home
