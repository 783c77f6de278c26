"""Documents under a password and those of old formats say so, whatever their name."""

from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter

from corpus.errors import FileRefused
from corpus.readers import read_transcripts
from research.messages import explain
from tests.corpus.test_readers_zoo_files import pdf

CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
LOCKED = (
    CONTAINER + "EncryptionInfo".encode("utf-16-le") + bytes(36) + "EncryptedPackage".encode("utf-16-le") + bytes(64)
)
OLD = CONTAINER + "WordDocument".encode("utf-16-le") + bytes(64)


def locked_pdf() -> bytes:
    writer, out = PdfWriter(PdfReader(BytesIO(pdf(["Q: Where?", "A: Here."])))), BytesIO()
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "english", "chinese"),
    [
        ("a.docx", LOCKED, "protected by a password. Open it, save a copy without", "有密码保护。请打开文件，另存一份不带密码的"),
        ("a.xlsx", LOCKED, "protected by a password. Open it, save a copy without", "有密码保护。请打开文件，另存一份不带密码的"),
        ("a.pdf", locked_pdf(), "protected by a password", "有密码保护"),
        ("a.docx", OLD, "save it as .docx", "另存为 .docx"),
        ("a.xlsx", OLD, "save it as .xlsx", "另存为 .xlsx"),
        ("a.DOC", OLD, "save it as .docx", "另存为 .docx"),
        ("a.xls", b"<html>", "save it as .xlsx", "另存为 .xlsx"),
        ("a.xlsx", b"x", "is not in the Excel format", "并不是 Excel 格式"),
        ("a.docx", b"PK\x03\x04", "is not in the Word format", "并不是 Word 格式"),
        ("a.pdf", b"x", "is not in the PDF format", "并不是 PDF 格式"),
    ],
)  # fmt: skip
def test_told_in_both_languages(name: str, data: bytes, english: str, chinese: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_transcripts(name, data)
    assert english in explain(refused.value, "en") and chinese in explain(refused.value, "zh")
