"""A research brief: what a client wants to know, and of whom; read from a form, a document or plain words."""

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import yaml
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import BadInput
from corpus.language import language_of
from corpus.records import Language
from corpus.script import as_written, simplified
from research.brief_text import industry_said, people_said, questions_in, responses_said
from research.brief_title import title_of
from research.waves_said import waves_said

MOST_CHARACTERS = 20_000
MOST_QUESTIONS = 20
_MOST_XML = 20 * 1024 * 1024  # unpacked bytes of a Word file's text: far beyond 20,000 characters with their formatting
_DEEPEST = 6  # a brief's form needs two levels; the parser of YAML recurses
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]")
_ITEM = re.compile(r"\s*(?:[-*•·]\s|(?:Q|问题?)?\d{1,2}[.、)）:：])", re.IGNORECASE)
_TAG = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|</?[A-Za-z!][^<>]*>", re.IGNORECASE | re.DOTALL)
Draw = Literal["random", "balanced", "best", "widest"]

NAMES: dict[str, tuple[str, ...]] = {
    "title": ("title", "标题", "题目", "项目名称"),
    "industry": ("industry", "行业", "品类", "category"),
    "questions": ("questions", "question", "问题", "研究问题", "想了解的问题", "research questions", "key questions"),
    "people": ("people", "人群", "audience", "目标人群", "访谈对象", "调研对象", "对象", "who", "target audience"),
    "language": ("language", "语言"),
    "responses": ("responses", "份数", "样本量", "sample size", "number of responses"),
    "waves": (
        "waves",
        "wave",
        "期次",
        "访谈期次",
        "访谈时间",
        "调研时间",
        "时间范围",
        "period",
        "fieldwork period",
        "interview period",
        "time period",
    ),
    "draw": ("draw", "抽取", "抽样"),
    "seed": ("seed", "种子"),
    "notes": ("notes", "background", "背景", "备注", "说明"),
}
_FIELD = {name: field for field, names in NAMES.items() for name in names}
_LANGUAGES: dict[str, Language] = {
    "zh": "zh", "中文": "zh", "汉语": "zh", "chinese": "zh", "en": "en", "英文": "en", "英语": "en", "english": "en",
}  # fmt: skip
_DRAWS: dict[str, Draw] = {
    "random": "random", "随机": "random", "balanced": "balanced", "均衡": "balanced", "配额": "balanced",
    "best": "best", "最佳": "best", "最匹配": "best", "回答最贴题": "best", "best match": "best", "widest": "widest",
    "最广": "widest", "差异最大": "widest", "尽量各不相同": "widest", "most varied": "widest", "at random": "random",
}  # fmt: skip
_LABEL = re.compile(
    rf"^\s*(?:#+\s*|[一二三四五六七八九十]+、|\d+[.、]\s*)?\**({'|'.join(sorted(_FIELD, key=len, reverse=True))})\**\s*"
    r"(?:[:：]\**\s*(.*)|$)",
    re.IGNORECASE,
)


_SHOWN: dict[Language, dict[str, str]] = {
    "zh": {"industry": "行业：", "people": "人群：", "questions": "问题：", "notes": "背景："},
    "en": {"industry": "Industry: ", "people": "People: ", "questions": "Questions: ", "notes": "Background: "},
}
"""How a form's fields are headed in a brief's text."""


class Brief(BaseModel):
    """One brief. `responses` None: not said. `source_text` is all that was given, as it was given."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    industry: str
    questions: tuple[str, ...]
    people: str
    language: Language
    responses: int | None = Field(default=None, ge=1, le=100_000)
    waves: tuple[str, ...] = ()
    seed: int = Field(default=0, ge=0, le=2**32 - 1)
    draw: Draw = "random"
    source_text: str


def read_brief(name: str, data: bytes) -> Brief:
    """The brief in a file: a form (.yaml, .yml) or free text (.txt, .md, .docx).

    Raises BadInput: brief_unreadable (name, why: format · encoding · document), brief_bad_yaml (line, why),
    brief_bad_field (field, why), and those of `parse_brief`.
    """
    suffix = Path(name).suffix.lower()
    if suffix not in (".yaml", ".yml", ".txt", ".md", ".docx"):
        raise BadInput("brief_unreadable", name=name, why="format")
    text = brief_text(name, data)
    return _of_form(text) if suffix in (".yaml", ".yml") else parse_brief(text)


def brief_text(name: str, data: bytes) -> str:
    """The text of a Word file or a plain one. Raises BadInput: brief_unreadable, brief_empty, brief_too_long."""
    is_document = Path(name).suffix.lower() == ".docx"
    return _checked(_document_text(name, data) if is_document else _decoded(name, data), name)


def parse_brief(text: str) -> Brief:
    """The brief in free words, Chinese or English: one line that asks is enough.

    Lines such as 行业：… or "Audience: …" are taken at their word; what they do not say is derived.
    Raises BadInput: brief_empty, brief_too_long (length, limit), brief_no_questions,
    brief_too_many_questions (found, limit), brief_unreadable, brief_bad_field (field, why).
    """
    text = _checked(text, "")
    words = simplified(_TAG.sub("\n", text))
    said, rest = _labelled(words)
    language = _language(said["language"]) if "language" in said else language_of(words)
    if "questions" in said:
        said["questions"] = "\n".join(questions_in(said["questions"].split("\n"), language, all_ask=True))
    elif asked := questions_in(rest, language):
        said["questions"] = "\n".join(asked)
    free = "\n".join(rest)
    said.setdefault("title", _heading(rest))
    said.setdefault("people", people_said(free, language))
    if "responses" not in said and (wanted := responses_said(free)):
        said["responses"] = str(wanted)
    shown = {field: as_written(value, text) for field, value in said.items()}
    return _brief({**shown, "questions": shown.get("questions", "").split("\n")}, text, language)


def brief_from_fields(
    *, industry: str, questions: str | Sequence[str], people: str, title: str = "", language: Language | None = None,
    responses: int | None = None, waves: tuple[str, ...] = (), draw: Draw = "random", seed: int = 0,
    background: str = "",
) -> Brief:  # fmt: skip
    """The brief of a form's fields. The same fields give the same brief.

    questions   one a line, each taken whole; a single line is free words; a sequence is taken one by one

    Raises BadInput: brief_no_questions, brief_too_many_questions, brief_too_long, brief_unreadable, brief_bad_field.
    """
    given = questions.splitlines() if isinstance(questions, str) else list(questions)
    lines = [line for line in given if line.strip()]
    spoken = language or language_of(" ".join(lines))
    whole = len(lines) > 1 or not isinstance(questions, str)
    items = [line if _ITEM.match(line) else f"- {line}" for line in lines] if whole else lines
    asked = questions_in(items, spoken, all_ask=True)
    if not asked:
        raise BadInput("brief_no_questions")
    fields: dict[str, Any] = {
        "title": " ".join(title.split()), "industry": " ".join(industry.split()), "people": " ".join(people.split()),
        "questions": asked, "waves": waves, "draw": draw, "seed": str(seed),
    }  # fmt: skip
    fields |= {"responses": str(responses)} if responses else {}
    listed = "".join(f"\n- {each}" for each in asked)
    said = {
        "industry": fields["industry"],
        "people": fields["people"],
        "questions": listed,
        "notes": background.strip(),
    }
    source = "\n".join((_SHOWN[spoken][field] + text).replace(": \n", ":\n", 1) for field, text in said.items() if text)
    return _brief(fields, _checked(source, ""), spoken)


def background_of(brief: Brief) -> str:
    """What the brief's text says beside its fields: the lines under "background", all of it where nothing is named."""
    fields: list[tuple[str, list[str]]] = []
    for line in brief.source_text.split("\n"):
        label = _LABEL.match(line)
        field = _FIELD[label[1].casefold()] if label else ""
        if label and field not in dict(fields) and "notes" not in dict(fields):
            fields.append((field, [label[2] or ""]))
        elif fields:
            fields[-1][1].append(line)
    if not fields:
        return brief.source_text.strip()
    return re.sub(r"^[|>][+-]?\n", "", "\n".join(dict(fields).get("notes", []))).strip()


def _checked(text: str, name: str) -> str:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not _INVISIBLE.sub("", text):
        raise BadInput("brief_empty")
    if len(text) > MOST_CHARACTERS:
        raise BadInput("brief_too_long", length=len(text), limit=MOST_CHARACTERS)
    if _CONTROL.search(text):
        raise BadInput("brief_unreadable", name=name, why="encoding")
    return text


def _decoded(name: str, data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, else GB18030, or Windows Latin where almost all is ASCII (a lone "£")."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        foreign = sum(byte > 127 for byte in data[:4096])
        encodings = ["utf-8-sig", *(["cp1252"] if foreign * 20 < min(len(data), 4096) else []), "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput("brief_unreadable", name=name, why="encoding")


def _document_text(name: str, data: bytes) -> str:
    """The paragraphs of a Word file, a line each, list items marked "- "."""
    return "\n".join(_paragraph(each) for each in document_part(name, data).iter(f"{_W}p"))


def document_part(name: str, data: bytes, part: str = "word/document.xml") -> Any:
    """The root element of a part of a Word file. Raises BadInput brief_unreadable: entities and oversized parts too."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive, archive.open(part) as stream:
            xml = stream.read(_MOST_XML + 1)
        if len(xml) > _MOST_XML:
            raise BadInput("brief_unreadable", name=name, why="document")
        return fromstring(xml, forbid_dtd=True)
    except (zipfile.BadZipFile, KeyError, ParseError, DefusedXmlException, OSError, EOFError, RuntimeError,
            NotImplementedError, ValueError, zlib.error) as error:  # fmt: skip
        raise BadInput("brief_unreadable", name=name, why="document") from error


def _paragraph(paragraph: Any) -> str:
    words = {f"{_W}tab": "\t", f"{_W}br": "\n"}
    text = "".join(node.text or "" if node.tag == f"{_W}t" else words.get(node.tag, "") for node in paragraph.iter())
    return f"- {text}" if text.strip() and paragraph.find(f".//{_W}numPr") is not None else text


def _of_form(text: str) -> Brief:
    try:
        _guard(text)
        root = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise BadInput("brief_bad_yaml", line=mark.line + 1 if mark else 1, why="syntax") from error
    if not isinstance(root, yaml.MappingNode):
        raise BadInput("brief_bad_yaml", line=1, why="no_fields")
    fields: dict[str, Any] = {}
    for key, value in root.value:
        field = _FIELD.get(simplified(str(key.value)).strip().casefold()) if isinstance(key, yaml.ScalarNode) else None
        line = key.start_mark.line + 1
        if field is None:
            raise BadInput("brief_bad_field", field=str(key.value)[:40], why="unknown", line=line)
        if field in fields:
            raise BadInput("brief_bad_field", field=field, why="twice", line=line)
        fields[field] = _items(value) if field in ("questions", "waves") else _text(value, field)
    return _brief({name: value for name, value in fields.items() if value}, text, None)


def _guard(text: str) -> None:
    """Refuse aliases (they multiply), tags (they name types) and depth (the composer recurses) before building."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.BaseLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise BadInput("brief_bad_yaml", line=line, why="alias")
        if getattr(event, "tag", None):
            raise BadInput("brief_bad_yaml", line=line, why="tag")
        if depth > _DEEPEST:
            raise BadInput("brief_bad_yaml", line=line, why="too_deep")


def _text(node: yaml.Node, field: str) -> str:
    if isinstance(node, yaml.ScalarNode):
        return str(node.value).strip()
    if field in ("people", "notes", "industry") and isinstance(node, yaml.SequenceNode):
        return "，".join(_items(node))
    raise BadInput("brief_bad_field", field=field, why="not_text", line=node.start_mark.line + 1)


def _items(node: yaml.Node) -> list[str]:
    """The items of a list, or the lines of a text. "- Where: shop or web?" is a text that YAML takes for a pair."""
    if isinstance(node, yaml.SequenceNode):
        return [text for each in node.value for text in [" ".join(_items(each))] if text]
    if isinstance(node, yaml.MappingNode):
        return [": ".join(" ".join(_items(part)) for part in pair) for pair in node.value]
    return [line.strip() for line in str(node.value).split("\n") if line.strip()]


def _labelled(text: str) -> tuple[dict[str, str], list[str]]:
    """(field → what its line or the lines under it say, the other lines). The first line of a field counts."""
    said: dict[str, list[str]] = {}
    rest: list[str] = []
    under: list[str] | None = None
    for line in text.split("\n"):
        if (label := _LABEL.match(line)) and (field := _FIELD[label[1].casefold()]) not in said:
            said[field] = [label[2]] if label[2] else []
            under = said[field] if field in ("questions", "notes") or not label[2] else None
        elif under is not None and line.strip() and not line.startswith("#"):
            under.append(line)
        else:
            under = under if not line.strip() and under is said.get("questions") else None
            rest.append(line)
    return {field: "\n".join(lines).strip() for field, lines in said.items() if lines}, rest


def _heading(lines: list[str]) -> str:
    """A first line that is a heading: marked "#", or short, without an end mark and followed by more."""
    filled = [line.strip() for line in lines if line.strip()]
    if filled and filled[0].startswith("#"):
        return filled[0].lstrip("# ")
    short = len(filled) > 1 and len(filled[0]) <= 60 and not re.search(r"[。.!！?？:：,，；;]$", filled[0])
    return filled[0] if short else ""


def _language(said: str) -> Language:
    if (known := _LANGUAGES.get(simplified(said).strip().casefold())) is None:
        raise BadInput("brief_bad_field", field="language", why="not_one_of")
    return known


def _brief(fields: dict[str, Any], source: str, language: Language | None) -> Brief:
    """The brief of canonical fields; what is missing is derived from the others."""
    questions = tuple(each for each in fields.get("questions", ()) if each)
    if not questions:
        raise BadInput("brief_no_questions")
    if len(questions) > MOST_QUESTIONS:
        raise BadInput("brief_too_many_questions", found=len(questions), limit=MOST_QUESTIONS)
    if language is None:
        language = _language(fields["language"]) if "language" in fields else language_of(" ".join(questions))
    industry = fields.get("industry") or industry_said(source, language)
    built: dict[str, Any] = {
        "title": fields.get("title") or title_of(industry, questions[0], language), "industry": industry,
        "questions": questions, "people": fields.get("people", ""), "language": language,
        "waves": waves_said(fields.get("waves", ())), "source_text": source,
    }  # fmt: skip
    built.update(_numbers(fields))
    try:
        return Brief.model_validate(built)
    except ValidationError as error:
        first = error.errors()[0]
        raise BadInput("brief_bad_field", field=str(first["loc"][0]), why="out_of_range") from error


def _numbers(fields: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name in ("responses", "seed"):
        if name in fields:
            number = re.fullmatch(r"[约\s]*(-?\d{1,9})\s*(?:份|人|位|名|个|\w+)?", fields[name])
            if number is None:
                raise BadInput("brief_bad_field", field=name, why="not_a_number")
            yield name, int(number[1])
    if "draw" in fields:
        if (draw := _DRAWS.get(simplified(fields["draw"]).strip().casefold())) is None:
            raise BadInput("brief_bad_field", field="draw", why="not_one_of")
        yield "draw", draw
