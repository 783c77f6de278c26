"""What stands before a text that a model reads: one prompt before questions, another before what may answer them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from index.encoder_setting import EncoderSetting


@dataclass(frozen=True)
class Prompts:
    """query    before a question, whoever asks it; passage: before an answer; "" for none"""

    query: str = ""
    passage: str = ""


FAMILIES: tuple[tuple[str, Prompts], ...] = (
    (r"e5-.*instruct", Prompts(
        "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: "
    )),
    (r"(^|[-_])e5-(small|base|large)", Prompts("query: ", "passage: ")),
    (r"^bge-(small|base|large)-zh", Prompts("为这个句子生成表示以用于检索相关文章：")),
    (r"^bge-(small|base|large)-en", Prompts("Represent this sentence for searching relevant passages: ")),
)  # fmt: skip
"""Models that were trained with prompts and shipped without declaring them: the last part of the name → what to use.

Source: the model cards of intfloat/e5-*, intfloat/multilingual-e5-* and BAAI/bge-*. GTE and bge-m3 want none.
"""

_PASSAGE = ("document", "passage", "corpus")  # the names sentence-transformers knows, in its order


def prompts_for(declared: Mapping[str, str], setting: EncoderSetting) -> Prompts:
    """The prompts of a model: what the setting says, else what the model declares, else what its family is known for.

    declared  name → prompt, as sentence-transformers read them
    """
    own = _declared(declared) if any(declared.values()) else known(setting.name)
    query, passage = setting.query, setting.passage
    return Prompts(own.query if query is None else query, own.passage if passage is None else passage)


def known(name: str) -> Prompts:
    """What the family of a model called so is known to want."""
    last = name.rstrip("/").rsplit("/", 1)[-1].lower()
    return next((prompts for family, prompts in FAMILIES if re.search(family, last)), Prompts())


def _declared(prompts: Mapping[str, str]) -> Prompts:
    """The first that is not empty: sentence-transformers adds an empty `document` beside a declared `passage`, and takes that."""
    return Prompts(prompts.get("query", ""), next((prompts[name] for name in _PASSAGE if prompts.get(name)), ""))
