"""Coding the vectors of an index that is large enough for it: the quantisers are trained once, the codes belong to their blocks."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.blocks import KINDS
from index.encoders import Vectors
from index.manifest import Block
from index.meaning import EXACT
from index.quantised import Quantiser
from index.stored import Stored, whole

SAMPLED = 30_000
"""Vectors a quantiser is trained on."""
_TOGETHER = 65_536  # vectors coded at once


def quantiser_file(folder: Path, part: str) -> Path:
    """Where the quantiser of `answers-zh`, `asked-en`, … is kept."""
    return folder / "quantisers" / f"{part}.faiss"


def load_quantiser(folder: Path, part: str) -> Quantiser | None:
    """It, where there is one. Raises IndexTrouble where it is damaged."""
    file = quantiser_file(folder, part)
    return Quantiser.load(file) if file.exists() else None


def quantise(folder: Path, blocks: dict[str, Block], spaces: Sequence[str]) -> None:
    """Code what is not coded yet, where a part holds more than EXACT vectors; a quantiser that is there is used."""
    for space in spaces:
        own = [name for name, block in blocks.items() if block.vectors.get(space)]
        for part in (f"{kind}-{space}" for kind in KINDS):
            stored = {name: Stored.load(folder / part, name) for name in own}
            if sum(len(each.ids) for each in stored.values()) > EXACT:
                _code(folder, part, stored)


def _code(folder: Path, part: str, stored: dict[str, Stored]) -> None:
    quantiser = load_quantiser(folder, part)
    if quantiser is None:
        quantiser = Quantiser.train(_sample(list(stored.values())))
        quantiser_file(folder, part).parent.mkdir(exist_ok=True)
        quantiser.save(quantiser_file(folder, part))
    for name, each in stored.items():
        file = folder / part / f"{name}.codes.npy"
        if not file.exists():
            parts = [each.vectors[at : at + _TOGETHER] for at in range(0, len(each.ids), _TOGETHER)]
            np.save(file, np.concatenate([quantiser.codes(whole(some)) for some in parts]))


def _sample(stored: Sequence[Stored], seed: int = 0) -> Vectors:
    """Some vectors of all blocks, each as likely as another."""
    draw = np.random.default_rng(seed)
    total = sum(len(each.ids) for each in stored)
    share = min(SAMPLED / total, 1.0)
    drawn = [np.flatnonzero(draw.random(len(each.ids)) < share) for each in stored]
    return np.concatenate([whole(each.vectors[rows]) for each, rows in zip(stored, drawn, strict=True)])
