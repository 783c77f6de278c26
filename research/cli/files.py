"""Files a command reads and writes: briefs in, Word reports out."""

import os
import re
from pathlib import Path

from corpus.disk import check_room, full, is_full
from corpus.errors import BadInput
from research.brief import Brief, read_brief
from research.report import Report
from research.settings import Settings


def brief_of(path: Path) -> Brief:
    """The brief in a file."""
    return read_brief(path.name, read_bytes(path))


def read_bytes(path: Path) -> bytes:
    """A file's content. Raises BadInput where there is none, or none that may be read."""
    if not path.exists():
        raise BadInput("no_such_path", path=str(path))
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput("cannot_read", path=str(path)) from error


def wanted_of(responses: str | None) -> int | None:
    """How many people are wanted, None where it is not said. Raises BadInput unless it is a whole number from 1 on."""
    if responses is None:
        return None
    if not re.fullmatch(r"0*[1-9]\d{0,8}", responses.strip(), re.ASCII):
        raise BadInput("bad_responses", value=responses)
    return int(responses)


def check_out(out: Path | None) -> None:
    """Refuse a place nothing can be written to before any work is done."""
    if out is None:
        return
    if out.is_dir():
        raise BadInput("out_exists_not_file", path=str(out))
    if out.suffix.lower() != ".docx":
        raise BadInput("unknown_format_out", suffix=out.suffix or out.name)
    above = next(each for each in out.absolute().parents if each.exists())
    if not above.is_dir() or not os.access(out if out.exists() else above, os.W_OK):
        raise BadInput("cannot_write", path=str(out))


def write_out(report: Report, settings: Settings, out: Path | None) -> Path:
    """Write the Word file, whole or not at all; default: the exports folder. Raises NoRoom, BadInput `cannot_write`."""
    from corpus.uploads import keep_bytes
    from exports.word import Links, write_word

    path = out or settings.exports / f"{report.id}.docx"
    data = write_word(report, links=Links(settings.address))
    check_room(path.parent, len(data))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        keep_bytes(path, data)
    except OSError as error:
        raise full(path.parent) if is_full(error) else BadInput("cannot_write", path=str(path)) from error
    return path.absolute()
