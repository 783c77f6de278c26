"""What a file's name says: whose interview it holds, and of which wave."""

import hashlib
import re
import unicodedata
from datetime import date
from pathlib import Path

from corpus.errors import BadInput, FileRefused
from corpus.readers.fields import respondent_of, waves_in

_ID = re.compile(r"(?:R-)?([A-Za-z]{1,4}[-_]?\d{1,8})(?![A-Za-z0-9])")
# A year alone behind capitals and a dash is a number of theirs: P_2012. Elsewhere it is a date.
_DATES = (
    re.compile(r"(?<![A-Za-z0-9])20\d\d\s?[-_./年]\s?\d{1,2}(?:\s?[-_./月]\s?\d{1,2}日?)?月?(?!\d)"),
    re.compile(r"(?<![A-Za-z0-9])(?<![A-Z][-_])20\d\d(?:(?:0[1-9]|1[0-2])(?:[0-3]\d)?)?年?(?!\d)"),
)
_QUARTER = r"(?<![A-Za-z0-9])Q[1-4](?![A-Za-z0-9])|第?[一二三四1-4]季度?"
_WORDS = (
    r"(?<![A-Za-z])(?:interview(?:s|ee)?|transcript(?:ion)?|clean(?:ed)?|edited|revised|new|with|(?:final|copy|draft|version|v)"
    r"\s?\d{0,2})(?![A-Za-z0-9])"
)
_WORDS_ZH = "访谈纪要|访谈记录|访谈|采访|纪要|记录|逐字稿|文字稿|转写|录音|整理|最终版?|正式版|终稿|定稿|初稿|修订稿?|修改稿?|副本"
_ABOUT_THE_FILE = re.compile(rf"{_QUARTER}|{_WORDS}|{_WORDS_ZH}|[(（]\d{{1,2}}[)）]", re.IGNORECASE)


def wave_of(said: str) -> str:
    """A wave as it is kept: `2026-Q1`, given in any of its forms. Raises BadInput `bad_wave`, `future_wave`."""
    said = unicodedata.normalize("NFKC", said).strip()
    wave = next((wave for (start, end), wave in waves_in(said) if end - start == len(said)), None)
    if wave is None:
        raise BadInput("bad_wave", value=said[:40])
    if wave > this_quarter():
        raise BadInput("future_wave", wave=wave)
    return wave


def wave_in(said: str) -> str | None:
    """The first wave a text names, None where it names none."""
    return next((wave for _, wave in waves_in(unicodedata.normalize("NFKC", said))), None)


def this_quarter() -> str:
    """The newest wave that anybody can have been interviewed in."""
    today = date.today()
    return f"{today.year}-Q{(today.month + 2) // 3}"


def id_in(name: str) -> str | None:
    """The respondent's id a file's name begins with, once waves, dates and words about the file are off; else None."""
    found = _ID.match(_bare(name))
    return found[1] if found else None


def person_id(said: str) -> str:
    """A respondent's id as somebody writes it. Raises BadInput `bad_person` where it is none."""
    try:
        if who := respondent_of(said, 0):
            return who
    except FileRefused:
        pass  # a text, or what cannot be printed
    raise BadInput("bad_person", value=ascii(said[:40])[1:-1])


def pseudonym(name: str) -> str:
    """An id that tells nothing, for a person known by a file's name alone: the same name in another wave has the same.

    Where nothing of a name is left, the whole path stands for it: `访谈 2026-Q2.txt` is nobody twice.
    """
    bare = "".join(re.findall(r"[^\W_]+", _bare(name))).casefold()
    return "R-" + hashlib.sha256((bare or name).encode()).hexdigest()[:8]


def made_up(name: str) -> frozenset[str]:
    """The pseudonyms that a file's name was ever turned into: earlier, the whole of it stood for the person."""
    return frozenset({pseudonym(name), "R-" + hashlib.sha256(Path(name).stem.encode()).hexdigest()[:8]})


def _bare(name: str) -> str:
    """A file's name without what changes from wave to wave."""
    bare = unicodedata.normalize("NFKC", Path(name).stem)
    for start, end in sorted((span for span, _ in waves_in(bare)), reverse=True):
        bare = f"{bare[:start]} {bare[end:]}"
    for pattern in (*_DATES, _ABOUT_THE_FILE):
        bare = pattern.sub(" ", bare)
    return bare.strip(" -_.,;，、；·()（）[]【】")
