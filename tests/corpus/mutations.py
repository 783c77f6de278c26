"""Files damaged on purpose: bytes flipped, cut, spliced, doubled and put in, in the file and inside an Office file's parts."""

import json
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

from corpus.errors import FileRefused
from corpus.readers import read_transcripts
from corpus.tables import TABLES, people_in, read_table
from tests.corpus import test_readers_zoo_sheets as sheets
from tests.corpus import test_readers_zoo_word as word
from tests.corpus.pdf_files import pdf_file, table
from tests.corpus.test_readers_zoo import CUES, PROSE, timed
from tests.corpus.test_readers_zoo_files import TABLES as TYPED
from tests.corpus.test_readers_zoo_files import pdf
from tests.corpus.word_files import word_file

_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "gb18030")
_WORDS = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\r", b"\n\n", b"\t", b",", b'"', b"'", b"|", b"{", b"[", b"]}", b":", "：".encode(),
    b"-->", b"00:00:01.000 --> 00:00:02.000", b"WEBVTT", b"<v Jo>", b"Q: ", b"&#55296;", b"&#0;", b"99999999999999999999", b"-1", b"1e999", b"NaN", b"\\ud800",
    b"<", b"/>", b"]]>", b"<!--", b"w:val=\"-7\"", b"%1", b"obj", b"endstream", b"<<", b"/Kids", b"0 0 R", b"A1:A1048576",
)  # fmt: skip
_PARTS = (".xml", ".rels")


@lru_cache
def seeds() -> dict[str, list[bytes]]:
    """Suffix → files that are in order."""
    found: dict[str, list[bytes]] = {".docx": [word_file(fill) for _, _, fill in word.ZOO.values()]}
    for suffix, _, text in PROSE.values():
        found.setdefault(suffix, []).append(text.encode())
    for at, (suffix, _, text) in enumerate([*PROSE.values(), *TYPED.values()]):
        found.setdefault(suffix, []).append(text.encode(_ENCODINGS[at % len(_ENCODINGS)], "replace"))
    for suffix, _, cues in CUES.values():
        found.setdefault(suffix, []).append(timed(suffix, cues))
    for suffix, _, _, data in sheets.ONE.values():
        found.setdefault(suffix, []).append(data)
    found[".xlsx"] += sheets.TWO.values()
    found[".csv"].append(b"respondent,wave,birth_year,consent\nE01,2026-Q1,1980,report\nE02,2026-Q1,young,no\n")
    found[".pdf"] = [
        pdf(
            ["Interviewer: Where do you shop?", "Respondent: At the market."],
            ["Interviewer: Why?", "Respondent: Cheap."],
        ),
        pdf_file(*table([("访员", "在哪买菜？"), ("受访者", "菜市场。")], (60.0, 160.0), drawn=True)),
    ]
    return found


def damaged(random: Random, data: bytes, others: list[bytes]) -> bytes:
    """The bytes with one to four things done to them."""
    for _ in range(random.randint(1, 4)):
        data = random.choice(_WAYS)(random, data, others)
    return data


def damaged_inside(random: Random, data: bytes, others: list[bytes]) -> bytes:
    """An Office file whose XML is damaged in one or two of its parts, and packed again in order."""
    with ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name in random.sample([each for each in parts if each.endswith(_PARTS)], random.randint(1, 2)):
        way = random.choice((_tags, _tags, _numbers, _numbers, *_WAYS))
        parts[name] = way(random, parts[name], [*others[:1], parts[random.choice(list(parts))]])
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def check(suffix: str, data: bytes) -> str:
    """Read a file with every reader of its format: what came of it. Whatever but FileRefused comes out is raised."""
    told = "read"
    for reader in (read_transcripts, *((people_in, read_table) if suffix in TABLES else ())):
        try:
            reader("a" + suffix, data)
        except FileRefused as refused:
            json.dumps(refused.values).encode()
            told = refused.key
    return told


def _place(random: Random, data: bytes) -> tuple[int, int]:
    start = random.randint(0, len(data))
    return start, min(len(data), start + random.choice((1, 2, 8, 64, 1024)))


def _flip(random: Random, data: bytes, others: list[bytes]) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice((1, 3, 20)) if data else 0):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _cut(random: Random, data: bytes, others: list[bytes]) -> bytes:
    start, end = _place(random, data)
    return data[:start] + data[end:]


def _end(random: Random, data: bytes, others: list[bytes]) -> bytes:
    return data[: random.randint(0, len(data))]


def _splice(random: Random, data: bytes, others: list[bytes]) -> bytes:
    other = random.choice(others) if others else data
    return data[: random.randint(0, len(data))] + other[random.randint(0, len(other)) :]


def _double(random: Random, data: bytes, others: list[bytes]) -> bytes:
    start, end = _place(random, data)
    return data[:end] + data[start:end] * random.choice((1, 2, 50)) + data[end:]


def _insert(random: Random, data: bytes, others: list[bytes]) -> bytes:
    at = random.randint(0, len(data))
    return data[:at] + random.choice(_WORDS) * random.choice((1, 1, 1, 30)) + data[at:]


def _tags(random: Random, data: bytes, others: list[bytes]) -> bytes:
    """Whole elements doubled, dropped or moved: what is left may still be XML."""
    pieces = data.split(b"<")
    at, to = random.randrange(len(pieces)), random.randrange(len(pieces))
    match random.randrange(3):
        case 0:
            del pieces[at]
        case 1:
            pieces.insert(to, pieces[at])
        case _:
            pieces[at], pieces[to] = pieces[to], pieces[at]
    return b"<".join(pieces)


def _numbers(random: Random, data: bytes, others: list[bytes]) -> bytes:
    """The value of an attribute replaced."""
    pieces = data.split(b'"')
    at = random.randrange(len(pieces)) | 1
    if at < len(pieces):
        pieces[at] = random.choice(
            (b"", b"-1", b"0", b"999999999999", b"x", b"1.5", b"true", b"A1", b"ZZZ9999999", b"rId1", "一".encode())
        )
    return b'"'.join(pieces)


Way = Callable[[Random, bytes, list[bytes]], bytes]
_WAYS: tuple[Way, ...] = (_flip, _flip, _cut, _end, _splice, _double, _insert, _insert)
