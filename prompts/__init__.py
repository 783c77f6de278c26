"""Prompts for the language model: one file each, its blanks named in its first line and checked when loaded.

The first line reads `# blanks: schema | data: brief questions`. Blanks after `data:` take untrusted text (a brief,
words of a transcript): it is put between <data> tags that it cannot close.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from string import Template

from corpus.errors import BadInput
from corpus.records import Language

FOLDER = Path(__file__).parent

_HEADER = re.compile(r"# blanks:([\w ]*)(?:\|\s*data:([\w ]*))?\s*")
# The text could otherwise close its own fence, or open one that looks like ours.
_FENCE_INSIDE = re.compile(r"<(?=\s*/?\s*data\b)", re.IGNORECASE)


@dataclass(frozen=True)
class Prompt:
    """A prompt as loaded. `blanks` must all be filled; `data` are those of them that take untrusted text."""

    name: str
    language: Language
    blanks: frozenset[str]
    data: frozenset[str]
    text: str

    @property
    def hash(self) -> str:
        """12 hex digits of the SHA-256 of all that shapes the prompt; stands in the report's appendix."""
        shaped = "\n".join([" ".join(sorted(self.blanks)), " ".join(sorted(self.data)), self.text])
        return hashlib.sha256(shaped.encode()).hexdigest()[:12]

    def fill(self, **values: str) -> str:
        """The prompt with every blank filled; `$` and blanks inside a value stay as they are.

        Raises BadInput `prompt_blank_missing` or `prompt_blank_unknown`, naming the blank.
        """
        for blank in sorted(self.blanks - values.keys()):
            raise BadInput("prompt_blank_missing", prompt=self.name, blank=blank)
        for blank in sorted(values.keys() - self.blanks):
            raise BadInput("prompt_blank_unknown", prompt=self.name, blank=blank)
        shown = {name: fenced(name, value) if name in self.data else value for name, value in values.items()}
        return Template(self.text).substitute(shown)


def fenced(name: str, text: str) -> str:
    """`text` between <data> tags it cannot close: a `<` that begins a data tag inside it becomes `‹`."""
    return f'<data name="{name}">\n{_FENCE_INSIDE.sub("‹", text)}\n</data>'


def load_prompt(name: str, language: Language, folder: Path = FOLDER) -> Prompt:
    """The prompt in `<name>_<language>.txt`.

    Raises BadInput: `prompt_unknown` where there is no such file; `prompt_broken` where its first line does not name
    exactly the blanks of its text (`blank` says which one, empty for an unreadable first line or a stray `$`).
    """
    path = folder / f"{name}_{language}.txt"
    if not name.isidentifier() or not path.is_file():
        raise BadInput("prompt_unknown", prompt=name, language=language)
    first, _, text = path.read_text(encoding="utf-8").partition("\n")
    header = _HEADER.fullmatch(first)
    if header is None or not Template(text).is_valid():
        raise BadInput("prompt_broken", prompt=name, language=language, blank="")
    data = frozenset((header[2] or "").split())
    blanks = data | frozenset(header[1].split())
    for blank in sorted(blanks ^ set(Template(text).get_identifiers())):
        raise BadInput("prompt_broken", prompt=name, language=language, blank=blank)
    return Prompt(name, language, blanks, data, text)
