"""Changes a Word file one small step at a time, as somebody would who wants it to say something else."""

import io
import random
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from exports.word.marks import read_name

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Parts = dict[str, bytes]


@dataclass(frozen=True)
class Tampering:
    """What was changed, and the file after it."""

    what: str
    data: bytes


def unpack(data: bytes) -> Parts:
    """The parts of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {entry.filename: package.read(entry) for entry in package.infolist()}


def pack(parts: Parts) -> bytes:
    """A package of `parts`."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return stream.getvalue()


def tamper(data: bytes, chance: random.Random) -> Tampering:
    """One change drawn at random."""
    ways: list[Callable[[Parts, random.Random], str]] = [
        change_text,
        change_text,
        change_text,
        change_chart,
        change_workbook,
        drop_mark,
        swap_quotes,
        add_digit,
    ]
    parts = unpack(data)
    what = chance.choice(ways)(parts, chance)
    return Tampering(what, pack(parts))


def _other(character: str, chance: random.Random) -> str:
    pool = "0123456789" if character.isdigit() else "天地玄黄abcdef"
    return chance.choice([choice for choice in pool if choice != character])


def _changed(text: str, at: int, chance: random.Random) -> str:
    return text[:at] + _other(text[at], chance) + text[at + 1 :]


def change_text(parts: Parts, chance: random.Random) -> str:
    """One digit anywhere in body, tables, captions, contents, header, title or alt text; or one quoted character."""
    names = ("word/document.xml", "word/header1.xml", "docProps/core.xml")
    roots = {name: etree.fromstring(parts[name]) for name in names}
    sites = [
        (name, element, at)
        for name, root in roots.items()
        for element in root.iter()
        for at, character in enumerate(_readable(element))
        if (character.isascii() and character.isdigit()) or _is_quoted(element)
    ]
    name, element, at = chance.choice(sites)
    before = _readable(element)
    after = _changed(before, at, chance)
    if element.tag.endswith("}docPr"):
        element.set("descr", after)
    else:
        element.text = after
    parts[name] = etree.tostring(roots[name])
    return f"{name}: {before!r} → {after!r}"


def _readable(element: etree._Element) -> str:
    if str(element.tag).endswith("}docPr"):
        return str(element.get("descr", ""))
    return str(element.text or "") if str(element.tag).endswith(("}t", "}title")) else ""


def _is_quoted(element: etree._Element) -> bool:
    before = element.getparent().getprevious() if element.tag == f"{W}t" else None
    return before is not None and (before.get(f"{W}name") or "").startswith("qq_")


def change_chart(parts: Parts, chance: random.Random) -> str:
    """One character of a chart: a value, a category, a name."""
    name = chance.choice([name for name in parts if re.fullmatch(r"word/charts/chart\d\.xml", name)])
    return _change_one(parts, name, ("}v", "}formatCode"), chance)


def change_workbook(parts: Parts, chance: random.Random) -> str:
    """One character of a cell in a chart's workbook."""
    book = chance.choice([name for name in parts if name.endswith(".xlsx")])
    inner = unpack(parts[book])
    part = chance.choice(["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
    what = _change_one(inner, part, ("}v", "}t"), chance)
    parts[book] = pack(inner)
    return f"{book}: {what}"


def _change_one(parts: Parts, name: str, tags: tuple[str, ...], chance: random.Random) -> str:
    root = etree.fromstring(parts[name])
    element = chance.choice([one for one in root.iter() if str(one.tag).endswith(tags) and one.text])
    if name.endswith("sheet1.xml"):
        element = chance.choice([one for one in root.iter("{*}v") if one.getparent().get("t") != "s"])
    before = element.text or ""
    element.text = _changed(before, chance.randrange(len(before)), chance)
    parts[name] = etree.tostring(root)
    return f"{name}: {before!r} → {element.text!r}"


def drop_mark(parts: Parts, chance: random.Random) -> str:
    """A mark's bookmark removed, its text left standing."""
    root = etree.fromstring(parts["word/document.xml"])
    start = chance.choice([one for one in root.iter(f"{W}bookmarkStart") if _is_mark(one)])
    for end in root.iter(f"{W}bookmarkEnd"):
        if end.get(f"{W}id") == start.get(f"{W}id"):
            end.getparent().remove(end)
            break
    start.getparent().remove(start)
    parts["word/document.xml"] = etree.tostring(root)
    return f"dropped {start.get(f'{W}name')}"


def _is_mark(start: etree._Element) -> bool:
    name = read_name(start.get(f"{W}name") or "")
    return name is not None and name.kind != "chart"


def swap_quotes(parts: Parts, chance: random.Random) -> str:
    """Two different quotes change places, marks staying where they are."""
    root = etree.fromstring(parts["word/document.xml"])
    texts = [one for one in root.iter(f"{W}t") if _is_quoted(one)]
    left = chance.choice(texts)
    right = chance.choice([one for one in texts if one.text != left.text])
    left.text, right.text = right.text, left.text
    parts["word/document.xml"] = etree.tostring(root)
    return f"swapped {left.text!r} and {right.text!r}"


def add_digit(parts: Parts, chance: random.Random) -> str:
    """A digit somewhere in the prose, or beside a number."""
    root = etree.fromstring(parts["word/document.xml"])
    element = chance.choice([one for one in root.iter(f"{W}t") if one.text])
    at = chance.randrange(len(element.text or "") + 1)
    before = element.text or ""
    element.text = before[:at] + chance.choice("0123456789") + before[at:]
    parts["word/document.xml"] = etree.tostring(root)
    return f"added a digit to {before!r}"
