"""Files of both specimen reports, written once a session; LibreOffice where there is one."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from specimen import specimen

from corpus.records import Language
from exports.word import Links, write_word


@pytest.fixture(scope="session", params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> Language:
    """Both languages in turn."""
    chosen: Language = request.param
    return chosen


@pytest.fixture(scope="session")
def written() -> dict[Language, bytes]:
    """The specimen's Word file in both languages."""
    return {name: write_word(specimen(name), links=Links("https://quipu.example")) for name in ("zh", "en")}


@pytest.fixture(scope="session")
def resaved(written: dict[Language, bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[Language, bytes]:
    """The same files after LibreOffice opened and saved them; skipped without LibreOffice, never in CI."""
    office = shutil.which("soffice")
    if not office:
        if os.environ.get("CI"):
            pytest.fail("soffice is missing in CI: the round trip is not tested")
        pytest.skip("soffice is not installed: the round trip through LibreOffice is not tested")
    folder = tmp_path_factory.mktemp("resaved")
    for name, data in written.items():
        (folder / f"{name}.docx").write_bytes(data)
    _convert(office, folder)
    return {name: (folder / "out" / f"{name}.docx").read_bytes() for name in written}


def _convert(office: str, folder: Path) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    target = ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out")]
    files = [str(path) for path in folder.glob("*.docx")]
    subprocess.run([office, "--headless", profile, *target, *files], check=True, capture_output=True, timeout=180)
