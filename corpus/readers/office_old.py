"""Office files that are no archives: those of before 2007, and those a password locks."""

from corpus.errors import FileRefused

OLD = {".doc": ".docx", ".wps": ".docx", ".xls": ".xlsx", ".et": ".xlsx"}
"""Suffix of an old format → that to save it as."""

_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")  # the name of the part that holds the locked document


def refuse_old(data: bytes, kind: str) -> None:
    """Raise FileRefused `locked_file` for a document under a password, `old_office` (wanted) for one of an old format.

    kind  what the file's name says it is: "docx", "xlsx"
    """
    if data.startswith(_CONTAINER):
        raise FileRefused("locked_file") if _LOCKED in data else FileRefused("old_office", wanted=f".{kind}")


def unreadable(suffix: str) -> FileRefused:
    """Why a file with a suffix that has no reader is refused: `old_office` (wanted) or `unknown_format` (suffix)."""
    wanted = OLD.get(suffix)
    return FileRefused("old_office", wanted=wanted) if wanted else FileRefused("unknown_format", suffix=suffix)
