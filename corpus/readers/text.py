"""Plain text and Markdown: one interview, a speaker's label before each turn."""

from corpus.readers.encoding import text_of
from corpus.readers.labels import Line, transcript_of
from corpus.records import Transcript


def read_text(data: bytes) -> list[Transcript]:
    """The interview in a .txt or .md file. Raises FileRefused `empty_file`, `unknown_encoding`, `no_speakers`."""
    lines = text_of(data).split("\n")
    return [transcript_of([Line(number, text) for number, text in enumerate(lines, 1)])]
