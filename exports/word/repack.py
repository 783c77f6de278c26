"""The same parts give the same bytes: a package written again with one date for every entry."""

import io
import zipfile

_DATE = (1980, 1, 1, 0, 0, 0)


def repack(data: bytes) -> bytes:
    """`data` with its entries in their order, compressed, dated alike."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename, _DATE), old.read(entry), zipfile.ZIP_DEFLATED, 6)
    return target.getvalue()
