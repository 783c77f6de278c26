"""Archives that lie about their size, or are packed to burst."""

import struct
import zipfile
from io import BytesIO

import pytest

from corpus.errors import FileRefused
from corpus.readers.packed import safe_archive
from corpus.unpacking import unpack

LARGE = 40 * 1024 * 1024


def archive(name: str, content: bytes, how: int) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", how) as packed:
        packed.writestr(name, content)
    return made.getvalue()


def understated(data: bytes, size: int) -> bytes:
    """The archive with another unpacked size in both of its headers."""
    changed = bytearray(data)
    local, central = data.index(b"PK\x03\x04"), data.index(b"PK\x01\x02")
    changed[local + 22 : local + 26] = changed[central + 24 : central + 28] = struct.pack("<I", size)
    return bytes(changed)


@pytest.mark.parametrize("how", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_no_office_program_packs_is_not_unpacked(how: int) -> None:
    data = understated(archive("a.txt", b"0" * LARGE, how), 1000)
    ((_, refused),) = unpack("a.zip", data)
    assert isinstance(refused, FileRefused) and refused.key == "corrupt_file"
    with pytest.raises(FileRefused):
        safe_archive(data, "docx")


def test_more_than_is_stated_is_not_read() -> None:
    data = understated(archive("a.txt", b"0" * LARGE, zipfile.ZIP_DEFLATED), 1000)
    ((_, refused),) = unpack("a.zip", data)
    assert isinstance(refused, FileRefused)
    with pytest.raises(FileRefused):
        safe_archive(data, "docx")


@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_an_honest_one_is_read_whole(how: int) -> None:
    assert list(unpack("a.zip", archive("b.txt", b"words" * 9, how))) == [("a/b.txt", b"words" * 9)]
