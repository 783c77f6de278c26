"""How a model reads: on which device, in which precision, how many texts at once; and what of it was measured here.

What was measured is kept beside the index, by model and machine, so that nothing is measured twice.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, get_args

Device = Literal["cpu", "cuda", "mps"]
Precision = Literal["float32", "bfloat16", "float16"]
PRECISIONS: tuple[Precision, ...] = get_args(Precision)

BATCH = 16
"""Texts the processor reads at once, of about one length: more of them are padded to the longest (benchmarks.encoding)."""
KEPT = "encoding.json"
"""The file beside the index that keeps what was measured."""
GPU_BATCH = 32
"""Texts a graphics card reads at once until it has been measured: sentence-transformers' own."""


@dataclass(frozen=True)
class Way:
    """batch  texts at once, of about one length
    rate   texts a second of the device's time, as measured on the corpus; None where nothing was measured
    """

    device: Device
    precision: Precision
    batch: int
    rate: float | None = None


def best_device() -> Device:
    """The graphics card where torch sees one, else the processor."""
    import torch

    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def precisions(device: Device) -> tuple[Precision, ...]:
    """What the device multiplies in without imitating it, float32 first."""
    import torch

    if device == "cuda":
        return ("float32", "bfloat16" if torch.cuda.is_bf16_supported(including_emulation=False) else "float16")
    if device == "mps":
        return ("float32", "float16")
    return ("float32", "bfloat16") if _has_bfloat16() else ("float32",)


def _has_bfloat16() -> bool:
    """Whether the processor multiplies in half the bits, which is faster; on one that imitates it, it is much slower."""
    import torch

    found = torch.cpu.get_capabilities()  # and not what oneDNN supports: it imitates it on any AVX-512
    return any(found.get(name) for name in ("avx512_bf16", "amx_bf16", "bf16"))


def usual_way() -> Way:
    """How a model reads that was not measured here."""
    device = best_device()
    return Way(device, precisions(device)[-1], BATCH if device == "cpu" else GPU_BATCH)


def kept_way(root: Path, encoder: str) -> Way | None:
    """What was measured for the encoder with this id on this machine; None where nothing was, or it cannot be read."""
    said = _all(root).get(_key(encoder))
    try:
        return Way(**said) if isinstance(said, dict) else None
    except TypeError:
        return None


def keep_way(root: Path, encoder: str, way: Way) -> None:
    """Keep what was measured in the file KEPT under `root`."""
    part = root / "encoding.part"
    part.write_text(json.dumps(_all(root) | {_key(encoder): asdict(way)}, ensure_ascii=False), encoding="utf-8")
    os.replace(part, root / KEPT)


def _all(root: Path) -> dict[str, object]:
    try:
        said = json.loads((root / KEPT).read_text(encoding="utf-8"))
    except (OSError, ValueError):  # none yet; or half a file, which is measured again
        return {}
    return said if isinstance(said, dict) else {}


def _key(encoder: str) -> str:
    """A model on a device with so many threads: the worker has fewer than a command."""
    import torch

    device = best_device()
    name = torch.cuda.get_device_name() if device == "cuda" else device
    return f"{encoder} on {name}, {torch.get_num_threads()} threads, torch {torch.__version__}"
