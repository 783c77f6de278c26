"""What tests of criteria in words share: made once a session."""

import pytest

from tests.said_people import make_said
from tests.tiny import Home, WordHashes


@pytest.fixture(scope="session")
def said_made(tiny_made: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The tiny corpus with people who said something near to a criterion in words; never changed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.spaces.bundled_encoder", WordHashes)
        return make_said(tiny_made, tmp_path_factory.mktemp("said"))
