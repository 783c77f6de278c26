"""What people read on screen and on paper, in Chinese and English, kept in message files and not in code.

A message file is `<name>_<language>.yaml`: one mapping, nested at will, whose leaves are sentences. All files of a
language make one table with dotted keys. In a sentence

    {name}          is filled with the value of that name; {{ and }} are braces
    {name:mb}       a number of bytes, in MB          {name:,}   a number with its thousands set apart
    {name:one|many} the word that fits the number     [[…]]      left out where a blank inside has nothing to say
"""

import math
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import yaml

from corpus.errors import QuipuError
from corpus.records import Language

FOLDER = Path(__file__).parent
_BLANK = re.compile(r"\{\{|\}\}|\{([A-Za-z_]\w*)(?::([^{}]*))?\}")
_OPTIONAL = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_BETWEEN: Mapping[Language, str] = {"zh": "、", "en": ", "}
_AFTER: Mapping[Language, str] = {"zh": "", "en": " "}
_NOTHING = "—"


def say(language: Language, key: str, /, **values: object) -> str:
    """The sentence `key` with its blanks filled. Values are data: braces and brackets in them stay text.

    Lists are joined as the language joins them; values without a blank are ignored.
    Raises KeyError for an unknown key, and for a blank without a value (names the key and the blank).
    """
    sentences = _sentences(language)
    if key not in sentences:
        raise KeyError(f"no message {key} in {language}")
    parts = _OPTIONAL.split(sentences[key])
    said = [part for at, part in enumerate(parts) if at % 2 == 0 or _has_all(part, values)]
    return "".join(_filled(part, key, values, language) for part in said)


def texts(language: Language, prefix: str) -> Mapping[str, str]:
    """The sentences under `prefix`, unfilled, by what follows it: "report.profile" → {"gender": …}. KeyError if none."""
    under = prefix.rstrip(".") + "."
    found = {key.removeprefix(under): text for key, text in _sentences(language).items() if key.startswith(under)}
    if not found:
        raise KeyError(f"no messages under {prefix} in {language}")
    return found


def explain(error: QuipuError, language: Language) -> str:
    """What went wrong and what to do about it, in one line.

    Where a value is a code ("why": "too_deep"), its words are looked up as `error.<key>.<value's name>.<code>`,
    then as `word.<value's name>.<code>`; any other value is shown as it is. Raises KeyError as `say` does.
    """
    values = {name: _worded(error.key, name, value, language) for name, value in error.values.items()}
    parts = [say(language, f"error.{error.key}.{part}", **values) for part in ("text", "remedy")]
    return _AFTER[language].join(parts)


def _worded(key: str, name: str, value: object, language: Language) -> object:
    if isinstance(value, list | tuple):
        return [_worded(key, name, each, language) for each in value]
    if not isinstance(value, str):
        return value
    sentences = _sentences(language)
    return sentences.get(f"error.{key}.{name}.{value}", sentences.get(f"word.{name}.{value}", value))


def _has_all(part: str, values: Mapping[str, object]) -> bool:
    """Whether every blank in `part` has something to say. Line 0 is how a reader says that it knows no line."""
    named = [found[1] for found in _BLANK.finditer(part) if found[1]]
    return not any(values.get(name) in (None, "", [], ()) or (name == "line" and values[name] == 0) for name in named)


def _filled(text: str, key: str, values: Mapping[str, object], language: Language) -> str:
    def fill(blank: re.Match[str]) -> str:
        name = blank[1]
        if not name:
            return blank[0][0]
        if name not in values:
            raise KeyError(f"message {key} has the blank {name} and no value for it")
        return _shown(values[name], language) if blank[2] is None else _formatted(values[name], blank[2], key, name)

    return _BLANK.sub(fill, text)


def _formatted(value: object, form: str, key: str, name: str) -> str:
    if isinstance(value, int | float):
        if form == "mb":  # rounded up: a file just over the limit must not be shown as the limit
            return f"{math.ceil(value / 1024**2 * 10) / 10:,g} MB"
        if form == ",":
            return f"{value:,}"
        if form.count("|") == 1:
            return form.split("|")[value != 1]
    raise KeyError(f"message {key}: the blank {name} cannot be shown as {form}")


def _shown(value: object, language: Language) -> str:
    """A value as people write it, never as Python does."""
    if isinstance(value, Mapping):
        value = [f"{_shown(name, language)}: {_shown(each, language)}" for name, each in value.items()]
    if isinstance(value, list | tuple):
        return _BETWEEN[language].join(_shown(each, language) for each in value)
    if isinstance(value, bool):
        return _sentences(language)[f"word.truth.{str(value).lower()}"]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _NOTHING if value is None else str(value)


@lru_cache
def _sentences(language: Language) -> Mapping[str, str]:
    """Dotted key → sentence, of all files of the language."""
    return load(FOLDER, language)


def load(folder: Path, language: Language) -> dict[str, str]:
    """Dotted key → sentence in all `*_<language>.yaml` of `folder`. ValueError for what is no mapping, or said twice."""
    sentences: dict[str, str] = {}
    for path in sorted(folder.glob(f"*_{language}.yaml")):
        # Composed, not loaded: nobody wants `no:` read as false, and a key said twice must not pass.
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
        if not isinstance(root, yaml.MappingNode):
            raise ValueError(f"{path.name} holds no mapping")
        for key, text in _leaves(root):
            if key in sentences:
                raise ValueError(f"{path.name} says {key} again")
            sentences[key] = text
    return sentences


def _leaves(node: yaml.Node, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    if isinstance(node, yaml.ScalarNode):
        yield ".".join(path), node.value.strip("\n")
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _leaves(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for at, value in enumerate(node.value):
            yield from _leaves(value, (*path, str(at)))
