"""Where a model's files lie on this machine, and a print of them: another print is another space."""

import hashlib
import os
from pathlib import Path

from index.encoder_setting import read_encoder

READ = (".json", ".txt", ".model", ".safetensors", ".bin")
"""Endings of the files a model is made of: its parts, its words, its weights. The card and other forms of it may change."""
OTHER_FORMS = ("onnx", "openvino")
WHOLE = 1 << 20
"""Bytes up to which a file is read whole; of a larger one SAMPLES pieces spread over it: weights differ everywhere."""
SAMPLES, PIECE = 64, 4096


def folder_of(name: str) -> Path | None:
    """The folder of a model: `name` itself, or where the hub's copy is kept; None where there is none here. No network."""
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder
    from huggingface_hub import snapshot_download

    own = os.environ.get(
        "SENTENCE_TRANSFORMERS_HOME"
    )  # where sentence-transformers keeps what it fetches, if not at the hub's
    for repository in (name, f"sentence-transformers/{name}"):
        try:
            return Path(snapshot_download(repository, cache_dir=own, local_files_only=True))
        except (OSError, ValueError):  # not there, or nothing the hub could have
            continue
    return None


def is_here(encoder: str | None) -> bool:
    """Whether the model of a setting is on this machine; the built-in encoders always are."""
    return encoder is None or folder_of(read_encoder(encoder).name) is not None


def print_of(folder: Path) -> str:
    """12 digits that stand for a model's files. Some hundredths of a second, whatever their size."""
    digest = hashlib.sha256()
    for file in sorted(each for each in folder.rglob("*") if _is_read(each.relative_to(folder))):
        if file.is_file():
            digest.update(f"{file.relative_to(folder).as_posix()} {file.stat().st_size}\n".encode())
            _add(file, digest)
    return digest.hexdigest()[:12]


def _is_read(file: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.parts)
    return file.suffix in READ and not hidden and file.parts[0] not in OTHER_FORMS


def _add(file: Path, digest: "hashlib._Hash") -> None:
    size = file.stat().st_size
    with file.open("rb") as opened:
        if size <= WHOLE:
            digest.update(opened.read())
            return
        for at in range(SAMPLES):
            opened.seek(at * (size - PIECE) // (SAMPLES - 1))
            digest.update(opened.read(PIECE))
