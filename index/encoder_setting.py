"""What the setting QUIPU_ENCODER says: a model's hub name or folder, and behind a question mark prompts of one's own.

`intfloat/multilingual-e5-small`, `/models/ours`, `/models/ours?query=Question: &passage=Answer: `; a prompt is written as in
an address, so that + and & in it are %2B and %26.
"""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

PROMPTS = ("query", "passage")


@dataclass(frozen=True)
class EncoderSetting:
    """name     hub name, or folder
    query    what stands before a question, passage: before an answer; None: what the model itself declares
    """

    name: str
    query: str | None = None
    passage: str | None = None


def read_encoder(said: str) -> EncoderSetting:
    """The setting read. Raises ValueError where what stands behind the question mark is no list of prompts."""
    name, mark, rest = said.partition("?")
    if not mark or Path(said).is_dir():
        return EncoderSetting(said)
    prompts = dict(parse_qsl(rest, keep_blank_values=True, strict_parsing=True))
    if not name or not prompts or prompts.keys() - set(PROMPTS):
        raise ValueError("prompts are called query and passage")
    return EncoderSetting(name, **prompts)


def settled(said: str) -> str:
    """The setting with a folder's whole path: it then means the same wherever a process was started. Raises ValueError."""
    name = read_encoder(said).name
    folder = Path(name.strip()).expanduser()
    return (str(folder.absolute()) if folder.is_dir() else name.strip()) + said[len(name) :]
