"""Every text read once: within it encoders give a text the same numbers ever after, so that nobody waits for them or has others."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from index.encoders import FittedEncoder, SentenceEncoder, Vectors

READINGS = ((SentenceEncoder, "encode"), (SentenceEncoder, "encode_queries"), (FittedEncoder, "encode"))
"""How encoders read answers and questions."""
Kept = dict[tuple[str, str], Any]
"""(encoder id, text) → its vector, float32, shape (dims,)."""


@contextmanager
def reading_once() -> Iterator[None]:
    """What any encoder has read, it gives again without reading; one fitted on the same texts is not fitted again."""
    readings, fit = [(kind, name, getattr(kind, name)) for kind, name in READINGS], FittedEncoder.fit
    kept: dict[str, Kept] = {name: {} for _, name in READINGS}
    fitted: dict[tuple[str, ...], FittedEncoder] = {}

    def fit_once(texts: Sequence[str]) -> FittedEncoder:
        found = fitted[tuple(texts)] = fitted.get(tuple(texts)) or fit(texts)
        return found

    try:
        for kind, name, read in readings:
            setattr(kind, name, _once(read, kept[name]))
        setattr(FittedEncoder, "fit", fit_once)  # noqa: B010
        yield
    finally:
        for kind, name, read in readings:
            setattr(kind, name, read)
        setattr(FittedEncoder, "fit", fit)  # noqa: B010


def _once(encode: Any, kept: Kept) -> Any:
    def again(self: Any, texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if (self.id, text) not in kept]
        if new or not len(texts):
            read = encode(self, new)
            kept.update({(self.id, text): vector for text, vector in zip(new, read, strict=True)})
        return np.stack([kept[self.id, text] for text in texts]) if len(texts) else read

    return again
