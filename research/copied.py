"""Words somebody copied from an interview into a text of their own: found again by long runs that are the same."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from corpus.records import Span

RUN = {"zh": 8, "en": 24}
"""Characters in a row, without blanks and punctuation, that are no coincidence in a text of that script."""

INSTEAD = "[…]"
_HAN = re.compile(r"[㐀-鿿]")


class Copied:
    """Finds what was copied from some interviews."""

    def __init__(self, texts: Iterable[str]) -> None:
        bare = [_bare(text)[0] for text in texts]
        self._runs = {
            size: {one[at : at + size] for one in bare for at in range(len(one) - size + 1)} for size in RUN.values()
        }

    def without(self, text: str) -> str:
        """`text` with every copied run taken out."""
        for start, end in reversed(list(self.found(text))):
            text = text[:start] + INSTEAD + text[end:]
        return text

    def found(self, text: str) -> Iterator[Span]:
        """The copied runs of `text`, in order."""
        bare, places = _bare(text)
        size = RUN["zh" if _HAN.search(bare) else "en"]
        at = 0
        while at + size <= len(bare):
            if bare[at : at + size] not in self._runs[size]:
                at += 1
                continue
            end = at + size
            while end < len(bare) and bare[end - size + 1 : end + 1] in self._runs[size]:
                end += 1
            yield places[at], places[end - 1] + 1
            at = end

    def without_any(self, value: Any) -> Any:
        """A JSON value with every copied run taken out of its texts."""
        if isinstance(value, str):
            return self.without(value)
        if isinstance(value, Mapping):
            return {name: self.without_any(each) for name, each in value.items()}
        return [self.without_any(each) for each in value] if isinstance(value, list) else value


def _bare(text: str) -> tuple[str, list[int]]:
    """Letters and digits of a text in lower case, and where each stands in it."""
    places = [at for at, sign in enumerate(text) if sign.isalnum()]
    return "".join(text[at].lower()[:1] for at in places), places
