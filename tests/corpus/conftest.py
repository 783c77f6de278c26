"""A workspace's database and files to bring in, made as small as they can be."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from corpus.batch_rows import BatchFile
from corpus.batches import Batches
from corpus.database import open_database
from corpus.intake import import_files
from corpus.store import Corpus
from corpus.taking import FileResult
from corpus.viewer import LOCAL, Viewer

Bring = Callable[..., list[FileResult]]


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_database(f"sqlite:///{tmp_path / 'quipu.db'}")


@pytest.fixture
def corpus(engine: Engine) -> Corpus:
    return Corpus(engine, LOCAL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "files"
    made.mkdir()
    return made


@pytest.fixture
def bring(engine: Engine, tmp_path: Path, folder: Path) -> Bring:
    """Bring in the folder, or the paths given."""

    def bring(*paths: Path, viewer: Viewer = LOCAL, **options: object) -> list[FileResult]:
        return import_files(paths or [folder], engine=engine, viewer=viewer, lock=tmp_path / "lock", **options)

    return bring


def spoken(*turns: str, who: str = "E01", wave: str | None = "2026-Q1") -> dict[str, object]:
    """An interview as JSON has it; turns alternate between Interviewer and Respondent."""
    labels = ("Interviewer", "Respondent")
    said = [{"speaker": labels[at % 2], "text": text} for at, text in enumerate(turns)]
    return {"respondent": who, "wave": wave, "turns": said}


@pytest.fixture
def write(folder: Path) -> Callable[..., Path]:
    """Write a .jsonl file of interviews, or any other file of text or bytes."""

    def write(name: str, *content: dict[str, object] | str | bytes) -> Path:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content[0], bytes):
            path.write_bytes(content[0])
        elif isinstance(content[0], str):
            path.write_text(content[0], encoding="utf-8")
        else:
            path.write_text("\n".join(json.dumps(one) for one in content), encoding="utf-8")
        return path

    return write


@pytest.fixture
def talk() -> Callable[..., dict[str, object]]:
    """Makes an interview for `write`."""
    return spoken


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Where the bytes of a batch's files are kept."""
    return tmp_path / "uploads"


@pytest.fixture
def batches(engine: Engine, kept: Path) -> Batches:
    return Batches(engine, LOCAL, kept)


@pytest.fixture
def bring_all(batches: Batches, tmp_path: Path) -> Callable[[str], list[BatchFile]]:
    """Bring in all that waits in a batch."""

    def bring(batch: str) -> list[BatchFile]:
        return [batches.bring_in(batch, number, lock=tmp_path / "lock") for number in batches.waiting(batch)]

    return bring
